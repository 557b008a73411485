// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

#include "sema/check.h"

static struct bench *bench;
static struct check check;
static struct program program;

static void
begin(void)
{
    bench = bench_new("a.csp", "a + b\n");
    program = (struct program){.standard = STANDARD_CSP, .int_bits = 64};
    check = (struct check){.program = &program, .diagnostics = bench_start(bench)};
}

TestSuite(fold, .init = begin);

static struct node *
known(enum type_kind kind, int64_t value, const char *where)
{
    struct node *node = node_new(NODE_INTEGER, bench_span(bench, where));
    node->type = type_of_kind(kind);
    node->value = constant_integer(value);
    return node;
}

static const struct constant *
dyadic(enum type_kind kind, int64_t a, enum op op, int64_t b)
{
    struct node_dyadic *node = node_as_dyadic(node_new(NODE_DYADIC, bench_span(bench, "a + b")));
    node->op = op;
    node->left = known(kind, a, "a");
    node->right = known(kind, b, "b");
    return fold_dyadic(&check, node, type_of_kind(kind));
}

static const struct constant *
monadic(enum type_kind kind, enum op op, int64_t a)
{
    struct node_monadic *node = node_as_monadic(node_new(NODE_MONADIC, bench_span(bench, "a + b")));
    node->op = op;
    node->operand = known(kind, a, "a");
    return fold_monadic(&check, node, type_of_kind(kind));
}

// One message with `text`, and no value. Each is at the same place, so each text is said once.
static void
expect_refused(const struct constant *value, const char *text)
{
    const char *message = bench_flush(bench);
    cr_expect_null(value, "a value where this is expected: %s", text);
    cr_expect_not_null(strstr(message, text), "got `%s` for `%s`", message, text);
    bench_start(bench);
    check.diagnostics = bench->diagnostics;
}

#define expect_is(folded, expected)                                                                \
    do {                                                                                           \
        const struct constant *const is_ = (folded);                                               \
        cr_assert_not_null(is_);                                                                   \
        cr_expect_eq(is_->integer, (expected), "it is %lld", (long long)is_->integer);             \
    } while (0)

// The signed types, and BYTE apart.
static const struct {
    enum type_kind kind;
    int64_t least, most;
    int bits;
} widths[] = {{TYPE_INT16, INT16_MIN, INT16_MAX, 16},
              {TYPE_INT32, INT32_MIN, INT32_MAX, 32},
              {TYPE_INT64, INT64_MIN, INT64_MAX, 64},
              {TYPE_INT, INT64_MIN, INT64_MAX, 64}};

enum { WIDTHS = sizeof widths / sizeof *widths };

Test(fold, sums_overflow_at_the_ends_of_the_range)
{
    for (int i = 0; i < WIDTHS; i++) {
        const enum type_kind kind = widths[i].kind;
        expect_is(dyadic(kind, widths[i].most - 1, OP_ADD, 1), widths[i].most);
        expect_refused(dyadic(kind, widths[i].most, OP_ADD, 1), "overflows");
        expect_is(dyadic(kind, widths[i].least + 1, OP_SUB, 1), widths[i].least);
        expect_refused(dyadic(kind, widths[i].least, OP_SUB, 1), "overflows");
        expect_refused(dyadic(kind, widths[i].most, OP_MUL, 2), "overflows");
        expect_refused(dyadic(kind, widths[i].least, OP_MUL, -1), "overflows");
        expect_refused(monadic(kind, OP_SUB, widths[i].least), "overflows");
        expect_is(monadic(kind, OP_SUB, widths[i].most), -widths[i].most);
    }
    expect_refused(dyadic(TYPE_BYTE, 255, OP_ADD, 1), "overflows");
    expect_refused(dyadic(TYPE_BYTE, 0, OP_SUB, 1), "overflows");
    expect_refused(monadic(TYPE_BYTE, OP_SUB, 1), "overflows");
}

Test(fold, modular_operators_wrap_around)
{
    for (int i = 0; i < WIDTHS; i++) {
        const enum type_kind kind = widths[i].kind;
        expect_is(dyadic(kind, widths[i].most, OP_PLUS, 1), widths[i].least);
        expect_is(dyadic(kind, widths[i].least, OP_MINUS, 1), widths[i].most);
        expect_is(dyadic(kind, widths[i].most, OP_TIMES, 2), -2);
        expect_is(dyadic(kind, widths[i].least, OP_TIMES, -1), widths[i].least);
        expect_is(monadic(kind, OP_MINUS, widths[i].least), widths[i].least);
        expect_is(monadic(kind, OP_BITNOT, 0), -1);
    }
    expect_is(dyadic(TYPE_BYTE, 255, OP_PLUS, 1), 0);
    expect_is(dyadic(TYPE_BYTE, 0, OP_MINUS, 1), 255);
    expect_is(dyadic(TYPE_BYTE, 16, OP_TIMES, 16), 0);
    expect_is(monadic(TYPE_BYTE, OP_MINUS, 1), 255);
    expect_is(monadic(TYPE_BYTE, OP_BITNOT, 1), 254);
}

