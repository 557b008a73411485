// SPDX-License-Identifier: MIT
// Regions: what means the same throughout a PAR or the scope of an abbreviation, and can be
// evaluated where it begins.
#include <config.h>

#include "usage/internal.h"

void
region_note(struct region *region, const struct access *access)
{
    if (access->kind == ACCESS_WRITE)
        map_put(&region->written, access->part.root, region);
}

// Whether names of `owner` can be meant in `routine`.
static bool
encloses(const struct decl *owner, const struct decl *routine)
{
    while (routine != NULL && routine != owner)
        routine = routine->owner;
    return routine == owner;
}

bool
region_is_outside(const struct region *region, const struct decl *decl)
{
    const uintptr_t declared = (uintptr_t)map_get(&region->usage->declared, decl);

    return declared < region->begin && encloses(decl->owner, region->usage->routine);
}

static bool
never_changes(const struct decl *decl)
{
    return decl->kind == DECL_VAL || (decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL);
}

static bool
is_stable_decl(const struct decl *decl, void *context)
{
    const struct region *const region = context;

    return region_is_outside(region, decl) &&
           (never_changes(decl) || map_get(&region->written, decl) == NULL);
}

static bool
is_stable_form(const struct region *region, const struct form *form)
{
    if (form == NULL)
        return false;
    for (unsigned i = 0; i < form->count; i++)
        if (!region_is_stable(region, form->terms[i].a) ||
            (form->terms[i].b != NULL && !region_is_stable(region, form->terms[i].b)))
            return false;
    return true;
}

bool
region_is_stable(const struct region *region, const struct symbol *symbol)
{
    switch (symbol->kind) {
    case SYMBOL_VALUE: return is_stable_decl(symbol->decl, (void *)(uintptr_t)region);
    case SYMBOL_SIZE: return region_is_outside(region, symbol->decl);
    case SYMBOL_QUOTIENT:
    case SYMBOL_REMAINDER:
        return is_stable_form(region, symbol->of) && is_stable_form(region, symbol->by);
    case SYMBOL_OPAQUE:
        return node_names_only(symbol->node, is_stable_decl, (void *)(uintptr_t)region);
    case SYMBOL_UNKNOWN: break;
    }
    return false;
}

bool
region_can_evaluate(const struct region *region, const struct form *form)
{
    return is_stable_form(region, form);
}
