// SPDX-License-Identifier: MIT
// sieve COUNT: the pipeline of filters.
#include "../sieve.h"
#include "channel.h"

static void *
generate(void *out)
{
    for (int64_t n = 2;; n++)
        channel_send(out, n);
    return NULL;
}

static void *
filter(void *self)
{
    struct channel *const in = self, *const out = in + 1;
    const int64_t prime = channel_receive(in);
    for (;;) {
        const int64_t n = channel_receive(in);
        if (n % prime != 0)
            channel_send(out, n);
    }
    return NULL;
}

int
main(int argc, char **argv)
{
    const int64_t count = argument(argc, argv, 1, 500);
    const int64_t start = clock_now();
    struct channel *const channel = malloc((size_t)count * sizeof *channel);
    for (int64_t i = 0; i < count; i++)
        channel_init(&channel[i]);
    start_thread(generate, channel, STACK);
    for (int64_t i = 0; i < count - 1; i++)
        start_thread(filter, &channel[i], STACK);
    const int64_t prime = channel_receive(&channel[count - 1]);
    const int64_t end = clock_now();
    const int64_t all = communications(prime, count);
    report(start + (clock_now() - end), all, "communication", prime);
}
