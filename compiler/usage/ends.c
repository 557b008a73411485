// SPDX-License-Identifier: MIT
// Which ends of which channels each branch of a PAR holds.
//
// A channel belongs to the PAR whose different branches hold its two ends. A branch holds what it
// reads from or writes to, by itself or through the PROCs it calls. What it holds is said in
// expressions that the parent can evaluate: subscripts within the branch become loops. Ends that
// cannot meet the other end in another branch belong to a PAR further out; where it depends on the
// element or on values, it is seen when the program runs. That no end has two holders is checked
// in par.c.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// Elements of a dimension; `from` NULL: it cannot be said which.
struct range {
    const struct form *from, *count;
    bool is_element;
};

// One end, by the name of what was declared and not of an abbreviation; and what the parent of the
// PAR can say of it: for all values of the indices of some loops, ranges of the first dimensions.
struct user {
    struct access access;
    unsigned branch;
    VEC(const struct symbol *) loops;
    VEC(struct range) ranges;
    bool vague; // something could not be said
};

struct ends {
    const struct region *region;
    const struct symbol *index;
    VEC(struct user) users;
    struct user *now;   // the one being looked at
    struct held **last; // where the next note goes
};

// ---- who uses what ----

static bool
is_known(const struct ends *ends, const struct access *access, unsigned branch)
{
    for (size_t i = 0; i < ends->users.count; i++) {
        const struct user *const other = &ends->users.at[i];

        if (other->branch == branch && other->access.kind == access->kind &&
            other->access.part.root == access->part.root &&
            (other->access.facts == NULL || other->access.facts == access->facts) &&
            path_same(&other->access.part.path, &access->part.path))
            return true;
    }
    return false;
}

static void add_user(struct ends *ends, const struct access *access, unsigned branch);

static void
add_user_of(struct ends *ends, const struct access *access, unsigned branch, const struct node *of,
            struct path path)
{
    struct access used = *access;

    if (!part_of(ends->region->usage, of, &used.part))
        return;
    used.part.path = path_join(used.part.path, path);
    add_user(ends, &used, branch);
}

// Of a table [a, b] the item that is meant, else each.
static void
add_user_of_table(struct ends *ends, const struct access *access, unsigned branch,
                  const struct node_table *table)
{
    const struct path path = access->part.path;
    const bool some = path.count != 0 && path.at[0].is_element;
    int64_t number;

    for (size_t i = 0; i < table->items.count; i++)
        if (!some || !form_is_constant(path.at[0].from, &number) || (size_t)number == i)
            add_user_of(ends, access, branch, table->items.at[i],
                        some ? (struct path){path.at + 1, path.count - 1} : (struct path){0});
}

static void
add_user(struct ends *ends, const struct access *access, unsigned branch)
{
    const struct decl *const root = access->part.root;
    const struct node *of;

    if (root->kind == DECL_REFERENCE && root->node != NULL && root->node->kind == NODE_ABBREVIATE) {
        of = node_as_abbreviate(root->node)->of;
        if (of->kind == NODE_TABLE)
            add_user_of_table(ends, access, branch, node_as_table(of));
        else
            add_user_of(ends, access, branch, of, access->part.path);
    } else if (!is_known(ends, access, branch)) {
        vec_push(&ends->users, ((struct user){.access = *access, .branch = branch}));
    }
}

static void
collect_users(struct ends *ends, const size_t *marks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = marks[i]; k < marks[i + 1]; k++) {
            const struct access access = ends->region->usage->accesses.at[k];

            if (access_is_channel(access.kind) && type_is_channels(access.part.root->type) &&
                region_is_outside(ends->region, access.part.root))
                add_user(ends, &access, (unsigned)i);
        }
    }
}

// ---- what the parent can evaluate ----

static void
look_for_failure(struct node *node, void *context)
{
    bool *const can_fail = context;

    if (node->value != NULL)
        return;
    switch (node->kind) {
    case NODE_NAME: return;
    case NODE_SUBSCRIPT: break;
    case NODE_DYADIC:
        if (node_as_dyadic(node)->decl == NULL && node_as_dyadic(node)->op != (int)OP_DIV &&
            node_as_dyadic(node)->op != (int)OP_REM)
            break;
        *can_fail = true;
        return;
    default: *can_fail = true; return;
    }
    node_children(node, look_for_failure, context);
}

static bool can_fail(const struct form *form, bool in_subscript);

