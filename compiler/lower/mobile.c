// SPDX-License-Identifier: MIT
// MOBILE data. A mobile is one word, where its contents are. Assignment, communication and mobile
// parameters move that word; all else works on the contents, as if they were a plain array or
// record.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- types ----

static unsigned
open_sizes(const struct type *type)
{
    unsigned count = 0;

    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element))
        count += type->size == SIZE_OPEN;
    return count;
}

static int64_t
known_elements(const struct type *type)
{
    int64_t count = 1;

    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element))
        count *= type->size == SIZE_OPEN ? 1 : type->size;
    return count;
}

struct ir_type
lower_mobile_type(struct lower *lower, const struct type *type)
{
    const struct type *const mobile = type_base(type);
    struct ir_type made = ir_scalar(IR_MOBILE);

    made.mobile = map_get(&lower->mobiles, mobile);
    if (made.mobile != NULL)
        return made;
    made.mobile = mem_new(struct ir_mobile);
    map_put(&lower->mobiles, mobile, made.mobile);
    made.mobile->text = type_text(mobile);
    made.mobile->type = mobile;
    made.mobile->dimensions = open_sizes(mobile->element);
    made.mobile->count = known_elements(mobile->element);
    made.mobile->clears = type_holds_text(mobile->element);
    made.mobile->is_process = type_base(mobile->element)->kind == TYPE_PROC;
    made.mobile->element = lower_type(lower, lower_innermost(mobile->element));
    made.mobile->is_barrier = made.mobile->element.base == IR_BARRIER;
    vec_push(&lower->ir->mobiles, made.mobile);
    return made;
}

// ---- mobiles as values ----

struct ir_var *
lower_owned(struct lower *lower, const char *name, struct ir_type type)
{
    struct ir_var *const var = lower_var(lower, name, type);

    var->owned = true;
    return var;
}

static void
put(struct lower *lower, struct ir_expr *target, struct ir_expr *value, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_PUT, span);

    lower_mark_addressed(target);
    stmt->target = target;
    stmt->value = value;
}

void
lower_put_word(struct lower *lower, struct ir_expr *target, struct ir_expr *word, struct span span)
{
    put(lower, target, word, span);
}

struct ir_expr *
lower_moved_word(struct ir_expr *place)
{
    lower_mark_addressed(place);
    return ir_unary(IR_MOVED, place->type, place);
}

// A new mobile for the contents of an array.
static struct ir_expr *
new_like(struct lower *lower, struct ir_type type, const struct type *mobile,
         const struct array *like, struct span span)
{
    struct ir_expr *const new = ir_expr_new(IR_NEW, type);
    const struct type *of = type_base(mobile->element);

    new->site = lower_site(lower, span);
    for (size_t i = 0; of->kind == TYPE_ARRAY; i++, of = type_base(of->element))
        if (of->size == SIZE_OPEN)
            vec_push(&new->args, like->sizes.at[i]);
    return new;
}

static struct ir_expr *
lower_new(struct lower *lower, const struct node *node, const struct type *mobile)
{
    struct ir_expr *const new = ir_expr_new(IR_NEW, lower_mobile_type(lower, mobile));
    const struct node *written = node_as_mobile_new(node)->of;
    const struct type *of = type_base(mobile->element);

    new->site = lower_site(lower, node->span);
    for (; of->kind == TYPE_ARRAY && written->kind == NODE_TYPE_ARRAY;
         of = type_base(of->element), written = node_as_type_array(written)->element) {
        const struct node *const size = node_as_type_array(written)->size;
        struct ir_stmt *check;

        if (size == NULL)
            continue;
        if (of->size == SIZE_OPEN) {
            vec_push(&new->args, lower_expr(lower, size));
            continue;
        }
        check = lower_stmt(lower, IR_CHECK_SAME, size->span);
        check->value = lower_expr(lower, size);
        check->count = lower_integer(lower, of->size);
    }
    return new;
}

static bool
names_variant(const struct node *node)
{
    return node->kind == NODE_NAME && node_as_name_use(node)->decl->kind == DECL_TAG;
}

