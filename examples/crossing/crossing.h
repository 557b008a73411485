/* SPDX-License-Identifier: MIT
 * Pipes of the operating system, and this program started once more at their other ends. A pipe ends when
 * nobody has its writing end any more, or its reading end: so END goes from program to program. */
#ifndef CROSSING_H
#define CROSSING_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
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

/* A socket to which programs of this machine can connect, at a port that the system chooses. */
static inline void
crossing_listen(int64_t *listener, int64_t *port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;
    *listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind((int)*listener, (struct sockaddr *)&name, size) != 0 || listen((int)*listener, 8) != 0 ||
        getsockname((int)*listener, (struct sockaddr *)&name, &size) != 0)
        perror("listen");
    *port = ntohs(name.sin_port);
}

/* Wait for the next who connects. */
static inline void
crossing_accept(int64_t listener, int64_t *connection)
{
    do
        *connection = accept((int)listener, NULL, NULL);
    while (*connection < 0 && errno == EINTR);
}

static inline void
crossing_connect(int64_t port, int64_t *connection)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                               .sin_port = htons((uint16_t)port)};
    *connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect((int)*connection, (struct sockaddr *)&name, sizeof name) != 0)
        perror("connect");
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
