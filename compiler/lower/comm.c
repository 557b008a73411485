// SPDX-License-Identifier: MIT
// Communication: each item of a protocol is one wait point; what fits a word travels as a value,
// everything else by address.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// An item on its way: the statement kind and the channel are the same for all items of a process.
struct transfer {
    struct lower *lower;
    const struct node *process;
    const struct node *channel;    // evaluated for each item
    bool taken;                    // the next item was found by an ALT
    bool any;                      // CHAN OF ANY: always by address
    bool holds;                    // the next item is the one whose sender is kept waiting
    struct ir_expr *held;          // the channel of an extended input, evaluated once
    const struct offered *offered; // an output guard: where its first item is
    bool sets;                     // this is to be put there, and nothing to be sent
    bool goes_on;                  // the first item has been exchanged
};

static struct ir_expr *
channel_of(const struct transfer *transfer)
{
    return transfer->held != NULL ? transfer->held
                                  : lower_channel(transfer->lower, transfer->channel);
}

static struct ir_wait *
transfer_wait(const struct transfer *transfer, enum ir_wait_kind kind)
{
    struct ir_wait *const wait = lower_wait(transfer->lower, kind, transfer->process->span,
                                            lower_channel_name(transfer->channel));

    wait->goes_on = transfer->goes_on;
    return wait;
}

static struct ir_stmt *
receive_and_hold(struct transfer *transfer)
{
    struct lower *const lower = transfer->lower;
    struct ir_stmt *stmt;

    if (!transfer->taken) {
        stmt = lower_stmt(lower, IR_AWAIT, transfer->process->span);
        stmt->channel = transfer->held;
        stmt->wait = transfer_wait(transfer, IR_WAIT_EXTENDED);
    }
    stmt = lower_stmt(lower, IR_PEEK, transfer->process->span);
    stmt->channel = transfer->held;
    return stmt;
}

static struct ir_stmt *
receive(struct transfer *transfer)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *const channel = channel_of(transfer);
    struct ir_stmt *const stmt =
        transfer->holds
            ? receive_and_hold(transfer)
            : lower_stmt(lower, transfer->taken ? IR_TAKE : IR_INPUT, transfer->process->span);

    stmt->channel = channel;
    if (stmt->kind == IR_INPUT)
        stmt->wait = transfer_wait(transfer, IR_WAIT_INPUT);
    transfer->taken = false;
    transfer->goes_on = true;
    return stmt;
}

static struct ir_stmt *
send(struct transfer *transfer)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *const channel = lower_channel(lower, transfer->channel);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_OUTPUT, transfer->process->span);

    stmt->channel = channel;
    if (transfer->offered != NULL)
        stmt->var = transfer->offered->alt;
    transfer->offered = NULL;
    stmt->wait = transfer_wait(transfer, IR_WAIT_OUTPUT);
    transfer->goes_on = true;
    return stmt;
}

// What the protocol says of item number `i`, behind the tag if there is one.
static const struct type *
wanted_item(const struct type *protocol, const struct name *tag, size_t i)
{
    const struct protocol_tag *tagged;

    if (protocol->kind != TYPE_PROTOCOL)
        return protocol;
    if (!protocol->is_case)
        return i < protocol->items.count ? protocol->items.at[i] : NULL;
    tagged = tag == NULL ? NULL : type_tag(protocol, tag);
    return tagged != NULL && i < tagged->items.count ? tagged->items.at[i] : NULL;
}

// ---- input ----

static void
receive_value(struct transfer *transfer, struct ir_expr *target)
{
    struct ir_stmt *const stmt = receive(transfer);

    lower_mark_written(target);
    stmt->target = target;
}

static void
receive_block(struct transfer *transfer, struct ir_expr *address, struct ir_expr *bytes)
{
    struct ir_stmt *const stmt = receive(transfer);

    lower_mark_addressed(address);
    stmt->target = address;
    stmt->count = bytes;
    stmt->is_block = true;
}

static void
receive_array(struct transfer *transfer, const struct node *item, const struct type *wanted)
{
    const struct array array = lower_array(transfer->lower, item);

    if (wanted != NULL && lower_is_array(wanted))
        lower_check_sizes(transfer->lower, wanted, &array, item->span);
    receive_block(transfer, array.address, lower_bytes(transfer->lower, &array));
}

