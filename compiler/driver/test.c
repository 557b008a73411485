// SPDX-License-Identifier: MIT
// `cspc test file.csp` runs each TEST of a file as a program of its own, so that none can harm another, and
// says what came of it in the form of the Test Anything Protocol.
#include <config.h>

#include "base/mem.h"
#include "base/text.h"
#include "driver/options.h"
#include "driver/pipeline.h"
#include "driver/status.h"
#include "driver/verbs.h"
#include "syntax/syntax.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Exit statuses of programs: see doc/runtime.md.
enum { PROGRAM_FAULT = 2, PROGRAM_DEADLOCK = 3 };

struct settings {
    bool is_random;  // --schedule=random
    bool is_virtual; // --clock=virtual
    long seed;       // of the first run
    long repeat;     // runs of each test
    long limit;      // seconds
};

// What came of one run.
struct outcome {
    int status; // as of waitpid
    bool too_long;
    struct text output;
};

// ---- options ----

static bool
takes(const char *argument, const char *name, const char **value)
{
    const size_t length = strlen(name);

    *value = argument + length;
    return strncmp(argument, name, length) == 0;
}

static long
number(const char *option, const char *value, long least)
{
    char *end;
    const long result = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || result < least)
        usage_error("`%s` needs a number, %ld or more", option, least);
    return result;
}

// Whether it was one of the options of this verb.
static bool
take_setting(struct settings *settings, const char *argument)
{
    const char *value;

    if (takes(argument, "--schedule=", &value)) {
        if (strcmp(value, "random") != 0)
            usage_error("`--schedule` can be `random`");
        settings->is_random = true;
    } else if (takes(argument, "--clock=", &value)) {
        if (strcmp(value, "virtual") != 0 && strcmp(value, "real") != 0)
            usage_error("`--clock` can be `real` or `virtual`");
        settings->is_virtual = strcmp(value, "virtual") == 0;
    } else if (takes(argument, "--seed=", &value)) {
        settings->is_random = true;
        settings->seed = number("--seed", value, 1);
    } else if (takes(argument, "--repeat=", &value)) {
        settings->repeat = number("--repeat", value, 1);
    } else if (takes(argument, "--limit=", &value)) {
        settings->limit = number("--limit", value, 1);
    } else {
        return false;
    }
    return true;
}

// Take those of this verb out of the arguments; how many are left.
static int
take_settings(struct settings *settings, int count, char **arguments)
{
    int left = 0;

    for (int i = 0; i < count; i++)
        if (!take_setting(settings, arguments[i]))
            arguments[left++] = arguments[i];
    if (settings->is_virtual)
        setenv("CSP_CLOCK", "virtual", 1); // of the tests, which are started from here
    if (settings->is_random && settings->seed == 0)
        settings->seed = (long)(time(NULL) % 1000000) + 1;
    return left;
}

// ---- running ----

static void
become_test(const char *program, size_t test, long seed, int output)
{
    char numeral[32];

    if (seed != 0) {
        snprintf(numeral, sizeof numeral, "%ld", seed);
        setenv("CSP_SEED", numeral, 1);
    }
    snprintf(numeral, sizeof numeral, "%zu", test);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (freopen("/dev/null", "r", stdin) != NULL)
        execl(program, program, numeral, (char *)NULL);
    _exit(STATUS_NOT_RUN);
}

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Read until the program closes its output; false if that takes longer than `limit` seconds.
static bool
read_output(int input, long limit, struct text *output)
{
    const double end = seconds_now() + (double)limit;
    struct pollfd wanted = {.fd = input, .events = POLLIN};
    char block[4096];

    for (;;) {
        const double left = end - seconds_now();
        ssize_t got;

        if (left <= 0 || poll(&wanted, 1, (int)(left * 1000) + 1) == 0)
            return false;
        got = read(input, block, sizeof block);
        if (got == 0)
            return true;
        if (got > 0)
            text_put(output, block, (size_t)got);
        else if (errno != EINTR)
            return true;
    }
}

