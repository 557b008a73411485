// SPDX-License-Identifier: MIT
// The table of CSP_STATS.
#include <config.h>

#include "observe.h"

#include <inttypes.h>
#include <sys/resource.h>

static uint64_t
peak_memory(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

void
csp_stats_write(void)
{
    const struct {
        uint64_t number;
        const char *what;
    } lines[] = {
        {csp_counts.communications, "communications between processes"},
        {csp_counts.items, "items to and from the terminal"},
        {csp_counts.choices, "choices of ALTs"},
        {csp_counts.moments, "moments that were waited for"},
        {csp_counts.switches, "switches to a process"},
        {csp_counts.most_ready, "processes ready at once, at most"},
        {csp_counts.started, "processes started"},
        {csp_counts.most_alive, "processes alive at once, at most"},
        {csp_baton_counts.threads + 1, "threads"},
        {csp_baton_counts.taken, "times a thread took over from one that computed or was idle"},
        {csp_baton_counts.given, "times a thread handed over to one that had computed"},
        {csp_memory_used(), "bytes for processes"},
        {peak_memory(), "bytes in memory, at most"},
    };
    csp_observe_say("statistics:\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        csp_observe_say("%14" PRIu64 "  %s\n", lines[i].number, lines[i].what);
}
