// SPDX-License-Identifier: MIT
// Parallel processes whose result does not depend on who is faster.
#include "random.h"

static void
open_seq(struct random *random)
{
    line(random);
    put(random, "SEQ");
    random->indent += 2;
}

// Branches that change what no other looks at. Each variable belongs to one of them, or may only
// be read.
static void
apart(struct random *random, unsigned depth)
{
    const unsigned branches = 2 + pick(random, 2);
    const size_t count = random->count;
    struct thing before[MOST_THINGS];
    unsigned owner[MOST_THINGS];

    for (size_t i = 0; i < count; i++) {
        before[i] = random->things[i];
        owner[i] = pick(random, branches + 1); // the last: nobody's
    }
    line(random);
    put(random, "PAR");
    random->indent += 2;
    for (unsigned branch = 0; branch < branches; branch++) {
        for (size_t i = 0; i < count; i++) {
            random->things[i].hidden =
                before[i].hidden || (owner[i] != branch && owner[i] != branches &&
                                     !before[i].fixed && !before[i].is_val);
            random->things[i].fixed = before[i].fixed || owner[i] == branches;
        }
        open_seq(random);
        for (unsigned i = 1 + pick(random, 3); i > 0; i--)
            statement(random, depth - 1);
        random->indent -= 2;
    }
    random->indent -= 2;
    for (size_t i = 0; i < count; i++)
        random->things[i] = before[i];
}

// PAR i = 0 FOR n: each changes its own element.
static void
each_its_own(struct random *random)
{
    struct thing *const array = pick_target(random, true);
    struct thing *index;

    if (array == NULL) {
        line(random);
        put(random, "SKIP");
        return;
    }
    array->hidden = true;
    index = add_thing(random, KIND_INT, 'i');
    index->is_val = true;
    line(random);
    put(random, "PAR %s = 0 FOR %d", index->name, ELEMENTS);
    random->indent += 2;
    line(random);
    put(random, "%s[%s] := ", array->name, index->name);
    expression(random, array->kind, 3);
    random->indent -= 2;
    random->count--;
    array->hidden = false;
}

// A channel between two branches, with as many inputs as outputs.
static void
pipe(struct random *random)
{
    const enum kind kind = (enum kind)pick(random, KINDS);
    struct thing *const target = pick_thing(random, kind, false, true);
    const unsigned count = 1 + pick(random, 5);
    char channel[16], index[16], item[16];

    if (target == NULL) {
        each_its_own(random);
        return;
    }
    new_name(random, channel, 'h');
    new_name(random, index, 'i');
    new_name(random, item, 'x');
    target->hidden = true;
    line(random);
    put(random, "CHAN %s %s:", kind_text(kind), channel);
    line(random);
    put(random, "PAR");
    random->indent += 2;
    line(random);
    put(random, "SEQ %s = 0 FOR %u", index, count);
    random->indent += 2;
    line(random);
    put(random, "%s ! ", channel);
    expression(random, kind, 3);
    random->indent -= 2;
    line(random);
    put(random, "SEQ %s = 0 FOR %u", index, count);
    random->indent += 2;
    line(random);
    put(random, "%s %s:", kind_text(kind), item);
    open_seq(random);
    line(random);
    put(random, "%s ? %s", channel, item);
    line(random);
    if (kind == KIND_BOOL)
        put(random, "%s := %s <> %s", target->name, target->name, item);
    else if (kind == KIND_REAL64)
        put(random, "%s := (0.5 * %s) + (0.25 * %s)", target->name, target->name, item);
    else
        put(random, "%s := (%s TIMES 3) PLUS %s", target->name, target->name, item);
    random->indent -= 6;
    target->hidden = false;
}

