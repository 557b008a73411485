// SPDX-License-Identifier: MIT
// Forms: sums of products of at most two symbols. Their terms are ordered, so that equal forms have
// equal terms.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- terms ----

static int
compare_terms(const struct term *x, const struct term *y)
{
    const unsigned xb = x->b == NULL ? 0 : x->b->id, yb = y->b == NULL ? 0 : y->b->id;

    if ((xb == 0) != (yb == 0))
        return xb == 0 ? 1 : -1;
    if (x->a->id != y->a->id)
        return x->a->id > y->a->id ? -1 : 1;
    return xb == yb ? 0 : xb > yb ? -1 : 1;
}

// A form with room for so many terms.
static struct form *
form_new(int64_t constant, unsigned room)
{
    struct form *const form =
        mem_alloc(sizeof *form + (room < MOST_TERMS ? room : MOST_TERMS) * sizeof *form->terms);

    form->constant = constant;
    return form;
}

static bool
push_term(struct form *form, struct term term)
{
    if (term.factor == 0)
        return true;
    if (form->count == MOST_TERMS)
        return false;
    form->terms[form->count++] = term;
    return true;
}

// ---- making ----

const struct form *
form_constant(int64_t value)
{
    return form_new(value, 0);
}

const struct form *
form_symbol(const struct symbol *symbol)
{
    struct form *const form = form_new(0, 1);

    push_term(form, (struct term){1, symbol, NULL});
    return form;
}

const struct form *
form_add(const struct form *x, const struct form *y)
{
    struct form *sum;
    unsigned i = 0, k = 0;

    if (x == NULL || y == NULL)
        return NULL;
    sum = form_new(0, x->count + y->count);
    if (__builtin_add_overflow(x->constant, y->constant, &sum->constant))
        return NULL;
    while (i < x->count || k < y->count) {
        const int order = i == x->count   ? 1
                          : k == y->count ? -1
                                          : compare_terms(&x->terms[i], &y->terms[k]);
        struct term term = order <= 0 ? x->terms[i] : y->terms[k];

        if (order == 0 &&
            __builtin_add_overflow(x->terms[i].factor, y->terms[k].factor, &term.factor))
            return NULL;
        i += order <= 0;
        k += order >= 0;
        if (!push_term(sum, term))
            return NULL;
    }
    return sum;
}

const struct form *
form_scale(const struct form *x, int64_t by)
{
    struct form *scaled;

    if (x == NULL || by == 1)
        return x;
    scaled = form_new(0, x->count);
    if (__builtin_mul_overflow(x->constant, by, &scaled->constant))
        return NULL;
    for (unsigned i = 0; i < x->count; i++) {
        struct term term = x->terms[i];

        if (__builtin_mul_overflow(term.factor, by, &term.factor))
            return NULL;
        push_term(scaled, term);
    }
    return scaled;
}

const struct form *
form_subtract(const struct form *x, const struct form *y)
{
    return form_add(x, form_scale(y, -1));
}

const struct form *
form_plus(const struct form *form, int64_t constant)
{
    return form_add(form, form_constant(constant));
}

// x times one term, which is of one symbol.
static const struct form *
multiply_term(const struct form *x, const struct term *by)
{
    const struct form *product = form_new(0, 0);
    struct term term = {0};

    for (unsigned i = 0; i < x->count && product != NULL; i++) {
        struct form *const one = form_new(0, 1);

        if (x->terms[i].b != NULL ||
            __builtin_mul_overflow(x->terms[i].factor, by->factor, &term.factor))
            return NULL;
        term.a = x->terms[i].a->id >= by->a->id ? x->terms[i].a : by->a;
        term.b = term.a == by->a ? x->terms[i].a : by->a;
        push_term(one, term);
        product = form_add(product, one);
    }
    return form_add(product, form_scale(form_scale(form_symbol(by->a), by->factor), x->constant));
}

const struct form *
form_multiply(const struct form *x, const struct form *y)
{
    const struct form *product;

    if (x == NULL || y == NULL)
        return NULL;
    product = form_scale(x, y->constant);
    for (unsigned i = 0; i < y->count && product != NULL; i++) {
        if (y->terms[i].b != NULL)
            product = x->count == 0 ? product : NULL;
        else
            product = form_add(product, multiply_term(x, &y->terms[i]));
    }
    if (x->count == 0)
        return form_scale(y, x->constant);
    return product;
}

// ---- asking ----

bool
form_equal(const struct form *x, const struct form *y)
{
    if (x == NULL || y == NULL || x->constant != y->constant || x->count != y->count)
        return false;
    for (unsigned i = 0; i < x->count; i++)
        if (x->terms[i].factor != y->terms[i].factor ||
            compare_terms(&x->terms[i], &y->terms[i]) != 0)
            return false;
    return true;
}

bool
form_is_constant(const struct form *form, int64_t *value)
{
    if (form == NULL || form->count != 0)
        return false;
    *value = form->constant;
    return true;
}

int64_t
form_factor(const struct form *form, const struct symbol *a, const struct symbol *b)
{
    for (unsigned i = 0; i < form->count; i++)
        if (form->terms[i].a == a && form->terms[i].b == b)
            return form->terms[i].factor;
    return 0;
}

// ---- replacing ----

