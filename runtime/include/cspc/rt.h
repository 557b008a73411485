// SPDX-License-Identifier: MIT
// The runtime as emitted C sees it: the only header that a compiled program includes.
//
// A process is a chain of frames and a header. Every PROC that can wait is a *step function* over
// a *frame*: `switch (f->base.at)` with case labels inside ordinary control flow. When a step
// cannot go on it stores where to resume in its frame, leaves a mark where its partner will find
// it, and returns into the scheduler; a partner, a timer or the join of a PAR makes the process
// ready again.
//
// Resume points come in pairs: the even number 2k is "go on", 2k + 1 is "the channel has ended".
// Whoever closes a channel on which a process waits sets the low bit of its resume point; nothing
// on the ordinary way through a communication looks at it.
#ifndef CSPC_RT_H
#define CSPC_RT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CSP_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define CSP_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

struct csp_alt;
struct csp_chan;
struct csp_code;
struct csp_frame;
struct csp_par;
struct csp_proc;

// One signature for tail calls and the trampoline: the trampoline runs what a step returns.
typedef struct csp_proc *csp_step(struct csp_proc *self);

// ---- what a place in the source is, for reports -------------------------------------------------

// A check or a STOP: where it stands and what was written there.
struct csp_site {
    const char *file;
    uint32_t line, column;
    const char *text;
};

enum csp_wait_kind {
    CSP_AT_START, // entry 0 of every table: the process has not run yet
    CSP_AT_INPUT,
    CSP_AT_OUTPUT,
    CSP_AT_ALT,
    CSP_AT_TIMER,
    CSP_AT_PAR,
    CSP_AT_CALL
};

enum csp_direction { CSP_READS = 1, CSP_WRITES = 2 };

// Called for a run of `count` channels of which a branch holds the end `direction`.
typedef void csp_visit_end(void *context, struct csp_chan *first, size_t count, int direction);

// Emitted per PAR: show `visit` the ends that branch number `branch` holds of the channels that
// belong to this PAR, that is, whose two ends are held by different branches of it.
typedef void csp_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context);

// Where the branches of a PAR lie, seen from the frame that contains it.
struct csp_par_info {
    uint32_t par;             // offset of the struct csp_par
    uint32_t branches;        // number of entries of `offsets`, or 0 for a replicated PAR
    const uint32_t *offsets;  // offset of each branch's struct csp_proc
    uint32_t array;           // replicated: offset of the first branch, or of a pointer to it
    uint32_t stride;          // replicated: distance between branches
    bool on_heap;             // replicated: `array` is the offset of a pointer
    const char *const *names; // what each branch is called (replicated: one name)
    csp_ends *ends;           // who holds which channel; NULL where no channel belongs here
};

// A wait point; entry k of the table is the pair of resume points 2k and 2k + 1.
struct csp_wait {
    enum csp_wait_kind kind;
    uint32_t line, column;
    const char *name;               // the channel, the timer, the called PROC; else NULL
    const struct csp_par_info *par; // CSP_AT_PAR
};

// Everything static about a PROC that can wait.
struct csp_code {
    csp_step *step;
    const char *name;
    const char *file;
    const struct csp_wait *waits;
    uint32_t wait_count;
};

// ---- processes -----------------------------------------------------------------------------------

// The head of every frame. Frames hold no scheduler links.
struct csp_frame {
    struct csp_frame *caller;    // NULL in the outermost frame of a process
    const struct csp_code *code; // whose frame this is
    uint32_t at;                 // where to resume
    uint32_t spare;
};

// One item on its way, for types of at most eight bytes; larger items travel as an address.
union csp_value {
    bool boolean;
    uint8_t byte;
    int16_t int16;
    int32_t int32;
    int64_t int64;
    float real32;
    double real64;
    void *data;
};

enum csp_state {
    CSP_ALIVE,  // running, ready, or waiting at a channel or for a PAR
    CSP_IN_ALT, // waiting in an ALT or asleep: the first to find its mark or timer wakes it
    CSP_ENDED,  // a branch that is over
    CSP_STOPPED // a run-time error stopped it (-ferror=stop)
};

