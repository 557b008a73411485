// SPDX-License-Identifier: MIT
// Expressions in C.
#include <config.h>

#include "emit/internal.h"

#include "base/ice.h"
#include "base/mem.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

// ---- constants ----

static const char *
integer_text(const struct ir_expr *expr)
{
    const int64_t value = expr->integer;

    if (expr->type.base == IR_BOOL)
        return value != 0 ? "true" : "false";
    if (value == INT64_MIN)
        return "INT64_MIN";
    if (value == INT32_MIN)
        return "INT32_MIN";
    if (value > INT32_MAX)
        return mem_format("INT64_C(%lld)", (long long)value);
    if (value < INT32_MIN)
        return mem_format("(-INT64_C(%lld))", -(long long)value);
    return mem_format(value < 0 ? "(%lld)" : "%lld", (long long)value);
}

static const char *
real_text(const struct ir_expr *expr)
{
    const bool narrow = expr->type.base == IR_REAL32;
    const char *text = mem_format(narrow ? "%.9g" : "%.17g", expr->real);

    if (strpbrk(text, ".en") == NULL)
        text = mem_format("%s.0", text);
    if (narrow)
        text = mem_format("%sf", text);
    return signbit(expr->real) ? mem_format("(%s)", text) : text;
}

// A C string; octal escapes end by themselves after three digits.
const char *
string_text(const char *bytes, size_t length)
{
    struct text text = {0};

    text_putc(&text, '"');
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)bytes[i];

        if (c == '\n')
            text_puts(&text, "\\n");
        else if (c == '"' || c == '\\' || c == '?')
            text_printf(&text, "\\%c", c);
        else if (isprint(c))
            text_putc(&text, (char)c);
        else
            text_printf(&text, "\\%03o", c);
    }
    text_putc(&text, '"');
    return text_string(&text);
}

static const char *
bytes_text(const struct ir_expr *expr)
{
    const char *const string = string_text(expr->text, expr->length);

    if (expr->type.base == IR_TEXT && !expr->type.is_array)
        return mem_format("CSP_TEXT(%s, %zu)", string, expr->length);
    return mem_format("((const uint8_t *)%s)", string);
}

// ---- variables ----

const char *
var_text(struct emit *emit, const struct ir_var *var)
{
    if (var->storage != IR_SLOT)
        return var->c_name;
    emit->frame_used = true;
    return mem_format("f->%s", var->c_name);
}

static const char *
var_place(struct emit *emit, const struct ir_var *var)
{
    const char *const text = var_text(emit, var);

    return var->reference && !var->type.is_array ? mem_format("*%s", text) : text;
}

// The variable of which a place is a part, unless an address leads to it.
static const struct ir_var *
whole_of(const struct ir_expr *place)
{
    while (place->op == IR_FIELD || place->op == IR_INDEX || place->op == IR_OFFSET)
        place = place->args.at[0];
    return place->op == IR_VAR && !place->var->reference ? place->var : NULL;
}

static bool
is_in_subscript(const struct ir_expr *place, const struct ir_var *var)
{
    for (; place->op != IR_VAR; place = place->args.at[0])
        if (place->op != IR_FIELD && ir_mentions(place->args.at[1], var))
            return true;
    return false;
}

// A target that is a variable or a part of one is written, not read.
const char *
expr_target(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_var *const whole = whole_of(expr);
    const char *text;

    if (expr->op == IR_VAR && expr->var->reference)
        return expr->var->type.is_array ? var_text(emit, expr->var) : expr_text(emit, expr);
    if (whole != NULL) {
        void *const was_read = map_get(&emit->read, whole);

        text = expr_text(emit, expr);
        if (!is_in_subscript(expr, whole))
            map_put(&emit->read, whole, was_read);
        return text;
    }
    if (expr->op == IR_ADDRESS && expr->args.at[0]->op == IR_VAR &&
        expr->args.at[0]->var->reference)
        return var_text(emit, expr->args.at[0]->var);
    return expr_text(emit, expr);
}

