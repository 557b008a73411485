// SPDX-License-Identifier: MIT
// The intermediate representation: communicating processes, one level below the source. Specified
// in doc/ir.md. A program is a set of routines; a routine is a tree of blocks of statements over
// typed variables; what can fail is an explicit check, what can wait an explicit wait point.
#ifndef IR_IR_H
#define IR_IR_H

#include "base/name.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

// ---- types ----

enum ir_base {
    IR_VOID,
    IR_BOOL,
    IR_BYTE,
    IR_INT16,
    IR_INT32,
    IR_INT64,
    IR_REAL32,
    IR_REAL64,
    IR_TEXT, // STRING
    IR_RECORD,
    IR_CHAN,
    IR_CHAN_AT,  // the address of a channel, in a table of channels that lie apart
    IR_MOBILE,   // where the contents of a mobile are; undefined at first
    IR_TIMER,    // a wait for a moment
    IR_PAR,      // the join of a PAR
    IR_ALT,      // the state of an ALT
    IR_GUARD,    // one guard
    IR_FORKING,  // what waits for forked processes
    IR_INVOKING, // a call of a MOBILE process
    IR_BARRIER,
    IR_OFFER,    // what a SYNC guard needs
    IR_RESIGNED, // what a RESIGN needs
    IR_TIMEOUT,  // what a TIMEOUT needs
    IR_BRANCH,   // the memory of a branch of a PAR: header and frame of `routine`
    IR_FRAME     // the frame of a called `routine`
};

struct ir_routine;
struct ir_record;
struct ir_mobile;

// A scalar, or an array of `count` of them in one row: arrays of arrays are flattened, and
// subscripts multiplied out.
struct ir_type {
    enum ir_base base;
    bool is_array;
    int64_t count; // of an array; 0 where it is known at run time only
    const struct ir_record *record;
    struct ir_routine *routine; // IR_BRANCH, IR_FRAME
    struct ir_mobile *mobile;   // IR_MOBILE
};

struct ir_field {
    const char *name;
    struct ir_type type;
    unsigned variant; // fields of different variants share their memory; 0: it is in all
};

struct ir_record {
    const char *name;
    bool packed;
    VEC(struct ir_field) fields;
};

// What a mobile contains: elements in a row.
struct ir_mobile {
    struct ir_type element; // no array
    unsigned dimensions;    // sizes that are known at run time only; 0: it always has the same
    int64_t count;          // elements for each index of those
    bool clears;            // what is in it must not be met before it is assigned
    bool is_bundle;         // channels: `count` of them
    bool is_barrier;        // a barrier, on which each holder is enrolled
    bool is_process;        // of a PROC TYPE: the element is the record of what a call gives
    bool is_buffer;         // the room of BUFFERED channels
    bool closes;            // of a bundle: ends that nobody holds are closed
    bool is_shared;         // a bundle of one SHARED channel
    const char *text;       // the type as it is written
    const void *type;       // for lower/: which it is
    const char *c_name;     // filled by emit
};

// ---- variables ----

enum ir_storage {
    IR_LOCAL,  // a variable of the C function
    IR_SLOT,   // in the frame, because it lives across a wait or its address is given away
    IR_SCRATCH // a large array of a plain function: memory of its own
};

struct ir_var {
    const char *name; // as in the source; made unique by emit
    struct ir_type type;
    bool reference; // holds the address of the variable it stands for (arrays: always decays)
    bool constant;  // what it refers to is not written through it
    bool written;   // assigned, received into, or its address taken
    bool addressed; // its address is taken
    bool is_parameter;
    bool is_size;    // of an array: never negative, never written again
    bool owned;      // IR_MOBILE: what it holds ends with its block; see ir_drops
    bool rebinds;    // of a MOBILE PROC: at each call it may be another one
    bool permanent;  // keeps its value for the life of the frame (an ALT, guards set once)
    bool by_pointer; // IR_BRANCH arrays and IR_FRAMEs on the heap
    // A replicator's index: known to lie in from .. from + count - 1; count is NULL for others.
    int64_t from;
    const struct ir_expr *count;
    enum ir_storage storage; // filled by ir_place
    struct ir_routine *routine;
    const char *c_name; // filled by emit
};

