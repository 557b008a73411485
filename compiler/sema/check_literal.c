// SPDX-License-Identifier: MIT
// Literals: their values, and the types they take from their context.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// The type of a literal: its own, or what the context wants if that is of the right sort.
static const struct type *
literal_type(struct check *check, struct node *as, const struct type *expected,
             bool (*fits)(const struct type *), const struct type *otherwise)
{
    if (as != NULL)
        return check_type(check, as);
    if (expected != NULL && fits(expected))
        return expected;
    return otherwise;
}

static bool
integer_value(const struct node_integer *node, int bits, int64_t *value)
{
    const char *const text = node->text.at;
    const bool hex = text[0] == '#';
    unsigned long long read;

    errno = 0;
    read = strtoull(text + hex, NULL, hex ? 16 : 10);
    if (errno == ERANGE)
        return false;
    if (hex && bits < 64 && read >> bits != 0)
        return false;
    // Hexadecimal literals are patterns of bits.
    *value = bits == 64   ? (int64_t)read
             : bits == 32 ? (hex ? (int64_t)(int32_t)(uint32_t)read : (int64_t)read)
             : bits == 16 ? (hex ? (int64_t)(int16_t)(uint16_t)read : (int64_t)read)
                          : (int64_t)read;
    return hex || bits < 64 || read <= (unsigned long long)INT64_MAX + 1;
}

static const struct type *
check_integer(struct check *check, struct node_integer *node, const struct type *expected)
{
    const struct type *type =
        literal_type(check, node->as, expected, type_is_integer, type_of_kind(TYPE_INT));
    int64_t value = 0;

    if (type_is_error(type))
        return type;
    if (!type_is_integer(type)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "an integer literal cannot be of type %s", type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    // One above the largest is for MOSTNEG written with a minus sign.
    if (!integer_value(node, type_bits(type, check->program), &value) ||
        (node->text.at[0] != '#' &&
         (uint64_t)value > (uint64_t)type_most(type, check->program) + 1)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "%s does not fit %s, which goes up to %lld", node->text.at, type_text(type),
                   (long long)type_most(type, check->program));
        return type_of_kind(TYPE_ERROR);
    }
    node->base.value = constant_integer(value);
    return type;
}

