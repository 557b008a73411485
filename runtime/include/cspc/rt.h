// SPDX-License-Identifier: MIT
// The runtime as emitted C sees it: the only header that a compiled program includes.
//
// A process is a chain of frames and a header. Every PROC that can wait is a *step function* over
// a *frame*: `switch (f->base.at)` with case labels inside ordinary control flow. When a step
// cannot go on it stores where to resume in its frame, leaves a mark where its partner will find
// it, and returns into the scheduler; a partner, a timer or the join of a PAR makes the process
// ready again.
//
// Resume points come in pairs: the even number 2k is "go on", 2k + 1 is "the channel has ended".
// Whoever closes a channel on which a process waits sets the low bit of its resume point; nothing
// on the ordinary way through a communication looks at it.
#ifndef CSPC_RT_H
#define CSPC_RT_H

#include "cspc/alt.h"
#include "cspc/arith.h"
#include "cspc/barrier.h"
#include "cspc/buffer.h"
#include "cspc/bundle.h"
#include "cspc/channel.h"
#include "cspc/control.h"
#include "cspc/fault.h"
#include "cspc/fork.h"
#include "cspc/ieee.h"
#include "cspc/instance.h"
#include "cspc/library.h"
#include "cspc/map.h"
#include "cspc/mobile.h"
#include "cspc/par.h"
#include "cspc/process.h"
#include "cspc/text.h"
#include "cspc/timeout.h"
#include "cspc/word.h"

// ---- memory of plain functions -------------------------------------------------------------------

// The address that the stack of this thread must not reach; it grows downwards.
extern _Thread_local uintptr_t csp_stack_limit;

// A recursive function begins: is there stack enough to go on?
CSP_FAULT void csp_fault_stack(const struct csp_site *site);

static inline void
csp_stack_check(const struct csp_site *site)
{
    if (__builtin_expect((uintptr_t)__builtin_frame_address(0) < csp_stack_limit, 0))
        csp_fault_stack(site);
}

// Room for the large arrays of a plain function, given back at its end.
void *csp_scratch_new(size_t size);
void csp_scratch_free(void *scratch);

// ---- the program ---------------------------------------------------------------------------------

// What the first PROC may ask for.
struct csp_environment {
    struct csp_chan *keyboard, *screen, *error, *signals;
    const struct csp_text *args;
    int64_t arg_count;
    int64_t *status; // the program's exit code
};

// Emitted once: the program.
struct csp_program {
    size_t frame_size; // of the first PROC
    struct csp_frame *(*start)(void *memory, const struct csp_environment *environment);
    bool occam_terminal; // keyboard gives 255 at its end, 255 on screen flushes
    bool uses_keyboard, uses_screen, uses_error;
    uint32_t signal_bytes; // of an INT, if main asks for signals; else they end the program
    bool error_stops;      // -ferror=stop: a run-time error stops its process only
    const struct csp_collector *collector; // NULL if the program makes no texts
};

// The whole life of a program; returns its exit code.
int csp_main(int argc, char **argv, const struct csp_program *program);

#endif
