// SPDX-License-Identifier: MIT
// Communication: items against protocols, directions, guards.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

static const char *
end_text(enum direction direction)
{
    return direction == DIRECTION_IN ? "reading (`?`)" : "writing (`!`)";
}

const struct type *
check_channel(struct check *check, struct node *node, enum direction use)
{
    const struct type *const type = check_expr(check, node, NULL);

    if (type_is_error(type))
        return NULL;
    if (type->kind == TYPE_PORT)
        return type->element;
    if (type->kind != TYPE_CHAN) {
        diag_error(check->diagnostics, E_NOT_A_CHANNEL_NAME, node->span,
                   "a channel is needed here, and this is of type %s", type_text(type));
        return NULL;
    }
    if (type->direction != DIRECTION_NONE && type->direction != use) {
        diag_label(diag_error(check->diagnostics, E_DIRECTION, node->span,
                              "this is the %s end of the channel and cannot be used for %s",
                              end_text(type->direction), use == DIRECTION_IN ? "input" : "output"),
                   "declared with `%s`", type->direction == DIRECTION_IN ? "?" : "!");
        return NULL;
    }
    check_claimed(check, node, use);
    return type->element;
}

static void
wrong_items(struct check *check, const struct node *node, const struct type *protocol,
            size_t wanted, size_t found)
{
    diag_error(check->diagnostics, E_PROTOCOL, node->span,
               "protocol %s has %zu item%s here, but %zu %s given", type_text(protocol), wanted,
               wanted == 1 ? "" : "s", found, found == 1 ? "is" : "are");
}

// ---- items ----

// In csp a text goes to a channel of bytes, byte by byte.
static bool
is_text_output(struct check *check, struct node *item, const struct type *wanted)
{
    const struct type *type;

    if (type_base(wanted)->kind != TYPE_BYTE ||
        !check->program->is_csp(check->program, item->span) || item->kind == NODE_BYTE ||
        item->kind == NODE_INTEGER)
        return false;
    type = type_base(check_expr(check, item, wanted));
    return type->kind == TYPE_STRING ||
           (type->kind == TYPE_ARRAY && type_base(type->element)->kind == TYPE_BYTE);
}

static void
check_counted_output(struct check *check, struct node *item, const struct type *wanted)
{
    struct node_counted *counted;
    const struct type *items;

    if (item->kind != NODE_COUNTED) {
        diag_error(check->diagnostics, E_PROTOCOL, item->span,
                   "protocol %s needs an item of the form `count::array`", type_text(wanted));
        return;
    }
    counted = node_as_counted(item);
    check_value(check, counted->count, wanted->count, "the count");
    items = type_array(wanted->element, SIZE_OPEN);
    check_value(check, counted->items, items, "the counted array");
}

// A CHAN OF ANY carries bytes.
static void
check_any(struct check *check, const struct node *item, const struct type *type)
{
    if (!type_is_error(type) && type_holds_text(type))
        diag_error(check->diagnostics, E_PROTOCOL, item->span,
                   "a CHAN OF ANY carries bytes, and no STRINGs");
}

static void
check_output_item(struct check *check, struct node *item, const struct type *wanted)
{
    if (wanted->kind == TYPE_COUNTED) {
        check_counted_output(check, item, wanted);
        return;
    }
    if (item->kind == NODE_COUNTED) {
        diag_error(check->diagnostics, E_PROTOCOL, item->span,
                   "protocol %s has no counted array here", type_text(wanted));
        return;
    }
    if (wanted->kind == TYPE_ANY)
        check_any(check, item, check_expr(check, item, NULL));
    else if (!is_text_output(check, item, wanted))
        check_value(check, item, wanted, "the value sent");
}

static void
check_counted_input(struct check *check, struct node *item, const struct type *wanted)
{
    struct node_counted *counted;
    const struct type *type;

    if (item->kind != NODE_COUNTED) {
        diag_error(check->diagnostics, E_PROTOCOL, item->span,
                   "protocol %s needs an item of the form `count::array`", type_text(wanted));
        return;
    }
    counted = node_as_counted(item);
    type = check_place(check, counted->count);
    if (!type_fits(wanted->count, type))
        diag_error(check->diagnostics, E_PROTOCOL, counted->count->span,
                   "the count is received into a variable of type %s, not %s",
                   type_text(wanted->count), type_text(type));
    type = check_place(check, counted->items);
    if (!type_fits(type_array(wanted->element, SIZE_OPEN), type))
        diag_error(check->diagnostics, E_PROTOCOL, counted->items->span,
                   "the array is received into a variable of type []%s, not %s",
                   type_text(wanted->element), type_text(type));
}

