// SPDX-License-Identifier: MIT
// Scopes: which declaration each name has at the place being looked at. Private to sema/.
#ifndef SEMA_SCOPE_H
#define SEMA_SCOPE_H

#include "ast/ast.h"
#include "base/map.h"

struct binding {
    struct decl *decl;
    struct binding *hidden; // what the same name meant outside
    const struct name *name;
    unsigned level;
};

struct scope {
    struct map bindings; // from names to the innermost struct binding
    VEC(struct binding *) order;
    unsigned level;
};

// Begin a scope; the result is handed to scope_leave, which forgets all declared since.
size_t scope_enter(struct scope *scope);
void scope_leave(struct scope *scope, size_t mark);

// Declare a name. Returns the declaration that the same scope already has for it, or NULL.
struct decl *scope_declare(struct scope *scope, struct decl *decl);

struct decl *scope_find(const struct scope *scope, const struct name *name);

// The visible name most like `name`, if one is near enough to be meant; else NULL.
struct decl *scope_nearest(const struct scope *scope, const struct name *name);

#endif