// The header of a process, at the head of its memory.
struct csp_proc {
    struct csp_proc *next;   // in the run queue; while it waits: the channel or ALT it waits for
    csp_step *step;          // of the innermost frame
    struct csp_frame *frame; // the innermost frame
    union csp_value value;   // the item being sent, or room for the one to be received
    struct csp_par *par;     // the PAR of which it is a branch; NULL for the first process
    uint32_t branch;         // which branch of it
    uint32_t state;          // enum csp_state
};

// The scheduler's own data, here because dispatch is inline. All but `attention` is touched only
// by the thread that is this worker.
struct csp_worker {
    struct csp_proc *head, *tail; // the run queue; tail is meaningless while head is NULL
    struct csp_proc *running;     // so that plain functions know for whom they run
    _Atomic uint32_t attention;   // not 0: csp_pause must look (timers, terminal, seeded order).
                                  // Signal handlers and other threads may set bits; relaxed
};
extern struct csp_worker csp_worker;

// Choose what to run when the queue is empty or somebody wants attention: fires due timers, polls
// or waits for the terminal, reports a deadlock. Never returns NULL; ends the program when the
// first process is over.
struct csp_proc *csp_pause(void);

// Put a process at the end of the run queue.
static inline void
csp_ready(struct csp_proc *process)
{
    process->next = NULL;
    if (csp_worker.head != NULL)
        csp_worker.tail->next = process;
    else
        csp_worker.head = process;
    csp_worker.tail = process;
}

#ifndef CSP_TAIL_CALLS
#define CSP_TAIL_CALLS 0
#endif

// Leave a step for another process. With tail calls each step jumps to the next by itself, so
// that the processor can predict each jump from its own history.
#if CSP_TAIL_CALLS && defined(__clang__)
#define CSP_GO(process) __attribute__((musttail)) return (process)->step(process)
#elif CSP_TAIL_CALLS
#define CSP_GO(process) return (process)->step(process)
#else
#define CSP_GO(process) return (process)
#endif

// Take the next process from the queue; the one that ran before has arranged to be found again.
static inline struct csp_proc *
csp_dispatch(void)
{
    struct csp_proc *next = csp_worker.head;
    if (CSP_UNLIKELY(next == NULL ||
                     atomic_load_explicit(&csp_worker.attention, memory_order_relaxed) != 0))
        next = csp_pause();
    else
        csp_worker.head = next->next;
    csp_worker.running = next;
    return next;
}

// ---- frames and calls ----------------------------------------------------------------------------

static inline void
csp_frame_init(struct csp_frame *frame, struct csp_frame *caller, const struct csp_code *code)
{
    frame->caller = caller;
    frame->code = code;
    frame->at = 0;
}

// Call a PROC that can wait: its frame has been filled in; resume at `n` when it is over.
#define CSP_CALL(n, callee, leave)                                                                 \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self->frame = (callee);                                                                    \
        self->step = (callee)->code->step;                                                         \
        CSP_GO(self);                                                                              \
    case (n) + 1: goto leave;                                                                      \
    case (n):;                                                                                     \
    } while (0)

// The end of a branch (of the program, for the first process); `cause` is NULL for a normal end,
// else the channel by whose END it left (&csp_end_statement for the process END). Returns the
// process to run next.
struct csp_proc *csp_branch_end(struct csp_proc *self, struct csp_chan *cause);

// The end of a step function: the process to run next.
static inline struct csp_proc *
csp_return(struct csp_proc *self)
{
    struct csp_frame *const caller = self->frame->caller;
    if (caller == NULL)
        return csp_branch_end(self, NULL);
    self->frame = caller;
    self->step = caller->code->step;
    return self;
}

// Leave a step function because of END: the caller resumes at the odd half of its call. The
// channel that ended is in self->value.data.
static inline struct csp_proc *
csp_leave(struct csp_proc *self)
{
    struct csp_frame *const caller = self->frame->caller;
    if (caller == NULL)
        return csp_branch_end(self, (struct csp_chan *)self->value.data);
    caller->at |= 1;
    self->frame = caller;
    self->step = caller->code->step;
    return self;
}

// How a step function ends. (`return csp_return(self);` is right too, but never a tail call.)
#define CSP_RETURN()                                                                               \
    do {                                                                                           \
        self = csp_return(self);                                                                   \
        CSP_GO(self);                                                                              \
    } while (0)

