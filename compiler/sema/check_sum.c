// SPDX-License-Identifier: MIT
// Sum types: a value is of one of several variants. To later passes it is a record, of a tag and of
// the parts of all variants; a CASE of it is one of the tag, whose options begin with abbreviations
// of the parts.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

enum { MOST_VARIANTS = 256 }; // a tag is a byte

static const struct type *
error_type(void)
{
    return type_of_kind(TYPE_ERROR);
}

// ---- the type ----

// Blanks and dots become one thing in C, where fields must differ.
static bool
is_same_word(const char *a, const char *b)
{
    while (*a != '\0' && (*a == *b || ((*a == ' ' || *a == '.') && (*b == ' ' || *b == '.')))) {
        a++;
        b++;
    }
    return (*a == '\0' || (*a == ' ' && a[1] == '\0')) &&
           (*b == '\0' || (*b == ' ' && b[1] == '\0'));
}

// A name that no program can write: "circle ", "square 1".
static const struct name *
part_name(const struct type *sum, const struct name *variant, size_t number, size_t count)
{
    const char *const end = count == 1 ? "" : mem_format("%zu", number + 1);
    const char *text = mem_format("%s %s", variant->text, end);

    for (size_t i = 0; i < sum->fields.count; i++)
        if (is_same_word(text, sum->fields.at[i].name->text))
            return name_of(mem_format("part %zu", sum->fields.count));
    return name_of(text);
}

static const struct type *
part_type(struct check *check, const struct type *sum, struct node *written)
{
    const struct type *const type =
        check_no_barrier(check, written, check_usable_type(check, written), "part of a variant");

    if (type_is_error(type))
        return type;
    if (!type_is_data(type) || type_has_open_size(type)) {
        diag_error(check->diagnostics, E_BAD_TYPE, written->span, "a %s cannot be part of a value",
                   type_text(type));
        return error_type();
    }
    if (type_is_mobile(type) && !sum->is_mobile) {
        diag_help(diag_error(check->diagnostics, E_MOBILE, written->span,
                             "a type whose variants hold a mobile must be mobile itself"),
                  "write `MOBILE CASE`");
        return error_type();
    }
    return type;
}

static bool
add_variant(struct check *check, struct type *sum, const struct node_tag *node)
{
    struct protocol_tag variant = {.name = node_as_define(node->name)->name,
                                   .number = (int)sum->tags.count,
                                   .span = node->base.span,
                                   .field = sum->fields.count};
    bool right = true;

    if (node->number != NULL)
        diag_error(check->diagnostics, E_VARIANT, node->number->span, "variants have no numbers");
    for (size_t i = 0; i < node->items.count; i++) {
        const struct type *const type = part_type(check, sum, node->items.at[i]);
        const struct field part = {.name = part_name(sum, variant.name, i, node->items.count),
                                   .type = type,
                                   .span = node->items.at[i]->span,
                                   .variant = (unsigned)sum->tags.count + 1};

        right = right && !type_is_error(type);
        vec_push(&variant.items, type);
        vec_push(&sum->fields, part);
    }
    vec_push(&sum->tags, variant);
    return right;
}

static void
refuse_size(struct check *check, const struct node_sum_type *node)
{
    if (node->tags.count > MOST_VARIANTS)
        diag_error(check->diagnostics, E_TOO_LARGE, node->name->span,
                   "`%s` has %zu variants; a sum type has at most %d",
                   node_as_define(node->name)->name->text, node->tags.count, MOST_VARIANTS);
    if (node->recursive && !node->mobile)
        diag_help(diag_error(check->diagnostics, E_MOBILE, node->name->span,
                             "a value cannot hold values of its own type"),
                  "a mobile can: write `MOBILE CASE`");
}

void
check_sum_type(struct check *check, struct node_sum_type *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *const type = type_declared(TYPE_RECORD, decl);
    const struct field tag = {.name = name_of("tag "), .type = type_of_kind(TYPE_BYTE)};
    bool right = !node->recursive || node->mobile;

    type->is_sum = true;
    type->is_mobile = node->mobile != 0;
    type->is_recursive = node->recursive != 0;
    vec_push(&type->fields, tag);
    refuse_size(check, node);
    decl->type = !right ? error_type() : node->mobile ? type_mobile(type) : type;
    for (size_t i = 0; i < node->tags.count; i++) {
        if (node->tags.at[i]->kind == NODE_TAG) {
            right = add_variant(check, type, node_as_tag(node->tags.at[i])) && right;
            continue;
        }
        diag_error(check->diagnostics, E_VARIANT, node->tags.at[i]->span,
                   "a sum type has its own variants only, FROM is for protocols");
        right = false;
    }
    if (!right)
        decl->type = error_type();
}

// ---- values ----

static bool
is_instance_of(const struct type *type, const struct decl *generic)
{
    return type != NULL && type->kind == TYPE_RECORD && type->decl->instance != NULL &&
           type->decl->instance->generic->decl == generic;
}

