// SPDX-License-Identifier: MIT
// The run queue, the loop that runs it, and the life of a program.
#include <config.h>

#include "internal.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>

// The longest series of dispatches between two looks at the clock, and the time between looks that
// the length of the series is steered to, in microseconds.
enum { PATIENCE_MAX = 64, LOOK_SOON = 20, LOOK_LATE = 100 };

// The time between two looks for input, and the time after which a program is so busy that
// a thread looks for it, in microseconds.
enum { INPUT_LOOK = 1000, BUSY = 1000 };

// Rounds of loops that do not wait before others have a turn; workers that can be asked for.
enum { ROUNDS = 1000, WORKERS_MAX = 1024 };

struct csp_scheduler csp_scheduler;
struct csp_proc csp_first;
const struct csp_program *csp_running_program;

static _Thread_local jmp_buf loop; // where a stopped process leaves to
static bool has_ended;             // there is nothing to run any more
static uint64_t random_state;      // of xorshift64*, never 0
static int64_t program_status;     // what the program set as its exit code

// ---- random numbers ------------------------------------------------------------------------------

uint32_t
csp_random(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (uint32_t)(random_state * 0x2545F4914F6CDD1Du >> 32);
}

// Without CSP_SEED the sequence is the same in every run.
static void
seed_start(void)
{
    const char *const text = getenv("CSP_SEED");
    const bool is_set = text != NULL && *text != '\0';
    const uint64_t seed = is_set ? strtoull(text, NULL, 0) : 0;
    random_state = (seed + 1) * 0x9E3779B97F4A7C15u;
    if (random_state == 0)
        random_state = 1;
    if (is_set)
        csp_attention_set(CSP_ATTENTION_SEED);
}

// ---- attention -----------------------------------------------------------------------------------

static bool
is_attention_set(uint32_t reason)
{
    return (atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed) & reason) != 0;
}

// Signal handlers set bits too, so that a bit is never changed but by one instruction.
void
csp_attention_set(uint32_t reason)
{
    if (!is_attention_set(reason))
        atomic_fetch_or_explicit(&csp_scheduler.attention, reason, memory_order_relaxed);
}

void
csp_attention_clear(uint32_t reason)
{
    if (is_attention_set(reason))
        atomic_fetch_and_explicit(&csp_scheduler.attention, ~reason, memory_order_relaxed);
}

bool
csp_is_seeded(void)
{
    return is_attention_set(CSP_ATTENTION_SEED);
}

// While the program is busy the clock is read once in a series of dispatches. The series grows
// while dispatches come fast and shrinks when they take long, so that a timer is late by some
// tens of microseconds whatever the processes do.
static uint32_t patience = 1, series = 1;
static int64_t busy_since = CSP_NEVER;

static void
steer(int64_t now)
{
    static int64_t last;
    const int64_t gone = now - last;
    if (gone > LOOK_LATE && series > 1)
        series /= 2;
    else if (gone < LOOK_SOON && series < PATIENCE_MAX)
        series *= 2;
    last = now;
    patience = series;
}

// Have the watch look instead. What it sees sets the bits again; cleared first, they cannot be
// lost.
static void
delegate(void)
{
    const uint32_t inputs = csp_io_wanted();
    csp_attention_clear(CSP_ATTENTION_TIMERS | CSP_ATTENTION_INPUT);
    const int64_t moment = csp_timers_delegate();
    if (!csp_watch(moment, inputs))
        csp_attention_set(CSP_ATTENTION_TIMERS | CSP_ATTENTION_INPUT);
}

static void
tick(void)
{
    static int64_t last_look;
    const bool is_virtual = csp_clock_step();
    const int64_t now = csp_clock();
    if (is_virtual)
        patience = 1;
    else
        steer(now);
    csp_timers_fire(now);
    if (now - last_look >= INPUT_LOOK && csp_io_wanted() != 0) {
        last_look = now;
        (void)csp_io_serve();
    }
    if (busy_since == CSP_NEVER)
        busy_since = now;
    if (now - busy_since > BUSY && !is_virtual)
        delegate();
}

// With CSP_SEED any of the first eight processes may be next: those before it go to the end.
static void
shuffle(void)
{
    for (uint32_t skip = csp_random() % 8; skip > 0; skip--) {
        struct csp_proc *const first = csp_scheduler.head;
        if (first == NULL || first->next == NULL)
            return;
        csp_scheduler.head = first->next;
        csp_enqueue(first);
    }
}

// `is_dispatch`: the process that ran has just given way, and nothing has happened since.
static void
attend(uint32_t reasons, bool is_dispatch)
{
    if (reasons & CSP_ATTENTION_OBSERVE)
        csp_observe_pause();
    if (reasons & CSP_ATTENTION_TIMEOUT && is_dispatch)
        csp_timeouts_look();
    if (reasons & CSP_ATTENTION_END)
        csp_signals_end();
    if (reasons & CSP_ATTENTION_LIST) {
        csp_attention_clear(CSP_ATTENTION_LIST);
        csp_report_list();
    }
    if (reasons & CSP_ATTENTION_INBOX)
        csp_baton_receive();
    if (reasons & (CSP_ATTENTION_TIMERS | CSP_ATTENTION_INPUT) && --patience == 0)
        tick();
    if (reasons & CSP_ATTENTION_OBSERVE)
        csp_observe_woken();
    if (reasons & CSP_ATTENTION_BATON && !csp_baton_give())
        csp_abandon();
    if (reasons & CSP_ATTENTION_SEED)
        shuffle();
}

