// SPDX-License-Identifier: MIT
// How two parts lie to each other: apart, meeting, or not to be decided now.
//
// The second access is looked at as that of another process: what is declared within the region,
// and so has a value in each process, gets a double. Two parts are apart if they are in one
// dimension; in two instances of a replicated PAR, if they are whichever index is the greater.
#include <config.h>

#include "usage/relate.h"

#include "base/mem.h"

// ---- doubles ----

static const struct form *double_symbol(const struct symbol *symbol, void *context);

static bool
is_no_index(const struct decl *decl, void *context)
{
    const struct symbol *const index = context;

    return decl != index->decl;
}

// Whether a symbol has one value for both processes.
static bool
is_shared(const struct question *question, const struct symbol *symbol)
{
    const struct symbol *const index = question->index;

    if (symbol == index || !region_is_stable(question->region, symbol))
        return false;
    return index == NULL || symbol->kind != SYMBOL_OPAQUE ||
           node_names_only(symbol->node, is_no_index, (void *)(uintptr_t)index);
}

static const struct form *
double_symbol(const struct symbol *symbol, void *context)
{
    struct question *const question = context;
    struct symbol *twin = map_get(&question->doubles, symbol);

    if (twin != NULL)
        return form_symbol(twin);
    if (symbol->kind == SYMBOL_QUOTIENT || symbol->kind == SYMBOL_REMAINDER)
        return form_quotient(question->region->usage, symbol->kind,
                             form_rewrite(symbol->of, double_symbol, question),
                             form_rewrite(symbol->by, double_symbol, question));
    if (is_shared(question, symbol))
        return form_symbol(symbol);
    twin = symbol_new(question->region->usage, symbol->kind);
    twin->decl = symbol->decl;
    twin->node = symbol->node;
    twin->dimension = symbol->dimension;
    twin->stride = symbol->stride;
    map_put(&question->doubles, symbol, twin);
    twin->low = form_rewrite(symbol->low, double_symbol, question);
    twin->high = form_rewrite(symbol->high, double_symbol, question);
    return form_symbol(twin);
}

// ---- what is known ----

// A variable that changes within the region may have changed since a condition was looked at.
static bool
may_change(const struct region *region, const struct symbol *symbol)
{
    switch (symbol->kind) {
    case SYMBOL_VALUE:
        return symbol->decl->kind != DECL_VAL && !region_is_stable(region, symbol) &&
               !(symbol->decl->kind == DECL_FORMAL && symbol->decl->mode == FORMAL_VAL);
    case SYMBOL_SIZE: return false;
    case SYMBOL_QUOTIENT:
    case SYMBOL_REMAINDER:
        for (unsigned i = 0; i < symbol->of->count; i++)
            if (may_change(region, symbol->of->terms[i].a))
                return true;
        for (unsigned i = 0; i < symbol->by->count; i++)
            if (may_change(region, symbol->by->terms[i].a))
                return true;
        return false;
    case SYMBOL_OPAQUE: return !region_is_stable(region, symbol);
    case SYMBOL_UNKNOWN: break;
    }
    return true;
}

static bool
form_may_change(const struct region *region, const struct form *form)
{
    for (unsigned i = 0; form != NULL && i < form->count; i++)
        if (may_change(region, form->terms[i].a) ||
            (form->terms[i].b != NULL && may_change(region, form->terms[i].b)))
            return true;
    return form == NULL;
}

static void
collect_facts(struct question *question, const struct fact *fact, bool second)
{
    for (; fact != NULL; fact = fact->next) {
        const struct form *form = fact->form;

        if (form_may_change(question->region, form))
            continue;
        if (second)
            form = form_rewrite(form, double_symbol, question);
        if (form != NULL)
            vec_push(&question->facts, ((struct fact){fact->kind, form, NULL}));
    }
}

static void
know_facts(struct knowledge *knowledge, const struct question *question)
{
    for (size_t i = 0; i < question->facts.count; i++) {
        const struct form *const form = question->facts.at[i].form;

        know_bounds(knowledge, form);
        if (question->facts.at[i].kind == FACT_NOT_ZERO)
            continue;
        know(knowledge, form);
        if (question->facts.at[i].kind == FACT_ZERO)
            know(knowledge, form_scale(form, -1));
    }
    for (size_t i = 0; i < question->facts.count; i++) {
        const struct form *const form = question->facts.at[i].form;

        if (question->facts.at[i].kind != FACT_NOT_ZERO)
            continue;
        if (prove(knowledge, form))
            know(knowledge, form_plus(form, -1));
        else if (prove(knowledge, form_scale(form, -1)))
            know(knowledge, form_plus(form_scale(form, -1), -1));
    }
}

