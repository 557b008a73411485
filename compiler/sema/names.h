// SPDX-License-Identifier: MIT
// The pass of names: shared by its files, private to sema/.
#ifndef SEMA_NAMES_H
#define SEMA_NAMES_H

#include "diag/diag.h"
#include "sema/scope.h"

struct names {
    struct program *program;
    struct diagnostics *diagnostics;
    struct scope scope;
    struct decl *owner;     // the PROC or FUNCTION being looked at
    struct decl *last_proc; // the last PROC at the outermost level
    bool has_operators;     // there are user-defined ones
    struct map tags;        // names of tags of protocols in occam files
    struct map parts;       // names of tags and fields
    struct map exporting;   // modules that export something
    bool
        in_generic; // in a generic routine: it may never be given types, which tell parts from others
};

// Of a whole tree, its absence, and several.
void names_resolve(struct names *names, struct node *node);
void names_resolve_if(struct names *names, struct node *node);
void names_resolve_list(struct names *names, const struct nodes *list);
void names_resolve_proc(struct names *names, struct node_proc *proc);

// Declare into the current scope; `node` is the specification.
struct decl *names_declare(struct names *names, enum decl_kind kind, struct node *name,
                           struct node *node);
void names_declare_all(struct names *names, enum decl_kind kind, const struct nodes *list,
                       struct node *node);
// Leave a scope, and say what nobody used.
void names_leave_scope(struct names *names, size_t mark);

// ---- modules ----
// The declaration that a name has at a place; NULL if it has none that is visible there.
struct decl *names_find(const struct names *names, const struct name *name, struct span span);
bool names_is_visible(const struct names *names, const struct decl *decl, struct span span);
// Which modules export something; and what `unit` has declared since `mark` is private to its module if that
// exports others.
void names_find_exports(struct names *names);
void names_keep_private(struct names *names, size_t mark, const struct node *unit);

// ---- types ----
void names_resolve_type(struct names *names, struct node *node);
// The types that a generic routine or type is not given yet.
void names_declare_parameters(struct names *names, const struct nodes *generics, struct node *node);
// circle; r: an option of a CASE.
void names_resolve_variant_option(struct names *names, struct node_variant_option *node);

#endif
