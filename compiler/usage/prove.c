// SPDX-License-Identifier: MIT
// Proofs that a form is not negative, from forms known not to be: what is left after a known form
// is taken away must not be negative either. One term is cancelled at a time.
#include <config.h>

#include "usage/internal.h"

enum { MOST_KNOWN = 40, MOST_PRODUCTS = 120, DEPTH = 8 };

static bool
has_product(const struct form *form)
{
    return form->count != 0 && form->terms[0].b != NULL;
}

static bool
is_linear(const struct form *form)
{
    return form->count != 0 && form->terms[0].b == NULL;
}

static void know_symbol(struct knowledge *knowledge, const struct symbol *symbol);

void
know_bounds(struct knowledge *knowledge, const struct form *form)
{
    for (unsigned i = 0; form != NULL && i < form->count; i++) {
        know_symbol(knowledge, form->terms[i].a);
        if (form->terms[i].b != NULL)
            know_symbol(knowledge, form->terms[i].b);
    }
}

void
know(struct knowledge *knowledge, const struct form *form)
{
    if (form == NULL || knowledge->forms.count == MOST_KNOWN)
        return;
    for (size_t i = 0; i < knowledge->forms.count; i++)
        if (form_equal(knowledge->forms.at[i], form))
            return;
    vec_push(&knowledge->forms, form);
    knowledge->has_products = false;
    know_bounds(knowledge, form);
}

// x / c and c: for x not negative and c positive, c * (x / c) lies between x - c + 1 and x.
static void
know_quotient(struct knowledge *knowledge, const struct symbol *symbol)
{
    const struct form *whole, *rest;

    know_bounds(knowledge, symbol->of);
    know_bounds(knowledge, symbol->by);
    if (!prove(knowledge, symbol->of) || !prove(knowledge, form_plus(symbol->by, -1)))
        return;
    whole = form_multiply(form_symbol(symbol), symbol->by);
    rest = form_subtract(symbol->of, whole);
    know(knowledge, form_symbol(symbol));
    know(knowledge, rest);
    know(knowledge, form_plus(form_subtract(symbol->by, rest), -1));
}

static void
know_symbol(struct knowledge *knowledge, const struct symbol *symbol)
{
    const struct form *const self = form_symbol(symbol);

    if (map_get(&knowledge->bounded, symbol) != NULL)
        return;
    map_put(&knowledge->bounded, symbol, knowledge);
    if (symbol->kind == SYMBOL_QUOTIENT)
        know_quotient(knowledge, symbol);
    if (symbol->kind == SYMBOL_REMAINDER && prove(knowledge, symbol->of))
        know(knowledge, self);
    if (symbol->low != NULL)
        know(knowledge, form_subtract(self, symbol->low));
    if (symbol->high != NULL)
        know(knowledge, form_subtract(symbol->high, self));
    if (symbol->low != NULL && symbol->high != NULL)
        know(knowledge, form_subtract(symbol->high, symbol->low));
}

// Products of what is not negative are not negative; needed only where products are to be bounded.
static void
make_products(struct knowledge *knowledge)
{
    if (knowledge->has_products)
        return;
    knowledge->has_products = true;
    knowledge->products.count = 0;
    for (size_t i = 0; i < knowledge->forms.count; i++) {
        for (size_t k = 0; k <= i; k++) {
            const struct form *product;

            if (!is_linear(knowledge->forms.at[i]) || !is_linear(knowledge->forms.at[k]))
                continue;
            product = form_multiply(knowledge->forms.at[i], knowledge->forms.at[k]);
            if (product != NULL && knowledge->products.count < MOST_PRODUCTS)
                vec_push(&knowledge->products, product);
        }
    }
}

static bool prove_within(struct knowledge *knowledge, const struct form *form, int depth);

// Cancel the first term of `form` by what is known.
static bool
cancel(struct knowledge *knowledge, const struct form *form, const struct form *known, int depth)
{
    const struct term *const first = &form->terms[0];
    const int64_t factor = form_factor(known, first->a, first->b);

    if (factor == 0 || (factor > 0) != (first->factor > 0))
        return false;
    return prove_within(
        knowledge,
        form_subtract(form_scale(form, factor < 0 ? -factor : factor),
                      form_scale(known, first->factor < 0 ? -first->factor : first->factor)),
        depth - 1);
}

static bool
prove_within(struct knowledge *knowledge, const struct form *form, int depth)
{
    if (form == NULL || depth == 0 || knowledge->budget-- <= 0)
        return false;
    if (form->count == 0)
        return form->constant >= 0;
    for (size_t i = 0; i < knowledge->forms.count; i++)
        if (cancel(knowledge, form, knowledge->forms.at[i], depth))
            return true;
    if (!has_product(form))
        return false;
    make_products(knowledge);
    for (size_t i = 0; i < knowledge->products.count; i++)
        if (cancel(knowledge, form, knowledge->products.at[i], depth))
            return true;
    return false;
}

bool
prove(struct knowledge *knowledge, const struct form *form)
{
    knowledge->budget = 4000;
    return prove_within(knowledge, form, DEPTH);
}