// Several writers, and a reader that takes what comes: a sum does not depend on the order.
static void
gather(struct random *random)
{
    struct thing *const target = pick_thing(random, KIND_INT, false, true);
    const unsigned writers = 2 + pick(random, 4), count = 1 + pick(random, 3);
    char channel[16], item[16];
    struct thing *index;

    if (target == NULL) {
        each_its_own(random);
        return;
    }
    new_name(random, channel, 'h');
    new_name(random, item, 'x');
    target->hidden = true;
    line(random);
    put(random, "[%u]CHAN INT %s:", writers, channel);
    line(random);
    put(random, "PAR");
    random->indent += 2;
    index = add_thing(random, KIND_INT, 'i');
    index->is_val = true;
    line(random);
    put(random, "PAR %s = 0 FOR %u", index->name, writers);
    random->indent += 2;
    line(random);
    put(random, "SEQ turn = 0 FOR %u", count);
    random->indent += 2;
    line(random);
    put(random, "%s[%s] ! ", channel, index->name);
    expression(random, KIND_INT, 2);
    random->indent -= 4;
    random->count--;
    line(random);
    put(random, "SEQ turn = 0 FOR %u", writers * count);
    random->indent += 2;
    line(random);
    put(random, "ALT i = 0 FOR %u", writers);
    random->indent += 2;
    line(random);
    put(random, "INT %s:", item);
    line(random);
    put(random, "%s[i] ? %s", channel, item);
    random->indent += 2;
    line(random);
    put(random, "%s := %s PLUS %s", target->name, target->name, item);
    random->indent -= 8;
    target->hidden = false;
}

static void
send_tagged(struct random *random, const char *channel, unsigned which)
{
    line(random);
    switch (which) {
    case 0:
        put(random, "%s ! number; ", channel);
        expression(random, KIND_INT, 2);
        break;
    case 1: put(random, "%s ! block; %u::\"abcdefg\"", channel, pick(random, 8)); break;
    default:
        put(random, "%s ! pair; pair (", channel);
        expression(random, KIND_INT, 2);
        put(random, ", %u, 1.5)", pick(random, 1000));
        break;
    }
}

// Messages of several kinds.
static void
tagged(struct random *random)
{
    struct thing *const target = pick_thing(random, KIND_INT, false, true);
    const unsigned count = 1 + pick(random, 4);
    char channel[16];

    if (target == NULL) {
        each_its_own(random);
        return;
    }
    new_name(random, channel, 'h');
    target->hidden = true;
    line(random);
    put(random, "CHAN TAGGED %s:", channel);
    line(random);
    put(random, "PAR");
    random->indent += 2;
    open_seq(random);
    for (unsigned i = 0; i < count; i++)
        send_tagged(random, channel, pick(random, 3));
    random->indent -= 2;
    line(random);
    put(random, "SEQ turn = 0 FOR %u", count);
    random->indent += 2;
    line(random);
    put(random,
        "%s ? CASE\n%*s  INT x:\n%*s  number; x\n%*s    %s := (%s TIMES 3) PLUS x\n%*s  BYTE "
        "n:\n%*s"
        "  [8]BYTE b:\n%*s  block; n::b\n%*s    SEQ i = 0 FOR INT n\n%*s      %s := (%s TIMES 5) "
        "PLUS "
        "(INT b[i])\n%*s  PAIR p:\n%*s  pair; p\n%*s    %s := (%s PLUS p[one]) >< (INT p[two])",
        channel, (int)random->indent, "", (int)random->indent, "", (int)random->indent, "",
        target->name, target->name, (int)random->indent, "", (int)random->indent, "",
        (int)random->indent, "", (int)random->indent, "", (int)random->indent, "", target->name,
        target->name, (int)random->indent, "", (int)random->indent, "", (int)random->indent, "",
        target->name, target->name);
    random->indent -= 4;
    target->hidden = false;
}

void
parallel(struct random *random, unsigned depth)
{
    switch (pick(random, 5)) {
    case 4: tagged(random); break;
    case 0: apart(random, depth); break;
    case 1: each_its_own(random); break;
    case 2: pipe(random); break;
    default: gather(random); break;
    }
}
