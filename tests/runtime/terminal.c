// SPDX-License-Identifier: MIT
// The keyboard, screen and error channels, by the rules of csp and of occam: ends of input, what is
// flushed when, closed pipes, and the state of the terminal.
#include <config.h>

#include "case.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static struct csp_environment terminal;
static bool is_occam, by_alt;

// ---- programs ------------------------------------------------------------------------------------

// Copies the keyboard to the screen, by INPUT or by ALT; says `.` at END and `255` for the end of
// input under the rules of occam.
struct echo_frame {
    struct csp_frame base;
    uint8_t byte;
    struct csp_guard guards[2];
    struct csp_alt alt;
};

static struct csp_proc *
echo(struct csp_proc *self)
{
    struct echo_frame *const f = (struct echo_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        while (true) {
            if (by_alt) {
                f->guards[0] = csp_guard_input(terminal.keyboard, true, 1);
                f->guards[1] = csp_guard_timer(csp_clock() + 10000000, true, 2);
                csp_alt_begin(&f->alt, f->guards, 2);
                CSP_ALT(2, &f->alt, leave);
                CSP_TAKE(terminal.keyboard, f->byte, byte);
            } else {
                CSP_INPUT(4, terminal.keyboard, f->byte, byte, leave);
            }
            if (is_occam && f->byte == 255)
                break;
            CSP_OUTPUT(6, terminal.screen, f->byte, byte, leave);
        }
        CSP_INPUT(8, terminal.keyboard, f->byte, byte, leave);
        CHECK(f->byte == 255);
        CSP_OUTPUT(10, terminal.screen, 255, byte, leave);
        CSP_OUTPUT(12, terminal.screen, '!', byte, leave);
    }
    CSP_RETURN();
leave:
    CHECK(self->value.data == terminal.keyboard);
    *terminal.status = 7;
    CSP_LEAVE();
}
CODE(echo, {CSP_AT_ALT, 1, 1, NULL, NULL}, {CSP_AT_INPUT, 2, 1, "keyboard", NULL},
     {CSP_AT_OUTPUT, 3, 1, "screen", NULL}, {CSP_AT_INPUT, 4, 1, "keyboard", NULL},
     {CSP_AT_OUTPUT, 5, 1, "screen", NULL}, {CSP_AT_OUTPUT, 6, 1, "screen", NULL});

// Writes 100,000 bytes, or for ever.
struct flood_frame {
    struct csp_frame base;
    int64_t i;
};

static int64_t flood_size = 100000;

static struct csp_proc *
flood(struct csp_proc *self)
{
    struct flood_frame *const f = (struct flood_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < flood_size; f->i++)
            CSP_OUTPUT(2, terminal.screen, (uint8_t)('a' + f->i % 26), byte, leave);
    }
    CSP_RETURN();
leave:
    *terminal.status = 9;
    CSP_LEAVE();
}
CODE(flood, {CSP_AT_OUTPUT, 1, 1, "screen", NULL});

// Says `?`, takes a key, sleeps a little, says `error` on the error channel.
struct ask_frame {
    struct csp_frame base;
    uint8_t byte;
    int i;
    struct csp_timer timer;
};