static struct outcome
run_test(const char *program, size_t test, long seed, long limit)
{
    struct outcome outcome = {0};
    int ends[2];
    pid_t child;

    fflush(stdout);
    if (pipe(ends) != 0 || (child = fork()) < 0)
        die(STATUS_NOT_RUN, "cannot run `%s`: %s", program, strerror(errno));
    if (child == 0) {
        close(ends[0]);
        become_test(program, test, seed, ends[1]);
    }
    close(ends[1]);
    outcome.too_long = !read_output(ends[0], limit, &outcome.output);
    if (outcome.too_long)
        kill(child, SIGKILL);
    close(ends[0]);
    waitpid(child, &outcome.status, 0);
    return outcome;
}

// ---- judging ----

// What was wrong, or NULL.
static const char *
fault_of(const struct test *test, const struct outcome *outcome, const struct settings *settings)
{
    const int status = WIFEXITED(outcome->status) ? WEXITSTATUS(outcome->status) : -1;
    const char *const message =
        mem_copy_text(test->message.at == NULL ? "" : test->message.at, test->message.length);

    if (outcome->too_long)
        return mem_format("it took longer than %ld s", settings->limit);
    switch (test->expected) {
    case TEST_DEADLOCKS: return status == PROGRAM_DEADLOCK ? NULL : "a deadlock was expected";
    case TEST_FAILS:
        if (status != PROGRAM_FAULT)
            return "a run-time error was expected";
        if (strstr(text_string(&outcome->output), message) == NULL)
            return mem_format("the error should say `%s`", message);
        return NULL;
    case TEST_PASSES: break;
    }
    if (status == 0)
        return NULL;
    return status < 0 ? mem_format("it ended by signal %d", WTERMSIG(outcome->status))
                      : mem_format("it ended with status %d", status);
}

static void
show_output(const struct text *output)
{
    const char *line = text_string(output);

    while (*line != '\0') {
        const size_t length = strcspn(line, "\n");

        printf("# %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

// Run a test as often as is wanted, until it fails.
static bool
judge(const char *program, const struct program *tests, size_t i, const struct settings *settings)
{
    const struct test *const test = &tests->tests.at[i];

    for (long k = 0; k < settings->repeat; k++) {
        const long seed = settings->is_random ? settings->seed + k : 0;
        const struct outcome outcome = run_test(program, i + 1, seed, settings->limit);
        const char *const fault = fault_of(test, &outcome, settings);

        if (fault == NULL)
            continue;
        printf("not ok %zu - %.*s\n# %s", i + 1, (int)test->title.length, test->title.at, fault);
        printf(seed != 0 ? "; again with --seed=%ld\n" : "\n", seed);
        show_output(&outcome.output);
        return false;
    }
    printf("ok %zu - %.*s\n", i + 1, (int)test->title.length, test->title.at);
    return true;
}

int
verb_test(int count, char **arguments)
{
    struct options options = options_default();
    struct settings settings = {.repeat = 1, .limit = 10};
    struct compilation *compilation;
    const char *program;
    size_t failed = 0, tests;

    options_parse(&options, take_settings(&settings, count, arguments), arguments, false);
    if (options.input == NULL)
        usage_error("`cspc test` needs a file");
    options.module = options.tests = true;
    compilation = compilation_new(&options);
    if (!pipeline_run(compilation, "parse"))
        return STATUS_DIAGNOSED;
    tests = compilation->program->tests.count;
    program = tests == 0 ? NULL : run_build(compilation);
    if (tests != 0 && program == NULL)
        return STATUS_DIAGNOSED;
    printf("TAP version 13\n1..%zu\n", tests);
    for (size_t i = 0; i < tests; i++)
        failed += !judge(program, compilation->program, i, &settings);
    return failed == 0 ? STATUS_OK : STATUS_DIAGNOSED;
}
