// SPDX-License-Identifier: MIT
// Processes: what they are made of, how one runs after the other, calls of PROCs that can wait. A
// part of cspc/rt.h.
#ifndef CSPC_PROCESS_H
#define CSPC_PROCESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CSP_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define CSP_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

struct csp_alt;
struct csp_barrier;
struct csp_chan;
struct csp_code;
struct csp_forking;
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
    CSP_AT_CALL,
    CSP_AT_CLAIM,
    CSP_AT_YIELD,
    CSP_AT_EXTENDED, // for somebody who sends, and is to be kept waiting
    CSP_AT_FORKING,  // for those who were forked
    CSP_AT_SYNC,
    CSP_AT_INVOKE,  // for a MOBILE process that it has called
    CSP_AT_SUSPEND, // for the next call

    // the same as above for items behind the first of a communication, which no TIMEOUT breaks off
    CSP_AT_NEXT_INPUT,
    CSP_AT_NEXT_OUTPUT,
    CSP_AT_NEXT_EXTENDED
};

// CSP_FOREIGN marks an end of a channel that belongs to an outer PAR: it is shown for reports, so
// that they can name the branch, and neither closed nor renewed here. CSP_PERHAPS marks one that
// belongs here if another branch holds the other end. CSP_ENROLLED is shown alone, and marks no channel
// but a barrier on which the branch is enrolled (csp_show_enrolled). CSP_COUNTED marks a SHARED channel,
// which belongs here unless an outer PAR has it; its holders are counted.
enum csp_direction {
    CSP_READS = 1,
    CSP_WRITES = 2,
    CSP_FOREIGN = 4,
    CSP_PERHAPS = 8,
    CSP_ENROLLED = 16,
    CSP_COUNTED = 32
};

// Called for a run of `count` channels of which a branch holds the end `direction`.
typedef void csp_visit_end(void *context, struct csp_chan *first, size_t count, int direction);

// Emitted per PAR: show `visit` the ends that branch number `branch` holds. A channel belongs to
// the PAR if its two ends are held by different branches of it.
typedef void csp_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context);

// Whether `count` elements from `from` on, at least one, are elements of an array of `size`.
static inline bool
csp_is_slice(int64_t from, int64_t count, int64_t size)
{
    return from >= 0 && count > 0 && count <= size - from;
}

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
    struct csp_frame *caller;    // in the outermost frame of a process csp_origin
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
    CSP_KEPT,   // its item has been received by `??`, and it is kept waiting
    CSP_ENDED,  // a branch that is over
    CSP_STOPPED // a run-time error stopped it (-ferror=stop)
};

// The header of a process, at the head of its memory.
struct csp_proc {
    struct csp_proc
        *next;      // in the run queue; while it is in an ALT: the struct csp_alt; asleep: the
                    // struct csp_timer; at a channel: that, by csp_place
    csp_step *step; // of the innermost frame
    struct csp_frame *frame; // the innermost frame
    union csp_value value;   // the item being sent, or room for the one to be received
    uint32_t branch;         // which branch of its PAR; csp_par_of gives that
    uint16_t state;          // enum csp_state
    uint16_t is_prior;       // the first branch of a PRI PAR
};

// A thread that runs processes, as far as a computation that leaves the baton alone touches it.
struct csp_worker {
    _Atomic uint64_t away;  // CSP_AWAY_* and, above them, how often it went away. Written by this
                            // thread only; CSP_AWAY is stored with release after all that it did
                            // with the baton, so that who sees it may take the baton
    _Atomic uint32_t taken; // not 0: the baton may be gone. Set under the baton's mutex by others,
                            // cleared under it
};

enum {
    CSP_AWAY = 1,         // it touches nothing of the scheduler
    CSP_AWAY_WORK = 2,    // the run queue was not empty then
    CSP_AWAY_BLOCKED = 4, // it waits for the system, and needs no processor
    CSP_AWAY_IDLE = 8,    // it waits for a moment or for input on behalf of the scheduler
    CSP_AWAY_FENCED = 16, // its stores and loads in csp_away and csp_back are in order for all
    CSP_AWAY_FLAGS = 31
};

// The scheduler's data, here because dispatch is inline. There is one baton: whoever holds it may
// touch channels, the run queue and the headers of processes, all with plain loads and stores.
struct csp_scheduler {
    struct csp_proc *head, *tail; // the run queue; tail is meaningless while head is NULL
    struct csp_proc *running;     // so that plain functions know for whom they run
    struct csp_worker *worker;    // the holder of the baton
    int64_t rounds;               // of loops that do not wait, until others have a turn

