// SPDX-License-Identifier: MIT
// Predefined routines. In the IR a routine that gives an INT has the type in its name
// (`LONGADD.INT32`), and one whose result nobody checks begins with `IEEE.` where there are both.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

#include <string.h>

static bool
gives_int(const struct intrinsic_info *info)
{
    return strchr(info->results, 'I') != NULL || strchr(info->parameters, 'O') != NULL;
}

static const char *
qualified_name(const struct lower *lower, const struct intrinsic_info *info)
{
    if (gives_int(info))
        return mem_format("%s.INT%d", info->spelling, lower->program->int_bits);
    if (info->nature == NATURE_REAL && !lower->program->real_check)
        return mem_format("IEEE.%s", info->spelling);
    return info->spelling;
}

static bool
is_checked(const struct lower *lower, const struct intrinsic_info *info)
{
    return info->nature == NATURE_FAILS ||
           (info->nature == NATURE_REAL && lower->program->real_check);
}

static void
lower_argument(struct lower *lower, char letter, const struct node *argument, ir_exprs *args)
{
    struct ir_expr *place;

    switch (letter) {
    case 'T':
    case 'V': lower_array_argument(lower, type_of_letter(letter), true, argument, args); break;
    case 'W':
    case 'A': lower_array_argument(lower, type_of_letter(letter), false, argument, args); break;
    case 'O':
        place = lower_place(lower, argument);
        lower_mark_written(place);
        vec_push(args, lower_address(place));
        break;
    default: vec_push(args, lower_expr(lower, argument)); break;
    }
}

static void
lower_arguments_of(struct lower *lower, const struct intrinsic_info *info,
                   const struct nodes *arguments, ir_exprs *args)
{
    for (size_t i = 0; i < arguments->count; i++)
        lower_argument(lower, info->parameters[i], arguments->at[i], args);
}

struct ir_expr *
lower_intrinsic(struct lower *lower, const struct node_call *call)
{
    const struct intrinsic_info *const info = intrinsic_info((enum intrinsic)call->decl->number);
    struct ir_expr *const expr = ir_expr_new(IR_INTRINSIC, lower_type(lower, call->base.type));
    ir_exprs args = {0};

    if (call->decl->number == INTRINSIC_FORMAT)
        return lower_format(lower, call);
    if (call->decl->number == INTRINSIC_HAS)
        return lower_has(lower, call);
    expr->text = qualified_name(lower, info);
    expr->checked = is_checked(lower, info);
    expr->site = lower_site(lower, call->base.span);
    lower_arguments_of(lower, info, &call->arguments, &args);
    for (size_t i = 0; i < args.count; i++)
        vec_push(&expr->args, args.at[i]);
    return expr;
}

// The call as a statement, once its arguments have been evaluated: results come first.
static void
perform(struct lower *lower, const struct intrinsic_info *info, struct span span,
        struct ir_var **results, const ir_exprs *args)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_PERFORM, span);

    stmt->text = qualified_name(lower, info);
    stmt->integer = is_checked(lower, info);
    for (size_t i = 0; info->results[i] != '\0'; i++)
        vec_push(&stmt->args, lower_address(ir_var_expr(results[i])));
    for (size_t i = 0; i < args->count; i++)
        vec_push(&stmt->args, args->at[i]);
}

void
lower_intrinsic_results(struct lower *lower, const struct node_call *call, struct ir_var **results)
{
    const struct intrinsic_info *const info = intrinsic_info((enum intrinsic)call->decl->number);
    ir_exprs args = {0};

    for (size_t i = 0; info->results[i] != '\0'; i++)
        results[i] =
            lower_var(lower, "result", lower_type(lower, type_of_letter(info->results[i])));
    lower_arguments_of(lower, info, &call->arguments, &args);
    perform(lower, info, call->base.span, results, &args);
}

static void
lower_resize(struct lower *lower, const struct node_instance *node)
{
    struct ir_expr *const place = lower_mobile(lower, node->arguments.at[0]);
    struct ir_expr *const size = lower_expr(lower, node->arguments.at[1]);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_RESIZE, node->base.span);

    lower_mark_addressed(place);
    stmt->target = place;
    stmt->count = size;
}

void
lower_intrinsic_proc(struct lower *lower, const struct node_instance *node)
{
    const struct intrinsic_info *const info = intrinsic_info((enum intrinsic)node->decl->number);
    ir_exprs args = {0};

    if (node->decl->number == INTRINSIC_RESCHEDULE) {
        lower_stmt(lower, IR_YIELD, node->base.span)->wait =
            lower_wait(lower, IR_WAIT_YIELD, node->base.span, NULL);
        return;
    }
    if (node->decl->number == INTRINSIC_REMOVE) {
        lower_remove(lower, node);
        return;
    }
    if (info->parameters[0] == 'M') {
        (info->parameters[1] == 'E' ? lower_append : lower_resize)(lower, node);
        return;
    }
    lower_arguments_of(lower, info, &node->arguments, &args);
    perform(lower, info, node->base.span, NULL, &args);
}