// The sum type of which a variant makes a value.
static const struct type *
sum_of(struct check *check, const struct decl *variant, const struct type *expected,
       const struct nodes *values, struct span span)
{
    const struct decl *const declared = spec_decl(variant->node);
    const struct type *type = declared->type;

    if (declared->generic != NULL)
        type = is_instance_of(expected, declared) ? expected
                                                  : generic_variant(check, variant, values, span);
    return type == NULL ? error_type() : type_contents(type);
}

// A call becomes a table of the parts.
static void
make_table(struct node *node, const struct nodes values, const struct protocol_tag *variant)
{
    struct node_table *made;

    node->kind = NODE_TABLE;
    made = node_as_table(node);
    *made = (struct node_table){.base = *node, .items = values, .variant = variant};
}

_Static_assert(sizeof(struct node_table) <= sizeof(struct node_call), "a call can become a table");

const struct type *
check_variant_value(struct check *check, struct node *node, const struct decl *decl,
                    const struct type *expected)
{
    const struct nodes values =
        node->kind == NODE_CALL ? node_as_call(node)->arguments : (struct nodes){0};
    const struct type *const sum = sum_of(check, decl, expected, &values, node->span);
    const struct protocol_tag *const variant =
        type_is_error(sum) ? NULL : type_tag(sum, decl->name);

    if (variant != NULL && variant->items.count != values.count) {
        diag_also(diag_error(check->diagnostics, E_VARIANT, node->span,
                             "`%s` is made of %zu value%s, but %zu %s given", decl->name->text,
                             variant->items.count, variant->items.count == 1 ? "" : "s",
                             values.count, values.count == 1 ? "is" : "are"),
                  variant->span, "declared here");
        return error_type();
    }
    for (size_t i = 0; i < values.count; i++) {
        if (variant == NULL)
            check_expr(check, values.at[i], NULL);
        else
            check_value(check, values.at[i], variant->items.at[i],
                        mem_format("part %zu of `%s`", i + 1, decl->name->text));
    }
    if (variant != NULL && node->kind == NODE_CALL)
        make_table(node, values, variant);
    return variant == NULL ? error_type() : sum;
}

// ---- CASE ----

struct variants {
    const struct type *type;
    struct node *selector;        // a name for the value
    const struct node **options;  // of each variant, or NULL
    const struct node *otherwise; // the ELSE
    bool changes;                 // its parts can be changed
    bool wrong;
};

// Part number `field` of the value.
static struct node *
part_of_value(const struct variants *variants, size_t field, struct span span)
{
    struct node_name_use *const name = node_as_name_use(node_new(NODE_NAME, span));

    name->name = variants->type->fields.at[field].name;
    return made_subscript(node_copy(variants->selector), &name->base);
}

static const struct protocol_tag *
find_variant(struct check *check, struct variants *variants, const struct name *name,
             const struct node *option, struct span span)
{
    const struct protocol_tag *const variant = type_tag(variants->type, name);
    const struct node **before;

    if (variant == NULL) {
        diag_also(diag_error(check->diagnostics, E_VARIANT, span, "`%s` has no variant `%s`",
                             type_text(variants->type), name->text),
                  variants->type->decl->span, "declared here");
        variants->wrong = true;
        return NULL;
    }
    before = &variants->options[variant->number];
    if (*before != NULL)
        diag_also(diag_error(check->diagnostics, E_DUPLICATE_OPTION, span,
                             "this option stands twice in the CASE"),
                  (*before)->span, "first here");
    *before = option;
    return variant;
}

static struct node *
number_of(const struct protocol_tag *variant, struct span span)
{
    struct node *const number = node_new(NODE_INTEGER, span);

    number->type = type_of_kind(TYPE_BYTE);
    number->value = constant_integer(variant == NULL ? 0 : variant->number);
    return number;
}

// Another name for something mobile: one that can be changed and moved, if that can.
static void
name_mobile(const struct variants *variants, struct node *scoped)
{
    struct node_abbreviate *const spec = node_as_abbreviate(node_as_scoped(scoped)->spec);

    spec->is_val = !variants->changes;
    spec->stays = !variants->changes;
    define_decl(spec->name)->kind = variants->changes ? DECL_REFERENCE : DECL_VAL;
}

// The names are VALs; of mobile parts they are other names.
static struct node *
bind_part(const struct variants *variants, size_t field, struct node *name, struct node *body)
{
    struct node *const part = part_of_value(variants, field, name->span);
    struct node *const scoped = made_val(name, part, body);

    if (type_is_mobile(variants->type->fields.at[field].type))
        name_mobile(variants, scoped);
    return scoped;
}

// circle; r: from now on the node is an option for the tag, whose body begins with the names.
static void
make_option(struct check *check, struct variants *variants, struct node *node)
{
    const struct node_variant_option bound = *node_as_variant_option(node);
    const struct protocol_tag *const variant =
        find_variant(check, variants, bound.tag, node, node->span);
    struct node *body = bound.body;
    struct node_option *made;

    if (variant != NULL && variant->items.count != bound.names.count)
        diag_also(diag_error(check->diagnostics, E_VARIANT, node->span,
                             "`%s` has %zu part%s, but %zu name%s given", bound.tag->text,
                             variant->items.count, variant->items.count == 1 ? "" : "s",
                             bound.names.count, bound.names.count == 1 ? " is" : "s are"),
                  variant->span, "declared here");
    if (variant == NULL || variant->items.count != bound.names.count)
        check_names_wrong(&bound.names);
    else
        for (size_t i = bound.names.count; i > 0; i--)
            body = bind_part(variants, variant->field + i - 1, bound.names.at[i - 1], body);
    node->kind = NODE_OPTION;
    made = node_as_option(node);
    *made = (struct node_option){.base = *node, .body = body};
    nodes_push(&made->values, number_of(variant, node->span));
}

