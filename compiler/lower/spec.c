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
    if (value.var != NULL)
        value.var->owned = value.var->type.base == IR_MOBILE;
    lower_bind(lower, decl, &value);
    if (decl->type->kind == TYPE_PORT) // nowhere, until it is placed
        lower_assign(lower, ir_var_expr(value.var), ir_integer(IR_INT64, 0), define->span);
    if (value.var != NULL && value.var->type.base == IR_MOBILE && decl->type->kind == TYPE_CHAN)
        lower_shared(lower, value.var, define->span);
    if (value.var != NULL && value.var->type.base == IR_CHAN)
        init_channels(lower, value.var, define->span);
    if (value.var != NULL && value.var->type.base == IR_BARRIER)
        lower_stmt(lower, IR_INIT_BARRIER, define->span)->target =
            lower_address(ir_var_expr(value.var));
    lower_clear_texts(lower, &value, decl->type, define->span);
    return value.var;
}

// ---- BUFFERED channels ----

static const struct node_type_chan *
buffered_type(const struct node *type)
{
    while (type->kind == NODE_TYPE_ARRAY)
        type = node_as_type_array(type)->element;
    return type->kind == NODE_TYPE_CHAN && node_as_type_chan(type)->buffered != NULL
               ? node_as_type_chan(type)
               : NULL;
}

static struct ir_type
buffers_type(void)
{
    struct ir_type type = ir_scalar(IR_MOBILE);

    type.mobile = mem_new(struct ir_mobile);
    type.mobile->is_buffer = true;
    type.mobile->text = "BUFFERED";
    return type;
}

// The room is a mobile that nobody sees: it ends with the block of the channels.
static void
make_buffers(struct lower *lower, struct ir_var *channels, const struct node_type_chan *node)
{
    const struct type *const item = type_base(node->protocol->type);
    const struct ir_type type = buffers_type();
    struct ir_expr *const made = ir_expr_new(IR_BUFFERS, type);
    struct ir_var *const room = lower_owned(lower, "room", type);
    const bool is_row = channels->type.is_array;

    vec_push(&made->args, is_row ? ir_var_expr(channels) : lower_address(ir_var_expr(channels)));
    vec_push(&made->args, lower_integer(lower, is_row ? channels->type.count : 1));
    vec_push(&made->args, lower_expr(lower, node->buffered));
    if (node->overflow != OVERFLOW_WAITS)
        vec_push(&made->args, lower_integer(lower, node->overflow));
    made->operand = IR_RECORD;
    if (!lower_is_array(item) && ir_type_is_value(lower_type(lower, item)))
        made->operand = lower_type(lower, item).base;
    made->integer = type_bytes(item, lower->program);
    made->site = lower_site(lower, node->base.span);
    lower_put_word(lower, ir_var_expr(room), made, node->base.span);
}

static bool
has_unknown_size(const struct type *type)
{
    return type_has_open_size(type) && lower_innermost(type)->kind != TYPE_TIMER;
}

static void
lower_declare(struct lower *lower, const struct node_declare *node)
{
    const struct node_type_chan *const buffered = buffered_type(node->type_of);
    ir_exprs sizes = {0};

    if (has_unknown_size(node->type_of->type))
        lower_open_sizes(lower, node->type_of, &sizes);
    for (size_t i = 0; i < node->names.count; i++)
        if (sizes.count != 0)
            lower_declare_open(lower, node_as_define(node->names.at[i])->decl, &sizes,
                               node->names.at[i]->span);
        else if (buffered != NULL)
            make_buffers(lower, declare(lower, node->names.at[i]), buffered);
        else
            declare(lower, node->names.at[i]);
}

// INITIAL of an array; where its sizes are left out it has those of the value.
static void
initial_array(struct lower *lower, const struct node_initial *node, size_t number)
{
    const struct node *const name = node->names.at[number], *const value = node->values.at[number];
    struct decl *const decl = node_as_define(name)->decl;
    const struct array from = lower_array(lower, value);
    ir_exprs sizes = {0};
    struct array to;

    if (type_has_open_size(node->type_of->type))
        lower_open_sizes(lower, node->type_of, &sizes);
    if (sizes.count == 0 && has_unknown_size(decl->type))
        lower_sizes_of_array(lower, decl->type, &from, value->span, &sizes);
    if (sizes.count != 0)
        lower_declare_open(lower, decl, &sizes, name->span);
    else
        declare(lower, name);
    to = lower_array_of_value(lower, lower_lookup(lower, decl), decl->type);
    lower_copy(lower, &to, &from, value->span);
}

