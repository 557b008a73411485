// SPDX-License-Identifier: MIT
#include <config.h>

#include "sema/scope.h"

#include "base/mem.h"

size_t
scope_enter(struct scope *scope)
{
    scope->level++;
    return scope->order.count;
}

void
scope_leave(struct scope *scope, size_t mark)
{
    scope->level--;
    while (scope->order.count > mark) {
        const struct binding *const binding = vec_pop(&scope->order);

        map_put(&scope->bindings, binding->name, binding->hidden);
    }
}

struct decl *
scope_declare(struct scope *scope, struct decl *decl)
{
    struct binding *const binding = mem_new(struct binding);
    struct binding *const before = map_get(&scope->bindings, decl->name);

    binding->decl = decl;
    binding->name = decl->name;
    binding->hidden = before;
    binding->level = scope->level;
    map_put(&scope->bindings, decl->name, binding);
    vec_push(&scope->order, binding);
    return before != NULL && before->level == scope->level ? before->decl : NULL;
}

struct decl *
scope_find(const struct scope *scope, const struct name *name)
{
    const struct binding *const binding = map_get(&scope->bindings, name);

    return binding == NULL ? NULL : binding->decl;
}

struct decl *
scope_nearest(const struct scope *scope, const struct name *name)
{
    const unsigned limit = name->length < 4 ? 2 : 3;
    unsigned best = limit;
    struct decl *nearest = NULL;

    for (size_t i = scope->order.count; i-- > 0;) {
        const unsigned distance = name_distance(name, scope->order.at[i]->name, best);

        if (distance < best) {
            best = distance;
            nearest = scope->order.at[i]->decl;
        }
    }
    return nearest;
}