_Static_assert(sizeof(struct node_option) <= sizeof(struct node_variant_option),
               "an option with names can become one of the tag");

static void
check_plain_option(struct check *check, struct variants *variants, struct node_option *option)
{
    for (size_t i = 0; i < option->values.count; i++) {
        const struct node *const value = option->values.at[i];
        const struct protocol_tag *variant = NULL;

        if (value->kind == NODE_NAME) {
            variant = find_variant(check, variants, node_as_name_use(value)->name,
                                   option->values.at[i], value->span);
        } else {
            diag_error(check->diagnostics, E_VARIANT, value->span,
                       "an option is a variant of `%s`, with names for its parts: `%s; ...`",
                       type_text(variants->type), variants->type->tags.at[0].name->text);
            variants->wrong = true;
        }
        option->values.at[i] = number_of(variant, value->span);
    }
    if (option->values.count != 0)
        return;
    if (variants->otherwise != NULL)
        diag_also(diag_error(check->diagnostics, E_DUPLICATE_OPTION, option->base.span,
                             "this CASE has a second ELSE"),
                  variants->otherwise->span, "the first");
    variants->otherwise = &option->base;
}

static void
check_sum_option(struct check *check, struct variants *variants, struct node *node)
{
    if (node->kind == NODE_SCOPED) {
        check_spec(check, node_as_scoped(node)->spec);
        check_sum_option(check, variants, node_as_scoped(node)->body);
        return;
    }
    if (node->kind == NODE_VARIANT_OPTION)
        make_option(check, variants, node);
    else
        check_plain_option(check, variants, node_as_option(node));
    check_process(check, node_as_option(node)->body);
}

static void
require_variants(struct check *check, const struct node_case_process *node,
                 const struct variants *variants)
{
    struct text missing = {0};

    for (size_t i = 0; i < variants->type->tags.count; i++)
        if (variants->options[i] == NULL)
            text_printf(&missing, "%s`%s`", missing.length == 0 ? "" : ", ",
                        variants->type->tags.at[i].name->text);
    if (missing.length != 0 && variants->otherwise == NULL && !variants->wrong)
        check_missing_options(check, node, variants->type, text_string(&missing));
}

// The value gets a name before the CASE, so that it is worked out once.
static void
name_selector(struct check *check, struct node *process, const struct variants *variants)
{
    struct node_case_process *const inner =
        node_as_case_process(node_new(NODE_CASE, process->span));
    struct node *const selector = node_as_case_process(process)->selector;
    struct node *const name = made_define(check, "value", selector->span);
    struct node *const scoped = made_val(name, selector, &inner->base);
    struct node_seq *made;

    inner->options = node_as_case_process(process)->options;
    inner->selector = made_use(define_decl(name), selector->span);
    if (type_mobile_of(selector) != NULL)
        name_mobile(variants, scoped);
    process->kind = NODE_SEQ;
    made = node_as_seq(process);
    *made = (struct node_seq){.base = *process};
    nodes_push(&made->body, scoped);
    check_process(check, scoped);
}

_Static_assert(sizeof(struct node_seq) <= sizeof(struct node_case_process),
               "a CASE can become a SEQ");

// The variable that something is part of, or NULL.
static const struct decl *
root_of(const struct node *node)
{
    while (node->kind == NODE_SUBSCRIPT)
        node = node_as_subscript(node)->of;
    return node->kind == NODE_NAME ? node_as_name_use(node)->decl : NULL;
}

// What a FUNCTION looks at it does not change.
static bool
can_change(const struct check *check, const struct decl *root)
{
    return root != NULL && check->pure == NULL &&
           (root->kind == DECL_VARIABLE || root->kind == DECL_REFERENCE ||
            (root->kind == DECL_FORMAL && root->mode != FORMAL_VAL));
}

void
check_sum_case(struct check *check, struct node_case_process *node)
{
    struct variants variants = {.type = type_base(node->selector->type),
                                .selector = node->selector};

    variants.changes = can_change(check, root_of(node->selector));
    if (node->selector->kind != NODE_NAME || root_of(node->selector)->kind == DECL_TAG) {
        name_selector(check, &node->base, &variants);
        return;
    }
    variants.options = mem_array(const struct node *, variants.type->tags.count + 1);
    node->selector = part_of_value(&variants, 0, node->selector->span);
    check_expr(check, node->selector, NULL);
    for (size_t i = 0; i < node->options.count; i++)
        check_sum_option(check, &variants, node->options.at[i]);
    require_variants(check, node, &variants);
}
