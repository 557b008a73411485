// SPDX-License-Identifier: MIT
// Expressions. What could fail is kept in range by masks; what is modular is left free.
#include "random.h"

static bool
is_integer(enum kind kind)
{
    return kind != KIND_BOOL && kind != KIND_REAL64;
}

static unsigned
bits_of(enum kind kind)
{
    static const unsigned bits[] = {1, 8, 16, 32, 64, 64, 64};
    return bits[kind];
}

static enum kind
pick_integer(struct random *random)
{
    static const enum kind kinds[] = {KIND_BYTE, KIND_INT16, KIND_INT32, KIND_INT64, KIND_INT};
    return kinds[pick(random, 5)];
}

// ---- leaves ----

void
literal(struct random *random, enum kind kind)
{
    switch (kind) {
    case KIND_BOOL: put(random, pick(random, 2) == 0 ? "TRUE" : "FALSE"); break;
    case KIND_BYTE: put(random, "%u(BYTE)", pick(random, 256)); break;
    case KIND_REAL64: put(random, "%u.%u(REAL64)", pick(random, 100), pick(random, 1000)); break;
    case KIND_INT16: put(random, "%u(INT16)", pick(random, 32768)); break;
    default:
        if (chance(random, 10))
            put(random, "(MOST%s %s)", pick(random, 2) == 0 ? "POS" : "NEG", kind_text(kind));
        else
            put(random, "%u(%s)", pick(random, chance(random, 70) ? 20 : 2000000000),
                kind_text(kind));
        break;
    }
}

void
subscript(struct random *random)
{
    if (chance(random, 40)) {
        put(random, "%u", pick(random, ELEMENTS));
        return;
    }
    put(random, "(");
    expression(random, KIND_INT, 1);
    put(random, " /\\ %d)", ELEMENTS - 1);
}

static void
leaf(struct random *random, enum kind kind)
{
    const bool is_array = chance(random, 30);
    const struct thing *const thing = pick_thing(random, kind, is_array, false);

    if (chance(random, 15) && part_of_composite(random, kind))
        return;
    if (thing == NULL || chance(random, 20)) {
        literal(random, kind);
        return;
    }
    put(random, "%s", thing->name);
    if (!is_array)
        return;
    put(random, "[");
    subscript(random);
    put(random, "]");
}

// ---- operators ----

static void
masked(struct random *random, enum kind kind, unsigned depth, unsigned mask)
{
    put(random, "(");
    expression(random, kind, depth);
    put(random, " /\\ %u)", mask);
}

static void
two(struct random *random, enum kind kind, unsigned depth, const char *operator)
{
    put(random, "(");
    expression(random, kind, depth);
    put(random, " %s ", operator);
    expression(random, kind, depth);
    put(random, ")");
}

// Checked arithmetic, in a range where it cannot fail.
static void
bounded(struct random *random, enum kind kind, unsigned depth)
{
    static const char *const operators[] = {"+", "*", "-"};
    const unsigned which = pick(random, kind == KIND_BYTE ? 2 : 3);

    put(random, "(");
    masked(random, kind, depth, kind == KIND_BYTE ? 15 : 127);
    put(random, " %s ", operators[which]);
    masked(random, kind, depth, kind == KIND_BYTE ? 15 : 127);
    put(random, ")");
}

static void
division(struct random *random, enum kind kind, unsigned depth)
{
    put(random, "(");
    expression(random, kind, depth);
    put(random, pick(random, 2) == 0 ? " / (" : " \\ (");
    masked(random, kind, depth, 31);
    put(random, " + 1))");
}

static void
shift(struct random *random, enum kind kind, unsigned depth)
{
    put(random, "(");
    expression(random, kind, depth);
    put(random, pick(random, 2) == 0 ? " << " : " >> ");
    masked(random, KIND_INT, depth, bits_of(kind) - 1);
    put(random, ")");
}

