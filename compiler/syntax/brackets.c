// SPDX-License-Identifier: MIT
// Where the brackets of a chain of operators belong, if it is read as mathematics reads it:
// multiplication before addition before comparison before AND before OR, from left to right.
#include <config.h>

#include "syntax/actions.h"

#include "base/mem.h"

struct chain {
    VEC(const struct node *) operands;
    VEC(enum op) ops; // ops.at[i] stands between operands i and i + 1
};

static void
flatten(const struct node *node, struct chain *chain)
{
    if (node->kind == NODE_DYADIC && !node->bracketed) {
        flatten(node_as_dyadic(node)->left, chain);
        vec_push(&chain->ops, (enum op)node_as_dyadic(node)->op);
        node = node_as_dyadic(node)->right;
    }
    vec_push(&chain->operands, node);
}

// How tightly an operator binds; 0 where people do not agree.
static int
strength(enum op op)
{
    switch (op) {
    case OP_MUL:
    case OP_DIV:
    case OP_REM:
    case OP_TIMES: return 5;
    case OP_ADD:
    case OP_SUB:
    case OP_PLUS:
    case OP_MINUS: return 4;
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
    case OP_AFTER: return 3;
    case OP_AND: return 2;
    case OP_OR: return 1;
    default: return 0;
    }
}

static void
insert(struct diag *diag, bool is_sure, uint32_t at, const char *text)
{
    (is_sure ? diag_fix : diag_suggest)(diag, (struct span){at, at}, text);
}

static void
put_brackets(struct diag *diag, bool is_sure, const struct chain *chain, size_t first, size_t last)
{
    insert(diag, is_sure, chain->operands.at[first]->span.from, "(");
    insert(diag, is_sure, chain->operands.at[last]->span.to, ")");
}

// The operator that is done last among those between operands first .. last.
static size_t
weakest(const struct chain *chain, size_t first, size_t last)
{
    size_t found = first;

    for (size_t i = first; i < last; i++)
        if (strength(chain->ops.at[i]) <= strength(chain->ops.at[found]))
            found = i;
    return found;
}

static bool
is_prefix(const struct node *node)
{
    return !node->bracketed &&
           (node->kind == NODE_MONADIC || node->kind == NODE_CONVERT || node->kind == NODE_SIZE);
}

// Bracket what needs it inside operands first .. last; `above` is the operator that they are an
// operand of, or OP_COUNT.
static void
bracket(struct diag *diag, bool is_sure, const struct chain *chain, size_t first, size_t last,
        enum op above)
{
    size_t split;
    enum op op;

    if (first == last) {
        if (above != OP_COUNT && is_prefix(chain->operands.at[first]))
            put_brackets(diag, is_sure, chain, first, first);
        return;
    }
    split = weakest(chain, first, last);
    op = chain->ops.at[split];
    if (above != OP_COUNT && !(op == above && (op == OP_AND || op == OP_OR)))
        put_brackets(diag, is_sure, chain, first, last);
    bracket(diag, is_sure, chain, first, split, op);
    bracket(diag, is_sure, chain, split + 1, last, op);
}

void
suggest_brackets(struct diag *diag, const struct node *node)
{
    struct chain chain = {0};
    bool is_sure = true;

    flatten(node, &chain);
    for (size_t i = 0; i < chain.ops.count; i++)
        is_sure = is_sure && strength(chain.ops.at[i]) > 0;
    bracket(diag, is_sure, &chain, 0, chain.operands.count - 1, OP_COUNT);
}
