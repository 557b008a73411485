// SPDX-License-Identifier: MIT
// Specifications: variables, abbreviations, retypings.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- declarations ----

static void
init_channels(struct lower *lower, struct ir_var *var, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_INIT_CHAN, span);

    stmt->target = var->type.is_array ? ir_var_expr(var) : lower_address(ir_var_expr(var));
    stmt->count = lower_integer(lower, var->type.is_array ? var->type.count : 1);
}

static struct ir_var *
declare(struct lower *lower, const struct node *define)
{
    const struct decl *const decl = node_as_define(define)->decl;
    struct value value = {0};

    if (lower_innermost(decl->type)->kind != TYPE_TIMER)
        value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    lower_bind(lower, decl, &value);
    if (value.var != NULL && value.var->type.base == IR_CHAN)
        init_channels(lower, value.var, define->span);
    return value.var;
}

static void
lower_declare(struct lower *lower, const struct node_declare *node)
{
    for (size_t i = 0; i < node->names.count; i++)
        declare(lower, node->names.at[i]);
}

static void
lower_initial(struct lower *lower, const struct node_initial *node)
{
    for (size_t i = 0; i < node->names.count; i++) {
        const struct node *const value = node->values.at[i];
        const struct type *const type = node_as_define(node->names.at[i])->decl->type;

        if (lower_is_array(type)) {
            const struct array from = lower_array(lower, value);
            struct value to = {.var = declare(lower, node->names.at[i])};
            const struct array array = lower_array_of_value(lower, &to, type);

            lower_copy(lower, &array, &from, value->span);
        } else {
            struct ir_expr *const from = lower_expr(lower, value);

            lower_assign(lower, ir_var_expr(declare(lower, node->names.at[i])), from, value->span);
        }
    }
}

// ---- abbreviations ----

// An array by another name: no copy, since what it stands for cannot change under it.
static void
abbreviate_array(struct lower *lower, const struct decl *decl, const struct node *of, bool is_val)
{
    const struct array array = lower_array(lower, of);
    const struct type *type = type_base(decl->type);
    struct value value = {0};
    struct ir_stmt *stmt;

    lower_check_sizes(lower, decl->type, &array, of->span);
    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    value.var->reference = true;
    value.var->constant = is_val;
    stmt = lower_stmt(lower, IR_ASSIGN, of->span);
    stmt->target = ir_var_expr(value.var);
    stmt->value = array.address;
    if (!is_val)
        lower_mark_written(array.address);
    for (size_t i = 0; type->kind == TYPE_ARRAY; i++, type = type_base(type->element))
        if (type->size == SIZE_OPEN)
            vec_push(&value.sizes, lower_once(lower, array.sizes.at[i],
                                              mem_format("%s.size", decl->name->text), of->span));
    lower_bind(lower, decl, &value);
}

static void
abbreviate_place(struct lower *lower, const struct decl *decl, struct ir_expr *address,
                 struct span span)
{
    struct value value = {0};
    struct ir_stmt *stmt;

    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    value.var->reference = true;
    stmt = lower_stmt(lower, IR_ASSIGN, span);
    stmt->target = lower_address(ir_var_expr(value.var));
    stmt->value = address;
    lower_bind(lower, decl, &value);
}

static void
abbreviate_value(struct lower *lower, const struct decl *decl, const struct node *of)
{
    struct value value = {0};
    struct ir_expr *const from = lower_expr(lower, of);

    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    lower_assign(lower, ir_var_expr(value.var), from, of->span);
    lower_bind(lower, decl, &value);
}

static void
lower_abbreviation(struct lower *lower, const struct node_abbreviate *node)
{
    const struct decl *const decl = node_as_define(node->name)->decl;
    const enum type_kind kind = type_base(decl->type)->kind;

    if (lower_innermost(decl->type)->kind == TYPE_TIMER) {
        lower_bind(lower, decl, &(struct value){0});
    } else if (kind == TYPE_ARRAY) {
        // A constant array is data, and needs no variable; its uses find its value.
        if (!node->is_val || decl->value == NULL ||
            lower_innermost(decl->type)->kind == TYPE_RECORD)
            abbreviate_array(lower, decl, node->of, node->is_val != 0);
    } else if (kind == TYPE_CHAN) {
        abbreviate_place(lower, decl, lower_channel(lower, node->of), node->base.span);
    } else if (!node->is_val) {
        abbreviate_place(lower, decl, lower_address(lower_place(lower, node->of)), node->base.span);
    } else if (decl->value == NULL || !type_is_scalar(decl->type)) {
        abbreviate_value(lower, decl, node->of);
    }
}