// ---- places in the source ----

struct ir_site {
    const char *file;
    unsigned line, column;
    const char *text; // what is written there
    unsigned number;  // in the program's table
};

// ---- expressions ----

enum ir_op {
    IR_INTEGER, // integer
    IR_NUMBER,  // real
    IR_STRING,  // the bytes of text
    IR_DATA,    // a constant array: data
    IR_VAR,     // var: the variable itself, or where an array begins
    IR_INDEX,   // element args[1] of the row args[0]
    IR_OFFSET,  // where element args[1] of the row args[0] stands
    IR_FIELD,   // field number `integer` of the record args[0]
    IR_ADDRESS, // the address of the place args[0]
    IR_AT,      // the place at the address args[0]
    IR_PORT,    // the place at the address that the number args[0] is, volatile
    IR_OPERATE, // operator `integer` (enum ir_operator) on operands of type `operand`
    IR_CONVERT, // args[0] to type, mode `integer`; checked to be less than args[1] if there is one
    IR_CAST,    // the integer args[0] as another integer type; always fits
    IR_POINTER, // the address args[0] as one of elements of `type`
    IR_CHECK_INDEX, // args[0], checked to lie in 0 .. args[1]-1
    IR_CHECK_SLICE, // args[0], checked: a slice of args[1] elements from there fits args[2]
    IR_CALL,        // the value of plain routine `routine` for args
    IR_INTRINSIC,   // predefined routine `text` for args
    IR_CLOCK,       // the TIMER's value, of `type`
    IR_DUE,         // the moment that AFTER args[0] of a TIMER means
    IR_SOON,        // the moment args[0] microseconds from now
    IR_TEXT_SIZE,   // of the STRING args[0]
    IR_TEXT_AT,     // the bytes of the STRING args[0]
    IR_CHOSEN,      // the number of the guard that the ALT args[0] chose
    IR_OFFERED,     // entry args[1] of guards args[0]: the item of an output guard
    IR_CONTENTS,    // where the contents of the mobile at place args[0] are; `integer`: it gets
                    // some if it has none; `checked`: it must have some
    IR_GROWN,       // where one more element, the last, of the mobile array at place args[0] stands
    IR_ENTERED,     // the place in the MAP at address args[0] of the key args[1], which it gets
                    // if it has not got it
    IR_MOBILE_SIZE, // its size in dimension `integer`; 0 if it is undefined
    IR_DEFINED,     // whether it is defined
    IR_NEW,         // a new mobile of `type`; args are its sizes; of a PROC TYPE: what will run
                    // `routine`
    IR_BUFFERS,     // the room, for args[2] items each (and args[3], if it is there: 1, more are
                    // dropped, 2, the oldest are), of the args[1] channels from address args[0] on;
                    // an item is of type `operand`, or has `integer` bytes
    IR_CLONE,       // a copy of the mobile args[0]
    IR_MOVED,       // the mobile at place args[0], which is undefined from then on
    IR_NOTHING,     // the undefined mobile
    IR_END_OF,      // of the bundle args[0], the end `integer`: enum ir_end_of
    IR_ENDED_IS,    // whether the END being met is of the channel at args[0]; without args: whether
                    // it passes every TRY, since a time is over or an owner has gone
    IR_TIMED_OUT    // whether the END being met is that of TIMEOUT args[0]
};