// n::a, where n may be too large for a.
static void
receive_counted(struct transfer *transfer, const struct node_counted *item)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *const count = lower_place(lower, item->count);
    const bool holds = transfer->holds;
    struct array array;
    struct ir_stmt *check;
    struct ir_expr *bytes;

    transfer->holds = false;
    receive_value(transfer, count);
    transfer->holds = holds;
    array = lower_array(lower, item->items);
    check = lower_stmt(lower, IR_CHECK_LESS, item->base.span);
    check->value = count;
    check->count = array.sizes.at[0];
    array.sizes.at[0] = ir_unary(IR_CAST, ir_scalar(lower_int(lower)), count);
    bytes = lower_bytes(lower, &array);
    receive_block(transfer, array.address, bytes);
}

// What the variable held ends before. If it is not mobile, it gets a copy of the contents.
static void
receive_mobile(struct transfer *transfer, const struct node *item, const struct type *wanted)
{
    struct lower *const lower = transfer->lower;
    const bool is_mobile = type_mobile_of(item) != NULL;
    const bool is_same = is_mobile && !type_is_other_end(item->type, wanted);
    struct ir_expr *const word =
        is_same ? lower_mobile(lower, item)
                : ir_var_expr(lower_owned(lower, "item", lower_type(lower, wanted)));

    lower_drop(lower, word, item->span);
    receive_value(transfer, word);
    if (is_mobile && !is_same) {
        lower_check_end(lower, word, item->type, item->span);
        lower_put_moved(lower, lower_mobile(lower, item), word, item->span);
    }
    if (!is_mobile)
        lower_copy_out(lower, item, word, type_base(wanted));
}

static void
receive_item(struct transfer *transfer, const struct node *item, const struct type *wanted)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *place;

    if (item->kind == NODE_COUNTED) {
        receive_counted(transfer, node_as_counted(item));
        return;
    }
    if (wanted != NULL && type_is_mobile(wanted)) {
        receive_mobile(transfer, item, wanted);
        return;
    }
    if (lower_is_array(item->type)) {
        receive_array(transfer, item, wanted);
        return;
    }
    place = lower_place(lower, item);
    if (ir_type_is_value(place->type) && !transfer->any)
        receive_value(transfer, place);
    else
        receive_block(transfer, lower_address(place),
                      lower_integer(lower, type_bytes(item->type, lower->program)));
}

static bool
is_any(const struct node *channel)
{
    return channel->type->element->kind == TYPE_ANY;
}

static void
lower_clock(struct lower *lower, const struct node_input *node)
{
    struct ir_expr *const place = lower_place(lower, node->items.at[0]);
    struct ir_expr *const clock = ir_expr_new(IR_CLOCK, place->type);

    lower_assign(lower, place, clock, node->base.span);
}

// All items; the sender of the last one is kept waiting if the input is extended.
static void
receive_items(struct transfer *transfer, const struct nodes *items, const struct name *tag)
{
    const struct type *const protocol = transfer->channel->type->element;

    for (size_t i = 0; i < items->count; i++) {
        transfer->holds = transfer->held != NULL && i + 1 == items->count;
        receive_item(transfer, items->at[i], wanted_item(protocol, tag, i));
    }
    transfer->holds = false;
}

// ---- extended input ----

// The channel at which the sender waits, whatever becomes of its subscripts meanwhile.
static void
hold_channel(struct transfer *transfer)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *const at = lower_channel(lower, transfer->channel);
    struct ir_stmt *keep;
    struct ir_var *var;

    transfer->held = at;
    if (at->op == IR_ADDRESS && at->args.at[0]->op == IR_VAR)
        return;
    var = lower_var(lower, lower_channel_name(transfer->channel), ir_scalar(IR_CHAN));
    var->reference = true;
    keep = lower_stmt(lower, IR_ASSIGN, transfer->channel->span);
    keep->target = lower_address(ir_var_expr(var));
    keep->value = at;
    transfer->held = lower_address(ir_var_expr(var));
}

static void
let_go(struct transfer *transfer)
{
    lower_stmt(transfer->lower, IR_LET_GO, transfer->process->span)->channel = transfer->held;
}

