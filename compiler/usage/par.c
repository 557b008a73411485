// SPDX-License-Identifier: MIT
// Parallel processes: what one of them changes no other may use, and each end of a channel belongs
// to one. The accesses of all branches are sorted by variable, and then compared.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

#include <string.h>

struct branch_access {
    const struct access *access;
    size_t branch;
};

// Two accesses whose parts are compared when the PAR begins.
struct undecided {
    const struct access *a, *b;
};

// All accesses to one variable in a PAR.
struct group {
    struct decl *root;
    VEC(struct branch_access) accesses;
    bool several;  // branches
    bool disputed; // there can be a conflict
};

struct par {
    struct usage *usage;
    struct node_par *node;
    const struct symbol *index; // of a replicated PAR with more than one instance
    struct region region;
    struct map group_of;
    VEC(struct group *) groups;
    VEC(struct undecided) undecided;
};

// ---- what is exempt ----

static int
sharing_of(const struct decl *decl)
{
    if (decl->node == NULL)
        return SHARED_NOT;
    if (decl->node->kind == NODE_DECLARE)
        return node_as_declare(decl->node)->shared;
    if (decl->node->kind == NODE_FORMAL)
        return node_as_formal(decl->node)->shared;
    return SHARED_NOT;
}

static bool
is_shared(const struct decl *decl, enum access_kind kind)
{
    const int sharing = sharing_of(decl);

    return decl->shared || sharing == SHARED_BOTH ||
           (sharing == SHARED_READING && kind == ACCESS_INPUT) ||
           (sharing == SHARED_WRITING && kind == ACCESS_OUTPUT);
}

static bool
conflict(const struct access *a, const struct access *b)
{
    if (access_is_channel(a->kind) || access_is_channel(b->kind))
        return a->kind == b->kind && !is_shared(a->part.root, a->kind);
    return a->kind == ACCESS_WRITE || b->kind == ACCESS_WRITE;
}

// ---- groups ----

static bool
is_known(const struct group *group, const struct access *access, size_t branch)
{
    for (size_t i = 0; i < group->accesses.count; i++) {
        const struct branch_access *const other = &group->accesses.at[i];

        if (other->branch == branch && other->access->kind == access->kind &&
            (other->access->facts == access->facts || other->access->facts == NULL) &&
            path_same(&other->access->part.path, &access->part.path))
            return true;
    }
    return false;
}

static void
sort_access(struct par *par, const struct access *access, size_t branch)
{
    struct group *group;

    region_note(&par->region, access);
    if (access->kind == ACCESS_ABBREVIATE || !region_is_outside(&par->region, access->part.root))
        return;
    group = map_get(&par->group_of, access->part.root);
    if (group == NULL) {
        group = mem_new(struct group);
        group->root = access->part.root;
        map_put(&par->group_of, access->part.root, group);
        vec_push(&par->groups, group);
    }
    if (is_known(group, access, branch))
        return;
    group->several = group->several || par->index != NULL ||
                     (group->accesses.count != 0 && group->accesses.at[0].branch != branch);
    group->disputed = group->disputed || access->kind != ACCESS_READ;
    vec_push(&group->accesses, ((struct branch_access){access, branch}));
}

// ---- messages ----

static const char *
verb_of(const struct access *access)
{
    switch (access->kind) {
    case ACCESS_INPUT: return "read";
    case ACCESS_OUTPUT: return "written to";
    case ACCESS_WRITE: return type_is_barrier(access->part.root->type) ? "used" : "changed";
    default: return "used";
    }
}

static void
show_origin(struct diag *diag, const struct access *access)
{
    if (access->callee != NULL && access->origin.from != access->span.from)
        diag_also(diag, access->origin, "by `%s`, here", access->callee->name->text);
}

