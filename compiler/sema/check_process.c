// SPDX-License-Identifier: MIT
// Processes: constructs, assignment, calls of PROCs.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

#include <string.h>

void
check_not_in_function(struct check *check, struct span span, const char *what)
{
    const struct pure *const pure = check->pure;

    if (pure != NULL)
        diag_also(diag_error(check->diagnostics, E_IN_FUNCTION, span, "%s cannot stand in a %s",
                             what, pure->function != NULL ? "FUNCTION" : "VALOF"),
                  pure->begins, "the %s begins here",
                  pure->function != NULL ? "FUNCTION" : "VALOF");
}

void
check_processes(struct check *check, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        check_process(check, list->at[i]);
}

static void
check_condition(struct check *check, struct node *node)
{
    check_value(check, node, type_of_kind(TYPE_BOOL), "a condition");
}

// ---- replicators ----

static void
check_counting(struct check *check, struct node_replicator *node)
{
    const struct type *const integer = type_of_kind(TYPE_INT);
    struct decl *const index = define_decl(node->name);

    check_value(check, node->from, integer, "the start of a replicator");
    check_value(check, node->count, integer, "the count of a replicator");
    if (node->step != NULL)
        check_value(check, node->step, integer, "the step of a replicator");
    index->type = integer;
    node->name->type = integer;
    if (node->count->value != NULL && node->count->value->integer < 0)
        diag_error(check->diagnostics, E_CONSTANT_RANGE, node->count->span,
                   "a replicator cannot count to %lld", (long long)node->count->value->integer);
}

void
check_replicator(struct check *check, struct node *node)
{
    if (node == NULL)
        return;
    if (node->kind == NODE_REPLICATOR)
        check_counting(check, node_as_replicator(node));
    else
        check_iteration(check, node_as_replicator_in(node));
}

void
check_counting_only(struct check *check, struct node *replicator, const char *construct)
{
    if (replicator == NULL || replicator->kind == NODE_REPLICATOR) {
        check_replicator(check, replicator);
        return;
    }
    diag_error(check->diagnostics, E_SYNTAX, replicator->span, "only SEQ can iterate, not %s",
               construct);
    check_names_wrong(&node_as_replicator_in(replicator)->names);
}

// ---- constructs ----

// PRI PAR has two levels only.
static void
check_priority(struct check *check, const struct node_par *node)
{
    if (check->in_priority != 0)
        diag_error(check->diagnostics, E_PRIORITY, node->base.span,
                   "a PRI PAR cannot stand inside another: there are two levels of priority");
}

static void
check_par(struct check *check, struct node_par *node)
{
    check_not_in_function(check, node->base.span, "PAR");
    check_enrolled(check, node);
    check_counting_only(check, node->replicator, "PAR");
    if (node->placed)
        diag_help(diag_warning(check->diagnostics, WARN_PLACED, E_PLACED_PAR, node->base.span,
                               "the processes of this PLACED PAR all run on this machine"),
                  "it is compiled as PAR");
    if (node->priority)
        check_priority(check, node);
    check->in_priority += node->priority != 0;
    check_processes(check, &node->body);
    check->in_priority -= node->priority != 0;
}

static void check_choice(struct check *check, struct node *node);

static void
check_if(struct check *check, struct node_if_process *node)
{
    check_counting_only(check, node->replicator, "IF");
    if (node->choices.count == 0)
        diag_warning(check->diagnostics, WARN_EMPTY, E_EMPTY_CONSTRUCT, node->base.span,
                     "an IF without choices is STOP");
    for (size_t i = 0; i < node->choices.count; i++)
        check_choice(check, node->choices.at[i]);
}

static void
check_choice(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_SCOPED:
        check_spec(check, node_as_scoped(node)->spec);
        check_choice(check, node_as_scoped(node)->body);
        break;
    case NODE_IF: check_if(check, node_as_if_process(node)); break;
    default:
        if (node_as_choice(node)->condition != NULL)
            check_condition(check, node_as_choice(node)->condition);
        check_process(check, node_as_choice(node)->body);
        break;
    }
}

// ---- assignment ----