// What a place, a call, CLONE or MOBILE gives, as a word. `wanted` is the mobile type that is
// needed, or NULL.
static struct ir_expr *
lower_word(struct lower *lower, const struct node *node, const struct type *wanted)
{
    const struct type *const type = type_mobile_of(node);

    if (names_variant(node) || node->kind == NODE_TABLE)
        return lower_mobile_sum(lower, node);
    switch (node->kind) {
    case NODE_NAME: return ir_var_expr(lower_lookup(lower, node_as_name_use(node)->decl)->var);
    case NODE_SUBSCRIPT: return lower_element_as(lower, node, lower_type(lower, type));
    case NODE_END_OF: return lower_word(lower, node_as_end_of(node)->channel, wanted);
    case NODE_MOBILE_NEW:
        if (type_base(type->element)->kind == TYPE_PROC)
            return lower_new_process(lower, node_as_mobile_new(node), type);
        return lower_new(lower, node, wanted != NULL ? wanted : type);
    case NODE_CLONE:
        return ir_unary(IR_CLONE, lower_type(lower, type),
                        lower_word(lower, node_as_clone(node)->operand, NULL));
    default: return lower_call(lower, node);
    }
}

static bool
is_place(const struct node *node)
{
    if (node->kind == NODE_END_OF)
        return is_place(node_as_end_of(node)->channel);
    return (node->kind == NODE_NAME && !names_variant(node)) || node->kind == NODE_SUBSCRIPT;
}

// Shared ends and barriers multiply instead of moving.
static bool
is_shared(const struct node *node)
{
    return is_place(node) && (node->type->kind == TYPE_BARRIER ||
                              (node->type->kind == TYPE_END && node->type->shared != SHARED_NOT));
}

struct ir_expr *
lower_mobile(struct lower *lower, const struct node *node)
{
    struct ir_expr *const word = lower_word(lower, node, NULL);
    struct ir_expr *kept;

    if (is_place(node))
        return word;
    kept = ir_var_expr(lower_owned(lower, "mobile", word->type));
    put(lower, kept, word, node->span);
    return kept;
}

// ---- contents ----

// Those of recursive types are made by MOBILE only: a list would else grow by being looked at.
struct ir_expr *
lower_contents(struct lower *lower, struct ir_expr *word, const struct type *mobile,
               struct span span)
{
    const struct type *const of = type_base(mobile->element);
    struct ir_type row = lower_type(lower, mobile->element);
    struct ir_expr *expr;

    row.base = word->type.mobile->element.base;
    expr = ir_unary(IR_CONTENTS, row, word);
    expr->site = lower_site(lower, span);
    if (word->type.mobile->is_barrier) {
        expr->checked = true;
    } else if (word->type.mobile->dimensions == 0) {
        expr->checked = of->kind == TYPE_RECORD && of->is_recursive;
        expr->integer = !expr->checked;
    }
    if (expr->integer != 0)
        lower_mark_addressed(word);
    return expr;
}

struct array
lower_mobile_array(struct lower *lower, struct ir_expr *word, const struct type *mobile,
                   struct span span)
{
    const struct type *of = type_base(mobile->element);
    struct array array = {.element = lower_innermost(mobile->element)};
    unsigned dimension = 0;

    array.address = lower_contents(lower, word, mobile, span);
    for (; of->kind == TYPE_ARRAY; of = type_base(of->element)) {
        struct ir_expr *size = lower_integer(lower, of->size);

        if (of->size == SIZE_OPEN) {
            size = ir_unary(IR_MOBILE_SIZE, ir_scalar(lower_int(lower)), word);
            size->integer = dimension++;
        }
        vec_push(&array.sizes, size);
    }
    return array;
}

struct ir_expr *
lower_mobile_record(struct lower *lower, const struct node *node)
{
    const struct type *const mobile = type_mobile_of(node);
    struct ir_expr *const at = lower_contents(lower, lower_mobile(lower, node), mobile, node->span);

    return ir_unary(IR_AT, at->type, at);
}

struct ir_expr *
lower_barrier_of(struct lower *lower, struct ir_expr *word, struct span span)
{
    return lower_contents(lower, word, type_mobile(type_of_kind(TYPE_BARRIER)), span);
}

struct ir_expr *
lower_is_defined(struct lower *lower, const struct node *node)
{
    return ir_unary(IR_DEFINED, ir_scalar(IR_BOOL), lower_mobile(lower, node));
}

// ---- moving ----

