// SPDX-License-Identifier: MIT
// Sleep and waking up. Every thread of the program sleeps at a bell of its own, which other threads
// and signal handlers may ring; one of them listens for input too.
#include <config.h>

#include "baton.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

int
csp_bell_move(int any)
{
    if (any < 0)
        return -1;
    const int moved = fcntl(any, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    (void)close(any);
    return moved;
}

int
csp_bell_new(void)
{
    return csp_bell_move(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

// Safe in signal handlers. A bell that rings already may refuse: that is as good.
void
csp_bell_ring(int bell)
{
    const uint64_t ring = 1;
    if (bell >= 0 && write(bell, &ring, sizeof ring) < 0)
        return;
}

void
csp_bell_silence(int bell)
{
    uint64_t rings;
    if (bell >= 0 && read(bell, &rings, sizeof rings) < 0)
        return;
}

const struct timespec *
csp_time_until(int64_t moment, struct timespec *time)
{
    if (moment == CSP_NEVER)
        return NULL;
    const int64_t wait = moment - csp_clock();
    time->tv_sec = wait > 0 ? (time_t)(wait / 1000000) : 0;
    time->tv_nsec = wait > 0 ? (long)(wait % 1000000 * 1000) : 0;
    return time;
}

void
csp_bell_prepare(struct csp_thread *me)
{
    if (atomic_load_explicit(&me->bell, memory_order_relaxed) < 0)
        atomic_store_explicit(&me->bell, csp_bell_new(), memory_order_relaxed);
}

// Who calls sets `called` and then looks whether we sleep; we say that and then look at `called`.
bool
csp_bell_wait(struct csp_thread *me, uint32_t inputs, int64_t due)
{
    csp_bell_prepare(me);
    const int bell = atomic_load_explicit(&me->bell, memory_order_relaxed);
    struct pollfd sources[1 + CSP_INPUTS] = {{bell, POLLIN, 0}};
    struct timespec time;
    int count = 0;
    csp_io_listen(inputs, sources + 1);
    atomic_store(&me->is_asleep, true);
    if (atomic_load(&me->called) == 0 && !csp_is_alarmed())
        count = ppoll(sources, 1 + CSP_INPUTS, csp_time_until(due, &time), NULL);
    atomic_store(&me->is_asleep, false);
    if (count > 0 && sources[0].revents != 0)
        csp_bell_silence(bell);
    return count > 0 && csp_io_is_heard(sources + 1);
}
