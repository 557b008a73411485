// SPDX-License-Identifier: MIT
// The floor: what compiled code could come to. One core; every resume point is a function of its
// own, reached by a tail call; a channel is one word; no checks, no timers, no ALT, no reports.
#ifndef FLOOR_H
#define FLOOR_H

#include "../report.h"

#include <stdbool.h>

struct process;
typedef void resume(struct process *self);

struct process {
    resume *resume;
    struct process *next;
    int64_t value;
};

struct channel {
    struct process *waiting;
};

static struct process *head, *tail;

static inline void
ready(struct process *process)
{
    process->next = NULL;
    if (head != NULL)
        tail->next = process;
    else
        head = process;
    tail = process;
}

// The last statement of every resume point that waits.
#define NEXT()                                                                                     \
    do {                                                                                           \
        struct process *const next_ = head;                                                        \
        if (next_ == NULL)                                                                         \
            exit(3);                                                                               \
        head = next_->next;                                                                        \
        return next_->resume(next_);                                                               \
    } while (0)

// Both give true when the communication is done, else the process waits until `then`.
static inline bool
floor_send(struct channel *channel, struct process *self, int64_t value, resume *then)
{
    struct process *const partner = channel->waiting;
    if (partner != NULL) {
        channel->waiting = NULL;
        partner->value = value;
        ready(partner);
        return true;
    }
    self->value = value;
    self->resume = then;
    channel->waiting = self;
    return false;
}

static inline bool
floor_receive(struct channel *channel, struct process *self, resume *then)
{
    struct process *const partner = channel->waiting;
    if (partner != NULL) {
        channel->waiting = NULL;
        self->value = partner->value;
        ready(partner);
        return true;
    }
    self->resume = then;
    channel->waiting = self;
    return false;
}

static inline void
begin(struct process *process, resume *first)
{
    process->resume = first;
    ready(process);
}

static inline void
run(void)
{
    NEXT();
}

#endif
