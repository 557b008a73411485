// SPDX-License-Identifier: MIT
// Writing the file of CSP_TRACE, whose form is described in doc/trace.md. The orders of
// records, wakers and fates are part of that form: compiler/trace/ has them too.
//
// Records are put into a buffer, which is written when it is full and before the program waits. Strings, wait points and
// processes are described once, before the first record that names them by number.
#include <config.h>

#include "baton.h"
#include "observe.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, FORMAT = 1, PATH_MAX_ELEMENTS = 48 };

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

bool csp_is_traced;

static const char *path;
static int file = -1;
static uint8_t buffer[BUFFER];
static size_t used;
static int64_t last_time;
static struct csp_numbers strings, places, processes;

// ---- the file ------------------------------------------------------------------------------------

// The program goes on without a trace.
static void
give_up(const char *what, const char *why)
{
    csp_observe_say("CSP_TRACE: cannot %s `%s`: %s; there is no trace from here on\n", what, path,
                    why);
    csp_is_traced = false;
    if (file >= 0)
        (void)close(file);
    file = -1;
}

void
csp_trace_flush(void)
{
    for (size_t done = 0; csp_is_traced && done < used;) {
        const ssize_t written = write(file, buffer + done, used - done);
        if (written > 0)
            done += (size_t)written;
        else if (errno != EINTR)
            give_up("write", strerror(errno));
    }
    used = 0;
}

static void
put_byte(uint8_t byte)
{
    if (used == BUFFER)
        csp_trace_flush();
    buffer[used++] = byte;
}

// Seven bits in a byte, the low ones first; the high bit says that more follow.
static void
put_number(uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        put_byte((uint8_t)(number | 0x80));
    put_byte((uint8_t)number);
}

// 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
static void
put_signed(int64_t number)
{
    put_number((uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0));
}

static void
put_text(const char *text)
{
    const size_t length = strlen(text);
    put_number(length);
    for (size_t i = 0; i < length; i++)
        put_byte((uint8_t)text[i]);
}

void
csp_trace_start(const char *name)
{
    path = name;
    file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        give_up("open", strerror(errno));
        return;
    }
    csp_is_traced = true;
    last_time = csp_nanoseconds();
    for (const char *at = "csptrace"; *at != '\0'; at++)
        put_byte((uint8_t)*at);
    put_number(FORMAT);
    csp_trace_flush();
}

// ---- what records name by number -----------------------------------------------------------------

static void
describe(struct csp_numbers *numbers, const void *address)
{
    if (!csp_number_new(numbers, address))
        give_up("go on with", "no memory");
}

// No text has the number 0.
static uint64_t
string_number(const char *text)
{
    if (text == NULL)
        return 0;
    if (csp_number_find(&strings, text) == 0) {
        put_byte(RECORD_STRING);
        put_text(text);
        describe(&strings, text);
    }
    return csp_number_find(&strings, text);
}

static uint64_t
place_number(const struct csp_proc *process)
{
    const struct csp_wait *const wait = csp_wait_of(process);
    if (csp_number_find(&places, wait) == 0) {
        const uint64_t source = string_number(process->frame->code->file);
        const uint64_t name = string_number(wait->name);
        put_byte(RECORD_PLACE);
        put_number((uint64_t)wait->kind);
        put_number(source);
        put_number(wait->line);
        put_number(wait->column);
        put_number(name);
        describe(&places, wait);
    }
    return csp_number_find(&places, wait);
}

static uint64_t
process_number(const struct csp_proc *process)
{
    return csp_number_find(&processes, process);
}

// ---- processes -----------------------------------------------------------------------------------

// The frames that the parent has called, from the innermost outwards, but not its outermost one,
// whose name is that of the parent.
static size_t
called_names(const struct csp_proc *process, const struct csp_proc *parent, uint64_t *names)
{
    size_t count = 0;
    const struct csp_forking *const forking = csp_forking_of(process);
    const struct csp_frame *frame = forking != NULL ? forking->frame : parent->frame;
    // one whose owner has gone was forked nowhere
    for (; frame != NULL && !csp_is_outermost(frame) && count < PATH_MAX_ELEMENTS;
         frame = frame->caller)
        names[count++] = string_number(frame->code->name);
    return count;
}

// A process: its parent, what the path has after that of the parent, its index.
void
csp_trace_process(struct csp_proc *process)
{
    uint64_t names[PATH_MAX_ELEMENTS];
    const struct csp_proc *const parent = csp_tree_parent(process);
    const struct csp_element element = csp_tree_element(process);
    size_t count = parent != NULL ? called_names(process, parent, names) : 0;
    const uint64_t name = string_number(element.name);
    csp_number_forget(&processes, process);
    put_byte(RECORD_PROCESS);
    put_number(parent != NULL ? process_number(parent) : 0);
    put_number(count + 1);
    while (count > 0)
        put_number(names[--count]);
    put_number(name);
    put_byte(element.index != INT64_MIN);
    if (element.index != INT64_MIN)
        put_signed(element.index);
    describe(&processes, process);
}

void
csp_trace_over(struct csp_proc *running)
{
    put_byte(RECORD_OVER);
    csp_number_forget(&processes, running);
}

// ---- what happens --------------------------------------------------------------------------------

void
csp_trace_time(void)
{
    const int64_t now = csp_nanoseconds();
    if (now != last_time) {
        put_byte(RECORD_TIME);
        put_number((uint64_t)(now - last_time));
    }
    last_time = now;
}

void
csp_trace_run(struct csp_proc *process)
{
    csp_trace_time();
    put_byte(RECORD_RUN);
    put_number(process_number(process));
    put_number(csp_here->number);
}

void
csp_trace_communication(struct csp_proc *partner)
{
    const uint64_t place = place_number(partner);
    put_byte(RECORD_COMMUNICATION);
    put_number(process_number(partner));
    put_number(place);
}

void
csp_trace_woken(struct csp_proc *process, enum csp_waker waker)
{
    csp_trace_time();
    put_byte(RECORD_WOKEN);
    put_number(process_number(process));
    put_number((uint64_t)waker);
}

void
csp_trace_choice(uint32_t line)
{
    csp_trace_time();
    put_byte(RECORD_CHOICE);
    put_number(line);
}

void
csp_trace_wait(struct csp_proc *running)
{
    const uint64_t place = place_number(running);
    put_byte(RECORD_WAIT);
    put_number(place);
}

void
csp_trace_fate(enum csp_fate fate)
{
    put_byte(RECORD_FATE);
    put_number((uint64_t)fate);
}

void
csp_trace_end(enum csp_ending ending)
{
    csp_trace_time();
    put_byte(RECORD_END);
    put_number((uint64_t)ending);
    csp_trace_flush();
    if (csp_is_traced && close(file) != 0) {
        file = -1;
        give_up("write", strerror(errno));
    }
    csp_is_traced = false;
    if (ending == CSP_ENDS_BY_SIGNAL)
        return; // maybe in the midst of malloc
    csp_numbers_end(&strings);
    csp_numbers_end(&places);
    csp_numbers_end(&processes);
}
