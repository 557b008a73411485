// SPDX-License-Identifier: MIT
// Generic routines and types: which types are meant where one is used. instance.c makes of it what
// these types make of it.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

static const struct nodes *
parameters_of(const struct decl *decl)
{
    return spec_generics(decl->generic->decl->node);
}

bool
generic_declare(struct check *check, struct node *spec)
{
    const struct nodes *const generics = spec_generics(spec);
    struct decl *decl;

    if (generics == NULL || generics->count == 0)
        return false;
    decl = spec_decl(spec);
    for (size_t i = 0; i < generics->count; i++)
        if (node_as_define(generics->at[i])->role != ROLE_TYPE && spec->kind != NODE_PROC &&
            spec->kind != NODE_FUNCTION)
            diag_error(check->diagnostics, E_GENERIC, generics->at[i]->span,
                       "only a PROC or a FUNCTION can have a routine for a parameter");
    if (decl->node != spec)
        return true; // of a file that is included twice
    decl->generic = mem_new(struct generic);
    decl->generic->decl = decl;
    decl->generic->at = *check;
    vec_push(&check->generics, decl->generic);
    return true;
}

// ---- inference ----

// What the type parameters have been found to be.
struct inference {
    const struct nodes *parameters;
    const struct type **types;
};

static const struct type **
find_parameter(const struct inference *inference, const struct decl *decl)
{
    for (size_t i = 0; i < inference->parameters->count; i++)
        if (define_decl(inference->parameters->at[i]) == decl)
            return &inference->types[i];
    return NULL;
}

static void infer(const struct inference *inference, const struct node *written,
                  const struct type *actual);

// LIST [T] against an instance of LIST.
static void
infer_arguments(const struct inference *inference, const struct node_type_generic *written,
                const struct type *actual)
{
    const struct type *const type = type_contents(actual);
    const struct instance *const instance = type->decl == NULL ? NULL : type->decl->instance;

    if (instance == NULL || instance->generic->decl != written->decl)
        return;
    for (size_t i = 0; i < written->arguments.count; i++)
        infer(inference, written->arguments.at[i], instance->types[i]);
}

// Where the types as written has a type parameter, it is what the actual type has there.
static void
infer(const struct inference *inference, const struct node *written, const struct type *actual)
{
    const struct type *const within = type_contents(actual);
    const struct type **found;

    switch (written->kind) {
    case NODE_TYPE_NAME:
        found = find_parameter(inference, node_as_type_name(written)->decl);
        if (found != NULL && *found == NULL)
            *found = actual;
        break;
    case NODE_TYPE_ARRAY:
        if (type_base(within)->kind == TYPE_ARRAY)
            infer(inference, node_as_type_array(written)->element, type_base(within)->element);
        break;
    case NODE_TYPE_CHAN:
        if (actual->kind == TYPE_CHAN)
            infer(inference, node_as_type_chan(written)->protocol, actual->element);
        break;
    case NODE_TYPE_MOBILE:
        if (node_as_type_mobile(written)->of != NULL)
            infer(inference, node_as_type_mobile(written)->of, within);
        break;
    case NODE_TYPE_COUNTED:
        if (actual->kind == TYPE_COUNTED) {
            infer(inference, node_as_type_counted(written)->count, actual->count);
            infer(inference, node_as_type_counted(written)->element, actual->element);
        }
        break;
    case NODE_TYPE_MAP:
        if (type_is_map(actual)) {
            infer(inference, node_as_type_map(written)->key, type_map_key(actual));
            infer(inference, node_as_type_map(written)->element, type_map_element(actual));
        }
        break;
    case NODE_TYPE_GENERIC:
        infer_arguments(inference, node_as_type_generic(written), actual);
        break;
    default: break;
    }
}

// A mobile as a whole is of its MOBILE type.
static const struct type *
value_type(struct check *check, struct node *value)
{
    const struct type *const type = check_expr(check, value, NULL);

    return type_is_error(type) || type_mobile_of(value) == NULL ? type : type_mobile_of(value);
}