// ---- RETYPES: the same bytes seen as another type ----

static bool
is_place(const struct ir_expr *expr)
{
    return expr->op == IR_VAR || expr->op == IR_FIELD || expr->op == IR_INDEX || expr->op == IR_AT;
}

// Where the bytes are, and how many (NULL where the types say that they agree).
static struct ir_expr *
source_address(struct lower *lower, const struct node *of, struct ir_expr **bytes)
{
    struct ir_expr *value;

    if (lower_is_array(of->type)) {
        const struct array array = lower_array(lower, of);

        *bytes = lower_bytes(lower, &array);
        lower_mark_addressed(array.address);
        return array.address;
    }
    value = lower_expr(lower, of);
    if (!is_place(value)) {
        struct ir_var *const kept = lower_var(lower, "bits", value->type);

        lower_assign(lower, ir_var_expr(kept), value, of->span);
        value = ir_var_expr(kept);
    }
    *bytes = lower_integer(lower, type_bytes(of->type, lower->program));
    return lower_address(value);
}

// The size of the one open dimension, from the bytes there are.
static struct ir_expr *
open_size(struct lower *lower, const struct type *type, struct ir_expr *bytes, struct span span)
{
    struct ir_expr *size =
        ir_operate(IR_DIV, lower_int(lower), ir_scalar(lower_int(lower)), bytes,
                   lower_integer(lower, type_bytes(type->element, lower->program)));

    return lower_once(lower, size, "size", span);
}

static void
check_bytes(struct lower *lower, const struct type *type, struct ir_expr *bytes,
            struct ir_expr *size, struct span span)
{
    struct array have = {0}, want = {0};

    vec_push(&have.sizes, bytes);
    if (size != NULL)
        vec_push(&want.sizes,
                 lower_multiply(lower, size,
                                lower_integer(lower, type_bytes(type->element, lower->program))));
    else
        vec_push(&want.sizes, lower_integer(lower, type_bytes(type, lower->program)));
    lower_same_sizes(lower, &want, &have, span);
}

static void
lower_retype(struct lower *lower, const struct node_retype *node)
{
    const struct decl *const decl = node_as_define(node->name)->decl;
    const struct type *const type = type_base(decl->type);
    const bool open = type->kind == TYPE_ARRAY && type->size == SIZE_OPEN;
    struct value value = {0};
    struct ir_expr *bytes, *address = source_address(lower, node->of, &bytes), *size = NULL;
    struct ir_stmt *stmt;

    if (open)
        size = open_size(lower, type, bytes, node->base.span);
    check_bytes(lower, type, bytes, size, node->base.span);
    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    value.var->reference = true;
    value.var->constant = node->is_val != 0;
    stmt = lower_stmt(lower, IR_ASSIGN, node->base.span);
    stmt->target =
        value.var->type.is_array ? ir_var_expr(value.var) : lower_address(ir_var_expr(value.var));
    stmt->value = ir_unary(IR_POINTER, value.var->type, address);
    if (open)
        vec_push(&value.sizes, size);
    lower_bind(lower, decl, &value);
}

void
lower_spec(struct lower *lower, struct node *node)
{
    switch (node->kind) {
    case NODE_DECLARE: lower_declare(lower, node_as_declare(node)); break;
    case NODE_INITIAL: lower_initial(lower, node_as_initial(node)); break;
    case NODE_ABBREVIATE: lower_abbreviation(lower, node_as_abbreviate(node)); break;
    case NODE_RETYPE: lower_retype(lower, node_as_retype(node)); break;
    case NODE_PROC:
        lower_bind(lower, node_as_define(node_as_proc(node)->name)->decl, &(struct value){0});
        break;
    case NODE_FUNCTION:
        lower_bind(lower, node_as_define(node_as_function(node)->name)->decl, &(struct value){0});
        break;
    default: break; // types and protocols leave no trace
    }
}
