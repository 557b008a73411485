// SPDX-License-Identifier: MIT
// BARRIERs: SYNC and RESIGN. SYNC as a guard is in alt.c, PAR ENROLL in par.c.
#include <config.h>

#include "lower/internal.h"

struct ir_expr *
lower_barrier(struct lower *lower, const struct node *node)
{
    return lower_address(lower_place(lower, node));
}

void
lower_sync(struct lower *lower, const struct node_sync *node)
{
    struct ir_expr *const barrier = lower_barrier(lower, node->barrier);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_SYNC, node->base.span);

    stmt->target = barrier;
    stmt->wait = lower_wait(lower, IR_WAIT_SYNC, node->base.span,
                            node_as_name_use(node->barrier)->name->text);
}

// A barrier, and the variable that remembers that this process has resigned from it.
struct resigning {
    struct ir_expr *barrier;
    struct ir_var *resigned;
};

static void
enroll_again(struct lower *lower, const void *context, struct span span)
{
    const struct resigning *const resigning = context;
    struct ir_stmt *const stmt = lower_stmt(lower, IR_ENROLL_AGAIN, span);

    stmt->target = resigning->barrier;
    stmt->var = resigning->resigned;
}

// RESIGN b, and a process: resign, the process, enroll again.
void
lower_resign(struct lower *lower, const struct node_resign *node)
{
    const struct resigning resigning = {.barrier = lower_barrier(lower, node->barrier),
                                        .resigned =
                                            lower_var(lower, "resigned", ir_scalar(IR_RESIGNED))};
    struct ir_stmt *const stmt = lower_stmt(lower, IR_RESIGN, node->base.span);
    struct finally finally;

    stmt->target = resigning.barrier;
    stmt->var = resigning.resigned;
    lower_finally_open(lower, &finally);
    lower_process(lower, node->body);
    lower_finally_close(lower, &finally, enroll_again, &resigning, node->base.span);
}
