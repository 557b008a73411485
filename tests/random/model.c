// SPDX-License-Identifier: MIT
// What a random network can come to, by the rules of doc/language.md, section 9: all its states are looked at.
// A step of a process is a communication, an END that it meets, or something that others can see.
#include "network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STATES = 150000, TABLE = 1 << 19, TEXT = 1 << 18, MOST_ROUNDS = 1000 };

// By what a process leaves: a channel's number + 1, or the process END.
enum { NOTHING, BY_END = 64, POISONED = 128 };

enum status { ABSENT, RUNS, SPLITS, LEAVES, OVER };

struct runner {
    unsigned char status, at, cause; // LEAVES: by what, or NOTHING
    unsigned char children, pending; // SPLITS: processes that are not over; by what one left
    unsigned char claims;            // the SHARED channel that it has claimed, + 1
    unsigned char counters[MOST_LOOPS];
    unsigned char logged, log[MOST_LOG];
};

struct state {
    unsigned char writing_closed, reading_closed, poisoned; // a bit for each channel
    unsigned char writers[MOST_CHANNELS];                   // branches that hold the writing end
    unsigned char claimed;
    struct runner runners[MOST_PROCESSES];
};

struct model {
    const struct network *network;
    struct state *states;
    unsigned count;
    unsigned *table; // of states, by hash; 0: none, else number + 1
    char *text;      // the outcomes
    unsigned moves;  // so far, to whatever state
    bool too_large;
};

static unsigned
hash(const struct state *state)
{
    const unsigned char *const bytes = (const unsigned char *)state;
    unsigned sum = 2166136261u;

    for (size_t i = 0; i < sizeof *state; i++)
        sum = (sum ^ bytes[i]) * 16777619u;
    return sum;
}

// ---- local steps ----

static const struct step *
step_of(const struct model *model, const struct state *state, unsigned number)
{
    return &model->network->processes[number].steps[state->runners[number].at];
}

static void
add_log(struct model *model, struct runner *runner, unsigned value)
{
    if (runner->logged == MOST_LOG)
        model->too_large = true;
    else
        runner->log[runner->logged++] = (unsigned char)value;
}

// To the innermost handler that takes it, or out of the branch.
static void
leave(const struct model *model, struct state *state, unsigned number, unsigned cause)
{
    const struct process *const process = &model->network->processes[number];
    struct runner *const runner = &state->runners[number];
    const unsigned channel = cause & ~(unsigned)POISONED;

    if (runner->claims != 0)
        state->claimed &= (unsigned char)~(1u << (runner->claims - 1));
    runner->claims = 0;
    for (unsigned i = 0; i < process->handler_count; i++) {
        const struct handler *const handler = &process->handlers[i];

        if (runner->at < handler->from || runner->at >= handler->before)
            continue;
        if (handler->ends == 0 ||
            (channel != BY_END && (handler->ends >> (channel - 1) & 1) != 0)) {
            runner->at = (unsigned char)handler->to;
            return;
        }
    }
    runner->status = LEAVES;
    runner->cause = (unsigned char)cause;
}

// What nobody else can see is done at once.
static void
settle(struct model *model, struct state *state, unsigned number)
{
    struct runner *const runner = &state->runners[number];

    for (unsigned rounds = 0; runner->status == RUNS && !model->too_large; rounds++) {
        model->too_large = rounds == MOST_ROUNDS;
        const struct step *const step = step_of(model, state, number);

        switch (step->op) {
        case OP_LOG:
            add_log(model, runner, step->value);
            runner->at++;
            break;
        case OP_JUMP: runner->at = (unsigned char)step->to; break;
        case OP_COUNT:
            runner->counters[step->value] = (unsigned char)step->channel;
            runner->at++;
            break;
        case OP_AGAIN:
            if (--runner->counters[step->value] != 0)
                runner->at = (unsigned char)step->to;
            else
                runner->at++;
            break;
        case OP_END: leave(model, state, number, BY_END); break;
        case OP_OVER:
            runner->status = LEAVES;
            runner->cause = NOTHING;
            break;
        default: return;
        }
    }
}

// ---- states ----

static void
add_state(struct model *model, struct state *state)
{
    unsigned at;

    model->moves++;
    for (unsigned i = 0; i < model->network->count; i++)
        settle(model, state, i);
    if (model->count == MOST_STATES)
        model->too_large = true;
    if (model->too_large)
        return;
    for (at = hash(state) % TABLE; model->table[at] != 0; at = (at + 1) % TABLE)
        if (memcmp(&model->states[model->table[at] - 1], state, sizeof *state) == 0)
            return;
    model->states[model->count++] = *state;
    model->table[at] = model->count;
}

static void
add_outcome(struct model *model, const char *outcome)
{
    char line[1000];
    const size_t length = strlen(model->text);

    snprintf(line, sizeof line, "-- outcome: %s\n", outcome);
    if (strstr(model->text, line) != NULL)
        return;
    if (length + strlen(line) + 1 > TEXT)
        model->too_large = true;
    else
        strcpy(model->text + length, line);
}