// Literals have no type of their own where another argument has one.
static void
infer_from(struct check *check, const struct inference *inference, const struct nodes *formals,
           const struct nodes *arguments, bool untyped)
{
    for (size_t i = 0; i < arguments->count && i < formals->count; i++) {
        struct node *const argument = arguments->at[i];

        if (check_is_untyped(argument) == untyped)
            infer(inference, node_as_formal(formals->at[i])->type_of, value_type(check, argument));
    }
}

static const struct nodes *
formals_of(const struct node *routine)
{
    return routine->kind == NODE_PROC ? &node_as_proc(routine)->formals
                                      : &node_as_function(routine)->formals;
}

static void
report_unknown(struct check *check, const struct decl *generic, const struct decl *parameter,
               struct span span)
{
    const bool is_routine = generic->kind == DECL_PROC || generic->kind == DECL_FUNCTION;
    struct diag *const diag = diag_error(check->diagnostics, E_GENERIC, span,
                                         "nothing here tells what %s `%s` of `%s` is",
                                         parameter->kind == DECL_TYPE       ? "type"
                                         : parameter->kind == DECL_FUNCTION ? "FUNCTION"
                                                                            : "PROC",
                                         parameter->name->text, generic->name->text);

    diag_also(diag, parameter->span, "declared here");
    if (is_routine)
        diag_help(diag, "it can be given: `%s [...] (...)`", generic->name->text);
    else
        diag_help(diag, "where a value of type `%s [...]` is needed, that tells",
                  generic->name->text);
}

// Whether something may be a type parameter; says why if not.
static bool
can_be_given(struct check *check, const struct decl *generic, const struct decl *parameter,
             const struct type *type, struct span span)
{
    if (type == NULL) {
        report_unknown(check, generic, parameter, span);
        return false;
    }
    if (type_has_open_size(type)) {
        diag_also(diag_error(check->diagnostics, E_GENERIC, span,
                             "`%s` of `%s` would be %s, whose size is not known",
                             parameter->name->text, generic->name->text, type_text(type)),
                  parameter->span, "declared here");
        return false;
    }
    return !type_is_error(type);
}

static bool
all_can_be_given(struct check *check, const struct decl *generic, const struct inference *inference,
                 struct span span)
{
    for (size_t i = 0; i < inference->parameters->count; i++)
        if (!can_be_given(check, generic, define_decl(inference->parameters->at[i]),
                          inference->types[i], span))
            return false;
    return true;
}

// The items of a variant as they are written.
static const struct nodes *
items_of(const struct node_sum_type *sum, const struct name *variant)
{
    for (size_t i = 0; i < sum->tags.count; i++)
        if (sum->tags.at[i]->kind == NODE_TAG &&
            node_as_define(node_as_tag(sum->tags.at[i])->name)->name == variant)
            return &node_as_tag(sum->tags.at[i])->items;
    return NULL;
}

const struct type *
generic_variant(struct check *check, const struct decl *variant, const struct nodes *values,
                struct span span)
{
    struct decl *const generic = spec_decl(variant->node);
    const struct nodes *const items = items_of(node_as_sum_type(generic->node), variant->name);
    struct inference inference = {.parameters = parameters_of(generic)};
    struct decl *made;

    inference.types = mem_array(const struct type *, inference.parameters->count);
    for (size_t i = 0; i < values->count && i < items->count; i++)
        infer(&inference, items->at[i], value_type(check, values->at[i]));
    if (!all_can_be_given(check, generic, &inference, span))
        return NULL;
    made = instance_of(check, generic, inference.types, span);
    return made == NULL ? NULL : made->type;
}

// ---- types that are given ----

