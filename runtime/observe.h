// SPDX-License-Identifier: MIT
// What the files that observe a program share: observe.c sees, stats.c and trace.c write.
#ifndef CSPC_RUNTIME_OBSERVE_H
#define CSPC_RUNTIME_OBSERVE_H

#include "internal.h"

// Write to standard error, in a signal handler too.
void csp_observe_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// ---- stats.c -------------------------------------------------------------------------------------

// Write the table of CSP_STATS.
void csp_stats_write(void);

// ---- numbers.c -----------------------------------------------------------------------------------

// Numbers for addresses, from 1 in the order of their coming. Zeroed, it is empty.
struct csp_numbers {
    struct csp_number *entries;
    uint32_t *buckets; // chains of entries; an entry is known by its place + 1
    uint32_t room;     // of both, a power of two
    uint32_t used;     // entries that were ever in use
    uint32_t free;     // chain of those that are free again
    uint64_t last;     // the number given last
};

// The number of an address, or 0.
uint64_t csp_number_find(const struct csp_numbers *numbers, const void *address);

// The next number for an address that has none. False: no memory.
bool csp_number_new(struct csp_numbers *numbers, const void *address);

// The address may come again, as something else.
void csp_number_forget(struct csp_numbers *numbers, const void *address);

void csp_numbers_end(struct csp_numbers *numbers);

// ---- trace.c -------------------------------------------------------------------------------------

// Who was made ready by something else than a communication, and why. The order is that of the file.
enum csp_waker { CSP_WOKEN, CSP_WOKEN_BY_END, CSP_WOKEN_BY_INPUT };

// What became of the running process. The order is that of the file.
enum csp_fate { CSP_FATE_READY, CSP_FATE_STOPPED, CSP_FATE_AWAY };

// Is a trace written? The functions below may be called only then, except the first.
extern bool csp_is_traced;

void csp_trace_start(const char *path);
void csp_trace_time(void); // what follows happened now
void csp_trace_process(struct csp_proc *process);
void csp_trace_run(struct csp_proc *process);
void csp_trace_communication(struct csp_proc *partner);
void csp_trace_woken(struct csp_proc *process, enum csp_waker waker);
void csp_trace_wait(struct csp_proc *running);
void csp_trace_fate(enum csp_fate fate);
void csp_trace_over(struct csp_proc *running);
void csp_trace_choice(uint32_t line);
void csp_trace_flush(void);
void csp_trace_end(enum csp_ending ending);

#endif
