// SPDX-License-Identifier: MIT
// Whether two parts certainly overlap: values are tried for the symbols, and the first for which the
// parts meet is proof enough. If all values could be tried, and for none they meet, they are apart.
#include <config.h>

#include "usage/relate.h"

enum { MOST_TRIED = 32, MOST_TRIALS = 6000 };

struct assumption {
    const struct symbol *symbol;
    const struct form *value;
};

// What all trials of a question share.
struct search {
    int left;
    bool complete; // nothing was left out so far
};

// Values tried for the symbols, one after the other, until the parts are seen to meet.
struct trial {
    const struct question *question;
    struct dimension dimensions[MOST_DIMENSIONS];
    VEC(struct fact) facts;
    VEC(struct assumption) assumed;
    struct search *search;
};

static const struct symbol *last_symbol(const struct symbol *best, const struct form *form);

static const struct symbol *
later_symbol(const struct symbol *best, const struct symbol *symbol)
{
    if (symbol == NULL)
        return best;
    if (symbol->of != NULL)
        return last_symbol(last_symbol(best, symbol->of), symbol->by);
    return symbol->kind == SYMBOL_VALUE && symbol->low != NULL &&
                   (best == NULL || symbol->id > best->id)
               ? symbol
               : best;
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

static enum relation
fact_holds(const struct fact *fact)
{
    int64_t value;

    if (!form_is_constant(fact->form, &value))
        return UNDECIDED;
    if (fact->kind == FACT_ZERO)
        return value == 0 ? MEET : APART;
    if (fact->kind == FACT_NOT_ZERO)
        return value != 0 ? MEET : APART;
    return value >= 0 ? MEET : APART;
}

static enum relation
meets_in(const struct dimension *dimension)
{
    int64_t difference, a = 1, b = 1;
    const bool known = form_is_constant(dimension->a, &a) & form_is_constant(dimension->b, &b);

    if (!form_is_constant(dimension->difference, &difference))
        return UNDECIDED;
    if (a > 0 && b > 0 && difference > -a && difference < b)
        return MEET;
    return known ? APART : UNDECIDED;
}

// MEET if all say so, APART if one does.
static enum relation
meet_now(const struct trial *trial)
{
    enum relation all = MEET;

    for (size_t i = 0; i < trial->question->count + trial->facts.count; i++) {
        const enum relation one = i < trial->question->count
                                      ? meets_in(&trial->dimensions[i])
                                      : fact_holds(&trial->facts.at[i - trial->question->count]);

        if (one == APART)
            return APART;
        if (one == UNDECIDED)
            all = UNDECIDED;
    }
    return all;
}

static void
assume(struct trial *trial, const struct symbol *symbol, const struct form *value)
{
    struct usage *const usage = trial->question->region->usage;

    vec_push(&trial->assumed, ((struct assumption){symbol, value}));
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
    trial.assumed.at = NULL;
    trial.assumed.count = trial.assumed.room = 0;
    for (size_t i = 0; i < from->assumed.count; i++)
        vec_push(&trial.assumed, from->assumed.at[i]);
    return trial;
}

// A bound, with the values that are assumed already.
static const struct form *
settle(const struct trial *trial, const struct form *form)
{
    for (size_t i = 0; i < trial->assumed.count; i++)
        form = form_replace(trial->question->region->usage, form, trial->assumed.at[i].symbol,
                            trial->assumed.at[i].value);
    return form;
}

static bool try_symbols(struct trial *trial);

static bool
try_value(struct trial *trial, const struct symbol *symbol, const struct form *value)
{
    struct trial next = copy_trial(trial);

    assume(&next, symbol, value);
    return try_symbols(&next);
}

// Where the values between two bounds end that are tried.
static int64_t
last_tried(const struct trial *trial, int64_t low, int64_t high)
{
    if (high - low <= MOST_TRIED)
        return high;
    trial->search->complete = false;
    return low + MOST_TRIED;
}

// The values that a symbol is tried with: all, where they are known and few; else its ends.
static bool
try_symbol(struct trial *trial, const struct symbol *symbol)
{
    const struct form *const from = settle(trial, symbol->low);
    const struct form *const to = settle(trial, symbol->high);
    int64_t low, high;

    if (form_is_constant(from, &low) && form_is_constant(to, &high)) {
        high = last_tried(trial, low, high);
        for (int64_t i = low; i <= high; i += symbol->stride > 0 ? symbol->stride : 1)
            if (try_value(trial, symbol, form_constant(i)))
                return true;
        return false;
    }
    trial->search->complete = false;
    return try_value(trial, symbol, from) || (to != NULL && try_value(trial, symbol, to));
}

static bool
try_symbols(struct trial *trial)
{
    const enum relation now = meet_now(trial);
    const struct symbol *symbol;

    if (now != UNDECIDED)
        return now == MEET;
    symbol = next_symbol(trial);
    if (symbol == NULL || trial->search->left-- <= 0) {
        trial->search->complete = false;
        return false;
    }
    return try_symbol(trial, symbol);
}

// All pairs of different indices.
static bool
try_pairs(struct trial *trial, int64_t low, int64_t high)
{
    const struct symbol *const i = trial->question->index, *const k = trial->question->other;
    const int64_t stride = i->stride > 0 ? i->stride : 1;

    high = last_tried(trial, low, high);
    for (int64_t x = low; x <= high; x += stride) {
        struct trial first = copy_trial(trial);

        assume(&first, i, form_constant(x));
        for (int64_t y = low; y <= high; y += stride)
            if (x != y && try_value(&first, k, form_constant(y)))
                return true;
    }
    return false;
}

// Two instances that exist wherever there are two at all: next to each other, in either order; and
// where the indices are known, all.
static bool
try_instances(struct trial *trial)
{
    const struct symbol *const i = trial->question->index, *const k = trial->question->other;
    int64_t low, high;

    if (i->low != NULL && form_is_constant(i->low, &low) && form_is_constant(i->high, &high))
        return try_pairs(trial, low, high);
    trial->search->complete = false;
    if (i->low == NULL)
        return try_symbols(trial);
    for (int order = 0; order <= 1; order++) {
        struct trial first = copy_trial(trial);

        assume(&first, order == 0 ? i : k, i->low);
        if (try_value(&first, order == 0 ? k : i, form_plus(i->low, i->stride)))
            return true;
    }
    return false;
}

enum relation
question_decide(const struct question *question)
{
    struct search search = {MOST_TRIALS, true};
    struct trial trial = {.question = question, .search = &search};

    for (size_t i = 0; i < question->count; i++)
        trial.dimensions[i] = question->dimensions[i];
    for (size_t i = 0; i < question->facts.count; i++)
        vec_push(&trial.facts, question->facts.at[i]);
    if (question->index != NULL ? try_instances(&trial) : try_symbols(&trial))
        return MEET;
    return search.complete ? APART : UNDECIDED;
}
