// SPDX-License-Identifier: MIT
// Random networks with CLOSE, END, POISON, TRY, ALT and SHARED channels, as programs and, step by step, for
// the model. Each process notes what it receives and which handlers it comes to.
#include "network.h"

#include <stdio.h>
#include <string.h>

// What is being written.
struct writing {
    struct random *random;
    struct network *network;
    unsigned number;        // of the process
    unsigned writes, reads; // the ends that it may use
    unsigned loops;         // around the statement
    unsigned races;         // TIMEOUTs around it
    bool is_top;            // in the outermost sequence of a branch of main
    unsigned values;        // sent so far
};

static struct process *
process_of(struct writing *writing)
{
    return &writing->network->processes[writing->number];
}

static struct step *
step(struct writing *writing, enum op op)
{
    struct process *const process = process_of(writing);
    struct step *const made =
        &process->steps[process->count < MOST_STEPS - 1 ? process->count++ : process->count];

    memset(made, 0, sizeof *made);
    made->op = op;
    return made;
}

static unsigned
here(struct writing *writing)
{
    return process_of(writing)->count;
}

static void
open(struct writing *writing, const char *text)
{
    line(writing->random);
    put(writing->random, "%s", text);
    writing->random->indent += 2;
}

static void
shut(struct writing *writing)
{
    writing->random->indent -= 2;
}

// One of the bits of a mask, which is not 0.
static unsigned
pick_bit(struct random *random, unsigned mask)
{
    unsigned bit;

    do
        bit = pick(random, MOST_CHANNELS);
    while ((mask >> bit & 1) == 0);
    return bit;
}

static void
note(struct writing *writing, const char *what)
{
    line(writing->random);
    put(writing->random, "note (%s, log.%u, n.%u)", what, writing->number, writing->number);
}

static void
note_value(struct writing *writing, unsigned value)
{
    char text[16];

    snprintf(text, sizeof text, "%u", value);
    note(writing, text);
    step(writing, OP_LOG)->value = value;
}

// ---- communication ----

static void
send(struct writing *writing, unsigned channel)
{
    struct step *const made = step(writing, OP_SEND);

    made->channel = channel;
    made->value = ++writing->values;
    process_of(writing)->writes |= 1u << channel;
    line(writing->random);
    put(writing->random, "%sc.%u ! %u",
        (writing->network->shared >> channel & 1) != 0 ? "CLAIM " : "", channel, made->value);
}

static void
receive(struct writing *writing, unsigned channel)
{
    step(writing, OP_RECEIVE)->channel = channel;
    process_of(writing)->reads |= 1u << channel;
    line(writing->random);
    put(writing->random, "INT x:");
    open(writing, "SEQ");
    line(writing->random);
    put(writing->random, "c.%u ? x", channel);
    note(writing, "x");
    shut(writing);
}

static void
communicate(struct writing *writing)
{
    const bool sends = writing->writes != 0 && (writing->reads == 0 || chance(writing->random, 50));

    if (sends)
        send(writing, pick_bit(writing->random, writing->writes));
    else if (writing->reads != 0)
        receive(writing, pick_bit(writing->random, writing->reads));
    else
        note_value(writing, 90);
}

static void
write_guard(struct writing *writing, struct guard *guard, unsigned channel)
{
    struct random *const random = writing->random;
    const bool sends = (writing->writes >> channel & 1) != 0;

    guard->channel = channel;
    line(random);
    if (sends) {
        guard->kind = GUARD_SEND;
        guard->value = ++writing->values;
        process_of(writing)->writes |= 1u << channel;
        put(random, "c.%u ! %u", channel, guard->value);
    } else {
        guard->kind = chance(random, 25) ? GUARD_END : GUARD_RECEIVE;
        process_of(writing)->reads |= 1u << channel;
        if (guard->kind == GUARD_END)
            put(random, "c.%u ? END", channel);
        else
            put(random, "INT x:\n%*sc.%u ? x", (int)random->indent, "", channel);
    }
}