static void
check_input_item(struct check *check, struct node *item, const struct type *wanted)
{
    const struct type *type;

    if (wanted->kind == TYPE_COUNTED) {
        check_counted_input(check, item, wanted);
        return;
    }
    if (item->kind == NODE_COUNTED) {
        diag_error(check->diagnostics, E_PROTOCOL, item->span,
                   "protocol %s has no counted array here", type_text(wanted));
        return;
    }
    type = check_place(check, item);
    if (wanted->kind == TYPE_ANY)
        check_any(check, item, type);
    if (wanted->kind == TYPE_ANY || type_fits(wanted, type))
        return;
    diag_label(diag_error(check->diagnostics, E_PROTOCOL, item->span,
                          "the value received is of type %s", type_text(wanted)),
               "this is of type %s", type_text(type));
}

typedef void check_item(struct check *check, struct node *item, const struct type *wanted);

// Items from number `from` on against the types of a protocol or tag.
static void
check_items(struct check *check, const struct node *node, const struct nodes *items, size_t from,
            const struct type *protocol, const struct type *const *wanted, size_t count,
            check_item *check_one)
{
    if (items->count - from != count) {
        wrong_items(check, node, protocol, count, items->count - from);
        return;
    }
    for (size_t i = 0; i < count; i++)
        check_one(check, items->at[from + i], wanted[i]);
}

static const struct protocol_tag *
find_tag(struct check *check, const struct type *protocol, const struct name *name,
         struct span span)
{
    const struct protocol_tag *const tag = type_tag(protocol, name);

    if (tag == NULL)
        diag_also(diag_error(check->diagnostics, E_NO_TAG, span, "protocol %s has no tag `%s`",
                             type_text(protocol), name->text),
                  protocol->decl->span, "declared here");
    return tag;
}

static void
check_tagged_output(struct check *check, struct node_output *node, const struct type *protocol)
{
    struct node *const first = node->items.at[0];
    const struct protocol_tag *tag;

    if (first->kind != NODE_NAME) {
        diag_error(check->diagnostics, E_PROTOCOL, first->span,
                   "an output on protocol %s begins with a tag", type_text(protocol));
        return;
    }
    tag = find_tag(check, protocol, node_as_name_use(first)->name, first->span);
    if (tag == NULL)
        return;
    first->type = type_of_kind(TYPE_BYTE);
    first->value = constant_integer(tag->number);
    check_items(check, &node->base, &node->items, 1, protocol,
                (const struct type *const *)tag->items.at, tag->items.count, check_output_item);
}

static void
check_undeclared_item(struct check *check, const struct node *item)
{
    if (item->kind == NODE_NAME && node_as_name_use(item)->decl == NULL)
        diag_error(check->diagnostics, E_UNDECLARED, item->span, "`%s` is not declared",
                   node_as_name_use(item)->name->text);
}

static void
check_each(struct check *check, const struct nodes *items)
{
    for (size_t i = 0; i < items->count; i++)
        if (items->at[i]->kind != NODE_COUNTED)
            check_expr(check, items->at[i], NULL);
}

void
check_output(struct check *check, struct node *process)
{
    struct node_output *const node = node_as_output(process);
    const struct type *const protocol = check_channel(check, node->channel, DIRECTION_OUT);

    check_not_in_function(check, process->span, "output");
    if (protocol == NULL) {
        check_each(check, &node->items);
        return;
    }
    if (protocol->kind == TYPE_PROTOCOL && protocol->is_case) {
        check_tagged_output(check, node, protocol);
        return;
    }
    check_undeclared_item(check, node->items.at[0]);
    if (protocol->kind == TYPE_PROTOCOL)
        check_items(check, process, &node->items, 0, protocol,
                    (const struct type *const *)protocol->items.at, protocol->items.count,
                    check_output_item);
    else if (protocol->kind == TYPE_ANY)
        for (size_t i = 0; i < node->items.count; i++)
            check_output_item(check, node->items.at[i], protocol);
    else
        check_items(check, process, &node->items, 0, protocol, &protocol, 1, check_output_item);
}

static void
check_timer_read(struct check *check, struct node_input *node)
{
    if (node->items.count != 1)
        diag_error(check->diagnostics, E_PROTOCOL, node->base.span, "a TIMER gives one value");
    for (size_t i = 0; i < node->items.count; i++)
        check_input_item(check, node->items.at[i], type_of_kind(TYPE_INT));
}

