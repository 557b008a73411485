// SPDX-License-Identifier: MIT
// What cannot be decided now is checked when the program runs: the subscripts of both parts are
// worked out where the region begins, and compared.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

enum { MOST_LOOPS = 8 };

// A symbol of a loop inside the region.
static const struct symbol *
inner_symbol(const struct region *region, const struct form *form)
{
    const struct symbol *best = NULL;

    for (unsigned i = 0; i < form->count; i++) {
        const struct symbol *const both[] = {form->terms[i].a, form->terms[i].b};

        for (size_t k = 0; k < 2; k++)
            if (both[k] != NULL && both[k]->kind == SYMBOL_VALUE && both[k]->low != NULL &&
                both[k]->high != NULL && !region_is_stable(region, both[k]) &&
                (best == NULL || both[k]->id > best->id))
                best = both[k];
    }
    return best;
}

// Whether a loop that multiplies its index by `factor` leaves no gaps between parts of `count`
// elements.
static bool
is_dense(const struct symbol *symbol, const struct form *factor, const struct form *count)
{
    int64_t by, length;

    if (symbol->stride == 1 && form_equal(factor, count))
        return true;
    return form_is_constant(form_scale(factor, symbol->stride), &by) &&
           form_is_constant(count, &length) && by <= length;
}

// All elements that loops inside the region select, one after the other, as one part.
static bool
widen_loops(const struct region *region, const struct form **from, const struct form **count)
{
    for (int i = 0; i < MOST_LOOPS && *from != NULL && *count != NULL; i++) {
        const struct symbol *const symbol = inner_symbol(region, *from);
        const struct form *factor, *forwards;
        int64_t by;

        if (symbol == NULL)
            return region_can_evaluate(region, *from) && region_can_evaluate(region, *count);
        factor = form_factor_of(*from, symbol);
        if (factor == NULL || form_factor_of(*count, symbol) == NULL ||
            form_factor_of(*count, symbol)->count != 0 ||
            form_factor_of(*count, symbol)->constant != 0)
            return false;
        forwards = form_is_constant(factor, &by) && by < 0 ? form_constant(-by) : factor;
        if (!is_dense(symbol, forwards, *count))
            return false;
        *from = form_replace(region->usage, *from, symbol,
                             forwards == factor ? symbol->low : symbol->high);
        *count =
            form_add(*count, form_multiply(forwards, form_subtract(symbol->high, symbol->low)));
    }
    return false;
}

// What can be evaluated and contains the selector: all that loops select, or the slice around it.
static bool
widen(const struct region *region, const struct selector *selector, const struct form **from,
      const struct form **count)
{
    for (; selector != NULL; selector = selector->outer) {
        *from = selector->from;
        *count = selector->count;
        if (widen_loops(region, from, count))
            return true;
    }
    return false;
}

static bool
add_part(const struct region *of_a, const struct region *of_b, struct separation *separation,
         const struct selector *a, const struct selector *b)
{
    const struct form *from_a, *from_b, *count_a, *count_b;
    struct separation_part part;

    if (!widen(of_a, a, &from_a, &count_a) || !widen(of_b, b, &from_b, &count_b))
        return false;
    part.from_a = form_node(from_a, separation->span);
    part.count_a = form_node(count_a, separation->span);
    part.from_b = form_node(from_b, separation->span);
    part.count_b = form_node(count_b, separation->span);
    vec_push(&separation->parts, part);
    return true;
}

struct node *
fact_node(const struct fact *fact, struct span span)
{
    static const enum op ops[] = {
        [FACT_NOT_NEGATIVE] = OP_GE, [FACT_ZERO] = OP_EQ, [FACT_NOT_ZERO] = OP_NE};
    struct node *const node = node_new(NODE_DYADIC, span);

    node->type = type_of_kind(TYPE_BOOL);
    node_as_dyadic(node)->op = (int)ops[fact->kind];
    node_as_dyadic(node)->left = form_node(fact->form, span);
    node_as_dyadic(node)->right = form_node(form_constant(0), span);
    return node;
}

static void
add_conditions(const struct region *region, struct nodes *conditions, const struct fact *fact,
               struct span span)
{
    for (; fact != NULL; fact = fact->next)
        if (region_can_evaluate(region, fact->form))
            nodes_push(conditions, fact_node(fact, span));
}

// ---- which instances ----

static bool
depends_on(const struct form *form, const struct symbol *index)
{
    for (unsigned i = 0; form != NULL && i < form->count; i++) {
        const struct symbol *const both[] = {form->terms[i].a, form->terms[i].b};

        for (size_t k = 0; k < 2; k++) {
            if (both[k] == NULL)
                continue;
            if (both[k] == index || both[k]->kind == SYMBOL_OPAQUE)
                return true;
            if (depends_on(both[k]->of, index) || depends_on(both[k]->by, index) ||
                depends_on(both[k]->low, index) || depends_on(both[k]->high, index))
                return true;
        }
    }
    return false;
}

// Whether how the parts lie depends only on how far apart the two indices are.
static bool
is_even(const struct region *region, const struct selector *a, const struct selector *b,
        const struct symbol *index)
{
    const struct form *const x = form_factor_of(a->from, index);
    const struct form *const y = form_factor_of(b->from, index);

    if (x == NULL || !form_equal(x, y) || depends_on(a->count, index) ||
        depends_on(b->count, index))
        return false;
    return !depends_on(form_replace(region->usage, a->from, index, form_constant(0)), index) &&
           !depends_on(form_replace(region->usage, b->from, index, form_constant(0)), index);
}

static enum separation_kind
kind_of(const struct region *region, const struct access *a, const struct access *b,
        const struct symbol *index)
{
    if (index == NULL)
        return SEPARATE_ONCE;
    if (a->facts != NULL || b->facts != NULL)
        return SEPARATE_ALL;
    for (size_t i = 0; i < a->part.path.count && i < b->part.path.count; i++)
        if (!a->part.path.at[i].is_field &&
            !is_even(region, &a->part.path.at[i], &b->part.path.at[i], index))
            return SEPARATE_ALL;
    return SEPARATE_FIRST;
}

struct separation *
separate(const struct region *of_a, const struct region *of_b, const struct access *a,
         const struct access *b, const struct symbol *index)
{
    struct separation *const separation = mem_new(struct separation);

    separation->name = a->part.root->name;
    separation->span = b->span;
    for (size_t i = 0; i < a->part.path.count && i < b->part.path.count; i++) {
        const struct selector *const x = &a->part.path.at[i], *const y = &b->part.path.at[i];

        if (x->is_field || y->is_field)
            continue;
        if (!add_part(of_a, of_b, separation, x, y))
            return NULL;
        if (!x->is_element || !y->is_element)
            break;
    }
    if (separation->parts.count == 0)
        return NULL;
    separation->kind = kind_of(of_a, a, b, index);
    add_conditions(of_a, &separation->conditions_a, a->facts, separation->span);
    add_conditions(of_b, &separation->conditions_b, b->facts, separation->span);
    return separation;
}