// Operators. Those marked `checked` in the expression are faults where their result is not
// representable; the others are modular or cannot fail.
enum ir_operator {
    IR_ADD,
    IR_SUB,
    IR_MUL,
    IR_DIV,
    IR_REM,
    IR_NEG,
    IR_PLUS,
    IR_MINUS,
    IR_TIMES,
    IR_UMINUS,
    IR_BITAND,
    IR_BITOR,
    IR_BITXOR,
    IR_BITNOT,
    IR_SHL,
    IR_SHR,
    IR_AND,
    IR_OR,
    IR_NOT,
    IR_EQ,
    IR_NE,
    IR_LT,
    IR_LE,
    IR_GT,
    IR_GE,
    IR_AFTER
};

enum ir_end_of { IR_CLIENT = 1, IR_SERVER = 2 };

enum ir_mode { IR_EXACT, IR_ROUND, IR_TRUNC };

struct ir_data {
    struct ir_type type;
    VEC(int64_t) integers;
    VEC(double) reals;
    unsigned number;
    const char *c_name;
};

struct ir_expr {
    enum ir_op op;
    struct ir_type type;
    enum ir_base operand; // IR_OPERATE, IR_CONVERT: type of the operands
    bool checked;
    bool away; // IR_CALL: may take long, others run meanwhile; filled by ir_away
    int64_t integer;
    double real;
    const char *text;
    size_t length;
    struct ir_var *var;
    struct ir_routine *routine;
    struct ir_data *data;
    const struct ir_site *site;
    VEC(struct ir_expr *) args;
};

// ---- statements ----

struct ir_stmt;

struct ir_block {
    VEC(struct ir_var *) vars;
    VEC(struct ir_stmt *) stmts;
    bool waits; // filled by ir_place: contains a wait point
};

enum ir_wait_kind {
    IR_WAIT_INPUT,
    IR_WAIT_OUTPUT,
    IR_WAIT_ALT,
    IR_WAIT_TIMER,
    IR_WAIT_PAR,
    IR_WAIT_CALL,
    IR_WAIT_CLAIM,
    IR_WAIT_YIELD,
    IR_WAIT_EXTENDED,
    IR_WAIT_FORKING,
    IR_WAIT_SYNC,
    IR_WAIT_INVOKE,
    IR_WAIT_SUSPEND
};

struct ir_leave; // a label where END continues

// A wait point: resume points `number` and `number` + 1 of its routine.
struct ir_wait {
    enum ir_wait_kind kind;
    unsigned number;
    const struct ir_site *site;
    const char *name;       // the channel or routine waited for, or NULL
    bool goes_on;           // the process has exchanged items of this communication before
    struct ir_leave *leave; // NULL: out of the routine
    struct ir_stmt *par;    // IR_WAIT_PAR
};

