// SPDX-License-Identifier: MIT
// A trace as the JSON that Perfetto and chrome://tracing read: a track for each process, on it a
// slice for each time in which it ran, was ready or waited, and an arrow for each communication.
#include <config.h>

#include "base/json.h"
#include "base/text.h"
#include "trace/internal.h"

#include <inttypes.h>
#include <string.h>

// Microseconds, as the form wants them.
static void
put_time(FILE *out, const char *key, uint64_t nanoseconds)
{
    fprintf(out, ",\"%s\":%" PRIu64 ".%03" PRIu64, key, nanoseconds / 1000, nanoseconds % 1000);
}

static void
put_string(FILE *out, const char *string)
{
    struct text text = {0};
    json_put_string(&text, string, strlen(string));
    fputs(text_string(&text), out);
}

// Begin an event on the track of a process; the caller writes the rest and the closing brace.
static void
begin_event(struct trace *trace, const char *phase, size_t process, const char *name)
{
    fprintf(trace->out, ",\n{\"ph\":\"%s\",\"pid\":1,\"tid\":%zu,\"name\":", phase, process);
    put_string(trace->out, name);
}

static void
put_place_name(FILE *out, const struct place *place)
{
    struct text text = {0};
    text_printf(&text, "%s:%" PRIu64 ":%" PRIu64, place->file ? place->file : "?", place->line,
                place->column);
    fputs("\"at\":", out);
    put_string(out, text_string(&text));
}

// ---- slices --------------------------------------------------------------------------------------

static const char *
wait_name(const struct place *place)
{
    switch (place ? (enum wait_kind)place->kind : WAIT_START) {
    case WAIT_INPUT:
    case WAIT_EXTENDED: return "input";
    case WAIT_OUTPUT: return "output";
    case WAIT_ALT: return "ALT";
    case WAIT_TIMER: return "moment";
    case WAIT_PAR: return "branches";
    case WAIT_FORKING: return "forked";
    case WAIT_CLAIM: return "CLAIM";
    case WAIT_SYNC: return "barrier";
    case WAIT_INVOKE: return "called process";
    case WAIT_SUSPEND: return "suspended";
    case WAIT_START:
    case WAIT_CALL:
    case WAIT_YIELD: break;
    }
    return "wait";
}

static const char *
state_name(const struct process *process)
{
    switch (process->state) {
    case IS_READY: return "ready";
    case IS_RUNNING: return "run";
    case IS_AWAY: return "compute";
    case IS_WAITING: return wait_name(process->place);
    case IS_STOPPED: return "stopped";
    case IS_OVER: break;
    }
    return "over";
}

// The state of a process ends now.
static void
put_slice(struct trace *trace, size_t number)
{
    const struct process *process = process_at(trace, number);
    const struct place *place = process->place;
    struct text name = {0};
    if (process->state == IS_OVER)
        return;
    text_puts(&name, state_name(process));
    if (place && place->name)
        text_printf(&name, " %s", place->name);
    begin_event(trace, "X", number, text_string(&name));
    put_time(trace->out, "ts", process->since);
    put_time(trace->out, "dur", trace->now - process->since);
    fputs(",\"args\":{", trace->out);
    if (place)
        put_place_name(trace->out, place);
    else if (process->state == IS_RUNNING || process->state == IS_AWAY)
        fprintf(trace->out, "\"thread\":%" PRIu64, process->thread);
    fputs("}}", trace->out);
}

// ---- communications ------------------------------------------------------------------------------

static void
put_arrow_end(struct trace *trace, const char *phase, size_t process, uint64_t when, uint64_t arrow)
{
    begin_event(trace, phase, process, "communication");
    put_time(trace->out, "ts", when);
    fprintf(trace->out, ",\"cat\":\"communication\",\"id\":%" PRIu64 "%s}", arrow,
            *phase == 'f' ? ",\"bp\":\"e\"" : "");
}

// From the sender to the receiver. One that waited to receive is pointed at when it runs again.
static void
put_arrow(struct trace *trace, const struct event *event)
{
    const struct process *runs = process_at(trace, event->process);
    struct process *partner = process_at(trace, event->partner);
    uint64_t arrow = ++trace->arrows;
    if (event->place->kind == WAIT_INPUT) {
        put_arrow_end(trace, "s", event->process, runs->since, arrow);
        partner->arrow = arrow;
    } else {
        put_arrow_end(trace, "s", event->partner, partner->since, arrow);
        put_arrow_end(trace, "f", event->process, runs->since, arrow);
    }
}

static void
put_instant(struct trace *trace, size_t process, const char *name)
{
    begin_event(trace, "i", process, name);
    put_time(trace->out, "ts", trace->now);
    fputs(",\"s\":\"t\",\"args\":{", trace->out);
}

static void
put_communication(struct trace *trace, const struct event *event)
{
    put_arrow(trace, event);
    put_slice(trace, event->partner);
    put_instant(trace, event->process, event->place->kind == WAIT_INPUT ? "sends" : "receives");
    fputs("\"partner\":", trace->out);
    put_string(trace->out, process_at(trace, event->partner)->path);
    fputs(",\"partner's channel\":", trace->out);
    put_string(trace->out, event->place->name ? event->place->name : "?");
    putc(',', trace->out);
    put_place_name(trace->out, event->place);
    fputs("}}", trace->out);
}

// ---- events --------------------------------------------------------------------------------------

static void
put_start(struct trace *trace, const struct event *event)
{
    if (event->process == 1)
        fputs("{\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\","
              "\"args\":{\"name\":\"program\"}}",
              trace->out);
    begin_event(trace, "M", event->process, "thread_name");
    fputs(",\"args\":{\"name\":", trace->out);
    put_string(trace->out, process_at(trace, event->process)->path);
    fputs("}}", trace->out);
}

static void
put_run(struct trace *trace, size_t number)
{
    struct process *process = process_at(trace, number);
    put_slice(trace, number);
    if (process->arrow != 0)
        put_arrow_end(trace, "f", number, trace->now, process->arrow);
    process->arrow = 0;
}

static void
put_choice(struct trace *trace, const struct event *event)
{
    put_instant(trace, event->process, "chooses");
    fprintf(trace->out, "\"line\":%" PRIu64 "}}", event->number);
}

static void
put_end(struct trace *trace)
{
    if (trace->processes.count == 0)
        fputs("{\"traceEvents\":[", trace->out);
    for (size_t number = 1; number <= trace->processes.count; number++)
        put_slice(trace, number);
    fputs("\n]}\n", trace->out);
}

void
json_show(struct trace *trace, const struct event *event)
{
    switch (event->kind) {
    case EVENT_START: put_start(trace, event); break;
    case EVENT_RUN: put_run(trace, event->process); break;
    case EVENT_COMMUNICATION: put_communication(trace, event); break;
    case EVENT_CHOICE: put_choice(trace, event); break;
    case EVENT_WOKEN:
    case EVENT_WAIT:
    case EVENT_READY:
    case EVENT_STOPPED:
    case EVENT_AWAY:
    case EVENT_OVER: put_slice(trace, event->process); break;
    case EVENT_END: put_end(trace); break;
    }
}
