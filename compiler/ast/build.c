// SPDX-License-Identifier: MIT
// Making nodes, and the facts about kinds and operators that the .def files state.
#include "ast/ast.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    size_t size;
} kinds[] = {
#define NODE(kind, tag, name, fields) {name, sizeof(struct node_##tag)},
#include "ast/nodes.def"
#undef NODE
};

static const struct {
    const char *spelling;
    bool associative;
} operators[] = {
#define OPERATOR(name, spelling, c, associative) {spelling, associative},
#include "ast/operators.def"
#undef OPERATOR
};

const struct intrinsic_info *
intrinsic_info(enum intrinsic intrinsic)
{
    static const struct intrinsic_info infos[] = {
#define INTRINSIC(name, spelling, parameters, results, nature)                                     \
    {spelling, parameters, results, NATURE_##nature},
#include "ast/intrinsics.def"
#undef INTRINSIC
    };

    return &infos[intrinsic];
}

struct node *
node_new(enum node_kind kind, struct span span)
{
    struct node *const node = mem_alloc(kinds[kind].size);
    node->kind = kind;
    node->span = span;
    return node;
}

const char *
node_kind_name(enum node_kind kind)
{
    return kinds[kind].name;
}

const struct node *
node_expect(const struct node *node, enum node_kind kind)
{
    if (node == NULL || node->kind != kind) {
        fprintf(stderr, "cspc: internal error: node is `%s`, expected `%s`\n",
                node == NULL ? "none" : kinds[node->kind].name, kinds[kind].name);
        exit(4);
    }
    return node;
}

const char *
op_spelling(enum op op)
{
    return operators[op].spelling;
}

bool
op_is_associative(enum op op)
{
    return operators[op].associative;
}

bool
fork_outlives(const struct program *program, const struct node_fork *fork, const struct decl *decl)
{
    if (decl->kind == DECL_FORMAL && decl->owner != NULL && decl->owner == program->main)
        return true;
    return fork->inside != NULL && decl->forking != fork->inside;
}