static void
refuse_twice(struct check *check, const struct nodes *left)
{
    for (size_t i = 1; i < left->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct node *const a = left->at[k], *const b = left->at[i];

            if (a->kind != NODE_NAME || b->kind != NODE_NAME ||
                node_as_name_use(a)->decl != node_as_name_use(b)->decl ||
                node_as_name_use(a)->decl->kind == DECL_ERROR)
                continue;
            diag_also(diag_error(check->diagnostics, E_TWICE_ON_LEFT, b->span,
                                 "`%s` is assigned twice at once", node_as_name_use(b)->name->text),
                      a->span, "also here");
        }
    }
}

static void
wrong_count(struct check *check, const struct node_assign *node, size_t values)
{
    diag_error(check->diagnostics, E_RESULT_COUNT, node->base.span,
               "%zu variable%s, but %zu value%s", node->left.count,
               node->left.count == 1 ? "" : "s", values, values == 1 ? "" : "s");
}

static void
check_results(struct check *check, const struct node_assign *node,
              const struct result_types *results)
{
    if (results->count != node->left.count) {
        wrong_count(check, node, results->count);
        return;
    }
    for (size_t i = 0; i < results->count; i++) {
        const struct type *const type = node->left.at[i]->type;

        if (!type_fits(type, results->at[i]))
            diag_label(diag_error(check->diagnostics, E_TYPE_MISMATCH, node->left.at[i]->span,
                                  "result %zu is of type %s", i + 1, type_text(results->at[i])),
                       "this is of type %s", type_text(type));
    }
}

static const struct type *
target_type(const struct node *target)
{
    const struct type *const mobile = type_mobile_of(target);

    return mobile != NULL ? mobile : target->type;
}

static void
check_assign(struct check *check, struct node_assign *node)
{
    struct result_types results;

    for (size_t i = 0; i < node->left.count; i++) {
        const struct type *const type = check_place(check, node->left.at[i]);

        if (node->left.at[i]->type == NULL)
            node->left.at[i]->type = type;
        if (!type_is_error(type) && !type_is_data(type) &&
            type_mobile_of(node->left.at[i]) == NULL) {
            diag_error(check->diagnostics, E_NOT_ASSIGNABLE, node->left.at[i]->span,
                       "a %s cannot be assigned", type_text(type));
            node->left.at[i]->type = type_of_kind(TYPE_ERROR);
        }
    }
    refuse_twice(check, &node->left);
    check_map_entry(check, &node->left);
    if (check_new_bundle(check, node))
        return;
    if (node->right.count == 1 && check_several_results(check, node->right.at[0], &results)) {
        check_results(check, node, &results);
        return;
    }
    if (node->right.count != node->left.count)
        wrong_count(check, node, node->right.count);
    for (size_t i = 0; i < node->right.count; i++) {
        if (i < node->left.count && !type_is_error(node->left.at[i]->type))
            check_value(check, node->right.at[i], target_type(node->left.at[i]),
                        "the value assigned");
        else
            check_expr(check, node->right.at[i],
                       i < node->left.count ? node->left.at[i]->type : NULL);
    }
}

// ---- calls ----

void
check_instance(struct check *check, struct node_instance *node)
{
    struct decl *const named = generic_callee(check, &node->callee, &node->arguments);
    struct decl *const process = check_called_process(named);
    struct decl *const decl = process != NULL ? process : named;

    if (decl != NULL && decl->kind == DECL_INTRINSIC) {
        node->decl = decl;
        check_intrinsic_proc(check, node);
        return;
    }
    if (decl != NULL && decl->kind == DECL_PROC) {
        node->decl = decl;
        if (process != NULL)
            check_process_call(check, node);
        else
            check_suspending_call(check, decl, node->base.span);
        if (check->pure != NULL && (process != NULL || check_proc_waits(decl)))
            check_not_in_function(check, node->base.span, "a call of a PROC that communicates");
        check_arguments(check, &node->base, decl->name, &node_as_proc(decl->node)->formals,
                        &node->arguments);
        return;
    }
    for (size_t i = 0; i < node->arguments.count; i++)
        check_expr(check, node->arguments.at[i], NULL);
    if (decl != NULL && decl->kind == DECL_ERROR)
        return;
    struct diag *const diag = diag_error(check->diagnostics, E_WRONG_KIND, node->callee->span,
                                         decl != NULL && decl->kind == DECL_FUNCTION
                                             ? "a FUNCTION gives a value, which is lost here"
                                             : "this is no PROC and cannot be called");
    if (decl != NULL && decl->span.to != 0)
        diag_also(diag, decl->span, "declared here");
}

