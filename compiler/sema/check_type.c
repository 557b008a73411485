// SPDX-License-Identifier: MIT
// Types as written.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

enum { LARGEST_ARRAY_BITS = 40, LARGEST_DIMENSIONS = 64 };

static bool
is_too_large(struct check *check, const struct type *element, int64_t size)
{
    const int64_t bytes = type_bytes(element, check->program);

    return bytes > 0 && size > (INT64_C(1) << LARGEST_ARRAY_BITS) / bytes;
}

// A size that need not be known: NULL where it is not. False after an error.
static bool
array_size(struct check *check, struct node *node, const struct constant **size)
{
    const struct type *const integer = type_of_kind(TYPE_INT);

    if (!check->sizes_are_free) {
        *size = check_constant(check, node, integer, "an array dimension");
        return *size != NULL;
    }
    if (type_is_error(check_value(check, node, integer, "an array dimension")))
        return false;
    if (node->value == NULL)
        node->value = fold_with_calls(check, node, integer);
    *size = node->value;
    return true;
}

// What a channel or a PORT carries has sizes that are known.
static const struct type *
carried_type(struct check *check, struct node *node)
{
    const bool sizes_are_free = check->sizes_are_free;
    const struct type *type;

    check->sizes_are_free = false;
    type = check_no_barrier(check, node, check_type(check, node), "sent");
    check->sizes_are_free = sizes_are_free;
    return type;
}

static const struct type *
array_type(struct check *check, struct node_type_array *node)
{
    const struct type *const element = check_no_barrier(
        check, node->element, check_type(check, node->element), "an element of an array");
    const struct constant *size;

    if (node->size == NULL)
        return type_array(element, SIZE_OPEN);
    if (!array_size(check, node->size, &size))
        return type_of_kind(TYPE_ERROR);
    if (size == NULL)
        return type_array(element, SIZE_OPEN);
    if (size->integer < 0 ||
        (size->integer == 0 && !check->program->is_csp(check->program, node->size->span))) {
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, node->size->span,
                   "an array cannot have %lld elements", (long long)size->integer);
        return type_of_kind(TYPE_ERROR);
    }
    if (is_too_large(check, element, size->integer)) {
        diag_error(check->diagnostics, E_TOO_LARGE, node->base.span,
                   "an array cannot have more than 2^%d bytes", LARGEST_ARRAY_BITS);
        return type_of_kind(TYPE_ERROR);
    }
    return type_array(element, size->integer);
}

// T! and T?, ends of a CHAN TYPE.
static const struct type *
end_type(struct check *check, const struct node_type_name *node, const struct decl *decl)
{
    if (decl->kind == DECL_ERROR || (decl->kind == DECL_CHAN_TYPE && type_is_error(decl->type)))
        return type_of_kind(TYPE_ERROR);
    if (decl->kind != DECL_CHAN_TYPE) {
        diag_also(diag_error(check->diagnostics, E_BUNDLE, node->base.span,
                             "`%s` is no CHAN TYPE and has no ends", node->name->text),
                  decl->span, "declared here");
        return type_of_kind(TYPE_ERROR);
    }
    if (node->direction == DIRECTION_NONE) {
        diag_help(diag_error(check->diagnostics, E_BUNDLE, node->base.span,
                             "a variable holds one end of a CHAN TYPE"),
                  "write `%s!` for the client's end or `%s?` for the server's", node->name->text,
                  node->name->text);
        return type_of_kind(TYPE_ERROR);
    }
    return type_end(decl->type, (enum direction)node->direction, node->shared != 0);
}

static const struct type *
named_type(struct check *check, struct node_type_name *node)
{
    const struct decl *const decl = node->decl;

    if (decl->kind == DECL_CHAN_TYPE || node->shared || node->direction != DIRECTION_NONE)
        return end_type(check, node, decl);
    if (decl->kind == DECL_TYPE && decl->node == NULL)
        return type_of_kind(TYPE_STRING);
    if (decl->generic != NULL)
        return generic_without_types(check, &node->base, decl);
    if (decl->kind == DECL_TYPE || decl->kind == DECL_PROTOCOL)
        return decl->type;
    if (decl->kind != DECL_ERROR)
        diag_also(diag_error(check->diagnostics, E_WRONG_KIND, node->base.span, "`%s` is no type",
                             node->name->text),
                  decl->span, "declared here");
    return type_of_kind(TYPE_ERROR);
}

static bool
count_type_fits(const struct type *type)
{
    return type_is_integer(type);
}

static const struct type *
counted_type(struct check *check, struct node_type_counted *node)
{
    const struct type *const count = check_type(check, node->count);
    const struct type *const element = carried_type(check, node->element);

    if (type_is_error(count) || type_is_error(element))
        return type_of_kind(TYPE_ERROR);
    if (!count_type_fits(count)) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->count->span,
                   "the count of a counted array is an integer, not %s", type_text(count));
        return type_of_kind(TYPE_ERROR);
    }
    return type_counted(count, element);
}

