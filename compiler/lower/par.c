// SPDX-License-Identifier: MIT
// PAR: every branch becomes a process. A branch that is nothing but the call of a PROC that can
// wait runs that PROC's routine directly; any other becomes a routine of its own, whose free names
// travel as hidden parameters.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// The arguments of a direct call, if they need no statements of their own.
static bool
direct_arguments(struct lower *lower, const struct node_instance *node,
                 const struct lowered *callee, ir_exprs *args)
{
    struct ir_block *const outer = lower_open(lower);
    const size_t lent = lower->lent.count;
    bool simple;

    lower_arguments(lower, &node_as_proc(node->decl->node)->formals, &node->arguments, args);
    lower_captures(lower, callee, args);
    simple = lower->block->stmts.count == 0 && lower->block->vars.count == 0;
    lower_close(lower, outer);
    lower->lent.count = lent;
    return simple;
}

static bool
direct_branch(struct lower *lower, const struct node *node, struct ir_branch *branch)
{
    const struct node_instance *instance;
    const struct lowered *callee;
    ir_exprs args = {0};

    if (node->kind != NODE_INSTANCE || node_as_instance(node)->decl->kind != DECL_PROC ||
        node_as_instance(node)->checks != NULL || lower_calls_process(node_as_instance(node)))
        return false;
    instance = node_as_instance(node);
    callee = lower_routine(lower, instance->decl, lower_tables(lower, instance));
    // of a recursive call the branch is not the frame, or it would contain itself
    if (!callee->routine->is_process || callee->in_progress ||
        !direct_arguments(lower, instance, callee, &args))
        return false;
    branch->routine = callee->routine;
    branch->name = instance->decl->name->text;
    branch->args.at = args.at;
    branch->args.count = args.count;
    branch->args.room = args.room;
    return true;
}

static void
own_branch(struct lower *lower, const struct node *node, struct ir_branch *branch)
{
    struct ir_block *const block = lower->block;
    const char *const parent = lower->env->routine->name;
    const unsigned number = ++lower->branches;
    struct env *const env =
        lower_env_open(lower, mem_format("%s.branch.%u", parent, number), node->span);
    struct lowered made = {.routine = env->routine};
    ir_exprs args = {0};

    env->is_branch = env->routine->is_branch = true;
    env->routine->path = "PAR";
    lower_process(lower, node);
    lower_env_close(lower, env, block);
    made.captures.at = env->captures.at;
    made.captures.count = env->captures.count;
    lower_captures(lower, &made, &args);
    branch->routine = env->routine;
    branch->name = mem_format("branch %u", number);
    branch->args.at = args.at;
    branch->args.count = args.count;
    branch->args.room = args.room;
}

static void
add_branch(struct lower *lower, struct ir_stmt *par, const struct node *node)
{
    struct ir_branch branch = {0};

    if (!direct_branch(lower, node, &branch))
        own_branch(lower, node, &branch);
    vec_push(&par->branches, branch);
}

static void
add_memory(struct lower *lower, struct ir_stmt *par)
{
    for (size_t i = 0; i < par->branches.count; i++) {
        struct ir_branch *const branch = &par->branches.at[i];
        struct ir_type type = ir_scalar(IR_BRANCH);

        type.routine = branch->routine;
        if (par->index != NULL) {
            type.is_array = true;
            par->on_heap = !ir_is_constant(par->count, &type.count) || type.count == 0;
        }
        branch->memory = lower_var(lower, branch->routine->name, type);
        branch->memory->by_pointer = par->on_heap;
    }
}

// Bind the index and take start and count.
static void
replicate(struct lower *lower, struct ir_stmt *par, const struct node_replicator *node)
{
    const struct decl *const decl = node_as_define(node->name)->decl;
    struct value value = {.var = mem_new(struct ir_var)};

    par->value = lower_once(lower, lower_expr(lower, node->from), "start", node->from->span);
    par->count = lower_once(lower, lower_expr(lower, node->count), "count", node->count->span);
    if (node->step != NULL)
        par->step = lower_once(lower, lower_expr(lower, node->step), "step", node->step->span);
    *value.var = (struct ir_var){.name = decl->name->text,
                                 .type = ir_scalar(lower_int(lower)),
                                 .routine = lower->env->routine};
    par->index = value.var;
    lower_bind(lower, decl, &value);
}

// PAR i = 0 FOR 0 is SKIP.
static bool
has_no_branches(const struct node_par *node)
{
    const struct constant *const count =
        node->replicator == NULL ? NULL : node_as_replicator(node->replicator)->count->value;

    return count != NULL && count->integer == 0;
}

void
lower_par(struct lower *lower, const struct node_par *node)
{
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_stmt *const par = ir_stmt_new(IR_PARALLEL, lower_site(lower, node->base.span));

    around->block = lower->block;
    if (has_no_branches(node)) {
        lower_close(lower, outer);
        return;
    }
    if (node->replicator != NULL)
        replicate(lower, par, node_as_replicator(node->replicator));
    lower_par_checks(lower, node, par);
    for (size_t i = 0; i < node->body.count; i++)
        add_branch(lower, par, node->body.at[i]);
    add_memory(lower, par);
    par->var = lower_var(lower, "par", ir_scalar(IR_PAR));
    par->integer = node->priority;
    par->closes = lower->program->is_csp(lower->program, node->base.span);
    par->wait = lower_wait(lower, IR_WAIT_PAR, node->base.span, NULL);
    for (size_t i = 0; i < node->barriers.count; i++)
        vec_push(&par->barriers, lower_barrier(lower, node->barriers.at[i]));
    lower_ends(lower, node, par);
    if (par->branches.count != 0)
        vec_push(&lower->block->stmts, par);
    lower_close(lower, outer);
}
