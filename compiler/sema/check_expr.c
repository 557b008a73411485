// SPDX-License-Identifier: MIT
// Expressions: names, subscripts, slices, operators, conversions.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

static const struct type *
error_type(void)
{
    return type_of_kind(TYPE_ERROR);
}

void
check_unsupported(struct check *check, struct span span, const char *what)
{
    diag_error(check->diagnostics, E_NOT_SUPPORTED, span, "%s is not supported yet", what);
}

// ---- names, subscripts, slices ----

static const char *
kind_text(const struct decl *decl)
{
    switch (decl->kind) {
    case DECL_PROC: return "a PROC";
    case DECL_FUNCTION: return "a FUNCTION, which is called with brackets";
    case DECL_TYPE:
    case DECL_CHAN_TYPE: return "a type";
    case DECL_PROTOCOL: return "a protocol";
    case DECL_INTRINSIC: return "a predefined routine";
    default: return "something else";
    }
}

static const struct type *
check_name(struct check *check, struct node_name_use *node, const struct type *expected)
{
    const struct decl *const decl = node->decl;

    if (decl != NULL && decl->kind == DECL_TAG)
        return check_variant_value(check, &node->base, decl, expected);

    if (decl == NULL || decl->kind == DECL_ERROR)
        return error_type();
    if (decl->kind != DECL_VARIABLE && decl->kind != DECL_VAL && decl->kind != DECL_REFERENCE &&
        decl->kind != DECL_FORMAL) {
        struct diag *const diag =
            diag_error(check->diagnostics, E_WRONG_KIND, node->base.span,
                       "`%s` is %s, but a value is needed here", node->name->text, kind_text(decl));

        if (decl->span.to != 0)
            diag_also(diag, decl->span, "declared here");
        return error_type();
    }
    node->base.value = decl->value;
    return decl->type == NULL ? error_type() : type_contents(decl->type);
}

static const struct type *
check_field(struct check *check, struct node_subscript *node, const struct type *record)
{
    const struct type *const fields = record->kind == TYPE_END ? record->element : record;
    const struct name *name;
    int field;

    if (node->index->kind != NODE_NAME) {
        diag_error(check->diagnostics, E_NO_FIELD, node->index->span,
                   record->kind == TYPE_END ? "an end is subscripted by the name of a channel"
                                            : "a record is subscripted by the name of a field");
        return error_type();
    }
    name = node_as_name_use(node->index)->name;
    field = type_field(fields, name);
    if (field < 0) {
        struct diag *const diag =
            diag_also(diag_error(check->diagnostics, E_NO_FIELD, node->index->span,
                                 "`%s` has no field `%s`", type_text(fields), name->text),
                      fields->decl->span, "declared here");

        if (fields->is_sum)
            diag_help(diag, "a CASE tells which variant it is, and names its parts");
        return error_type();
    }
    node->is_field = 1;
    node->field = field;
    if (record->kind == TYPE_END)
        return type_end_channel(record, (size_t)field);
    if (node->of->value != NULL && (size_t)field < node->of->value->count)
        node->base.value = node->of->value->items[field];
    return type_contents(record->fields.at[field].type);
}

static void
check_index_range(struct check *check, const struct node_subscript *node, const struct type *array)
{
    const struct constant *const index = node->index->value;

    if (index == NULL || array->size == SIZE_OPEN || check->dead)
        return;
    if (index->integer < 0 || index->integer >= array->size)
        diag_error(check->diagnostics, E_SUBSCRIPT_RANGE, node->index->span,
                   "subscript %lld is outside 0..%lld", (long long)index->integer,
                   (long long)array->size - 1);
}

// A name in a subscript that is no field must be declared after all.
bool
check_index_declared(struct check *check, struct node *index)
{
    if (index->kind != NODE_NAME || node_as_name_use(index)->decl != NULL)
        return true;
    diag_error(check->diagnostics, E_UNDECLARED, index->span, "`%s` is not declared",
               node_as_name_use(index)->name->text);
    return false;
}