// Each guard goes to a note of its own, and from there on behind the ALT.
static void
choose(struct writing *writing)
{
    const unsigned shared = writing->network->shared;
    unsigned left = (writing->writes & ~shared) | writing->reads;
    struct step *const made = step(writing, OP_CHOOSE);
    unsigned jumps[MOST_GUARDS], ways = 0;

    if (left == 0) {
        process_of(writing)->count--;
        note_value(writing, 91);
        return;
    }
    open(writing, chance(writing->random, 50) ? "ALT" : "PRI ALT");
    while (left != 0 && ways < MOST_GUARDS) {
        const unsigned channel = pick_bit(writing->random, left);
        struct guard *const guard = &made->guard[ways];

        left &= ~(1u << channel);
        write_guard(writing, guard, channel);
        guard->to = here(writing);
        writing->random->indent += 2;
        if (guard->kind == GUARD_RECEIVE)
            note(writing, "x");
        else
            note_value(writing, guard->kind == GUARD_END ? 50 + channel : 60 + channel);
        shut(writing);
        jumps[ways++] = here(writing);
        step(writing, OP_JUMP);
    }
    made->guards = ways;
    for (unsigned i = 0; i < ways; i++)
        process_of(writing)->steps[jumps[i]].to = here(writing);
    shut(writing);
}

// ---- constructs ----

static void sequence(struct writing *writing, unsigned length, unsigned depth);

static void
inner_sequence(struct writing *writing, unsigned depth)
{
    const bool was_top = writing->is_top;

    writing->is_top = false;
    sequence(writing, 1 + pick(writing->random, 3), depth);
    writing->is_top = was_top;
}

static void
repeat(struct writing *writing, unsigned depth)
{
    const unsigned rounds = 2 + pick(writing->random, 2), slot = writing->loops;
    struct step *const count = step(writing, OP_COUNT);
    const unsigned begin = here(writing);

    count->value = slot;
    count->channel = rounds;
    line(writing->random);
    put(writing->random, "SEQ i.%u = 0 FOR %u", slot, rounds);
    writing->random->indent += 2;
    writing->loops++;
    inner_sequence(writing, depth);
    writing->loops--;
    shut(writing);
    struct step *const again = step(writing, OP_AGAIN);
    again->value = slot;
    again->to = begin;
}

static void
for_ever(struct writing *writing, unsigned depth)
{
    const unsigned begin = here(writing);

    open(writing, "WHILE TRUE");
    open(writing, "SEQ");
    writing->loops++;
    communicate(writing);
    if (chance(writing->random, 50))
        inner_sequence(writing, depth);
    writing->loops--;
    shut(writing);
    shut(writing);
    step(writing, OP_JUMP)->to = begin;
}

static void
iterate(struct writing *writing, unsigned depth)
{
    const unsigned channel = pick_bit(writing->random, writing->reads), begin = here(writing);

    step(writing, OP_ITERATE)->channel = channel;
    process_of(writing)->reads |= 1u << channel;
    line(writing->random);
    put(writing->random, "SEQ x.%u IN c.%u?", writing->loops, channel);
    writing->random->indent += 2;
    open(writing, "SEQ");
    line(writing->random);
    put(writing->random, "note (x.%u, log.%u, n.%u)", writing->loops, writing->number,
        writing->number);
    writing->loops++;
    if (chance(writing->random, 60))
        inner_sequence(writing, depth);
    writing->loops--;
    shut(writing);
    shut(writing);
    step(writing, OP_JUMP)->to = begin;
    process_of(writing)->steps[begin].to = here(writing);
}

// What a handler takes: all, or some channels of the process. To name an end here is no use of it.
static unsigned
write_ends(struct writing *writing)
{
    struct random *const random = writing->random;
    const unsigned mine = writing->writes | writing->reads;
    unsigned ends = 0;

    line(random);
    put(random, "ON END");
    for (unsigned i = 0; i < MOST_CHANNELS && chance(random, 60); i++) {
        if ((mine >> i & 1) == 0)
            continue;
        put(random, "%s c.%u%c", ends == 0 ? "" : ",", i,
            (writing->writes >> i & 1) != 0 ? '!' : '?');
        ends |= 1u << i;
    }
    return ends;
}

static void
attempt(struct writing *writing, unsigned depth)
{
    struct process *const process = process_of(writing);
    struct handler handler = {.from = here(writing)};
    unsigned jump;

    if (process->handler_count == MOST_HANDLERS) {
        communicate(writing);
        return;
    }
    open(writing, "TRY");
    inner_sequence(writing, depth);
    shut(writing);
    jump = handler.before = here(writing);
    step(writing, OP_JUMP);
    handler.to = here(writing);
    handler.ends = write_ends(writing);
    writing->random->indent += 2;
    note_value(writing, 70 + pick(writing->random, 10));
    shut(writing);
    process->steps[jump].to = here(writing);
    if (process->handler_count < MOST_HANDLERS)
        process->handlers[process->handler_count++] = handler;
}