enum ir_stmt_kind {
    IR_BLOCK,      // block
    IR_ASSIGN,     // target := value
    IR_COPY,       // bytes `count` from the address value to the address target
    IR_IF,         // arms: the first whose condition holds (NULL: always)
    IR_WHILE,      // while value: block; before each test: handler
    IR_REPEAT,     // block for var = value, value + step, ...; `count` times, or until target
    IR_CASE,       // arms: the one whose options contain value, or the one without options
    IR_FAULT,      // text, at site
    IR_CHECK_SAME, // sizes value and count must agree
    IR_CHECK_LESS, // value must not exceed count
    IR_CHECK_SIZE, // value must not be negative
    IR_APART,      // args in fours: the first two say which elements, the last two which others;
                   // if all fours overlap, the fault is `text`
    IR_PERFORM,    // call of the plain routine `routine` or intrinsic `text` with args;
                   // `integer`: the intrinsic can fail
    IR_INIT_CHAN,  // `count` new channels at target
    IR_INPUT,      // wait: from channel into target (value NULL) or bytes `count` at target
    IR_OUTPUT,     // wait: value to channel, or bytes `count` at address value (is_block). For the
                   // guard that ALT var chose: unless that has been done
    IR_TAKE,       // the item that an ALT found: as IR_INPUT, without a wait
    IR_AWAIT,      // wait: until somebody waits to send to channel
    IR_PEEK,       // his item, as IR_TAKE; he goes on waiting
    IR_LET_GO,     // he goes on, if he has not met END
    IR_CHOOSE,     // wait: ALT var with its guards, `count` in the row target (NULL: see IR_ONCE)
    IR_GUARD_SET,  // guard number `count` of row `var`: guard_kind, channel/due, value condition;
                   // of IR_GUARD_SYNC: barrier channel, offer target
    IR_GUARD_ITEM, // value, or a block at this address, is the item of an output guard: entry `count`
    IR_ALLOW,      // guard number `count` of row `var`, set by IR_ONCE: its condition is value
    IR_ONCE,       // at the first activation of ALT var in a frame: block, which sets guards that
                   // are kept, `count` in the row target (on_heap: given back by the routine)
    IR_PARALLEL,   // wait: the branches
    IR_RUN,        // wait: call the process routine `routine` in frame var with args (on_heap: the
                   // frame is taken for the call and given back after it)
    IR_INVOKE, // wait: the MOBILE process at place target runs, until all its processes are over or
               // suspended; var is for the call
    IR_SUSPEND,     // wait: until the next call
    IR_FORKING_NEW, // nobody has been forked in var yet
    IR_FORK,  // start the process routine `routine` with args, in the FORKING at target. Of the
              // args for which it is not NULL, `copies` says how many bytes go with the process
    IR_JOIN,  // wait: until all are over that were forked in var
    IR_SLEEP, // wait: until value, in timer var
    IR_YIELD, // wait: until the others had their turn; no END comes here. `integer`: only
              // once in many rounds of a loop
    IR_SYNC,  // wait: until all have come to the barrier at target
    IR_INIT_BARRIER,  // a new barrier at target
    IR_RESIGN,        // from the barrier at target, remembered in var
    IR_ENROLL_AGAIN,  // on the barrier at target, as before IR_RESIGN
    IR_CLOSE,         // `count` channels at target, as enum ir_closing in `integer` says
    IR_QUIT,          // meet END here: the process END
    IR_TRY,           // block; where END comes to `leave`: handler
    IR_TIMEOUT_START, // from now on until IR_TIMEOUT_STOP what waits meets the END of TIMEOUT var at
                      // the moment value
    IR_TIMEOUT_STOP,
    IR_RETURN, // the values of a FUNCTION
    IR_ROOM,   // room for `count` bytes in var
    IR_ROOM_FREE,
    IR_CHECK_END, // value, if it is defined, must be an end of a bundle: of `mobile` if that is not NULL,
                  // and end `integer` if that is not 0; else a fault, which says `text`
    IR_PUT,       // the mobile value at place target; what was there ends
    IR_RESIZE,    // the mobile array at place target gets `count` elements
    IR_CLAIM,     // wait: until end `integer` of the bundle target is free, and take it
    IR_UNCLAIM,   // let others have it
    IR_BREAK,     // the same, where END has left the CLAIM
    IR_DROP,      // what the mobile at place target holds ends
    IR_GUARDS_NEW // room for `count` guards in var; IR_CHOOSE gives it back (on_heap)
};

enum ir_closing { IR_CLOSE_READING, IR_CLOSE_WRITING, IR_POISON };

enum ir_guard_kind {
    IR_GUARD_INPUT,
    IR_GUARD_END,
    IR_GUARD_TIMER,
    IR_GUARD_SKIP,
    IR_GUARD_SYNC,
    IR_GUARD_OUTPUT
};

struct ir_arm {
    struct ir_expr *condition;     // IR_IF
    VEC(struct ir_expr *) options; // IR_CASE
    struct ir_block *block;
};

// One branch of a PAR: a process routine and its arguments.
struct ir_branch {
    struct ir_routine *routine;
    VEC(struct ir_expr *) args;
    const char *name;
    struct ir_var *memory; // an IR_BRANCH variable
};

