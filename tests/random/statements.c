// SPDX-License-Identifier: MIT
// Specifications and sequential processes.
#include "random.h"

// ---- specifications ----

void
declare(struct random *random, enum kind kind, bool is_array)
{
    struct thing *thing = add_thing(random, kind, is_array ? 'a' : 'v');

    thing->hidden = true;
    thing->is_array = is_array;
    line(random);
    if (is_array) {
        put(random, "INITIAL [%d]%s %s IS [", ELEMENTS, kind_text(kind), thing->name);
        for (int i = 0; i < ELEMENTS; i++) {
            put(random, i == 0 ? "" : ", ");
            literal(random, kind);
        }
        put(random, "]:");
    } else {
        put(random, "INITIAL %s %s IS ", kind_text(kind), thing->name);
        expression(random, kind, 2);
        put(random, ":");
    }
    thing->hidden = false;
}

static void
val(struct random *random)
{
    struct thing *thing = add_thing(random, (enum kind)pick(random, KINDS), 'c');

    thing->hidden = true;
    line(random);
    // A variable of its own in all but name: what it was made of may change.
    put(random, "INITIAL %s %s IS ", kind_text(thing->kind), thing->name);
    expression(random, thing->kind, 3);
    put(random, ":");
    thing->hidden = false;
    thing->fixed = true;
}

// Another name for a variable, an element or a slice; the old one is out of sight meanwhile.
static void
abbreviation(struct random *random, unsigned depth)
{
    const bool from_array = chance(random, 50), slice = from_array && chance(random, 50);
    struct thing *const of = pick_target(random, from_array);
    struct thing *thing;
    const size_t count = random->count;

    if (of == NULL) {
        statement(random, depth);
        return;
    }
    of->hidden = true;
    thing = add_thing(random, of->kind, 'n');
    thing->hidden = true;
    line(random);
    if (!from_array)
        put(random, "%s %s IS %s:", kind_text(of->kind), thing->name, of->name);
    else if (!slice)
        put(random, "%s %s IS %s[%u]:", kind_text(of->kind), thing->name, of->name,
            pick(random, ELEMENTS));
    else
        put(random, "[]%s %s IS %s:", kind_text(of->kind), thing->name, of->name);
    thing->hidden = false;
    thing->is_array = slice;
    nested(random, depth);
    random->count = count;
    of->hidden = false;
}

static void
block(struct random *random, unsigned depth)
{
    const size_t count = random->count;

    if (chance(random, 30))
        val(random);
    else
        declare(random, (enum kind)pick(random, KINDS), chance(random, 30));
    nested(random, depth);
    random->count = count;
}

// ---- processes ----

void
nested(struct random *random, unsigned depth)
{
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    for (unsigned i = 1 + pick(random, 3); i > 0; i--)
        statement(random, depth - 1);
    random->indent -= 2;
}

static void
body(struct random *random, unsigned depth)
{
    random->indent += 2;
    nested(random, depth);
    random->indent -= 2;
}

static void
place(struct random *random, const struct thing *thing)
{
    put(random, "%s", thing->name);
    if (!thing->is_array)
        return;
    put(random, "[");
    subscript(random);
    put(random, "]");
}

static void
assignment(struct random *random)
{
    const struct thing *const target = pick_target(random, chance(random, 40));

    line(random);
    if (target == NULL) {
        put(random, "SKIP");
        return;
    }
    place(random, target);
    put(random, " := ");
    expression(random, target->kind, 4);
}

static void
exchange(struct random *random)
{
    const struct thing *const a = pick_target(random, false), *const b = pick_target(random, false);

    if (a == NULL || a == b) {
        assignment(random);
        return;
    }
    line(random);
    put(random, "%s, %s := ", a->name, b->name);
    expression(random, a->kind, 3);
    put(random, ", ");
    expression(random, b->kind, 3);
}