static const struct type *
check_subscript(struct check *check, struct node_subscript *node)
{
    const struct type *const of = type_base(check_expr(check, node->of, NULL));

    if (type_is_map(of) && !node->is_field)
        return check_map_subscript(check, node, of);
    if (type_is_map(of)) // one of its arrays, named by check_iterate.c
        return type_contents(of->fields.at[node->field].type);
    if (of->kind == TYPE_RECORD || of->kind == TYPE_END)
        return check_field(check, node, of);
    if (node->index->kind == NODE_LIST_OF) {
        diag_error(check->diagnostics, E_SYNTAX, node->base.span,
                   "a subscript is one expression; a slice is written `[array FROM i FOR n]`");
        return error_type();
    }
    if (!check_index_declared(check, node->index))
        return error_type();
    check_value(check, node->index, type_of_kind(TYPE_INT), "a subscript");
    if (type_is_error(of))
        return of;
    if (of->kind == TYPE_STRING)
        return type_of_kind(TYPE_BYTE);
    if (of->kind != TYPE_ARRAY) {
        diag_error(check->diagnostics, E_NOT_AN_ARRAY, node->of->span,
                   "this is of type %s and cannot be subscripted", type_text(of));
        return error_type();
    }
    check_index_range(check, node, of);
    if (node->of->value != NULL && node->index->value != NULL &&
        (uint64_t)node->index->value->integer < node->of->value->count)
        node->base.value = node->of->value->items[node->index->value->integer];
    return type_contents(of->element);
}

static int64_t
constant_or(const struct node *node, int64_t absent)
{
    if (node == NULL)
        return absent;
    return node->value == NULL ? -1 : node->value->integer;
}

static const struct type *
check_slice(struct check *check, struct node_slice *node)
{
    const struct type *const of = type_base(check_expr(check, node->of, NULL));
    int64_t from, count;

    if (node->from != NULL)
        check_value(check, node->from, type_of_kind(TYPE_INT), "the start of a slice");
    if (node->count != NULL)
        check_value(check, node->count, type_of_kind(TYPE_INT), "the length of a slice");
    if (type_is_error(of))
        return of;
    if (of->kind == TYPE_STRING)
        return of;
    if (of->kind != TYPE_ARRAY) {
        diag_error(check->diagnostics, E_NOT_AN_ARRAY, node->of->span,
                   "this is of type %s and cannot be sliced", type_text(of));
        return error_type();
    }
    from = constant_or(node->from, 0);
    count = constant_or(node->count, -1);
    if (node->count == NULL && of->size != SIZE_OPEN && from >= 0)
        count = of->size - from;
    if ((node->from != NULL && node->from->value != NULL && from < 0) ||
        (of->size != SIZE_OPEN && (from > of->size || (from >= 0 && count > of->size - from)))) {
        diag_error(check->diagnostics, E_SUBSCRIPT_RANGE, node->base.span,
                   "this slice reaches outside its array, which has %lld elements",
                   (long long)of->size);
        return error_type();
    }
    return type_array(of->element, count >= 0 ? count : SIZE_OPEN);
}

// ---- SIZE and its kin ----

static bool
is_type_node(const struct node *node)
{
    return node->kind >= NODE_TYPE_PRIM && node->kind <= NODE_TYPE_MAP;
}

// A name that is a type where an operand was read.
static bool
names_type(const struct node *node)
{
    return node->kind == NODE_NAME && node_as_name_use(node)->decl != NULL &&
           node_as_name_use(node)->decl->kind == DECL_TYPE;
}

static bool
is_type(const struct node *node)
{
    return is_type_node(node) || names_type(node);
}

static const struct type *
type_or_operand(struct check *check, struct node *node)
{
    if (is_type_node(node))
        return check_type(check, node);
    if (names_type(node)) {
        node->type = node_as_name_use(node)->decl->type;
        return node->type;
    }
    return check_expr(check, node, NULL);
}

static const struct type *
check_size(struct check *check, struct node_size *node)
{
    const struct type *const of = type_base(type_or_operand(check, node->of));

    if (type_is_error(of))
        return type_of_kind(TYPE_INT);
    if (type_is_enum(of) && is_type(node->of)) {
        node->base.value = constant_integer((int64_t)of->names.count);
        return type_of_kind(TYPE_INT);
    }
    if (of->kind != TYPE_ARRAY && of->kind != TYPE_STRING && !type_is_map(of)) {
        diag_error(check->diagnostics, E_NOT_AN_ARRAY, node->of->span,
                   "SIZE is for arrays, and this is of type %s", type_text(of));
        return error_type();
    }
    if (of->kind == TYPE_ARRAY && of->size != SIZE_OPEN)
        node->base.value = constant_integer(of->size);
    return type_of_kind(TYPE_INT);
}