// The process that runs while the sender waits, and the one behind it. Where END leaves the first,
// the sender goes on all the same: its item has been received.
static void
lower_during(struct transfer *transfer, const struct node *during, const struct node *after)
{
    struct lower *const lower = transfer->lower;
    struct ir_stmt *const around = lower_stmt(lower, IR_TRY, transfer->process->span);
    struct ir_leave *const outer_leave = lower->env->leave;
    struct ir_block *outer;

    around->leave = lower->env->leave = lower_leave_new(lower);
    around->block = during == NULL ? lower_block_new() : lower_body(lower, during);
    lower->env->leave = outer_leave;
    outer = lower_open(lower);
    around->handler = lower->block;
    let_go(transfer);
    lower_pass_on(lower, outer_leave, transfer->process->span);
    lower_close(lower, outer);
    let_go(transfer);
    if (after != NULL)
        lower_process(lower, after);
}

void
lower_input(struct lower *lower, const struct node_input *node, bool taken)
{
    struct transfer transfer = {
        .lower = lower, .process = &node->base, .channel = node->channel, .taken = taken};

    if (node->channel->type->kind == TYPE_TIMER) {
        lower_clock(lower, node);
        return;
    }
    if (node->channel->type->kind == TYPE_PORT) {
        lower_port_read(lower, node);
        return;
    }
    transfer.any = is_any(node->channel);
    if (node->extended)
        hold_channel(&transfer);
    receive_items(&transfer, &node->items, NULL);
    if (node->extended)
        lower_during(&transfer, node->body, node->after);
}

// ---- output ----

static void
offer(struct transfer *transfer, struct ir_expr *value, bool is_block)
{
    struct ir_stmt *const stmt =
        lower_stmt(transfer->lower, IR_GUARD_ITEM, transfer->process->span);

    stmt->var = transfer->offered->guards;
    stmt->count = transfer->offered->at;
    stmt->value = value;
    stmt->is_block = is_block;
}

static void
send_value(struct transfer *transfer, struct ir_expr *value)
{
    if (transfer->sets)
        offer(transfer, value, false);
    else
        send(transfer)->value = value;
}

static void
send_block(struct transfer *transfer, struct ir_expr *address, struct ir_expr *bytes)
{
    struct ir_stmt *stmt;

    if (transfer->sets) {
        offer(transfer, address, true);
        return;
    }
    stmt = send(transfer);
    stmt->value = address;
    stmt->count = bytes;
    stmt->is_block = true;
}

// A text to a channel of bytes: one item after the other.
static void
send_text(struct transfer *transfer, const struct node *item)
{
    struct lower *const lower = transfer->lower;
    struct array array = lower_array(lower, item);
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, item->span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_stmt *repeat;
    struct ir_var *index = mem_new(struct ir_var);

    around->block = lower->block;
    if (array.address->op != IR_STRING && array.address->op != IR_DATA) {
        struct ir_var *const at = lower_var(lower, "bytes", array.address->type);
        struct ir_stmt *const keep = lower_stmt(lower, IR_ASSIGN, item->span);

        at->reference = true;
        at->constant = true;
        at->type.count = 0;
        keep->target = ir_var_expr(at);
        keep->value = array.address;
        array.address = ir_var_expr(at);
    }
    array.sizes.at[0] = lower_once(lower, array.sizes.at[0], "size", item->span);
    repeat = lower_stmt(lower, IR_REPEAT, item->span);
    *index = (struct ir_var){
        .name = "next", .type = ir_scalar(lower_int(lower)), .routine = lower->env->routine};
    repeat->var = index;
    repeat->limit = mem_new(struct ir_var);
    *repeat->limit = *index;
    repeat->limit->name = "next.end";
    repeat->value = lower_integer(lower, 0);
    repeat->count = array.sizes.at[0];
    repeat->block = lower_block_new();
    lower->block = repeat->block;
    send_value(transfer,
               ir_binary(IR_INDEX, ir_scalar(IR_BYTE), array.address, ir_var_expr(index)));
    lower_close(lower, outer);
}

// Something sent by address must stay where it is while the process waits.
static void
send_scalar_block(struct transfer *transfer, const struct node *item)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *value = lower_expr(lower, item);
    struct ir_var *const kept = lower_var(lower, "item", value->type);

    lower_assign(lower, ir_var_expr(kept), value, item->span);
    send_block(transfer, lower_address(ir_var_expr(kept)),
               lower_integer(lower, type_bytes(item->type, lower->program)));
}

