// SPDX-License-Identifier: MIT
// Nodes that are not in the source: what sema puts in the place of SEQ x IN xs and CASE of sums.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

struct node *
made_use(struct decl *decl, struct span span)
{
    struct node_name_use *const use = node_as_name_use(node_new(NODE_NAME, span));

    use->name = decl->name;
    use->decl = decl;
    return &use->base;
}

struct node *
made_define(struct check *check, const char *name, struct span span)
{
    struct node_define *const define = node_as_define(node_new(NODE_DEFINE, span));
    struct decl *const decl = mem_new(struct decl);

    *decl = (struct decl){.name = name_of(name), .span = span, .owner = check->routine};
    define->name = decl->name;
    define->decl = decl;
    return &define->base;
}

struct node *
made_val(struct node *name, struct node *of, struct node *body)
{
    struct node_abbreviate *const val =
        node_as_abbreviate(node_new(NODE_ABBREVIATE, span_join(name->span, of->span)));
    struct node_scoped *const scoped = node_as_scoped(node_new(NODE_SCOPED, body->span));

    val->is_val = 1;
    val->name = name;
    val->of = of;
    define_decl(name)->kind = DECL_VAL;
    define_decl(name)->node = &val->base;
    scoped->spec = &val->base;
    scoped->body = body;
    return &scoped->base;
}

struct node *
made_subscript(struct node *of, struct node *index)
{
    struct node_subscript *const made = node_as_subscript(node_new(NODE_SUBSCRIPT, of->span));

    made->of = of;
    made->index = index;
    return &made->base;
}
