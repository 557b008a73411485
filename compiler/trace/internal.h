// SPDX-License-Identifier: MIT
// What the reader of a trace gives to its viewers.
#ifndef TRACE_INTERNAL_H
#define TRACE_INTERNAL_H

#include "base/vec.h"
#include "trace/trace.h"

#include <stdbool.h>
#include <stdint.h>

// What can be waited for: as in the file, which has it from the runtime. In the order of the file.
enum wait_kind {
    WAIT_START,
    WAIT_INPUT,
    WAIT_OUTPUT,
    WAIT_ALT,
    WAIT_TIMER,
    WAIT_PAR,
    WAIT_CALL,
    WAIT_CLAIM,
    WAIT_YIELD,
    WAIT_EXTENDED,
    WAIT_FORKING,
    WAIT_SYNC,
    WAIT_INVOKE,
    WAIT_SUSPEND
};

struct place {
    uint64_t kind; // enum wait_kind, or one of a later version
    uint64_t line, column;
    const char *file, *name; // or NULL
};

enum process_state { IS_READY, IS_RUNNING, IS_AWAY, IS_WAITING, IS_STOPPED, IS_OVER };

struct process {
    const char *path;
    enum process_state state;
    uint64_t since;            // when it came into this state
    uint64_t thread;           // which thread ran it last
    const struct place *place; // where it waits; else NULL
    uint64_t arrow;            // viewer's: the communication that made it ready, or 0
};

enum event_kind {
    EVENT_START,         // of `process`, by `partner`
    EVENT_RUN,           // `number`: the thread
    EVENT_COMMUNICATION, // with `partner`, which waited at `place`
    EVENT_WOKEN,         // of `process` by `partner`, or by nobody; `number`: enum waker
    EVENT_CHOICE,        // `number`: the line
    EVENT_WAIT,          // at `place`
    EVENT_READY,
    EVENT_STOPPED,
    EVENT_AWAY,
    EVENT_OVER,
    EVENT_END // of the trace; `number`: enum ending
};

enum waker { BY_SOMETHING, BY_END, BY_INPUT };

enum ending { ENDS, ENDS_BY_FAULT, ENDS_BY_DEADLOCK, ENDS_BY_SIGNAL, IS_CUT_OFF };

// Processes are given by number; 0 is none.
struct event {
    enum event_kind kind;
    size_t process, partner;
    const struct place *place;
    uint64_t number;
};

struct trace {
    FILE *in, *out;
    void (*show)(struct trace *trace, const struct event *event);
    VEC(const char *) strings;
    VEC(struct place *) places;
    VEC(struct process) processes;
    uint64_t now; // nanoseconds since the start of the program
    size_t running;
    enum trace_result result;
    uint64_t arrows; // viewer's: how many were drawn
};

// The process of a number, which is not 0.
static inline struct process *
process_at(const struct trace *trace, size_t number)
{
    return &trace->processes.at[number - 1];
}

// The viewers; each sees an event before the states of processes are changed by it.
void text_show(struct trace *trace, const struct event *event);
void json_show(struct trace *trace, const struct event *event);

#endif