#define CSP_LEAVE()                                                                                \
    do {                                                                                           \
        self = csp_leave(self);                                                                    \
        CSP_GO(self);                                                                              \
    } while (0)

// ---- channels ------------------------------------------------------------------------------------

// A channel is one word: 0 (nobody there), a process that waits to send or to receive, a process
// in an ALT (low bits 01), ended (10, with a bit for each end that is closed), or a device of the
// terminal that is at rest (11).
struct csp_chan {
    uintptr_t word;
};

enum {
    CSP_CHAN_ALT = 1,
    CSP_CHAN_ENDED = 2,
    CSP_CHAN_DEVICE = 3,
    CSP_CHAN_TAGS = 3,
    CSP_CHAN_WRITER_CLOSED = 4, // with CSP_CHAN_ENDED
    CSP_CHAN_READER_CLOSED = 8  // with CSP_CHAN_ENDED
};

// What a branch left by the process END names as its cause.
extern struct csp_chan csp_end_statement;

// A new channel, or a run of them.
static inline void
csp_chan_init(struct csp_chan *channel)
{
    channel->word = 0;
}

static inline void
csp_chan_init_all(struct csp_chan *first, size_t count)
{
    memset(first, 0, count * sizeof *first);
}

// The partner that waits at this channel, taken from it, or NULL.
static inline struct csp_proc *
csp_partner(struct csp_chan *channel)
{
    const uintptr_t word = channel->word;
    if (word == 0 || (word & CSP_CHAN_TAGS) != 0)
        return NULL;
    channel->word = 0;
    return (struct csp_proc *)word;
}

// Wait at a channel where no partner waits. The resume point is set, and for an output the item is
// in self->value. If the channel has ended, the resume point becomes its odd half and `self` goes
// on at once. Returns the process to run next.
struct csp_proc *csp_wait_input_slow(struct csp_proc *self, struct csp_chan *channel);
struct csp_proc *csp_wait_output_slow(struct csp_proc *self, struct csp_chan *channel);

static inline struct csp_proc *
csp_wait_input(struct csp_proc *self, struct csp_chan *channel)
{
    if (CSP_UNLIKELY(channel->word != 0))
        return csp_wait_input_slow(self, channel);
    channel->word = (uintptr_t)self;
    self->next = (struct csp_proc *)(void *)channel;
    return csp_dispatch();
}

static inline struct csp_proc *
csp_wait_output(struct csp_proc *self, struct csp_chan *channel)
{
    if (CSP_UNLIKELY(channel->word != 0))
        return csp_wait_output_slow(self, channel);
    channel->word = (uintptr_t)self;
    self->next = (struct csp_proc *)(void *)channel;
    return csp_dispatch();
}

// `channel ? target` for an item of at most eight bytes; `member` names its type in csp_value.
#define CSP_INPUT(n, channel, target, member, leave)                                               \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            (target) = partner_->value.member;                                                     \
            csp_ready(partner_);                                                                   \
        } else {                                                                                   \
            f->base.at = (n);                                                                      \
            self = csp_wait_input(self, channel_);                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n): (target) = self->value.member;                                                   \
        }                                                                                          \
    } while (0)