static void
show_both(struct diag *diag, const struct access *a, const struct access *b, bool instances)
{
    diag_label(diag, "%s here", verb_of(b));
    if (a != b && a->span.from != b->span.from)
        diag_also(diag, a->span, "%s here, in %s", verb_of(a),
                  instances ? "another process of the same PAR" : "the same PAR");
    if (a->origin.from != b->origin.from)
        show_origin(diag, a);
    show_origin(diag, b);
    if (instances)
        diag_note(diag, "every process of a replicated PAR does this");
}

static void
advise(struct diag *diag, const struct access *a, const struct access *b, bool parts)
{
    if (access_is_channel(a->kind))
        diag_help(diag, "give each process a channel of its own, or merge them by ALT");
    else if (parts)
        diag_help(diag, "let each process have a part of its own, such as `[a FROM i * n FOR n]`");
    else if (a->kind == ACCESS_WRITE && b->kind == ACCESS_WRITE)
        diag_help(diag, "give each process a variable of its own, and put the results together "
                        "after the PAR");
    else
        diag_help(diag, "send the value by a channel, or let each process have a copy");
}

static void
refuse_channel(struct par *par, const struct access *a, const struct access *b, bool parts)
{
    struct diag *const diag = diag_error(par->usage->diagnostics, E_TWO_USERS, b->span,
                                         "channel `%s` is %s by two processes in "
                                         "parallel",
                                         a->part.root->name->text, verb_of(a));

    show_both(diag, a, b, par->index != NULL);
    advise(diag, a, b, parts);
}

static void
refuse_variable(struct par *par, const struct access *a, const struct access *b, bool parts)
{
    const char *const name = a->part.root->name->text;
    struct diag *diag;

    if (parts)
        diag = diag_error(par->usage->diagnostics, E_PARALLEL_PARTS, b->span,
                          "overlapping parts of `%s` are %s in parallel", name,
                          a->kind == b->kind ? "changed" : "changed and used");
    else
        diag = diag_error(par->usage->diagnostics, E_PARALLEL_VARIABLE, b->span,
                          "`%s` is %s in parallel", name,
                          a->kind == b->kind ? "changed by two processes" : "changed and used");
    show_both(diag, a, b, par->index != NULL);
    advise(diag, a, b, parts);
}

static void
refuse(struct par *par, const struct access *a, const struct access *b)
{
    const bool parts = a->part.path.count != 0 && b->part.path.count != 0;

    if (diag_reported_at(par->usage->diagnostics, b->span))
        return;
    if (type_is_barrier(a->part.root->type)) {
        show_both(barrier_refuse(par->usage, b), a, b, par->index != NULL);
        return;
    }
    if (access_is_channel(a->kind))
        refuse_channel(par, a, b, parts);
    else
        refuse_variable(par, a, b, parts);
}

static void
refuse_unknown(struct par *par, const struct access *a, const struct access *b)
{
    struct diag *diag;

    if (diag_reported_at(par->usage->diagnostics, b->span))
        return;
    diag = diag_error(par->usage->diagnostics, E_PARALLEL_UNKNOWN, b->span,
                      "it cannot be told whether parallel processes use different parts of `%s`",
                      a->part.root->name->text);
    show_both(diag, a, b, par->index != NULL);
    diag_help(diag,
              "name the part before the PAR, as in `part IS %s[i]:`; then its subscript is "
              "known when the PAR begins",
              a->part.root->name->text);
}

// ---- comparing ----

static bool
same_parts(const struct access *a, const struct access *b)
{
    return a->part.root == b->part.root && a->facts == b->facts &&
           path_same(&a->part.path, &b->part.path);
}

// One check is enough for what is both read and changed.
static bool
is_checked_already(const struct par *par, const struct access *a, const struct access *b)
{
    for (size_t i = 0; i < par->undecided.count; i++) {
        const struct undecided *const other = &par->undecided.at[i];

        if ((same_parts(a, other->a) && same_parts(b, other->b)) ||
            (par->index != NULL && same_parts(a, other->b) && same_parts(b, other->a)))
            return true;
    }
    return false;
}

static void
check_later(struct par *par, struct separation *separation, const struct access *a,
            const struct access *b)
{
    vec_push(&par->undecided, ((struct undecided){a, b}));
    separation->next = par->node->checks;
    par->node->checks = separation;
}

