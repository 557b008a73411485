// SPDX-License-Identifier: MIT
// Texts. A STRING is a value like a number: where its bytes are, and how many. What makes new bytes is
// a call of the runtime, and the program then needs the collector.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

#include <string.h>

static struct ir_expr *
call(const char *name, struct ir_type type, struct ir_expr *first, struct ir_expr *second)
{
    struct ir_expr *const expr = ir_expr_new(IR_INTRINSIC, type);

    expr->text = name;
    vec_push(&expr->args, first);
    if (second != NULL)
        vec_push(&expr->args, second);
    return expr;
}

static struct ir_expr *
make(struct lower *lower, const char *name, struct ir_expr *first, struct ir_expr *second)
{
    lower->ir->collects = true;
    return call(name, ir_scalar(IR_TEXT), first, second);
}

static bool
is_string(const struct node *node)
{
    return type_base(node->type)->kind == TYPE_STRING;
}

// ---- operands ----

struct ir_expr *
lower_text_literal(struct lower *lower, const struct node *node)
{
    struct ir_expr *const text = ir_expr_new(IR_STRING, lower_type(lower, node->type));

    text->text = constant_text(node->value);
    text->length = node->value->count;
    return text;
}

static struct ir_expr *
bytes_as(struct lower *lower, const char *name, const struct node *node)
{
    const struct array array = lower_array(lower, node);

    return call(name, ir_scalar(IR_TEXT), array.address, array.sizes.at[0]);
}

// A text that is only looked at: an array is not copied.
static struct ir_expr *
seen(struct lower *lower, const struct node *node)
{
    return is_string(node) ? lower_expr(lower, node) : bytes_as(lower, "text.view", node);
}

// A text that is kept.
static struct ir_expr *
kept(struct lower *lower, const struct node *node)
{
    if (is_string(node))
        return lower_expr(lower, node);
    lower->ir->collects = true;
    return bytes_as(lower, "text.of", node);
}

// ---- operators ----

bool
lower_is_text_operator(const struct node_dyadic *node)
{
    if (node->op == OP_CONCAT)
        return true;
    return node->op >= OP_EQ && node->op <= OP_GE && node->left->kind != NODE_LIST_OF &&
           (is_string(node->left) || is_string(node->right));
}

static struct ir_expr *
equal(struct lower *lower, struct ir_expr *left, struct ir_expr *right, bool negated)
{
    const struct ir_type type = ir_scalar(IR_BOOL);
    struct ir_expr *const expr = call("text.equal", type, left, right);

    (void)lower;
    return negated ? ir_operate(IR_NOT, IR_BOOL, type, expr, NULL) : expr;
}

struct ir_expr *
lower_text_operator(struct lower *lower, const struct node_dyadic *node)
{
    static const enum ir_operator operators[] = {
        [OP_LT] = IR_LT, [OP_LE] = IR_LE, [OP_GT] = IR_GT, [OP_GE] = IR_GE};
    struct ir_expr *left, *right;

    if (node->op == OP_CONCAT) {
        left = kept(lower, node->left);
        right = kept(lower, node->right);
        return make(lower, "text.join", left, right);
    }
    left = seen(lower, node->left);
    right = seen(lower, node->right);
    if (node->op == OP_EQ || node->op == OP_NE)
        return equal(lower, left, right, node->op == OP_NE);
    return ir_operate(operators[node->op], IR_INT32, ir_scalar(IR_BOOL),
                      call("text.compare", ir_scalar(IR_INT32), left, right),
                      ir_integer(IR_INT32, 0));
}

// A slice shares the bytes of the whole.
struct ir_expr *
lower_text_slice(struct lower *lower, const struct node *node)
{
    const struct array array = lower_slice(lower, node);

    return call("text.view", ir_scalar(IR_TEXT), array.address, array.sizes.at[0]);
}

// ---- FORMAT ----

// A field as the runtime reads it: `%`, what the field says, and the letter for the value.
static void
put_field(struct text *form, const struct format_part *part, const struct type *type)
{
    char letter = format_letter(type, part);

    if (letter == 'g' && type_base(type)->kind == TYPE_REAL32)
        letter = 'h';
    text_printf(form, "%%%.*s%c", (int)part->spec_length, part->spec, letter);
}