// `??` needs somebody who waits.
static bool
can_be_extended(struct check *check, const struct node_input *node, const struct type *type)
{
    if (!node->extended || (type->kind != TYPE_TIMER && type->kind != TYPE_PORT))
        return true;
    diag_help(diag_error(check->diagnostics, E_EXTENDED, node->base.span,
                         "`??` reads from a channel, and this is of type %s", type_text(type)),
              "nobody waits at the other end: write `?`");
    return false;
}

static void
check_input_items(struct check *check, struct node_input *node)
{
    struct node *const process = &node->base;
    const struct type *const channel = check_expr(check, node->channel, NULL);
    const struct type *protocol;

    if (!can_be_extended(check, node, channel)) {
        check_each(check, &node->items);
        return;
    }
    if (channel->kind == TYPE_TIMER) {
        check_timer_read(check, node);
        return;
    }
    protocol = check_channel(check, node->channel, DIRECTION_IN);
    if (protocol == NULL) {
        check_each(check, &node->items);
        return;
    }
    if (protocol->kind == TYPE_PROTOCOL && protocol->is_case)
        diag_error(check->diagnostics, E_PROTOCOL, process->span,
                   "protocol %s has tags and is received with `? CASE`", type_text(protocol));
    else if (protocol->kind == TYPE_PROTOCOL)
        check_items(check, process, &node->items, 0, protocol,
                    (const struct type *const *)protocol->items.at, protocol->items.count,
                    check_input_item);
    else if (protocol->kind == TYPE_ANY)
        for (size_t i = 0; i < node->items.count; i++)
            check_input_item(check, node->items.at[i], protocol);
    else
        check_items(check, process, &node->items, 0, protocol, &protocol, 1, check_input_item);
}

// c ? tag; x: from now on the node is c ? CASE tag; x.
static void
make_case_input(struct node *process)
{
    const struct node_input input = *node_as_input(process);
    struct node_variant *const variant =
        node_as_variant(node_new(NODE_VARIANT, input.items.at[0]->span));
    struct node_case_input *made;

    variant->tag = node_as_name_use(input.items.at[0])->name;
    for (size_t i = 1; i < input.items.count; i++)
        nodes_push(&variant->items, input.items.at[i]);
    variant->body = input.body;
    variant->after = input.after;
    process->kind = NODE_CASE_INPUT;
    made = node_as_case_input(process);
    *made = (struct node_case_input){
        .base = *process, .channel = input.channel, .extended = input.extended};
    nodes_push(&made->variants, &variant->base);
}

_Static_assert(sizeof(struct node_case_input) <= sizeof(struct node_input),
               "an input can become one with CASE");

bool
check_names_tag(struct check *check, struct node *process)
{
    const struct node_input *const node = node_as_input(process);
    struct node *const first = node->items.at[0];
    const struct type *channel;

    if (first->kind != NODE_NAME || check->program->is_csp(check->program, process->span))
        return false;
    channel = check_expr(check, node->channel, NULL);
    if (channel->kind == TYPE_CHAN && channel->element->kind == TYPE_PROTOCOL &&
        channel->element->is_case &&
        type_tag(channel->element, node_as_name_use(first)->name) != NULL) {
        make_case_input(process);
        return true;
    }
    if (node_as_name_use(first)->decl == NULL)
        diag_error(check->diagnostics, E_UNDECLARED, first->span, "`%s` is not declared",
                   node_as_name_use(first)->name->text);
    return false;
}

// The process of an input; of an extended one, while the sender is kept waiting.
static void
check_during(struct check *check, struct node *body, bool extended)
{
    const bool outside = check->in_extended;

    if (body == NULL)
        return;
    check->in_extended = outside || extended;
    check_process(check, body);
    check->in_extended = outside;
}

void
check_input(struct check *check, struct node *process)
{
    struct node_input *const node = node_as_input(process);

    check_not_in_function(check, process->span, "input");
    check_input_items(check, node);
    check_during(check, node->body, node->extended != 0);
    if (node->after != NULL)
        check_process(check, node->after);
}

// ---- CASE input ----

static struct node_variant *
variant_of(struct node *node)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    return node_as_variant(node);
}

