// SPDX-License-Identifier: MIT
// EXPORT: a file that is used and exports something shows nothing else. A module is the file that is named
// behind #USE, with the files that it includes.
#include <config.h>

#include "sema/names.h"

static const struct source *
module_of(const struct names *names, struct span span)
{
    const struct source_set *const sources = names->program->sources;
    const struct source *file = source_place(sources, span.from).file;

    while (file != NULL && file->included_from.to != 0 && !file->is_used)
        file = source_place(sources, file->included_from.from).file;
    return file;
}

// Nobody can write the name of a test, but what runs the tests knows it.
static bool
is_test(const struct names *names, const struct node *unit)
{
    for (size_t i = 0; i < names->program->tests.count; i++) {
        if (names->program->tests.at[i].proc == unit)
            return true;
    }
    return false;
}

void
names_keep_private(struct names *names, size_t mark, const struct node *unit)
{
    const struct source *const module = module_of(names, unit->span);

    if (unit->exported || module == NULL || map_get(&names->exporting, module) == NULL ||
        is_test(names, unit))
        return;
    for (size_t i = mark; i < names->scope.order.count; i++)
        names->scope.order.at[i]->decl->private_to = module;
}

void
names_find_exports(struct names *names)
{
    const struct nodes *const units = &names->program->file->units;

    for (size_t i = 0; i < units->count; i++) {
        const struct source *const module =
            units->at[i]->exported ? module_of(names, units->at[i]->span) : NULL;

        if (module != NULL)
            map_put(&names->exporting, module, (void *)(uintptr_t)module);
    }
}

bool
names_is_visible(const struct names *names, const struct decl *decl, struct span span)
{
    return decl->private_to == NULL || decl->private_to == module_of(names, span);
}

struct decl *
names_find(const struct names *names, const struct name *name, struct span span)
{
    const struct binding *binding = map_get(&names->scope.bindings, name);

    while (binding != NULL && !names_is_visible(names, binding->decl, span))
        binding = binding->hidden;
    return binding == NULL ? NULL : binding->decl;
}
