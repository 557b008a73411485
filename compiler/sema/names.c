// SPDX-License-Identifier: MIT
// Names: what each occurrence stands for. A name is visible from its specification to the end of
// the process that the specification prefixes; a PROC or FUNCTION sees itself only if it is REC.
#include <config.h>

#include "sema/names.h"

#include "sema/sema.h"

#include "base/map.h"
#include "base/mem.h"

#include <string.h>

static void
resolve_child(struct node *child, void *context)
{
    names_resolve(context, child);
}

void
names_resolve_list(struct names *names, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        names_resolve(names, list->at[i]);
}

void
names_resolve_if(struct names *names, struct node *node)
{
    if (node != NULL)
        names_resolve(names, node);
}

// ---- scopes ----

// A replicator's index often just counts, and a parameter may be there for the caller's sake. Names
// of the outermost level may be for other files.
static bool
says_unused(const struct decl *decl)
{
    return !decl->used && decl->span.to != 0 && decl->kind != DECL_ERROR &&
           decl->kind != DECL_FORMAL && !decl->is_replicator;
}

void
names_leave_scope(struct names *names, size_t mark)
{
    for (size_t i = mark; i < names->scope.order.count; i++) {
        const struct decl *const decl = names->scope.order.at[i]->decl;

        if (says_unused(decl))
            diag_warning(names->diagnostics, WARN_UNUSED, E_UNUSED, decl->span,
                         "`%s` is never used", decl->name->text);
    }
    scope_leave(&names->scope, mark);
}

static void
warn_of_shadow(struct names *names, const struct decl *decl)
{
    const struct decl *const outer = scope_find(&names->scope, decl->name);

    if (outer != NULL && outer->span.to != 0 && outer->kind != DECL_ERROR)
        diag_also(diag_warning(names->diagnostics, WARN_SHADOW, E_SHADOWED, decl->span,
                               "`%s` hides an outer name", decl->name->text),
                  outer->span, "this one");
}

// ---- declaring ----

struct decl *
names_declare(struct names *names, enum decl_kind kind, struct node *name, struct node *node)
{
    struct node_define *const define = node_as_define(name);
    struct decl *const decl = mem_new(struct decl);

    decl->kind = kind;
    decl->name = define->name;
    decl->span = name->span;
    decl->node = node;
    decl->owner = names->owner;
    decl->direction = (enum direction)define->direction;
    decl->occam = !names->program->is_csp(names->program, name->span);
    define->decl = decl;
    warn_of_shadow(names, decl);
    scope_declare(&names->scope, decl);
    return decl;
}

static void
refuse_repeats(struct names *names, const struct nodes *list, const char *what)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct node_define *const a = node_as_define(list->at[k]);
            const struct node_define *const b = node_as_define(list->at[i]);

            if (a->name != b->name)
                continue;
            diag_also(diag_error(names->diagnostics, E_DUPLICATE, b->base.span,
                                 "the %s `%s` is declared twice", what, b->name->text),
                      a->base.span, "first here");
            break;
        }
    }
}

void
names_declare_all(struct names *names, enum decl_kind kind, const struct nodes *list,
                  struct node *node)
{
    refuse_repeats(names, list, "name");
    for (size_t i = 0; i < list->count; i++)
        names_declare(names, kind, list->at[i], node);
}

// Old programs do have two parameters of one name; in csp it is a mistake.
static void
refuse_repeated_formals(struct names *names, const struct nodes *formals)
{
    struct nodes defines = {0};

    for (size_t i = 0; i < formals->count; i++)
        nodes_push(&defines, node_as_formal(formals->at[i])->name);
    if (formals->count != 0 && names->program->is_csp(names->program, formals->at[0]->span))
        refuse_repeats(names, &defines, "parameter");
}

static void
resolve_formals(struct names *names, const struct nodes *formals)
{
    const struct node *resolved = NULL;

    refuse_repeated_formals(names, formals);

    for (size_t i = 0; i < formals->count; i++) {
        struct node_formal *const formal = node_as_formal(formals->at[i]);

        if (formal->type_of == NULL) {
            diag_error(names->diagnostics, E_NEED_TYPE, formal->base.span,
                       "the first parameter needs a type");
            formal->type_of = node_new(NODE_TYPE_ANY, formal->base.span);
        }
        if (formal->type_of != resolved)
            names_resolve(names, formal->type_of);
        resolved = formal->type_of;
        names_resolve_if(names, formal->value);
        names_declare(names, DECL_FORMAL, formal->name, &formal->base)->mode =
            (enum formal_mode)formal->mode;
    }
}