static const struct type *
check_limit(struct check *check, struct node_limit *node)
{
    const struct type *const type = check_type(check, node->of);

    if (type_is_error(type))
        return type;
    if (!type_is_discrete(type)) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->of->span,
                   "%s has no largest or smallest value: it is no integer type", type_text(type));
        return error_type();
    }
    node->base.value = constant_integer(node->is_max ? type_most(type, check->program)
                                                     : type_least(type, check->program));
    return type;
}

static const struct type *
check_bytesin(struct check *check, struct node_bytesin *node)
{
    const struct type *const of = type_or_operand(check, node->of);

    if (!type_is_error(of)) {
        const int64_t bytes = type_bytes(of, check->program);

        if (bytes >= 0)
            node->base.value = constant_integer(bytes);
    }
    return type_of_kind(TYPE_INT);
}

static const struct type *
check_offsetof(struct check *check, struct node_offsetof_field *node)
{
    const struct type *const record = type_base(check_type(check, node->record));
    int field;

    if (type_is_error(record))
        return record;
    field =
        record->kind == TYPE_RECORD ? type_field(record, node_as_define(node->field)->name) : -1;
    if (field < 0) {
        diag_error(check->diagnostics, E_NO_FIELD, node->field->span, "%s has no field `%s`",
                   type_text(record), node_as_define(node->field)->name->text);
        return error_type();
    }
    node->base.value = constant_integer(type_field_offset(record, (size_t)field, check->program));
    return type_of_kind(TYPE_INT);
}

// c? or c! as an argument.
static const struct type *
check_end_of(struct check *check, struct node_end_of *node)
{
    const struct type *type = check_expr(check, node->channel, NULL);
    const struct type *chan = type;

    while (chan->kind == TYPE_ARRAY)
        chan = chan->element;
    if (type_is_error(chan))
        return chan;
    if (type->kind == TYPE_END && type->direction == (enum direction)node->direction)
        return type;
    if (chan->kind != TYPE_CHAN) {
        diag_error(check->diagnostics, E_NOT_A_CHANNEL_NAME, node->channel->span,
                   "only a channel has ends, and this is of type %s", type_text(type));
        return error_type();
    }
    if (chan->direction != DIRECTION_NONE && chan->direction != (enum direction)node->direction) {
        diag_error(check->diagnostics, E_DIRECTION, node->base.span,
                   "this is the %s end of the channel, not the %s end",
                   chan->direction == DIRECTION_IN ? "reading (`?`)" : "writing (`!`)",
                   node->direction == DIRECTION_IN ? "reading (`?`)" : "writing (`!`)");
        return error_type();
    }
    return type_ends(type, (enum direction)node->direction);
}

// ---- operators ----

static const struct type *
operand_error(struct check *check, const struct node *node, int op, const struct type *type)
{
    if (!type_is_error(type))
        diag_error(check->diagnostics, E_OPERAND_TYPE, node->span, "`%s` does not take a %s",
                   op_spelling((enum op)op), type_text(type));
    return error_type();
}

static bool
op_takes(int op, const struct type *type)
{
    switch (op) {
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_REM:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE: return type_is_numeric(type) || (op >= OP_LT && type_is_enum(type));
    case OP_PLUS:
    case OP_MINUS:
    case OP_TIMES:
    case OP_BITAND:
    case OP_BITOR:
    case OP_BITXOR:
    case OP_SHL:
    case OP_SHR:
    case OP_AFTER:
    case OP_BITNOT: return type_is_integer(type);
    case OP_AND:
    case OP_OR:
    case OP_NOT: return type_is_bool(type);
    case OP_EQ:
    case OP_NE: return type_is_scalar(type);
    default: return false;
    }
}

static bool
is_comparison(int op)
{
    return (op >= OP_EQ && op <= OP_GE) || op == OP_AFTER;
}

// Whether the left operand decides alone: FALSE AND ..., TRUE OR ...
static bool
decides(const struct node_dyadic *node)
{
    const struct constant *const left = node->left->value;

    return left != NULL && ((node->op == OP_AND && left->integer == 0) ||
                            (node->op == OP_OR && left->integer != 0));
}