static void
lower_initial(struct lower *lower, const struct node_initial *node)
{
    for (size_t i = 0; i < node->names.count; i++) {
        const struct node *const value = node->values.at[i];
        const struct type *const type = node_as_define(node->names.at[i])->decl->type;

        if (type_is_mobile(type)) {
            struct ir_expr *const from = lower_kept_mobile(lower, value, type);

            lower_put_moved(lower, ir_var_expr(declare(lower, node->names.at[i])), from,
                            value->span);
        } else if (lower_is_array(type)) {
            initial_array(lower, node, i);
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
    value.var->type.base = array.address->type.base;
    value.var->reference = true;
    value.var->constant = is_val;
    stmt = lower_stmt(lower, IR_ASSIGN, of->span);
    stmt->target = ir_var_expr(value.var);
    stmt->value = array.address;
    if (!is_val)
        lower_mark_written(array.address);
    for (size_t i = 0; type->kind == TYPE_ARRAY; i++, type = type_base(type->element))
        if (type->size == SIZE_OPEN) {
            struct ir_expr *const size = lower_once(
                lower, array.sizes.at[i], mem_format("%s.size", decl->name->text), of->span);

            if (size->op == IR_VAR)
                size->var->is_size = true;
            vec_push(&value.sizes, size);
        }
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

// Another name of a SHARED channel holds the same word.
static void
abbreviate_shared(struct lower *lower, const struct decl *decl, const struct node *of)
{
    const struct value *value;

    if (of->kind == NODE_END_OF)
        of = node_as_end_of(of)->channel;
    value = lower_lookup(lower, node_as_name_use(of)->decl);
    lower_bind(lower, decl, value);
}

// A parameter of a MOBILE PROC goes by both names, whatever the next call gives; of an array of such,
// the place where the call puts the element.
static void
abbreviate_rebound(struct lower *lower, const struct decl *decl, const struct node *of)
{
    struct ir_expr *channel;
    struct value *value;

    if (of->kind == NODE_END_OF)
        of = node_as_end_of(of)->channel;
    if (of->kind == NODE_NAME) {
        lower_bind(lower, decl, lower_lookup(lower, node_as_name_use(of)->decl));
        return;
    }
    channel = lower_expr(lower, of);
    abbreviate_place(lower, decl, lower_address(channel->args.at[0]), of->span);
    value = lower_lookup(lower, (struct decl *)(uintptr_t)decl);
    value->var->type = ir_scalar(IR_CHAN_AT);
    value->var->rebinds = true;
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
    } else if (kind == TYPE_MOBILE || kind == TYPE_END) {
        abbreviate_place(lower, decl, lower_address(lower_mobile(lower, node->of)),
                         node->base.span);
    } else if (kind == TYPE_PORT) {
        abbreviate_value(lower, decl, node->of);
    } else if (kind == TYPE_CHAN && decl->type->shared != SHARED_NOT) {
        abbreviate_shared(lower, decl, node->of);
    } else if (kind == TYPE_CHAN && lower_is_rebound(lower, node->of)) {
        abbreviate_rebound(lower, decl, node->of);
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

// Where the bytes (or channels) are, and how many.
static struct ir_expr *
source_address(struct lower *lower, const struct node *of, struct ir_expr **amount)
{
    const bool is_channel = lower_innermost(of->type)->kind == TYPE_CHAN;
    struct ir_expr *value;

    if (is_channel)
        lower_refuse_rebound(lower, of);
    if (lower_is_array(of->type)) {
        const struct array array = lower_array(lower, of);

        *amount = is_channel ? lower_count(lower, &array) : lower_bytes(lower, &array);
        lower_mark_addressed(array.address);
        return array.address;
    }
    *amount = lower_integer(lower, is_channel ? 1 : type_bytes(of->type, lower->program));
    if (is_channel)
        return lower_channel(lower, of);
    value = lower_expr(lower, of);
    if (!is_place(value)) {
        struct ir_var *const kept = lower_var(lower, "bits", value->type);

        lower_assign(lower, ir_var_expr(kept), value, of->span);
        value = ir_var_expr(kept);
    }
    return lower_address(value);
}

// What one element counts: channels one each, other things their bytes.
static struct ir_expr *
amount_of_element(struct lower *lower, const struct type *element)
{
    return lower_integer(lower,
                         element->kind == TYPE_CHAN ? 1 : type_bytes(element, lower->program));
}

// The sizes of a type as written; NULL for the one left out.
static void
written_sizes(struct lower *lower, const struct node *type, ir_exprs *sizes)
{
    for (; type->kind == NODE_TYPE_ARRAY; type = node_as_type_array(type)->element) {
        const struct node *const size = node_as_type_array(type)->size;
        struct ir_expr *value = NULL;
        struct ir_stmt *check;
        int64_t known;

        if (size != NULL)
            value = lower_once(lower, lower_expr(lower, size), "size", size->span);
        vec_push(sizes, value);
        if (value == NULL || ir_is_constant(value, &known))
            continue;
        check = lower_stmt(lower, IR_CHECK_LESS, size->span);
        check->value = lower_integer(lower, 0);
        check->count = value;
    }
    const struct value none = {0};
    const struct array inner = lower_array_of_value(lower, &none, type->type);

    for (size_t i = 0; i < inner.sizes.count; i++)
        vec_push(sizes, inner.sizes.at[i]);
}

// Sizes that are written may be any numbers.
static struct ir_expr *
checked_product(struct lower *lower, struct ir_expr *a, struct ir_expr *b, struct span span)
{
    struct ir_expr *const product = lower_multiply(lower, a, b);

    if (product->op == IR_OPERATE && product != a && product != b) {
        product->checked = true;
        product->site = lower_site(lower, span);
    }
    return product;
}

static struct ir_expr *
quotient_of(struct lower *lower, struct ir_expr *amount, struct ir_expr *product, struct span span)
{
    struct ir_expr *quotient;
    int64_t a, b;

    if (ir_is_constant(amount, &a) && ir_is_constant(product, &b) && b != 0)
        return lower_integer(lower, a / b);
    quotient = ir_operate(IR_DIV, lower_int(lower), ir_scalar(lower_int(lower)), amount, product);
    quotient->checked = !ir_is_constant(product, &b) || b == 0;
    quotient->site = lower_site(lower, span);
    return quotient;
}

// Find the size left out; check that there is neither more nor less than the sizes say.
static void
settle_sizes(struct lower *lower, ir_exprs *sizes, struct ir_expr *each, struct ir_expr *amount,
             struct span span)
{
    struct array have = {0}, want = {0};
    struct ir_expr *product = each;
    size_t left_out = sizes->count;

    for (size_t i = 0; i < sizes->count; i++) {
        if (sizes->at[i] == NULL)
            left_out = i;
        else
            product = checked_product(lower, product, sizes->at[i], span);
    }
    if (left_out < sizes->count) {
        sizes->at[left_out] =
            lower_once(lower, quotient_of(lower, amount, product, span), "size", span);
        product = lower_multiply(lower, product, sizes->at[left_out]);
    }
    vec_push(&have.sizes, amount);
    vec_push(&want.sizes, product);
    lower_same_sizes(lower, &want, &have, span);
}

// Bind the name to the address, with the sizes that its type leaves open.
static void
bind_retyped(struct lower *lower, const struct node_retype *node, struct ir_expr *address,
             const ir_exprs *sizes)
{
    const struct decl *const decl = node_as_define(node->name)->decl;
    const struct type *type = type_base(decl->type);
    struct value value = {0};
    struct ir_stmt *stmt;

    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    value.var->reference = true;
    value.var->constant = node->is_val != 0;
    stmt = lower_stmt(lower, IR_ASSIGN, node->base.span);
    stmt->target =
        value.var->type.is_array ? ir_var_expr(value.var) : lower_address(ir_var_expr(value.var));
    stmt->value =
        value.var->type.base == IR_CHAN ? address : ir_unary(IR_POINTER, value.var->type, address);
    for (size_t i = 0; type->kind == TYPE_ARRAY; i++, type = type_base(type->element))
        if (type->size == SIZE_OPEN)
            vec_push(&value.sizes, sizes->at[i]);
    lower_bind(lower, decl, &value);
}

static void
lower_retype(struct lower *lower, const struct node_retype *node)
{
    const struct type *const element = lower_innermost(node_as_define(node->name)->decl->type);
    struct ir_expr *amount, *const address = source_address(lower, node->of, &amount);
    ir_exprs sizes = {0};

    written_sizes(lower, node->type_of, &sizes);
    settle_sizes(lower, &sizes, amount_of_element(lower, element), amount, node->base.span);
    bind_retyped(lower, node, address, &sizes);
}

void
lower_spec(struct lower *lower, struct node *node)
{
    switch (node->kind) {
    case NODE_DECLARE: lower_declare(lower, node_as_declare(node)); break;
    case NODE_INITIAL: lower_initial(lower, node_as_initial(node)); break;
    case NODE_ABBREVIATE: lower_abbreviation(lower, node_as_abbreviate(node)); break;
    case NODE_PLACE: lower_place_at(lower, node_as_place(node)); break;
    case NODE_RESULT_DECLARE:
        for (size_t i = 0; i < node_as_result_declare(node)->names.count; i++)
            declare(lower, node_as_result_declare(node)->names.at[i]);
        break;
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
