// SPDX-License-Identifier: MIT
// What the files of usage/ share: forms (what is known of a subscript), parts, accesses.
#ifndef USAGE_INTERNAL_H
#define USAGE_INTERNAL_H

#include "ast/ast.h"
#include "base/map.h"
#include "base/vec.h"
#include "diag/diag.h"
#include "types/types.h"

// ---- form.c: sums of products ----

enum symbol_kind {
    SYMBOL_VALUE,     // of the INT `decl`
    SYMBOL_SIZE,      // of dimension `dimension` of the array `decl`
    SYMBOL_QUOTIENT,  // of / b
    SYMBOL_REMAINDER, // of \ b
    SYMBOL_OPAQUE,    // of the expression `node`
    SYMBOL_UNKNOWN    // of something that cannot be said here
};

// A number that is not known. Two symbols are the same if their addresses are.
struct symbol {
    enum symbol_kind kind;
    unsigned id;
    const struct decl *decl;
    int dimension;
    const struct node *node;
    const struct form *of, *by;
    const struct form *low, *high; // bounds, both included; NULL where there is none
    int64_t stride;                // a replicator's: distance of its values; 0: perhaps none
    struct symbol *derived, *next; // symbols made of this one first, and their chain (interning)
};

// factor * a * b; b is NULL in a term of one symbol.
struct term {
    int64_t factor;
    const struct symbol *a, *b;
};

enum { MOST_TERMS = 8 };

// A number in terms of symbols: constant + terms. NULL stands for one that became too complicated;
// all functions hand it on.
struct form {
    int64_t constant;
    unsigned count;
    struct term terms[]; // at most MOST_TERMS: products first, then by ids
};

struct usage;

const struct form *form_constant(int64_t value);
const struct form *form_symbol(const struct symbol *symbol);
const struct form *form_add(const struct form *a, const struct form *b);
const struct form *form_subtract(const struct form *a, const struct form *b);
const struct form *form_scale(const struct form *a, int64_t by);
const struct form *form_multiply(const struct form *a, const struct form *b);
const struct form *form_plus(const struct form *a, int64_t constant);
// Something about which nothing is known, different from all else.
const struct form *form_unknown(struct usage *usage);
const struct form *form_quotient(struct usage *usage, enum symbol_kind kind, const struct form *of,
                                 const struct form *by);
bool form_equal(const struct form *a, const struct form *b);
bool form_is_constant(const struct form *form, int64_t *value);
// The factor of the term with these symbols, 0 where there is none.
int64_t form_factor(const struct form *form, const struct symbol *a, const struct symbol *b);
// What a symbol is multiplied by in a form that does not hold its square.
const struct form *form_factor_of(const struct form *form, const struct symbol *symbol);
// The form with another in the part of a symbol.
const struct form *form_replace(struct usage *usage, const struct form *form,
                                const struct symbol *symbol, const struct form *by);

// Call `map` for each symbol and put together what it returns.
typedef const struct form *form_map(const struct symbol *symbol, void *context);
const struct form *form_rewrite(const struct form *form, form_map *map, void *context);

struct symbol *symbol_new(struct usage *usage, enum symbol_kind kind);
struct symbol *symbol_of_decl(struct usage *usage, const struct decl *decl);
struct symbol *symbol_of_size(struct usage *usage, const struct decl *decl, int dimension);
struct symbol *symbol_of_node(struct usage *usage, const struct node *node,
                              const struct decl *first);

// ---- expression.c: from expressions to forms and back ----
const struct form *form_of(struct usage *usage, const struct node *node);
// Whether two expressions are written alike, and mean the same wherever their names do.
bool node_same(const struct node *a, const struct node *b);
// An expression of type INT that lower/ can evaluate.
struct node *form_node(const struct form *form, struct span span);
// Whether an expression names only what `is_good` accepts.
typedef bool decl_test(const struct decl *decl, void *context);
bool node_names_only(const struct node *node, decl_test *is_good, void *context);

// ---- facts ----

enum fact_kind { FACT_NOT_NEGATIVE, FACT_ZERO, FACT_NOT_ZERO };

// What is known where an access happens, from the conditions on the way there.
struct fact {
    enum fact_kind kind;
    const struct form *form;
    const struct fact *next;
};

// The facts that hold where `condition` does (or does not), before those of `known`.
const struct fact *facts_of(struct usage *usage, const struct node *condition, bool holds,
                            const struct fact *known);