// The contents of what is not mobile, in a new mobile.
static struct ir_expr *
copied(struct lower *lower, const struct type *mobile, const struct node *value)
{
    struct ir_expr *const made =
        ir_var_expr(lower_owned(lower, "mobile", lower_mobile_type(lower, mobile)));

    if (lower_is_array(mobile->element)) {
        const struct array from = lower_array(lower, value);
        struct array to;

        put(lower, made, new_like(lower, made->type, mobile, &from, value->span), value->span);
        to = lower_mobile_array(lower, made, mobile, value->span);
        lower_check_sizes(lower, mobile->element, &from, value->span);
        lower_copy_same(lower, &to, &from, value->span);
    } else {
        struct ir_expr *const from = lower_expr(lower, value);
        struct ir_expr *at;

        put(lower, made, new_like(lower, made->type, mobile, NULL, value->span), value->span);
        at = lower_contents(lower, made, mobile, value->span);
        lower_assign(lower, ir_unary(IR_AT, at->type, at), from, value->span);
    }
    return made;
}

struct ir_expr *
lower_moved(struct lower *lower, const struct node *value, const struct type *mobile)
{
    if (type_mobile_of(value) == NULL)
        return lower_moved_word(copied(lower, type_base(mobile), value));
    if (mobile != NULL && type_is_other_end(mobile, value->type)) {
        struct ir_expr *const word = lower_mobile(lower, value);

        lower_check_end(lower, word, mobile, value->span);
        return is_shared(value) ? ir_unary(IR_CLONE, word->type, word) : lower_moved_word(word);
    }
    if (is_shared(value))
        return ir_unary(IR_CLONE, lower_type(lower, type_mobile_of(value)),
                        lower_word(lower, value, NULL));
    if (is_place(value))
        return lower_moved_word(lower_word(lower, value, NULL));
    return lower_word(lower, value, type_base(mobile));
}

// A value of its own for somebody else.
struct ir_expr *
lower_cloned(struct lower *lower, const struct node *value, const struct type *mobile)
{
    if (type_mobile_of(value) == NULL || !is_place(value))
        return lower_moved(lower, value, mobile);
    return ir_unary(IR_CLONE, lower_type(lower, mobile), lower_word(lower, value, NULL));
}

void
lower_put(struct lower *lower, struct ir_expr *target, const struct node *value,
          const struct type *mobile)
{
    put(lower, target, lower_moved(lower, value, mobile), value->span);
}

struct ir_expr *
lower_kept_mobile(struct lower *lower, const struct node *value, const struct type *mobile)
{
    struct ir_expr *kept;

    if (type_mobile_of(value) != NULL && is_place(value) && !is_shared(value) &&
        !type_is_other_end(mobile, value->type))
        return lower_word(lower, value, NULL);
    kept = ir_var_expr(lower_owned(lower, "item", lower_type(lower, mobile)));
    lower_put(lower, kept, value, mobile);
    return kept;
}

void
lower_copy_out(struct lower *lower, const struct node *target, struct ir_expr *word,
               const struct type *mobile)
{
    if (lower_is_array(mobile->element)) {
        const struct array from = lower_mobile_array(lower, word, mobile, target->span);
        const struct array to = lower_array(lower, target);

        lower_copy(lower, &to, &from, target->span);
    } else {
        struct ir_expr *const at = lower_contents(lower, word, mobile, target->span);

        lower_assign(lower, lower_place(lower, target), ir_unary(IR_AT, at->type, at),
                     target->span);
    }
}

// The value of a variable that is not used again.
struct ir_expr *
lower_last_value(struct ir_var *var)
{
    return var->owned ? lower_moved_word(ir_var_expr(var)) : ir_var_expr(var);
}

void
lower_undefine(struct lower *lower, struct ir_expr *place, struct span span)
{
    lower_assign(lower, place, ir_expr_new(IR_NOTHING, place->type), span);
}

void
lower_drop(struct lower *lower, struct ir_expr *place, struct span span)
{
    lower_mark_addressed(place);
    lower_stmt(lower, IR_DROP, span)->target = place;
}

void
lower_put_moved(struct lower *lower, struct ir_expr *target, struct ir_expr *place,
                struct span span)
{
    put(lower, target, lower_moved_word(place), span);
}
