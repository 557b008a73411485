// SPDX-License-Identifier: MIT
// Through the program as it would run, as far as that is known: each PAR makes processes, each
// communication shows who has which end. Loops of a known number of rounds are gone through round by
// round, others once, with what changes in them not known.
#include <config.h>

#include "draw/internal.h"

#include "base/mem.h"

#include <string.h>

// A drawing of more is of no use to anybody, and the walk must end.
enum { MOST_PROCESSES = 1000, MOST_STEPS = 1000000 };

struct walk {
    struct network network;
    int64_t most; // a PAR of more is drawn as one process
    size_t steps;
    bool is_cut;
    VEC(const struct ir_routine *) callers;
    struct process *process; // that the statements belong to
    struct scope *scope;
};

static void walk_block(struct walk *walk, const struct ir_block *block);

// ---- communications ----

static void
use_row(struct walk *walk, struct value value, bool writes)
{
    if (value.number != ANY || value.row->count == 0 || value.row->count > walk->most) {
        network_use(network_channel(&walk->network, value.row, value.number), walk->process,
                    writes);
        return;
    }
    for (int64_t i = 0; i < value.row->count; i++)
        network_use(network_channel(&walk->network, value.row, i), walk->process, writes);
}

static void
use_value(struct walk *walk, struct value value, bool writes)
{
    if (value.kind == IS_ROW)
        use_row(walk, value, writes);
    if (value.kind == IS_TABLE)
        for (size_t i = 0; i < value.table->values.count; i++)
            use_value(walk, value.table->values.at[i], writes);
}

static void
use(struct walk *walk, const struct ir_expr *channel, bool writes)
{
    use_value(walk, value_of(walk->scope, channel), writes);
}

static void
receive(struct walk *walk, const struct ir_stmt *stmt)
{
    const struct ir_var *const var = value_root(stmt->target);

    use(walk, stmt->channel, false);
    if (var != NULL)
        scope_set(walk->scope, var, value_not_known());
}

static void
guard(struct walk *walk, const struct ir_stmt *stmt)
{
    if (stmt->integer == IR_GUARD_INPUT || stmt->integer == IR_GUARD_OUTPUT)
        use(walk, stmt->channel, stmt->integer == IR_GUARD_OUTPUT);
}

// ---- what is declared and assigned ----

static void
new_channels(struct walk *walk, const struct ir_stmt *stmt)
{
    const struct ir_var *const var = value_root(stmt->target);
    const struct value count = value_of(walk->scope, stmt->count);
    struct row *row;

    if (var == NULL)
        return;
    row = mem_new(struct row);
    row->name = var->name;
    row->around = walk->process;
    row->count = count.kind == IS_NUMBER ? count.number : 0;
    scope_set(walk->scope, var, value_row(row, 0));
}

// What is made by MOBILE goes by the name of the first variable that gets one of its ends, and before
// that by that of a variable which the compiler has made.
static void
name_row(const struct walk *walk, struct row *row, const struct ir_var *var, bool is_end)
{
    if (row->is_named || (row->around != NULL && !is_end))
        return;
    row->name = var->name;
    row->around = walk->process;
    row->is_named = is_end || !row->is_bundle;
}

static void
assign(struct walk *walk, const struct ir_stmt *stmt)
{
    const struct value value = value_of(walk->scope, stmt->value);
    const struct ir_var *const var = value_root(stmt->target);

    if (value.kind == IS_ROW && var != NULL &&
        (stmt->value->op == IR_NEW || stmt->value->op == IR_END_OF))
        name_row(walk, value.row, var, stmt->value->op == IR_END_OF);
    value_assign(walk->scope, stmt->target, value);
}

// ---- processes ----

static bool
is_running(const struct walk *walk, const struct ir_routine *routine)
{
    for (size_t i = 0; i < walk->callers.count; i++)
        if (walk->callers.at[i] == routine)
            return true;
    return false;
}

// What the routine does, with these values for its parameters, belongs to the process. A call from
// within itself would do the same again.
static void
enter(struct walk *walk, const struct ir_routine *routine, struct process *process,
      const struct table *given)
{
    const struct walk outer = *walk;
    struct scope scope = {0};

    if (routine->body == NULL || is_running(walk, routine))
        return;
    for (size_t i = 0; i < routine->parameters.count && i < given->values.count; i++)
        if (given->values.at[i].kind != IS_NUMBER || !routine->parameters.at[i]->addressed)
            scope_set(&scope, routine->parameters.at[i], given->values.at[i]);
    vec_push(&walk->callers, routine);
    walk->scope = &scope;
    walk->process = process;
    walk_block(walk, routine->body);
    (void)vec_pop(&walk->callers);
    walk->scope = outer.scope;
    walk->process = outer.process;
}

