// SPDX-License-Identifier: MIT
// The keyboard, screen and error channels, and that of signals.
//
// A device is no process that waits. While it is at rest its channel word names it, and whoever
// comes is served at once out of its buffer, without a switch. Input is read only when somebody
// wants it and the buffer is empty: then the reader (or the mark of an ALT) stands in the channel
// and `is_wanted` is set until it has been served. Signals are an input like the keyboard, whose bytes
// are their numbers. An ALT is served by an offer: the
// device's process stands in the channel as a sender, as any other would.
#include <config.h>

#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

// Bytes that go to a device or come from it before other processes have a turn; the shortest time
// between two looks for input by an ALT that does not wait, in microseconds.
enum { TURN = 64, OFFER_LOOK = 200, INPUT_ROOM = 4096, OUTPUT_ROOM = 65536, SIGNAL_ROOM = 32 };

enum { FLUSH_BYTE = 255, OCCAM_END = 255 };

static uint8_t input_room[INPUT_ROOM], screen_room[OUTPUT_ROOM], error_room[OUTPUT_ROOM / 64];
static uint8_t signal_room[SIGNAL_ROOM];

static csp_step device_step;
static struct csp_device keyboard = {.process.step = device_step,
                                     .name = "keyboard",
                                     .buffer = input_room,
                                     .room = INPUT_ROOM,
                                     .fd = STDIN_FILENO,
                                     .bytes = 1};
static struct csp_device signals = {
    .process.step = device_step, .name = "signals", .buffer = signal_room, .room = SIGNAL_ROOM};
static struct csp_device screen = {
    .name = "screen", .buffer = screen_room, .room = OUTPUT_ROOM, .fd = STDOUT_FILENO};
static struct csp_device error = {
    .name = "error", .buffer = error_room, .room = OUTPUT_ROOM / 64, .fd = STDERR_FILENO};

static struct csp_device *const inputs[CSP_INPUTS] = {&keyboard, &signals};

static bool is_occam;    // the rules of occam for the terminal; no END
static bool output_lost; // something could not be written

static const struct csp_bundle_kind terminal = {.channels = 1};

static void
rest(struct csp_device *device)
{
    device->bundle.kind = &terminal;
    device->bundle.holders[0] = device->bundle.holders[1] = 1; // the terminal itself
    device->channel.word = (uintptr_t)device | CSP_CHAN_DEVICE;
}

static struct csp_device *
device_of(const struct csp_chan *channel)
{
    return (struct csp_device *)(channel->word & ~(uintptr_t)CSP_CHAN_TAGS);
}

// True once in a TURN of bytes: then others come first.
static bool
turn_is_over(struct csp_device *device)
{
    device->turns = (device->turns + 1) % TURN;
    return device->turns == 0;
}

// ---- output --------------------------------------------------------------------------------------

// Nobody reads what we write. Under the rules of occam there is no END to tell the program by, so
// it dies as other programs do.
static void
output_failed(struct csp_device *device)
{
    const int reason = errno;
    device->size = 0;
    if (reason != EPIPE) {
        output_lost = true;
        fprintf(stderr, "cannot write to %s: %s\n", device->name, strerror(reason));
    } else if (is_occam) {
        csp_terminal_restore();
        if (csp_is_observed)
            csp_observe_end(CSP_ENDS_BY_SIGNAL);
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    csp_close(&device->channel, 1, CSP_READS);
}

// What was said on the screen before an error is read before it.
static void
flush(struct csp_device *device)
{
    size_t done = 0;
    if (device == &error)
        flush(&screen);
    while (done < device->size) {
        const ssize_t written = write(device->fd, device->buffer + done, device->size - done);
        if (written >= 0) {
            done += (size_t)written;
        } else if (errno == EAGAIN) {
            struct pollfd wait = {device->fd, POLLOUT, 0};
            (void)poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            output_failed(device);
            return;
        }
    }
    device->size = 0;
}

void
csp_io_flush(void)
{
    flush(&error);
}

static void
put(struct csp_device *device, uint8_t byte)
{
    if (is_occam && byte == FLUSH_BYTE) {
        flush(device);
        return;
    }
    device->buffer[device->size++] = byte;
    csp_counts.items++;
    if (device->size == device->room || (byte == '\n' && (device->is_tty || is_occam)))
        flush(device);
}

struct csp_proc *
csp_device_output(struct csp_proc *self, struct csp_chan *channel)
{
    struct csp_device *const device = device_of(channel);
    put(device, self->value.byte);
    return turn_is_over(device) ? csp_yield(self) : self;
}

// ---- input ---------------------------------------------------------------------------------------

static bool
has_item(const struct csp_device *device)
{
    return device->from < device->size || (device->at_end && is_occam);
}

static uint8_t
next_byte(struct csp_device *device)
{
    if (device == &signals)
        csp_signals_received(device->buffer[device->from]);
    else
        csp_counts.items++;
    return device->from < device->size ? device->buffer[device->from++] : OCCAM_END;
}

// There is an item: where a process has room for it.
static void
get(struct csp_device *device, union csp_value *value)
{
    const uint8_t byte = next_byte(device);
    switch (device->bytes) {
    case 1: value->byte = byte; break;
    case 2: value->int16 = byte; break;
    case 4: value->int32 = byte; break;
    default: value->int64 = byte; break;
    }
}

// Nothing more will come. The channel ends, except under the rules of occam.
static void
end_input(struct csp_device *device)
{
    device->at_end = true;
    if (!is_occam)
        csp_close(&device->channel, 1, CSP_WRITES);
}

// Read what is there; the buffer is empty.
static void
fill(struct csp_device *device)
{
    ssize_t got;
    do
        got = read(device->fd, device->buffer, device->room);
    while (got < 0 && errno == EINTR);
    device->from = 0;
    device->size = got > 0 ? (size_t)got : 0;
    if (got == 0 || (got < 0 && errno != EAGAIN))
        end_input(device);
}

// Serve whoever stands in the channel, if there is an item for him. When nobody does any more (an
// ALT chose otherwise, the channel has ended) the device is at rest.
static void
serve(struct csp_device *device)
{
    const uintptr_t word = device->channel.word;
    const uintptr_t tag = word & CSP_CHAN_TAGS;
    if (word == 0) {
        rest(device);
    } else if (tag == CSP_CHAN_ALT || tag == 0) {
        struct csp_proc *const waiting = csp_word_process(word);
        if (waiting != &device->process) {
            if (!has_item(device))
                return;
            if (tag == CSP_CHAN_ALT) {
                get(device, &device->process.value);
                device->channel.word = (uintptr_t)&device->process;
                csp_alt_wake(waiting);
            } else {
                get(device, &waiting->value);
                rest(device);
                csp_enqueue(waiting);
            }
        }
    }
    device->is_wanted = false;
    if (!keyboard.is_wanted && !signals.is_wanted)
        csp_attention_clear(CSP_ATTENTION_INPUT);
}

static void
want(struct csp_device *device)
{
    device->is_wanted = true;
    csp_attention_set(CSP_ATTENTION_INPUT);
}

// The device's process runs when its offer has been taken.
static struct csp_proc *
device_step(struct csp_proc *self)
{
    want((struct csp_device *)self);
    serve((struct csp_device *)self);
    self = csp_dispatch();
    return self;
}

uint32_t
csp_io_wanted(void)
{
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < CSP_INPUTS; i++) {
        if (inputs[i]->channel.word == 0)
            serve(inputs[i]);
        wanted |= (uint32_t)inputs[i]->is_wanted << i;
    }
    return wanted;
}

