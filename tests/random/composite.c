// SPDX-License-Identifier: MIT
// Records and arrays of arrays.
#include "random.h"

static const enum kind field_kinds[] = {KIND_INT, KIND_INT16, KIND_REAL64};
static const char *const field_names[] = {"one", "two", "three"};

static void
pair(struct random *random, unsigned depth)
{
    const struct thing *const thing = pick_thing(random, KIND_PAIR, false, false);

    if (depth > 0 && chance(random, 40)) {
        put(random, "(");
        pair(random, depth - 1);
        put(random, " + ");
        pair(random, depth - 1);
        put(random, ")");
    } else if (thing != NULL && chance(random, 60)) {
        put(random, "%s", thing->name);
    } else {
        put(random, "pair (");
        for (int i = 0; i < 3; i++) {
            put(random, i == 0 ? "" : ", ");
            expression(random, field_kinds[i], 2);
        }
        put(random, ")");
    }
}

void
declare_pair(struct random *random)
{
    struct thing *const thing = add_thing(random, KIND_PAIR, 't');

    thing->hidden = true;
    line(random);
    put(random, "INITIAL PAIR %s IS ", thing->name);
    pair(random, 1);
    put(random, ":");
    thing->hidden = false;
}

void
declare_rows(struct random *random)
{
    struct thing *const thing = add_thing(random, KIND_ROWS, 'm');

    thing->hidden = true;
    line(random);
    put(random, "INITIAL [%d][%d]INT64 %s IS [i = 0 FOR %d | [k = 1 FOR %d | ", ROWS, ELEMENTS,
        thing->name, ROWS, ELEMENTS);
    put(random, "(INT64 (i TIMES %u)) PLUS ", pick(random, 1000));
    expression(random, KIND_INT64, 2);
    put(random, "]]:");
    thing->hidden = false;
}

static void
row(struct random *random)
{
    put(random, "(");
    expression(random, KIND_INT, 1);
    put(random, " /\\ %d)", ROWS - 1);
}

static void
element(struct random *random, const struct thing *thing)
{
    put(random, "%s[", thing->name);
    row(random);
    put(random, "][");
    subscript(random);
    put(random, "]");
}

bool
part_of_composite(struct random *random, enum kind kind)
{
    const struct thing *thing;

    if (kind == KIND_INT64) {
        thing = pick_thing(random, KIND_ROWS, false, false);
        if (thing != NULL)
            element(random, thing);
        return thing != NULL;
    }
    for (int i = 0; i < 3; i++) {
        if (field_kinds[i] != kind)
            continue;
        thing = pick_thing(random, KIND_PAIR, false, false);
        if (thing != NULL)
            put(random, "%s[%s]", thing->name, field_names[i]);
        return thing != NULL;
    }
    return false;
}

// ---- statements ----

static void
pair_statement(struct random *random, const struct thing *thing)
{
    const unsigned field = pick(random, 3);

    line(random);
    if (chance(random, 50)) {
        put(random, "%s := ", thing->name);
        pair(random, 2);
    } else {
        put(random, "%s[%s] := ", thing->name, field_names[field]);
        expression(random, field_kinds[field], 3);
    }
}

// The bytes of a number, or a row of an array, by another name.
static void
other_view(struct random *random, struct thing *of, unsigned depth)
{
    const size_t count = random->count;
    struct thing *const view =
        add_thing(random, of->kind == KIND_ROWS ? KIND_INT64 : KIND_BYTE, 'b');

    view->is_array = true;
    line(random);
    if (of->kind == KIND_ROWS)
        put(random, "[]INT64 %s IS %s[%u]:", view->name, of->name, pick(random, ROWS));
    else
        put(random, "[]BYTE %s RETYPES %s:", view->name, of->name);
    of->hidden = true;
    nested(random, depth);
    of->hidden = false;
    random->count = count;
}

// All rows as one.
static void
flat(struct random *random, struct thing *of, unsigned depth)
{
    const size_t count = random->count;
    char name[16];

    new_name(random, name, 'z');
    line(random);
    put(random, "[]INT64 %s RESHAPES %s:", name, of->name);
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    line(random);
    put(random, "[%s FROM %u FOR %u] := [%s FOR %u]", name, pick(random, 16), 16, name, 16);
    random->indent -= 2;
    (void)depth;
    random->count = count;
}

static void
rows_statement(struct random *random, struct thing *thing, unsigned depth)
{
    const struct thing *const array = pick_thing(random, KIND_INT64, true, false);

    switch (pick(random, 4)) {
    case 0: other_view(random, thing, depth); return;
    case 1: flat(random, thing, depth); return;
    case 2:
        if (array == NULL)
            break;
        line(random);
        put(random, "%s[", thing->name);
        row(random);
        put(random, "] := %s", array->name);
        return;
    default: break;
    }
    line(random);
    element(random, thing);
    put(random, " := ");
    expression(random, KIND_INT64, 3);
}

void
composite_statement(struct random *random, unsigned depth)
{
    struct thing *const a_pair = pick_thing(random, KIND_PAIR, false, true);
    struct thing *const rows = pick_thing(random, KIND_ROWS, false, true);
    struct thing *const number = pick_thing(random, KIND_INT64, false, true);

    if (a_pair != NULL && chance(random, 40)) {
        pair_statement(random, a_pair);
    } else if (rows != NULL && chance(random, 60)) {
        rows_statement(random, rows, depth);
    } else if (number != NULL) {
        other_view(random, number, depth);
    } else {
        line(random);
        put(random, "SKIP");
    }
}

void
show_composite(struct random *random, const struct thing *thing)
{
    line(random);
    if (thing->kind == KIND_PAIR) {
        put(random, "show (INT64 %s[one], screen!)", thing->name);
        line(random);
        put(random, "show (INT64 %s[two], screen!)", thing->name);
        line(random);
        put(random, "show (bits (%s[three]), screen!)", thing->name);
        return;
    }
    put(random, "SEQ i = 0 FOR SIZE %s", thing->name);
    random->indent += 2;
    line(random);
    put(random, "SEQ k = 0 FOR SIZE %s[i]", thing->name);
    random->indent += 2;
    line(random);
    put(random, "show (%s[i][k], screen!)", thing->name);
    random->indent -= 4;
}