const struct form *
form_rewrite(const struct form *form, form_map *map, void *context)
{
    const struct form *result;

    if (form == NULL)
        return NULL;
    result = form_new(form->constant, 0);
    for (unsigned i = 0; i < form->count; i++) {
        const struct term *const term = &form->terms[i];
        const struct form *product = form_scale(map(term->a, context), term->factor);

        if (term->b != NULL)
            product = form_multiply(product, map(term->b, context));
        result = form_add(result, product);
    }
    return result;
}

struct replacement {
    struct usage *usage;
    const struct symbol *symbol;
    const struct form *by;
};

static const struct form *
replace_symbol(const struct symbol *symbol, void *context)
{
    const struct replacement *const replacement = context;

    if (symbol == replacement->symbol)
        return replacement->by;
    if (symbol->kind != SYMBOL_QUOTIENT && symbol->kind != SYMBOL_REMAINDER)
        return form_symbol(symbol);
    return form_quotient(replacement->usage, symbol->kind,
                         form_rewrite(symbol->of, replace_symbol, context),
                         form_rewrite(symbol->by, replace_symbol, context));
}

const struct form *
form_replace(struct usage *usage, const struct form *form, const struct symbol *symbol,
             const struct form *by)
{
    struct replacement replacement = {usage, symbol, by};

    return form_rewrite(form, replace_symbol, &replacement);
}

const struct form *
form_factor_of(const struct form *form, const struct symbol *symbol)
{
    struct form *const factor = form_new(0, form->count);

    for (unsigned i = 0; i < form->count; i++) {
        const struct term *const term = &form->terms[i];

        if (term->a == symbol && term->b == symbol)
            return NULL;
        if (term->a == symbol && term->b == NULL)
            factor->constant = term->factor;
        else if (term->a == symbol)
            push_term(factor, (struct term){term->factor, term->b, NULL});
        else if (term->b == symbol)
            push_term(factor, (struct term){term->factor, term->a, NULL});
    }
    return form_add(factor, form_constant(0));
}

// ---- symbols ----

struct symbol *
symbol_new(struct usage *usage, enum symbol_kind kind)
{
    struct symbol *const symbol = mem_new(struct symbol);

    symbol->kind = kind;
    symbol->id = ++usage->symbol_count;
    symbol->stride = 1;
    return symbol;
}

const struct form *
form_unknown(struct usage *usage)
{
    return form_symbol(symbol_new(usage, SYMBOL_UNKNOWN));
}

struct symbol *
symbol_of_decl(struct usage *usage, const struct decl *decl)
{
    struct symbol *symbol = map_get(&usage->symbols, decl);

    if (symbol != NULL)
        return symbol;
    symbol = symbol_new(usage, SYMBOL_VALUE);
    symbol->decl = decl;
    map_put(&usage->symbols, decl, symbol);
    return symbol;
}

struct symbol *
symbol_of_size(struct usage *usage, const struct decl *decl, int dimension)
{
    struct symbol *const first = map_get(&usage->sizes, decl);
    struct symbol *symbol = first;

    while (symbol != NULL && symbol->dimension != dimension)
        symbol = symbol->next;
    if (symbol != NULL)
        return symbol;
    symbol = symbol_new(usage, SYMBOL_SIZE);
    symbol->decl = decl;
    symbol->dimension = dimension;
    symbol->low = form_constant(0);
    symbol->next = first;
    map_put(&usage->sizes, decl, symbol);
    return symbol;
}

// Derived symbols hang on the first symbol that they are made of.
static struct symbol **
chain_of(struct usage *usage, const struct form *of, const struct form *by)
{
    const struct form *const holder = of->count != 0 ? of : by;

    if (holder->count == 0)
        return &usage->quotients;
    // Interned symbols are ours to link, however they are handed around.
    return &((struct symbol *)(uintptr_t)holder->terms[0].a)->derived;
}

// A remainder has the sign of the dividend, and is nearer to zero than the divisor.
static void
bound_remainder(struct symbol *symbol)
{
    symbol->high = form_plus(symbol->by, -1);
    symbol->low = form_scale(symbol->high, -1);
}

const struct form *
form_quotient(struct usage *usage, enum symbol_kind kind, const struct form *of,
              const struct form *by)
{
    struct symbol **chain, *symbol;
    int64_t x, y;

    if (of == NULL || by == NULL)
        return NULL;
    if (form_is_constant(of, &x) && form_is_constant(by, &y) && y > 0)
        return form_constant(kind == SYMBOL_QUOTIENT ? x / y : x % y);
    chain = chain_of(usage, of, by);
    for (symbol = *chain; symbol != NULL; symbol = symbol->next)
        if (symbol->kind == kind && form_equal(symbol->of, of) && form_equal(symbol->by, by))
            return form_symbol(symbol);
    symbol = symbol_new(usage, kind);
    symbol->of = of;
    symbol->by = by;
    if (kind == SYMBOL_REMAINDER)
        bound_remainder(symbol);
    symbol->next = *chain;
    *chain = symbol;
    return form_symbol(symbol);
}

struct symbol *
symbol_of_node(struct usage *usage, const struct node *node, const struct decl *first)
{
    struct symbol **const chain = &symbol_of_decl(usage, first)->derived;
    struct symbol *symbol;

    for (symbol = *chain; symbol != NULL; symbol = symbol->next)
        if (symbol->kind == SYMBOL_OPAQUE && node_same(symbol->node, node))
            return symbol;
    symbol = symbol_new(usage, SYMBOL_OPAQUE);
    symbol->node = node;
    symbol->next = *chain;
    *chain = symbol;
    return symbol;
}