static const struct type *
check_real(struct check *check, struct node_real *node, const struct type *expected)
{
    const bool csp = check->program->is_csp(check->program, node->base.span);
    const struct type *const type = literal_type(check, node->as, expected, type_is_real,
                                                 csp ? type_of_kind(TYPE_REAL64) : NULL);
    double value;

    if (expected != NULL && type_is_error(expected) && node->as == NULL)
        return expected; // what it would have taken its type from is wrong already
    if (type == NULL) {
        diag_help(diag_error(check->diagnostics, E_NEED_TYPE, node->base.span,
                             "the type of this real number cannot be told from its context"),
                  "write `%s(REAL32)` or `%s(REAL64)`", node->text.at, node->text.at);
        return type_of_kind(TYPE_ERROR);
    }
    if (type_is_error(type))
        return type;
    if (!type_is_real(type)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "a real literal cannot be of type %s", type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    value = type_base(type)->kind == TYPE_REAL32 ? (double)strtof(node->text.at, NULL)
                                                 : strtod(node->text.at, NULL);
    if (isinf(value)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span, "%s is too large for %s",
                   node->text.at, type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    node->base.value = constant_real(value);
    return type;
}

static int
hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

// Decode one character of a literal at `*at`; false for a wrong escape.
static bool
decode(const char **at, const char *end, unsigned char *byte)
{
    const char c = *(*at)++;

    *byte = (unsigned char)c;
    if (c != '*' || *at >= end)
        return c != '*';
    switch (*(*at)++) {
    case 'c':
    case 'C': *byte = '\r'; return true;
    case 'n':
    case 'N': *byte = '\n'; return true;
    case 't':
    case 'T': *byte = '\t'; return true;
    case 's':
    case 'S': *byte = ' '; return true;
    case '*': *byte = '*'; return true;
    case '\'': *byte = '\''; return true;
    case '"': *byte = '"'; return true;
    case '#':
        if (end - *at < 2)
            return false;
        *byte = (unsigned char)(hex_digit((*at)[0]) * 16 + hex_digit((*at)[1]));
        *at += 2;
        return true;
    default: return false;
    }
}

static void
bad_escape(struct check *check, struct span span)
{
    diag_help(diag_error(check->diagnostics, E_STRING, span, "this has a wrong escape"),
              "the escapes are *n *c *t *s ** *' *\" and *#hh");
}

static const struct type *
check_byte(struct check *check, struct node_byte *node, const struct type *expected)
{
    const struct type *const type =
        literal_type(check, node->as, expected, type_is_integer, type_of_kind(TYPE_BYTE));
    const char *at = node->text.at;
    unsigned char byte = 0;

    if (!decode(&at, node->text.at + node->text.length, &byte))
        bad_escape(check, node->base.span);
    if (!type_is_error(type) && !type_is_integer(type)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "a character cannot be of type %s", type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    node->base.value = constant_integer(byte);
    return type;
}

static const struct constant *
text_constant(struct check *check, const struct node_string *node)
{
    const char *at = node->text.at, *const end = at + node->text.length;
    VEC(const struct constant *) items = {0};
    struct constant *constant;
    bool length_first = node->text.length >= 2 && at[0] == '*' && (at[1] == 'l' || at[1] == 'L');
    bool right = true;

    if (length_first) {
        at += 2;
        vec_push(&items, NULL);
    }
    while (at < end) {
        unsigned char byte;

        right = decode(&at, end, &byte) && right;
        vec_push(&items, constant_integer(byte));
    }
    if (length_first)
        items.at[0] = constant_integer((int64_t)items.count - 1);
    if (!right)
        bad_escape(check, node->base.span);
    constant = mem_new(struct constant);
    *constant = (struct constant){.items = items.at, .count = items.count, .is_text = true};
    return constant;
}

static const struct type *
check_string(struct check *check, struct node_string *node, const struct type *expected)
{
    const struct constant *const value = text_constant(check, node);
    const struct type *const own = type_array(type_of_kind(TYPE_BYTE), (int64_t)value->count);
    const struct type *type = own;

    node->base.value = value;
    if (node->as != NULL)
        type = check_type(check, node->as);
    else if (expected != NULL &&
             (type_base(expected)->kind == TYPE_STRING ||
              (expected->kind == TYPE_NAMED && type_same(type_base(expected), own))))
        return expected;
    if (node->as != NULL && !type_is_error(type) && !type_same(type_base(type), own)) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "this text is of type %s and cannot be %s", type_text(own), type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    return type_has_open_size(type) ? own : type;
}

static const struct constant *
items_value(const struct nodes *items)
{
    const struct constant **const values = mem_array(const struct constant *, items->count + 1);

    for (size_t i = 0; i < items->count; i++) {
        if (items->at[i]->value == NULL)
            return NULL;
        values[i] = items->at[i]->value;
    }
    return constant_items(values, items->count);
}

static const struct type *
check_record_literal(struct check *check, struct node_table *node, const struct type *type)
{
    const struct type *const record = type_base(type);

    if (record->is_map) {
        diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                   "a MAP has no literal: it begins empty, and `m[key] := value` enters a value");
        return type_of_kind(TYPE_ERROR);
    }
    if (record->is_sum) {
        diag_help(diag_also(diag_error(check->diagnostics, E_VARIANT, node->base.span,
                                       "a `%s` is made of one of its variants, not of a list",
                                       type_text(record)),
                            record->decl->span, "declared here"),
                  "write `%s (...)`", record->tags.at[0].name->text);
        return type_of_kind(TYPE_ERROR);
    }
    if (node->items.count != record->fields.count) {
        diag_also(diag_error(check->diagnostics, E_LITERAL_TYPE, node->base.span,
                             "`%s` has %zu fields, but there are %zu values", type_text(record),
                             record->fields.count, node->items.count),
                  record->decl->span, "declared here");
        return type_of_kind(TYPE_ERROR);
    }
    for (size_t i = 0; i < node->items.count; i++)
        check_value(check, node->items.at[i], record->fields.at[i].type, "this field");
    node->base.value = items_value(&node->items);
    return type;
}

// The element type of a table: what the context wants, else that of the first item that has one.
static const struct type *
table_element(struct check *check, struct node_table *node, const struct type *expected)
{
    if (expected != NULL && type_base(expected)->kind == TYPE_ARRAY)
        return type_base(expected)->element;
    for (size_t i = 0; i < node->items.count; i++)
        if (!check_is_untyped(node->items.at[i]))
            return check_expr(check, node->items.at[i], NULL);
    return node->items.count == 0 ? NULL : check_expr(check, node->items.at[0], NULL);
}

static const struct type *
check_table(struct check *check, struct node_table *node, const struct type *expected)
{
    const struct type *element, *type;

    if (node->variant != NULL)
        return node->base.type;
    if (node->as != NULL)
        expected = check_type(check, node->as);
    if (expected != NULL && type_is_error(expected))
        expected = NULL;
    if (expected != NULL && type_base(expected)->kind == TYPE_RECORD)
        return check_record_literal(check, node, expected);
    element = table_element(check, node, expected);
    if (element == NULL) {
        diag_error(check->diagnostics, E_NEED_TYPE, node->base.span,
                   "the type of this empty table cannot be told");
        return type_of_kind(TYPE_ERROR);
    }
    for (size_t i = 0; i < node->items.count; i++) {
        const struct type *const item =
            check_value(check, node->items.at[i], element, "this element");

        if (type_has_open_size(element) && !type_is_error(item))
            element = item;
    }
    type = type_array(element, (int64_t)node->items.count);
    node->base.value = items_value(&node->items);
    if (node->base.value == NULL && type_has_open_size(element)) {
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, node->base.span,
                   "the size of the arrays in a table must be known at compile time");
        return type_of_kind(TYPE_ERROR);
    }
    if (expected != NULL && expected->kind == TYPE_NAMED && type_same(type_base(expected), type))
        return expected;
    return type;
}

const struct type *
check_literal(struct check *check, struct node *node, const struct type *expected)
{
    switch (node->kind) {
    case NODE_INTEGER: return check_integer(check, node_as_integer(node), expected);
    case NODE_REAL: return check_real(check, node_as_real(node), expected);
    case NODE_BYTE: return check_byte(check, node_as_byte(node), expected);
    case NODE_STRING: return check_string(check, node_as_string(node), expected);
    case NODE_TABLE: return check_table(check, node_as_table(node), expected);
    default:
        node->value = constant_integer(node_as_boolean(node)->truth);
        if (expected != NULL && type_is_bool(expected))
            return expected;
        return type_of_kind(TYPE_BOOL);
    }
}

bool
check_is_untyped(const struct node *node)
{
    switch (node->kind) {
    case NODE_INTEGER: return node_as_integer(node)->as == NULL;
    case NODE_REAL: return node_as_real(node)->as == NULL;
    case NODE_BYTE: return node_as_byte(node)->as == NULL;
    case NODE_STRING: return node_as_string(node)->as == NULL;
    case NODE_MONADIC: return check_is_untyped(node_as_monadic(node)->operand);
    case NODE_DYADIC:
        return node_as_dyadic(node)->op < OP_EQ && check_is_untyped(node_as_dyadic(node)->left) &&
               check_is_untyped(node_as_dyadic(node)->right);
    case NODE_TABLE: {
        const struct node_table *const table = node_as_table(node);

        for (size_t i = 0; i < table->items.count; i++)
            if (!check_is_untyped(table->items.at[i]))
                return false;
        return table->as == NULL && table->variant == NULL;
    }
    default: return false;
    }
}
