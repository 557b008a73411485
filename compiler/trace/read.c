// SPDX-License-Identifier: MIT
// Reading a trace, record by record. Nothing in the file is trusted: what is wrong ends the trace.
#include <config.h>

#include "base/mem.h"
#include "base/text.h"
#include "trace/internal.h"

#include <string.h>

// Longer texts than the compiler writes; the version of the form that is known here; what is kept
// of a path.
enum { LONGEST_TEXT = 1 << 16, MOST_NAMES = 64, FORMAT = 1, LONGEST_PATH = 400 };

// In the order of the file, as runtime/trace.c writes them.
enum record {
    RECORD_END,
    RECORD_STRING,
    RECORD_PLACE,
    RECORD_TIME,
    RECORD_PROCESS,
    RECORD_RUN,
    RECORD_COMMUNICATION,
    RECORD_WOKEN,
    RECORD_CHOICE,
    RECORD_WAIT,
    RECORD_FATE,
    RECORD_OVER
};

// ---- bytes and numbers ---------------------------------------------------------------------------

// What goes wrong first is kept; after that all is read as 0.
static void
fail(struct trace *trace, enum trace_result result)
{
    if (trace->result == TRACE_WHOLE)
        trace->result = result;
}

static uint8_t
read_byte(struct trace *trace)
{
    int byte = trace->result == TRACE_WHOLE ? getc(trace->in) : 0;
    if (byte == EOF)
        fail(trace, ferror(trace->in) ? TRACE_IS_UNREADABLE : TRACE_CUT_OFF);
    return byte == EOF ? 0 : (uint8_t)byte;
}

static uint64_t
read_number(struct trace *trace)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = read_byte(trace);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return number;
    }
    fail(trace, TRACE_DAMAGED);
    return 0;
}

static int64_t
read_signed(struct trace *trace)
{
    uint64_t number = read_number(trace);
    return (int64_t)(number >> 1 ^ (0 - (number & 1)));
}

// A number from 0 to `most`.
static size_t
read_index(struct trace *trace, size_t most)
{
    uint64_t number = read_number(trace);
    if (number > most)
        fail(trace, TRACE_DAMAGED);
    return number > most ? 0 : (size_t)number;
}

static const char *
read_string(struct trace *trace)
{
    size_t number = read_index(trace, trace->strings.count);
    return number == 0 ? NULL : trace->strings.at[number - 1];
}

static const struct place *
read_place(struct trace *trace)
{
    size_t number = read_index(trace, trace->places.count);
    return number == 0 ? NULL : trace->places.at[number - 1];
}

static size_t
read_process(struct trace *trace)
{
    return read_index(trace, trace->processes.count);
}

// ---- what is described once ----------------------------------------------------------------------

static void
add_string(struct trace *trace)
{
    struct text text = {0};
    size_t length = read_index(trace, LONGEST_TEXT);
    for (size_t i = 0; i < length && trace->result == TRACE_WHOLE; i++)
        text_putc(&text, (char)read_byte(trace));
    if (trace->result == TRACE_WHOLE)
        vec_push(&trace->strings, text_string(&text));
}

static void
add_place(struct trace *trace)
{
    struct place *place = mem_new(struct place);
    place->kind = read_number(trace);
    place->file = read_string(trace);
    place->line = read_number(trace);
    place->column = read_number(trace);
    place->name = read_string(trace);
    if (trace->result == TRACE_WHOLE)
        vec_push(&trace->places, place);
}

// Of a path that is too long the end is kept: it says more.
static const char *
shortened(const struct text *path)
{
    const char *all = text_string(path);
    if (path->length <= LONGEST_PATH)
        return all;
    const char *from = all + (path->length - LONGEST_PATH);
    const char *slash = strchr(from, '/');
    return mem_format("...%s", slash ? slash : from);
}

static void
add_process(struct trace *trace)
{
    struct text path = {0};
    size_t parent = read_process(trace);
    size_t count = read_index(trace, MOST_NAMES);
    if (parent != 0)
        text_puts(&path, process_at(trace, parent)->path);
    for (size_t i = 0; i < count; i++) {
        const char *name = read_string(trace);
        text_printf(&path, "%s%.200s", path.length > 0 ? "/" : "", name ? name : "?");
    }
    if (read_byte(trace) != 0)
        text_printf(&path, "[%lld]", (long long)read_signed(trace));
    if (trace->result != TRACE_WHOLE)
        return;
    struct process process = {.path = shortened(&path), .state = IS_READY, .since = trace->now};
    vec_push(&trace->processes, process);
    struct event event = {
        .kind = EVENT_START, .process = trace->processes.count, .partner = trace->running};
    trace->show(trace, &event);
}

// ---- what happened -------------------------------------------------------------------------------

