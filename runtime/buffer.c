// SPDX-License-Identifier: MIT
// BUFFERED, DROPPING and SLIDING channels. The word of such a channel says that it is served by the runtime, as those of the
// terminal are: so processes come here for everything. Who waits is noted in the buffer, not in the
// channel. When the channel has ended its word still tells where the buffer is.
#include <config.h>

#include "internal.h"

#include "cspc/buffer.h"

#include <inttypes.h>

struct buffer {
    struct csp_proc *reader, *writer; // who waits: for an item, for room
    bool is_alt;                      // the reader waits in an ALT
    bool is_writer_alt;               // so does the writer
    bool is_closed;                   // the writing end; the items are still to be received
    enum csp_item nature;
    enum csp_overflow overflow;
    size_t size; // bytes of an item
    size_t room; // for so many items; there is a place more, for the one that is being taken
    size_t first, count; // the items
    union csp_value out; // the one being taken
    char *items;
};

const struct csp_mobile_kind csp_buffers_kind = {.inner = 1};

// The buffers of an array of channels, `stride` bytes apart.
struct rooms {
    struct buffer *first;
    size_t count, stride;
    struct csp_mobile_head head;
};

enum { ALIGNMENT = CSP_CHAN_WORD_FLAGS + 1 };

static size_t
round_up(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static struct buffer *
buffer_of(const struct csp_chan *channel)
{
    return (struct buffer *)(channel->word & ~(uintptr_t)CSP_CHAN_WORD_FLAGS);
}

static void
rest(struct csp_chan *channel, const struct buffer *buffer)
{
    channel->word = (uintptr_t)buffer | CSP_CHAN_BUFFER | CSP_CHAN_DEVICE;
}

// ---- beginning and ending ------------------------------------------------------------------------

static struct buffer *
buffer_at(const struct rooms *rooms, size_t number)
{
    return (struct buffer *)(void *)((char *)rooms->first + number * rooms->stride);
}

// Bytes of one buffer, if there can be so many.
static size_t
stride_of(int64_t count, int64_t room, size_t size, const struct csp_site *site)
{
    size_t bytes, all;
    if (room < 0)
        csp_fault(site, "a channel cannot have room for %" PRId64 " items", room);
    if (__builtin_mul_overflow((size_t)room + 1, size, &bytes) || bytes > SIZE_MAX / 4 ||
        __builtin_mul_overflow(round_up(bytes + sizeof(struct buffer)), (size_t)count, &all) ||
        all > SIZE_MAX / 4)
        csp_fault(site, "no memory for %" PRId64 " items", room);
    return round_up(bytes + sizeof(struct buffer));
}

void *
csp_buffers_new(struct csp_chan *channels, int64_t count, int64_t room, enum csp_overflow overflow,
                enum csp_item nature, size_t size, const struct csp_site *site)
{
    if (nature != CSP_ITEM_BLOCK)
        size = sizeof(union csp_value);
    if (room == 0 && overflow != CSP_BUFFERED)
        csp_fault(site, "a channel that drops items must have room for one");
    const size_t stride = stride_of(count, room, size, site);
    if (room == 0)
        return NULL;
    struct rooms *const rooms = csp_memory_new(sizeof *rooms + ALIGNMENT + stride * (size_t)count);
    rooms->head.kind = &csp_buffers_kind;
    rooms->head.size = 0;
    rooms->count = (size_t)count;
    rooms->stride = stride;
    rooms->first = (struct buffer *)round_up((uintptr_t)(rooms + 1));
    for (size_t i = 0; i < rooms->count; i++) {
        struct buffer *const buffer = buffer_at(rooms, i);
        *buffer = (struct buffer){
            .nature = nature, .overflow = overflow, .size = size, .room = (size_t)room};
        buffer->items = (char *)(buffer + 1);
        rest(&channels[i], buffer);
    }
    return rooms + 1;
}

static void *
place(struct buffer *buffer, size_t number)
{
    return buffer->items + (buffer->first + number) % (buffer->room + 1) * buffer->size;
}

static void
drop_items(struct buffer *buffer)
{
    for (size_t i = 0; buffer->nature == CSP_ITEM_MOBILE && i < buffer->count; i++)
        csp_mobile_free(((union csp_value *)place(buffer, i))->data);
    buffer->first = buffer->count = 0;
}

void
csp_buffers_free(void *mobile)
{
    struct rooms *const rooms = (struct rooms *)mobile - 1;
    for (size_t i = 0; i < rooms->count; i++)
        drop_items(buffer_at(rooms, i));
    csp_memory_free(rooms);
}

// ---- items ---------------------------------------------------------------------------------------

static void
put(struct buffer *buffer, const union csp_value *value)
{
    void *const at = place(buffer, buffer->count++);
    if (buffer->nature == CSP_ITEM_BLOCK)
        memcpy(at, value->data, buffer->size);
    else
        *(union csp_value *)at = *value;
}

// The first item is gone: there is room for who waits for that. Behind the last one comes END, if the
// writing end is closed.
static void
remove_first(struct csp_chan *channel, struct buffer *buffer)
{
    struct csp_proc *const writer = buffer->writer;
    buffer->first = (buffer->first + 1) % (buffer->room + 1);
    buffer->count--;
    buffer->writer = NULL;
    if (writer != NULL && buffer->is_writer_alt) {
        csp_alt_wake(writer);
    } else if (writer != NULL) {
        put(buffer, &writer->value);
        csp_enqueue(writer);
    }
    if (buffer->count == 0 && buffer->is_closed)
        channel->word = (uintptr_t)buffer | CSP_CHAN_ENDED | CSP_CHAN_WRITER_CLOSED;
}

static void
hand_over(const struct buffer *buffer, struct csp_proc *reader, const union csp_value *value)
{
    if (buffer->nature == CSP_ITEM_BLOCK)
        memcpy(reader->value.data, value->data, buffer->size);
    else
        reader->value = *value;
}

const union csp_value *
csp_buffer_take(struct csp_chan *channel)
{
    struct buffer *const buffer = buffer_of(channel);
    void *const item = place(buffer, 0);
    if (buffer->nature == CSP_ITEM_BLOCK)
        buffer->out.data = item;
    else
        buffer->out = *(union csp_value *)item;
    remove_first(channel, buffer);
    return &buffer->out;
}

struct csp_proc *
csp_buffer_input(struct csp_proc *self, struct csp_chan *channel)
{
    struct buffer *const buffer = buffer_of(channel);
    if (buffer->count != 0) {
        hand_over(buffer, self, csp_buffer_take(channel));
        return self;
    }
    buffer->reader = self;
    buffer->is_alt = false;
    self->next = csp_place(channel);
    return csp_dispatch();
}

// There is no room, and nobody waits for any: an item goes, this one or the oldest. A writer that does
// nothing else gives others their turn now and then.
static void
overflow(struct buffer *buffer, const union csp_value *value)
{
    const bool slides = buffer->overflow == CSP_SLIDING;
    if (buffer->nature == CSP_ITEM_MOBILE)
        csp_mobile_free(slides ? ((union csp_value *)place(buffer, 0))->data : value->data);
    if (!slides)
        return;
    buffer->first = (buffer->first + 1) % (buffer->room + 1);
    buffer->count--;
    put(buffer, value);
}

struct csp_proc *
csp_buffer_output(struct csp_proc *self, struct csp_chan *channel)
{
    struct buffer *const buffer = buffer_of(channel);
    struct csp_proc *const reader = buffer->reader;
    if (buffer->count == buffer->room && buffer->overflow != CSP_BUFFERED) {
        overflow(buffer, &self->value);
        return --csp_scheduler.rounds < 0 ? csp_turn(self) : self;
    }
    if (buffer->count == buffer->room) {
        buffer->writer = self;
        buffer->is_writer_alt = false;
        self->next = csp_place(channel);
        return csp_dispatch();
    }
    buffer->reader = NULL;
    if (reader != NULL && !buffer->is_alt) {
        hand_over(buffer, reader, &self->value);
        csp_enqueue(reader);
        return self;
    }
    put(buffer, &self->value);
    if (reader != NULL)
        csp_alt_wake(reader);
    return self;
}

// ---- ALT and reports -----------------------------------------------------------------------------

bool
csp_buffer_is_ready(const struct csp_chan *channel)
{
    return buffer_of(channel)->count != 0;
}

bool
csp_buffer_has_room(const struct csp_chan *channel)
{
    const struct buffer *const buffer = buffer_of(channel);
    return buffer->count < buffer->room || buffer->overflow != CSP_BUFFERED;
}

void
csp_buffer_enable(struct csp_proc *self, const struct csp_chan *channel, bool writes)
{
    struct buffer *const buffer = buffer_of(channel);
    if (writes) {
        buffer->writer = self;
        buffer->is_writer_alt = true;
    } else {
        buffer->reader = self;
        buffer->is_alt = true;
    }
}

void
csp_buffer_disable(const struct csp_proc *self, const struct csp_chan *channel)
{
    struct buffer *const buffer = buffer_of(channel);
    if (buffer->reader == self)
        buffer->reader = NULL;
    if (buffer->writer == self)
        buffer->writer = NULL;
}

bool
csp_buffer_is_waited_at(const struct csp_chan *channel, const struct csp_proc *process)
{
    const struct buffer *const buffer = buffer_of(channel);
    return buffer->reader == process || buffer->writer == process;
}

// ---- closing -------------------------------------------------------------------------------------

bool
csp_buffer_is_closed(const struct csp_chan *channel)
{
    return buffer_of(channel)->is_closed;
}

static void
meet_end(struct csp_proc *process, struct csp_chan *channel, bool is_alt)
{
    if (process == NULL)
        return;
    if (is_alt) {
        csp_alt_wake(process);
        return;
    }
    process->frame->at |= 1;
    process->value.data = csp_ended(channel);
    csp_enqueue(process);
}

void
csp_buffer_close(struct csp_chan *channel, uintptr_t closed)
{
    struct buffer *const buffer = buffer_of(channel);
    struct csp_proc *const reader = buffer->reader, *const writer = buffer->writer;
    if (closed == CSP_CHAN_WRITER_CLOSED && buffer->count != 0) {
        buffer->is_closed = true;
        return;
    }
    if (buffer->is_closed)
        closed |= CSP_CHAN_WRITER_CLOSED;
    drop_items(buffer);
    buffer->reader = buffer->writer = NULL;
    channel->word = (uintptr_t)buffer | CSP_CHAN_ENDED | closed;
    meet_end(reader, channel, buffer->is_alt);
    meet_end(writer, channel, buffer->is_writer_alt);
}

void
csp_buffer_renew(struct csp_chan *channel)
{
    struct buffer *const buffer = buffer_of(channel);
    drop_items(buffer);
    buffer->reader = buffer->writer = NULL;
    buffer->is_closed = false;
    rest(channel, buffer);
}
