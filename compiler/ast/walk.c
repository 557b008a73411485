// SPDX-License-Identifier: MIT
// Walking the tree by nodes.def, without a line of code per kind.
#include "ast/ast.h"

#define CHILD(x)                                                                                   \
    if (visitor->child != NULL)                                                                    \
        visitor->child(context, #x, typed->x, false);
#define MAYBE(x)                                                                                   \
    if (visitor->child != NULL)                                                                    \
        visitor->child(context, #x, typed->x, true);
#define LIST(x)                                                                                    \
    if (visitor->list != NULL)                                                                     \
        visitor->list(context, #x, &typed->x);
#define WORD(x)                                                                                    \
    if (visitor->word != NULL)                                                                     \
        visitor->word(context, #x, typed->x);
#define TEXT(x)                                                                                    \
    if (visitor->text != NULL)                                                                     \
        visitor->text(context, #x, typed->x);
#define NUMBER(x)                                                                                  \
    if (visitor->number != NULL)                                                                   \
        visitor->number(context, #x, typed->x);
#define NOTE(type, x)

void
node_fields(const struct node *node, const struct field_visitor *visitor, void *context)
{
    switch (node->kind) {
#define NODE(kind_, tag, name, fields)                                                             \
    case NODE_##kind_: {                                                                           \
        const struct node_##tag *const typed = (const struct node_##tag *)(const void *)node;      \
        fields break;                                                                              \
    }
#include "ast/nodes.def"
#undef NODE
    case NODE_KINDS: break;
    }
}

struct children {
    node_visit *visit;
    void *context;
};

static void
visit_child(void *context, const char *field, struct node *child, bool may_lack)
{
    struct children *const children = context;

    (void)field;
    (void)may_lack;
    if (child != NULL)
        children->visit(child, children->context);
}

static void
visit_list(void *context, const char *field, const struct nodes *list)
{
    struct children *const children = context;

    (void)field;
    for (size_t i = 0; i < list->count; i++)
        children->visit(list->at[i], children->context);
}

void
node_children(const struct node *node, node_visit *visit, void *context)
{
    static const struct field_visitor visitor = {.child = visit_child, .list = visit_list};
    struct children children = {visit, context};

    node_fields(node, &visitor, &children);
}
