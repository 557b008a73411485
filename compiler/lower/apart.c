// SPDX-License-Identifier: MIT
// Checks that parts of a variable are apart, which the subscripts decide only when the program runs.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- one check ----

// The block in which all conditions hold.
static void
enter_conditions(struct lower *lower, const struct nodes *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        struct ir_expr *const condition = lower_expr(lower, conditions->at[i]);
        struct ir_stmt *const stmt = lower_stmt(lower, IR_IF, conditions->at[i]->span);
        struct ir_arm arm = {.condition = condition, .block = lower_block_new()};

        vec_push(&stmt->arms, arm);
        lower->block = arm.block;
    }
}

static void
bind_index(struct lower *lower, const struct decl *index, struct ir_var *var)
{
    if (index != NULL)
        lower_bind(lower, index, &(struct value){.var = var});
}

// `index` has the value of `a` for the one part, of `b` for the other.
static void
check_apart(struct lower *lower, const struct separation *check, const char *what,
            const struct decl *index, struct ir_var *a, struct ir_var *b)
{
    struct ir_block *const outer = lower->block;
    struct ir_stmt *const stmt = ir_stmt_new(IR_APART, lower_site(lower, check->span));

    bind_index(lower, index, a);
    enter_conditions(lower, &check->conditions_a);
    bind_index(lower, index, b);
    enter_conditions(lower, &check->conditions_b);
    stmt->text = mem_format("%s overlapping parts of `%s`", what, check->name->text);
    for (size_t i = 0; i < check->parts.count; i++) {
        const struct separation_part *const part = &check->parts.at[i];

        bind_index(lower, index, a);
        vec_push(&stmt->args, lower_expr(lower, part->from_a));
        vec_push(&stmt->args, lower_expr(lower, part->count_a));
        bind_index(lower, index, b);
        vec_push(&stmt->args, lower_expr(lower, part->from_b));
        vec_push(&stmt->args, lower_expr(lower, part->count_b));
    }
    vec_push(&lower->block->stmts, stmt);
    lower->block = outer;
}

// ---- replicated PARs ----

static struct ir_var *
counter(struct lower *lower, const char *name)
{
    struct ir_var *const var = mem_new(struct ir_var);

    var->name = name;
    var->type = ir_scalar(lower_int(lower));
    var->routine = lower->env->routine;
    return var;
}

// A process of a replicated PAR: its number tells it from others even if the step is 0.
struct instance {
    struct ir_var *number, *index;
};

static struct ir_expr *
operate(struct lower *lower, enum ir_operator operator, struct ir_expr * a, struct ir_expr *b)
{
    return ir_operate(operator, lower_int(lower), ir_scalar(lower_int(lower)), a, b);
}

// A loop over the processes of the PAR; lower->block is its body.
static struct instance
each_instance(struct lower *lower, const struct ir_stmt *par, const char *name)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_REPEAT, par->site);
    struct instance instance;

    stmt->var = counter(lower, name);
    stmt->limit = counter(lower, mem_format("%s.end", name));
    stmt->value = par->step == NULL ? par->value : lower_integer(lower, 0);
    stmt->count = par->count;
    stmt->block = lower_block_new();
    vec_push(&lower->block->stmts, stmt);
    lower->block = stmt->block;
    instance = (struct instance){stmt->var, stmt->var};
    if (par->step != NULL) {
        instance.index = lower_var(lower, "index", ir_scalar(lower_int(lower)));
        lower_assign(lower, ir_var_expr(instance.index),
                     operate(lower, IR_PLUS, par->value,
                             operate(lower, IR_TIMES, ir_var_expr(stmt->var), par->step)),
                     (struct span){0, 0});
    }
    return instance;
}

static void
if_different(struct lower *lower, const struct ir_stmt *par, struct ir_var *a, struct ir_expr *b)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_IF, par->site);
    struct ir_arm arm = {.block = lower_block_new()};

    arm.condition = ir_operate(IR_NE, lower_int(lower), ir_scalar(IR_BOOL), ir_var_expr(a), b);
    vec_push(&stmt->arms, arm);
    vec_push(&lower->block->stmts, stmt);
    lower->block = arm.block;
}

static const char in_parallel[] = "parallel processes use";

// The first process and each other: enough where only the distance of the indices matters.
static void
check_first(struct lower *lower, const struct separation *check, const struct ir_stmt *par,
            const struct decl *index)
{
    struct ir_var *const first = lower_var(lower, "first", ir_scalar(lower_int(lower)));
    struct instance other;

    lower_assign(lower, ir_var_expr(first), par->value, check->span);
    other = each_instance(lower, par, "other");
    if_different(lower, par, other.number,
                 par->step == NULL ? ir_var_expr(first) : lower_integer(lower, 0));
    check_apart(lower, check, in_parallel, index, first, other.index);
    check_apart(lower, check, in_parallel, index, other.index, first);
}

static void
check_all(struct lower *lower, const struct separation *check, const struct ir_stmt *par,
          const struct decl *index)
{
    const struct instance one = each_instance(lower, par, "one");
    const struct instance other = each_instance(lower, par, "other");

    if_different(lower, par, one.number, ir_var_expr(other.number));
    check_apart(lower, check, in_parallel, index, one.index, other.index);
}

void
lower_par_checks(struct lower *lower, const struct node_par *node, const struct ir_stmt *par)
{
    struct ir_block *const outer = lower->block;
    const struct decl *index = NULL;

    if (node->checks == NULL)
        return;
    if (node->replicator != NULL)
        index = node_as_define(node_as_replicator(node->replicator)->name)->decl;
    for (const struct separation *check = node->checks; check != NULL; check = check->next) {
        struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, check->span);

        around->block = lower_block_new();
        lower->block = around->block;
        if (check->kind == SEPARATE_ONCE)
            check_apart(lower, check, in_parallel, NULL, NULL, NULL);
        else if (check->kind == SEPARATE_FIRST)
            check_first(lower, check, par, index);
        else
            check_all(lower, check, par, index);
        lower->block = outer;
    }
    bind_index(lower, index, par->index);
}

// ---- aliases ----

void
lower_alias_checks(struct lower *lower, const struct separation *checks)
{
    for (const struct separation *check = checks; check != NULL; check = check->next)
        check_apart(lower, check, "two names are in use for", NULL, NULL, NULL);
}