// A block that may be left at any communication.
static void
race(struct writing *writing, unsigned depth)
{
    static const unsigned times[] = {0, 30, 300, 1000000};
    struct process *const process = process_of(writing);
    struct race made = {.from = here(writing)};
    unsigned jump;

    if (process->race_count == MOST_RACES) {
        communicate(writing);
        return;
    }
    line(writing->random);
    put(writing->random, "TIMEOUT %u US", times[pick(writing->random, 4)]);
    writing->random->indent += 2;
    writing->races++;
    inner_sequence(writing, depth);
    writing->races--;
    shut(writing);
    jump = made.before = here(writing);
    step(writing, OP_JUMP);
    made.to = here(writing);
    open(writing, "ELSE");
    note_value(writing, 80 + pick(writing->random, 10));
    shut(writing);
    process->steps[jump].to = here(writing);
    if (process->race_count < MOST_RACES)
        process->races[process->race_count++] = made;
}

// Two processes, each with some of the ends; what they use their parent uses.
static void
split(struct writing *writing, unsigned depth)
{
    struct network *const network = writing->network;
    struct writing inner = *writing;
    const unsigned first = network->count, mine = pick(writing->random, 1u << MOST_CHANNELS);

    network->count += 2;
    step(writing, OP_SPLIT)->value = first;
    open(writing, "PAR");
    for (unsigned i = 0; i < 2; i++) {
        struct process *const process = &network->processes[first + i];

        inner.number = first + i;
        inner.writes = writing->writes & (i == 0 ? mine : ~mine);
        inner.reads = writing->reads & (i == 0 ? mine : ~mine);
        inner.is_top = false;
        process->parent = writing->number;
        sequence(&inner, 1 + pick(writing->random, 2), depth);
        step(&inner, OP_OVER);
        process_of(writing)->writes |= process->writes;
        process_of(writing)->reads |= process->reads;
    }
    writing->values = inner.values;
    shut(writing);
}

static void
close_end(struct writing *writing)
{
    const unsigned closable = (writing->writes & ~writing->network->shared) | writing->reads;
    unsigned channel;
    bool writes;

    if (closable == 0)
        return;
    channel = pick_bit(writing->random, closable);
    writes = (writing->writes >> channel & 1) != 0;
    step(writing, writes ? OP_CLOSE_WRITING : OP_CLOSE_READING)->channel = channel;
    line(writing->random);
    put(writing->random, "CLOSE c.%u%c", channel, writes ? '!' : '?');
    if (writes) {
        process_of(writing)->writes |= 1u << channel;
        writing->writes &= ~(1u << channel);
    } else {
        process_of(writing)->reads |= 1u << channel;
        writing->reads &= ~(1u << channel);
    }
}

static void
poison(struct writing *writing)
{
    const unsigned channel = pick(writing->random, writing->network->channels);

    step(writing, OP_POISON)->channel = channel;
    line(writing->random);
    put(writing->random, "POISON c.%u", channel);
}

static void
statement_of(struct writing *writing, unsigned depth)
{
    const bool may_split = writing->loops == 0 && writing->races == 0 && depth > 0 &&
                           writing->network->count + 2 <= MOST_PROCESSES &&
                           process_of(writing)->parent == NOBODY;

    switch (pick(writing->random, 13)) {
    case 12:
        if (depth > 0)
            race(writing, depth - 1);
        else
            choose(writing);
        break;
    case 0:
    case 1: choose(writing); break;
    case 2:
        if (depth > 0 && writing->loops < MOST_LOOPS)
            repeat(writing, depth - 1);
        else
            communicate(writing);
        break;
    case 3:
        if (depth > 0 && writing->reads != 0 && writing->loops < MOST_LOOPS)
            iterate(writing, depth - 1);
        else
            communicate(writing);
        break;
    case 4:
    case 5:
        if (depth > 0)
            attempt(writing, depth - 1);
        else
            choose(writing);
        break;
    case 6:
        if (may_split)
            split(writing, depth - 1);
        else
            communicate(writing);
        break;
    case 7:
        if (chance(writing->random, 30))
            poison(writing);
        else
            communicate(writing);
        break;
    default: communicate(writing); break;
    }
}

