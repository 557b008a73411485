/* SPDX-License-Identifier: MIT
 * Pipes of the operating system, and this program started once more at their other ends. A pipe ends when
 * nobody has its writing end any more, or its reading end: so END goes from program to program. */
#ifndef CROSSING_H
#define CROSSING_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Both ends are closed in programs that are started, but for those that they are given. */
static inline void
crossing_pipe(int64_t *reading, int64_t *writing)
{
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0)
        perror("pipe");
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    *reading = ends[0];
    *writing = ends[1];
}

/* This program, with the arguments ROLE IN OUT OTHER and these three ends, which are closed here (-1: none). */
static inline void
crossing_start(const char *role, int64_t in, int64_t out, int64_t other, int64_t *child)
{
    const int ends[3] = {(int)in, (int)out, (int)other};
    char words[3][24];
    for (int i = 0; i < 3; i++)
        (void)snprintf(words[i], sizeof words[i], "%d", ends[i]);
    *child = fork();
    if (*child == 0) {
        for (int i = 0; i < 3; i++)
            (void)fcntl(ends[i], F_SETFD, 0);
        (void)execl("/proc/self/exe", "crossing", role, words[0], words[1], words[2], (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 3; i++)
        if (ends[i] >= 0)
            (void)close(ends[i]);
}

/* Wait for the next number; *got is false at the end. */
static inline void
crossing_receive(int64_t from, int64_t *number, bool *got)
{
    size_t have = 0;
    ssize_t size = 1;
    while (have < sizeof *number && (size > 0 || errno == EINTR)) {
        size = read((int)from, (char *)number + have, sizeof *number - have);
        if (size == 0)
            break;
        have += size > 0 ? (size_t)size : 0;
    }
    *got = have == sizeof *number;
}

/* So few bytes go at once or not at all; *sent is false if nobody reads any more. */
static inline void
crossing_send(int64_t to, int64_t number, bool *sent)
{
    ssize_t size;
    do
        size = write((int)to, &number, sizeof number);
    while (size < 0 && errno == EINTR);
    *sent = size == (ssize_t)sizeof number;
}

static inline void
crossing_close(int64_t end)
{
    (void)close((int)end);
}

/* Wait until the child is over. */
static inline void
crossing_wait(int64_t child, int64_t *status)
{
    int how = -1;
    while (waitpid((pid_t)child, &how, 0) < 0 && errno == EINTR)
        continue;
    *status = WIFEXITED(how) ? WEXITSTATUS(how) : 128;
}

#endif