// `channel ! item`, likewise.
#define CSP_OUTPUT(n, channel, item, member, leave)                                                \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            partner_->value.member = (item);                                                       \
            csp_ready(partner_);                                                                   \
        } else {                                                                                   \
            self->value.member = (item);                                                           \
            f->base.at = (n);                                                                      \
            self = csp_wait_output(self, channel_);                                                \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// The same for items of any size: `address` points to `size` bytes that stay where they are while
// the process waits (a frame slot, or what one points to).
#define CSP_INPUT_BLOCK(n, channel, address, size, leave)                                          \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            memcpy((address), partner_->value.data, (size));                                       \
            csp_ready(partner_);                                                                   \
        } else {                                                                                   \
            self->value.data = (address);                                                          \
            f->base.at = (n);                                                                      \
            self = csp_wait_input(self, channel_);                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

#define CSP_OUTPUT_BLOCK(n, channel, address, size, leave)                                         \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            memcpy(partner_->value.data, (address), (size));                                       \
            csp_ready(partner_);                                                                   \
        } else {                                                                                   \
            self->value.data = (void *)(uintptr_t)(address);                                       \
            f->base.at = (n);                                                                      \
            self = csp_wait_output(self, channel_);                                                \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Take the item that an ALT found waiting; no wait is possible.
#define CSP_TAKE(channel, target, member)                                                          \
    do {                                                                                           \
        struct csp_proc *const partner_ = csp_partner(channel);                                    \
        (target) = partner_->value.member;                                                         \
        csp_ready(partner_);                                                                       \
    } while (0)

#define CSP_TAKE_BLOCK(channel, address, size)                                                     \
    do {                                                                                           \
        struct csp_proc *const partner_ = csp_partner(channel);                                    \
        memcpy((address), partner_->value.data, (size));                                           \
        csp_ready(partner_);                                                                       \
    } while (0)

// CLOSE c! and CLOSE c?: end that end of each of `count` channels; closing twice is harmless.
void csp_close(struct csp_chan *first, size_t count, enum csp_direction end);

// ---- PAR -----------------------------------------------------------------------------------------

// The join of a PAR, in the frame of the process that waits for it.
struct csp_par {
    struct csp_proc *parent;
    struct csp_chan *ended; // the channel of an outer PAR by whose END a branch left, or NULL
    csp_ends *ends;         // close these when a branch leaves; NULL under the rules of occam
    uint32_t running;       // branches that are not over
    uint32_t branches;      // all of them
    int32_t start;          // of the replicator, for reports
};

// Begin a PAR of `branches` branches.
static inline void
csp_par_start(struct csp_par *par, struct csp_proc *self, uint32_t branches, int32_t start,
              csp_ends *ends)
{
    par->parent = self;
    par->ended = NULL;
    par->ends = ends;
    par->running = branches;
    par->branches = branches;
    par->start = start;
}

// Start one branch, whose frame has been filled in.
static inline void
csp_start(struct csp_par *par, uint32_t branch, struct csp_proc *process, struct csp_frame *frame)
{
    process->step = frame->code->step;
    process->frame = frame;
    process->par = par;
    process->branch = branch;
    process->state = CSP_ALIVE;
    csp_ready(process);
}

// Wait for all branches. After the join the channels that belong to the PAR are new. END of an
// outer channel that made a branch leave is passed on to `leave`.
#define CSP_PAR_WAIT(n, join, leave)                                                               \
    do {                                                                                           \
        if ((join)->running != 0) {                                                                \
            f->base.at = (n);                                                                      \
            self = csp_dispatch();                                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Room for the branches of a replicated PAR whose count is known at run time only; a count of 0
// gives NULL. csp_par_free gives it back after the join.
void *csp_par_new(uint32_t count, size_t stride);
void csp_par_free(void *branches);

// ---- time ----------------------------------------------------------------------------------------

// A wait for a moment: in the frame of the process that waits.
struct csp_timer {
    int64_t due; // microseconds of the monotonic clock
    struct csp_proc *process;
    struct csp_timer *child, *sibling, *previous; // the heap of pending timers
};

// The clock in microseconds, as TIMER shows it (its low 16, 32 or 64 bits).
int64_t csp_clock(void);

// The moment `AFTER time` of a TIMER that is `bits` wide.
int64_t csp_due(int64_t time, int bits);

// Sleep until `due`. Goes on at once if that is past.
struct csp_proc *csp_wait_timer(struct csp_proc *self, struct csp_timer *timer, int64_t due);

#define CSP_SLEEP(n, timer, due, leave)                                                            \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self = csp_wait_timer(self, (timer), (due));                                               \
        CSP_GO(self);                                                                              \
    case (n) + 1: goto leave;                                                                      \
    case (n):;                                                                                     \
    } while (0)

// ---- ALT -----------------------------------------------------------------------------------------

enum csp_guard_kind {
    CSP_GUARD_OFF,   // its precondition is FALSE
    CSP_GUARD_INPUT, // c ? ...
    CSP_GUARD_END,   // c ? END
    CSP_GUARD_TIMER, // AFTER
    CSP_GUARD_SKIP
};

struct csp_guard {
    union {
        struct csp_chan *channel;
        int64_t due;
    } on;
    uint16_t kind; // enum csp_guard_kind
    uint16_t tied; // comes after the guard before it: a PRI ALT inside an ALT
    uint32_t line; // for reports
};

// One ALT of a PROC, in its frame. `from` lives as long as the frame: that makes the ALT fair.
struct csp_alt {
    struct csp_guard *guards;
    uint32_t count;
    uint32_t from;   // fair: the guard to look at first
    uint32_t chosen; // the result
    bool priority;   // PRI ALT: always from 0
    bool enabled;    // marks stand in the channels
    bool yielded;    // others had their turn before a SKIP or a past moment is chosen
    struct csp_timer timer;
};

// Prepare an ALT when its PROC starts: the first start comes from a seeded sequence.
void csp_alt_init(struct csp_alt *alt, bool priority);

static inline void
csp_alt_begin(struct csp_alt *alt, struct csp_guard *guards, uint32_t count)
{
    alt->guards = guards;
    alt->count = count;
    alt->enabled = false;
    alt->yielded = false;
}

static inline struct csp_guard
csp_guard_input(struct csp_chan *channel, bool condition, uint32_t line)
{
    return (struct csp_guard){{channel}, condition ? CSP_GUARD_INPUT : CSP_GUARD_OFF, 0, line};
}

static inline struct csp_guard
csp_guard_end(struct csp_chan *channel, bool condition, uint32_t line)
{
    return (struct csp_guard){{channel}, condition ? CSP_GUARD_END : CSP_GUARD_OFF, 0, line};
}

static inline struct csp_guard
csp_guard_timer(int64_t due, bool condition, uint32_t line)
{
    struct csp_guard guard = {{NULL}, condition ? CSP_GUARD_TIMER : CSP_GUARD_OFF, 0, line};
    guard.on.due = due;
    return guard;
}

static inline struct csp_guard
csp_guard_skip(bool condition, uint32_t line)
{
    return (struct csp_guard){{NULL}, condition ? CSP_GUARD_SKIP : CSP_GUARD_OFF, 0, line};
}

// Choose a ready guard: `alt->chosen` is its number. False where none is ready (or the ALT has
// met END, which csp_wait_alt finds).
bool csp_alt_choose(struct csp_proc *self, struct csp_alt *alt);

// Leave marks at all guards and wait. Goes on at the odd half at once if the ALT meets END.
// An ALT that can never be ready is a fault.
struct csp_proc *csp_wait_alt(struct csp_proc *self, struct csp_alt *alt);

#define CSP_ALT(n, alt, leave)                                                                     \
    do {                                                                                           \
        while (!csp_alt_choose(self, (alt))) {                                                     \
            f->base.at = (n);                                                                      \
            self = csp_wait_alt(self, (alt));                                                      \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Room for guards whose number is known at run time only.
struct csp_guard *csp_guards_new(uint32_t count);
void csp_guards_free(struct csp_guard *guards);

// ---- memory of plain functions -------------------------------------------------------------------

// Room for the large arrays of a plain function, given back at its end.
void *csp_scratch_new(size_t size);
void csp_scratch_free(void *scratch);

// ---- the program ---------------------------------------------------------------------------------

// A text of the environment; STRING.
struct csp_text {
    const uint8_t *at;
    int64_t size;
};

// What the first PROC may ask for.
struct csp_environment {
    struct csp_chan *keyboard, *screen, *error;
    const struct csp_text *args;
    int64_t arg_count;
    int64_t *status; // the program's exit code
};

// Emitted once: the program.
struct csp_program {
    size_t frame_size; // of the first PROC
    struct csp_frame *(*start)(void *memory, const struct csp_environment *environment);
    bool occam_terminal; // keyboard gives 255 at its end, 255 on screen flushes
    bool uses_keyboard, uses_screen, uses_error;
    bool error_stops; // -ferror=stop: a run-time error stops its process only
};

// The whole life of a program; returns its exit code.
int csp_main(int argc, char **argv, const struct csp_program *program);

#include "cspc/arith.h"
#include "cspc/fault.h"

#endif