static void
send_counted(struct transfer *transfer, const struct node_counted *item)
{
    struct lower *const lower = transfer->lower;
    struct ir_expr *const count =
        lower_once(lower, lower_expr(lower, item->count), "count", item->count->span);
    struct array array = lower_array(lower, item->items);
    struct ir_stmt *const check = lower_stmt(lower, IR_CHECK_LESS, item->base.span);

    check->value = count;
    check->count = array.sizes.at[0];
    send_value(transfer, count);
    if (transfer->sets)
        return;
    array.sizes.at[0] = ir_unary(IR_CAST, ir_scalar(lower_int(lower)), count);
    send_block(transfer, array.address, lower_bytes(lower, &array));
}

// The elements of a counted array whose count has been sent, and checked.
static void
send_counted_items(struct transfer *transfer, const struct node_counted *item)
{
    struct lower *const lower = transfer->lower;
    struct array array = lower_array(lower, item->items);

    array.sizes.at[0] =
        ir_unary(IR_CAST, ir_scalar(lower_int(lower)), lower_expr(lower, item->count));
    send_block(transfer, array.address, lower_bytes(lower, &array));
}

static bool
sends_bytes(const struct type *protocol, const struct type *item)
{
    return protocol != NULL && type_base(protocol)->kind == TYPE_BYTE &&
           (type_base(item)->kind == TYPE_STRING || lower_is_array(item));
}

static void
send_item(struct transfer *transfer, const struct node *item, const struct type *wanted)
{
    struct lower *const lower = transfer->lower;

    if (item->kind == NODE_COUNTED) {
        send_counted(transfer, node_as_counted(item));
    } else if (wanted != NULL && type_is_mobile(wanted)) {
        struct ir_expr *const word = lower_kept_mobile(lower, item, wanted);

        send_value(transfer, word);
        if (!transfer->sets)
            lower_undefine(lower, word, item->span);
    } else if (sends_bytes(wanted, item->type)) {
        send_text(transfer, item);
    } else if (lower_is_array(item->type)) {
        const struct array array = lower_array(lower, item);

        if (wanted != NULL && lower_is_array(wanted))
            lower_check_sizes(lower, wanted, &array, item->span);
        send_block(transfer, array.address, lower_bytes(lower, &array));
    } else if (ir_type_is_value(lower_type(lower, item->type)) && !transfer->any) {
        send_value(transfer, lower_expr(lower, item));
    } else {
        send_scalar_block(transfer, item);
    }
}

void
lower_output(struct lower *lower, const struct node_output *node)
{
    const struct type *const protocol = node->channel->type->element;
    struct transfer transfer = {.lower = lower,
                                .process = &node->base,
                                .channel = node->channel,
                                .any = is_any(node->channel)};
    const struct name *tag = NULL;
    size_t from = 0;

    if (node->channel->type->kind == TYPE_PORT) {
        lower_port_write(lower, node);
        return;
    }
    if (protocol->kind == TYPE_PROTOCOL && protocol->is_case) {
        tag = node_as_name_use(node->items.at[0])->name;
        send_value(&transfer, ir_integer(IR_BYTE, node->items.at[0]->value->integer));
        from = 1;
    }
    for (size_t i = from; i < node->items.count; i++)
        send_item(&transfer, node->items.at[i], wanted_item(protocol, tag, i - from));
}

// ---- output guards ----

static struct ir_expr *
offered_item(const struct offered *offered, struct ir_type type)
{
    return ir_binary(IR_OFFERED, type, ir_var_expr(offered->guards), offered->at);
}

// Where the first item is that is sent to channels of a protocol.
static const struct type *
first_item(const struct node_output *node)
{
    const struct type *const protocol = node->channel->type->element;

    return protocol->kind == TYPE_PROTOCOL && protocol->is_case ? NULL
                                                                : wanted_item(protocol, NULL, 0);
}

void
lower_offer(struct lower *lower, const struct node_output *node, const struct offered *offered)
{
    const struct type *const wanted = first_item(node);
    struct transfer transfer = {.lower = lower,
                                .process = &node->base,
                                .channel = node->channel,
                                .offered = offered,
                                .sets = true};

    if (wanted == NULL)
        send_value(&transfer, ir_integer(IR_BYTE, node->items.at[0]->value->integer));
    else
        send_item(&transfer, node->items.at[0], wanted);
}