static void
check_variant(struct check *check, struct node *node, const struct type *protocol, bool extended)
{
    struct node_variant *variant;
    const struct protocol_tag *tag;

    if (node->kind == NODE_SCOPED) {
        check_spec(check, node_as_scoped(node)->spec);
        check_variant(check, node_as_scoped(node)->body, protocol, extended);
        return;
    }
    variant = node_as_variant(node);
    tag = protocol == NULL ? NULL : find_tag(check, protocol, variant->tag, node->span);
    if (tag == NULL) {
        for (size_t i = 0; i < variant->items.count; i++)
            if (variant->items.at[i]->kind != NODE_COUNTED)
                check_expr(check, variant->items.at[i], NULL);
    } else {
        variant->number = tag->number;
        check_items(check, node, &variant->items, 0, protocol,
                    (const struct type *const *)tag->items.at, tag->items.count, check_input_item);
    }
    check_during(check, variant->body, extended);
    if (variant->after != NULL)
        check_process(check, variant->after);
}

static void
refuse_repeated_tags(struct check *check, const struct nodes *variants)
{
    for (size_t i = 0; i < variants->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct node_variant *const a = variant_of(variants->at[k]);
            const struct node_variant *const b = variant_of(variants->at[i]);

            if (a->tag != b->tag)
                continue;
            diag_also(diag_error(check->diagnostics, E_DUPLICATE_OPTION, b->base.span,
                                 "the tag `%s` stands twice", b->tag->text),
                      a->base.span, "first here");
            break;
        }
    }
}

void
check_case_input(struct check *check, struct node *process)
{
    struct node_case_input *const node = node_as_case_input(process);
    const struct type *protocol = check_channel(check, node->channel, DIRECTION_IN);

    check_not_in_function(check, process->span, "input");
    if (protocol != NULL && !(protocol->kind == TYPE_PROTOCOL && protocol->is_case)) {
        diag_error(check->diagnostics, E_PROTOCOL, process->span,
                   "protocol %s has no tags, so `? CASE` cannot be used", type_text(protocol));
        protocol = NULL;
    }
    refuse_repeated_tags(check, &node->variants);
    for (size_t i = 0; i < node->variants.count; i++)
        check_variant(check, node->variants.at[i], protocol, node->extended != 0);
}

void
check_timer_after(struct check *check, struct node *process)
{
    struct node_timer_after *const node = node_as_timer_after(process);
    const struct type *const type = check_expr(check, node->timer, NULL);

    check_not_in_function(check, process->span, "a TIMER");
    check_value(check, node->time, type_of_kind(TYPE_INT), "a time");
    if (!type_is_error(type) && type->kind != TYPE_TIMER)
        diag_error(check->diagnostics, E_PROTOCOL, node->timer->span,
                   "`? AFTER` needs a TIMER, and this is of type %s", type_text(type));
}

// ---- guards ----

static void
check_end_guard(struct check *check, struct node_end_guard *node)
{
    check_channel(check, node->channel, DIRECTION_IN);
    if (!check->program->is_csp(check->program, node->base.span))
        diag_error(check->diagnostics, E_END_IN_OCCAM, node->base.span,
                   "`? END` is csp and has no meaning in an occam file");
}

static void
refuse_output(struct check *check, const struct node *node, const char *what)
{
    diag_error(check->diagnostics, E_GUARD, node->span, "%s", what);
}

static bool
is_named_place(const struct node *node)
{
    while (node->kind == NODE_SUBSCRIPT || node->kind == NODE_SLICE)
        node = node->kind == NODE_SUBSCRIPT ? node_as_subscript(node)->of : node_as_slice(node)->of;
    return node->kind == NODE_NAME;
}

// The first item of an output guard is worked out before anybody takes it, and is kept for that long.
static void
check_output_guard(struct check *check, const struct node_output *node, bool in_row)
{
    const struct type *const channel = node->channel->type;
    const struct node *const item = node->items.at[0];

    if (!check->program->is_csp(check->program, node->base.span))
        refuse_output(check, &node->base, "an output guard is csp; in occam guards are inputs");
    if (channel == NULL || channel->kind != TYPE_CHAN || item->type == NULL)
        return;
    if (channel->element->kind == TYPE_ANY)
        refuse_output(check, item, "an output guard on a CHAN OF ANY is not possible");
    else if (type_base(channel->element)->kind == TYPE_BYTE &&
             (type_base(item->type)->kind == TYPE_STRING || item->type->kind == TYPE_ARRAY))
        refuse_output(check, item, "an output guard sends one item, and a text is many");
    else if (type_mobile_of(item) != NULL && !is_named_place(item))
        refuse_output(check, item, "the mobile that an output guard sends must be a variable");
    else if (in_row && !is_named_place(item) && type_base(item->type)->kind >= TYPE_ARRAY)
        refuse_output(check, item,
                      "an array or record sent by a replicated guard must be a variable");
}