const char *
site_text(struct emit *emit, const struct ir_site *site)
{
    struct ir_site *const known = (struct ir_site *)(uintptr_t)site;

    if (known->number == 0) {
        vec_push(&emit->sites, site);
        known->number = (unsigned)emit->sites.count;
    }
    return mem_format("&site[%u]", known->number - 1);
}

// ---- operators ----

static const char *symbol_of(enum ir_operator operator)
{
    static const char *const symbols[] = {
        [IR_ADD] = "+",    [IR_SUB] = "-",   [IR_MUL] = "*",    [IR_DIV] = "/",   [IR_REM] = "%",
        [IR_BITAND] = "&", [IR_BITOR] = "|", [IR_BITXOR] = "^", [IR_AND] = "&&",  [IR_OR] = "||",
        [IR_EQ] = "==",    [IR_NE] = "!=",   [IR_LT] = "<",     [IR_LE] = "<=",   [IR_GT] = ">",
        [IR_GE] = ">=",    [IR_NEG] = "-",   [IR_NOT] = "!",    [IR_AFTER] = NULL};

    return operator<= IR_AFTER ? symbols[operator] : NULL;
}

static const char *function_of(enum ir_operator operator)
{
    static const char *const names[] = {
        [IR_ADD] = "add",     [IR_SUB] = "sub",       [IR_MUL] = "mul",    [IR_DIV] = "div",
        [IR_REM] = "rem",     [IR_NEG] = "neg",       [IR_PLUS] = "plus",  [IR_MINUS] = "minus",
        [IR_TIMES] = "times", [IR_UMINUS] = "uminus", [IR_BITNOT] = "not", [IR_SHL] = "shl",
        [IR_SHR] = "shr",     [IR_BITXOR] = "xor",    [IR_AFTER] = "after"};

    return names[operator];
}

static bool
is_real(enum ir_base base)
{
    return base == IR_REAL32 || base == IR_REAL64;
}

const char *
expr_arguments(struct emit *emit, const struct ir_expr *expr)
{
    struct text text = {0};

    for (size_t i = 0; i < expr->args.count; i++)
        text_printf(&text, "%s%s", i == 0 ? "" : ", ", expr_text(emit, expr->args.at[i]));
    return text_string(&text);
}

static bool
needs_function(const struct ir_expr *expr)
{
    switch ((enum ir_operator)expr->integer) {
    case IR_PLUS:
    case IR_MINUS:
    case IR_TIMES:
    case IR_UMINUS:
    case IR_BITNOT:
    case IR_AFTER: return true;
    case IR_SHL:
    case IR_SHR: return true;
    case IR_BITXOR: // where b ^ 255 is what C compilers know as ~b, and warn of
        return expr->operand == IR_BYTE || expr->operand == IR_INT16;
    case IR_REM: return expr->checked || is_real(expr->operand);
    default: return expr->checked;
    }
}

static const char *
operation_call(struct emit *emit, const struct ir_expr *expr)
{
    const enum ir_operator operator=(enum ir_operator) expr->integer;
    const bool takes_site = expr->checked || operator== IR_SHL || operator== IR_SHR;
    const char *const name = function_of(operator);

    if (operator== IR_REM && !expr->checked && is_real(expr->operand))
        return mem_format("csp_remainder_%s(%s)", type_suffix(expr->operand),
                          expr_arguments(emit, expr));
    if (!takes_site)
        return mem_format("csp_%s_%s(%s)", name, type_suffix(expr->operand),
                          expr_arguments(emit, expr));
    return mem_format("csp_%s_%s(%s, %s)", name, type_suffix(expr->operand),
                      expr_arguments(emit, expr), site_text(emit, expr->site));
}

// C computes with at least an int: what is narrower is cut back.
static const char *
narrowed(const struct ir_expr *expr, const char *text)
{
    const enum ir_operator operator=(enum ir_operator) expr->integer;
    const bool narrow = expr->type.base == IR_BYTE || expr->type.base == IR_INT16;

    if (!narrow || (operator>= IR_AND && operator<= IR_AFTER))
        return text;
    return mem_format("(%s)(%s)", type_of_base(&expr->type), text);
}

