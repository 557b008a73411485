// SPDX-License-Identifier: MIT
// Usage: random SEED [SIZE]: print a program.
#include "network.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- numbers and text ----

static uint64_t
next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

unsigned
pick(struct random *random, unsigned limit)
{
    return (unsigned)(next(random) % limit);
}

bool
chance(struct random *random, unsigned percent)
{
    return pick(random, 100) < percent;
}

void
put(struct random *random, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    random->length += (size_t)vsnprintf(random->text + random->length,
                                        random->room - random->length, format, arguments);
    va_end(arguments);
    if (random->length + 4096 > random->room) {
        random->room *= 2;
        random->text = realloc(random->text, random->room);
        if (random->text == NULL)
            abort();
    }
}

void
line(struct random *random)
{
    put(random, "\n%*s", (int)random->indent, "");
}

const char *
kind_text(enum kind kind)
{
    static const char *const texts[] = {"BOOL", "BYTE", "INT16", "INT32", "INT64", "INT", "REAL64"};
    return texts[kind];
}

// ---- names ----

void
new_name(struct random *random, char *name, char letter)
{
    snprintf(name, 16, "%c%u", letter, ++random->names);
}

struct thing *
add_thing(struct random *random, enum kind kind, char letter)
{
    struct thing *thing;
    if (random->count == MOST_THINGS) {
        fprintf(stderr, "too many names\n");
        exit(1);
    }
    thing = &random->things[random->count++];
    *thing = (struct thing){.kind = kind};
    new_name(random, thing->name, letter);
    return thing;
}

static bool
can_be(const struct thing *thing, bool changed)
{
    return !thing->hidden && !(changed && (thing->fixed || thing->is_val));
}

struct thing *
pick_thing(struct random *random, enum kind kind, bool is_array, bool changed)
{
    struct thing *found = NULL;
    unsigned seen = 0;
    for (size_t i = 0; i < random->count; i++) {
        struct thing *thing = &random->things[i];
        if (thing->kind == kind && thing->is_array == is_array && can_be(thing, changed) &&
            pick(random, ++seen) == 0)
            found = thing;
    }
    return found;
}

struct thing *
pick_target(struct random *random, bool is_array)
{
    struct thing *found = NULL;
    unsigned seen = 0;
    for (size_t i = 0; i < random->count; i++)
        if (random->things[i].kind < KINDS && random->things[i].is_array == is_array &&
            can_be(&random->things[i], true) && pick(random, ++seen) == 0)
            found = &random->things[i];
    return found;
}

// ---- routines ----

static void
function(struct random *random)
{
    struct routine *routine = &random->routines[random->routine_count];
    size_t count = random->count;
    struct thing *result;
    *routine = (struct routine){.is_function = true,
                                .result = (enum kind)pick(random, KINDS),
                                .value = (enum kind)pick(random, KINDS)};
    new_name(random, routine->name, 'f');
    struct thing *parameter = add_thing(random, routine->value, 'p');
    parameter->is_val = true;
    line(random);
    put(random, "%s FUNCTION %s (VAL %s %s)", kind_text(routine->result), routine->name,
        kind_text(routine->value), parameter->name);
    random->indent += 2;
    result = add_thing(random, routine->result, 'r');
    line(random);
    put(random, "%s %s:", kind_text(result->kind), result->name);
    line(random);
    put(random, "VALOF");
    random->indent += 2;
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    line(random);
    put(random, "%s := ", result->name);
    result->hidden = true;
    expression(random, result->kind, 2);
    result->hidden = false;
    random->pure = true;
    for (unsigned i = pick(random, 3); i > 0; i--)
        statement(random, 2);
    random->pure = false;
    random->indent -= 2;
    line(random);
    put(random, "RESULT %s", result->name);
    random->indent -= 4;
    line(random);
    put(random, ":");
    random->count = count;
    random->routine_count++;
}

static void
procedure(struct random *random)
{
    struct routine *routine = &random->routines[random->routine_count];
    size_t count = random->count;
    *routine = (struct routine){.value = (enum kind)pick(random, KINDS),
                                .target = (enum kind)pick(random, KINDS),
                                .on_array = chance(random, 40)};
    new_name(random, routine->name, 'q');
    struct thing *value = add_thing(random, routine->value, 'p');
    value->is_val = true;
    struct thing *target = add_thing(random, routine->target, 'p');
    target->is_array = routine->on_array;
    line(random);
    put(random, "PROC %s (VAL %s %s, %s%s %s)", routine->name, kind_text(value->kind), value->name,
        routine->on_array ? "[]" : "", kind_text(target->kind), target->name);
    random->indent += 2;
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    for (unsigned i = 1 + pick(random, 3); i > 0; i--)
        statement(random, 2);
    random->indent -= 4;
    line(random);
    put(random, ":");
    random->count = count;
    random->routine_count++;
}

// ---- the program ----