// The item that is kept for the guard: nothing of it is worked out again.
static void
send_offered(struct transfer *transfer, const struct node *item, const struct type *wanted)
{
    struct lower *const lower = transfer->lower;
    const struct offered *const offered = transfer->offered;
    const struct ir_type type = lower_type(lower, wanted == NULL ? item->type : wanted);

    if (wanted != NULL && type_is_mobile(wanted)) {
        send_value(transfer, offered_item(offered, type));
        lower_undefine(lower, lower_kept_mobile(lower, item, wanted), item->span);
    } else if (wanted != NULL && lower_is_array(wanted)) {
        const struct array array = lower_array(lower, item);

        send_block(transfer, offered_item(offered, (struct ir_type){.base = IR_MOBILE}),
                   lower_bytes(lower, &array));
    } else if (wanted == NULL || ir_type_is_value(type)) {
        send_value(transfer, offered_item(offered, wanted == NULL ? ir_scalar(IR_BYTE) : type));
    } else {
        send_block(transfer, offered_item(offered, (struct ir_type){.base = IR_MOBILE}),
                   lower_integer(lower, type_bytes(wanted, lower->program)));
    }
}

void
lower_offered(struct lower *lower, const struct node_output *node, const struct offered *offered)
{
    const struct type *const protocol = node->channel->type->element;
    const struct type *const wanted = first_item(node);
    const struct name *const tag =
        wanted == NULL ? node_as_name_use(node->items.at[0])->name : NULL;
    struct transfer transfer = {
        .lower = lower, .process = &node->base, .channel = node->channel, .offered = offered};

    if (node->items.at[0]->kind == NODE_COUNTED) {
        const struct node_counted *const item = node_as_counted(node->items.at[0]);

        send_value(&transfer, offered_item(offered, lower_type(lower, item->count->type)));
        send_counted_items(&transfer, item);
    } else {
        send_offered(&transfer, node->items.at[0], wanted);
    }
    for (size_t i = 1; i < node->items.count; i++)
        send_item(&transfer, node->items.at[i], wanted_item(protocol, tag, i - (tag != NULL)));
}

// ---- CASE input ----

struct variant {
    struct transfer *transfer;
    struct ir_arm arm;
};

static void
rest_variant(struct lower *lower, const struct node *node, void *context)
{
    struct variant *const of = context;
    const struct node_variant *const variant = node_as_variant(node);

    vec_push(&of->arm.options, ir_integer(IR_BYTE, variant->number));
    if (of->transfer->held != NULL && variant->items.count != 0)
        let_go(of->transfer); // of the tag
    receive_items(of->transfer, &variant->items, variant->tag);
    if (of->transfer->held != NULL)
        lower_during(of->transfer, variant->body, variant->after);
    else if (variant->body != NULL)
        lower_process(lower, variant->body);
}

static void
lower_variant(struct transfer *transfer, struct ir_stmt *stmt, const struct node *node)
{
    struct lower *const lower = transfer->lower;
    struct variant variant = {transfer, {.block = lower_block_new()}};
    struct ir_block *const outer = lower->block;

    lower->block = variant.arm.block;
    lower_scope(lower, node, rest_variant, &variant);
    lower->block = outer;
    vec_push(&stmt->arms, variant.arm);
}

void
lower_case_input(struct lower *lower, const struct node_case_input *node, bool taken)
{
    struct transfer transfer = {
        .lower = lower, .process = &node->base, .channel = node->channel, .taken = taken};
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_var *const tag = lower_var(lower, "tag", ir_scalar(IR_BYTE));
    struct ir_arm stop = {.block = lower_block_new()};
    struct ir_stmt *stmt;

    around->block = lower->block;
    if (node->extended)
        hold_channel(&transfer);
    transfer.holds = node->extended != 0; // a tag may be all there is
    receive_value(&transfer, ir_var_expr(tag));
    transfer.holds = false;
    stmt = lower_stmt(lower, IR_CASE, node->base.span);
    stmt->value = ir_var_expr(tag);
    for (size_t i = 0; i < node->variants.count; i++)
        lower_variant(&transfer, stmt, node->variants.at[i]);
    lower->block = stop.block;
    lower_stmt(lower, IR_FAULT, node->base.span)->text = "tag";
    vec_push(&stmt->arms, stop);
    lower_close(lower, outer);
}

