// SPDX-License-Identifier: MIT
// Specifications: declarations, abbreviations, types, PROCs and FUNCTIONs.
#include <config.h>

#include "sema/sema.h"

#include "sema/check.h"

#include "base/mem.h"

// The type of one declared name: a suffix makes it an end of the channel.
static const struct type *
with_direction(struct check *check, const struct type *type, const struct decl *decl)
{
    const struct type *chan = type;

    if (decl->direction == DIRECTION_NONE || type_is_error(type))
        return type;
    while (chan->kind == TYPE_ARRAY)
        chan = chan->element;
    if (type_is_error(chan))
        return chan;
    if (chan->kind != TYPE_CHAN) {
        diag_error(check->diagnostics, E_DIRECTION, decl->span,
                   "`%s` is of type %s and has no ends", decl->name->text, type_text(type));
        return type;
    }
    return type_ends(type, decl->direction);
}

void
check_declared(struct check *check, struct node *name, const struct type *type)
{
    struct decl *const decl = define_decl(name);

    decl->type = with_direction(check, type, decl);
    decl->shared =
        decl->shared || (decl->type->kind == TYPE_CHAN && decl->type->shared != SHARED_NOT);
    decl->forking = check->forking;
    name->type = decl->type;
}

static void
refuse_open_size(struct check *check, const struct node *node, const struct type *type)
{
    if (type_has_open_size(type))
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, node->span,
                   "a variable needs the size of each of its dimensions");
}

// Only what has an owner itself can own mobiles.
static bool
refuse_mobiles_inside(struct check *check, const struct node *node, const struct type *type)
{
    const struct type *element = type_base(type);

    while (element->kind == TYPE_ARRAY)
        element = type_base(element->element);
    if (type_base(type)->kind != TYPE_ARRAY || !type_is_mobile(element))
        return false;
    diag_help(diag_error(check->diagnostics, E_MOBILE, node->span,
                         "an array of mobiles must be mobile itself"),
              "write `MOBILE %s`", type_text(type));
    return true;
}

static bool
has_missing_size(const struct node *type)
{
    while (type->kind == NODE_TYPE_ARRAY && node_as_type_array(type)->size != NULL)
        type = node_as_type_array(type)->element;
    return type->kind == NODE_TYPE_ARRAY;
}

static bool
can_be_declared(struct check *check, const struct node *node, const struct type *type)
{
    if (refuse_mobiles_inside(check, node, type))
        return false;
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    if (type->kind == TYPE_PROTOCOL || type->kind == TYPE_ANY || type->kind == TYPE_COUNTED) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->span,
                   "a protocol is for channels; no variable can be of it");
        return false;
    }
    if (type->kind == TYPE_PROC) {
        diag_help(diag_error(check->diagnostics, E_PROC_TYPE, node->span,
                             "a variable holds a MOBILE process of the type `%s`", type_text(type)),
                  "write `MOBILE %s`", type_text(type));
        return false;
    }
    return type->kind != TYPE_PORT || check_port(check, node, type);
}

const struct type *
check_usable_type(struct check *check, struct node *node)
{
    const struct type *const type = check_type(check, node);

    return can_be_declared(check, node, type) ? type : type_of_kind(TYPE_ERROR);
}

// Sizes may be known at run time only; not in occam 2.1, nor before a guard.
static bool
sizes_are_free(const struct check *check)
{
    return check->program->standard != STANDARD_OCCAM_21 && !check->in_guard;
}

static const struct type *
variable_type(struct check *check, struct node *node)
{
    const bool outside = check->sizes_are_free;
    const struct type *type;

    check->sizes_are_free = sizes_are_free(check);
    type = check_usable_type(check, node);
    check->sizes_are_free = outside;
    return type;
}