const struct fact *fact_add(enum fact_kind kind, const struct form *form, const struct fact *known);

// ---- part.c: parts of variables ----

enum { FIELD_SIZE = -1 };

// A field of a record, or elements of an array: `count` from number `from` on.
struct selector {
    bool is_field, is_element; // an element and not a slice of one
    int field;                 // FIELD_SIZE: of a mobile, the size
    const struct form *from, *count;
    const struct selector *outer; // the slice that this was selected from, so lies in, or NULL
};

// From a variable to a part of it. Nothing selected is the whole.
struct path {
    const struct selector *at;
    size_t count;
};

struct part {
    struct decl *root;
    struct path path;
};

// The part that an expression stands for; false where it stands for none.
// Of SIZE of, if `of` is mobile. Other arrays keep their sizes.
bool part_of_size(struct usage *usage, const struct node *of, struct part *part);
bool part_of(struct usage *usage, const struct node *node, struct part *part);
bool path_same(const struct path *a, const struct path *b);
// The path from `outer`, followed by `inner`.
struct path path_join(struct path outer, struct path inner);
// The number of elements of dimension `dimension` of a part.
const struct form *part_size(struct usage *usage, const struct part *part, int dimension);
const struct form *decl_size(struct usage *usage, const struct decl *decl, int dimension);

// ---- accesses ----

enum access_kind { ACCESS_READ, ACCESS_WRITE, ACCESS_INPUT, ACCESS_OUTPUT, ACCESS_ABBREVIATE };

struct access {
    enum access_kind kind;
    struct part part;
    const struct fact *facts;
    struct node *node;          // the expression that names it here, or the call
    struct span span;           // here, in this routine
    struct span origin;         // where it is done: here, or within a routine called from here
    const struct decl *callee;  // called from here and doing it, or NULL
    const struct decl *through; // the abbreviation by which it is named here, or NULL
};

typedef VEC(struct access) accesses;

// What a routine does to its parameters and to names outside itself.
struct summary {
    accesses accesses;
    bool in_progress, recursive;
};

struct usage {
    struct program *program;
    struct diagnostics *diagnostics;
    struct map summaries; // from PROC or FUNCTION to struct summary
    struct map symbols;   // from decl to the symbol of its value
    struct map sizes;     // from decl to its chain of SIZE symbols
    struct map values;    // from VAL to its form
    struct map flows;     // from PROC or FUNCTION to what defined.c found out
    struct map joined;    // channels with a process at each end
    struct map declared;  // from decl to when it was met, a number
    uintptr_t clock;
    unsigned symbol_count;
    struct symbol *quotients; // of constants
    // of the routine being looked at:
    const struct decl *routine;
    accesses accesses;
    const struct fact *facts;
    struct node *extended; // the channel of the `?? CASE` whose variants are looked at, or NULL
};

bool access_is_channel(enum access_kind kind);
bool type_is_channels(const struct type *type); // a channel or an array of channels
bool type_is_timer(const struct type *type);
bool type_is_barrier(const struct type *type);
// Whether a predefined PROC changes its parameter number `i`.
bool usage_intrinsic_changes(const struct decl *intrinsic, size_t i);
// Whether an option of the file switches the checks of aliases, of usage off.
bool usage_is_off(const struct usage *usage, struct span span, char letter);

// ---- region.c: what can be evaluated at its beginning ----

// A PAR, or the scope of an abbreviation.
struct region {
    struct usage *usage;
    uintptr_t begin;    // what was declared later is inside
    struct map written; // variables that something in it changes
};

void region_note(struct region *region, const struct access *access);
bool region_is_outside(const struct region *region, const struct decl *decl);
// Whether a symbol means the same everywhere in the region, and outside.
bool region_is_stable(const struct region *region, const struct symbol *symbol);
bool region_can_evaluate(const struct region *region, const struct form *form);

// ---- prove.c ----

// Forms known to be not negative.
struct knowledge {
    struct usage *usage;
    VEC(const struct form *) forms;
    VEC(const struct form *) products;
    struct map bounded; // symbols whose bounds are among the forms
    bool has_products;
    int budget;
};

void know(struct knowledge *knowledge, const struct form *not_negative);
// What the symbols of a form are known to lie between.
void know_bounds(struct knowledge *knowledge, const struct form *form);
// Whether the form cannot be negative.
bool prove(struct knowledge *knowledge, const struct form *form);

// ---- relate.c ----

