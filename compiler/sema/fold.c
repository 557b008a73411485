// SPDX-License-Identifier: MIT
// Constant folding, with the rules of the operators: what overflows at run time is an error here.
#include <config.h>

#include "sema/check.h"

#include <math.h>

static const struct constant *
out_of_range(struct check *check, struct span span, const struct type *type, const char *what)
{
    if (!check->dead)
        diag_error(check->diagnostics, E_CONSTANT_RANGE, span, "this constant expression %s %s",
                   what, type_text(type));
    return NULL;
}

static int64_t
wrap(int64_t value, int bits)
{
    switch (bits) {
    case 8: return (uint8_t)value;
    case 16: return (int16_t)value;
    case 32: return (int32_t)value;
    default: return value;
    }
}

static uint64_t
unsigned_of(int64_t value, int bits)
{
    return bits == 64 ? (uint64_t)value : (uint64_t)value & ((UINT64_C(1) << bits) - 1);
}

// Compute in 128 bits, so that only the range of the type matters.
static const struct constant *
checked(struct check *check, struct span span, const struct type *type, __int128 value)
{
    if (value < type_least(type, check->program) || value > type_most(type, check->program))
        return out_of_range(check, span, type, "overflows");
    return constant_integer((int64_t)value);
}

static const struct constant *
divide(struct check *check, const struct node_dyadic *node, const struct type *type, int64_t a,
       int64_t b)
{
    if (b == 0 && check->dead)
        return NULL;
    if (b == 0) {
        diag_error(check->diagnostics, E_CONSTANT_RANGE, node->right->span, "division by zero");
        return NULL;
    }
    if (node->op == OP_REM)
        return constant_integer(b == -1 ? 0 : a % b);
    return checked(check, node->base.span, type, (__int128)a / b);
}

static const struct constant *
shift(struct check *check, const struct node_dyadic *node, const struct type *type, int64_t a,
      int64_t b)
{
    const int bits = type_bits(type, check->program);
    const uint64_t pattern = unsigned_of(a, bits);

    if (b < 0 || b > bits) {
        diag_error(check->diagnostics, E_CONSTANT_RANGE, node->right->span,
                   "a %s has %d bits and cannot be shifted by %lld", type_text(type), bits,
                   (long long)b);
        return NULL;
    }
    if (b == 64 || b == bits)
        return constant_integer(0);
    return constant_integer(
        wrap((int64_t)(node->op == OP_SHL ? pattern << b : pattern >> b), bits));
}

static const struct constant *
fold_integers(struct check *check, const struct node_dyadic *node, const struct type *type,
              int64_t a, int64_t b)
{
    const int bits = type_bits(type, check->program);
    const uint64_t x = (uint64_t)a, y = (uint64_t)b;

    switch (node->op) {
    case OP_ADD: return checked(check, node->base.span, type, (__int128)a + b);
    case OP_SUB: return checked(check, node->base.span, type, (__int128)a - b);
    case OP_MUL: return checked(check, node->base.span, type, (__int128)a * b);
    case OP_DIV:
    case OP_REM: return divide(check, node, type, a, b);
    case OP_PLUS: return constant_integer(wrap((int64_t)(x + y), bits));
    case OP_MINUS: return constant_integer(wrap((int64_t)(x - y), bits));
    case OP_TIMES: return constant_integer(wrap((int64_t)(x * y), bits));
    case OP_BITAND: return constant_integer(a & b);
    case OP_BITOR: return constant_integer(a | b);
    case OP_BITXOR: return constant_integer(a ^ b);
    case OP_SHL:
    case OP_SHR: return shift(check, node, type, a, b);
    case OP_EQ: return constant_integer(a == b);
    case OP_NE: return constant_integer(a != b);
    case OP_LT: return constant_integer(a < b);
    case OP_LE: return constant_integer(a <= b);
    case OP_GT: return constant_integer(a > b);
    case OP_GE: return constant_integer(a >= b);
    case OP_AFTER:
        return constant_integer((bits == 8 ? (int8_t)(x - y) : wrap((int64_t)(x - y), bits)) > 0);
    case OP_AND: return constant_integer(a && b);
    case OP_OR: return constant_integer(a || b);
    default: return NULL;
    }
}