// A subscript, or `count` of them from `index` on, of a dimension of `size` elements.
struct ir_bound {
    struct ir_expr *index, *count, *size; // count: NULL for one
};

// A loop from `from` to `to`, both included, by steps of `step`.
struct ir_end_loop {
    struct ir_var *var;
    struct ir_expr *from, *to;
    int64_t step;
};

// An end of channels, held by a branch of a PAR.
struct ir_end {
    unsigned branch;
    bool writes;
    bool foreign; // of a channel that belongs to an outer PAR: shown for reports only
    bool perhaps; // belongs to this PAR if another branch holds the other end
    bool counted; // of a SHARED channel: belongs to this PAR unless it belongs to an outer one
    struct ir_expr *first, *count;
    VEC(struct ir_end_loop) loops;    // for all of these, the outermost first
    VEC(struct ir_bound) bounds;      // held only if these are subscripts
    VEC(struct ir_expr *) conditions; // and all of these hold
};

struct ir_leave {
    unsigned number;
    const char *c_name;
};

struct ir_stmt {
    enum ir_stmt_kind kind;
    const struct ir_site *site;
    struct ir_block *block;
    struct ir_block *handler;
    VEC(struct ir_arm) arms;
    struct ir_expr *channel, *target, *value, *count, *step;
    VEC(struct ir_expr *) args;
    VEC(struct ir_expr *) copies;
    struct ir_var *var;
    struct ir_var *limit; // IR_REPEAT: where it ends; IR_PARALLEL on_heap: the branches
    struct ir_routine *routine;
    struct ir_leave *leave;
    struct ir_wait *wait;
    bool is_block;
    bool away; // may take long, others run meanwhile; filled by ir_away
    int integer;
    const char *text;
    const struct ir_mobile *mobile; // IR_CHECK_END
    // IR_PARALLEL; `integer`: it is a PRI PAR
    VEC(struct ir_branch) branches;
    VEC(struct ir_end) ends;
    VEC(struct ir_expr *) barriers; // on which all branches are enrolled
    struct ir_var *index; // of a replicated PAR: value + branch * 1, bound in args and ends
    bool closes;          // END is passed on when a branch ends (csp)
    bool on_heap;
};

// ---- routines and the program ----

struct ir_routine {
    const char *name; // as in the source; branches: "main.branch"
    const char *path; // what reports call it
    const struct ir_site *site;
    bool is_process; // can wait, so a frame and a step function; filled by ir_place, but set before
                     // where the routine is recursive
    bool is_branch;  // made from a branch of a PAR: always a process
    bool is_inline;
    const char *foreign; // of a routine in C: its name there; the body is empty
    bool blocks;         // and it may wait for the system
    bool is_recursive;   // may be called by itself and by the `callers` routines before it
    const struct ir_record *formals; // of a MOBILE PROC: what a call gives; parameter i is the
                                     // address of field i
    size_t callers;                  // how many routines were made while its own body was
    VEC(struct ir_var *) parameters;
    VEC(struct ir_type) results; // of a FUNCTION
    struct ir_block *body;
    VEC(struct ir_wait *) waits; // filled by ir_place
    VEC(struct ir_stmt *) pars;  // filled by ir_place
    bool owns;                   // filled by ir_drops: mobiles end with it
    bool catches;                // filled by ir_drops: END that is caught may leave such mobiles
    bool can_leave;              // filled by ir_place: END can leave through it
    bool always_waits;           // filled by ir_turns: there is no way through without a wait
    bool forks;                  // filled by ir_turns: it starts processes
    int64_t effort;              // filled by ir_away: operations of a call at most, or very many
    bool schedules;              // filled by ir_away: it waits, closes channels, or the like
    bool is_called_away;         // filled by ir_away: some call of it is marked
    const char *c_name;
    const char *away_name; // filled by emit where is_called_away
};