// What was read as an expression is a type here.
static const struct type *
given_type(struct check *check, struct node *node)
{
    if (node->kind == NODE_NAME) {
        struct node_type_name *const name = node_as_type_name(node_new(NODE_TYPE_NAME, node->span));

        name->name = node_as_name_use(node)->name;
        name->decl = node_as_name_use(node)->decl;
        if (name->decl != NULL)
            return check_type(check, &name->base);
        diag_error(check->diagnostics, E_UNDECLARED, node->span, "`%s` is not declared",
                   name->name->text);
        return type_of_kind(TYPE_ERROR);
    }
    if (node->kind == NODE_SUBSCRIPT && node_as_subscript(node)->of->kind == NODE_NAME) {
        const struct node_subscript *const given = node_as_subscript(node);
        struct node_type_generic *const type =
            node_as_type_generic(node_new(NODE_TYPE_GENERIC, node->span));

        type->name = node_as_name_use(given->of)->name;
        type->decl = node_as_name_use(given->of)->decl;
        if (given->index->kind == NODE_LIST_OF)
            type->arguments = node_as_list_of(given->index)->items;
        else
            nodes_push(&type->arguments, given->index);
        return generic_type(check, type);
    }
    return check_type(check, node);
}

// ---- routines that are given ----

static bool
is_routine(const struct node *parameter)
{
    return node_as_define(parameter)->role != ROLE_TYPE;
}

static size_t
routine_count(const struct nodes *parameters)
{
    size_t count = 0;

    for (size_t i = 0; i < parameters->count; i++)
        count += is_routine(parameters->at[i]);
    return count;
}

// The instance stands outside of all routines, and sees only what does too.
static const struct type *
given_routine(struct check *check, const struct node *given, const struct node *parameter)
{
    const bool is_proc = node_as_define(parameter)->role == ROLE_PROC;
    struct decl *const decl = given->kind == NODE_NAME ? node_as_name_use(given)->decl : NULL;
    const bool fits =
        decl != NULL && decl->generic == NULL &&
        (decl->kind == (is_proc ? DECL_PROC : DECL_FUNCTION) || decl->kind == DECL_INTRINSIC);
    struct diag *diag;

    if (decl != NULL && decl->kind == DECL_ERROR)
        return type_of_kind(TYPE_ERROR);
    if (fits && decl->owner == NULL)
        return type_routine(decl);
    if (fits)
        diag = diag_also(diag_error(check->diagnostics, E_GENERIC, given->span,
                                    "`%s` is declared in a routine and cannot be given to a "
                                    "generic one",
                                    decl->name->text),
                         decl->span, "declared here");
    else
        diag = diag_error(check->diagnostics, E_GENERIC, given->span,
                          "the name of a %s that is not generic is needed here",
                          is_proc ? "PROC" : "FUNCTION");
    diag_also(diag, parameter->span, "for this parameter");
    return type_of_kind(TYPE_ERROR);
}

// Only the routines are given: types are found from the arguments.
static void
take_routines(struct check *check, const struct inference *inference, const struct nodes *given)
{
    size_t next = 0;

    for (size_t i = 0; i < inference->parameters->count; i++)
        if (is_routine(inference->parameters->at[i]))
            inference->types[i] =
                given_routine(check, given->at[next++], inference->parameters->at[i]);
}

static bool
take_given(struct check *check, const struct decl *generic, const struct inference *inference,
           const struct nodes *given, struct span span)
{
    if (given->count != inference->parameters->count) {
        diag_also(diag_error(check->diagnostics, E_GENERIC, span,
                             "`%s` has %zu type parameter%s, but %zu type%s given",
                             generic->name->text, inference->parameters->count,
                             inference->parameters->count == 1 ? "" : "s", given->count,
                             given->count == 1 ? " is" : "s are"),
                  generic->span, "declared here");
        return false;
    }
    for (size_t i = 0; i < given->count; i++)
        inference->types[i] = is_routine(inference->parameters->at[i])
                                  ? given_routine(check, given->at[i], inference->parameters->at[i])
                                  : given_type(check, given->at[i]);
    return all_can_be_given(check, generic, inference, span);
}