static const struct constant *
real_result(const struct type *type, double value)
{
    if (type_base(type)->kind == TYPE_REAL32)
        value = (double)(float)value;
    // What overflows is left to run time, where the mode decides.
    return isfinite(value) ? constant_real(value) : NULL;
}

static const struct constant *
fold_reals(const struct node_dyadic *node, const struct type *type, double a, double b)
{
    switch (node->op) {
    case OP_ADD: return real_result(type, a + b);
    case OP_SUB: return real_result(type, a - b);
    case OP_MUL: return real_result(type, a * b);
    case OP_DIV: return b == 0 ? NULL : real_result(type, a / b);
    case OP_REM: return b == 0 ? NULL : real_result(type, remainder(a, b));
    case OP_EQ: return constant_integer(a == b);
    case OP_NE: return constant_integer(a != b);
    case OP_LT: return constant_integer(a < b);
    case OP_LE: return constant_integer(a <= b);
    case OP_GT: return constant_integer(a > b);
    case OP_GE: return constant_integer(a >= b);
    default: return NULL;
    }
}

const struct constant *
fold_dyadic(struct check *check, const struct node_dyadic *node, const struct type *type)
{
    const struct constant *const a = node->left->value, *const b = node->right->value;

    if (a != NULL && node->op == OP_AND && a->integer == 0)
        return a;
    if (a != NULL && node->op == OP_OR && a->integer != 0)
        return a;
    if (a == NULL || b == NULL)
        return NULL;
    if (type_is_real(type))
        return fold_reals(node, type, a->real, b->real);
    if (!type_is_scalar(type))
        return NULL;
    return fold_integers(check, node, type, a->integer, b->integer);
}

const struct constant *
fold_monadic(struct check *check, const struct node_monadic *node, const struct type *type)
{
    const struct constant *const a = node->operand->value;

    if (a == NULL)
        return NULL;
    if (type_is_real(type))
        return constant_real(node->op == OP_SUB ? -a->real : a->real);
    switch (node->op) {
    case OP_SUB: return checked(check, node->base.span, type, -(__int128)a->integer);
    case OP_MINUS:
        return constant_integer(
            wrap((int64_t)(0 - (uint64_t)a->integer), type_bits(type, check->program)));
    case OP_NOT: return constant_integer(!a->integer);
    case OP_BITNOT: return constant_integer(wrap(~a->integer, type_bits(type, check->program)));
    default: return a;
    }
}

static const struct constant *
real_to_integer(struct check *check, const struct node *node, const struct type *to, int mode,
                double value)
{
    const double whole = mode == CONVERT_TRUNC ? trunc(value) : nearbyint(value);

    if (!(whole >= (double)type_least(to, check->program)) ||
        !(whole < (double)type_most(to, check->program) + 1.0))
        return out_of_range(check, node->span, to, "does not fit");
    return constant_integer((int64_t)whole);
}

static const struct constant *
to_real(const struct type *to, int mode, const struct node *operand)
{
    const bool from_real = type_is_real(operand->type);
    const double value = from_real ? operand->value->real : (double)operand->value->integer;

    // Rounding towards zero is left to run time, which has the exact rules.
    if (mode == CONVERT_TRUNC)
        return NULL;
    if (!from_real && type_base(to)->kind == TYPE_REAL32)
        return constant_real((double)(float)operand->value->integer);
    return real_result(to, value);
}

const struct constant *
fold_conversion(struct check *check, const struct node *node, const struct type *to, int mode,
                const struct node *operand)
{
    const struct constant *const value = operand->value;

    if (value == NULL)
        return NULL;
    if (type_is_real(to))
        return to_real(to, mode, operand);
    if (type_is_real(operand->type))
        return real_to_integer(check, node, to, mode, value->real);
    if (type_is_bool(to) && (value->integer < 0 || value->integer > 1))
        return out_of_range(check, node->span, to, "does not fit");
    if (!type_is_scalar(to))
        return value;
    if (type_is_discrete(to) && (value->integer < type_least(to, check->program) ||
                                 value->integer > type_most(to, check->program)))
        return out_of_range(check, node->span, to, "does not fit");
    return value;
}