// ---- ending ----

static void
csp_only(struct check *check, const struct node *node, const char *what)
{
    if (!check->program->is_csp(check->program, node->span))
        diag_error(check->diagnostics, E_END_IN_OCCAM, node->span,
                   "%s is csp and has no meaning in an occam file", what);
}

static void
check_close(struct check *check, struct node_close_end *node)
{
    const struct type *type = check_expr(check, node->channel, NULL);

    csp_only(check, &node->base, "CLOSE");
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    if (type_is_error(type))
        return;
    if (type->kind != TYPE_CHAN) {
        diag_error(check->diagnostics, E_CLOSE_TARGET, node->channel->span,
                   "only a channel can be closed, and this is of type %s", type_text(type));
        return;
    }
    if (type->direction != DIRECTION_NONE && type->direction != (enum direction)node->direction)
        diag_error(check->diagnostics, E_DIRECTION, node->base.span,
                   "this end of the channel is not held here");
}

// Whoever names a channel may poison it, whatever end he holds.
static void
check_poison(struct check *check, struct node_poison *node)
{
    const struct type *type = check_expr(check, node->channel, NULL);

    csp_only(check, &node->base, "POISON");
    check_not_in_function(check, node->base.span, "POISON");
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    if (type_is_error(type) || type->kind == TYPE_CHAN)
        return;
    diag_error(check->diagnostics, E_CLOSE_TARGET, node->channel->span,
               "only a channel can be poisoned, and this is of type %s", type_text(type));
}

static void
check_try(struct check *check, struct node_try_process *node)
{
    csp_only(check, &node->base, "TRY");
    check_process(check, node->body);
    for (size_t i = 0; i < node->ends.count; i++)
        check_expr(check, node->ends.at[i], NULL);
    if (node->handler != NULL)
        check_process(check, node->handler);
}

static void
check_delay(struct check *check, struct node_delay *node)
{
    check_not_in_function(check, node->base.span, "DELAY");
    check_value(check, node->time, type_of_kind(TYPE_INT), "a time");
}

static void
check_timeout(struct check *check, struct node_timeout *node)
{
    const bool outside = check->in_timeout;

    check->program->times_out = true;
    check_not_in_function(check, node->base.span, "TIMEOUT");
    check_value(check, node->time, type_of_kind(TYPE_INT), "a time");
    check->in_timeout = true;
    check_process(check, node->body);
    check->in_timeout = outside;
    if (node->otherwise != NULL)
        check_process(check, node->otherwise);
}

static const char *
unsupported_text(const struct node *node)
{
    switch (node->kind) {
    default: return "this construct";
    }
}

// ---- use after CLOSE ----

// Looking for a use of an end that was closed before.
struct closed {
    const struct decl *channel;
    enum direction end;
    const struct node *use;
};

static bool
is_closed_end(const struct closed *closed, const struct node *channel, enum direction end)
{
    return end == closed->end && channel->kind == NODE_NAME &&
           node_as_name_use(channel)->decl == closed->channel;
}

static void
find_use(struct node *node, void *context)
{
    struct closed *const closed = context;

    if (closed->use != NULL || node->kind == NODE_PROC || node->kind == NODE_FUNCTION)
        return;
    if ((node->kind == NODE_OUTPUT &&
         is_closed_end(closed, node_as_output(node)->channel, DIRECTION_OUT)) ||
        (node->kind == NODE_INPUT &&
         is_closed_end(closed, node_as_input(node)->channel, DIRECTION_IN)))
        closed->use = node;
    node_children(node, find_use, closed);
}

