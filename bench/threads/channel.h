// SPDX-License-Identifier: MIT
// A synchronous channel and a fair choice, of mutexes and condition variables: what one has in C
// without a library of processes.
#ifndef CHANNEL_H
#define CHANNEL_H

#include "../report.h"

#include <pthread.h>
#include <stdbool.h>

// What a reader waits for in a choice.
struct choice {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool ready;
};

struct channel {
    pthread_mutex_t mutex;
    pthread_cond_t filled, taken;
    struct choice *choice;
    bool full;
    int64_t value;
};

static inline void
channel_init(struct channel *channel)
{
    pthread_mutex_init(&channel->mutex, NULL);
    pthread_cond_init(&channel->filled, NULL);
    pthread_cond_init(&channel->taken, NULL);
    channel->choice = NULL;
    channel->full = false;
}

static inline void
choice_wake(struct choice *choice)
{
    pthread_mutex_lock(&choice->mutex);
    choice->ready = true;
    pthread_cond_signal(&choice->changed);
    pthread_mutex_unlock(&choice->mutex);
}

static inline void
channel_send(struct channel *channel, int64_t value)
{
    pthread_mutex_lock(&channel->mutex);
    channel->value = value;
    channel->full = true;
    if (channel->choice != NULL)
        choice_wake(channel->choice);
    else
        pthread_cond_signal(&channel->filled);
    while (channel->full)
        pthread_cond_wait(&channel->taken, &channel->mutex);
    pthread_mutex_unlock(&channel->mutex);
}

static inline int64_t
channel_receive(struct channel *channel)
{
    pthread_mutex_lock(&channel->mutex);
    while (!channel->full)
        pthread_cond_wait(&channel->filled, &channel->mutex);
    const int64_t value = channel->value;
    channel->full = false;
    pthread_cond_signal(&channel->taken);
    pthread_mutex_unlock(&channel->mutex);
    return value;
}

// Whether the channel has a writer; if not, and there is a choice, the writer will wake it.
static inline bool
channel_ask(struct channel *channel, struct choice *choice)
{
    pthread_mutex_lock(&channel->mutex);
    const bool full = channel->full;
    channel->choice = full ? NULL : choice;
    pthread_mutex_unlock(&channel->mutex);
    return full;
}

static inline void
choice_wait(struct choice *choice)
{
    pthread_mutex_lock(&choice->mutex);
    while (!choice->ready)
        pthread_cond_wait(&choice->changed, &choice->mutex);
    pthread_mutex_unlock(&choice->mutex);
}

// Wait until one of the channels has a writer and return its index; begin to look at `from`.
static inline int
channel_choose(struct channel *channels, int count, int from)
{
    struct choice choice = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    int chosen = -1, asked = 0;
    for (; asked < count && chosen < 0; asked++) {
        if (channel_ask(&channels[(from + asked) % count], &choice))
            chosen = (from + asked) % count;
    }
    if (chosen < 0)
        choice_wait(&choice);
    while (asked-- > 0) {
        if (channel_ask(&channels[(from + asked) % count], NULL))
            chosen = (from + asked) % count;
    }
    return chosen;
}

static inline pthread_t
start_thread(void *(*run)(void *), void *self, size_t stack)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack);
    if (pthread_create(&thread, &attributes, run, self) != 0) {
        fputs("there cannot be so many threads\n", stderr);
        exit(1);
    }
    return thread;
}

enum { STACK = 64 * 1024, SMALL_STACK = 16 * 1024 };

#endif