static void
sequence(struct writing *writing, unsigned length, unsigned depth)
{
    open(writing, "SEQ");
    while (length-- > 0) {
        statement_of(writing, depth);
        if (writing->is_top && chance(writing->random, 15))
            close_end(writing);
    }
    if (chance(writing->random, 6)) {
        step(writing, OP_END);
        line(writing->random);
        put(writing->random, "END");
    } else if (writing->loops < MOST_LOOPS && depth > 0 && chance(writing->random, 15)) {
        for_ever(writing, depth - 1);
    }
    shut(writing);
}

// ---- the network ----

// Ends that were given to a branch and not used yet are used at its end.
static void
use_rest(struct writing *writing, unsigned writes, unsigned reads)
{
    const struct process *const process = process_of(writing);

    for (unsigned i = 0; i < MOST_CHANNELS; i++) {
        if (((writes & ~process->writes) >> i & 1) != 0)
            send(writing, i);
        if (((reads & ~process->reads) >> i & 1) != 0)
            receive(writing, i);
    }
}

static void
branch(struct random *random, struct network *network, unsigned number, unsigned writes,
       unsigned reads)
{
    struct writing writing = {.random = random,
                              .network = network,
                              .number = number,
                              .writes = writes,
                              .reads = reads,
                              .is_top = true,
                              .values = 10 * number};

    line(random);
    put(random, "PROC p.%u ()", number);
    random->indent += 2;
    network->processes[number].parent = NOBODY;
    open(&writing, "SEQ");
    sequence(&writing, 1 + pick(random, 3), 2);
    use_rest(&writing, writes, reads);
    shut(&writing);
    step(&writing, OP_OVER);
    shut(&writing);
    line(random);
    put(random, ":");
}

// Who writes to each channel and who reads it; a SHARED one is written to by two.
static void
join(struct random *random, struct network *network, unsigned *writes, unsigned *reads)
{
    for (unsigned i = 0; i < network->channels; i++) {
        const unsigned writer = pick(random, network->branches);
        const unsigned reader =
            (writer + 1 + pick(random, network->branches - 1)) % network->branches;
        const unsigned other = pick(random, network->branches);

        writes[writer] |= 1u << i;
        reads[reader] |= 1u << i;
        if (other != writer && other != reader && chance(random, 40)) {
            writes[other] |= 1u << i;
            network->shared |= 1u << i;
        }
    }
}

static void
declare_all(struct random *random, const struct network *network)
{
    put(random, "-- A random network, and what it can come to.\n#INCLUDE \"print.inc\"\nPROC note "
                "(VAL INT x, []INT log, INT n)\n"
                "  SEQ\n    log[n] := x\n    n := n + 1\n:\nPROC main (CHAN BYTE screen!)");
    random->indent = 2;
    for (unsigned i = 0; i < network->channels; i++) {
        line(random);
        put(random, "%sCHAN INT c.%u:", (network->shared >> i & 1) != 0 ? "SHARED! " : "", i);
    }
    for (unsigned i = 0; i < MOST_PROCESSES; i++) {
        line(random);
        put(random, "[100]INT log.%u:", i);
        line(random);
        put(random, "INITIAL INT n.%u IS 0:", i);
    }
}

static void
write_main(struct random *random, const struct network *network)
{
    line(random);
    put(random, "SEQ");
    random->indent += 2;
    line(random);
    put(random, "PAR");
    random->indent += 2;
    for (unsigned i = 0; i < network->branches; i++) {
        line(random);
        put(random, "p.%u ()", i);
    }
    random->indent -= 2;
    for (unsigned i = 0; i < network->count; i++) {
        line(random);
        put(random,
            "SEQ i = 0 FOR n.%u\n      SEQ\n        put (log.%u[i], screen!)\n        screen ! ' '",
            i, i);
        line(random);
        put(random, "screen ! \"/\"");
    }
    line(random);
    put(random, "screen ! '*n'\n:\n");
}

bool
network_write(struct random *random, struct network *network)
{
    unsigned writes[MOST_BRANCHES] = {0}, reads[MOST_BRANCHES] = {0};

    memset(network, 0, sizeof *network);
    random->length = 0;
    network->branches = network->count = 2 + pick(random, 3);
    network->channels = 1 + pick(random, MOST_CHANNELS);
    join(random, network, writes, reads);
    for (unsigned i = 0; i < network->branches; i++)
        if ((writes[i] | reads[i]) == 0)
            return false;
    declare_all(random, network);
    for (unsigned i = 0; i < network->branches; i++)
        branch(random, network, i, writes[i], reads[i]);
    write_main(random, network);
    for (unsigned i = 0; i < network->count; i++)
        if (network->processes[i].count >= MOST_STEPS - 1)
            return false;
    return true;
}
