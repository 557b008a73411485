// SPDX-License-Identifier: MIT
// SEQ x IN c?, what a channel carries, SEQ i, x IN xs, the elements of an array, and SEQ k, v IN m,
// the entries of a MAP.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

void
check_names_wrong(const struct nodes *names)
{
    for (size_t i = 0; i < names->count; i++)
        define_decl(names->at[i])->type = type_of_kind(TYPE_ERROR);
}

// SEQ x IN c?: what the channel carries.
void
check_iteration(struct check *check, struct node_replicator_in *node)
{
    struct node *const channel =
        node->over->kind == NODE_END_OF ? node_as_end_of(node->over)->channel : node->over;
    const struct type *protocol;

    if (check_expr(check, node->over, NULL)->kind != TYPE_CHAN) {
        if (!type_is_error(node->over->type))
            diag_error(check->diagnostics, E_BAD_TYPE, node->over->span,
                       "SEQ goes through a channel or an array, not through a %s",
                       type_text(node->over->type));
        check_names_wrong(&node->names);
        return;
    }
    if (node->names.count != 1) {
        diag_error(check->diagnostics, E_SYNTAX, node->names.at[1]->span,
                   "what comes from a channel has one name");
        check_names_wrong(&node->names);
        return;
    }
    check_not_in_function(check, node->base.span, "input");
    protocol = check_channel(check, channel, DIRECTION_IN);
    if (protocol != NULL && !type_is_data(protocol)) {
        diag_error(check->diagnostics, E_PROTOCOL, node->over->span,
                   "`SEQ x IN c?` needs a channel of a plain type, not of %s", type_text(protocol));
        protocol = NULL;
    }
    define_decl(node->names.at[0])->type = protocol != NULL ? protocol : type_of_kind(TYPE_ERROR);
}

// ---- arrays ----
//
//     SEQ i, x IN xs          SEQ i = 0 FOR SIZE xs
//       p                       VAL x IS xs[i]:
//                               p
//
// What is no name gets one before, so that it is worked out once.

static struct node *
counting(struct node *name, struct node *over)
{
    struct node_replicator *const made =
        node_as_replicator(node_new(NODE_REPLICATOR, span_join(name->span, over->span)));
    struct node_integer *const zero = node_as_integer(node_new(NODE_INTEGER, over->span));
    struct node_size *const size = node_as_size(node_new(NODE_SIZE, over->span));

    zero->text = (struct text_piece){"0", 1};
    size->of = over;
    made->name = name;
    made->from = &zero->base;
    made->count = &size->base;
    define_decl(name)->kind = DECL_VAL;
    define_decl(name)->is_replicator = true;
    define_decl(name)->node = &made->base;
    return &made->base;
}

static void
each_element(struct check *check, struct node_seq *seq, const struct node_replicator_in *node)
{
    struct node *const index = node->names.count == 2
                                   ? node->names.at[0]
                                   : made_define(check, "i", node->names.at[0]->span);
    struct node *const item = vec_last(&node->names);
    struct node *over = node->over, *row = NULL;
    struct node_seq *loop = seq;

    if (over->kind != NODE_NAME) {
        row = made_define(check, "row", over->span);
        loop = node_as_seq(node_new(NODE_SEQ, seq->base.span));
        loop->body = seq->body;
        over = made_use(define_decl(row), over->span);
    }
    loop->replicator = counting(index, over);
    loop->body.at[0] =
        made_val(item, made_subscript(node_copy(over), made_use(define_decl(index), index->span)),
                 loop->body.at[0]);
    if (row == NULL)
        return;
    seq->replicator = NULL;
    seq->body = (struct nodes){0};
    nodes_push(&seq->body, made_val(row, node->over, &loop->base));
}

// ---- maps ----
//
//     SEQ k, v IN m           SEQ i = 0 FOR SIZE m
//       p                       VAL k IS keys of m[i]:
//                               VAL v IS values of m[i]:
//                               p

static struct node *
entry(const struct node *map, int field, struct node *index)
{
    struct node_name_use *const name = node_as_name_use(node_new(NODE_NAME, map->span));
    struct node *const array = made_subscript(node_copy(map), &name->base);

    name->name = type_base(map->type)->fields.at[field].name;
    node_as_subscript(array)->is_field = 1;
    node_as_subscript(array)->field = field;
    return made_subscript(array, made_use(define_decl(index), index->span));
}

static void
each_entry(struct check *check, struct node_seq *seq, const struct node_replicator_in *node)
{
    struct node *const index = made_define(check, "entry", node->over->span);
    struct node **const body = &seq->body.at[0];

    if (node->over->kind != NODE_NAME && node->over->kind != NODE_SUBSCRIPT) {
        diag_error(check->diagnostics, E_SYNTAX, node->over->span,
                   "give the MAP a name, and go through that");
        check_names_wrong(&node->names);
        return;
    }
    seq->replicator = counting(index, node->over);
    *body = made_val(vec_last(&node->names), entry(node->over, MAP_VALUES, index), *body);
    if (node->names.count == 2)
        *body = made_val(node->names.at[0], entry(node->over, MAP_KEYS, index), *body);
}

void
check_seq_in(struct check *check, struct node_seq *seq)
{
    struct node_replicator_in *const node = node_as_replicator_in(seq->replicator);
    const struct type *const over = type_base(check_expr(check, node->over, NULL));
    const bool is_map = !type_is_error(over) && type_is_map(over);

    if ((over->kind != TYPE_ARRAY || !type_is_data(over)) && !is_map) {
        check_iteration(check, node);
        return;
    }
    if (node->names.count > 2) {
        diag_error(check->diagnostics, E_SYNTAX, node->names.at[2]->span,
                   is_map ? "a MAP has keys and values: there are at most two names"
                          : "an array has subscripts and elements: there are at most two names");
        check_names_wrong(&node->names);
        return;
    }
    (is_map ? each_entry : each_element)(check, seq, node);
    check_replicator(check, seq->replicator);
}