static void
add_logs(struct model *model, const struct state *state)
{
    char text[900] = "";
    size_t length = 0;

    for (unsigned i = 0; i < model->network->count; i++) {
        for (unsigned k = 0; k < state->runners[i].logged; k++)
            length += (size_t)snprintf(text + length, sizeof text - length, "%u ",
                                       state->runners[i].log[k]);
        length += (size_t)snprintf(text + length, sizeof text - length, "/");
    }
    add_outcome(model, text);
}

// ---- what can happen ----

static bool
has(unsigned mask, unsigned channel)
{
    return (mask >> channel & 1) != 0;
}

static bool
has_ended(const struct state *state, unsigned channel)
{
    return has(state->writing_closed | state->reading_closed | state->poisoned, channel);
}

static unsigned
cause_of(const struct state *state, unsigned channel)
{
    return (channel + 1) | (has(state->poisoned, channel) ? POISONED : 0);
}

static void
meet(struct model *model, const struct state *state, unsigned number, unsigned channel)
{
    struct state next = *state;
    const struct step *const step = step_of(model, state, number);

    if (step->op == OP_ITERATE)
        next.runners[number].at = (unsigned char)step->to;
    else
        leave(model, &next, number, cause_of(state, channel));
    add_state(model, &next);
}

// The branch of main that is over gives up its ends; in a PAR inside it, its parent may be able to go on.
static void
be_over(struct model *model, const struct state *state, unsigned number)
{
    const struct process *const process = &model->network->processes[number];
    struct state next = *state;
    struct runner *const runner = &next.runners[number];
    const unsigned cause = runner->cause;

    runner->status = OVER;
    runner->cause = NOTHING;
    if (process->parent != NOBODY) {
        struct runner *const parent = &next.runners[process->parent];

        if (cause != NOTHING && (parent->pending == NOTHING || (cause & POISONED) != 0))
            parent->pending = (unsigned char)cause;
        if (--parent->children == 0) {
            const unsigned pending = parent->pending;

            parent->status = RUNS;
            parent->pending = NOTHING;
            if (pending != NOTHING)
                leave(model, &next, process->parent, pending);
            else
                parent->at++;
        }
    } else if ((cause & POISONED) != 0) {
        next.poisoned |= (unsigned char)(process->writes | process->reads);
    } else {
        for (unsigned i = 0; i < MOST_CHANNELS; i++)
            if (has(process->writes, i) && --next.writers[i] == 0)
                next.writing_closed |= (unsigned char)(1u << i);
        if (cause != NOTHING)
            next.reading_closed |= (unsigned char)process->reads;
    }
    add_state(model, &next);
}

static void
do_visible(struct model *model, const struct state *state, unsigned number)
{
    const struct step *const step = step_of(model, state, number);
    struct state next = *state;
    struct runner *const runner = &next.runners[number];
    const unsigned char bit = (unsigned char)(1u << step->channel);

    switch (step->op) {
    case OP_CLOSE_WRITING: next.writing_closed |= bit; break;
    case OP_CLOSE_READING: next.reading_closed |= bit; break;
    case OP_POISON: next.poisoned |= bit; break;
    default:
        runner->status = SPLITS;
        runner->children = 2;
        for (unsigned i = 0; i < 2; i++) {
            struct runner *const child = &next.runners[step->value + i];
            const struct runner old = *child;

            memset(child, 0, sizeof *child);
            child->status = RUNS;
            child->logged = old.logged;
            memcpy(child->log, old.log, sizeof old.log);
        }
        add_state(model, &next);
        return;
    }
    runner->at++;
    add_state(model, &next);
}

// A process as a partner: it would send to a channel, or receive from it, at its step or by a guard.
struct offer {
    unsigned number, channel, value, to;
    bool sends;
};

static void
communicate(struct model *model, const struct state *state, const struct offer *sender,
            const struct offer *receiver)
{
    struct state next = *state;

    next.runners[sender->number].at = (unsigned char)sender->to;
    if (next.runners[sender->number].claims != 0)
        next.claimed &= (unsigned char)~(1u << sender->channel);
    next.runners[sender->number].claims = 0;
    next.runners[receiver->number].at = (unsigned char)receiver->to;
    add_log(model, &next.runners[receiver->number], sender->value);
    add_state(model, &next);
}

