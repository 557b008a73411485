// SPDX-License-Identifier: MIT
// Observation: what CSP_STATS counts and CSP_TRACE records.
//
// Nothing is noted where processes communicate: that code is inline, and shall cost nothing. While
// a program is observed, CSP_ATTENTION_OBSERVE makes every dispatch go through csp_pause. There the
// run queue is compared with what it was when the running process began: whoever was appended
// since was made ready by that process, and the wait point of each tells by what. The queue is
// never walked but from the end that was noted last, and between two notes of it processes are
// only appended: whatever takes one out is followed by a note.
//
// All of this happens under the baton, so that plain data will do.
#include <config.h>

#include "observe.h"

#include <stdarg.h>
#include <unistd.h>

struct csp_counts csp_counts;
bool csp_is_observed;

static bool shows_counts;
static bool is_open;               // a process runs whose doings have not been looked at
static bool had_turn;              // it has put itself into the queue
static bool was_empty = true;      // the queue, when it was noted last
static struct csp_proc *last_seen; // the last in the queue then; means nothing if it was empty

void
csp_observe_say(const char *format, ...)
{
    char text[1200];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const size_t size = length < (int)sizeof text ? (size_t)length : sizeof text - 1;
    for (size_t done = 0; length > 0 && done < size;) {
        const ssize_t written = write(STDERR_FILENO, text + done, size - done);
        if (written <= 0)
            return;
        done += (size_t)written;
    }
}

void
csp_observe_start(void)
{
    const char *const stats = getenv("CSP_STATS"), *const trace = getenv("CSP_TRACE");
    shows_counts = stats != NULL && *stats != '\0' && strcmp(stats, "0") != 0;
    if (trace != NULL && *trace != '\0')
        csp_trace_start(trace);
    csp_is_observed = shows_counts || csp_is_traced;
    if (csp_is_observed)
        csp_attention_set(CSP_ATTENTION_OBSERVE);
}

// ---- what has been made ready --------------------------------------------------------------------

static void
note_queue(void)
{
    was_empty = csp_scheduler.head == NULL;
    last_seen = csp_scheduler.tail;
}

static void
note_start(struct csp_proc *process)
{
    csp_counts.started++;
    if (++csp_counts.alive > csp_counts.most_alive)
        csp_counts.most_alive = csp_counts.alive;
    if (csp_is_traced)
        csp_trace_process(process);
}

static void
note_communication(struct csp_proc *partner)
{
    csp_counts.communications++;
    if (csp_is_traced)
        csp_trace_communication(partner);
}

// `by` is the process that ran, or NULL. A process that waits at a channel and is made ready by no
// process has been served by an input.
static void
note_ready(struct csp_proc *process, const struct csp_proc *by)
{
    const enum csp_wait_kind kind = csp_wait_of(process)->kind;
    const bool met_end = (process->frame->at & 1) != 0;
    const bool waited_at_channel = kind == CSP_AT_INPUT || kind == CSP_AT_OUTPUT ||
                                   kind == CSP_AT_NEXT_INPUT || kind == CSP_AT_NEXT_OUTPUT;
    if (process == by)
        had_turn = true;
    else if (kind == CSP_AT_START)
        note_start(process);
    else if (waited_at_channel && !met_end && by != NULL)
        note_communication(process);
    else if (csp_is_traced)
        csp_trace_woken(process, met_end             ? CSP_WOKEN_BY_END
                                 : waited_at_channel ? CSP_WOKEN_BY_INPUT
                                                     : CSP_WOKEN);
}

// Devices have a process without a frame: it has nothing to tell.
static void
look_at_queue(const struct csp_proc *by)
{
    struct csp_proc *process = was_empty ? csp_scheduler.head : last_seen->next;
    if (by != NULL && by->frame == NULL)
        by = NULL;
    for (; process != NULL; process = process->next) {
        csp_counts.ready++;
        if (process->frame != NULL)
            note_ready(process, by);
    }
    if (csp_counts.ready > csp_counts.most_ready)
        csp_counts.most_ready = csp_counts.ready;
    note_queue();
}

void
csp_observe_woken(void)
{
    look_at_queue(NULL);
}

// ---- the running process -------------------------------------------------------------------------

// False if there is nothing to be looked at.
static bool
look_at_running(void)
{
    if (!is_open)
        return false;
    is_open = false;
    had_turn = false;
    if (csp_is_traced)
        csp_trace_time();
    look_at_queue(csp_scheduler.running);
    return csp_is_traced && csp_scheduler.running->frame != NULL;
}

void
csp_observe_pause(void)
{
    if (!look_at_running())
        return;
    if (csp_scheduler.running->state == CSP_STOPPED)
        csp_trace_fate(CSP_FATE_STOPPED);
    else if (had_turn)
        csp_trace_fate(CSP_FATE_READY);
    else
        csp_trace_wait(csp_scheduler.running);
}

void
csp_observe_leave(void)
{
    if (look_at_running())
        csp_trace_fate(CSP_FATE_AWAY);
}

void
csp_observe_over(struct csp_proc *next)
{
    csp_counts.alive--;
    if (look_at_running())
        csp_trace_over(csp_scheduler.running);
    if (next != NULL)
        csp_observe_resume(next);
}

void
csp_observe_choice(const struct csp_guard *guard)
{
    csp_counts.choices++;
    if (csp_is_traced)
        csp_trace_choice(guard->line);
}

// ---- who runs next -------------------------------------------------------------------------------

void
csp_observe_resume(struct csp_proc *process)
{
    is_open = true;
    note_queue();
    if (csp_is_traced && process->frame != NULL)
        csp_trace_run(process);
}

void
csp_observe_dispatch(struct csp_proc *process)
{
    csp_counts.ready--;
    if (process->frame != NULL)
        csp_counts.switches++;
    csp_observe_resume(process);
}

void
csp_observe_idle(void)
{
    if (csp_is_traced)
        csp_trace_flush();
}

// ---- the end -------------------------------------------------------------------------------------

// A signal handler may have interrupted anything: then the last doings of who runs are left out.
void
csp_observe_end(enum csp_ending ending)
{
    if (ending != CSP_ENDS_BY_SIGNAL)
        (void)look_at_running();
    if (csp_is_traced)
        csp_trace_end(ending);
    if (shows_counts)
        csp_stats_write();
}
