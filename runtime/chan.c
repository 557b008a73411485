// SPDX-License-Identifier: MIT
// Channels: what is not inline. A process comes here when the channel word is neither empty nor a
// partner that waits: an ALT waits there, the channel has ended, or it is the terminal's.
#include <config.h>

#include "internal.h"

struct csp_chan csp_end_statement;

CSP_FAULT static void
fault_here(const struct csp_proc *self, const char *before, const char *after)
{
    const struct csp_wait *const wait = csp_wait_of(self);
    const struct csp_site site = {self->frame->code->file, wait->line, wait->column, NULL};
    csp_fault(&site, "%s `%s` %s", before, wait->name != NULL ? wait->name : "?", after);
}

// The channel has ended: `self` goes on at the odd half of its resume point. Its own end must not
// be closed, though: that is a mistake of the program.
static struct csp_proc *
meet_end(struct csp_proc *self, struct csp_chan *channel, uintptr_t own_end, const char *verb)
{
    if ((channel->word & own_end) != 0 &&
        (channel->word & (CSP_CHAN_OF_BUNDLE | CSP_CHAN_POISONED)) == 0)
        fault_here(self, verb, "after CLOSE");
    self->frame->at |= 1;
    self->value.data = csp_ended(channel);
    return self;
}

// Wait in the place of an ALT's mark, which is not needed any more once its process is awake.
static struct csp_proc *
wait_for_alt(struct csp_proc *self, struct csp_chan *channel)
{
    struct csp_proc *const partner = csp_word_process(channel->word);
    channel->word = (uintptr_t)self;
    self->next = csp_place(channel);
    csp_alt_wake(partner);
    return csp_dispatch();
}

// Buffers and the terminal can be used for ever without a wait.
static bool
meets_timeout(struct csp_proc *self)
{
    const uint32_t attention = atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed);
    return CSP_UNLIKELY((attention & CSP_ATTENTION_TIMEOUT) != 0) && csp_timeouts_leave(self);
}

struct csp_proc *
csp_wait_input_slow(struct csp_proc *self, struct csp_chan *channel)
{
    switch (channel->word & CSP_CHAN_TAGS) {
    case CSP_CHAN_ENDED: return meet_end(self, channel, CSP_CHAN_READER_CLOSED, "input from");
    case CSP_CHAN_DEVICE:
        if (meets_timeout(self))
            return self;
        return csp_is_buffer(channel->word) ? csp_buffer_input(self, channel)
                                            : csp_device_input(self, channel);
    default: return wait_for_alt(self, channel);
    }
}

struct csp_proc *
csp_wait_output_slow(struct csp_proc *self, struct csp_chan *channel)
{
    switch (channel->word & CSP_CHAN_TAGS) {
    case CSP_CHAN_ENDED: return meet_end(self, channel, CSP_CHAN_WRITER_CLOSED, "output to");
    case CSP_CHAN_DEVICE:
        if (meets_timeout(self))
            return self;
        if (!csp_is_buffer(channel->word))
            return csp_device_output(self, channel);
        if (csp_buffer_is_closed(channel))
            fault_here(self, "output to", "after CLOSE");
        return csp_buffer_output(self, channel);
    default: return wait_for_alt(self, channel);
    }
}

// ---- extended input ------------------------------------------------------------------------------

bool
csp_is_offered_slow(struct csp_proc *self, struct csp_chan *channel)
{
    if (csp_is_buffer(channel->word))
        return false;
    if (channel->word == ((uintptr_t)self | CSP_CHAN_ALT))
        channel->word = 0;
    return csp_input_is_ready(channel);
}

struct csp_proc *
csp_wait_offer(struct csp_proc *self, struct csp_chan *channel)
{
    const uintptr_t tag = channel->word & CSP_CHAN_TAGS;
    if (tag == CSP_CHAN_ENDED)
        return meet_end(self, channel, CSP_CHAN_READER_CLOSED, "input from");
    if (csp_is_buffer(channel->word))
        fault_here(self, "the channel", "is BUFFERED: no sender waits for the end of `??`");
    if (tag == CSP_CHAN_DEVICE)
        csp_device_enable(self, channel);
    else
        channel->word = (uintptr_t)self | CSP_CHAN_ALT;
    self->next = csp_place(channel);
    self->state = CSP_IN_ALT;
    return csp_dispatch();
}

void
csp_fault_peek(void)
{
    const struct csp_proc *const self = csp_scheduler.running;
    const struct csp_wait *const wait = csp_wait_of(self);
    const struct csp_site site = {self->frame->code->file, wait->line, wait->column, NULL};
    csp_fault(&site, "the channel of a guard is BUFFERED: no sender waits for the end of `??`");
}

// ---- closing -------------------------------------------------------------------------------------

// A process that waits at the channel meets END. One whose item has been received by `??` goes on: what it
// sent is not its own any more.
static void
end_wait(struct csp_proc *waiting, struct csp_chan *channel)
{
    if (waiting->state == CSP_KEPT) {
        waiting->state = CSP_ALIVE;
    } else {
        csp_alt_undecide(waiting);
        waiting->frame->at |= 1;
        waiting->value.data = csp_ended(channel);
    }
    csp_enqueue(waiting);
}

// Whoever waits at the channel meets END: a process at once, an ALT when it looks again. A device
// that stands in the channel (its process has no frame) is simply sent away.
static void
close_one(struct csp_chan *channel, uintptr_t closed)
{
    const uintptr_t word = channel->word;
    const uintptr_t tag = word & CSP_CHAN_TAGS;
    if (tag == CSP_CHAN_ENDED) {
        channel->word = word | closed;
        return;
    }
    if (CSP_UNLIKELY(csp_awaiters != NULL))
        csp_tell_end(channel);
    if (csp_is_buffer(word)) {
        csp_buffer_close(channel, closed);
        return;
    }
    channel->word = CSP_CHAN_ENDED | closed;
    if (word == 0 || tag == CSP_CHAN_DEVICE)
        return;
    struct csp_proc *const waiting = csp_word_process(word);
    if (tag == CSP_CHAN_ALT) {
        csp_alt_wake(waiting);
    } else if (waiting->frame != NULL) {
        end_wait(waiting, channel);
    }
}

void
csp_close(struct csp_chan *first, size_t count, enum csp_direction end)
{
    const uintptr_t closed = end == CSP_WRITES  ? CSP_CHAN_WRITER_CLOSED
                             : end == CSP_READS ? CSP_CHAN_READER_CLOSED
                                                : 0;
    for (size_t i = 0; i < count; i++)
        close_one(&first[i], closed);
}

void
csp_poison(struct csp_chan *first, size_t count)
{
    for (size_t i = 0; i < count; i++)
        close_one(&first[i], CSP_CHAN_POISONED);
}

void
csp_poison_of_bundle(struct csp_chan *first, size_t count)
{
    for (size_t i = 0; i < count; i++)
        close_one(&first[i], CSP_CHAN_POISONED | CSP_CHAN_OF_BUNDLE);
}

void
csp_close_of_bundle(struct csp_chan *channel)
{
    close_one(channel, CSP_CHAN_OF_BUNDLE);
}