static void
put_characters(struct text *form, const struct format_part *part)
{
    for (size_t i = 0; i < part->length; i++)
        text_printf(form, part->at[i] == '%' ? "%%%%" : "%c", part->at[i]);
}

static struct ir_expr *
form_of(struct lower *lower, const char *at, size_t length, const struct nodes *values)
{
    struct ir_type bytes = ir_scalar(IR_BYTE);
    struct format_part part;
    struct text form = {0};
    struct ir_expr *expr;
    size_t field = 0;

    for (const char *const end = at + length; at < end; at = part.at + part.length) {
        (void)format_next(at, end, &part);
        if (part.is_field)
            put_field(&form, &part, values->at[++field]->type);
        else
            put_characters(&form, &part);
    }
    lower->ir->collects = true;
    bytes.is_array = true;
    expr = ir_expr_new(IR_STRING, bytes);
    expr->text = text_string(&form);
    expr->length = form.length;
    return expr;
}

// Integers go as 64 bits, but for characters.
static struct ir_expr *
field_value(struct lower *lower, const struct node *node)
{
    struct ir_expr *value;

    if (!type_is_scalar(node->type))
        return seen(lower, node);
    value = lower_expr(lower, node);
    if (type_is_integer(node->type) && type_base(node->type)->kind != TYPE_BYTE)
        return ir_unary(IR_CAST, ir_scalar(IR_INT64), value);
    return value;
}

struct ir_expr *
lower_format(struct lower *lower, const struct node_call *node)
{
    const struct constant *const form = node->arguments.at[0]->value;
    struct ir_expr *const expr = make(
        lower, "format", form_of(lower, constant_text(form), form->count, &node->arguments), NULL);

    for (size_t i = 1; i < node->arguments.count; i++)
        vec_push(&expr->args, field_value(lower, node->arguments.at[i]));
    return expr;
}

// STRING before a value: a number as FORMAT writes it, a BYTE as the character.
struct ir_expr *
lower_text_conversion(struct lower *lower, const struct node *operand)
{
    struct nodes values = {0};
    struct ir_expr *expr;

    if (!type_is_scalar(operand->type))
        return kept(lower, operand);
    nodes_push(&values, NULL);
    nodes_push(&values, (struct node *)(uintptr_t)operand);
    expr = make(lower, "format", form_of(lower, "{}", 2, &values), NULL);
    vec_push(&expr->args, field_value(lower, operand));
    return expr;
}

// ---- texts as arrays of bytes ----

struct array
lower_text_array(struct lower *lower, const struct node *node)
{
    struct ir_expr *text = lower_expr(lower, node);
    struct array array = {.element = type_of_kind(TYPE_BYTE)};
    struct ir_type bytes = ir_scalar(IR_BYTE);

    if (text->op != IR_VAR && text->op != IR_STRING)
        text = lower_once(lower, text, "text", node->span);
    bytes.is_array = true;
    array.address = ir_unary(IR_TEXT_AT, bytes, text);
    vec_push(&array.sizes, ir_unary(IR_TEXT_SIZE, ir_scalar(lower_int(lower)), text));
    return array;
}

// ---- variables ----

// Variables that are or contain texts begin with empty ones.
void
lower_clear_texts(struct lower *lower, const struct value *value, const struct type *type,
                  struct span span)
{
    struct ir_stmt *stmt;

    if (!type_holds_text(type))
        return;
    if (type_base(type)->kind == TYPE_STRING) {
        struct ir_expr *const empty = ir_expr_new(IR_STRING, value->var->type);

        empty->text = "";
        lower_assign(lower, ir_var_expr(value->var), empty, span);
        return;
    }
    stmt = lower_stmt(lower, IR_PERFORM, span);
    stmt->text = "text.clear";
    if (lower_is_array(type)) {
        const struct array array = lower_array_of_value(lower, value, type);

        vec_push(&stmt->args, array.address);
        vec_push(&stmt->args, lower_bytes(lower, &array));
        lower_mark_written(array.address);
    } else {
        vec_push(&stmt->args, lower_address(ir_var_expr(value->var)));
        vec_push(&stmt->args, lower_integer(lower, type_bytes(type, lower->program)));
        lower_mark_written(ir_var_expr(value->var));
    }
}