// Check both sides, so that a side of bare literals takes the type of the other.
static const struct type *
operand_types(struct check *check, struct node_dyadic *node, const struct type *expected)
{
    struct node *first = node->left, *second = node->right;
    const struct type *type, *other;
    const bool dead = check->dead;

    if (is_comparison(node->op))
        expected = NULL;
    if (check_is_untyped(first) && !check_is_untyped(second)) {
        first = node->right;
        second = node->left;
    }
    type = check_expr(check, first, expected);
    check->dead = dead || decides(node);
    other = check_expr(check, second, type);
    check->dead = dead;
    if (type_is_error(type) || type_is_error(other))
        return error_type();
    if (!type_same(type, other)) {
        diag_label(diag_also(diag_error(check->diagnostics, E_TYPE_MISMATCH, node->right->span,
                                        "the operands of `%s` have different types",
                                        op_spelling((enum op)node->op)),
                             node->left->span, "%s", type_text(node->left->type)),
                   "%s", type_text(node->right->type));
        return error_type();
    }
    return type;
}

static const struct type *
check_shift(struct check *check, struct node_dyadic *node, const struct type *expected)
{
    const struct type *const type = check_expr(check, node->left, expected);

    check_value(check, node->right, type_of_kind(TYPE_INT), "the count of a shift");
    return type;
}

// (a, b) = (c, d), as older compilers have it: all pairs are equal.
static const struct type *
check_lists(struct check *check, struct node_dyadic *node)
{
    struct node_list_of *left, *right;

    if (node->left->kind != NODE_LIST_OF || node->right->kind != NODE_LIST_OF)
        return error_type(); // reported by the parser
    left = node_as_list_of(node->left);
    right = node_as_list_of(node->right);
    if (left->items.count != right->items.count) {
        diag_error(check->diagnostics, E_RESULT_COUNT, node->base.span,
                   "a list of %zu values cannot be compared with one of %zu", left->items.count,
                   right->items.count);
        return error_type();
    }
    for (size_t i = 0; i < left->items.count; i++) {
        const struct type *const type = check_expr(check, left->items.at[i], NULL);

        if (type_is_error(check_value(check, right->items.at[i], type, "this value")))
            return error_type();
        if (!type_is_error(type) && !type_is_scalar(type))
            return operand_error(check, left->items.at[i], node->op, type);
    }
    return type_of_kind(TYPE_BOOL);
}

static const struct type *
check_dyadic(struct check *check, struct node_dyadic *node, const struct type *expected)
{
    const bool shift = node->op == OP_SHL || node->op == OP_SHR;
    const struct operands operands = {{node->left, node->right}, 2};
    const struct type *type;

    if (node->left->kind == NODE_LIST_OF || node->right->kind == NODE_LIST_OF)
        return check_lists(check, node);
    node->decl = check_find_operator(check, node->decl, node->op, &operands);
    if (node->decl != NULL)
        return check_operator_call(check, node->decl, &operands);
    if (check_is_text_operator(check, node))
        return check_text_operator(check, node);
    if (node->op >= OP_U_QQ)
        return check_no_operator(check, &node->base, node->op, &operands);
    type = shift ? check_shift(check, node, expected) : operand_types(check, node, expected);
    if (type_is_error(type))
        return is_comparison(node->op) ? type_of_kind(TYPE_BOOL) : type;
    if (!op_takes(node->op, type))
        return operand_error(check, node->left, node->op, type);
    if (shift && type_is_error(node->right->type))
        return type;
    node->base.value = decides(node) ? node->left->value : fold_dyadic(check, node, type);
    return is_comparison(node->op) ? type_of_kind(TYPE_BOOL) : type;
}

static const struct type *
check_monadic(struct check *check, struct node_monadic *node, const struct type *expected)
{
    const bool negated_literal = node->op == OP_SUB && node->operand->kind == NODE_INTEGER;
    const struct operands operands = {{node->operand}, 1};
    const struct type *type;
    bool takes;

    node->decl = check_find_operator(check, node->decl, node->op, &operands);
    if (node->decl != NULL)
        return check_operator_call(check, node->decl, &operands);
    if (node->op >= OP_U_QQ)
        return check_no_operator(check, &node->base, node->op, &operands);
    if (negated_literal)
        type = node->operand->type = check_literal(check, node->operand, expected);
    else
        type = check_expr(check, node->operand, expected);
    if (type_is_error(type))
        return type;
    takes = node->op == OP_ADD || node->op == OP_SUB ? type_is_numeric(type)
            : node->op == OP_NOT                     ? type_is_bool(type)
                                                     : type_is_integer(type);
    if (!takes)
        return operand_error(check, node->operand, node->op, type);
    node->base.value = fold_monadic(check, node, type);
    return type;
}

