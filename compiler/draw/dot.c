// SPDX-License-Identifier: MIT
// The network in the DOT language: a box is a process, a frame around boxes one that has processes
// inside it, an arrow a channel. A channel of which several processes have the same end is its name,
// where their arrows meet.
#include <config.h>

#include "draw/internal.h"

static void
put_quoted(struct text *out, const char *text)
{
    text_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            text_putc(out, '\\');
        text_putc(out, *text);
    }
    text_putc(out, '"');
}

static void
put_indented(struct text *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        text_puts(out, "  ");
}

static void
put_box(const struct process *process, unsigned depth, struct text *out)
{
    const bool is_dashed = process->is_forked || process->inside.count != 0;

    put_indented(out, depth);
    text_printf(out, "p%zu [label=", process->number);
    put_quoted(out, process->name);
    if (process->stands_for_many)
        text_puts(out, ", peripheries=2");
    if (is_dashed)
        text_puts(out, ", style=dashed");
    text_puts(out, "];\n");
}

// A branch that has no name and does nothing but run others needs no frame.
static bool
is_frame(const struct process *process)
{
    return !process->is_nameless || process->acts;
}

// ---- channels ----

// The first process with this end; `others` says whether there are more.
static const struct process *
holder(const struct channel *channel, bool writes, bool *others)
{
    const struct process *found = NULL;

    *others = false;
    for (size_t i = 0; i < channel->ends.count; i++) {
        if (channel->ends.at[i].writes != writes)
            continue;
        *others = found != NULL;
        if (found == NULL)
            found = channel->ends.at[i].process;
    }
    return found;
}

enum form { HIDDEN, ARROW, KNOT };

// A bundle of which one end is not seen to be used has given it to somebody through a channel.
static enum form
form_of(const struct channel *channel)
{
    bool others_write, others_read;
    const bool is_written = holder(channel, true, &others_write) != NULL;
    const bool is_read = holder(channel, false, &others_read) != NULL;

    if (channel->row->is_bundle && !(is_written && is_read))
        return HIDDEN;
    return is_written && is_read && !others_write && !others_read ? ARROW : KNOT;
}

static void
put_knot(const struct channel *channel, size_t number, unsigned depth, struct text *out)
{
    put_indented(out, depth);
    text_printf(out, "c%zu [shape=plaintext, label=", number);
    put_quoted(out, channel->name);
    text_puts(out, "];\n");
}

// The names that belong inside a process; NULL: outside of all.
static void
put_knots(const struct network *network, const struct process *around, unsigned depth,
          struct text *out)
{
    for (size_t i = 0; i < network->channels.count; i++)
        if (network->channels.at[i]->row->around == around &&
            form_of(network->channels.at[i]) == KNOT)
            put_knot(network->channels.at[i], i + 1, depth, out);
}

static void
put_arrows(const struct channel *channel, size_t number, struct text *out)
{
    bool others;

    if (form_of(channel) == ARROW) {
        text_printf(out, "  p%zu -> p%zu [label=", holder(channel, true, &others)->number,
                    holder(channel, false, &others)->number);
        put_quoted(out, channel->name);
        text_puts(out, "];\n");
        return;
    }
    for (size_t i = 0; form_of(channel) == KNOT && i < channel->ends.count; i++) {
        const struct end *const end = &channel->ends.at[i];

        if (end->writes)
            text_printf(out, "  p%zu -> c%zu;\n", end->process->number, number);
        else
            text_printf(out, "  c%zu -> p%zu;\n", number, end->process->number);
    }
}

// ---- the whole ----

static void
put_process(const struct network *network, const struct process *process, unsigned depth,
            struct text *out)
{
    const bool framed = process->inside.count != 0 && is_frame(process);

    if (framed) {
        put_indented(out, depth++);
        text_printf(out, "subgraph cluster_%zu {\n", process->number);
        put_indented(out, depth);
        text_puts(out, "label=");
        put_quoted(out, process->name);
        text_puts(out, ";\n");
    }
    if (process->inside.count == 0 || process->acts)
        put_box(process, depth, out);
    for (size_t i = 0; i < process->inside.count; i++)
        put_process(network, process->inside.at[i], depth, out);
    put_knots(network, process, depth, out);
    if (framed) {
        put_indented(out, depth - 1);
        text_puts(out, "}\n");
    }
}

void
draw_dot(const struct network *network, struct text *out)
{
    text_puts(out, "digraph network {\n  rankdir=LR;\n  node [shape=box];\n");
    put_process(network, network->first, 1, out);
    put_knots(network, NULL, 1, out);
    for (size_t i = 0; i < network->channels.count; i++)
        put_arrows(network->channels.at[i], i + 1, out);
    text_puts(out, "}\n");
}
