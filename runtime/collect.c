// SPDX-License-Identifier: MIT
// The collector of texts: libgc. A program that makes no texts at run time does not name
// `csp_collects`, so this file and libgc are not linked with it.
//
// Who holds a text is seen in the variables of the program, the stacks and registers of its threads,
// and in all blocks of runtime/memory.c, which then come from the collector too: frames, mobiles, rooms
// of buffers. They are freed as ever; only the bytes of texts are collected.
#include <config.h>

#include "internal.h"

#define GC_THREADS 1
#include <gc.h>

static bool at_every_allocation; // CSP_COLLECT=always, for tests

static void
start(size_t limit)
{
    const char *const how = getenv("CSP_COLLECT");
    GC_set_markers_count(1); // no threads of its own
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_INIT();
    GC_allow_register_threads();
    if (limit != SIZE_MAX)
        GC_set_max_heap_size(limit);
    at_every_allocation = how != NULL && strcmp(how, "always") == 0;
}

// Threads are born with all signals blocked, but the collector stops them by two.
static void
thread_begin(void)
{
    struct GC_stack_base base;
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, GC_get_suspend_signal());
    (void)sigaddset(&signals, GC_get_thr_restart_signal());
    (void)pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    if (GC_get_stack_base(&base) == GC_SUCCESS)
        (void)GC_register_my_thread(&base);
}

static void
thread_end(void)
{
    (void)GC_unregister_my_thread();
}

static void
perhaps_collect(void)
{
    if (at_every_allocation)
        GC_gcollect();
}

static void *
memory_new(size_t size)
{
    perhaps_collect();
    return GC_malloc_uncollectable(size);
}

static void
memory_free(void *memory)
{
    GC_free(memory);
}

const struct csp_collector csp_collects = {
    .start = start,
    .thread_begin = thread_begin,
    .thread_end = thread_end,
    .memory_new = memory_new,
    .memory_free = memory_free,
};

// ---- bytes of texts ------------------------------------------------------------------------------

void *
csp_bytes_new(size_t size)
{
    perhaps_collect();
    void *const bytes = GC_malloc_atomic(size);
    if (bytes == NULL)
        csp_fault(NULL, "no memory for a text of %zu bytes", size);
    return bytes;
}

void *
csp_bytes_of(const void *at, size_t *size)
{
    void *const base = GC_base((void *)(uintptr_t)at);
    if (base != NULL)
        *size = GC_size(base);
    return base;
}