    // Others look at these often: not beside what the holder writes all the time. `attention` is not
    // 0 where csp_pause must look (timers, terminal, seeded order); signal handlers and other
    // threads may set bits. Relaxed.
    _Alignas(64) _Atomic uint32_t attention;
    _Atomic uint32_t alert; // CSP_ALERT_*. Written under the baton's mutex; relaxed
};

enum {
    CSP_ALERT_WORK = 1, // nobody looks whether the holder is away for long, and somebody could
    CSP_ALERT_FENCE = 2 // others are awake who may take the baton: CSP_AWAY_FENCED is asked for
};
extern struct csp_scheduler csp_scheduler;

// Choose what to run when the queue is empty or somebody wants attention: fires due timers, polls
// or waits for the terminal, gives the baton away, reports a deadlock. Never returns NULL; ends
// the program when the first process is over.
struct csp_proc *csp_pause(void);

// Put a process at the end of the run queue.
static inline void
csp_enqueue(struct csp_proc *process)
{
    process->next = NULL;
    if (csp_scheduler.head != NULL)
        csp_scheduler.tail->next = process;
    else
        csp_scheduler.head = process;
    csp_scheduler.tail = process;
}

#ifndef CSP_TAIL_CALLS
#define CSP_TAIL_CALLS 0
#endif

// Leave a step for another process. With tail calls each step jumps to the next by itself, so
// that the processor can predict each jump from its own history. Otherwise the trampoline in
// csp_main calls it. Either notes which process runs.
#if CSP_TAIL_CALLS && defined(__clang__)
#define CSP_TAIL __attribute__((musttail))
#else
#define CSP_TAIL
#endif
#if CSP_TAIL_CALLS
#define CSP_GO(process)                                                                            \
    do {                                                                                           \
        csp_scheduler.running = (process);                                                         \
        CSP_TAIL return (process)->step(process);                                                  \
    } while (0)
#else
#define CSP_GO(process) return (process)
#endif

// Take the next process from the queue; the one that ran before has arranged to be found again.
static inline struct csp_proc *
csp_dispatch(void)
{
    struct csp_proc *next = csp_scheduler.head;
    if (CSP_UNLIKELY(next == NULL ||
                     atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed) != 0))
        next = csp_pause();
    else
        csp_scheduler.head = next->next;
    return next;
}

// RESCHEDULE (): all others have their turn before this process goes on.
#define CSP_YIELD(n)                                                                               \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        csp_enqueue(self);                                                                         \
        self = csp_dispatch();                                                                     \
        CSP_GO(self);                                                                              \
    case (n):;                                                                                     \
    } while (0)

// A round of a loop that may go round without waiting: after many of them others have a turn.
struct csp_proc *csp_turn(struct csp_proc *self);