// What belongs to a PROC or FUNCTION, in a scope of its own.
struct routine {
    const struct nodes *generics, *results, *formals;
    struct node *body;
};

static void
resolve_routine(struct names *names, struct decl *decl, const struct routine *routine)
{
    struct decl *const owner = names->owner;
    const size_t outside = scope_enter(&names->scope);
    const bool in_generic = names->in_generic;
    size_t mark;

    names->owner = decl;
    names->in_generic = in_generic || routine->generics->count != 0;
    names_declare_parameters(names, routine->generics, decl->node);
    if (routine->results != NULL)
        names_resolve_list(names, routine->results);
    mark = scope_enter(&names->scope);
    resolve_formals(names, routine->formals);
    names_resolve_if(names, routine->body);
    names->owner = owner;
    names->in_generic = in_generic;
    names_leave_scope(names, mark);
    names_leave_scope(names, outside);
}

static struct decl *
decl_of_routine(struct names *names, enum decl_kind kind, struct node *name, struct node *node)
{
    struct decl *const decl = names_declare(names, kind, name, node);

    if (names->owner == NULL && kind == DECL_PROC && node_as_proc(node)->generics.count == 0)
        names->last_proc = decl;
    return decl;
}

void
names_resolve_proc(struct names *names, struct node_proc *proc)
{
    const struct routine parts = {
        .generics = &proc->generics, .formals = &proc->formals, .body = proc->body};
    struct decl *const decl = mem_new(struct decl);

    decl->name = node_as_define(proc->name)->name;
    decl->node = &proc->base;
    decl->owner = names->owner;
    if (proc->recursive) {
        struct decl *const self = decl_of_routine(names, DECL_PROC, proc->name, &proc->base);

        resolve_routine(names, self, &parts);
        return;
    }
    // The routine's own decl is made first, so that what it declares can name its owner.
    *decl = (struct decl){.kind = DECL_PROC,
                          .name = decl->name,
                          .span = proc->name->span,
                          .node = &proc->base,
                          .owner = names->owner,
                          .occam = !names->program->is_csp(names->program, proc->name->span)};
    node_as_define(proc->name)->decl = decl;
    resolve_routine(names, decl, &parts);
    if (proc->body == NULL && proc->mobile)
        return; // the heading of a PROC TYPE
    names_resolve_list(names, &proc->implements);
    scope_declare(&names->scope, decl);
    decl->used |= proc->is_test != 0;
    if (names->owner == NULL && !proc->mobile && proc->generics.count == 0 && !proc->is_test &&
        proc->foreign == NULL)
        names->last_proc = decl;
}

// Operators of one name do not hide each other: which one is meant depends on the operands.
static void
declare_operator(struct names *names, struct decl *decl)
{
    decl->hidden = scope_find(&names->scope, decl->name);
    decl->used = true;
    names->has_operators = true;
    scope_declare(&names->scope, decl);
}

static void
resolve_function(struct names *names, struct node_function *function)
{
    const struct routine parts = {.generics = &function->generics,
                                  .results = &function->results,
                                  .formals = &function->formals,
                                  .body = function->body};
    struct decl *const decl = mem_new(struct decl);

    *decl = (struct decl){.kind = DECL_FUNCTION,
                          .name = node_as_define(function->name)->name,
                          .span = function->name->span,
                          .node = &function->base,
                          .owner = names->owner,
                          .occam = !names->program->is_csp(names->program, function->name->span)};
    node_as_define(function->name)->decl = decl;
    if (function->recursive)
        scope_declare(&names->scope, decl);
    resolve_routine(names, decl, &parts);
    if (function->is_operator)
        declare_operator(names, decl);
    else if (!function->recursive)
        scope_declare(&names->scope, decl);
}

