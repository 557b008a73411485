// SPDX-License-Identifier: MIT
// Levels of definedness where ways part and meet. Each change is logged, so that one way can be taken
// back before the next is followed.
#include <config.h>

#include "usage/flow.h"

// ---- levels ----

enum level
level_get(const struct flow *flow, const struct decl *decl)
{
    return (enum level)(uintptr_t)map_get(&flow->levels, decl);
}

void
level_set(struct flow *flow, const struct decl *decl, enum level level)
{
    if (level_get(flow, decl) == level)
        return;
    vec_push(&flow->log, ((struct change){decl, level_get(flow, decl)}));
    map_put(&flow->levels, decl, (void *)(uintptr_t)level);
}

// ---- ways that part and meet ----

struct ways
ways_part(const struct flow *flow)
{
    return (struct ways){.mark = flow->log.count, .dead = flow->dead};
}

void
way_ends(struct flow *flow, struct ways *ways)
{
    struct map seen = {0};

    if (!flow->dead)
        ways->live++;
    for (size_t i = ways->mark; i < flow->log.count; i++) {
        const struct decl *const decl = flow->log.at[i].decl;
        const enum level level = level_get(flow, decl);
        uintptr_t sets = (uintptr_t)map_get(&ways->sets, decl);

        if (map_get(&seen, decl) != NULL || flow->dead)
            continue;
        map_put(&seen, decl, flow);
        if (map_get(&ways->maybe, decl) == NULL)
            vec_push(&ways->touched, decl);
        map_put(&ways->maybe, decl, flow);
        sets += level == SET;
        map_put(&ways->sets, decl, (void *)sets);
        if (level == NOT_SET)
            map_put(&ways->gone, decl, (void *)((uintptr_t)map_get(&ways->gone, decl) + 1));
    }
    while (flow->log.count > ways->mark) {
        const struct change change = vec_pop(&flow->log);

        map_put(&flow->levels, change.decl, (void *)(uintptr_t)change.before);
    }
    flow->dead = ways->dead;
    ways->count++;
}

void
ways_meet(struct flow *flow, struct ways *ways)
{
    for (size_t i = 0; i < ways->touched.count; i++) {
        const struct decl *const decl = ways->touched.at[i];
        const bool all = (uintptr_t)map_get(&ways->sets, decl) == ways->live;

        const uintptr_t gone = (uintptr_t)map_get(&ways->gone, decl);

        if (level_get(flow, decl) != SET)
            level_set(flow, decl, all ? SET : MAYBE_SET);
        else if (gone != 0)
            level_set(flow, decl, gone == ways->live ? NOT_SET : MAYBE_SET);
    }
    flow->dead = ways->dead || (ways->count != 0 && ways->live == 0);
}
