// SPDX-License-Identifier: MIT
// What the drawing is made from: walk.c goes through the program and notes processes and channels,
// with values.c to know which channel is meant; dot.c writes them down.
#ifndef DRAW_INTERNAL_H
#define DRAW_INTERNAL_H

#include "draw/draw.h"

#include "base/map.h"
#include "base/vec.h"

#include <stdint.h>

// ---- the network ----

struct process {
    const char *name;
    size_t number;    // no other has it
    bool is_nameless; // a branch that is no call of a PROC: it is named after its line
    bool is_forked;   // it may run any number of times
    bool stands_for_many;
    bool acts; // it communicates itself, not only what is inside it
    VEC(struct process *) inside;
};

struct end {
    struct process *process;
    bool writes;
};

struct row;

struct channel {
    const char *name;
    const struct row *row;
    VEC(struct end) ends;
};

struct network {
    struct process *first;
    VEC(struct channel *) channels;
    size_t processes;
};

// A new process, inside `around` (NULL: the first).
struct process *network_process(struct network *network, struct process *around, const char *name);

// The channel with this subscript (or ANY) of a row: there is one of each.
struct channel *network_channel(struct network *network, struct row *row, int64_t at);

// Note that the process has this end; once.
void network_use(struct channel *channel, struct process *process, bool writes);

void draw_dot(const struct network *network, struct text *out);

// ---- values ----

// Channels in a row, as far as anything uses them.
struct row {
    const char *name;
    const struct process
        *around;    // that declares or makes it; NULL: the environment has its other end
    bool is_bundle; // its ends can go anywhere
    bool is_named;
    int64_t count; // 0: not known
    VEC(struct channel *) channels;
    VEC(int64_t) subscripts; // of each; ANY: of some
};

enum { ANY = -1 };

enum value_kind { NOT_KNOWN, IS_NUMBER, IS_ROW, IS_TABLE, IS_PROCESS };

struct value {
    enum value_kind kind;
    int64_t number;             // or where in the row or table, or ANY
    struct row *row;            // of IS_ROW
    struct table *table;        // of IS_TABLE; of IS_PROCESS: what it is given
    struct ir_routine *process; // of IS_PROCESS: what a MOBILE PROC runs
};

// Addresses of channels, each by its number.
struct table {
    VEC(struct value) values;
};

// What the variables of one activation of a routine are.
struct scope {
    struct map values;
};

struct value value_not_known(void);
struct value value_number(int64_t number);
struct value value_row(struct row *row, int64_t at);

struct value scope_get(const struct scope *scope, const struct ir_var *var);
void scope_set(struct scope *scope, const struct ir_var *var, struct value value);
// What is assigned in the block is not known any more.
void scope_forget(struct scope *scope, const struct ir_block *block);

struct value value_of(const struct scope *scope, const struct ir_expr *expr);

// `target` := value, as far as values are followed.
void value_assign(struct scope *scope, const struct ir_expr *target, struct value value);

// The variable that a place is, or is in; NULL: none.
const struct ir_var *value_root(const struct ir_expr *place);

#endif