static void
change(struct trace *trace, size_t number, enum process_state state, const struct place *place)
{
    struct process *process = process_at(trace, number);
    process->state = state;
    process->place = place;
    process->since = trace->now;
}

static void
read_run(struct trace *trace)
{
    size_t process = read_process(trace);
    uint64_t thread = read_number(trace);
    struct event event = {.kind = EVENT_RUN, .process = process, .number = thread};
    trace->running = process;
    if (trace->result != TRACE_WHOLE || process == 0)
        return;
    trace->show(trace, &event);
    change(trace, process, IS_RUNNING, NULL);
    process_at(trace, process)->thread = thread;
}

static void
read_communication(struct trace *trace)
{
    size_t partner = read_process(trace);
    const struct place *place = read_place(trace);
    struct event event = {EVENT_COMMUNICATION, trace->running, partner, place, 0};
    if (trace->result != TRACE_WHOLE || partner == 0 || trace->running == 0 || !place)
        return;
    trace->show(trace, &event);
    change(trace, partner, IS_READY, NULL);
}

static void
read_woken(struct trace *trace)
{
    size_t process = read_process(trace);
    uint64_t waker = read_number(trace);
    struct event event = {EVENT_WOKEN, process, trace->running, NULL, waker};
    if (trace->result != TRACE_WHOLE || process == 0)
        return;
    trace->show(trace, &event);
    change(trace, process, IS_READY, NULL);
}

static void
read_choice(struct trace *trace)
{
    uint64_t line = read_number(trace);
    struct event event = {.kind = EVENT_CHOICE, .process = trace->running, .number = line};
    if (trace->result == TRACE_WHOLE && trace->running != 0)
        trace->show(trace, &event);
}

// The running process does not run any more.
static void
leave(struct trace *trace, enum event_kind kind, enum process_state state,
      const struct place *place)
{
    struct event event = {.kind = kind, .process = trace->running, .place = place};
    trace->running = 0;
    if (trace->result != TRACE_WHOLE || event.process == 0)
        return;
    trace->show(trace, &event);
    change(trace, event.process, state, place);
}

static void
read_fate(struct trace *trace)
{
    switch (read_number(trace)) {
    case 0: leave(trace, EVENT_READY, IS_READY, NULL); break;
    case 1: leave(trace, EVENT_STOPPED, IS_STOPPED, NULL); break;
    case 2: leave(trace, EVENT_AWAY, IS_AWAY, NULL); break;
    default: fail(trace, TRACE_DAMAGED);
    }
}

// ---- the file ------------------------------------------------------------------------------------

// False after the last record.
static bool
read_record(struct trace *trace)
{
    switch ((enum record)read_byte(trace)) {
    case RECORD_END: return false;
    case RECORD_STRING: add_string(trace); break;
    case RECORD_PLACE: add_place(trace); break;
    case RECORD_TIME: trace->now += read_number(trace); break;
    case RECORD_PROCESS: add_process(trace); break;
    case RECORD_RUN: read_run(trace); break;
    case RECORD_COMMUNICATION: read_communication(trace); break;
    case RECORD_WOKEN: read_woken(trace); break;
    case RECORD_CHOICE: read_choice(trace); break;
    case RECORD_WAIT: leave(trace, EVENT_WAIT, IS_WAITING, read_place(trace)); break;
    case RECORD_FATE: read_fate(trace); break;
    case RECORD_OVER: leave(trace, EVENT_OVER, IS_OVER, NULL); break;
    default: fail(trace, TRACE_DAMAGED);
    }
    return trace->result == TRACE_WHOLE;
}

static bool
read_head(struct trace *trace)
{
    static const char magic[] = "csptrace";
    for (size_t i = 0; i < sizeof magic - 1; i++) {
        if (read_byte(trace) != (uint8_t)magic[i] && trace->result != TRACE_IS_UNREADABLE)
            trace->result = TRACE_IS_NONE;
    }
    if (trace->result == TRACE_WHOLE && read_number(trace) != FORMAT)
        fail(trace, TRACE_IS_FOREIGN);
    return trace->result == TRACE_WHOLE;
}

enum trace_result
trace_show(FILE *in, FILE *out, enum trace_form form)
{
    struct trace trace = {
        .in = in, .out = out, .show = form == TRACE_AS_JSON ? json_show : text_show};
    if (!read_head(&trace))
        return trace.result;
    while (read_record(&trace)) {
    }
    uint64_t ending = read_number(&trace);
    if (trace.result != TRACE_WHOLE || ending > ENDS_BY_SIGNAL)
        ending = IS_CUT_OFF;
    trace.show(&trace, &(struct event){.kind = EVENT_END, .number = ending});
    return trace.result;
}