#define CSP_TURN(n)                                                                                \
    do {                                                                                           \
        if (CSP_UNLIKELY(--csp_scheduler.rounds < 0)) {                                            \
            f->base.at = (n);                                                                      \
            self = csp_turn(self);                                                                 \
            CSP_GO(self);                                                                          \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// ---- long computations ---------------------------------------------------------------------------

// Between csp_away and csp_back a process computes for itself: it touches nothing of the scheduler,
// no channel, and only memory that is its own or that nobody writes. If that takes long another
// thread takes the baton, and other processes run meanwhile; csp_back waits until it has the baton
// again. Neither costs more than a few instructions where nobody does.
void csp_away_slow(struct csp_worker *worker);
void csp_back_slow(struct csp_worker *worker);

static inline uint32_t
csp_alert(void)
{
    return atomic_load_explicit(&csp_scheduler.alert, memory_order_relaxed);
}

static inline struct csp_worker *
csp_away(void)
{
    struct csp_worker *const worker = csp_scheduler.worker;
    const bool has_work = csp_scheduler.head != NULL;
    const uint64_t here = atomic_load_explicit(&worker->away, memory_order_relaxed);
    const uint64_t away = here + CSP_AWAY_FLAGS + 1 + CSP_AWAY + (has_work ? CSP_AWAY_WORK : 0);
    csp_scheduler.rounds = 0;
    if (CSP_UNLIKELY((csp_alert() & CSP_ALERT_FENCE) != 0))
        atomic_exchange(&worker->away, away + CSP_AWAY_FENCED);
    else
        atomic_store_explicit(&worker->away, away, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    if (CSP_UNLIKELY(atomic_load(&csp_scheduler.attention) != 0 ||
                     (has_work && (csp_alert() & CSP_ALERT_WORK) != 0)))
        csp_away_slow(worker);
    return worker;
}

// The store comes before the load for a thread that takes the baton: that sets `taken` and then looks
// at `away`. While others are awake, the store is made so that this is enough; when a lone
// thread went away without that, who takes the baton has all threads pass a barrier (membarrier)
// before it looks again.
static inline void
csp_back(struct csp_worker *worker)
{
    const uint64_t away = atomic_load_explicit(&worker->away, memory_order_relaxed);
    const uint64_t here = away & ~(uint64_t)CSP_AWAY_FLAGS;
    if (CSP_UNLIKELY((away & CSP_AWAY_FENCED) != 0))
        atomic_exchange(&worker->away, here);
    else
        atomic_store_explicit(&worker->away, here, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    if (CSP_UNLIKELY(atomic_load(&worker->taken) != 0))
        csp_back_slow(worker);
}

// Call a C function that may wait for the system: others go on meanwhile.
void csp_blocking(void (*call)(void *argument), void *argument);

// ---- processes that wait for other threads -------------------------------------------------------

// Wait until csp_ready, which any thread may call, once for each wait; it may come first.
struct csp_proc *csp_suspend(struct csp_proc *self);
void csp_ready(struct csp_proc *process);

#define CSP_SUSPEND(n)                                                                             \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self = csp_suspend(self);                                                                  \
        CSP_GO(self);                                                                              \
    case (n):;                                                                                     \
    } while (0)

// ---- frames and calls ----------------------------------------------------------------------------

static inline void
csp_frame_init(struct csp_frame *frame, struct csp_frame *caller, const struct csp_code *code)
{
    frame->caller = caller;
    frame->code = code;
    frame->at = 0;
}

// The outermost frame of a process has no caller: an odd number in its place tells the PAR of which
// the process is a branch, or, with another bit, the FORKING in which it was forked, NULL for the first
// process. So a process needs no room for it.
enum { CSP_ORIGIN = 1, CSP_ORIGIN_FORKING = 2 };

static inline struct csp_frame *
csp_origin(struct csp_par *par)
{
    return (struct csp_frame *)((uintptr_t)par | CSP_ORIGIN);
}

static inline struct csp_frame *
csp_origin_of_fork(struct csp_forking *forking)
{
    return (struct csp_frame *)((uintptr_t)forking | CSP_ORIGIN | CSP_ORIGIN_FORKING);
}

static inline bool
csp_is_outermost(const struct csp_frame *frame)
{
    return ((uintptr_t)frame->caller & CSP_ORIGIN) != 0;
}

static inline bool
csp_is_forked(const struct csp_frame *outermost)
{
    return ((uintptr_t)outermost->caller & CSP_ORIGIN_FORKING) != 0;
}

// The PAR of a process whose outermost frame this is; of one that is a branch.
static inline struct csp_par *
csp_origin_par(const struct csp_frame *outermost)
{
    return (struct csp_par *)((uintptr_t)outermost->caller & ~(uintptr_t)CSP_ORIGIN);
}

// The FORKING of one that was forked; NULL for the first process.
static inline struct csp_forking *
csp_origin_forking(const struct csp_frame *outermost)
{
    return (struct csp_forking *)((uintptr_t)outermost->caller &
                                  ~(uintptr_t)(CSP_ORIGIN | CSP_ORIGIN_FORKING));
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

// The frame of a recursive call, taken before it and given back after it.
void *csp_frame_new(size_t size);
void csp_frame_free(void *frame);

// The end of a branch (of the program, for the first process); `cause` is NULL for a normal end,
// else the channel by whose END it left (&csp_end_statement for the process END). Returns the
// process to run next.
struct csp_proc *csp_branch_end(struct csp_proc *self, struct csp_chan *cause);

// The end of a step function: the process to run next.
static inline struct csp_proc *
csp_return(struct csp_proc *self)
{
    struct csp_frame *const caller = self->frame->caller;
    if (csp_is_outermost(self->frame))
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
    if (csp_is_outermost(self->frame))
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

#endif