static bool
symbol_can_fail(const struct symbol *symbol, bool in_subscript)
{
    bool fails = !in_subscript;
    int64_t by;

    if (symbol == NULL)
        return false;
    if (symbol->kind == SYMBOL_OPAQUE) {
        look_for_failure((struct node *)(uintptr_t)symbol->node, &fails);
        return fails;
    }
    if (symbol->of == NULL || (form_is_constant(symbol->by, &by) && by > 0))
        return symbol->of != NULL && can_fail(symbol->of, in_subscript);
    return !in_subscript || can_fail(symbol->of, true) || can_fail(symbol->by, false);
}

// Whether evaluating the form may fail, where the branch perhaps would not have evaluated it. In a
// subscript of channels, lower/ends.c looks at other subscripts and at divisors first.
static bool
can_fail(const struct form *form, bool in_subscript)
{
    for (unsigned i = 0; i < form->count; i++)
        if (symbol_can_fail(form->terms[i].a, in_subscript) ||
            symbol_can_fail(form->terms[i].b, in_subscript))
            return true;
    return false;
}

static bool collect_loops(struct ends *ends, const struct form *form);

static bool
collect_loop(struct ends *ends, const struct symbol *symbol)
{
    if (symbol == NULL || region_is_stable(ends->region, symbol))
        return true;
    if (symbol->kind != SYMBOL_VALUE || symbol->decl == NULL || !symbol->decl->is_replicator ||
        symbol->low == NULL || symbol->high == NULL || symbol->stride == 0)
        return false;
    for (size_t i = 0; i < ends->now->loops.count; i++) {
        if (ends->now->loops.at[i] == symbol)
            return true;
        if (ends->now->loops.at[i]->decl == symbol->decl)
            return false; // one loop of a PROC that is called twice
    }
    if (!collect_loops(ends, symbol->low) || !collect_loops(ends, symbol->high) ||
        can_fail(symbol->low, false) || can_fail(symbol->high, false))
        return false;
    vec_push(&ends->now->loops, symbol);
    return true;
}

// The loops within the branch on which a form depends; false where it depends on something else.
static bool
collect_loops(struct ends *ends, const struct form *form)
{
    for (unsigned i = 0; form != NULL && i < form->count; i++)
        if (!collect_loop(ends, form->terms[i].a) || !collect_loop(ends, form->terms[i].b))
            return false;
    return form != NULL;
}

static void
add_range(struct ends *ends, const struct selector *selector)
{
    const size_t loops = ends->now->loops.count;
    struct range range = {selector->from, selector->count, selector->is_element};

    if (!collect_loops(ends, range.from) || !collect_loops(ends, range.count) ||
        can_fail(range.from, true) || can_fail(range.count, true)) {
        ends->now->loops.count = loops;
        ends->now->vague = true;
        range.from = NULL;
    }
    vec_push(&ends->now->ranges, range);
}

// ---- loops as ranges ----

static bool
mentions(const struct ends *ends, const struct form *form, const struct symbol *symbol)
{
    const struct form *const without =
        form_replace(ends->region->usage, form, symbol, form_constant(0));

    return form != NULL && !form_equal(form, without);
}

// Whether anything but the last range depends on the loop.
static bool
is_used_elsewhere(const struct ends *ends, const struct symbol *symbol)
{
    for (size_t i = 0; i + 1 < ends->now->ranges.count; i++)
        if (ends->now->ranges.at[i].from != NULL &&
            mentions(ends, ends->now->ranges.at[i].from, symbol))
            return true;
    for (size_t i = 0; i < ends->now->loops.count; i++)
        if (mentions(ends, ends->now->loops.at[i]->low, symbol) ||
            mentions(ends, ends->now->loops.at[i]->high, symbol))
            return true;
    return false;
}

// A loop over the elements of the last range that leaves no gaps is a range. (Should it not fit its
// array, nothing of it is held; but then the branch ends by a run-time error.)
static bool
flatten(struct ends *ends)
{
    struct range *const last = &ends->now->ranges.at[ends->now->ranges.count - 1];

    for (size_t i = 0; last->is_element && i < ends->now->loops.count; i++) {
        const struct symbol *const symbol = ends->now->loops.at[i];
        const struct range range = {
            form_replace(ends->region->usage, last->from, symbol, symbol->low),
            form_plus(form_subtract(symbol->high, symbol->low), 1), false};

        if (form_factor(last->from, symbol, NULL) != 1 || symbol->stride != 1 ||
            is_used_elsewhere(ends, symbol) ||
            mentions(ends, form_subtract(last->from, form_symbol(symbol)), symbol) ||
            range.from == NULL || range.count == NULL)
            continue;
        *last = range;
        ends->now->loops.count--;
        for (; i < ends->now->loops.count; i++)
            ends->now->loops.at[i] = ends->now->loops.at[i + 1];
        return true;
    }
    return false;
}