static void
show(struct random *random, const struct thing *thing)
{
    static const char *const how[] = {
        [KIND_BOOL] = "show (INT64 (%s), screen!)",  [KIND_BYTE] = "show (INT64 (%s), screen!)",
        [KIND_INT16] = "show (INT64 (%s), screen!)", [KIND_INT32] = "show (INT64 (%s), screen!)",
        [KIND_INT64] = "show (%s, screen!)",         [KIND_INT] = "show (INT64 (%s), screen!)",
        [KIND_REAL64] = "show (bits (%s), screen!)"};
    char name[64];
    if (thing->kind >= KINDS) {
        show_composite(random, thing);
        return;
    }
    if (thing->is_array) {
        line(random);
        put(random, "SEQ i = 0 FOR SIZE %s", thing->name);
        random->indent += 2;
    }
    snprintf(name, sizeof name, thing->is_array ? "%s[i]" : "%s", thing->name);
    line(random);
    // A format of our own table.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    put(random, how[thing->kind], name);
#pragma GCC diagnostic pop
    if (thing->is_array)
        random->indent -= 2;
}

static void
heading(struct random *random)
{
    put(random, "%s",
        "-- Made by tests/random.\n"
        "#INCLUDE \"print.inc\"\n"
        "INT64 FUNCTION bits (VAL REAL64 x)\n"
        "  INT64 b:\n"
        "  VALOF\n"
        "    SEQ\n"
        "      VAL INT64 same RETYPES x:\n"
        "      b := same\n"
        "    RESULT b\n"
        ":\n"
        "PROC show (VAL INT64 n, CHAN BYTE out!)\n"
        "  SEQ\n"
        "    number (n, out!)\n"
        "    out ! '*n'\n"
        ":\n"
        "DATA TYPE PAIR\n"
        "  RECORD\n"
        "    INT one:\n"
        "    INT16 two:\n"
        "    REAL64 three:\n"
        ":\n"
        "PAIR FUNCTION pair (VAL INT a, VAL INT16 b, VAL REAL64 c) IS [a, b, c]:\n"
        "PAIR FUNCTION \"+\" (VAL PAIR a, b) IS\n"
        "  [a[one] PLUS b[one], a[two] PLUS b[two], (0.5 * a[three]) + (0.25 * b[three])]:\n"
        "PROTOCOL TAGGED\n"
        "  CASE\n"
        "    number; INT\n"
        "    block; BYTE::[]BYTE\n"
        "    pair; PAIR\n"
        ":");
}

static void
program(struct random *random, unsigned size)
{
    heading(random);
    for (unsigned i = 1 + pick(random, 3); i > 0; i--)
        function(random);
    for (unsigned i = 1 + pick(random, 3); i > 0; i--)
        procedure(random);
    line(random);
    put(random, "PROC main (CHAN BYTE screen!)");
    random->indent = 2;
    for (unsigned i = 0; i < 6; i++)
        declare(random, (enum kind)pick(random, KINDS), false);
    for (unsigned i = 0; i < 3; i++)
        declare(random, (enum kind)pick(random, KINDS), true);
    declare_pair(random);
    if (chance(random, 60))
        declare_pair(random);
    if (chance(random, 60))
        declare_rows(random);
    line(random);
    put(random, "SEQ");
    random->indent = 4;
    random->budget = size;
    while (random->budget > 0)
        statement(random, 4);
    for (size_t i = 0; i < random->count; i++)
        show(random, &random->things[i]);
    put(random, "\n:\n");
}

enum { MANY = 85 };

// The first network from a seed on that is of use and not too large, and what it can come to.
static int
write_network(struct random *random, const char *seed)
{
    static struct network network;
    char *outcomes = NULL;

    random->state = strtoull(seed, NULL, 10) * 0xD1342543DE82EF95u + 1;
    while (outcomes == NULL) {
        if (network_write(random, &network))
            outcomes = network_outcomes(&network);
        if (outcomes != NULL && strcmp(outcomes, "-- outcome: deadlock\n") == 0 &&
            chance(random, MANY)) {
            free(outcomes); // there are too many of these
            outcomes = NULL;
        }
    }
    fwrite(random->text, 1, random->length, stdout);
    fputs(outcomes, stdout);
    free(outcomes);
    return fflush(stdout) == 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
    struct random random = {.room = 1 << 16};
    if (argc < 2) {
        fprintf(stderr, "usage: random SEED [SIZE] | random network SEED\n");
        return 2;
    }
    if (strcmp(argv[1], "network") == 0 && argc == 3) {
        random.text = malloc(random.room);
        return random.text == NULL ? 1 : write_network(&random, argv[2]);
    }
    random.state = strtoull(argv[1], NULL, 10) * 0xD1342543DE82EF95u + 1;
    random.text = malloc(random.room);
    if (random.text == NULL)
        return 1;
    random.budget = 1000;
    program(&random, argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 30);
    fwrite(random.text, 1, random.length, stdout);
    free(random.text);
    return fflush(stdout) == 0 ? 0 : 1;
}
