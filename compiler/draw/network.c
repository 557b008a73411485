// SPDX-License-Identifier: MIT
// The network as it grows: processes, channels, and who has which end.
#include <config.h>

#include "draw/internal.h"

#include "base/mem.h"

struct process *
network_process(struct network *network, struct process *around, const char *name)
{
    struct process *const process = mem_new(struct process);

    process->name = name;
    process->number = ++network->processes;
    if (around != NULL)
        vec_push(&around->inside, process);
    return process;
}

struct channel *
network_channel(struct network *network, struct row *row, int64_t at)
{
    struct channel *channel;

    for (size_t i = 0; i < row->channels.count; i++)
        if (row->subscripts.at[i] == at)
            return row->channels.at[i];
    channel = mem_new(struct channel);
    channel->name = row->name == NULL ? "" : row->name;
    channel->row = row;
    if (row->count != 1)
        channel->name = at == ANY ? mem_format("%s[...]", channel->name)
                                  : mem_format("%s[%lld]", channel->name, (long long)at);
    vec_push(&row->channels, channel);
    vec_push(&row->subscripts, at);
    vec_push(&network->channels, channel);
    return channel;
}

void
network_use(struct channel *channel, struct process *process, bool writes)
{
    const struct end end = {.process = process, .writes = writes};

    process->acts = true;
    for (size_t i = 0; i < channel->ends.count; i++)
        if (channel->ends.at[i].process == process && channel->ends.at[i].writes == writes)
            return;
    vec_push(&channel->ends, end);
}