Test(fold, quotients)
{
    for (int i = 0; i < WIDTHS; i++) {
        const enum type_kind kind = widths[i].kind;
        expect_is(dyadic(kind, -7, OP_DIV, 2), -3);
        expect_is(dyadic(kind, -7, OP_REM, 2), -1);
        expect_is(dyadic(kind, 7, OP_REM, -2), 1);
        expect_refused(dyadic(kind, widths[i].least, OP_DIV, -1), "overflows");
        expect_is(dyadic(kind, widths[i].least, OP_REM, -1), 0);
        expect_refused(dyadic(kind, 1, OP_DIV, 0), "division by zero");
        expect_refused(dyadic(kind, 1, OP_REM, 0), "division by zero");
    }
    expect_is(dyadic(TYPE_BYTE, 255, OP_DIV, 2), 127);
}

Test(fold, shifts_are_logical_and_go_up_to_the_width)
{
    for (int i = 0; i < WIDTHS; i++) {
        const enum type_kind kind = widths[i].kind;
        const int bits = widths[i].bits;
        expect_is(dyadic(kind, 1, OP_SHL, bits - 1), widths[i].least);
        expect_is(dyadic(kind, 3, OP_SHL, bits - 1), widths[i].least);
        expect_is(dyadic(kind, -1, OP_SHR, bits - 1), 1);
        expect_is(dyadic(kind, -1, OP_SHR, 1), widths[i].most);
        expect_is(dyadic(kind, -1, OP_SHR, 0), -1);
        expect_is(dyadic(kind, -1, OP_SHL, bits), 0);
        expect_is(dyadic(kind, -1, OP_SHR, bits), 0);
        expect_refused(dyadic(kind, 1, OP_SHL, bits + 1), "cannot be shifted by");
        expect_refused(dyadic(kind, 1, OP_SHR, -1), "cannot be shifted by");
    }
    expect_is(dyadic(TYPE_BYTE, 255, OP_SHL, 4), 240);
    expect_is(dyadic(TYPE_BYTE, 128, OP_SHR, 7), 1);
    expect_refused(dyadic(TYPE_BYTE, 1, OP_SHL, 9), "cannot be shifted by 9");
}

Test(fold, after_is_cyclic)
{
    for (int i = 0; i < WIDTHS; i++) {
        const enum type_kind kind = widths[i].kind;
        expect_is(dyadic(kind, widths[i].least, OP_AFTER, widths[i].most), 1);
        expect_is(dyadic(kind, widths[i].most, OP_AFTER, widths[i].least), 0);
        expect_is(dyadic(kind, 5, OP_AFTER, 5), 0);
        expect_is(dyadic(kind, 0, OP_AFTER, widths[i].least), 0);
    }
    expect_is(dyadic(TYPE_BYTE, 0, OP_AFTER, 255), 1);
    expect_is(dyadic(TYPE_BYTE, 128, OP_AFTER, 0), 0);
}

Test(fold, what_decides_on_the_left_needs_no_right)
{
    struct node_dyadic *node = node_as_dyadic(node_new(NODE_DYADIC, bench_span(bench, "a + b")));
    node->op = OP_AND;
    node->left = known(TYPE_BOOL, 0, "a");
    node->right = node_new(NODE_NAME, bench_span(bench, "b"));
    expect_is(fold_dyadic(&check, node, type_of_kind(TYPE_BOOL)), 0);
    node->left = known(TYPE_BOOL, 1, "a");
    cr_expect_null(fold_dyadic(&check, node, type_of_kind(TYPE_BOOL)));
    node->op = OP_OR;
    expect_is(fold_dyadic(&check, node, type_of_kind(TYPE_BOOL)), 1);
}

static const struct constant *
convert(enum type_kind to, int mode, struct node *operand)
{
    return fold_conversion(&check, operand, type_of_kind(to), mode, operand);
}

Test(fold, conversions_must_fit)
{
    expect_is(convert(TYPE_BYTE, CONVERT_PLAIN, known(TYPE_INT, 255, "a")), 255);
    expect_refused(convert(TYPE_BYTE, CONVERT_PLAIN, known(TYPE_INT, 256, "a")), "does not fit");
    expect_refused(convert(TYPE_BYTE, CONVERT_PLAIN, known(TYPE_INT16, -1, "a")), "does not fit");
    expect_refused(convert(TYPE_INT16, CONVERT_PLAIN, known(TYPE_INT32, 32768, "a")),
                   "does not fit");
    expect_is(convert(TYPE_BOOL, CONVERT_PLAIN, known(TYPE_INT, 1, "a")), 1);
    expect_refused(convert(TYPE_BOOL, CONVERT_PLAIN, known(TYPE_INT, 2, "a")), "does not fit");
}

static struct node *
known_real(double value)
{
    struct node *node = node_new(NODE_REAL, bench_span(bench, "a"));
    node->type = type_of_kind(TYPE_REAL64);
    node->value = constant_real(value);
    return node;
}

Test(fold, reals_become_integers_by_rounding_or_cutting)
{
    expect_is(convert(TYPE_INT, CONVERT_ROUND, known_real(2.5)), 2);
    expect_is(convert(TYPE_INT, CONVERT_ROUND, known_real(3.5)), 4);
    expect_is(convert(TYPE_INT, CONVERT_TRUNC, known_real(-2.9)), -2);
    expect_is(convert(TYPE_BYTE, CONVERT_TRUNC, known_real(255.9)), 255);
    expect_refused(convert(TYPE_BYTE, CONVERT_ROUND, known_real(255.5)), "does not fit");
    expect_is(convert(TYPE_INT64, CONVERT_TRUNC, known_real(-9223372036854775808.0)), INT64_MIN);
    expect_refused(convert(TYPE_INT64, CONVERT_TRUNC, known_real(9223372036854775808.0)),
                   "does not fit");
}