// SHARED CHAN T: a bundle of one channel, without a name.
static const struct type *
shared_type(struct check *check, const struct node *node, const struct type *type,
            enum shared_ends shared)
{
    if (shared == SHARED_NOT || type_is_error(type))
        return type;
    if (type->kind == TYPE_CHAN)
        return type_shared(type, shared);
    diag_error(check->diagnostics, E_BUNDLE, node->span, "only a single channel can be SHARED");
    return type_of_kind(TYPE_ERROR);
}

static bool
is_buffered(const struct node *type)
{
    while (type->kind == NODE_TYPE_ARRAY)
        type = node_as_type_array(type)->element;
    return type->kind == NODE_TYPE_CHAN && node_as_type_chan(type)->buffered != NULL;
}

static void
check_declare(struct check *check, struct node_declare *node)
{
    const struct type *type;

    check->may_be_buffered = node->shared == SHARED_NOT;
    type = variable_type(check, node->type_of);
    check->may_be_buffered = false;
    if (has_missing_size(node->type_of) || is_buffered(node->type_of))
        refuse_open_size(check, node->type_of, type);
    for (size_t i = 0; i < node->names.count; i++)
        check_declared(check, node->names.at[i],
                       shared_type(check, node->type_of, type, (enum shared_ends)node->shared));
}

static void
check_result_declare(struct check *check, struct node_result_declare *node)
{
    const struct type *const type =
        check_no_barrier(check, node->type_of, check_usable_type(check, node->type_of), "a RESULT");

    refuse_open_size(check, node->type_of, type);
    for (size_t i = 0; i < node->names.count; i++)
        check_declared(check, node->names.at[i], type);
}

static void
check_initial(struct check *check, struct node_initial *node)
{
    const struct type *const type = check_no_barrier(
        check, node->type_of, variable_type(check, node->type_of), "given a value");

    if (node->names.count != node->values.count)
        diag_error(check->diagnostics, E_RESULT_COUNT, node->base.span,
                   "%zu name%s, but %zu value%s", node->names.count,
                   node->names.count == 1 ? "" : "s", node->values.count,
                   node->values.count == 1 ? "" : "s");
    for (size_t i = 0; i < node->names.count; i++) {
        const struct type *declared = type;

        if (i < node->values.count) {
            const struct type *const actual =
                check_value(check, node->values.at[i], type, "the initial value");

            if (has_missing_size(node->type_of))
                declared = actual;
        }
        if (type_has_open_size(declared) && !sizes_are_free(check)) {
            refuse_open_size(check, node->type_of, declared);
            declared = type_of_kind(TYPE_ERROR);
        }
        check_declared(check, node->names.at[i], declared);
    }
}

// VAL INT n IS 5: a constant; VAL []BYTE s IS "text": takes its size from the value.
static void
check_val(struct check *check, struct node_abbreviate *node)
{
    struct decl *const decl = define_decl(node->name);
    const struct type *wanted = NULL, *actual;

    if (node->stays) {
        actual = check_expr(check, node->of, NULL);
        wanted = type_is_error(actual) ? NULL : type_mobile_of(node->of);
    } else if (node->type_of != NULL) {
        wanted = check_type(check, node->type_of);
        actual = check_value(check, node->of, wanted, "the value");
    } else {
        actual = check_expr(check, node->of, NULL);
    }
    decl->type = wanted != NULL && !type_has_open_size(wanted) ? wanted : actual;
    if (!type_is_error(actual) && !type_is_data(actual)) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->of->span,
                   "a %s is no value; leave out VAL to give it another name", type_text(actual));
        decl->type = type_of_kind(TYPE_ERROR);
    }
    decl->value = type_is_error(actual) ? NULL : node->of->value;
    node->name->type = decl->type;
}

static const struct type *
abbreviated_type(struct check *check, struct node *of)
{
    const struct type *type;

    if (of->kind == NODE_END_OF)
        return check_expr(check, of, NULL);
    type = check_expr(check, of, NULL);
    if (type_is_error(type) || !type_is_data(type))
        return type;
    type = check_place(check, of);
    return type_is_error(type) || type_mobile_of(of) == NULL ? type : type_mobile_of(of);
}

