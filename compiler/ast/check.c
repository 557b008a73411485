// SPDX-License-Identifier: MIT
// The tree checker: every CHILD is there, every span lies in the program.
#include "ast/ast.h"

#include "base/mem.h"

struct check {
    const struct node *parent;
    const char *fault;
};

static void check_node(struct node *node, void *context);

static void
check_child(void *context, const char *field, struct node *child, bool may_lack)
{
    struct check *const check = context;

    if (child == NULL && !may_lack && check->fault == NULL)
        check->fault =
            mem_format("`%s` lacks its `%s`", node_kind_name(check->parent->kind), field);
}

static void
check_node(struct node *node, void *context)
{
    static const struct field_visitor visitor = {.child = check_child};
    struct check *const check = context;
    const struct node *const parent = check->parent;

    check->parent = node;
    node_fields(node, &visitor, check);
    if (node->span.to < node->span.from && check->fault == NULL)
        check->fault = mem_format("`%s` has a reversed span", node_kind_name(node->kind));
    if (check->fault == NULL)
        node_children(node, check_node, check);
    check->parent = parent;
}

const char *
ast_check(const struct node *node)
{
    struct check check = {node, NULL};

    check_node((struct node *)(uintptr_t)node, &check);
    return check.fault;
}