static void
conversion(struct random *random, enum kind kind, unsigned depth)
{
    const enum kind from = pick_integer(random);

    put(random, "(%s ", kind_text(kind));
    if (kind == from || bits_of(from) < bits_of(kind) ||
        (bits_of(from) == bits_of(kind) && kind != KIND_BYTE))
        expression(random, from, depth);
    else
        masked(random, from, depth, kind == KIND_BYTE ? 255 : 32767);
    put(random, ")");
}

static void
integer(struct random *random, enum kind kind, unsigned depth)
{
    static const char *const modular[] = {"PLUS", "MINUS", "TIMES", "/\\", "\\/", "><"};

    switch (pick(random, 8)) {
    case 0:
    case 1: two(random, kind, depth, modular[pick(random, 6)]); break;
    case 2:
    case 3: bounded(random, kind, depth); break;
    case 4: division(random, kind, depth); break;
    case 5: shift(random, kind, depth); break;
    case 6: conversion(random, kind, depth); break;
    default:
        put(random, pick(random, 2) == 0 ? "(~" : "(MINUS ");
        expression(random, kind, depth);
        put(random, ")");
        break;
    }
}

static void
truth(struct random *random, unsigned depth)
{
    static const char *const relations[] = {"=", "<>", "<", "<=", ">", ">="};
    static const char *const logical[] = {"AND", "OR", "=", "<>"};

    if (chance(random, 60)) {
        const enum kind kind = (enum kind)(1 + pick(random, KINDS - 1));

        two(random, kind, depth,
            kind != KIND_REAL64 && kind != KIND_BYTE && chance(random, 15)
                ? "AFTER"
                : relations[pick(random, 6)]);
    } else if (chance(random, 70)) {
        two(random, KIND_BOOL, depth, logical[pick(random, 4)]);
    } else {
        put(random, "(NOT ");
        expression(random, KIND_BOOL, depth);
        put(random, ")");
    }
}

// Each operation keeps what it gives below a hundred million.
static void
real(struct random *random, unsigned depth)
{
    const unsigned which = pick(random, 4);

    if (which == 3) {
        put(random, "(REAL64 ROUND ");
        masked(random, KIND_INT, depth, 8191);
        put(random, ")");
        return;
    }
    put(random, which == 0 ? "(0.5 * (" : which == 1 ? "(0.25 * (" : "((");
    expression(random, KIND_REAL64, depth);
    put(random, which == 0 ? " + " : which == 1 ? " - " : ") / (1.5 + (REAL64 ROUND ");
    if (which == 2)
        masked(random, KIND_INT, depth, 15);
    else
        expression(random, KIND_REAL64, depth);
    put(random, which == 2 ? ")))" : "))");
}

// ---- calls and their kin ----

static const struct routine *
pick_function(struct random *random, enum kind kind)
{
    const struct routine *found = NULL;
    unsigned seen = 0;

    for (size_t i = 0; i < random->routine_count; i++)
        if (random->routines[i].is_function && random->routines[i].result == kind &&
            pick(random, ++seen) == 0)
            found = &random->routines[i];
    return found;
}

static bool
call(struct random *random, enum kind kind, unsigned depth)
{
    const struct routine *const function = pick_function(random, kind);

    if (function == NULL)
        return false;
    put(random, "%s (", function->name);
    expression(random, function->value, depth);
    put(random, ")");
    return true;
}

static void
constructed(struct random *random, enum kind kind, unsigned depth)
{
    struct thing *const index = add_thing(random, KIND_INT, 'i');

    index->is_val = true;
    put(random, "[%s = %u FOR %d | ", index->name, pick(random, 5), ELEMENTS);
    expression(random, kind, depth);
    put(random, "][");
    random->count--;
    subscript(random);
    put(random, "]");
}

void
expression(struct random *random, enum kind kind, unsigned depth)
{
    if (depth == 0 || chance(random, 15)) {
        leaf(random, kind);
        return;
    }
    if (chance(random, 6) && call(random, kind, depth - 1))
        return;
    if (depth > 1 && chance(random, 3)) {
        constructed(random, kind, depth - 2);
        return;
    }
    if (kind == KIND_BOOL)
        truth(random, depth - 1);
    else if (is_integer(kind))
        integer(random, kind, depth - 1);
    else
        real(random, depth - 1);
}