static unsigned
guard_offers(struct model *model, const struct state *state, unsigned number, struct offer *offers)
{
    const struct step *const step = step_of(model, state, number);
    unsigned count = 0, ended = 0, first = NOBODY;

    for (unsigned i = 0; i < step->guards; i++) {
        const struct guard *const guard = &step->guard[i];

        if (guard->kind == GUARD_END && has_ended(state, guard->channel)) {
            struct state next = *state;

            next.runners[number].at = (unsigned char)guard->to;
            add_state(model, &next);
        } else if (guard->kind != GUARD_END && has_ended(state, guard->channel)) {
            ended++;
            if (first == NOBODY)
                first = guard->channel;
            if (has(state->poisoned, guard->channel))
                meet(model, state, number, guard->channel);
        } else if (guard->kind != GUARD_END) {
            offers[count++] = (struct offer){number, guard->channel, guard->value, guard->to,
                                             guard->kind == GUARD_SEND};
        }
    }
    if (ended == step->guards)
        meet(model, state, number, first);
    return count;
}

// A SHARED channel is claimed first.
static unsigned
send_offers(struct model *model, const struct state *state, unsigned number, struct offer *offers)
{
    const struct step *const step = step_of(model, state, number);
    const unsigned channel = step->channel;

    if (has(model->network->shared, channel) && state->runners[number].claims == 0) {
        struct state next = *state;

        if (has(state->claimed, channel))
            return 0;
        next.claimed |= (unsigned char)(1u << channel);
        next.runners[number].claims = (unsigned char)(channel + 1);
        add_state(model, &next);
        return 0;
    }
    if (has_ended(state, channel)) {
        meet(model, state, number, channel);
        return 0;
    }
    *offers = (struct offer){number, channel, step->value, state->runners[number].at + 1u, true};
    return 1;
}

// A process that communicates is left by any TIMEOUT around it. A CLAIM that is left ends the channel.
static void
run_out(struct model *model, const struct state *state, unsigned number)
{
    const struct process *const process = &model->network->processes[number];
    const unsigned at = state->runners[number].at, claims = state->runners[number].claims;

    for (unsigned i = 0; i < process->race_count; i++) {
        struct state next = *state;

        if (at < process->races[i].from || at >= process->races[i].before)
            continue;
        next.runners[number].at = (unsigned char)process->races[i].to;
        next.runners[number].claims = 0;
        if (claims != 0) {
            next.claimed &= (unsigned char)~(1u << (claims - 1));
            next.writing_closed |= (unsigned char)(1u << (claims - 1));
        }
        add_state(model, &next);
    }
}

static unsigned
offers_of(struct model *model, const struct state *state, unsigned number, struct offer *offers)
{
    const struct step *const step = step_of(model, state, number);

    if (step->op <= OP_CHOOSE)
        run_out(model, state, number);
    switch (step->op) {
    case OP_SEND: return send_offers(model, state, number, offers);
    case OP_CHOOSE: return guard_offers(model, state, number, offers);
    case OP_RECEIVE:
    case OP_ITERATE:
        if (has_ended(state, step->channel)) {
            meet(model, state, number, step->channel);
            return 0;
        }
        *offers = (struct offer){number, step->channel, 0, state->runners[number].at + 1u, false};
        return 1;
    default: do_visible(model, state, number); return 0;
    }
}

// All that can happen in a state; where nothing can, it is an outcome.
static void
expand(struct model *model, const struct state *state)
{
    struct offer offers[MOST_PROCESSES * MOST_GUARDS];
    const unsigned before = model->moves;
    unsigned count = 0;
    bool is_over = true;

    for (unsigned i = 0; i < model->network->count; i++) {
        const enum status status = (enum status)state->runners[i].status;

        is_over = is_over && (status == OVER || status == ABSENT);
        if (status == RUNS)
            count += offers_of(model, state, i, offers + count);
        else if (status == LEAVES)
            be_over(model, state, i);
    }
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < count; k++)
            if (offers[i].sends && !offers[k].sends && offers[i].channel == offers[k].channel)
                communicate(model, state, &offers[i], &offers[k]);
    if (is_over)
        add_logs(model, state);
    else if (model->moves == before)
        add_outcome(model, "deadlock");
}

static void
explore(struct model *model)
{
    struct state first;

    memset(&first, 0, sizeof first);
    for (unsigned i = 0; i < model->network->branches; i++) {
        first.runners[i].status = RUNS;
        for (unsigned k = 0; k < MOST_CHANNELS; k++)
            first.writers[k] += has(model->network->processes[i].writes, k);
    }
    add_state(model, &first);
    for (unsigned i = 0; i < model->count && !model->too_large; i++) {
        const struct state state = model->states[i];

        expand(model, &state);
    }
}

char *
network_outcomes(const struct network *network)
{
    struct model model = {.network = network,
                          .states = malloc(MOST_STATES * sizeof(struct state)),
                          .table = calloc(TABLE, sizeof(unsigned)),
                          .text = calloc(TEXT, 1)};

    if (model.states == NULL || model.table == NULL || model.text == NULL)
        exit(1);
    explore(&model);
    free(model.states);
    free(model.table);
    if (model.too_large) {
        free(model.text);
        return NULL;
    }
    return model.text;
}