// The process behind the guard is that of its one variant.
static void
check_tagged_guard(struct check *check, struct node_guard *node)
{
    const struct node_case_input *const input = node_as_case_input(node->input);

    node_as_variant(input->variants.at[0])->body = node->body;
    node->body = NULL;
    check_case_input(check, node->input);
}

static void
check_guard(struct check *check, struct node_guard *node)
{
    if (node->condition != NULL)
        check_value(check, node->condition, type_of_kind(TYPE_BOOL), "a guard's condition");
    switch (node->input->kind) {
    case NODE_SKIP: break;
    case NODE_END_GUARD: check_end_guard(check, node_as_end_guard(node->input)); break;
    case NODE_OUTPUT:
        check_output(check, node->input);
        check_output_guard(check, node_as_output(node->input), check->in_row);
        break;
    case NODE_INPUT:
        if (check_names_tag(check, node->input)) {
            check_tagged_guard(check, node);
            break;
        }
        check_input(check, node->input);
        if (node_as_input(node->input)->channel->type != NULL &&
            node_as_input(node->input)->channel->type->kind == TYPE_TIMER)
            diag_error(check->diagnostics, E_GUARD, node->input->span,
                       "a TIMER as a guard needs AFTER");
        break;
    default: check_process(check, node->input); break;
    }
    if (node->body != NULL)
        check_process(check, node->body);
}

static void
check_alternative(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_SCOPED:
        check->in_guard = true;
        check_spec(check, node_as_scoped(node)->spec);
        check->in_guard = false;
        check_alternative(check, node_as_scoped(node)->body);
        break;
    case NODE_ALT: check_alt(check, node); break;
    default: check_guard(check, node_as_guard(node)); break;
    }
}

// The channel of an alternative that is a guard; NULL for others.
static const struct node *
guard_channel(const struct node *node, enum direction *end)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    if (node->kind != NODE_GUARD)
        return NULL;
    node = node_as_guard(node)->input;
    *end = node->kind == NODE_OUTPUT ? DIRECTION_OUT : DIRECTION_IN;
    switch ((int)node->kind) {
    case NODE_OUTPUT: return node_as_output(node)->channel;
    case NODE_INPUT: return node_as_input(node)->channel;
    case NODE_CASE_INPUT: return node_as_case_input(node)->channel;
    default: return NULL;
    }
}

// Whether two channels are seen to be one.
static bool
is_same_channel(const struct node *a, const struct node *b)
{
    if (a == NULL || b == NULL || a->kind != b->kind)
        return false;
    if (a->kind == NODE_NAME)
        return node_as_name_use(a)->decl == node_as_name_use(b)->decl;
    if (a->kind != NODE_SUBSCRIPT)
        return false;
    a = node_as_subscript(a)->index;
    b = node_as_subscript(b)->index;
    return a->value != NULL && b->value != NULL && a->value->integer == b->value->integer;
}

// A process cannot communicate with itself.
static void
refuse_both_ends(struct check *check, const struct node_alt *node)
{
    enum direction a = DIRECTION_NONE, b = DIRECTION_NONE;

    for (size_t i = 0; i < node->guards.count; i++) {
        const struct node *const later = guard_channel(node->guards.at[i], &b);

        for (size_t k = 0; k < i; k++) {
            const struct node *const earlier = guard_channel(node->guards.at[k], &a);

            if (!is_same_channel(earlier, later) || a == b)
                continue;
            diag_also(diag_error(check->diagnostics, E_GUARD, later->span,
                                 "both ends of one channel are guards of one ALT"),
                      earlier->span, "the other end");
            return;
        }
    }
}

void
check_alt(struct check *check, struct node *process)
{
    struct node_alt *const node = node_as_alt(process);
    const bool in_row = check->in_row;

    check_not_in_function(check, process->span, "ALT");
    check_counting_only(check, node->replicator, "ALT");
    if (node->guards.count == 0)
        diag_warning(check->diagnostics, WARN_EMPTY, E_EMPTY_CONSTRUCT, process->span,
                     "an ALT without guards is STOP");
    check->in_row = in_row || node->replicator != NULL;
    for (size_t i = 0; i < node->guards.count; i++)
        check_alternative(check, node->guards.at[i]);
    check->in_row = in_row;
    refuse_both_ends(check, node);
}
