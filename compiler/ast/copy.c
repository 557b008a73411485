// SPDX-License-Identifier: MIT
// Copies: of expressions, to be checked again where more is known, and of generic declarations.
#include "ast/ast.h"

#include "base/mem.h"

static struct node *copy_node(const struct node *node, struct copying *copying);

static struct nodes
copy_list(const struct nodes *list, struct copying *copying)
{
    struct nodes copy = {0};

    for (size_t i = 0; i < list->count; i++)
        nodes_push(&copy, copy_node(list->at[i], copying));
    return copy;
}

static void
copy_fields(struct node *copy, const struct node *node, struct copying *copying)
{
    switch (node->kind) {
#define CHILD(x) to->x = copy_node(from->x, copying);
#define MAYBE(x) to->x = copy_node(from->x, copying);
#define LIST(x) to->x = copy_list(&from->x, copying);
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

// ---- what the pass of names found ----

static bool
is_inside(const struct decl *decl, const struct decl *routine)
{
    while (decl != NULL && decl != routine)
        decl = decl->owner;
    return decl != NULL;
}

static struct decl *
copy_decl(struct decl *decl, struct copying *copying)
{
    struct decl *made;

    if (decl == NULL || copying == NULL)
        return decl;
    made = map_get(&copying->decls, decl);
    if (made != NULL || copying->routine == NULL || !is_inside(decl, copying->routine))
        return made != NULL ? made : decl;
    made = mem_new(struct decl);
    *made = *decl;
    map_put(&copying->decls, decl, made);
    vec_push(&copying->made, made);
    made->owner = copy_decl(decl->owner, copying);
    made->hidden = copy_decl(decl->hidden, copying);
    return made;
}

// What is generic, the copied declaration itself too, is still so where it is used.
static struct decl *
copy_use(struct decl *decl, struct copying *copying)
{
    return decl != NULL && decl->generic != NULL ? decl : copy_decl(decl, copying);
}

static void
copy_names(struct node *copy, const struct node *node, struct copying *copying)
{
    switch (node->kind) {
    case NODE_DEFINE: // of an expression alone it is new
        if (copying != NULL)
            node_as_define(copy)->decl = copy_decl(node_as_define(node)->decl, copying);
        break;
    case NODE_NAME:
        node_as_name_use(copy)->decl = copy_use(node_as_name_use(node)->decl, copying);
        break;
    case NODE_TYPE_NAME:
        node_as_type_name(copy)->decl = copy_use(node_as_type_name(node)->decl, copying);
        break;
    case NODE_TYPE_GENERIC:
        node_as_type_generic(copy)->decl = copy_use(node_as_type_generic(node)->decl, copying);
        break;
    case NODE_MONADIC:
        node_as_monadic(copy)->decl = copy_decl(node_as_monadic(node)->decl, copying);
        break;
    case NODE_DYADIC:
        node_as_dyadic(copy)->decl = copy_decl(node_as_dyadic(node)->decl, copying);
        break;
    default: break;
    }
}

static struct node *
copy_node(const struct node *node, struct copying *copying)
{
    struct node *copy;

    if (node == NULL)
        return NULL;
    copy = node_new(node->kind, node->span);
    copy->bracketed = node->bracketed;
    copy_fields(copy, node, copying);
    copy_names(copy, node, copying);
    if (copying != NULL)
        map_put(&copying->nodes, node, copy);
    return copy;
}

struct node *
node_copy(const struct node *node)
{
    return copy_node(node, NULL);
}

struct node *
node_copy_spec(const struct node *node, struct copying *copying)
{
    struct node *const copy = copy_node(node, copying);

    for (size_t i = 0; i < copying->made.count; i++) {
        struct node *const declares = map_get(&copying->nodes, copying->made.at[i]->node);

        if (declares != NULL)
            copying->made.at[i]->node = declares;
    }
    return copy;
}
