// SPDX-License-Identifier: MIT
// What END skips: a loop receives until its condition says that it is enough, and something is done behind
// it. If the channel ends before, END leaves the process there and then, and what is behind the loop is not done.
// `WHILE TRUE` means to be left like that.
#include <config.h>

#include "usage/internal.h"

struct skip {
    struct usage *usage;
    const struct node *input; // the first in the loop that END may leave by
};

static bool
is_plain_channel(const struct node *channel)
{
    return channel->type != NULL && channel->type->kind == TYPE_CHAN;
}

static void
find_input(struct node *node, void *context)
{
    struct skip *const skip = context;

    if (skip->input != NULL || node->kind == NODE_TRY || node->kind == NODE_PAR ||
        node->kind == NODE_ALT || node->kind == NODE_PROC || node->kind == NODE_FUNCTION)
        return;
    if ((node->kind == NODE_INPUT && is_plain_channel(node_as_input(node)->channel)) ||
        (node->kind == NODE_CASE_INPUT && is_plain_channel(node_as_case_input(node)->channel)))
        skip->input = node;
    else
        node_children(node, find_input, skip);
}

static struct node *
body_of_loop(const struct node *node)
{
    const struct node_while_process *loop;

    if (node->kind == NODE_SEQ && node_as_seq(node)->replicator != NULL &&
        node_as_seq(node)->replicator->kind == NODE_REPLICATOR)
        return vec_last(&node_as_seq(node)->body);
    if (node->kind != NODE_WHILE)
        return NULL;
    loop = node_as_while_process(node);
    return loop->condition->value == NULL || loop->condition->value->integer == 0 ? loop->body
                                                                                  : NULL;
}

static bool
does_something(const struct node *node)
{
    return node->kind != NODE_SKIP && node->kind != NODE_STOP && node->kind != NODE_END;
}

static void
warn(struct usage *usage, const struct node *input, const struct node *skipped)
{
    const unsigned line = source_place(usage->program->sources, skipped->span.from).line;
    struct diag *const diag =
        diag_warning(usage->diagnostics, WARN_END, E_SKIPPED, input->span,
                     "END may leave here, and skip what is done from line %u on", line);

    diag_also(diag, skipped->span, "not done then");
    diag_help(
        diag,
        "`SEQ x IN c?` goes on behind the loop when `c` has ended; so does a TRY around the loop");
}

static void
check_sequence(struct usage *usage, const struct nodes *body)
{
    for (size_t i = 0; i + 1 < body->count; i++) {
        struct node *const loop = body_of_loop(body->at[i]);
        struct skip skip = {.usage = usage};

        if (loop == NULL || !does_something(body->at[i + 1]))
            continue;
        find_input(loop, &skip);
        if (skip.input != NULL)
            warn(usage, skip.input, body->at[i + 1]);
    }
}

static void
look(struct node *node, void *context)
{
    struct usage *const usage = context;

    if (node->kind == NODE_TRY)
        return;
    if (node->kind == NODE_SEQ && node_as_seq(node)->replicator == NULL &&
        usage->program->is_csp(usage->program, node->span))
        check_sequence(usage, &node_as_seq(node)->body);
    node_children(node, look, usage);
}

void
skip_check(struct usage *usage)
{
    look(&usage->program->file->base, usage);
}