static void
check_reference(struct check *check, struct node_abbreviate *node)
{
    const struct type *const wanted =
        node->type_of == NULL ? NULL : check_type(check, node->type_of);
    const struct type *actual = abbreviated_type(check, node->of);

    if (wanted != NULL && !type_fits(wanted, actual)) {
        diag_label(diag_error(check->diagnostics, E_TYPE_MISMATCH, node->of->span,
                              "what is abbreviated must be of type %s", type_text(wanted)),
                   "this is of type %s", type_text(actual));
        actual = type_of_kind(TYPE_ERROR);
    }
    if (wanted != NULL && type_is_mobile(wanted) && !type_is_error(actual))
        check_is_mobile(check, node->of, "what is abbreviated");
    if (wanted != NULL && !type_is_mobile(wanted))
        actual = type_contents(actual);
    if (wanted != NULL && !type_has_open_size(wanted) && !type_is_error(actual))
        actual = wanted;
    check_declared(check, node->name, actual);
}

// ---- types ----

static void
check_data_type(struct check *check, struct node_data_type *node)
{
    struct decl *const decl = define_decl(node->name);
    const struct type *const base =
        check_no_barrier(check, node->is, check_type(check, node->is), "a DATA TYPE");
    struct type *const type = type_declared(TYPE_NAMED, decl);

    type->element = base;
    decl->type = type_is_error(base) ? base : type;
}

static void
add_fields(struct check *check, struct type *record, const struct node_declare *declare)
{
    const struct type *const type = check_no_barrier(
        check, declare->type_of, check_usable_type(check, declare->type_of), "part of a record");

    refuse_open_size(check, declare->type_of, type);
    if (type_is_mobile(type) && !record->is_mobile)
        diag_help(diag_error(check->diagnostics, E_MOBILE, declare->type_of->span,
                             "a record with a mobile field must be mobile itself"),
                  "write `MOBILE RECORD`");
    for (size_t i = 0; i < declare->names.count; i++) {
        const struct name *const name = node_as_define(declare->names.at[i])->name;

        if (type_field(record, name) >= 0)
            diag_error(check->diagnostics, E_DUPLICATE, declare->names.at[i]->span,
                       "the field `%s` is declared twice", name->text);
        vec_push(&record->fields,
                 ((struct field){.name = name, .type = type, .span = declare->names.at[i]->span}));
    }
}

static void
check_record(struct check *check, struct node_record *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *const type = type_declared(TYPE_RECORD, decl);

    type->packed = node->packed != 0;
    type->is_mobile = node->mobile != 0;
    type->is_recursive = node->recursive != 0;
    decl->type = node->mobile ? type_mobile(type) : type;
    for (size_t i = 0; i < node->fields.count; i++)
        add_fields(check, type, node_as_declare(node->fields.at[i]));
    for (size_t i = 0; i < type->fields.count; i++)
        if (type_is_error(type->fields.at[i].type))
            decl->type = type_of_kind(TYPE_ERROR);
}

static void
check_protocol(struct check *check, struct node_protocol *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *const type = type_declared(TYPE_PROTOCOL, decl);
    bool wrong = false;

    type->is_case = node->extends.count != 0;
    for (size_t i = 0; i < node->extends.count; i++)
        check_extends(check, type, node->extends.at[i]);
    for (size_t i = 0; i < node->items.count; i++) {
        const struct type *const item = check_no_barrier(
            check, node->items.at[i], check_type(check, node->items.at[i]), "sent");

        wrong = wrong || type_is_error(item);
        vec_push(&type->items, item);
    }
    decl->type = wrong ? type_of_kind(TYPE_ERROR) : type;
    // PROTOCOL P IS INT: and PROTOCOL P IS ANY: are just other names.
    if (!wrong && type->items.count == 1)
        decl->type = type->items.at[0];
}