static void
resolve_pragma(struct names *names, struct node_pragma *pragma)
{
    const char *const text = pragma->pragma == NULL ? "" : pragma->pragma->text;
    const bool shares = strcmp(text, "SHARED") == 0;
    const bool permits = strcmp(text, "PERMITALIASES") == 0;

    for (size_t i = 0; i < pragma->names.count; i++) {
        struct decl *const decl =
            scope_find(&names->scope, node_as_define(pragma->names.at[i])->name);

        if (decl == NULL)
            continue;
        node_as_define(pragma->names.at[i])->decl = decl;
        decl->shared = decl->shared || shares;
        decl->permits = decl->permits || permits;
        names->program->may_alias = names->program->may_alias || permits;
    }
}

// What is declared in the sides of an abbreviation is not visible in them.
static void
resolve_abbreviation(struct names *names, struct node_abbreviate *node)
{
    names_resolve_if(names, node->type_of);
    names_resolve(names, node->of);
    names_declare(names, node->is_val ? DECL_VAL : DECL_REFERENCE, node->name, &node->base);
}

// A specification: declares into the current scope.
static void
resolve_spec(struct names *names, struct node *node)
{
    switch (node->kind) {
    case NODE_DECLARE:
        names_resolve(names, node_as_declare(node)->type_of);
        names_declare_all(names, DECL_VARIABLE, &node_as_declare(node)->names, node);
        break;
    case NODE_RESULT_DECLARE:
        names_resolve(names, node_as_result_declare(node)->type_of);
        names_declare_all(names, DECL_VARIABLE, &node_as_result_declare(node)->names, node);
        break;
    case NODE_INITIAL:
        names_resolve(names, node_as_initial(node)->type_of);
        names_resolve_list(names, &node_as_initial(node)->values);
        names_declare_all(names, DECL_VARIABLE, &node_as_initial(node)->names, node);
        break;
    case NODE_ABBREVIATE: resolve_abbreviation(names, node_as_abbreviate(node)); break;
    case NODE_RETYPE:
        names_resolve(names, node_as_retype(node)->type_of);
        names_resolve(names, node_as_retype(node)->of);
        names_declare(names, node_as_retype(node)->is_val ? DECL_VAL : DECL_REFERENCE,
                      node_as_retype(node)->name, node);
        break;
    case NODE_PLACE:
        names_resolve_if(names, node_as_place(node)->type_of);
        names_resolve_if(names, node_as_place(node)->of);
        names_resolve_if(names, node_as_place(node)->at);
        if (node_as_place(node)->name != NULL)
            names_declare(names, DECL_VARIABLE, node_as_place(node)->name, node);
        break;
    case NODE_PRAGMA: resolve_pragma(names, node_as_pragma(node)); break;
    case NODE_PROC: names_resolve_proc(names, node_as_proc(node)); break;
    case NODE_FUNCTION: resolve_function(names, node_as_function(node)); break;
    default: names_resolve_type(names, node); break;
    }
}

// ---- uses ----

static struct decl *
find_operator(const struct names *names, int op)
{
    if (!names->has_operators)
        return NULL;
    return scope_find(&names->scope, name_of(op_spelling((enum op)op)));
}

// Whether it is the name of a routine around this place.
static bool
is_of_owner(const struct names *names, const struct name *name)
{
    const struct decl *owner = names->owner;

    while (owner != NULL && owner->name != name)
        owner = owner->owner;
    return owner != NULL;
}

static void
undeclared(struct names *names, const struct name *name, struct span span)
{
    struct diag *const diag =
        diag_error(names->diagnostics, E_UNDECLARED, span, "`%s` is not declared", name->text);
    const struct decl *const nearest = scope_nearest(&names->scope, name);

    if (is_of_owner(names, name)) {
        diag_help(diag, "a routine sees its own name only if it is recursive: write `REC` before "
                        "PROC or FUNCTION");
        return;
    }
    if (nearest == NULL)
        return;
    diag_help(diag, "did you mean `%s`?", nearest->name->text);
    diag_suggest(diag, span, nearest->name->text);
    if (nearest->span.to != 0)
        diag_also(diag, nearest->span, "`%s` is declared here", nearest->name->text);
}