// `x = x` is said outright: C compilers warn of it.
static const char *
self_comparison(const struct ir_expr *expr)
{
    const struct ir_expr *const a = expr->args.at[0];

    if (expr->integer < IR_EQ || expr->integer > IR_GE || is_real(expr->operand) ||
        a->op != IR_VAR || expr->args.at[1]->op != IR_VAR || a->var != expr->args.at[1]->var)
        return NULL;
    return expr->integer == IR_EQ || expr->integer == IR_LE || expr->integer == IR_GE ? "true"
                                                                                      : "false";
}

// What an integer expression can be at all, by its type or by what it was converted from.
static bool
range_of(const struct ir_expr *expr, int64_t *least, int64_t *most)
{
    const bool widened = expr->op == IR_CONVERT && !expr->checked && !is_real(expr->operand);

    switch (widened ? expr->operand : expr->type.base) {
    case IR_BYTE: *least = 0, *most = UINT8_MAX; return true;
    case IR_INT16: *least = INT16_MIN, *most = INT16_MAX; return true;
    case IR_INT32: *least = INT32_MIN, *most = INT32_MAX; return true;
    case IR_INT64: *least = INT64_MIN, *most = INT64_MAX; return true;
    default: return false;
    }
}

// Whether `a op c` is the same for all values of `a`: -1 if not, else 0 or 1.
static int
decided(enum ir_operator operator, int64_t least, int64_t most, int64_t c)
{
    switch (operator) {
    case IR_LT: return most < c ? 1 : least >= c ? 0 : -1;
    case IR_LE: return most <= c ? 1 : least > c ? 0 : -1;
    case IR_GT: return least > c ? 1 : most <= c ? 0 : -1;
    case IR_GE: return least >= c ? 1 : most < c ? 0 : -1;
    case IR_EQ: return c < least || c > most ? 0 : -1;
    case IR_NE: return c < least || c > most ? 1 : -1;
    default: return -1;
    }
}

static enum ir_operator mirrored(enum ir_operator operator)
{
    switch (operator) {
    case IR_LT: return IR_GT;
    case IR_LE: return IR_GE;
    case IR_GT: return IR_LT;
    case IR_GE: return IR_LE;
    default: return operator;
    }
}

// The opposite of a comparison; any other operator itself.
static enum ir_operator opposite(enum ir_operator operator)
{
    switch (operator) {
    case IR_EQ: return IR_NE;
    case IR_NE: return IR_EQ;
    case IR_LT: return IR_GE;
    case IR_GE: return IR_LT;
    case IR_LE: return IR_GT;
    case IR_GT: return IR_LE;
    default: return operator;
    }
}

// That `expr` does not hold. What compares with a NaN is FALSE, so that REALs have no opposites but
// those of equality.
const char *
expr_negated(struct emit *emit, const struct ir_expr *expr)
{
    const bool compares = expr->op == IR_OPERATE && opposite((enum ir_operator)expr->integer) !=
                                                        (enum ir_operator)expr->integer;
    const bool equates = expr->integer == IR_EQ || expr->integer == IR_NE;
    struct ir_expr turned = *expr;

    if (expr->op == IR_OPERATE && expr->integer == IR_NOT)
        return expr_text(emit, expr->args.at[0]);
    if (expr->op == IR_ENDED_IS || expr->op == IR_TIMED_OUT)
        return mem_format("!%s", expr_text(emit, expr));
    if (!compares || (is_real(expr->operand) && !equates))
        return mem_format("!%s", expr_operand(emit, expr));
    turned.integer = opposite((enum ir_operator)expr->integer);
    return expr_text(emit, &turned);
}

// A comparison that the types decide: C compilers warn of it, so only its operand is evaluated.
static const char *
decided_comparison(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *operand = expr->args.at[0];
    enum ir_operator operator=(enum ir_operator) expr->integer;
    int64_t least, most, c;
    int result;

    if (!ir_is_constant(expr->args.at[1], &c)) {
        if (!ir_is_constant(operand, &c))
            return NULL;
        operand = expr->args.at[1];
        operator= mirrored(operator);
    }
    if (!range_of(operand, &least, &most))
        return NULL;
    result = decided(operator, least, most, c);
    if (result < 0)
        return NULL;
    return mem_format("((void)%s, %s)", expr_operand(emit, operand), result ? "true" : "false");
}

