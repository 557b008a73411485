// SPDX-License-Identifier: MIT
// A trace as text: a line for each event.
#include <config.h>

#include "trace/internal.h"

#include <inttypes.h>

static void
put_place(FILE *out, const struct place *place)
{
    if (place && place->name)
        fprintf(out, " `%s`", place->name);
    if (place && place->file)
        fprintf(out, " at %s:%" PRIu64 ":%" PRIu64, place->file, place->line, place->column);
}

static const char *
wait_text(const struct place *place)
{
    switch (place ? (enum wait_kind)place->kind : WAIT_START) {
    case WAIT_INPUT:
    case WAIT_EXTENDED: return "waits for input from";
    case WAIT_OUTPUT: return "waits for output to";
    case WAIT_ALT: return "waits in ALT";
    case WAIT_TIMER: return "waits for a moment";
    case WAIT_PAR: return "waits for its branches";
    case WAIT_FORKING: return "waits for those it has forked";
    case WAIT_CLAIM: return "waits for CLAIM of";
    case WAIT_SYNC: return "waits at the barrier";
    case WAIT_INVOKE: return "waits for the process it has called,";
    case WAIT_SUSPEND: return "is suspended";
    case WAIT_START:
    case WAIT_CALL:
    case WAIT_YIELD: break;
    }
    return "waits";
}

static const char *
path_of(const struct trace *trace, size_t number)
{
    return number != 0 ? process_at(trace, number)->path : "the runtime";
}

static void
put_communication(struct trace *trace, const struct event *event)
{
    bool sends = event->place->kind == WAIT_INPUT;
    fprintf(trace->out, "%s %s %s, which waited for%s", path_of(trace, event->process),
            sends ? "sends to" : "receives from", path_of(trace, event->partner),
            sends ? " input from" : " output to");
    put_place(trace->out, event->place);
}

static void
put_woken(struct trace *trace, const struct event *event)
{
    fprintf(trace->out, "%s wakes %s", path_of(trace, event->partner),
            path_of(trace, event->process));
    if (event->number == BY_END)
        fputs(": a channel has ended", trace->out);
    else if (event->number == BY_INPUT)
        fputs(": there is input", trace->out);
}

static void
put_run(struct trace *trace, const struct event *event)
{
    fprintf(trace->out, "%s runs", path_of(trace, event->process));
    if (event->number != 0)
        fprintf(trace->out, " on thread %" PRIu64, event->number);
}

static void
put_end(struct trace *trace, uint64_t ending)
{
    static const char *const texts[] = {
        [ENDS] = "the program ends",
        [ENDS_BY_FAULT] = "the program ends by a run-time error",
        [ENDS_BY_DEADLOCK] = "the program ends by a deadlock",
        [ENDS_BY_SIGNAL] = "the program is ended by a signal",
        [IS_CUT_OFF] = "the trace ends here, before the program has",
    };
    fputs(texts[ending], trace->out);
}

void
text_show(struct trace *trace, const struct event *event)
{
    FILE *out = trace->out;
    const char *path = path_of(trace, event->process);
    fprintf(out, "%" PRIu64 ".%09" PRIu64 "  ", trace->now / 1000000000, trace->now % 1000000000);
    switch (event->kind) {
    case EVENT_START: fprintf(out, "%s starts %s", path_of(trace, event->partner), path); break;
    case EVENT_RUN: put_run(trace, event); break;
    case EVENT_COMMUNICATION: put_communication(trace, event); break;
    case EVENT_WOKEN: put_woken(trace, event); break;
    case EVENT_CHOICE:
        fprintf(out, "%s chooses the guard at line %" PRIu64, path, event->number);
        break;
    case EVENT_WAIT:
        fprintf(out, "%s %s", path, wait_text(event->place));
        put_place(out, event->place);
        break;
    case EVENT_READY: fprintf(out, "%s lets others have a turn", path); break;
    case EVENT_STOPPED: fprintf(out, "%s is stopped by a run-time error", path); break;
    case EVENT_AWAY: fprintf(out, "%s computes on, while others run", path); break;
    case EVENT_OVER: fprintf(out, "%s ends", path); break;
    case EVENT_END: put_end(trace, event->number); break;
    }
    putc('\n', out);
}