// From now on the name counts as declared, so that it is reported once.
static struct decl *
poison_name(struct names *names, const struct name *name)
{
    struct decl *const decl = mem_new(struct decl);

    decl->kind = DECL_ERROR;
    decl->name = name;
    scope_declare(&names->scope, decl);
    return decl;
}

static struct decl *
look_up(struct names *names, const struct name *name, struct span span)
{
    struct decl *decl = scope_find(&names->scope, name);

    if (decl == NULL) {
        undeclared(names, name, span);
        decl = poison_name(names, name);
    }
    decl->used = true;
    return decl;
}

// A name that may be a record's field or a protocol's tag, which only its type can tell.
static void
resolve_leniently(struct names *names, struct node *node)
{
    struct node_name_use *use;

    if (node->kind != NODE_NAME) {
        names_resolve(names, node);
        return;
    }
    use = node_as_name_use(node);
    use->decl = scope_find(&names->scope, use->name);
    if (use->decl != NULL)
        use->decl->used = true;
    else if (names->in_generic && map_get(&names->parts, use->name) == NULL)
        use->decl = look_up(names, use->name, node->span);
}

static void
resolve_replicated(struct names *names, struct node *replicator, const struct nodes *body)
{
    const size_t mark = scope_enter(&names->scope);

    if (replicator->kind == NODE_REPLICATOR) {
        struct node_replicator *const node = node_as_replicator(replicator);

        names_resolve(names, node->from);
        names_resolve(names, node->count);
        names_resolve_if(names, node->step);
        names_declare(names, DECL_VAL, node->name, replicator)->is_replicator = true;
    } else {
        names_resolve(names, node_as_replicator_in(replicator)->over);
        names_declare_all(names, DECL_VARIABLE, &node_as_replicator_in(replicator)->names,
                          replicator);
    }
    names_resolve_list(names, body);
    names_leave_scope(names, mark);
}

static void
resolve_construct(struct names *names, struct node *replicator, const struct nodes *body)
{
    if (replicator != NULL)
        resolve_replicated(names, replicator, body);
    else
        names_resolve_list(names, body);
}

static void
resolve_constructor(struct names *names, struct node_constructor *node)
{
    struct nodes body = {0};

    nodes_push(&body, node->item);
    resolve_replicated(names, node->replicator, &body);
}

static void
resolve_output(struct names *names, struct node_output *output)
{
    names_resolve(names, output->channel);
    for (size_t i = 0; i < output->items.count; i++) {
        if (i == 0)
            resolve_leniently(names, output->items.at[i]);
        else
            names_resolve(names, output->items.at[i]);
    }
}

// In occam `c ? tag; x` is `c ? CASE tag; x`, which the types tell.
static void
resolve_input(struct names *names, struct node_input *input)
{
    names_resolve(names, input->channel);
    for (size_t i = 0; i < input->items.count; i++) {
        struct node *const item = input->items.at[i];

        if (i == 0 && item->kind == NODE_NAME &&
            map_get(&names->tags, node_as_name_use(item)->name) != NULL)
            resolve_leniently(names, item);
        else
            names_resolve(names, item);
    }
    names_resolve_if(names, input->body);
    names_resolve_if(names, input->after);
}

static void
resolve_scoped(struct names *names, struct node_scoped *scoped)
{
    const size_t mark = scope_enter(&names->scope);

    resolve_spec(names, scoped->spec);
    names_resolve(names, scoped->body);
    names_leave_scope(names, mark);
}

// c ? END where END is a variable is an ordinary input.
static void
resolve_end_guard(struct names *names, struct node *node)
{
    names_resolve(names, node_as_end_guard(node)->channel);
}