// Nobody can run: wait for a timer or for input.
static void
idle(void)
{
    static int64_t last;
    csp_io_flush();
    if (csp_is_observed)
        csp_observe_idle();
    busy_since = CSP_NEVER;
    const int64_t due = csp_timer_next(last);
    const uint32_t inputs = csp_io_wanted();
    if (inputs != 0 && csp_io_serve())
        return;
    if (csp_clock_turn())
        return;
    if (!csp_baton_idle(due, inputs))
        csp_abandon();
    if (due != CSP_NEVER) {
        last = csp_clock();
        csp_timers_fire(last);
    }
}

static bool
is_prior(const struct csp_proc *process)
{
    while (process != NULL && !process->is_prior)
        process = csp_tree_parent(process);
    return process != NULL;
}

static struct csp_proc *
take_first(void)
{
    struct csp_proc *const first = csp_scheduler.head;
    csp_scheduler.head = first->next;
    return first;
}

// Take the first process of high priority from the queue; the first of all if there is none.
static struct csp_proc *
take_prior(void)
{
    struct csp_proc *before = NULL, *process = csp_scheduler.head;
    while (process != NULL && !is_prior(process)) {
        before = process;
        process = process->next;
    }
    if (process == NULL || before == NULL)
        return take_first();
    before->next = process->next;
    if (csp_scheduler.tail == process)
        csp_scheduler.tail = before;
    return process;
}

struct csp_proc *
csp_pause(void)
{
    for (bool is_dispatch = true;; is_dispatch = false) {
        const uint32_t reasons =
            atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed);
        if (reasons != 0)
            attend(reasons, is_dispatch);
        if (csp_scheduler.head != NULL) {
            const bool has_prior = (reasons & CSP_ATTENTION_PRIOR) != 0;
            struct csp_proc *const next = has_prior ? take_prior() : take_first();
            if (reasons & CSP_ATTENTION_OBSERVE)
                csp_observe_dispatch(next);
            return next;
        }
        idle();
    }
}

bool
csp_is_ready(const struct csp_proc *process)
{
    const struct csp_proc *ready = csp_scheduler.head;
    while (ready != NULL && ready != process)
        ready = ready->next;
    return ready != NULL;
}

struct csp_proc *
csp_yield(struct csp_proc *self)
{
    csp_enqueue(self);
    return csp_dispatch();
}

struct csp_proc *
csp_turn(struct csp_proc *self)
{
    csp_scheduler.rounds = ROUNDS;
    return csp_yield(self);
}

// ---- the program ---------------------------------------------------------------------------------

static struct csp_proc *
over_step(struct csp_proc *self)
{
    (void)self;
    return NULL;
}

// Ends the loop by a process whose step does that, however the steps of the program reach each
// other.
struct csp_proc *
csp_program_end(void)
{
    static struct csp_proc over = {.step = over_step};
    has_ended = true;
    csp_baton_end();
    return &over;
}

void
csp_abandon(void)
{
    longjmp(loop, 1);
}

void
csp_run(void)
{
    csp_stack_start();
    if (setjmp(loop) != 0 && has_ended)
        return;
    for (struct csp_proc *process = csp_dispatch(); process != NULL;) {
        csp_scheduler.running = process;
        process = process->step(process);
    }
}

// CSP_WORKERS, or the processors that this program may use.
static uint32_t
worker_count(void)
{
    const char *const text = getenv("CSP_WORKERS");
    char *end;
    if (text != NULL && *text != '\0') {
        errno = 0;
        const unsigned long count = strtoul(text, &end, 10);
        if (errno == 0 && *end == '\0' && count >= 1 && count <= WORKERS_MAX && *text != '-')
            return (uint32_t)count;
        fprintf(stderr, "CSP_WORKERS=%s: a number from 1 to %d is expected\n", text, WORKERS_MAX);
        exit(CSP_STATUS_FAULT);
    }
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    const int count = CPU_COUNT(&processors);
    return count > 0 ? (uint32_t)count : 1;
}

static struct csp_text *
arguments_new(int argc, char **argv)
{
    struct csp_text *const texts = csp_memory_first((size_t)argc * sizeof *texts);
    for (int i = 1; i < argc; i++) {
        texts[i - 1].at = (const uint8_t *)argv[i];
        texts[i - 1].size = (int64_t)strlen(argv[i]);
    }
    return texts;
}

int
csp_main(int argc, char **argv, const struct csp_program *program)
{
    csp_running_program = program;
    csp_signals_hold();
    seed_start();
    csp_clock_start();
    csp_observe_start();
    csp_baton_start(worker_count());
    csp_memory_start(program->collector);
    const int signals = csp_signals_start(program->signal_bytes != 0);
    struct csp_text *const texts = arguments_new(argc, argv);
    csp_library_start(argc, argv);
    struct csp_environment environment = {
        .args = texts, .arg_count = argc > 0 ? argc - 1 : 0, .status = &program_status};
    csp_io_start(program, signals, &environment);

    void *const memory = csp_memory_first(program->frame_size);
    csp_first.frame = program->start(memory, &environment);
    csp_first.frame->caller = csp_origin_of_fork(NULL);
    csp_first.step = csp_first.frame->code->step;
    csp_enqueue(&csp_first);
    csp_run();
    csp_baton_join();

    const bool written = csp_io_end();
    if (csp_is_observed)
        csp_observe_end(CSP_ENDS);
    csp_memory_end();
    csp_memory_last(memory);
    csp_memory_last(texts);
    return program_status == 0 && !written ? 1 : (int)program_status;
}
