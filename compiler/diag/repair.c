// SPDX-License-Identifier: MIT
// Making the repairs: which of them go together, and the text after them.
#include <config.h>

#include "diag/internal.h"

typedef VEC(struct fix) fixes;

static bool
lies_in(const struct source *file, const struct fix *fix)
{
    return fix->span.from >= file->base && fix->span.to <= file->base + file->size;
}

static bool
collide(const struct fix *a, const struct fix *b)
{
    if (a->span.from == b->span.from)
        return true;
    return a->span.from < b->span.to && b->span.from < a->span.to;
}

static bool
can_be_made(const struct diag *diag, const struct source *file, bool suggested, const fixes *made)
{
    for (size_t i = 0; i < diag->fixes.count; i++) {
        const struct fix *fix = &diag->fixes.at[i];
        if (!lies_in(file, fix) || (!fix->is_sure && !suggested))
            return false;
        for (size_t k = 0; k < made->count; k++)
            if (collide(&made->at[k], fix))
                return false;
    }
    return diag->fixes.count != 0;
}

static void
add_sorted(fixes *made, const struct fix *fix)
{
    vec_push(made, *fix);
    for (size_t at = made->count - 1; at > 0 && made->at[at - 1].span.from > made->at[at].span.from;
         at--) {
        struct fix earlier = made->at[at];
        made->at[at] = made->at[at - 1];
        made->at[at - 1] = earlier;
    }
}

unsigned
diag_repair(const struct diagnostics *diagnostics, const struct source *file, bool suggested,
            struct text *out)
{
    fixes made = {0};
    unsigned count = 0;
    for (size_t i = 0; i < diagnostics->all.count; i++) {
        const struct diag *diag = diagnostics->all.at[i];
        if (!can_be_made(diag, file, suggested, &made))
            continue;
        for (size_t k = 0; k < diag->fixes.count; k++)
            add_sorted(&made, &diag->fixes.at[k]);
        count++;
    }
    if (count == 0)
        return 0;
    size_t at = 0;
    for (size_t i = 0; i < made.count; i++) {
        const struct fix *fix = &made.at[i];
        text_put(out, file->text + at, fix->span.from - file->base - at);
        text_puts(out, fix->text);
        at = fix->span.to - file->base;
    }
    text_put(out, file->text + at, file->size - at);
    return count;
}