// False once something was reported: one message for a variable is enough.
static bool
compare(struct par *par, const struct access *a, const struct access *b)
{
    struct separation *separation;

    switch (relate(&par->region, a, b, par->index)) {
    case APART: return true;
    case MEET: refuse(par, a, b); return false;
    case UNDECIDED: break;
    }
    separation = separate(&par->region, &par->region, a, b, par->index);
    if (separation == NULL) {
        refuse_unknown(par, a, b);
        return false;
    }
    if (!is_checked_already(par, a, b))
        check_later(par, separation, a, b);
    return true;
}

static void
compare_group(struct par *par, const struct group *group)
{
    const bool replicated = par->index != NULL;

    for (size_t k = 0; k < group->accesses.count; k++) {
        for (size_t i = 0; i <= k; i++) {
            const struct branch_access *const a = &group->accesses.at[i];
            const struct branch_access *const b = &group->accesses.at[k];

            if ((replicated || a->branch != b->branch) && conflict(a->access, b->access) &&
                !compare(par, a->access, b->access))
                return;
        }
    }
}

// Whether one process writes to a channel and another reads it.
static void
join_channel(struct par *par, const struct group *group)
{
    for (size_t i = 0; i < group->accesses.count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct branch_access *const a = &group->accesses.at[i];
            const struct branch_access *const b = &group->accesses.at[k];

            if (a->access->kind != b->access->kind &&
                (a->branch != b->branch || par->node->replicator != NULL)) {
                channel_joins(par->usage, group->root);
                return;
            }
        }
    }
}

static bool
is_checked(const struct par *par, const struct group *group)
{
    if (barrier_is_enrolled(par->node, group->root))
        return false;
    return group->several && group->disputed && !group->root->shared &&
           sharing_of(group->root) != SHARED_BOTH && !type_is_timer(group->root->type);
}

// ---- the PAR ----

// The index, unless there is at most one process.
static const struct symbol *
index_of(struct usage *usage, const struct node_replicator *node)
{
    if (node->count->value != NULL && node->count->value->integer < 2)
        return NULL;
    return symbol_of_decl(usage, node_as_define(node->name)->decl);
}

// What is declared inside means nothing outside.
static void
forget_inner(struct par *par, size_t mark)
{
    accesses *const list = &par->usage->accesses;
    size_t kept = mark;

    for (size_t i = mark; i < list->count; i++)
        if (region_is_outside(&par->region, list->at[i].part.root))
            list->at[kept++] = list->at[i];
    list->count = kept;
}

void
walk_par(struct usage *usage, struct node_par *node)
{
    struct par par = {.usage = usage, .node = node, .region = {.usage = usage}};
    const size_t count = node->body.count;
    size_t *const marks = mem_array(size_t, count + 1);

    node->checks = NULL;
    if (node->replicator != NULL && node->replicator->kind == NODE_REPLICATOR) {
        walk_replicator(usage, node->replicator);
        par.index = index_of(usage, node_as_replicator(node->replicator));
    }
    walk_enrolled(usage, node);
    par.region.begin = usage->clock + 1;
    for (size_t i = 0; i < count; i++) {
        marks[i] = usage->accesses.count;
        walk_process(usage, node->body.at[i]);
    }
    marks[count] = usage->accesses.count;
    for (size_t i = 0; i < count; i++)
        for (size_t k = marks[i]; k < marks[i + 1]; k++)
            sort_access(&par, &usage->accesses.at[k], i);
    for (size_t i = 0; i < par.groups.count; i++) {
        if (type_is_channels(par.groups.at[i]->root->type))
            join_channel(&par, par.groups.at[i]);
        if (is_checked(&par, par.groups.at[i]) && !usage_is_off(usage, node->base.span, 'N'))
            compare_group(&par, par.groups.at[i]);
    }
    note_ends(&par.region, node, par.index, marks);
    if (count != 0)
        forget_inner(&par, marks[0]);
}
