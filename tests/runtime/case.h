// SPDX-License-Identifier: MIT
// Running small programs written in the shape of emitted C, each in a process of its own, and
// looking at what became of them.
#ifndef CASE_H
#define CASE_H

// Without optimisation gcc makes no tail calls.
#if !defined(__OPTIMIZE__) && !defined(__clang__)
#undef CSP_TAIL_CALLS
#endif

#include "cspc/rt.h"

#include <stdio.h>
#include <string.h>

// The tables of a PROC: its step function has the name `proc`, its source is `test.csp`.
#define CODE(proc, ...)                                                                            \
    static const struct csp_wait proc##_waits[] = {{CSP_AT_START, 1, 1, NULL, NULL}, __VA_ARGS__}; \
    static const struct csp_code proc##_code = {proc, #proc, "test.csp", proc##_waits,             \
                                                sizeof proc##_waits / sizeof proc##_waits[0]}

// A branch as it lies in the frame of its parent.
#define BRANCH(type, name)                                                                         \
    struct {                                                                                       \
        struct csp_proc proc;                                                                      \
        struct type frame;                                                                         \
    } name

// Start `branch` of `f->par` as number `n`, with the code of `procedure`; its parameters are set.
#define START(n, branch, procedure)                                                                \
    do {                                                                                           \
        csp_frame_init(&f->branch.frame.base, NULL, &procedure##_code);                            \
        csp_start(&f->par, (n), &f->branch.proc, &f->branch.frame.base);                           \
    } while (0)

// The program whose first PROC is `procedure`, which has no parameters.
#define PROGRAM(procedure)                                                                         \
    static struct csp_frame *procedure##_start(void *memory,                                       \
                                               const struct csp_environment *environment)          \
    {                                                                                              \
        struct procedure##_frame *const f = memory;                                                \
        (void)environment;                                                                         \
        csp_frame_init(&f->base, NULL, &procedure##_code);                                         \
        return &f->base;                                                                           \
    }                                                                                              \
    static const struct csp_program procedure##_program = {                                        \
        .frame_size = sizeof(struct procedure##_frame), .start = procedure##_start}

// What a program did.
struct outcome {
    int status; // its exit code, or 1000 + the signal that killed it
    char out[65536], err[65536];
};

// Run a program with `input` as its standard input.
void case_run(struct outcome *outcome, const struct csp_program *program, const char *input);

// Run it and expect that it ends with status 0 and writes nothing.
void case_quiet(const char *name, const struct csp_program *program);

// The programs that follow run with this CSP_SEED; 0 for none.
void case_seed(int seed);

// Note a failure unless `holds`. In a program under test the exit code tells.
void case_check(bool holds, const char *text, const char *file, int line);
#define CHECK(condition) case_check((condition), #condition, __FILE__, __LINE__)

// Check that `text` contains `part`; else print it.
void case_contains(const char *text, const char *part, const char *file, int line);
#define CONTAINS(text, part) case_contains((text), (part), __FILE__, __LINE__)

// The exit code of the test. In a program under test failures so far are not its own.
int case_end(void);
void case_forget(void);

#endif