static const char *
operation_text(struct emit *emit, const struct ir_expr *expr)
{
    const char *decided_text;
    const char *const symbol = symbol_of((enum ir_operator)expr->integer);

    if (needs_function(expr))
        return operation_call(emit, expr);
    if (expr->integer == IR_NOT)
        return expr_negated(emit, expr->args.at[0]);
    if (expr->args.count == 1)
        return narrowed(expr, mem_format("%s%s", symbol, expr_operand(emit, expr->args.at[0])));
    if (ir_is_guard_number(expr))
        return mem_format("%s.chosen == %lld", expr_text(emit, expr->args.at[0]->args.at[0]),
                          (long long)expr->args.at[1]->integer);
    if (self_comparison(expr) != NULL)
        return self_comparison(expr);
    decided_text = decided_comparison(emit, expr);
    if (decided_text != NULL)
        return decided_text;
    return narrowed(expr, mem_format("%s %s %s", expr_operand(emit, expr->args.at[0]), symbol,
                                     expr_operand(emit, expr->args.at[1])));
}

// ---- conversions ----

static const char *
conversion_text(struct emit *emit, const struct ir_expr *expr)
{
    const enum ir_base from = expr->operand, to = expr->type.base;
    const char *const value = expr_text(emit, expr->args.at[0]);
    const char *const mode = expr->integer == IR_TRUNC ? "trunc" : "round";

    if (from == IR_REAL64 && to == IR_REAL32 && !expr->checked)
        return mem_format("csp_ieee_%s_to_real32(%s)", mode, value);
    if (from == IR_REAL64 && to == IR_REAL32)
        return mem_format("csp_real64_%s_to_real32(%s, %s)", mode, value,
                          site_text(emit, expr->site));
    if (is_real(from) && is_real(to))
        return mem_format("(%s)%s", type_of_base(&expr->type),
                          expr_operand(emit, expr->args.at[0]));
    if (is_real(from))
        return mem_format("csp_%s_to_%s(%s, %s)", mode, type_suffix(to), value,
                          site_text(emit, expr->site));
    if (is_real(to))
        return mem_format("csp_int_%s_to_%s(%s)", mode, type_suffix(to), value);
    if (expr->checked && expr->args.count == 2)
        return mem_format("csp_to_value(%s, %s)", expr_arguments(emit, expr),
                          site_text(emit, expr->site));
    if (expr->checked)
        return mem_format("csp_to_%s(%s, %s)", type_suffix(to), value, site_text(emit, expr->site));
    return mem_format("(%s)%s", type_of_base(&expr->type), expr_operand(emit, expr->args.at[0]));
}

// ---- the rest ----

// A routine's name in C: csp_longadd_int64 of LONGADD.INT64.
const char *
intrinsic_name(const char *spelling)
{
    char *const name = mem_format("csp_%s", spelling);

    for (char *c = name; *c != '\0'; c++)
        *c = *c == '.' ? '_' : (char)tolower((unsigned char)*c);
    return name;
}

// The values of FORMAT, as a C function takes them that does not know their types.
static const char *
format_text(struct emit *emit, const struct ir_expr *expr)
{
    struct text text = {0};

    text_printf(&text, "csp_format(%s",
                string_text(expr->args.at[0]->text, expr->args.at[0]->length));
    for (size_t i = 1; i < expr->args.count; i++)
        text_printf(&text, ", %s%s", expr->args.at[i]->type.base == IR_INT64 ? "(int64_t)" : "",
                    expr_operand(emit, expr->args.at[i]));
    text_puts(&text, ")");
    return text_string(&text);
}

static const char *
intrinsic_text(struct emit *emit, const struct ir_expr *expr)
{
    if (strcmp(expr->text, "format") == 0)
        return format_text(emit, expr);

    const char *const arguments = expr_arguments(emit, expr);

    if (expr->checked)
        return mem_format("%s(%s, %s)", intrinsic_name(expr->text), arguments,
                          site_text(emit, expr->site));
    return mem_format("%s(%s)", intrinsic_name(expr->text), arguments);
}