// The last dimensions need no word where all of them is held.
static void
shorten(struct ends *ends, const struct decl *root)
{
    while (ends->now->ranges.count != 0) {
        const struct range *const last = &ends->now->ranges.at[ends->now->ranges.count - 1];
        const struct form *const size =
            decl_size(ends->region->usage, root, (int)ends->now->ranges.count - 1);
        int64_t from;

        if (last->from != NULL && flatten(ends))
            continue;
        if (last->from != NULL && (last->is_element || !form_is_constant(last->from, &from) ||
                                   from != 0 || !form_equal(last->count, size)))
            break;
        ends->now->ranges.count--;
    }
}

static void
describe(struct ends *ends)
{
    const struct access *const access = &ends->now->access;

    for (size_t i = 0; i < access->part.path.count; i++)
        add_range(ends, &access->part.path.at[i]);
    shorten(ends, access->part.root);
}

// ---- what belongs ----

static bool
same_elements(const struct user *a, const struct user *b)
{
    if (a->loops.count + b->loops.count != 0 || a->ranges.count != b->ranges.count)
        return false;
    for (size_t i = 0; i < a->ranges.count; i++)
        if (!form_equal(a->ranges.at[i].from, b->ranges.at[i].from) ||
            !form_equal(a->ranges.at[i].count, b->ranges.at[i].count))
            return false;
    return true;
}

static bool
is_one_element(const struct user *user)
{
    for (size_t i = 0; i < user->ranges.count; i++)
        if (!user->ranges.at[i].is_element)
            return false;
    return !user->vague && user->loops.count == 0 && user->ranges.count != 0;
}

// The index of the process that has the other end, in c[i] and c[i + k]; NULL where this is not so
// simple.
static const struct form *
index_of_other(const struct ends *ends, const struct user *user, const struct user *other)
{
    const struct form *index = NULL;

    if (ends->index->stride != 1 || !is_one_element(user) || !is_one_element(other) ||
        user->ranges.count != other->ranges.count)
        return NULL;
    for (size_t i = 0; i < user->ranges.count; i++) {
        const struct form *const from = user->ranges.at[i].from;
        const struct form *const distance = form_subtract(from, other->ranges.at[i].from);
        int64_t by;

        if (!form_is_constant(distance, &by))
            return NULL;
        if (by == 0 && !mentions(ends, from, ends->index))
            continue;
        if (index != NULL || form_factor(from, ends->index, NULL) != 1 ||
            mentions(ends, form_subtract(from, form_symbol(ends->index)), ends->index))
            return NULL;
        index = form_plus(form_symbol(ends->index), by);
    }
    return index;
}

// A SHARED channel belongs to the outermost PAR whose different branches hold its two ends; the branches
// are counted when that begins.
static enum belonging
belonging_of_shared(const struct ends *ends, const struct user *user)
{
    for (size_t i = 0; i < ends->users.count; i++) {
        const struct user *const other = &ends->users.at[i];

        if (other->access.part.root == user->access.part.root &&
            other->access.kind != user->access.kind &&
            (other->branch != user->branch || ends->index != NULL))
            return BELONGS_COUNTED;
    }
    return BELONGS_OUTSIDE;
}

// Of the very same channels the other end is in another branch, or perhaps of some, or of none.
// Where it is in one process of a replicated PAR, if there is one of that index, this is `*index`.
// Who holds an end that is shared by a pragma nobody counts: it belongs nowhere.
static enum belonging
belonging_of(const struct ends *ends, const struct user *user, const struct form **index)
{
    enum belonging result = BELONGS_OUTSIDE;
    const struct decl *const root = user->access.part.root;

    if (root->type->kind == TYPE_CHAN && root->type->shared != SHARED_NOT)
        return belonging_of_shared(ends, user);
    if (root->shared)
        return result;
    for (size_t i = 0; i < ends->users.count; i++) {
        const struct user *const other = &ends->users.at[i];
        const struct form *found;

        if (other->access.part.root != user->access.part.root ||
            other->access.kind == user->access.kind ||
            (other->branch == user->branch && ends->index == NULL))
            continue;
        if (ends->index == NULL && same_elements(user, other))
            return BELONGS_HERE;
        if (result == BELONGS_PERHAPS && *index == NULL)
            continue;
        if (relate(ends->region, &user->access, &other->access, ends->index) == APART)
            continue;
        found = ends->index == NULL ? NULL : index_of_other(ends, user, other);
        *index = result == BELONGS_OUTSIDE || form_equal(found, *index) ? found : NULL;
        result = BELONGS_PERHAPS;
    }
    return result;
}