// ---- time ----

// So long from now.
struct ir_expr *
lower_soon(struct lower *lower, const struct node *time, enum time_unit unit)
{
    static const int64_t microseconds[] = {[UNIT_US] = 1, [UNIT_MS] = 1000, [UNIT_SEC] = 1000000};
    struct ir_expr *span = lower_expr(lower, time);
    int64_t known;

    if (ir_is_constant(span, &known))
        span = ir_integer(IR_INT64, (int64_t)((uint64_t)known * (uint64_t)microseconds[unit]));
    else
        span = ir_operate(IR_TIMES, IR_INT64, ir_scalar(IR_INT64),
                          ir_unary(IR_CAST, ir_scalar(IR_INT64), span),
                          ir_integer(IR_INT64, microseconds[unit]));
    return ir_unary(IR_SOON, ir_scalar(IR_INT64), span);
}

// The moment that AFTER of a TIMER, DELAY or AFTER n MS means.
struct ir_expr *
lower_due(struct lower *lower, const struct node *input)
{
    if (input->kind == NODE_TIMER_AFTER)
        return ir_unary(IR_DUE, ir_scalar(IR_INT64),
                        lower_expr(lower, node_as_timer_after(input)->time));
    return lower_soon(lower, node_as_delay(input)->time,
                      (enum time_unit)node_as_delay(input)->unit);
}

void
lower_timer_after(struct lower *lower, const struct node_timer_after *node)
{
    struct ir_expr *const due = lower_due(lower, &node->base);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_SLEEP, node->base.span);

    stmt->value = due;
    stmt->var = lower_var(lower, "timer", ir_scalar(IR_TIMER));
    stmt->wait = lower_wait(lower, IR_WAIT_TIMER, node->base.span, lower_channel_name(node->timer));
}

// ---- SEQ x IN c? ----

// A loop around an input, left when that input meets END; END of other channels goes on outwards.
void
lower_iteration(struct lower *lower, const struct node_seq *node)
{
    const struct node_replicator_in *const replicator = node_as_replicator_in(node->replicator);
    const struct decl *const decl = node_as_define(replicator->names.at[0])->decl;
    struct ir_stmt *const around = lower_stmt(lower, IR_TRY, node->base.span);
    struct ir_leave *const outer_leave = lower->env->leave;
    struct ir_block *const outer = lower_open(lower);
    struct transfer transfer = {.lower = lower,
                                .process = &replicator->base,
                                .channel = replicator->over->kind == NODE_END_OF
                                               ? node_as_end_of(replicator->over)->channel
                                               : replicator->over};
    struct value value = {0};
    struct ir_stmt *loop;

    around->block = lower->block;
    around->leave = lower_leave_new(lower);
    around->handler = lower_block_new();
    value.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type));
    value.var->owned = value.var->type.base == IR_MOBILE;
    lower_bind(lower, decl, &value);
    loop = lower_stmt(lower, IR_WHILE, node->base.span);
    loop->value = ir_integer(IR_BOOL, 1);
    loop->block = lower_block_new();
    lower->block = loop->block;
    lower->env->leave = around->leave;
    if (value.var->owned)
        lower_drop(lower, ir_var_expr(value.var), node->base.span);
    if (value.var->type.is_array) {
        const struct array array = lower_array_of_value(lower, &value, decl->type);

        receive_block(&transfer, array.address, lower_bytes(lower, &array));
    } else if (ir_type_is_value(value.var->type)) {
        receive_value(&transfer, ir_var_expr(value.var));
    } else {
        receive_block(&transfer, lower_address(ir_var_expr(value.var)),
                      lower_integer(lower, type_bytes(decl->type, lower->program)));
    }
    lower->env->leave = outer_leave;
    for (size_t i = 0; i < node->body.count; i++)
        lower_process(lower, node->body.at[i]);
    lower->block = around->handler;
    lower_pass_on_untaken(lower, outer_leave, node->base.span);
    lower_close(lower, outer);
}