enum relation { APART, MEET, UNDECIDED };

// How the parts of two accesses lie. `index` is that of a replicated PAR, of which a and b are in
// two different instances; NULL where they are in one.
enum relation relate(const struct region *region, const struct access *a, const struct access *b,
                     const struct symbol *index);

// ---- separate.c: checks left for the run time ----

// The check that two accesses are apart, or NULL where it cannot be made at the beginning of their
// regions.
struct separation *separate(const struct region *of_a, const struct region *of_b,
                            const struct access *a, const struct access *b,
                            const struct symbol *index);
// The condition that a fact is.
struct node *fact_node(const struct fact *fact, struct span span);

// ---- ends.c ----

// Note which ends of channels the branches of a PAR hold: the accesses of branch i are those from
// marks[i] on. `index`: see relate.
void note_ends(const struct region *region, struct node_par *node, const struct symbol *index,
               const size_t *marks);

// ---- walk.c, scope.c, call.c ----
void walk_scoped(struct usage *usage, struct node_scoped *node);
void walk_process(struct usage *usage, struct node *node);
void walk_expr(struct usage *usage, struct node *node);
void walk_replicator(struct usage *usage, struct node *node);
void walk_spec(struct usage *usage, struct node *node);
// The subscripts on the way to a part, which are evaluated whatever is done there.
void walk_subscripts(struct usage *usage, struct node *node);
// Something is done to the part that an expression stands for.
void walk_place(struct usage *usage, struct node *node, enum access_kind kind);
void walk_arguments(struct usage *usage, struct node *call, struct decl *callee,
                    const struct nodes *arguments);

// ---- summary.c ----
const struct summary *summary_of(struct usage *usage, struct decl *routine);
// Whether a call is one of a MOBILE process that a variable holds.
bool usage_calls_process(const struct node_instance *node);
const struct nodes *routine_formals(const struct decl *routine);
struct decl *formal_decl(const struct node *formal);
// Whether a name means nothing to the callers of the routine.
bool decl_is_local(const struct decl *decl, const struct decl *routine);
// An access of that kind, or NULL.
const struct access *summary_use(const struct summary *summary, const struct decl *decl,
                                 enum access_kind kind);
// An end given to a parameter without a direction of its own must be the one that is used.
void summary_check_direction(struct usage *usage, const struct decl *callee,
                             const struct summary *summary, const struct decl *formal,
                             const struct node *argument);

// ---- alias.c ----

// A call whose arguments have been looked at.
struct call {
    struct node *node;
    const struct decl *callee;
    const struct summary *summary;
    const struct decl **formals;
    const struct nodes *arguments;
    const struct part *parts; // of the arguments that are variables; root NULL for values
    const size_t *reads;      // where the accesses of each argument begin, and of the call itself
};

void alias_check_call(struct usage *usage, const struct call *call);
// At the end of the scope of a specification: its accesses begin at `reads`, those of its scope at
// `body`; what is declared from `begin` on is inside.
void alias_check_scope(struct usage *usage, struct node *spec, size_t reads, size_t body,
                       uintptr_t begin);

// ---- purity.c, channel.c ----

// What the accesses from `mark` on do to names declared before `begin`, outside `function` or a
// VALOF in an expression (NULL).
void purity_check(struct usage *usage, size_t mark, uintptr_t begin, const struct decl *function);

void channel_joins(struct usage *usage, const struct decl *decl);
bool channel_is_joined(const struct usage *usage, const struct decl *decl);
void channel_check_scope(struct usage *usage, const struct node *spec, size_t from);

// ---- barrier.c ----

// SYNC, RESIGN and ENROLL count as changes of the barrier, so that two parallel processes cannot do
// them unless their PAR enrolls them.
void walk_sync(struct usage *usage, struct node_sync *node);
void walk_resign(struct usage *usage, struct node_resign *node);
void walk_enrolled(struct usage *usage, const struct node_par *node);
bool barrier_is_enrolled(const struct node_par *node, const struct decl *barrier);
// Two accesses to a barrier by processes of a PAR that does not enroll them.
struct diag *barrier_refuse(struct usage *usage, const struct access *use);

// ---- follow.c, reach.c, skip.c, cutoff.c ----
void defined_check(struct usage *usage);
void reach_check(struct usage *usage);
void skip_check(struct usage *usage);
void cutoff_check(struct usage *usage);

// ---- par.c ----
void walk_par(struct usage *usage, struct node_par *node);

#endif
