// SPDX-License-Identifier: MIT
// A generator of programs: well typed, free of run-time errors by construction, and such that their
// output does not depend on the schedule. What the files of this folder share.
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// KIND_PAIR is a record of an INT, an INT16 and a REAL64; KIND_ROWS is [ROWS][ELEMENTS]INT64.
enum kind {
    KIND_BOOL,
    KIND_BYTE,
    KIND_INT16,
    KIND_INT32,
    KIND_INT64,
    KIND_INT,
    KIND_REAL64,
    KINDS,
    KIND_PAIR = KINDS,
    KIND_ROWS
};

// Elements of every array; a power of two, so that a mask makes a subscript.
enum { ELEMENTS = 8, ROWS = 4 };

// A name that expressions may read and statements may change.
struct thing {
    char name[16];
    enum kind kind;
    bool is_array;
    bool is_val;
    bool hidden; // not to be read here: another branch changes it, or another name stands for it
    bool fixed;  // not to be changed here
};

// A FUNCTION or PROC that can be called.
struct routine {
    char name[16];
    bool is_function;
    enum kind result;
    enum kind value;  // of its VAL parameter
    enum kind target; // PROC: of the variable that it changes
    bool on_array;    // PROC: the variable is an open array
};

enum { MOST_THINGS = 200, MOST_ROUTINES = 20 };

struct random {
    uint64_t state;
    char *text;
    size_t length, room;
    unsigned indent;
    unsigned names;  // made so far
    unsigned loops;  // around the statement being made
    unsigned budget; // statements that may still be made
    bool pure;       // inside a FUNCTION: no PAR, no call of a PROC
    struct thing things[MOST_THINGS];
    size_t count;
    struct routine routines[MOST_ROUTINES];
    size_t routine_count;
};

// ---- random.c ----
// A number in 0 .. limit - 1.
unsigned pick(struct random *random, unsigned limit);
bool chance(struct random *random, unsigned percent);
void put(struct random *random, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Begin a line at the present indentation.
void line(struct random *random);
const char *kind_text(enum kind kind);
// A new name with a letter in front, in `name`.
void new_name(struct random *random, char *name, char letter);
struct thing *add_thing(struct random *random, enum kind kind, char letter);
// Something that may be read (or changed); NULL where there is nothing such.
struct thing *pick_thing(struct random *random, enum kind kind, bool is_array, bool changed);
struct thing *pick_target(struct random *random, bool is_array);

// ---- expressions.c ----
// An expression of a kind, in brackets where it needs them.
void expression(struct random *random, enum kind kind, unsigned depth);
// A subscript that lies in the array.
void subscript(struct random *random);
void literal(struct random *random, enum kind kind);

// ---- statements.c ----
void statement(struct random *random, unsigned depth);
void declare(struct random *random, enum kind kind, bool is_array);

// ---- composite.c ----
// Records and arrays of arrays: variables, an element as an expression (false where there is none
// of that kind), and statements about them.
void declare_pair(struct random *random);
void declare_rows(struct random *random);
bool part_of_composite(struct random *random, enum kind kind);
void composite_statement(struct random *random, unsigned depth);
void show_composite(struct random *random, const struct thing *thing);

// A SEQ of some processes.
void nested(struct random *random, unsigned depth);

// ---- parallel.c ----
void parallel(struct random *random, unsigned depth);

#endif
