// SPDX-License-Identifier: MIT
// Copies of expressions, to be checked again where more is known.
#include "ast/ast.h"

#include "base/mem.h"

static struct nodes
copy_list(const struct nodes *list)
{
    struct nodes copy = {0};

    for (size_t i = 0; i < list->count; i++)
        nodes_push(&copy, node_copy(list->at[i]));
    return copy;
}

static void
copy_fields(struct node *copy, const struct node *node)
{
    switch (node->kind) {
#define CHILD(x) to->x = node_copy(from->x);
#define MAYBE(x) to->x = node_copy(from->x);
#define LIST(x) to->x = copy_list(&from->x);
#define WORD(x) to->x = from->x;
#define TEXT(x) to->x = from->x;
#define NUMBER(x) to->x = from->x;
#define NOTE(type, x)
#define NODE(kind_, tag, name, fields)                                                             \
    case NODE_##kind_: {                                                                           \
        const struct node_##tag *const from = node_as_##tag(node);                                 \
        struct node_##tag *const to = node_as_##tag(copy);                                         \
        fields break;                                                                              \
    }
#include "ast/nodes.def"
#undef NODE
#undef CHILD
#undef MAYBE
#undef LIST
#undef WORD
#undef TEXT
#undef NUMBER
#undef NOTE
    case NODE_KINDS: break;
    }
}

struct node *
node_copy(const struct node *node)
{
    struct node *copy;

    if (node == NULL)
        return NULL;
    copy = node_new(node->kind, node->span);
    copy->bracketed = node->bracketed;
    copy_fields(copy, node);
    // What the pass of names found stays.
    if (node->kind == NODE_NAME)
        node_as_name_use(copy)->decl = node_as_name_use(node)->decl;
    else if (node->kind == NODE_TYPE_NAME)
        node_as_type_name(copy)->decl = node_as_type_name(node)->decl;
    else if (node->kind == NODE_MONADIC)
        node_as_monadic(copy)->decl = node_as_monadic(node)->decl;
    else if (node->kind == NODE_DYADIC)
        node_as_dyadic(copy)->decl = node_as_dyadic(node)->decl;
    return copy;
}