// ---- uses ----

// p or p [INT, BOOL]: the generic routine, or NULL; `given` gets the types.
static struct decl *
generic_named(const struct node *callee, struct nodes *given)
{
    struct decl *decl;

    if (callee->kind == NODE_SUBSCRIPT) {
        const struct node_subscript *const subscript = node_as_subscript(callee);

        if (subscript->index->kind == NODE_LIST_OF)
            *given = node_as_list_of(subscript->index)->items;
        else
            nodes_push(given, subscript->index);
        callee = subscript->of;
    }
    if (callee->kind != NODE_NAME)
        return NULL;
    decl = node_as_name_use(callee)->decl;
    return decl != NULL && decl->generic != NULL &&
                   (decl->kind == DECL_PROC || decl->kind == DECL_FUNCTION)
               ? decl
               : NULL;
}

static struct decl *
callee_decl(const struct node *callee)
{
    return callee->kind == NODE_NAME ? node_as_name_use(callee)->decl : NULL;
}

static struct decl *
wrong_callee(void)
{
    struct decl *const decl = mem_new(struct decl);

    decl->kind = DECL_ERROR;
    return decl;
}

struct decl *
generic_callee(struct check *check, struct node **callee, const struct nodes *arguments)
{
    struct nodes given = {0};
    struct decl *const generic = generic_named(*callee, &given);
    struct node_name_use *const use = node_as_name_use(node_new(NODE_NAME, (*callee)->span));
    struct inference inference;
    bool known;

    if (generic == NULL)
        return callee_decl(*callee);
    inference.parameters = parameters_of(generic);
    inference.types = mem_array(const struct type *, inference.parameters->count);
    if (given.count != 0 && given.count != routine_count(inference.parameters)) {
        known = take_given(check, generic, &inference, &given, use->base.span);
    } else {
        const struct nodes *const formals = formals_of(generic->node);

        if (given.count != 0)
            take_routines(check, &inference, &given);
        infer_from(check, &inference, formals, arguments, false);
        infer_from(check, &inference, formals, arguments, true);
        known = all_can_be_given(check, generic, &inference, use->base.span);
    }
    use->name = generic->name;
    use->decl = known ? instance_of(check, generic, inference.types, use->base.span) : NULL;
    if (use->decl == NULL)
        use->decl = wrong_callee();
    *callee = &use->base;
    return use->decl;
}

const struct type *
generic_type(struct check *check, struct node_type_generic *node)
{
    struct inference inference;
    struct decl *made;

    if (node->decl->kind == DECL_ERROR)
        return type_of_kind(TYPE_ERROR);
    if (node->decl->generic == NULL ||
        (node->decl->kind != DECL_TYPE && node->decl->kind != DECL_PROTOCOL)) {
        diag_also(diag_error(check->diagnostics, E_GENERIC, node->base.span,
                             "`%s` is no generic type", node->name->text),
                  node->decl->span, "declared here");
        return type_of_kind(TYPE_ERROR);
    }
    inference.parameters = parameters_of(node->decl);
    inference.types = mem_array(const struct type *, inference.parameters->count);
    if (!take_given(check, node->decl, &inference, &node->arguments, node->base.span))
        return type_of_kind(TYPE_ERROR);
    made = instance_of(check, node->decl, inference.types, node->base.span);
    return made == NULL ? type_of_kind(TYPE_ERROR) : made->type;
}

const struct type *
generic_without_types(struct check *check, const struct node *node, const struct decl *decl)
{
    diag_also(diag_help(diag_error(check->diagnostics, E_GENERIC, node->span,
                                   "`%s` is generic: its types are missing", decl->name->text),
                        "write `%s [...]`", decl->name->text),
              decl->span, "declared here");
    return type_of_kind(TYPE_ERROR);
}