enum ir_environment { IR_KEYBOARD, IR_SCREEN, IR_ERROR, IR_SIGNALS, IR_ARGS, IR_STATUS };

struct ir_program {
    VEC(struct ir_routine *) routines; // a routine stands after all it calls, but for recursion
    VEC(struct ir_record *) records;
    VEC(struct ir_mobile *) mobiles;
    VEC(struct ir_data *) data;
    VEC(struct ir_site *) sites;
    VEC(const char *) headers; // of routines in C
    struct ir_routine *main;
    VEC(enum ir_environment) main_arguments; // what each parameter of main receives
    bool occam_terminal;
    int int_bits;
    bool lines;        // #line is wanted
    bool restricts;    // no two names of a routine stand for one thing: pointers are `restrict`
    const char *entry; // the name of the function in C that the program is; NULL: main
    bool error_stops;  // a run-time error stops its process only
    bool collects;     // it makes texts, which are collected
    bool times_out;    // there is a TIMEOUT
};

// ---- building ----
struct ir_expr *ir_expr_new(enum ir_op op, struct ir_type type);
struct ir_expr *ir_integer(enum ir_base base, int64_t value);
struct ir_expr *ir_var_expr(struct ir_var *var);
struct ir_expr *ir_unary(enum ir_op op, struct ir_type type, struct ir_expr *of);
struct ir_expr *ir_binary(enum ir_op op, struct ir_type type, struct ir_expr *a, struct ir_expr *b);
struct ir_expr *ir_operate(enum ir_operator operator, enum ir_base operand, struct ir_type type,
                           struct ir_expr *a, struct ir_expr *b);
struct ir_type ir_scalar(enum ir_base base);
struct ir_stmt *ir_stmt_new(enum ir_stmt_kind kind, const struct ir_site *site);
bool ir_is_constant(const struct ir_expr *expr, int64_t *value);
// Whether it asks if an ALT chose the guard of a known number.
bool ir_is_guard_number(const struct ir_expr *expr);
bool ir_mentions(const struct ir_expr *expr, const struct ir_var *var);
bool ir_type_is_value(struct ir_type type); // travels through a channel as a csp_value

// ---- passes ----

// Add a `yield` to every loop that contains a wait point and can go round without waiting. Comes
// before ir_place; its callees are done.
void ir_turns(struct ir_routine *routine);

// Give mobiles that variables own their end: where their block ends, and where END leaves the
// routine. Comes before ir_place.
void ir_drops(struct ir_routine *routine);

// Give others a turn here, once in many times.
void ir_turn(struct ir_block *block, const struct ir_site *site);

// Mark what may take long in a process: statements that do not wait, the outermost ones, and calls
// of FUNCTIONs in the others. Comes after ir_place; its callees are done.
void ir_away(struct ir_routine *routine);

// Decide where every variable lives and number the wait points. Requires: a complete routine all
// of whose callees are placed. Provides: is_process, waits, pars, can_leave, and in what it
// contains block.waits and var.storage.
void ir_place(struct ir_routine *routine);

// Check what doc/ir.md promises: the text of the first fault, or NULL.
const char *ir_check(const struct ir_program *program);

// The program as text; stable, for golden tests.
void ir_dump(const struct ir_program *program, struct text *out);

// Whether the results go to variables whose addresses come first among the arguments: where they
// are several, or an array.
bool ir_results_by_address(const struct ir_routine *routine);

// Call `visit` for each expression of a statement (not of nested blocks).
typedef void ir_visit_expr(struct ir_expr *expr, void *context);
void ir_stmt_exprs(const struct ir_stmt *stmt, ir_visit_expr *visit, void *context);

// Call `visit` for each block directly inside a statement.
typedef void ir_visit_block(struct ir_block *block, void *context);
void ir_stmt_blocks(const struct ir_stmt *stmt, ir_visit_block *visit, void *context);

#endif
