// SPDX-License-Identifier: MIT
// PORTs and placed variables. A PORT is a number, the address; input and output are volatile
// accesses to the memory there. A placed variable is a reference to that memory.
#include <config.h>

#include "lower/internal.h"

static struct ir_expr *
address_of(struct lower *lower, const struct node *node)
{
    struct ir_expr *const address = lower_expr(lower, node);

    return address->type.base == IR_INT64 ? address
                                          : ir_unary(IR_CAST, ir_scalar(IR_INT64), address);
}

static struct ir_expr *
port_place(struct lower *lower, const struct node *port)
{
    return ir_unary(IR_PORT, lower_type(lower, port->type->element), lower_expr(lower, port));
}

void
lower_port_read(struct lower *lower, const struct node_input *node)
{
    struct ir_expr *const target = lower_place(lower, node->items.at[0]);

    lower_assign(lower, target, port_place(lower, node->channel), node->base.span);
}

void
lower_port_write(struct lower *lower, const struct node_output *node)
{
    struct ir_expr *const value = lower_expr(lower, node->items.at[0]);

    lower_assign(lower, port_place(lower, node->channel), value, node->base.span);
}

static void
place_variable(struct lower *lower, const struct decl *decl, struct ir_expr *address,
               struct span span)
{
    const struct ir_type type = lower_type(lower, decl->type);
    struct value value = {.var = lower_var(lower, decl->name->text, type)};
    struct ir_stmt *const stmt = lower_stmt(lower, IR_ASSIGN, span);

    value.var->reference = true;
    stmt->target = type.is_array ? ir_var_expr(value.var) : lower_address(ir_var_expr(value.var));
    stmt->value = ir_unary(IR_POINTER, type, address);
    lower_bind(lower, decl, &value);
}

// The variable that was declared without its place is not needed.
static void
forget(struct lower *lower, const struct decl *decl)
{
    const struct value *const value = map_get(&lower->env->values, decl);
    struct ir_block *const block = lower->block;
    size_t kept = 0;

    if (value == NULL || value->var == NULL)
        return;
    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i] != value->var)
            block->vars.at[kept++] = block->vars.at[i];
    if (kept == block->vars.count)
        return;
    block->vars.count = kept;
    kept = 0;
    for (size_t i = 0; i < block->stmts.count; i++)
        if (block->stmts.at[i]->kind != IR_ASSIGN || block->stmts.at[i]->target->op != IR_VAR ||
            block->stmts.at[i]->target->var != value->var)
            block->stmts.at[kept++] = block->stmts.at[i];
    block->stmts.count = kept;
}

void
lower_place_at(struct lower *lower, const struct node_place *node)
{
    const struct decl *decl;
    struct ir_expr *address;
    struct value value = {0};

    if (node->at == NULL)
        return;
    decl = node->name != NULL ? node_as_define(node->name)->decl : node_as_name_use(node->of)->decl;
    address = address_of(lower, node->at);
    forget(lower, decl);
    if (decl->type->kind != TYPE_PORT) {
        place_variable(lower, decl, address, node->base.span);
        return;
    }
    value.var = lower_var(lower, decl->name->text, ir_scalar(IR_INT64));
    lower_assign(lower, ir_var_expr(value.var), address, node->base.span);
    lower_bind(lower, decl, &value);
}