static void
add_tag(struct check *check, struct type *protocol, struct node_tag *node)
{
    struct protocol_tag tag = {
        .name = node_as_define(node->name)->name,
        .number = family_number(check->families, protocol->decl, node_as_define(node->name)->name),
        .span = node->base.span};
    const struct protocol_tag *const before = type_tag(protocol, tag.name);

    if (tag.number < 0)
        tag.number = (int)protocol->tags.count;
    if (before != NULL)
        diag_also(diag_error(check->diagnostics, E_DUPLICATE, node->base.span,
                             "the tag `%s` is declared twice", tag.name->text),
                  before->span, "first here");
    if (node->number != NULL) {
        const struct constant *const number =
            check_constant(check, node->number, type_of_kind(TYPE_INT), "the number of a tag");

        tag.number = number == NULL ? tag.number : (int)number->integer;
    }
    if (tag.number < 0 || tag.number > 255)
        diag_error(check->diagnostics, E_TOO_LARGE, node->base.span,
                   "the number of a tag lies between 0 and 255");
    for (size_t i = 0; i < node->items.count; i++)
        vec_push(&tag.items, check_no_barrier(check, node->items.at[i],
                                              check_type(check, node->items.at[i]), "sent"));
    vec_push(&protocol->tags, tag);
}

// Numbers may be written, so that two tags can have the same.
static void
refuse_same_numbers(struct check *check, const struct type *protocol)
{
    for (size_t i = 0; i < protocol->tags.count; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct protocol_tag *const a = &protocol->tags.at[k], *const b =
                                                                            &protocol->tags.at[i];

            if (a->number != b->number || a->name == b->name)
                continue;
            diag_also(diag_error(check->diagnostics, E_DUPLICATE, b->span,
                                 "the tags `%s` and `%s` have the same number, %d", a->name->text,
                                 b->name->text, a->number),
                      a->span, "the other one");
            return;
        }
    }
}

static void
check_protocol_case(struct check *check, struct node_protocol_case *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *const type = type_declared(TYPE_PROTOCOL, decl);

    type->is_case = true;
    decl->type = type;
    for (size_t i = 0; i < node->extends.count; i++)
        check_extends(check, type, node->extends.at[i]);
    for (size_t i = 0; i < node->tags.count; i++) {
        if (node->tags.at[i]->kind == NODE_TAG)
            add_tag(check, type, node_as_tag(node->tags.at[i]));
        else
            check_extends(check, type, node_as_tag_from(node->tags.at[i])->protocol);
    }
    refuse_same_numbers(check, type);
}

// ---- routines ----

// VAL INT n = 10: what n is where a call leaves it out. It is known at compile time, so that it is
// the same wherever the call stands.
static void
check_default(struct check *check, struct node_formal *formal, const struct node_formal *before)
{
    const struct decl *const decl = define_decl(formal->name);

    if (formal->value == NULL && before != NULL && before->value != NULL)
        diag_also(diag_error(check->diagnostics, E_DEFAULT, formal->base.span,
                             "`%s` needs a default value too: only the last arguments of a call "
                             "can be left out",
                             decl->name->text),
                  before->base.span, "this one has a default value");
    if (formal->value == NULL)
        return;
    if (formal->mode != FORMAL_VAL)
        diag_error(check->diagnostics, E_DEFAULT, formal->value->span,
                   "only a VAL parameter can have a default value");
    else if (check_constant(check, formal->value, decl->type, "a default value") == NULL)
        formal->value->type = type_of_kind(TYPE_ERROR);
}

void
check_formals(struct check *check, const struct nodes *formals)
{
    for (size_t i = 0; i < formals->count; i++) {
        struct node_formal *const formal = node_as_formal(formals->at[i]);

        const struct type *type = check_usable_type(check, formal->type_of);

        if (formal->mode != FORMAL_REFERENCE && formal->mode != FORMAL_FIXED)
            type = check_no_barrier(check, formal->type_of, type, "VAL, RESULT or INITIAL");
        check_declared(check, formal->name,
                       shared_type(check, formal->type_of, type, (enum shared_ends)formal->shared));
        check_default(check, formal, i == 0 ? NULL : node_as_formal(formals->at[i - 1]));
    }
}

