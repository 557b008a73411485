// SPDX-License-Identifier: MIT
// Whether two parts certainly overlap: values are tried for the symbols, and the first for which the
// parts meet is proof enough.
#include <config.h>

#include "usage/relate.h"

enum { MOST_TRIED = 32 };

// Values tried for the symbols, one after the other, until the parts are seen to meet.
struct trial {
    const struct question *question;
    struct dimension dimensions[MOST_DIMENSIONS];
    VEC(struct fact) facts;
    int budget;
};

static const struct symbol *last_symbol(const struct symbol *best, const struct form *form);

static const struct symbol *
later_symbol(const struct symbol *best, const struct symbol *symbol)
{
    if (symbol == NULL)
        return best;
    if (symbol->of != NULL)
        return last_symbol(last_symbol(best, symbol->of), symbol->by);
    return symbol->low != NULL && (best == NULL || symbol->id > best->id) ? symbol : best;
}

// The symbol made last: the bounds of an inner loop may depend on an outer one.
static const struct symbol *
last_symbol(const struct symbol *best, const struct form *form)
{
    for (unsigned i = 0; form != NULL && i < form->count; i++)
        best = later_symbol(later_symbol(best, form->terms[i].a), form->terms[i].b);
    return best;
}

static const struct symbol *
next_symbol(const struct trial *trial)
{
    const struct symbol *best = NULL;

    for (size_t i = 0; i < trial->question->count; i++)
        best = last_symbol(best, trial->dimensions[i].difference);
    for (size_t i = 0; i < trial->facts.count; i++)
        best = last_symbol(best, trial->facts.at[i].form);
    return best;
}

static bool
fact_holds(const struct fact *fact)
{
    int64_t value;

    if (!form_is_constant(fact->form, &value))
        return false;
    return fact->kind == FACT_ZERO       ? value == 0
           : fact->kind == FACT_NOT_ZERO ? value != 0
                                         : value >= 0;
}

static bool
meets_in(const struct dimension *dimension)
{
    int64_t difference, a = 1, b = 1;

    if (!form_is_constant(dimension->difference, &difference))
        return false;
    form_is_constant(dimension->a, &a);
    form_is_constant(dimension->b, &b);
    return a > 0 && b > 0 && difference > -a && difference < b;
}

static bool
meet_now(const struct trial *trial)
{
    for (size_t i = 0; i < trial->question->count; i++)
        if (!meets_in(&trial->dimensions[i]))
            return false;
    for (size_t i = 0; i < trial->facts.count; i++)
        if (!fact_holds(&trial->facts.at[i]))
            return false;
    return true;
}

static void
assume(struct trial *trial, const struct symbol *symbol, const struct form *value)
{
    struct usage *const usage = trial->question->region->usage;

    for (size_t i = 0; i < trial->question->count; i++) {
        struct dimension *const dimension = &trial->dimensions[i];

        dimension->difference = form_replace(usage, dimension->difference, symbol, value);
        dimension->a = form_replace(usage, dimension->a, symbol, value);
        dimension->b = form_replace(usage, dimension->b, symbol, value);
    }
    for (size_t i = 0; i < trial->facts.count; i++)
        trial->facts.at[i].form = form_replace(usage, trial->facts.at[i].form, symbol, value);
}

static struct trial
copy_trial(const struct trial *from)
{
    struct trial trial = *from;

    trial.facts.at = NULL;
    trial.facts.count = trial.facts.room = 0;
    for (size_t i = 0; i < from->facts.count; i++)
        vec_push(&trial.facts, from->facts.at[i]);
    return trial;
}

static bool try_symbols(struct trial *trial);

static bool
try_value(struct trial *trial, const struct symbol *symbol, const struct form *value)
{
    struct trial next = copy_trial(trial);
    bool meets;

    assume(&next, symbol, value);
    meets = try_symbols(&next);
    trial->budget = next.budget;
    return meets;
}

// The values that a symbol is tried with: all, where they are known and few; else its ends.
static bool
try_symbol(struct trial *trial, const struct symbol *symbol)
{
    int64_t low, high;

    if (symbol->kind != SYMBOL_VALUE)
        return false;
    if (form_is_constant(symbol->low, &low) && form_is_constant(symbol->high, &high)) {
        if (high - low > MOST_TRIED)
            high = low + MOST_TRIED;
        for (int64_t i = low; i <= high; i += symbol->stride > 0 ? symbol->stride : 1)
            if (try_value(trial, symbol, form_constant(i)))
                return true;
        return false;
    }
    return try_value(trial, symbol, symbol->low) ||
           (symbol->high != NULL && try_value(trial, symbol, symbol->high));
}

static bool
try_symbols(struct trial *trial)
{
    const struct symbol *symbol;

    if (trial->budget-- <= 0)
        return false;
    if (meet_now(trial))
        return true;
    symbol = next_symbol(trial);
    return symbol != NULL && try_symbol(trial, symbol);
}

// Two instances that exist wherever there are two at all: next to each other, in either order; and
// where the indices are known, all.
static bool
try_instances(struct trial *trial)
{
    const struct symbol *const i = trial->question->index, *const k = trial->question->other;
    int64_t low, high;

    if (i->low == NULL)
        return try_symbols(trial);
    if (form_is_constant(i->low, &low) && form_is_constant(i->high, &high)) {
        if (high - low > MOST_TRIED)
            high = low + MOST_TRIED;
        for (int64_t x = low; x <= high; x++) {
            struct trial first = copy_trial(trial);

            assume(&first, i, form_constant(x));
            for (int64_t y = low; y <= high; y++)
                if (x != y && (x - y) % (i->stride > 0 ? i->stride : 1) == 0 &&
                    try_value(&first, k, form_constant(y)))
                    return true;
        }
        return false;
    }
    for (int order = 0; order <= 1; order++) {
        struct trial first = copy_trial(trial);

        assume(&first, order == 0 ? i : k, i->low);
        if (try_value(&first, order == 0 ? k : i, form_plus(i->low, i->stride > 0 ? i->stride : 1)))
            return true;
    }
    return false;
}

bool
question_meets(const struct question *question)
{
    struct trial trial = {.question = question, .budget = 3000};

    for (size_t i = 0; i < question->count; i++)
        trial.dimensions[i] = question->dimensions[i];
    for (size_t i = 0; i < question->facts.count; i++)
        vec_push(&trial.facts, question->facts.at[i]);
    return question->index != NULL ? try_instances(&trial) : try_symbols(&trial);
}
