// SPDX-License-Identifier: MIT
// Channels that cannot work: of which only one end is used, or both ends by one process, which then
// waits for itself.
#include <config.h>

#include "usage/internal.h"

// The channel has, or may have, a process at each end.
void
channel_joins(struct usage *usage, const struct decl *decl)
{
    map_put(&usage->joined, decl, usage);
}

bool
channel_is_joined(const struct usage *usage, const struct decl *decl)
{
    return map_get(&usage->joined, decl) != NULL;
}

static const char *
verb_of(const struct access *access)
{
    return access->kind == ACCESS_OUTPUT ? "written to" : "read";
}

static void
warn_of_one_end(struct usage *usage, const struct decl *decl, const struct access *use)
{
    struct diag *const diag =
        diag_warning(usage->diagnostics, WARN_DEADLOCK, E_ONE_END, use->span,
                     "channel `%s` is %s, but no process %s it", decl->name->text, verb_of(use),
                     use->kind == ACCESS_OUTPUT ? "reads" : "writes to");

    diag_also(diag, decl->span, "declared here");
    diag_note(diag, "a process that gets here waits for ever");
}

static void
warn_of_one_process(struct usage *usage, const struct decl *decl, const struct access *input,
                    const struct access *output)
{
    struct diag *const diag =
        diag_warning(usage->diagnostics, WARN_DEADLOCK, E_ONE_PROCESS, input->span,
                     "channel `%s` is written to and read by one process, which waits for itself",
                     decl->name->text);

    diag_label(diag, "read here");
    diag_also(diag, output->span, "written to here");
    diag_help(diag, "let one branch of a PAR write and another read");
}

// A declared channel, at the end of its scope; `from` is where the accesses of the scope begin.
static void
check_channel(struct usage *usage, const struct decl *decl, size_t from)
{
    const struct access *input = NULL, *output = NULL;

    if (!type_is_channels(decl->type) || decl->shared || channel_is_joined(usage, decl))
        return;
    for (size_t i = from; i < usage->accesses.count; i++) {
        const struct access *const access = &usage->accesses.at[i];

        if (access->part.root != decl)
            continue;
        if (access->kind == ACCESS_INPUT && input == NULL)
            input = access;
        if (access->kind == ACCESS_OUTPUT && output == NULL)
            output = access;
    }
    if ((input != NULL) != (output != NULL))
        warn_of_one_end(usage, decl, input != NULL ? input : output);
    else if (input != NULL && decl->type->kind == TYPE_CHAN)
        warn_of_one_process(usage, decl, input, output);
}

void
channel_check_scope(struct usage *usage, const struct node *spec, size_t from)
{
    if (spec->kind != NODE_DECLARE || node_as_declare(spec)->shared != SHARED_NOT ||
        diag_error_count(usage->diagnostics) != 0)
        return;
    for (size_t i = 0; i < node_as_declare(spec)->names.count; i++)
        check_channel(usage, node_as_define(node_as_declare(spec)->names.at[i])->decl, from);
}