static struct csp_proc *
ask(struct csp_proc *self)
{
    struct ask_frame *const f = (struct ask_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, terminal.screen, '?', byte, leave);
        CSP_INPUT(4, terminal.keyboard, f->byte, byte, leave);
        CSP_OUTPUT(6, terminal.screen, f->byte, byte, leave);
        CSP_SLEEP(8, &f->timer, csp_clock() + 20000, leave);
        for (f->i = 0; f->i < 6; f->i++)
            CSP_OUTPUT(10, terminal.error, (uint8_t) "error\n"[f->i], byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(ask, {CSP_AT_OUTPUT, 1, 1, "screen", NULL}, {CSP_AT_INPUT, 2, 1, "keyboard", NULL},
     {CSP_AT_OUTPUT, 3, 1, "screen", NULL}, {CSP_AT_TIMER, 4, 1, NULL, NULL},
     {CSP_AT_OUTPUT, 5, 1, "error", NULL});

// Polls the keyboard with SKIP until there is a key.
struct poll_frame {
    struct csp_frame base;
    uint8_t byte;
    int64_t spins;
    struct csp_guard guards[2];
    struct csp_alt alt;
};

static struct csp_proc *
polls(struct csp_proc *self)
{
    struct poll_frame *const f = (struct poll_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, true);
        for (f->spins = 0;; f->spins++) {
            f->guards[0] = csp_guard_input(terminal.keyboard, true, 1);
            f->guards[1] = csp_guard_skip(true, 2);
            csp_alt_begin(&f->alt, f->guards, 2);
            CSP_ALT(2, &f->alt, leave);
            if (f->alt.chosen == 0)
                break;
        }
        CSP_TAKE(terminal.keyboard, f->byte, byte);
        CHECK(f->byte == 'k' && f->spins > 0);
        CSP_INPUT(4, terminal.keyboard, f->byte, byte, leave);
        CHECK(f->byte == 'l');
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define polls_frame poll_frame
CODE(polls, {CSP_AT_ALT, 1, 1, NULL, NULL}, {CSP_AT_INPUT, 2, 1, "keyboard", NULL});

// Two processes talk to each other without a pause until a third has a key.
struct busy_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_par par;
    BRANCH(flood_frame, key);
    BRANCH(flood_frame, give);
    BRANCH(flood_frame, take);
    int64_t x;
    uint8_t byte;
};

static struct csp_proc *
key(struct csp_proc *self)
{
    struct flood_frame *const f = (struct flood_frame *)self->frame;
    struct busy_frame *const busy = (struct busy_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0: CSP_INPUT(2, terminal.keyboard, busy->byte, byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(key, {CSP_AT_INPUT, 1, 1, "keyboard", NULL});

static struct csp_proc *
give(struct csp_proc *self)
{
    struct flood_frame *const f = (struct flood_frame *)self->frame;
    struct busy_frame *const busy = (struct busy_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0:
        while (busy->byte == 0)
            CSP_OUTPUT(2, &busy->c, 1, int64, leave);
        CSP_OUTPUT(4, &busy->c, 0, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(give, {CSP_AT_OUTPUT, 1, 1, "c", NULL}, {CSP_AT_OUTPUT, 2, 1, "c", NULL});

static struct csp_proc *
take(struct csp_proc *self)
{
    struct flood_frame *const f = (struct flood_frame *)self->frame;
    struct busy_frame *const busy = (struct busy_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0:
        do
            CSP_INPUT(2, &busy->c, busy->x, int64, leave);
        while (busy->x != 0);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(take, {CSP_AT_INPUT, 1, 1, "c", NULL});

static struct csp_proc *
busy(struct csp_proc *self)
{
    struct busy_frame *const f = (struct busy_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        f->byte = 0;
        csp_par_start(&f->par, self, 3, 0, NULL);
        START(0, key, key);
        START(1, give, give);
        START(2, take, take);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(f->byte == 'k');
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(busy, {CSP_AT_PAR, 1, 1, NULL, NULL});

static const struct csp_code *first;

static struct csp_frame *
start(void *memory, const struct csp_environment *environment)
{
    struct csp_frame *const frame = memory;
    terminal = *environment;
    csp_frame_init(frame, NULL, first);
    return frame;
}

// ---- running them --------------------------------------------------------------------------------

static struct csp_program
program_of(const struct csp_code *code)
{
    first = code;
    return (struct csp_program){.frame_size = 512,
                                .start = start,
                                .occam_terminal = is_occam,
                                .uses_keyboard = true,
                                .uses_screen = true,
                                .uses_error = true};
}

static void
check_echo(void)
{
    static struct outcome outcome;
    static char text[10001];
    memset(text, 'x', sizeof text - 1);
    text[5000] = '\377';
    for (int alt = 0; alt < 2; alt++) {
        by_alt = alt;
        is_occam = false;
        const struct csp_program csp = program_of(&echo_code);
        case_run(&outcome, &csp, text);
        CHECK(outcome.status == 7 && strcmp(outcome.out, text) == 0 && outcome.err[0] == '\0');
        case_run(&outcome, &csp, "");
        CHECK(outcome.status == 7 && outcome.out[0] == '\0');

        is_occam = true;
        const struct csp_program occam = program_of(&echo_code);
        case_run(&outcome, &occam, "abc");
        CHECK(outcome.status == 0 && strcmp(outcome.out, "abc!") == 0);
    }
}

static int
start_child(const struct csp_program *program, int in, int out, int err)
{
    char name[] = "test";
    char *arguments[] = {name, NULL};
    fflush(NULL);
    const pid_t child = fork();
    if (child != 0)
        return child;
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    if (err >= 0)
        dup2(err, STDERR_FILENO);
    for (int other = 3; other < 20; other++)
        close(other);
    const int status = csp_main(1, arguments, program);
    exit(case_end() ? 99 : status);
}

static int
wait_for(int child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

// Read exactly `count` bytes and compare them; while the child waits they must be there.
static void
expect_bytes(int from, const char *bytes)
{
    char got[100] = "";
    size_t size = 0;
    while (size < strlen(bytes)) {
        const ssize_t more = read(from, got + size, strlen(bytes) - size);
        if (more <= 0)
            break;
        size += (size_t)more;
    }
    CONTAINS(got, bytes);
}

// What was said is flushed before the wait for a key, before a sleep, and at the end.
static void
check_flushing(void)
{
    int in[2], out[2], err[2];
    is_occam = false;
    const struct csp_program program = program_of(&ask_code);
    CHECK(pipe(in) == 0 && pipe(out) == 0 && pipe(err) == 0);
    const int child = start_child(&program, in[0], out[1], err[1]);
    expect_bytes(out[0], "?");
    CHECK(write(in[1], "k", 1) == 1);
    expect_bytes(out[0], "k");
    expect_bytes(err[0], "error\n");
    CHECK(wait_for(child) == 0);
    for (int i = 0; i < 2; i++) {
        close(in[i]);
        close(out[i]);
        close(err[i]);
    }
}

// Polling sees a key that comes late, and so does a busy program; the pipe does not block.
static void
check_late_keys(const struct csp_code *code)
{
    int in[2];
    const struct csp_program program = program_of(code);
    CHECK(pipe(in) == 0);
    CHECK(fcntl(in[0], F_SETFL, O_NONBLOCK) == 0);
    const int child = start_child(&program, in[0], STDERR_FILENO, -1);
    usleep(100000);
    CHECK(write(in[1], "k", 1) == 1);
    usleep(2000);
    CHECK(write(in[1], "l", 1) == 1);
    CHECK(wait_for(child) == 0);
    close(in[0]);
    close(in[1]);
}

// Nobody reads: END by the rules of csp, SIGPIPE by those of occam. A slow reader that does not
// block gets everything.
static void
check_pipes(void)
{
    int out[2];
    flood_size = INT64_MAX;
    for (int occam = 0; occam < 2; occam++) {
        is_occam = occam;
        const struct csp_program program = program_of(&flood_code);
        CHECK(pipe(out) == 0);
        const int child = start_child(&program, STDIN_FILENO, out[1], -1);
        close(out[1]);
        expect_bytes(out[0], "abcdef");
        close(out[0]);
        CHECK(wait_for(child) == (occam ? 1000 + SIGPIPE : 9));
    }
    flood_size = 300000;
    is_occam = false;
    const struct csp_program program = program_of(&flood_code);
    CHECK(pipe(out) == 0 && fcntl(out[1], F_SETFL, O_NONBLOCK) == 0);
    const int child = start_child(&program, STDIN_FILENO, out[1], -1);
    close(out[1]);
    int64_t size = 0;
    char bytes[1000];
    for (ssize_t got; (got = read(out[0], bytes, sizeof bytes)) > 0; size += got)
        usleep(20);
    CHECK(size == flood_size && wait_for(child) == 0);
    close(out[0]);
}

static bool
is_cooked(int pty)
{
    struct termios mode;
    CHECK(tcgetattr(pty, &mode) == 0);
    return (mode.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO);
}

// Under the rules of occam the terminal gives single keys, and is given back at the end or when a
// signal ends the program.
static void
check_raw(bool is_killed)
{
    is_occam = true;
    const struct csp_program program = program_of(&ask_code);
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return;
    const int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    CHECK(is_cooked(slave));
    const int child = start_child(&program, slave, slave, slave);
    expect_bytes(master, "?");
    CHECK(!is_cooked(slave));
    if (is_killed) {
        kill(child, SIGTERM);
        CHECK(wait_for(child) == 1000 + SIGTERM);
    } else {
        CHECK(write(master, "k", 1) == 1);
        expect_bytes(master, "kerror\r\n");
        CHECK(wait_for(child) == 0);
    }
    CHECK(is_cooked(slave));
    close(slave);
    close(master);
}

int
main(void)
{
    check_echo();
    check_flushing();
    check_late_keys(&polls_code);
    check_late_keys(&busy_code);
    check_pipes();
    check_raw(false);
    check_raw(true);
    return case_end();
}