void
names_resolve(struct names *names, struct node *node)
{
    switch (node->kind) {
    case NODE_SCOPED: resolve_scoped(names, node_as_scoped(node)); break;
    case NODE_NAME:
        node_as_name_use(node)->decl = look_up(names, node_as_name_use(node)->name, node->span);
        break;
    case NODE_TYPE_NAME:
        node_as_type_name(node)->decl = look_up(names, node_as_type_name(node)->name, node->span);
        break;
    case NODE_TYPE_GENERIC:
        node_as_type_generic(node)->decl =
            look_up(names, node_as_type_generic(node)->name, node->span);
        names_resolve_list(names, &node_as_type_generic(node)->arguments);
        break;
    case NODE_SUBSCRIPT:
        names_resolve(names, node_as_subscript(node)->of);
        resolve_leniently(names, node_as_subscript(node)->index);
        break;
    case NODE_MONADIC:
        node_as_monadic(node)->decl = find_operator(names, node_as_monadic(node)->op);
        node_children(node, resolve_child, names);
        break;
    case NODE_DYADIC:
        node_as_dyadic(node)->decl = find_operator(names, node_as_dyadic(node)->op);
        node_children(node, resolve_child, names);
        break;
    case NODE_OFFSETOF: names_resolve(names, node_as_offsetof_field(node)->record); break;
    case NODE_CONSTRUCTOR: resolve_constructor(names, node_as_constructor(node)); break;
    case NODE_SEQ:
        resolve_construct(names, node_as_seq(node)->replicator, &node_as_seq(node)->body);
        break;
    case NODE_PAR:
        names_resolve_list(names, &node_as_par(node)->barriers);
        resolve_construct(names, node_as_par(node)->replicator, &node_as_par(node)->body);
        break;
    case NODE_ALT:
        resolve_construct(names, node_as_alt(node)->replicator, &node_as_alt(node)->guards);
        break;
    case NODE_IF:
        resolve_construct(names, node_as_if_process(node)->replicator,
                          &node_as_if_process(node)->choices);
        break;
    case NODE_VARIANT_OPTION:
        names_resolve_variant_option(names, node_as_variant_option(node));
        break;
    case NODE_OUTPUT: resolve_output(names, node_as_output(node)); break;
    case NODE_INPUT: resolve_input(names, node_as_input(node)); break;
    case NODE_END_GUARD: resolve_end_guard(names, node); break;
    default: node_children(node, resolve_child, names); break;
    }
}

// ---- the program ----

static void
declare_predefined(struct names *names)
{
    for (int i = 0; i < INTRINSICS; i++) {
        struct decl *const decl = mem_new(struct decl);

        decl->kind = DECL_INTRINSIC;
        decl->name = name_of(intrinsic_info((enum intrinsic)i)->spelling);
        decl->number = i;
        scope_declare(&names->scope, decl);
    }
    if (names->program->standard == STANDARD_CSP) {
        struct decl *const decl = mem_new(struct decl);

        decl->kind = DECL_TYPE;
        decl->name = name_of("STRING");
        scope_declare(&names->scope, decl);
    }
}

static struct decl *
find_main(struct names *names)
{
    struct decl *const named = scope_find(&names->scope, name_of("main"));

    if (names->program->runs_tests)
        return names->last_proc;
    if (names->program->standard == STANDARD_CSP && named != NULL && named->kind == DECL_PROC)
        return named;
    return names->last_proc;
}

static bool
is_spec(const struct node *node)
{
    return node->kind >= NODE_DECLARE && node->kind <= NODE_PROC_TYPE;
}

// The outermost level holds constants, types and routines; variables belong to a PROC.
static bool
is_variable_spec(const struct node *node)
{
    switch (node->kind) {
    case NODE_DECLARE:
    case NODE_INITIAL:
    case NODE_RESULT_DECLARE: return true;
    case NODE_ABBREVIATE: return !node_as_abbreviate(node)->is_val;
    case NODE_RETYPE: return !node_as_retype(node)->is_val;
    default: return false;
    }
}

void
sema_names(struct program *program, struct diagnostics *diagnostics)
{
    struct names names = {.program = program, .diagnostics = diagnostics};

    declare_predefined(&names);
    scope_enter(&names.scope);
    for (size_t i = 0; i < program->file->units.count; i++) {
        struct node *const unit = program->file->units.at[i];

        if (is_variable_spec(unit))
            diag_error(diagnostics, E_WRONG_KIND, unit->span,
                       "a variable cannot be declared outside of any PROC");
        if (is_spec(unit))
            resolve_spec(&names, unit);
        else
            diag_error(diagnostics, E_WRONG_KIND, unit->span,
                       "a process stands outside of any PROC");
    }
    program->main = find_main(&names);
}
