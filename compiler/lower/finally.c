// SPDX-License-Identifier: MIT
// What is done at the end of statements however they end: behind them and, where END may leave through
// them, in a handler that passes END on.
#include <config.h>

#include "lower/internal.h"

// ---- whether END may leave ----

struct search {
    const struct ir_leave *leave;
    bool found;
};

static void
find_leave(struct ir_block *block, void *context)
{
    struct search *const search = context;

    for (size_t i = 0; i < block->stmts.count && !search->found; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->wait != NULL && stmt->wait->leave == search->leave && stmt->kind != IR_YIELD)
            search->found = true;
        if (stmt->kind == IR_QUIT && stmt->leave == search->leave)
            search->found = true;
        ir_stmt_blocks(stmt, find_leave, search);
    }
}

bool
lower_can_leave(struct ir_block *block, const struct ir_leave *leave)
{
    struct search search = {leave, false};

    find_leave(block, &search);
    return search.found;
}

// ---- the statements ----

void
lower_finally_open(struct lower *lower, struct finally *finally)
{
    finally->outer_leave = lower->env->leave;
    finally->leave = lower_leave_new(lower);
    lower->env->leave = finally->leave;
    finally->outer = lower_open(lower);
    finally->body = lower->block;
}

void
lower_pass_on(struct lower *lower, struct ir_leave *leave, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_QUIT, span);

    stmt->leave = leave;
    stmt->integer = 1; // the END being met, not a new one
}

void
lower_finally_close(struct lower *lower, const struct finally *finally, lower_tidy *tidy,
                    const void *context, struct span span)
{
    struct ir_stmt *stmt;

    lower_close(lower, finally->outer);
    lower->env->leave = finally->outer_leave;
    if (lower_can_leave(finally->body, finally->leave)) {
        stmt = lower_stmt(lower, IR_TRY, span);
        stmt->leave = finally->leave;
        stmt->handler = lower_block_new();
        lower->block = stmt->handler;
        tidy(lower, context, span);
        lower_pass_on(lower, finally->outer_leave, span);
        lower->block = finally->outer;
    } else {
        stmt = lower_stmt(lower, IR_BLOCK, span);
    }
    stmt->block = finally->body;
    tidy(lower, context, span);
}

// ---- arrays of unknown sizes ----

static void
give_back(struct lower *lower, const void *context, struct span span)
{
    const struct rooms *const rooms = context;

    for (size_t i = rooms->count; i > 0; i--)
        lower_stmt(lower, IR_ROOM_FREE, span)->var = rooms->at[i - 1];
}

void
lower_with_rooms(struct lower *lower, struct rooms outside, const struct node *node,
                 lower_rest *rest, void *context)
{
    const struct rooms made = lower->rooms;
    struct finally finally;

    lower->rooms = outside;
    if (made.count == 0) {
        rest(lower, node, context);
        return;
    }
    lower_finally_open(lower, &finally);
    rest(lower, node, context);
    lower_finally_close(lower, &finally, give_back, &made, node->span);
}

void
lower_scope(struct lower *lower, const struct node *node, lower_rest *rest, void *context)
{
    const struct rooms outside = lower->rooms;

    lower->rooms = (struct rooms){0};
    while (node->kind == NODE_SCOPED) {
        lower_spec(lower, node_as_scoped(node)->spec);
        node = node_as_scoped(node)->body;
    }
    lower_with_rooms(lower, outside, node, rest, context);
}