// CLOSE c! and then, in the same sequence, an output to c.
static void
refuse_use_after_close(struct check *check, const struct nodes *body)
{
    for (size_t i = 0; i < body->count; i++) {
        const struct node_close_end *close;
        struct closed closed = {0};

        if (body->at[i]->kind != NODE_CLOSE)
            continue;
        close = node_as_close_end(body->at[i]);
        if (close->channel->kind != NODE_NAME)
            continue;
        closed.channel = node_as_name_use(close->channel)->decl;
        closed.end = (enum direction)close->direction;
        for (size_t k = i + 1; k < body->count; k++)
            find_use(body->at[k], &closed);
        if (closed.use != NULL)
            diag_also(diag_error(check->diagnostics, E_CLOSED_THEN_USED, closed.use->span,
                                 "this end of `%s` was closed before", closed.channel->name->text),
                      close->base.span, "closed here");
    }
}

static void
check_seq(struct check *check, struct node_seq *node)
{
    if (node->body.count == 0)
        diag_warning(check->diagnostics, WARN_EMPTY, E_EMPTY_CONSTRUCT, node->base.span,
                     "a SEQ without components is SKIP");
    if (node->replicator != NULL && node->replicator->kind == NODE_REPLICATOR_IN)
        check_seq_in(check, node);
    else
        check_replicator(check, node->replicator);
    check_processes(check, &node->body);
    refuse_use_after_close(check, &node->body);
}

void
check_process(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_SKIP:
    case NODE_STOP: break;
    case NODE_SCOPED:
        check_spec(check, node_as_scoped(node)->spec);
        check_process(check, node_as_scoped(node)->body);
        break;
    case NODE_SEQ: check_seq(check, node_as_seq(node)); break;
    case NODE_PAR: check_par(check, node_as_par(node)); break;
    case NODE_ALT: check_alt(check, node); break;
    case NODE_IF: check_if(check, node_as_if_process(node)); break;
    case NODE_CASE: check_case(check, node_as_case_process(node)); break;
    case NODE_WHILE:
        check_condition(check, node_as_while_process(node)->condition);
        check_process(check, node_as_while_process(node)->body);
        break;
    case NODE_ASSIGN: check_assign(check, node_as_assign(node)); break;
    case NODE_INPUT:
        if (check_names_tag(check, node))
            check_case_input(check, node);
        else
            check_input(check, node);
        break;
    case NODE_OUTPUT: check_output(check, node); break;
    case NODE_CASE_INPUT: check_case_input(check, node); break;
    case NODE_TIMER_AFTER: check_timer_after(check, node); break;
    case NODE_INSTANCE: check_instance(check, node_as_instance(node)); break;
    case NODE_FORKING: check_forking(check, node_as_forking(node)); break;
    case NODE_FORK: check_fork(check, node_as_fork(node)); break;
    case NODE_DELAY: check_delay(check, node_as_delay(node)); break;
    case NODE_TIMEOUT: check_timeout(check, node_as_timeout(node)); break;
    case NODE_CLOSE: check_close(check, node_as_close_end(node)); break;
    case NODE_POISON: check_poison(check, node_as_poison(node)); break;
    case NODE_END: csp_only(check, node, "END"); break;
    case NODE_SUSPEND: check_suspend(check, node); break;
    case NODE_TRY: check_try(check, node_as_try_process(node)); break;
    case NODE_SYNC: check_sync(check, node_as_sync(node)); break;
    case NODE_RESIGN: check_resign(check, node_as_resign(node)); break;
    case NODE_CLAIM: check_claim(check, node_as_claim(node)); break;
    case NODE_END_GUARD:
        diag_error(check->diagnostics, E_GUARD, node->span,
                   "`? END` is a guard and stands only in an ALT");
        break;
    case NODE_ASM:
        diag_help(diag_error(check->diagnostics, E_ASSEMBLY, node->span,
                             "inline assembly is for one processor, and cspc compiles to C"),
                  "`cspc explain E0205` says what to write instead");
        break;
    default: check_unsupported(check, node->span, unsupported_text(node)); break;
    }
}