const struct type *
check_operator(struct check *check, struct node *node, const struct type *expected)
{
    if (node->kind == NODE_MONADIC)
        return check_monadic(check, node_as_monadic(node), expected);
    return check_dyadic(check, node_as_dyadic(node), expected);
}

// ---- conversions ----

static bool
needs_mode(const struct type *from, const struct type *to)
{
    if (type_is_real(to))
        return type_is_integer(from) ||
               (type_base(from)->kind == TYPE_REAL64 && type_base(to)->kind == TYPE_REAL32);
    return type_is_real(from);
}

static bool
modes_agree(struct check *check, const struct node *node, const struct type *from,
            const struct type *to, int mode)
{
    const bool needed = needs_mode(from, to);

    if (needed && mode == CONVERT_PLAIN) {
        diag_help(diag_error(check->diagnostics, E_CONVERSION, node->span,
                             "a conversion from %s to %s needs ROUND or TRUNC", type_text(from),
                             type_text(to)),
                  "write `%s ROUND` for the nearest value or `%s TRUNC` to cut off", type_text(to),
                  type_text(to));
        return false;
    }
    if (!needed && mode != CONVERT_PLAIN && !type_is_real(to)) {
        diag_error(check->diagnostics, E_CONVERSION, node->span,
                   "a conversion from %s to %s is exact and takes no ROUND or TRUNC",
                   type_text(from), type_text(to));
        return false;
    }
    return true;
}

// No REAL is a truth value, and the values of an enumeration have integers for numbers only.
static bool
is_no_conversion(const struct type *type, const struct type *other)
{
    return (type_is_bool(type) && type_is_real(other)) ||
           (type_is_enum(type) && !type_is_discrete(other));
}

const struct type *
check_conversion(struct check *check, struct node *node, const struct type *to, int mode,
                 struct node *operand)
{
    const struct type *const hint =
        type_is_scalar(to) || !check_is_untyped(operand) ? NULL : type_base(to);
    const struct type *from;

    if (type_base(to)->kind == TYPE_STRING)
        return check_text_conversion(check, node, to, operand);
    from = check_expr(check, operand, hint);
    if (type_is_error(from) || type_is_error(to))
        return to;
    if (!type_is_scalar(to) || !type_is_scalar(from)) {
        // Between a named type and what it names, any type goes.
        if (type_same(type_base(to), type_base(from))) {
            node->value = operand->value;
            return to;
        }
        diag_error(check->diagnostics, E_CONVERSION, node->span, "a %s cannot be converted to %s",
                   type_text(from), type_text(to));
        return error_type();
    }
    if (is_no_conversion(from, to) || is_no_conversion(to, from)) {
        diag_error(check->diagnostics, E_CONVERSION, node->span, "a %s cannot be converted to %s",
                   type_text(from), type_text(to));
        return error_type();
    }
    if (!modes_agree(check, node, from, to, mode))
        return to;
    node->value = fold_conversion(check, node, to, mode, operand);
    return to;
}

// ---- all of them ----

// [i = from FOR count | item]: an array whose element number i is the item.
static const struct type *
check_constructor(struct check *check, struct node_constructor *node, const struct type *expected)
{
    const struct type *const wanted = expected == NULL ? NULL : type_base(expected);
    struct node_replicator *const replicator = node_as_replicator(node->replicator);
    const struct type *item, *made;

    check_replicator(check, node->replicator);
    item = check_expr(check, node->item,
                      wanted != NULL && wanted->kind == TYPE_ARRAY ? wanted->element : NULL);
    if (type_is_error(item) || type_is_error(replicator->count->type))
        return error_type();
    if (replicator->count->value == NULL || type_has_open_size(item)) {
        diag_error(check->diagnostics, E_NOT_CONSTANT,
                   type_has_open_size(item) ? node->item->span : replicator->count->span,
                   "the size of an array must be known at compile time");
        return error_type();
    }
    made = type_array(item, replicator->count->value->integer);
    if (expected != NULL && expected->kind == TYPE_NAMED && type_same(type_base(expected), made))
        return expected;
    return made;
}

static void
check_integer_range(struct check *check, const struct node *node, const struct type *type)
{
    if (node->kind != NODE_INTEGER || node->value == NULL || type_is_error(type))
        return;
    if (node->value->integer > type_most(type, check->program) ||
        (node->value->integer < 0 && node_as_integer(node)->text.at[0] != '#'))
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->span,
                   "%s does not fit %s, which goes up to %lld", node_as_integer(node)->text.at,
                   type_text(type), (long long)type_most(type, check->program));
}

