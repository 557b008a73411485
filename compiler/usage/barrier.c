// SPDX-License-Identifier: MIT
// Who may use a BARRIER: each process of a PAR that enrolls it, else one of them; and nobody in the
// block of a RESIGN.
#include <config.h>

#include "usage/internal.h"

void
walk_sync(struct usage *usage, struct node_sync *node)
{
    walk_place(usage, node->barrier, ACCESS_WRITE);
}

void
walk_enrolled(struct usage *usage, const struct node_par *node)
{
    for (size_t i = 0; i < node->barriers.count; i++)
        walk_place(usage, node->barriers.at[i], ACCESS_WRITE);
}

bool
barrier_is_enrolled(const struct node_par *node, const struct decl *barrier)
{
    for (size_t i = 0; i < node->barriers.count; i++)
        if (node_as_name_use(node->barriers.at[i])->decl == barrier)
            return true;
    return false;
}

struct diag *
barrier_refuse(struct usage *usage, const struct access *use)
{
    const char *const name = use->part.root->name->text;

    return diag_help(diag_error(usage->diagnostics, E_NOT_ENROLLED, use->span,
                                "the BARRIER `%s` is used by parallel processes that are not "
                                "enrolled",
                                name),
                     "write `PAR ENROLL %s`", name);
}

// The first use of the barrier in the block is reported.
void
walk_resign(struct usage *usage, struct node_resign *node)
{
    const size_t mark = usage->accesses.count + 1;
    const struct decl *const barrier = node_as_name_use(node->barrier)->decl;

    walk_place(usage, node->barrier, ACCESS_WRITE);
    walk_process(usage, node->body);
    for (size_t i = mark; i < usage->accesses.count; i++) {
        const struct access *const use = &usage->accesses.at[i];

        if (use->part.root != barrier || usage_is_off(usage, use->span, 'N'))
            continue;
        diag_also(diag_error(usage->diagnostics, E_RESIGNED, use->span,
                             "`%s` is used by a process that has resigned from it",
                             barrier->name->text),
                  node->base.span, "it resigns here");
        return;
    }
}