// ---- notes ----

// A channel that each process of a replicated PAR names is held by the one whose index fulfils
// the condition. Any other is held whether the branch comes to use it or not.
static void
add_conditions(const struct ends *ends, struct held *held, const struct user *user)
{
    bool depends = ends->index == NULL || user->vague || user->loops.count != 0;

    for (size_t i = 0; i < user->ranges.count && !depends; i++)
        depends = mentions(ends, user->ranges.at[i].from, ends->index);
    if (depends)
        return;
    for (const struct fact *fact = user->access.facts; fact != NULL; fact = fact->next)
        if (mentions(ends, fact->form, ends->index) && !can_fail(fact->form, false) &&
            region_can_evaluate(ends->region, fact->form))
            nodes_push(&held->conditions, fact_node(fact, user->access.span));
}

static void
add_notes(struct held *held, const struct user *user)
{
    const struct span span = user->access.span;

    for (size_t i = 0; i < user->loops.count; i++) {
        const struct symbol *const symbol = user->loops.at[i];
        const struct held_loop loop = {(struct decl *)(uintptr_t)symbol->decl,
                                       form_node(symbol->low, span), form_node(symbol->high, span),
                                       symbol->stride};

        vec_push(&held->loops, loop);
    }
    for (size_t i = 0; i < user->ranges.count; i++) {
        const struct range *const range = &user->ranges.at[i];
        struct held_part part = {NULL, NULL};

        if (range->from != NULL)
            part.from = form_node(range->from, span);
        if (range->from != NULL && !range->is_element)
            part.count = form_node(range->count, span);
        vec_push(&held->parts, part);
    }
}

static void
add_held(struct ends *ends, const struct user *user, enum belonging belonging,
         const struct fact *belongs_if)
{
    struct held *const held = mem_new(struct held);

    held->branch = user->branch;
    held->writes = user->access.kind == ACCESS_OUTPUT;
    held->root = user->access.part.root;
    held->belonging = belonging;
    for (; belongs_if != NULL; belongs_if = belongs_if->next)
        nodes_push(&held->conditions, fact_node(belongs_if, user->access.span));
    add_conditions(ends, held, user);
    add_notes(held, user);
    *ends->last = held;
    ends->last = &held->next;
}

static const struct fact *
add_if_open(struct ends *ends, const struct form *not_negative, const struct fact *facts)
{
    struct knowledge knowledge = {.usage = ends->region->usage};

    know_bounds(&knowledge, not_negative);
    return prove(&knowledge, not_negative) ? facts
                                           : fact_add(FACT_NOT_NEGATIVE, not_negative, facts);
}

static void
note_end(struct ends *ends, const struct user *user)
{
    const struct symbol *const own = ends->index;
    const struct form *other = NULL, *above, *below;
    enum belonging belonging = belonging_of(ends, user, &other);

    if (other == NULL) {
        add_held(ends, user, belonging, NULL);
        return;
    }
    above = form_subtract(other, own->low);
    below = form_subtract(own->high, other);
    if (!region_can_evaluate(ends->region, above) || !region_can_evaluate(ends->region, below) ||
        can_fail(above, false) || can_fail(below, false)) {
        add_held(ends, user, belonging, NULL);
        return;
    }
    add_held(ends, user, BELONGS_HERE, add_if_open(ends, above, add_if_open(ends, below, NULL)));
    add_held(ends, user, BELONGS_OUTSIDE, NULL); // for the process at the end of the row
}

void
note_ends(const struct region *region, struct node_par *node, const struct symbol *index,
          const size_t *marks)
{
    struct ends ends = {.region = region, .index = index, .last = &node->held};

    node->held = NULL;
    if (node->body.count < 2 && index == NULL)
        return;
    collect_users(&ends, marks, node->body.count);
    for (size_t i = 0; i < ends.users.count; i++) {
        ends.now = &ends.users.at[i];
        describe(&ends);
    }
    for (size_t i = 0; i < ends.users.count; i++)
        note_end(&ends, &ends.users.at[i]);
}