// ---- dimensions ----

// Gather the dimensions in which both select; false where the fields selected differ.
static bool
compare_paths(struct question *question)
{
    const struct path *const a = &question->a->part.path, *const b = &question->b->part.path;

    for (size_t i = 0; i < a->count && i < b->count; i++) {
        const struct selector *const x = &a->at[i], *const y = &b->at[i];
        struct dimension *const dimension = &question->dimensions[question->count];

        if (x->is_field != y->is_field) // elements change without the size
            return x->field != FIELD_SIZE && y->field != FIELD_SIZE;
        if (x->is_field && x->field != y->field)
            return false;
        if (x->is_field || question->count == MOST_DIMENSIONS)
            continue;
        dimension->in_a = x;
        dimension->in_b = y;
        dimension->a = x->count;
        dimension->b = form_rewrite(y->count, double_symbol, question);
        dimension->from_a = x->from;
        dimension->from_b = form_rewrite(y->from, double_symbol, question);
        dimension->difference = form_subtract(dimension->from_a, dimension->from_b);
        question->count++;
        if (!x->is_element || !y->is_element)
            return true;
    }
    return true;
}

static int64_t
gcd(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

// The values of a form are constant + multiples of the result.
static int64_t
step_of(const struct question *question, const struct form *form)
{
    int64_t step = 0;

    for (unsigned i = 0; i < form->count; i++) {
        const struct term *const term = &form->terms[i];
        int64_t factor = term->factor;

        // i and its double stand apart by a multiple of the replicator's step
        if (term->b == NULL && question->index != NULL && question->index->stride != 0 &&
            (term->a == question->index || term->a == question->other) &&
            form_factor(form, question->index, NULL) == -form_factor(form, question->other, NULL) &&
            __builtin_mul_overflow(factor, question->index->stride, &factor))
            factor = 1;
        step = gcd(step, factor);
    }
    return step;
}

// Whether no multiple of the step lets the parts meet: a[2 * i] and a[(2 * k) + 1].
static bool
apart_by_step(const struct question *question, const struct dimension *dimension)
{
    const struct form *const form = dimension->difference;
    int64_t a, b, step, rest;

    if (form == NULL || !form_is_constant(dimension->a, &a) || !form_is_constant(dimension->b, &b))
        return false;
    step = step_of(question, form);
    if (step == 0)
        return form->constant <= -a || form->constant >= b;
    rest = ((form->constant % step) + step) % step;
    return rest >= b && rest - step <= -a;
}

// The symbol if a form is nothing but a remainder.
static const struct symbol *
remainder_of(const struct form *form)
{
    if (form == NULL || form->count != 1 || form->constant != 0 || form->terms[0].b != NULL ||
        form->terms[0].factor != 1 || form->terms[0].a->kind != SYMBOL_REMAINDER)
        return NULL;
    return form->terms[0].a;
}

// Of which number a form is the remainder by `by`: of itself, if it lies in 0 .. by - 1. NULL of none.
static const struct form *
dividend_of(struct knowledge *knowledge, const struct form *form, const struct form *by)
{
    const struct symbol *const remainder = remainder_of(form);

    if (form == NULL)
        return NULL;
    if (remainder != NULL)
        return form_equal(remainder->by, by) ? remainder->of : NULL;
    know_bounds(knowledge, form);
    know_bounds(knowledge, by);
    return prove(knowledge, form) && prove(knowledge, form_plus(form_subtract(by, form), -1))
               ? form
               : NULL;
}

// x \ n and y \ n differ where x and y do, by less than n.
static bool
apart_by_remainder(struct knowledge *knowledge, const struct dimension *dimension)
{
    const struct symbol *const x = remainder_of(dimension->from_a);
    const struct symbol *const y = remainder_of(dimension->from_b);
    const struct form *difference, *by, *of_a, *of_b;

    if (x == NULL && y == NULL)
        return false;
    by = x != NULL ? x->by : y->by;
    of_a = dividend_of(knowledge, dimension->from_a, by);
    of_b = dividend_of(knowledge, dimension->from_b, by);
    if (of_a == NULL || of_b == NULL)
        return false;
    difference = form_subtract(of_a, of_b);
    know_bounds(knowledge, difference);
    know_bounds(knowledge, by);
    return (prove(knowledge, form_plus(difference, -1)) &&
            prove(knowledge, form_plus(form_subtract(by, difference), -1))) ||
           (prove(knowledge, form_plus(form_scale(difference, -1), -1)) &&
            prove(knowledge, form_plus(form_add(by, difference), -1)));
}

// What was selected from a slice lies in the slice.
static void
know_outer(struct knowledge *knowledge, struct question *question, const struct selector *selector,
           bool second)
{
    for (; selector->outer != NULL; selector = selector->outer) {
        const struct form *const before = form_subtract(selector->from, selector->outer->from);
        const struct form *const behind =
            form_subtract(selector->outer->count, form_add(before, selector->count));

        know(knowledge, second ? form_rewrite(before, double_symbol, question) : before);
        know(knowledge, second ? form_rewrite(behind, double_symbol, question) : behind);
    }
}

static bool
apart_in(struct question *question, struct knowledge *knowledge, const struct dimension *dimension)
{
    const struct form *const difference = dimension->difference;
    int64_t a = 0, b = 0;

    if (apart_by_step(question, dimension))
        return true;
    if (form_is_constant(dimension->a, &a) && form_is_constant(dimension->b, &b) && a == 1 &&
        b == 1 && apart_by_remainder(knowledge, dimension))
        return true;
    know_bounds(knowledge, difference);
    know_outer(knowledge, question, dimension->in_a, false);
    know_outer(knowledge, question, dimension->in_b, true);
    // empty parts meet nothing
    know(knowledge, form_plus(dimension->a, -1));
    know(knowledge, form_plus(dimension->b, -1));
    return prove(knowledge, form_subtract(difference, dimension->b)) ||
           prove(knowledge, form_subtract(form_scale(difference, -1), dimension->a));
}

static bool
contradicts(struct knowledge *knowledge)
{
    for (size_t i = 0; i < knowledge->forms.count; i++)
        if (prove(knowledge, form_plus(form_scale(knowledge->forms.at[i], -1), -1)))
            return true;
    return false;
}

// Whether the parts are apart if `order` (NULL: nothing more) is not negative.
static bool
apart_if(struct question *question, const struct form *order)
{
    struct knowledge knowledge = {.usage = question->region->usage};

    if (order != NULL)
        know(&knowledge, order);
    know_facts(&knowledge, question);
    for (size_t i = 0; i < question->count; i++)
        if (apart_in(question, &knowledge, &question->dimensions[i]))
            return true;
    return question->facts.count != 0 && contradicts(&knowledge);
}

static bool
are_apart(struct question *question)
{
    const struct form *difference;

    if (question->index == NULL || question->index->stride == 0)
        return apart_if(question, NULL);
    difference = form_subtract(form_symbol(question->index), form_symbol(question->other));
    return apart_if(question, form_plus(difference, -1)) &&
           apart_if(question, form_plus(form_scale(difference, -1), -1));
}

// The usual case at once: constant subscripts.
static bool
constants_apart(const struct path *a, const struct path *b)
{
    int64_t x, y, m, n;

    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (!a->at[i].is_field && !b->at[i].is_field && form_is_constant(a->at[i].from, &x) &&
            form_is_constant(b->at[i].from, &y) && form_is_constant(a->at[i].count, &m) &&
            form_is_constant(b->at[i].count, &n) && (x + m <= y || y + n <= x))
            return true;
    return false;
}

enum relation
relate(const struct region *region, const struct access *a, const struct access *b,
       const struct symbol *index)
{
    struct question question = {.region = region, .a = a, .b = b, .index = index};

    if (constants_apart(&a->part.path, &b->part.path))
        return APART;
    if (index != NULL)
        question.other = double_symbol(index, &question)->terms[0].a;
    if (!compare_paths(&question))
        return APART;
    collect_facts(&question, a->facts, false);
    collect_facts(&question, b->facts, true);
    if (question.count == 0 && question.facts.count == 0)
        return MEET;
    if (are_apart(&question))
        return APART;
    // without subscripts there is nothing that could be checked later
    return question.count == 0 ? MEET : question_decide(&question);
}