static const char *
check_text(struct emit *emit, const struct ir_expr *expr)
{
    return mem_format("%s(%s, %s)", expr->op == IR_CHECK_INDEX ? "csp_index" : "csp_slice",
                      expr_arguments(emit, expr), site_text(emit, expr->site));
}

static const char *
address_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const place = expr->args.at[0];

    if (place->op == IR_VAR) {
        map_put(&emit->read, place->var, emit);
        return place->var->reference ? var_text(emit, place->var)
                                     : mem_format("&%s", var_text(emit, place->var));
    }
    return mem_format("&%s", expr_text(emit, place));
}

static const char *
pointer_text(struct emit *emit, const struct ir_expr *expr)
{
    return mem_format("(%s *)(uintptr_t)%s", type_of_base(&expr->type),
                      expr_operand(emit, expr->args.at[0]));
}

static const char *
offset_text(struct emit *emit, const struct ir_expr *expr)
{
    return mem_format("&%s[%s]", expr_operand(emit, expr->args.at[0]),
                      expr_text(emit, expr->args.at[1]));
}

// (&a[from])[i] is said as a[from + i].
static const char *
index_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *row = expr->args.at[0];
    const char *index = expr_text(emit, expr->args.at[1]);
    int64_t from, at;

    if (row->op == IR_OFFSET && ir_is_constant(row->args.at[1], &from) &&
        ir_is_constant(expr->args.at[1], &at)) {
        index = mem_format("%lld", (long long)(from + at));
        row = row->args.at[0];
    } else if (row->op == IR_OFFSET) {
        index = mem_format("%s + %s", expr_operand(emit, row->args.at[1]),
                           expr_operand(emit, expr->args.at[1]));
        row = row->args.at[0];
    }
    return mem_format("%s[%s]", expr_operand(emit, row), index);
}

// (*r).x is said as r->x.
static const char *
field_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const record = expr->args.at[0];
    const char *const name = name_of_field(record->type.record->fields.at[expr->integer].name);

    if (record->op == IR_VAR && record->var->reference && !record->var->type.is_array) {
        map_put(&emit->read, record->var, emit);
        return mem_format("%s->%s", var_text(emit, record->var), name);
    }
    return mem_format("%s.%s", expr_operand(emit, record), name);
}

static const char *
data_text(struct emit *emit, const struct ir_expr *expr)
{
    if (expr->data->c_name == NULL)
        expr->data->c_name = name_of_data(emit);
    return expr->data->c_name;
}

// A conversion to the type that the value has already says nothing.
static const struct ir_expr *
without_conversion(const struct ir_expr *expr)
{
    while ((expr->op == IR_CAST || (expr->op == IR_CONVERT && !expr->checked)) &&
           expr->type.base == expr->args.at[0]->type.base)
        expr = expr->args.at[0];
    return expr;
}

static const char *
converted_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const value = without_conversion(expr);

    if (value != expr)
        return expr_text(emit, value);
    if (expr->op == IR_CONVERT)
        return conversion_text(emit, expr);
    return mem_format("(%s)%s", type_of_base(&expr->type), expr_operand(emit, expr->args.at[0]));
}

// The address of a place, as said in C.
const char *
place_address(struct emit *emit, const struct ir_expr *place)
{
    const struct ir_expr address = {.op = IR_ADDRESS, .type = place->type};
    struct ir_expr with = address;

    vec_push(&with.args, (struct ir_expr *)(uintptr_t)place);
    if (place->op == IR_AT)
        return expr_text(emit, place->args.at[0]);
    return address_text(emit, &with);
}

// ---- all of them ----

// What the END is that a handler has met.
static const char *
ended_text(struct emit *emit, const struct ir_expr *expr)
{
    emit->self_used = true;
    if (expr->args.count == 0)
        return "csp_end_passes(self)";
    if (expr->op == IR_TIMED_OUT)
        return mem_format("csp_timed_out(self, &%s)", expr_text(emit, expr->args.at[0]));
    return mem_format("csp_ended_is(self, %s)", expr_text(emit, expr->args.at[0]));
}

