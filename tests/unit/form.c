// SPDX-License-Identifier: MIT
// Forms, and what is proved of them.
#include <config.h>

#include "helper.h"
#include "usage/internal.h"

static struct usage usage;

// A new symbol between two bounds.
static const struct form *
symbol(int64_t low, int64_t high)
{
    struct symbol *const made = symbol_new(&usage, SYMBOL_VALUE);

    made->low = form_constant(low);
    made->high = form_constant(high);
    return form_symbol(made);
}

static const struct form *
unbounded(void)
{
    return form_symbol(symbol_new(&usage, SYMBOL_VALUE));
}

static bool
is_proved(const struct form *form)
{
    struct knowledge knowledge = {.usage = &usage};

    know_bounds(&knowledge, form);
    return prove(&knowledge, form);
}

Test(form, cancels)
{
    const struct form *const x = unbounded(), *const y = unbounded();
    int64_t value;

    cr_expect(form_equal(form_add(x, y), form_add(y, x)));
    cr_expect(form_is_constant(form_subtract(form_plus(x, 3), x), &value));
    cr_expect_eq(value, 3);
}

Test(form, multiplies)
{
    const struct form *const x = unbounded(), *const y = unbounded();
    const struct form *const both = form_multiply(form_plus(x, 2), form_plus(y, 3));
    const struct form *const written = form_add(form_multiply(x, y), form_scale(x, 3));

    cr_expect(form_equal(both, form_plus(form_add(written, form_scale(y, 2)), 6)));
    cr_expect_null(form_multiply(both, x));
}

Test(form, gives_up_on_overflow)
{
    cr_expect_null(form_plus(form_constant(INT64_MAX), 1));
    cr_expect_null(form_scale(form_scale(unbounded(), INT64_MAX), 2));
}

Test(form, replaces_within_quotients)
{
    const struct form *const x = unbounded();
    const struct form *const rest =
        form_quotient(&usage, SYMBOL_REMAINDER, form_plus(x, 1), form_constant(4));
    int64_t value;

    cr_expect(form_equal(
        rest, form_quotient(&usage, SYMBOL_REMAINDER, form_plus(x, 1), form_constant(4))));
    cr_expect(
        form_is_constant(form_replace(&usage, rest, x->terms[0].a, form_constant(6)), &value));
    cr_expect_eq(value, 3);
}

Test(prove, knows_bounds)
{
    const struct form *const x = symbol(2, 7);

    cr_expect(is_proved(form_plus(x, -2)));
    cr_expect_not(is_proved(form_plus(x, -3)));
    cr_expect(is_proved(form_plus(form_scale(x, -1), 7)));
    cr_expect_not(is_proved(unbounded()));
}

Test(prove, knows_products)
{
    struct knowledge knowledge = {.usage = &usage};
    const struct form *const i = unbounded(), *const k = unbounded();

    // (i - 1) * k is not negative where i is above zero and k is not negative
    know(&knowledge, form_plus(i, -1));
    know(&knowledge, k);
    cr_expect(prove(&knowledge, form_subtract(form_multiply(i, k), k)));
    cr_expect_not(prove(&knowledge, form_subtract(k, form_multiply(i, k))));
}

Test(prove, chains_bounds)
{
    struct symbol *const inner = symbol_new(&usage, SYMBOL_VALUE);
    const struct form *const n = unbounded();

    inner->low = form_constant(0);
    inner->high = form_plus(n, -1);
    cr_expect(is_proved(form_plus(form_subtract(n, form_symbol(inner)), -1)));
    cr_expect_not(is_proved(form_plus(form_subtract(n, form_symbol(inner)), -2)));
}

Test(prove, knows_quotients)
{
    const struct form *const n = symbol(0, 1000);
    const struct form *const half = form_quotient(&usage, SYMBOL_QUOTIENT, n, form_constant(2));

    cr_expect(is_proved(form_subtract(n, form_scale(half, 2))));
    cr_expect_not(is_proved(form_subtract(form_scale(half, 2), n)));
}