static void
check_proc(struct check *check, struct node_proc *node)
{
    struct decl *const routine = check->routine;
    const struct pure *const pure = check->pure;

    check_formals(check, &node->formals);
    if (node->mobile)
        check_mobile_proc(check, node);
    if (node->foreign != NULL)
        check_foreign(check, &node->formals, NULL);
    if (node->body == NULL)
        return;
    check->routine = define_decl(node->name);
    check->pure = NULL;
    if (node->recursive)
        vec_push(&check->recursive, check->routine);
    check_process(check, node->body);
    check->routine = routine;
    check->pure = pure;
}

static void
check_function_formals(struct check *check, const struct nodes *formals)
{
    for (size_t i = 0; i < formals->count; i++) {
        const struct node_formal *const formal = node_as_formal(formals->at[i]);

        if (formal->mode != FORMAL_VAL)
            diag_help(diag_error(check->diagnostics, E_IN_FUNCTION, formal->base.span,
                                 "a FUNCTION has VAL parameters only"),
                      "write `VAL` before the type");
    }
}

static void
check_result_types(struct check *check, struct node_function *node)
{
    for (size_t i = 0; i < node->results.count; i++) {
        struct node *const result = node->results.at[i];

        result->type = check_no_barrier(check, result, check_usable_type(check, result),
                                        "the result of a FUNCTION");
        refuse_open_size(check, result, result->type);
    }
}

static void
check_function(struct check *check, struct node_function *node)
{
    struct decl *const routine = check->routine;
    const struct pure *const outer = check->pure;
    const struct pure pure = {.function = define_decl(node->name), .begins = node->name->span};

    if (node->is_operator)
        check_operator_declaration(check, node);
    check_result_types(check, node);
    check_formals(check, &node->formals);
    check_function_formals(check, &node->formals);
    if (node->foreign != NULL)
        check_foreign(check, &node->formals, &node->results);
    check->routine = define_decl(node->name);
    check->pure = &pure;
    if (node->body != NULL)
        check_valof(check, node->body, &node->results);
    check->routine = routine;
    check->pure = outer;
}

// A file that is included twice declares its types once.
static bool
is_known(const struct node *name, const struct node *node)
{
    return define_decl(name)->node != node;
}

static void
check_type_spec(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_DATA_TYPE:
        if (!is_known(node_as_data_type(node)->name, node))
            check_data_type(check, node_as_data_type(node));
        break;
    case NODE_RECORD:
        if (!is_known(node_as_record(node)->name, node))
            check_record(check, node_as_record(node));
        break;
    case NODE_SUM_TYPE:
        if (!is_known(node_as_sum_type(node)->name, node))
            check_sum_type(check, node_as_sum_type(node));
        break;
    case NODE_ENUM_TYPE:
        if (!is_known(node_as_enum_type(node)->name, node))
            check_enum_type(check, node_as_enum_type(node));
        break;
    case NODE_PROTOCOL:
        if (!is_known(node_as_protocol(node)->name, node))
            check_protocol(check, node_as_protocol(node));
        break;
    default:
        if (!is_known(node_as_protocol_case(node)->name, node))
            check_protocol_case(check, node_as_protocol_case(node));
        break;
    }
}