const char *
expr_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const first = expr->args.count != 0 ? expr->args.at[0] : NULL;

    switch (expr->op) {
    case IR_INTEGER: return integer_text(expr);
    case IR_NUMBER: return real_text(expr);
    case IR_STRING: return bytes_text(expr);
    case IR_DATA: return data_text(emit, expr);
    case IR_VAR: map_put(&emit->read, expr->var, emit); return var_place(emit, expr->var);
    case IR_INDEX: return index_text(emit, expr);
    case IR_OFFSET: return offset_text(emit, expr);
    case IR_FIELD: return field_text(emit, expr);
    case IR_ADDRESS: return address_text(emit, expr);
    case IR_AT: return mem_format("*%s", expr_operand(emit, first));
    case IR_PORT:
        return mem_format("*(volatile %s *)(uintptr_t)%s", type_of_base(&expr->type),
                          expr_operand(emit, first));
    case IR_OPERATE: return operation_text(emit, expr);
    case IR_CONVERT:
    case IR_CAST: return converted_text(emit, expr);
    case IR_POINTER: return pointer_text(emit, expr);
    case IR_CHECK_INDEX:
    case IR_CHECK_SLICE: return check_text(emit, expr);
    case IR_CALL:
        return mem_format("%s(%s)", expr->away ? expr->routine->away_name : expr->routine->c_name,
                          expr_arguments(emit, expr));
    case IR_INTRINSIC: return intrinsic_text(emit, expr);
    case IR_CLOCK: return mem_format("(%s)csp_clock()", type_of_base(&expr->type));
    case IR_DUE:
        return mem_format("csp_due(%s, %d)", expr_text(emit, first), emit->program->int_bits);
    case IR_SOON: return mem_format("csp_clock() + %s", expr_operand(emit, first));
    case IR_TEXT_SIZE:
        return mem_format("(%s)%s.size", type_of_base(&expr->type), expr_operand(emit, first));
    case IR_TEXT_AT: return mem_format("%s.at", expr_operand(emit, first));
    case IR_CHOSEN:
        return mem_format("(%s)%s.chosen", type_of_base(&expr->type), expr_text(emit, first));
    case IR_OFFERED:
        return mem_format("%s[%s].on.item.%s", expr_text(emit, first),
                          expr_text(emit, expr->args.at[1]), type_member(expr->type.base));
    case IR_CONTENTS:
    case IR_ENTERED:
    case IR_GROWN:
    case IR_MOBILE_SIZE:
    case IR_DEFINED:
    case IR_NEW:
    case IR_BUFFERS:
    case IR_CLONE:
    case IR_MOVED:
    case IR_NOTHING:
    case IR_END_OF: return mobile_text(emit, expr);
    case IR_ENDED_IS:
    case IR_TIMED_OUT: return ended_text(emit, expr);
    }
    unreachable();
}

static bool
is_operand(const struct ir_expr *expr)
{
    switch (expr->op) {
    case IR_OPERATE: return needs_function(expr);
    case IR_ADDRESS: return expr->args.at[0]->op == IR_VAR && expr->args.at[0]->var->reference;
    case IR_VAR: return !expr->var->reference || expr->var->type.is_array;
    case IR_AT:
    case IR_PORT:
    case IR_OFFSET:
    case IR_CAST:
    case IR_POINTER:
    case IR_CLOCK:
    case IR_TEXT_SIZE:
    case IR_CHOSEN:
    case IR_SOON:
    case IR_MOBILE_SIZE:
    case IR_DEFINED: return false;
    case IR_CONVERT: return false;
    default: return true;
    }
}

const char *
expr_operand(struct emit *emit, const struct ir_expr *expr)
{
    const char *const text = expr_text(emit, expr);

    return is_operand(without_conversion(expr)) ? text : mem_format("(%s)", text);
}

const char *
expr_cast(struct emit *emit, const char *type, const struct ir_expr *expr)
{
    if (expr->op == IR_INTEGER)
        return expr_text(emit, expr);
    return mem_format("(%s)%s", type, expr_operand(emit, expr));
}
