// SPDX-License-Identifier: MIT
// Random networks that end, some of them in time: their processes as the model runs them.
#ifndef NETWORK_H
#define NETWORK_H

#include "random.h"

enum {
    MOST_CHANNELS = 4,
    MOST_BRANCHES = 4,
    MOST_PROCESSES = 8, // branches of main, and of these
    MOST_STEPS = 80,
    MOST_HANDLERS = 8,
    MOST_RACES = 4,
    MOST_GUARDS = 3,
    MOST_LOOPS = 3,
    MOST_LOG = 12,
    NOBODY = 255
};

enum op {
    OP_SEND,    // value to channel
    OP_RECEIVE, // from channel, into the log
    OP_ITERATE, // the same; to `to` when channel has ended
    OP_CHOOSE,  // a guard
    OP_CLOSE_WRITING,
    OP_CLOSE_READING,
    OP_POISON,
    OP_END,
    OP_LOG,   // value
    OP_JUMP,  // to `to`
    OP_COUNT, // the counter number `value` is `channel`
    OP_AGAIN, // to `to` until the counter comes to 0
    OP_SPLIT, // the two processes from number `value` on, in parallel
    OP_OVER
};

struct guard {
    enum { GUARD_RECEIVE, GUARD_SEND, GUARD_END } kind;
    unsigned channel, value, to;
};

struct step {
    enum op op;
    unsigned channel, value, to, guards;
    struct guard guard[MOST_GUARDS];
};

// A TRY around the steps `from` to `before`; `ends`: the channels that its handler takes, 0: all.
struct handler {
    unsigned from, before, to, ends;
};

// A TIMEOUT around the steps `from` to `before`; its ELSE begins at `to`.
struct race {
    unsigned from, before, to;
};

struct process {
    struct step steps[MOST_STEPS];
    unsigned count;
    struct race races[MOST_RACES];
    unsigned race_count;
    struct handler handlers[MOST_HANDLERS]; // the inner ones first
    unsigned handler_count;
    unsigned parent;        // NOBODY: main
    unsigned writes, reads; // the channels whose ends it uses, a bit for each
};

struct network {
    unsigned channels, branches, count;
    unsigned shared; // channels with several writers, a bit for each
    struct process processes[MOST_PROCESSES];
};

// Write a network as a program into random->text. False if it is of no use.
bool network_write(struct random *random, struct network *network);

// All that the network can come to, one line for each; NULL if that is too much to look at.
char *network_outcomes(const struct network *network);

#endif