void
csp_io_listen(uint32_t wanted, struct pollfd *sources)
{
    for (uint32_t i = 0; i < CSP_INPUTS; i++)
        sources[i] = (struct pollfd){(wanted >> i & 1) != 0 ? inputs[i]->fd : -1, POLLIN, 0};
}

bool
csp_io_is_heard(const struct pollfd *sources)
{
    bool is_heard = false;
    for (uint32_t i = 0; i < CSP_INPUTS; i++)
        is_heard = is_heard || sources[i].revents != 0;
    return is_heard;
}

bool
csp_io_is_input(const struct csp_chan *channel)
{
    return channel == &keyboard.channel || channel == &signals.channel;
}

const struct csp_chan *
csp_io_channel(const struct csp_proc *user)
{
    const struct csp_chan *found = NULL;
    for (uint32_t i = 0; i < CSP_INPUTS; i++) {
        if (csp_word_process(inputs[i]->channel.word) == user)
            found = &inputs[i]->channel;
    }
    return found;
}

// Is there input, without waiting?
static bool
look(const struct csp_device *device)
{
    struct pollfd ready = {device->fd, POLLIN, 0};
    return poll(&ready, 1, 0) > 0;
}

static bool
serve_if_ready(struct csp_device *device)
{
    if (!has_item(device)) {
        if (!look(device))
            return false;
        fill(device);
    }
    serve(device);
    return true;
}

bool
csp_io_serve(void)
{
    bool is_served = false;
    for (uint32_t i = 0; i < CSP_INPUTS; i++)
        is_served |= inputs[i]->is_wanted && serve_if_ready(inputs[i]);
    return is_served;
}

struct csp_proc *
csp_device_input(struct csp_proc *self, struct csp_chan *channel)
{
    struct csp_device *const device = device_of(channel);
    if (has_item(device)) {
        get(device, &self->value);
        return turn_is_over(device) ? csp_yield(self) : self;
    }
    channel->word = (uintptr_t)self;
    self->next = csp_place(channel);
    want(device);
    return csp_dispatch();
}

// An ALT may ask very often: the system is asked less often.
bool
csp_device_offer(struct csp_chan *channel)
{
    struct csp_device *const device = device_of(channel);
    if (!has_item(device)) {
        const int64_t now = csp_nanoseconds() / 1000;
        if (now - device->looked < OFFER_LOOK)
            return false;
        device->looked = now;
        csp_io_flush();
        if (!look(device))
            return false;
        fill(device);
        if (!has_item(device))
            return false;
    }
    get(device, &device->process.value);
    channel->word = (uintptr_t)&device->process;
    return true;
}

void
csp_device_enable(struct csp_proc *self, struct csp_chan *channel)
{
    struct csp_device *const device = device_of(channel);
    channel->word = (uintptr_t)self | CSP_CHAN_ALT;
    want(device);
}

// ---- start and end -------------------------------------------------------------------------------

void
csp_io_start(const struct csp_program *program, int signal_source,
             struct csp_environment *environment)
{
    is_occam = program->occam_terminal;
    signal(SIGPIPE, SIG_IGN);
    rest(&keyboard);
    rest(&screen);
    rest(&error);
    rest(&signals);
    signals.fd = signal_source;
    signals.bytes = program->signal_bytes;
    screen.is_tty = isatty(screen.fd);
    error.is_tty = true;
    environment->keyboard = &keyboard.channel;
    environment->screen = &screen.channel;
    environment->error = &error.channel;
    environment->signals = &signals.channel;
    if (is_occam && program->uses_keyboard)
        csp_terminal_raw();
}

bool
csp_io_end(void)
{
    csp_io_flush();
    csp_terminal_restore();
    return !output_lost;
}