static const struct type *
expr_type(struct check *check, struct node *node, const struct type *expected)
{
    switch (node->kind) {
    case NODE_NAME: return check_name(check, node_as_name_use(node), expected);
    case NODE_INTEGER:
    case NODE_REAL:
    case NODE_BYTE:
    case NODE_STRING:
    case NODE_BOOL:
    case NODE_TABLE: return check_literal(check, node, expected);
    case NODE_SUBSCRIPT: return check_subscript(check, node_as_subscript(node));
    case NODE_SLICE: return check_slice(check, node_as_slice(node));
    case NODE_CALL: return check_call(check, node, expected);
    case NODE_MONADIC:
    case NODE_DYADIC: return check_operator(check, node, expected);
    case NODE_CONVERT:
        return check_conversion(check, node, check_type(check, node_as_convert(node)->to),
                                node_as_convert(node)->mode, node_as_convert(node)->operand);
    case NODE_SIZE: return check_size(check, node_as_size(node));
    case NODE_LIMIT: return check_limit(check, node_as_limit(node));
    case NODE_BYTESIN: return check_bytesin(check, node_as_bytesin(node));
    case NODE_OFFSETOF: return check_offsetof(check, node_as_offsetof_field(node));
    case NODE_END_OF: return check_end_of(check, node_as_end_of(node));
    case NODE_CONSTRUCTOR: return check_constructor(check, node_as_constructor(node), expected);
    case NODE_VALOF:
    case NODE_SCOPED: return check_valof_value(check, node, expected);
    case NODE_CLONE: return check_clone(check, node_as_clone(node));
    case NODE_DEFINED: return check_is_defined(check, node_as_defined(node));
    case NODE_MOBILE_NEW: return check_mobile_new(check, node_as_mobile_new(node), expected);
    case NODE_MISSING: break;
    default:
        diag_error(check->diagnostics, E_WRONG_KIND, node->span, "a value is needed here");
        break;
    }
    return error_type();
}

// What is written between quotes is a text or an array of BYTEs, as it is needed.
static bool
is_literal(const struct node *node)
{
    return check_is_untyped(node) ||
           (node->kind == NODE_STRING && node_as_string(node)->as == NULL);
}

const struct type *
check_expr(struct check *check, struct node *node, const struct type *expected)
{
    // What was checked before is not checked again, so that nothing is said twice; a literal that
    // now meets a context does take its type.
    if (node->type != NULL && (expected == NULL || !is_literal(node)))
        return node->type;
    if (expected != NULL)
        expected = type_contents(expected);
    node->type = expr_type(check, node, expected);
    check_integer_range(check, node, node->type);
    return node->type;
}

// Arrays of the same elements that differ in size only deserve to be told so.
static enum diag_code
mismatch_code(const struct type *wanted, const struct type *actual)
{
    if (wanted->kind == TYPE_ARRAY && actual->kind == TYPE_ARRAY &&
        type_same(wanted->element, actual->element))
        return E_ARRAY_SIZE;
    return E_TYPE_MISMATCH;
}

const struct type *
check_value(struct check *check, struct node *node, const struct type *wanted, const char *what)
{
    const struct type *const type = check_expr(check, node, wanted);

    if (type_fits(wanted, type)) {
        check_move(check, node, wanted);
        return type;
    }
    // A STRING is looked at as its bytes.
    if (type_is_bytes(wanted) && type_base(type)->kind == TYPE_STRING)
        return type;
    diag_label(diag_error(check->diagnostics, mismatch_code(wanted, type), node->span,
                          "%s must be of type %s", what, type_text(wanted)),
               "this is of type %s", type_text(type));
    return error_type();
}

const struct constant *
check_constant(struct check *check, struct node *node, const struct type *wanted, const char *what)
{
    const unsigned errors = diag_error_count(check->diagnostics);

    if (type_is_error(check_value(check, node, wanted, what)))
        return NULL;
    if (node->value == NULL)
        node->value = fold_with_calls(check, node, wanted);
    if (node->value == NULL && diag_error_count(check->diagnostics) == errors)
        diag_error(check->diagnostics, E_NOT_CONSTANT, node->span,
                   "%s must be known at compile time", what);
    return node->value;
}