// Parts of arrays, also of one: as if through a copy.
static void
move(struct random *random)
{
    const struct thing *const to = pick_target(random, true);
    const struct thing *const from = to == NULL ? NULL : pick_thing(random, to->kind, true, false);
    const unsigned count = 1 + pick(random, ELEMENTS);

    if (from == NULL) {
        assignment(random);
        return;
    }
    line(random);
    put(random, "[%s FROM %u FOR %u] := [%s FROM %u FOR %u]", to->name,
        pick(random, ELEMENTS - count + 1), count, from->name, pick(random, ELEMENTS - count + 1),
        count);
}

static void
choice(struct random *random, unsigned depth)
{
    line(random);
    put(random, "IF");
    random->indent += 2;
    for (unsigned i = 1 + pick(random, 2); i > 0; i--) {
        line(random);
        expression(random, KIND_BOOL, 3);
        body(random, depth);
    }
    line(random);
    put(random, "TRUE");
    body(random, depth);
    random->indent -= 2;
}

static void
selection(struct random *random, unsigned depth)
{
    line(random);
    put(random, "CASE (");
    expression(random, KIND_INT, 3);
    put(random, " /\\ 7)");
    random->indent += 2;
    line(random);
    put(random, "%u, %u", pick(random, 4), 4 + pick(random, 2));
    body(random, depth);
    line(random);
    put(random, "%u", 6 + pick(random, 2));
    body(random, depth);
    line(random);
    put(random, "ELSE");
    body(random, depth);
    random->indent -= 2;
}

static void
loop(struct random *random, unsigned depth)
{
    struct thing *const index = add_thing(random, KIND_INT, 'i');

    index->is_val = true;
    line(random);
    put(random, "SEQ %s = %u FOR %u", index->name, pick(random, 10), pick(random, 6));
    random->loops++;
    body(random, depth);
    random->loops--;
    random->count--;
}

static void
repetition(struct random *random, unsigned depth)
{
    struct thing *const counter = add_thing(random, KIND_INT, 'w');

    counter->fixed = true;
    line(random);
    put(random, "INITIAL INT %s IS 0:", counter->name);
    line(random);
    put(random, "WHILE %s < %u", counter->name, pick(random, 6));
    random->loops++;
    random->indent += 2;
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    for (unsigned i = 1 + pick(random, 2); i > 0; i--)
        statement(random, depth - 1);
    line(random);
    put(random, "%s := %s + 1", counter->name, counter->name);
    random->indent -= 4;
    random->loops--;
    random->count--;
}

static void
call(struct random *random)
{
    const struct routine *const routine =
        &random->routines[pick(random, (unsigned)random->routine_count)];
    struct thing *target;

    if (routine->is_function || random->pure) {
        assignment(random);
        return;
    }
    target = pick_thing(random, routine->target, routine->on_array, true);
    if (target == NULL) {
        assignment(random);
        return;
    }
    target->hidden = true;
    line(random);
    put(random, "%s (", routine->name);
    expression(random, routine->value, 2);
    put(random, ", %s)", target->name);
    target->hidden = false;
}

void
statement(struct random *random, unsigned depth)
{
    if (random->budget > 0)
        random->budget--;
    if (depth <= 1 || random->budget == 0) {
        assignment(random);
        return;
    }
    switch (pick(random, 16)) {
    case 0:
    case 1: choice(random, depth); break;
    case 2: selection(random, depth); break;
    case 3:
    case 4: (random->loops < 2 ? loop : choice)(random, depth); break;
    case 5: (random->loops < 2 ? repetition : choice)(random, depth); break;
    case 6: exchange(random); break;
    case 7: move(random); break;
    case 8: block(random, depth); break;
    case 9: abbreviation(random, depth); break;
    case 10: (random->routine_count > 0 ? call : assignment)(random); break;
    case 11:
    case 12:
        if (random->pure || random->loops > 1)
            assignment(random);
        else
            parallel(random, depth);
        break;
    case 13:
    case 14: composite_statement(random, depth); break;
    default: assignment(random); break;
    }
}