void
check_spec(struct check *check, struct node *node)
{
    if (generic_declare(check, node))
        return;
    switch (node->kind) {
    case NODE_DECLARE: check_declare(check, node_as_declare(node)); break;
    case NODE_INITIAL: check_initial(check, node_as_initial(node)); break;
    case NODE_ABBREVIATE:
        if (node_as_abbreviate(node)->is_val)
            check_val(check, node_as_abbreviate(node));
        else
            check_reference(check, node_as_abbreviate(node));
        break;
    case NODE_RETYPE: check_retype(check, node_as_retype(node)); break;
    case NODE_PLACE: check_place_at(check, node_as_place(node)); break;
    case NODE_PRAGMA: break;
    case NODE_DATA_TYPE:
    case NODE_RECORD:
    case NODE_ENUM_TYPE:
    case NODE_SUM_TYPE:
    case NODE_PROTOCOL:
    case NODE_PROTOCOL_CASE: check_type_spec(check, node); break;
    case NODE_PROC: check_proc(check, node_as_proc(node)); break;
    case NODE_FUNCTION: check_function(check, node_as_function(node)); break;
    case NODE_RESULT_DECLARE: check_result_declare(check, node_as_result_declare(node)); break;
    case NODE_CHAN_TYPE: check_chan_type(check, node_as_chan_type(node)); break;
    case NODE_PROC_TYPE: check_proc_type(check, node_as_proc_type(node)); break;
    default: break;
    }
}

// ---- the program ----

static bool
is_byte_channel(const struct type *type)
{
    return type->kind == TYPE_CHAN && type_base(type->element)->kind == TYPE_BYTE;
}

// A name must say it: many a last PROC of a module has a channel of numbers.
static bool
is_signals(const struct decl *decl)
{
    const struct type *const type = decl->type;

    return type->kind == TYPE_CHAN && type_base(type->element)->kind == TYPE_INT &&
           type->direction != DIRECTION_OUT && decl->name == name_of("signals");
}

static bool
is_args(const struct decl *decl)
{
    return decl->mode == FORMAL_VAL && decl->type->kind == TYPE_ARRAY &&
           decl->type->size == SIZE_OPEN && decl->type->element->kind == TYPE_STRING;
}

static bool
is_status(const struct decl *decl)
{
    return decl->mode == FORMAL_RESULT && decl->type->kind == TYPE_INT;
}

static bool
can_be_supplied(const struct check *check, const struct decl *decl)
{
    return type_is_error(decl->type) || is_byte_channel(decl->type) || is_args(decl) ||
           is_status(decl) || (!check->program->main->occam && is_signals(decl));
}

static void
refuse_parameter(struct check *check, const struct decl *decl)
{
    diag_help(diag_error(check->diagnostics, E_MAIN_PARAMETER, decl->span,
                         "the program begins with `%s`, and nothing can supply its `%s`",
                         check->program->main->name->text, decl->name->text),
              "it may have `CHAN BYTE keyboard?`, `screen!` and `error!`, `VAL []STRING args`, "
              "`RESULT INT status` and `CHAN INT signals?`");
}

// What the first PROC may ask for: the terminal, and in csp the arguments and the exit code. A
// file without such a PROC is a module.
static void
check_main(struct check *check)
{
    struct program *const program = check->program;
    const struct node_file *const file = program->file;
    const struct node_proc *main;

    if (program->main == NULL) {
        if (!program->may_be_module)
            diag_help(
                diag_error(check->diagnostics, E_NO_MAIN,
                           file->units.count != 0 ? vec_last(&file->units)->span : file->base.span,
                           "there is no PROC to start with"),
                "a file without one is a module; `-c` compiles it by itself");
        return;
    }
    main = node_as_proc(program->main->node);
    for (size_t i = 0; i < main->formals.count; i++) {
        const struct decl *const decl = define_decl(node_as_formal(main->formals.at[i])->name);

        if (can_be_supplied(check, decl))
            continue;
        if (!program->may_be_module)
            refuse_parameter(check, decl);
        else
            program->main = NULL;
        return;
    }
}

void
sema_check(struct program *program, struct diagnostics *diagnostics)
{
    struct check check = {
        .program = program, .diagnostics = diagnostics, .families = families_of(program)};

    for (size_t i = 0; i < program->file->units.count; i++)
        check_spec(&check, program->file->units.at[i]);
    for (size_t i = 0; i < check.recursive.count; i++)
        check.recursive.at[i]->waits = check_proc_waits(check.recursive.at[i]);
    generic_place(&check);
    check_main(&check);
    check_main_suspends(&check);
}
