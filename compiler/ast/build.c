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

struct foreign *
spec_foreign(const struct node *spec)
{
    return spec->kind == NODE_PROC       ? node_as_proc(spec)->foreign
           : spec->kind == NODE_FUNCTION ? node_as_function(spec)->foreign
                                         : NULL;
}

const struct nodes *
spec_generics(const struct node *spec)
{
    switch (spec->kind) {
    case NODE_PROC: return &node_as_proc(spec)->generics;
    case NODE_FUNCTION: return &node_as_function(spec)->generics;
    case NODE_DATA_TYPE: return &node_as_data_type(spec)->generics;
    case NODE_RECORD: return &node_as_record(spec)->generics;
    case NODE_SUM_TYPE: return &node_as_sum_type(spec)->generics;
    case NODE_PROTOCOL: return &node_as_protocol(spec)->generics;
    case NODE_PROTOCOL_CASE: return &node_as_protocol_case(spec)->generics;
    default: return NULL;
    }
}

struct decl *
spec_decl(const struct node *spec)
{
    const struct node *name;

    switch (spec->kind) {
    case NODE_PROC: name = node_as_proc(spec)->name; break;
    case NODE_FUNCTION: name = node_as_function(spec)->name; break;
    case NODE_DATA_TYPE: name = node_as_data_type(spec)->name; break;
    case NODE_RECORD: name = node_as_record(spec)->name; break;
    case NODE_SUM_TYPE: name = node_as_sum_type(spec)->name; break;
    case NODE_PROTOCOL: name = node_as_protocol(spec)->name; break;
    default: name = node_as_protocol_case(spec)->name; break;
    }
    return node_as_define(name)->decl;
}

const struct diag_context *
decl_context(const struct decl *decl)
{
    while (decl != NULL && decl->context == NULL)
        decl = decl->owner;
    return decl == NULL ? NULL : decl->context;
}
