// SPDX-License-Identifier: MIT
// Instances: a generic routine or type as it is for some types. It is a copy of the specification
// in which the type parameters are these types, checked where the specification stands, once per
// list of types. In the tree the instances of a routine take its place, so that later passes never
// see anything generic.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

enum { DEEPEST_INSTANCE = 50 };

// ---- making ----

static struct instance *
find(const struct generic *generic, const struct type *const *types, size_t count)
{
    for (size_t i = 0; i < generic->instances.count; i++) {
        struct instance *const instance = generic->instances.at[i];
        size_t same = 0;

        while (same < count && instance->types[same] == types[same])
            same++;
        if (same == count)
            return instance;
    }
    return NULL;
}

// "delta [INT]"
static const struct name *
instance_name(const struct decl *decl, const struct type *const *types, size_t count)
{
    struct text text = {0};

    for (size_t i = 0; i < count; i++)
        text_printf(&text, "%s%s", i == 0 ? "" : ", ", type_text(types[i]));
    return name_of(mem_format("%s [%s]", decl->name->text, text_string(&text)));
}

// "in `delta` with T = INT, used here"
static const struct diag_context *
context_of(struct check *check, const struct generic *generic, const struct type *const *types,
           struct span used)
{
    struct diag_context *const context = mem_new(struct diag_context);
    const struct nodes *const parameters = spec_generics(generic->decl->node);
    struct text text = {0};

    text_printf(&text, "in `%s` with ", generic->decl->name->text);
    for (size_t i = 0; i < parameters->count; i++)
        text_printf(&text, "%s%s = %s", i == 0 ? "" : ", ",
                    define_decl(parameters->at[i])->name->text, type_text(types[i]));
    text_printf(&text, ", used here");
    context->span = used;
    context->text = text_string(&text);
    context->outer = diag_set_context(check->diagnostics, NULL);
    diag_set_context(check->diagnostics, context->outer);
    return context;
}

static struct node *
copy_spec(const struct generic *generic, struct instance *instance)
{
    const struct node *const spec = generic->decl->node;
    const struct nodes *const parameters = spec_generics(spec);
    struct copying copying = {0};
    struct node *copy;

    if (spec->kind == NODE_PROC || spec->kind == NODE_FUNCTION)
        copying.routine = generic->decl;
    map_put(&copying.decls, generic->decl, instance->decl);
    vec_push(&copying.made, instance->decl);
    for (size_t i = 0; i < parameters->count; i++) {
        struct decl *const parameter = mem_new(struct decl);

        if (instance->types[i]->kind == TYPE_ROUTINE) {
            map_put(&copying.decls, define_decl(parameters->at[i]), instance->types[i]->decl);
            continue;
        }
        *parameter = *define_decl(parameters->at[i]);
        parameter->type = instance->types[i];
        map_put(&copying.decls, define_decl(parameters->at[i]), parameter);
    }
    copy = node_copy_spec(spec, &copying);
    *(struct nodes *)(uintptr_t)spec_generics(copy) = (struct nodes){0};
    return copy;
}

// Check it as if it stood where the generic one does.
static void
check_there(struct check *check, const struct generic *generic, struct node *spec,
            const struct diag_context *context)
{
    const struct diag_context *const outer = diag_set_context(check->diagnostics, context);
    struct check there = generic->at;

    there.recursive = check->recursive;
    there.generics = check->generics;
    there.depth = check->depth + 1;
    check_spec(&there, spec);
    check->recursive = there.recursive;
    check->generics = there.generics;
    diag_set_context(check->diagnostics, outer);
}

static struct decl *
make(struct check *check, struct generic *generic, const struct type *const *types, size_t count,
     struct span used)
{
    struct instance *const instance = mem_new(struct instance);
    struct decl *const decl = mem_new(struct decl);
    struct node *spec;

    *decl = *generic->decl;
    decl->generic = NULL;
    decl->name = instance_name(generic->decl, types, count);
    decl->instance = instance;
    decl->context = context_of(check, generic, types, used);
    decl->used = true;
    *instance = (struct instance){.generic = generic, .types = types, .decl = decl};
    vec_push(&generic->instances, instance);
    spec = copy_spec(generic, instance);
    check_there(check, generic, spec, decl->context);
    nodes_push(&generic->made, spec);
    return decl;
}

// What the parts of routines are made of may be one deeper than these.
static bool
is_type(const struct decl *decl)
{
    return decl->kind == DECL_TYPE || decl->kind == DECL_PROTOCOL;
}

struct decl *
instance_of(struct check *check, struct decl *decl, const struct type *const *types,
            struct span used)
{
    const size_t count = spec_generics(decl->node)->count;
    struct instance *const known = find(decl->generic, types, count);

    if (known != NULL)
        return known->decl;
    if (check->depth >= (is_type(decl) ? 2 : 1) * DEEPEST_INSTANCE) {
        diag_also(diag_error(check->diagnostics, E_TOO_DEEP, used,
                             "`%s` needs itself for ever more types, more than %d of them",
                             decl->name->text, DEEPEST_INSTANCE),
                  decl->span, "declared here");
        return NULL;
    }
    return make(check, decl->generic, types, count, used);
}

// ---- placing ----

static const struct nodes *
instances_of(const struct node *spec)
{
    static const struct nodes none;

    if (spec->kind != NODE_PROC && spec->kind != NODE_FUNCTION)
        return NULL;
    if (spec_generics(spec)->count == 0)
        return NULL;
    return spec_decl(spec)->generic == NULL ? &none : &spec_decl(spec)->generic->made;
}

static void place_child(struct node *child, void *context);

static void
place_scoped(struct node_scoped *scoped)
{
    const struct nodes *const instances = instances_of(scoped->spec);

    if (instances == NULL)
        return;
    if (instances->count == 0)
        scoped->spec = node_new(NODE_PRAGMA, scoped->spec->span);
    else
        scoped->spec = instances->at[0];
    for (size_t i = instances->count; i > 1; i--) {
        struct node_scoped *const inner = node_as_scoped(node_new(NODE_SCOPED, scoped->base.span));

        inner->spec = instances->at[i - 1];
        inner->body = scoped->body;
        scoped->body = &inner->base;
    }
}

static void
place_child(struct node *child, void *context)
{
    if (child->kind == NODE_SCOPED)
        place_scoped(node_as_scoped(child));
    node_children(child, place_child, context);
}

void
generic_place(struct check *check)
{
    struct nodes *const units = &check->program->file->units;
    struct nodes placed = {0};

    if (check->generics.count == 0)
        return;
    for (size_t i = 0; i < units->count; i++) {
        const struct nodes *const instances = instances_of(units->at[i]);

        for (size_t k = 0; instances != NULL && k < instances->count; k++)
            nodes_push(&placed, instances->at[k]);
        if (instances == NULL)
            nodes_push(&placed, units->at[i]);
    }
    *units = placed;
    for (size_t i = 0; i < placed.count; i++)
        place_child(placed.at[i], NULL);
}