// CHAN P? c, where P is a PROTOCOL or type: the direction is that of the channel.
static void
take_direction(struct node_type_chan *node)
{
    struct node_type_name *name;

    if (node->protocol->kind != NODE_TYPE_NAME)
        return;
    name = node_as_type_name(node->protocol);
    if (name->direction == DIRECTION_NONE || name->shared || name->decl->kind == DECL_CHAN_TYPE ||
        name->decl->kind == DECL_ERROR)
        return;
    node->direction = name->direction;
    name->direction = DIRECTION_NONE;
}

// Room for items of one kind, whose size is known.
static bool
check_buffered(struct check *check, const struct node_type_chan *node, const struct type *protocol)
{
    static const char *const words[] = {"BUFFERED", "DROPPING", "SLIDING"};
    const int least = node->overflow == OVERFLOW_WAITS ? 0 : 1;

    if (!check->may_be_buffered) {
        diag_help(diag_error(check->diagnostics, E_BAD_TYPE, node->base.span,
                             "%s belongs to the declaration of a channel that is not SHARED",
                             words[node->overflow]),
                  "a channel with room and one without are of the same type, `CHAN %s`",
                  type_text(protocol));
        return false;
    }
    if (!type_is_data(protocol) || type_has_open_size(protocol)) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->protocol->span,
                   "a %s channel has room for items of one plain type, not for %s",
                   words[node->overflow], type_text(protocol));
        return false;
    }
    check_value(check, node->buffered, type_of_kind(TYPE_INT), "the room of a channel");
    if (node->buffered->value != NULL && node->buffered->value->integer < least) {
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, node->buffered->span,
                   "a %s channel cannot have room for %lld items", words[node->overflow],
                   (long long)node->buffered->value->integer);
        return false;
    }
    return true;
}

static const struct type *
chan_type(struct check *check, struct node_type_chan *node)
{
    take_direction(node);
    const struct type *const protocol = carried_type(check, node->protocol);

    if (type_is_error(protocol))
        return protocol;
    if (protocol->kind == TYPE_CHAN || protocol->kind == TYPE_TIMER ||
        protocol->kind == TYPE_BUNDLE) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->protocol->span,
                   "a channel cannot carry a %s", type_text(protocol));
        return type_of_kind(TYPE_ERROR);
    }
    if (node->buffered != NULL && !check_buffered(check, node, protocol))
        return type_of_kind(TYPE_ERROR);
    return type_chan(protocol, (enum direction)node->direction);
}

// The runtime takes so many sizes.
static bool
has_too_many_sizes(struct check *check, struct span span, const struct type *type)
{
    int count = 0;

    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element))
        count += type->size == SIZE_OPEN;
    if (count > LARGEST_DIMENSIONS)
        diag_error(check->diagnostics, E_TOO_LARGE, span,
                   "a mobile array cannot have more than %d dimensions", LARGEST_DIMENSIONS);
    return count > LARGEST_DIMENSIONS;
}

static const struct type *
mobile_type(struct check *check, struct node_type_mobile *node)
{
    const struct type *of;

    if (node->any_end)
        return type_any_end((enum direction)node->direction, node->shared != 0);
    if (node->of == NULL) {
        check_unsupported(check, node->base.span, "MOBILE.PROC or MOBILE.ANY");
        return type_of_kind(TYPE_ERROR);
    }
    of = check_type(check, node->of);
    if (type_is_error(of) || !has_too_many_sizes(check, node->base.span, of))
        return type_is_error(of) ? of : type_mobile(of);
    return type_of_kind(TYPE_ERROR);
}

static const struct type *
type_of_node(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_TYPE_PRIM: return type_of_prim((enum prim)node_as_type_prim(node)->prim);
    case NODE_TYPE_ARRAY: return array_type(check, node_as_type_array(node));
    case NODE_TYPE_NAME: return named_type(check, node_as_type_name(node));
    case NODE_TYPE_CHAN: return chan_type(check, node_as_type_chan(node));
    case NODE_TYPE_PORT: return type_port(carried_type(check, node_as_type_port(node)->protocol));
    case NODE_TYPE_COUNTED: return counted_type(check, node_as_type_counted(node));
    case NODE_TYPE_ANY: return type_of_kind(TYPE_ANY);
    case NODE_TYPE_MOBILE: return mobile_type(check, node_as_type_mobile(node));
    case NODE_TYPE_MAP: return check_map_type(check, node_as_type_map(node));
    case NODE_TYPE_GENERIC: return generic_type(check, node_as_type_generic(node));
    default:
        diag_error(check->diagnostics, E_WRONG_KIND, node->span, "a type is expected here");
        break;
    }
    return type_of_kind(TYPE_ERROR);
}

const struct type *
check_type(struct check *check, struct node *node)
{
    if (node->type == NULL)
        node->type = type_of_node(check, node);
    return node->type;
}