static void
evaluate(const struct walk *walk, struct ir_expr *const *args, size_t count, struct table *values)
{
    for (size_t i = 0; i < count; i++)
        vec_push(&values->values, value_of(walk->scope, args[i]));
}

// One more process around which the present one is; NULL, if there are too many.
static struct process *
begin(struct walk *walk, const char *name)
{
    if (walk->network.processes < MOST_PROCESSES)
        return network_process(&walk->network, walk->process, name);
    walk->is_cut = true;
    return NULL;
}

static const char *
last_part(const char *path)
{
    const char *const slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

// The routine that a block calls, if beside that it only sets variables; else NULL.
static const struct ir_routine *
only_call(const struct ir_block *block)
{
    const struct ir_stmt *only = NULL;

    for (size_t i = 0; i < block->stmts.count; i++) {
        if (block->stmts.at[i]->kind == IR_ASSIGN)
            continue;
        if (only != NULL)
            return NULL;
        only = block->stmts.at[i];
    }
    if (only != NULL && only->kind == IR_BLOCK)
        return only_call(only->block);
    return only != NULL && only->kind == IR_RUN ? only->routine : NULL;
}

// A branch that is no call has no name but its line.
static const char *
name_of_branch(const struct ir_branch *branch, bool *is_nameless)
{
    const struct ir_routine *const routine = branch->routine;
    const struct ir_routine *const called = routine->is_branch ? only_call(routine->body) : NULL;

    *is_nameless = routine->is_branch && called == NULL;
    if (called != NULL)
        return last_part(called->path);
    if (*is_nameless && routine->site != NULL)
        return mem_format("line %u", routine->site->line);
    return last_part(branch->name);
}

static void
start_branch(struct walk *walk, const struct ir_branch *branch, const char *subscript)
{
    bool is_nameless;
    const char *const name = name_of_branch(branch, &is_nameless);
    struct process *const process = begin(walk, mem_format("%s%s", name, subscript));
    struct table given = {0};

    if (process == NULL)
        return;
    process->is_nameless = is_nameless;
    process->stands_for_many = *subscript == ' ';
    evaluate(walk, branch->args.at, branch->args.count, &given);
    enter(walk, branch->routine, process, &given);
}

static void
replicated(struct walk *walk, const struct ir_stmt *par)
{
    const struct value from = value_of(walk->scope, par->value);
    const struct value count = value_of(walk->scope, par->count);
    const bool is_known = from.kind == IS_NUMBER && count.kind == IS_NUMBER;

    for (int64_t i = 0; is_known && count.number <= walk->most && i < count.number; i++) {
        scope_set(walk->scope, par->index, value_number(from.number + i));
        start_branch(walk, &par->branches.at[0],
                     mem_format("[%lld]", (long long)(from.number + i)));
    }
    if (is_known && count.number <= walk->most)
        return;
    scope_set(walk->scope, par->index, value_not_known());
    start_branch(walk, &par->branches.at[0],
                 is_known ? mem_format(" × %lld", (long long)count.number) : " × n");
}

static void
parallel(struct walk *walk, const struct ir_stmt *par)
{
    if (par->index != NULL) {
        replicated(walk, par);
        return;
    }
    for (size_t i = 0; i < par->branches.count; i++)
        start_branch(walk, &par->branches.at[i], "");
}

static void
call(struct walk *walk, const struct ir_stmt *stmt)
{
    struct table given = {0};

    evaluate(walk, stmt->args.at, stmt->args.count, &given);
    enter(walk, stmt->routine, walk->process, &given);
}

static void
forked(struct walk *walk, const struct ir_stmt *stmt)
{
    struct process *const process = begin(walk, last_part(stmt->routine->path));
    struct table given = {0};

    if (process == NULL)
        return;
    process->is_forked = true;
    evaluate(walk, stmt->args.at, stmt->args.count, &given);
    enter(walk, stmt->routine, process, &given);
}

static void
invoke(struct walk *walk, const struct ir_stmt *stmt)
{
    const struct value value = value_of(walk->scope, stmt->target);
    struct process *process;

    if (value.kind != IS_PROCESS)
        return;
    process = begin(walk, stmt->text);
    if (process != NULL)
        enter(walk, value.process, process, value.table);
}

// ---- ways ----

static void
choice(struct walk *walk, const struct ir_stmt *stmt)
{
    for (size_t i = 0; i < stmt->arms.count; i++) {
        const struct ir_arm *const arm = &stmt->arms.at[i];
        const struct value condition = stmt->kind == IR_IF && arm->condition != NULL
                                           ? value_of(walk->scope, arm->condition)
                                           : value_not_known();
        if (condition.kind == IS_NUMBER && condition.number == 0)
            continue;
        walk_block(walk, arm->block);
        if (condition.kind == IS_NUMBER)
            return;
        scope_forget(walk->scope, arm->block);
    }
}

static void
loop(struct walk *walk, const struct ir_stmt *stmt)
{
    scope_forget(walk->scope, stmt->block);
    if (stmt->handler != NULL)
        walk_block(walk, stmt->handler);
    walk_block(walk, stmt->block);
    scope_forget(walk->scope, stmt->block);
}

static void
repeat(struct walk *walk, const struct ir_stmt *stmt)
{
    const struct value from = value_of(walk->scope, stmt->value);
    const struct value count =
        stmt->count == NULL ? value_not_known() : value_of(walk->scope, stmt->count);
    const struct value step =
        stmt->step == NULL ? value_number(1) : value_of(walk->scope, stmt->step);

    if (from.kind != IS_NUMBER || count.kind != IS_NUMBER || step.kind != IS_NUMBER ||
        count.number > walk->most || walk->steps > MOST_STEPS) {
        scope_set(walk->scope, stmt->var, value_not_known());
        loop(walk, stmt);
        return;
    }
    for (int64_t i = 0; i < count.number; i++) {
        scope_set(walk->scope, stmt->var, value_number(from.number + (i * step.number)));
        walk_block(walk, stmt->block);
    }
}

static void
walk_stmt(struct walk *walk, const struct ir_stmt *stmt)
{
    walk->steps++;
    switch (stmt->kind) {
    case IR_ASSIGN:
    case IR_PUT: assign(walk, stmt); break;
    case IR_INIT_CHAN: new_channels(walk, stmt); break;
    case IR_INPUT:
    case IR_TAKE:
    case IR_PEEK:
    case IR_AWAIT: receive(walk, stmt); break;
    case IR_OUTPUT: use(walk, stmt->channel, true); break;
    case IR_GUARD_SET: guard(walk, stmt); break;
    case IR_IF:
    case IR_CASE: choice(walk, stmt); break;
    case IR_WHILE: loop(walk, stmt); break;
    case IR_REPEAT: repeat(walk, stmt); break;
    case IR_PARALLEL: parallel(walk, stmt); break;
    case IR_RUN: call(walk, stmt); break;
    case IR_FORK: forked(walk, stmt); break;
    case IR_INVOKE: invoke(walk, stmt); break;
    default:
        if (stmt->block != NULL)
            walk_block(walk, stmt->block);
        if (stmt->handler != NULL)
            walk_block(walk, stmt->handler);
    }
}

static void
walk_block(struct walk *walk, const struct ir_block *block)
{
    for (size_t i = 0; i < block->stmts.count; i++)
        walk_stmt(walk, block->stmts.at[i]);
}

// ---- the whole ----

// The channels that main gets join it with the world.
static struct value
of_environment(enum ir_environment which)
{
    static const char *const devices[] = {[IR_KEYBOARD] = "keyboard",
                                          [IR_SCREEN] = "screen",
                                          [IR_ERROR] = "error",
                                          [IR_SIGNALS] = "signals",
                                          [IR_STATUS] = NULL};
    struct row *row;

    if (devices[which] == NULL)
        return value_not_known();
    row = mem_new(struct row);
    row->name = devices[which];
    row->count = 1;
    return value_row(row, 0);
}

bool
draw_network(const struct ir_program *program, size_t most, struct text *out)
{
    struct walk walk = {.most = (int64_t)most};
    struct table given = {0};

    for (size_t i = 0; i < program->main_arguments.count; i++)
        vec_push(&given.values, of_environment(program->main_arguments.at[i]));
    walk.network.first = network_process(&walk.network, NULL, program->main->name);
    enter(&walk, program->main, walk.network.first, &given);
    draw_dot(&walk.network, out);
    return !walk.is_cut;
}
