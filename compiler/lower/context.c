// SPDX-License-Identifier: MIT
// Where the lowering stands: variables, statements, places in the source, and what names of outer
// routines become in inner ones.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

#include <string.h>

enum { LONGEST_TEXT = 60 };

// ---- types ----

enum ir_base
lower_int(const struct lower *lower)
{
    switch (lower->program->int_bits) {
    case 16: return IR_INT16;
    case 32: return IR_INT32;
    default: return IR_INT64;
    }
}

bool
lower_is_array(const struct type *type)
{
    return type_base(type)->kind == TYPE_ARRAY;
}

const struct type *
lower_innermost(const struct type *type)
{
    type = type_base(type);
    while (type->kind == TYPE_ARRAY)
        type = type_base(type->element);
    return type;
}

static const struct ir_record *
lower_record(struct lower *lower, const struct type *type)
{
    struct ir_record *record = type->decl->lowered;

    if (record != NULL)
        return record;
    record = mem_new(struct ir_record);
    record->name = type->decl->name->text;
    record->packed = type->packed;
    type->decl->lowered = record;
    for (size_t i = 0; i < type->fields.count; i++) {
        const struct ir_field field = {type->fields.at[i].name->text,
                                       lower_type(lower, type->fields.at[i].type),
                                       type_overlays(type) ? type->fields.at[i].variant : 0};

        vec_push(&record->fields, field);
    }
    vec_push(&lower->ir->records, record);
    return record;
}

static int64_t
elements_of(const struct type *type)
{
    int64_t count = 1;

    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element))
        count = type->size == SIZE_OPEN ? 0 : count * type->size;
    return count;
}

struct ir_type
lower_type(struct lower *lower, const struct type *type)
{
    const struct type *const base = type_base(type);

    switch (base->kind) {
    case TYPE_BOOL: return ir_scalar(IR_BOOL);
    case TYPE_ENUM:
    case TYPE_BYTE: return ir_scalar(IR_BYTE);
    case TYPE_INT: return ir_scalar(lower_int(lower));
    case TYPE_INT16: return ir_scalar(IR_INT16);
    case TYPE_INT32: return ir_scalar(IR_INT32);
    case TYPE_INT64: return ir_scalar(IR_INT64);
    case TYPE_REAL32: return ir_scalar(IR_REAL32);
    case TYPE_REAL64: return ir_scalar(IR_REAL64);
    case TYPE_STRING: return ir_scalar(IR_TEXT);
    case TYPE_BARRIER: return ir_scalar(IR_BARRIER);
    case TYPE_MOBILE: return lower_mobile_type(lower, base);
    case TYPE_PROC: return lower_formals_type(lower, base);
    case TYPE_END: return lower_bundle_type(lower, base);
    case TYPE_CHAN:
        return base->shared != SHARED_NOT ? lower_bundle_type(lower, base) : ir_scalar(IR_CHAN);
    case TYPE_PORT: return ir_scalar(IR_INT64); // the address
    case TYPE_RECORD:
        return (struct ir_type){.base = IR_RECORD, .record = lower_record(lower, base)};
    case TYPE_ARRAY: {
        struct ir_type array = lower_type(lower, lower_innermost(base));

        array.is_array = true;
        array.count = elements_of(base);
        return array;
    }
    default: return ir_scalar(IR_VOID);
    }
}

// ---- places in the source ----

struct ir_site *
lower_site(struct lower *lower, struct span span)
{
    struct ir_site *const site = mem_new(struct ir_site);
    const struct place place = source_place(lower->program->sources, span.from);
    size_t length = 0;
    const char *text = "";

    if (place.file != NULL) {
        text = source_text(lower->program->sources, span, &length);
        site->file = place.file->path;
    }
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\n' || i == LONGEST_TEXT)
            length = i;
    site->line = place.line;
    site->column = place.column;
    site->text = mem_copy_text(text, length);
    return site;
}

// ---- variables and statements ----

struct ir_var *
lower_var_in(struct lower *lower, struct ir_block *block, const char *name, struct ir_type type)
{
    struct ir_var *const var = mem_new(struct ir_var);

    var->name = name;
    var->type = type;
    var->routine = lower->env->routine;
    vec_push(&block->vars, var);
    return var;
}

struct ir_var *
lower_var(struct lower *lower, const char *name, struct ir_type type)
{
    return lower_var_in(lower, lower->block, name, type);
}

struct ir_stmt *
lower_stmt(struct lower *lower, enum ir_stmt_kind kind, struct span span)
{
    struct ir_stmt *const stmt = ir_stmt_new(kind, lower_site(lower, span));

    vec_push(&lower->block->stmts, stmt);
    return stmt;
}

struct ir_wait *
lower_wait(struct lower *lower, enum ir_wait_kind kind, struct span span, const char *name)
{
    struct ir_wait *const wait = mem_new(struct ir_wait);

    wait->kind = kind;
    wait->site = lower_site(lower, span);
    wait->name = name;
    wait->leave = lower->env->leave;
    return wait;
}

void
lower_assign(struct lower *lower, struct ir_expr *target, struct ir_expr *value, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_ASSIGN, span);

    lower_mark_written(target);
    stmt->target = target;
    stmt->value = value;
}

struct ir_leave *
lower_leave_new(struct lower *lower)
{
    struct ir_leave *const leave = mem_new(struct ir_leave);

    leave->number = ++lower->leaves;
    return leave;
}

struct ir_block *
lower_block_new(void)
{
    return mem_new(struct ir_block);
}

struct ir_block *
lower_open(struct lower *lower)
{
    struct ir_block *const outer = lower->block;

    lower->block = lower_block_new();
    return outer;
}

void
lower_close(struct lower *lower, struct ir_block *outer)
{
    lower->block = outer;
}

// ---- marks ----

struct ir_var *
lower_root(struct ir_expr *place)
{
    while (place->op == IR_FIELD || place->op == IR_INDEX || place->op == IR_OFFSET ||
           place->op == IR_AT || place->op == IR_ADDRESS || place->op == IR_POINTER)
        place = place->args.at[0];
    return place->op == IR_VAR ? place->var : NULL;
}

void
lower_mark_written(struct ir_expr *place)
{
    struct ir_var *const var = lower_root(place);

    if (var != NULL)
        var->written = true;
}

void
lower_mark_addressed(struct ir_expr *place)
{
    struct ir_var *const var = lower_root(place);

    // The address that a reference holds is handed out as it is: the variable stays a register.
    if (var != NULL && !var->reference)
        var->addressed = true;
    if (var != NULL)
        var->written = true;
}

struct ir_expr *
lower_address(struct ir_expr *place)
{
    lower_mark_addressed(place);
    if (place->op == IR_AT)
        return place->args.at[0];
    return ir_unary(IR_ADDRESS, place->type, place);
}

// ---- integers ----

struct ir_expr *
lower_integer(const struct lower *lower, int64_t value)
{
    return ir_integer(lower_int(lower), value);
}

struct ir_expr *
lower_multiply(const struct lower *lower, struct ir_expr *a, struct ir_expr *b)
{
    int64_t x, y;
    const bool a_known = ir_is_constant(a, &x), b_known = ir_is_constant(b, &y);

    if (a_known && b_known)
        return lower_integer(lower, x * y);
    if (a_known && x == 1)
        return b;
    if (b_known && y == 1)
        return a;
    return ir_operate(IR_MUL, lower_int(lower), ir_scalar(lower_int(lower)), a, b);
}

struct ir_expr *
lower_add(const struct lower *lower, struct ir_expr *a, struct ir_expr *b)
{
    int64_t x, y;
    const bool a_known = ir_is_constant(a, &x), b_known = ir_is_constant(b, &y);

    if (a_known && b_known)
        return lower_integer(lower, x + y);
    if (a_known && x == 0)
        return b;
    if (b_known && y == 0)
        return a;
    return ir_operate(IR_ADD, lower_int(lower), ir_scalar(lower_int(lower)), a, b);
}

int64_t
lower_element_bytes(const struct lower *lower, const struct type *element)
{
    return type_bytes(element, lower->program);
}

struct ir_expr *
lower_once(struct lower *lower, struct ir_expr *value, const char *name, struct span span)
{
    struct ir_var *var;

    if (value->op == IR_INTEGER || value->op == IR_NUMBER)
        return value;
    if (value->op == IR_VAR && value->var->is_size)
        return value;
    var = lower_var(lower, name, value->type);
    lower_assign(lower, ir_var_expr(var), value, span);
    return ir_var_expr(var);
}

// ---- names ----

void
lower_bind(struct lower *lower, const struct decl *decl, const struct value *value)
{
    struct value *const kept = mem_new(struct value);

    *kept = *value;
    map_put(&lower->env->values, decl, kept);
}

static struct ir_var *
hidden_parameter(struct env *env, const char *name, struct ir_type type)
{
    struct ir_var *const var = mem_new(struct ir_var);

    var->name = name;
    var->type = type;
    var->routine = env->routine;
    var->is_parameter = true;
    vec_push(&env->routine->parameters, var);
    return var;
}

// Make an outer name available in `env` as a hidden parameter.
static struct value *
capture(struct env *env, struct decl *decl, const struct value *outer)
{
    struct value *const value = mem_new(struct value);
    struct capture captured = {.decl = decl};

    value->var = hidden_parameter(env, outer->var->name, outer->var->type);
    value->var->reference = true;
    value->var->constant = outer->var->constant;
    value->var->rebinds = outer->var->rebinds;
    captured.parameter = value->var;
    for (size_t i = 0; i < outer->sizes.count; i++) {
        struct ir_expr *size = outer->sizes.at[i];

        if (size->op != IR_INTEGER) {
            size = ir_var_expr(
                hidden_parameter(env, mem_format("%s.size", outer->var->name), size->type));
            size->var->is_size = true;
        }
        vec_push(&value->sizes, size);
    }
    vec_push(&env->captures, captured);
    map_put(&env->values, decl, value);
    return value;
}

static struct value *
lookup_in(struct env *env, struct decl *decl)
{
    struct value *found;

    if (env == NULL)
        return NULL;
    found = map_get(&env->values, decl);
    if (found != NULL)
        return found;
    found = lookup_in(env->outer, decl);
    return found == NULL ? NULL : capture(env, decl, found);
}

// A VAL of the outermost level whose value needs code: computed where a routine begins.
static struct value *
materialise(struct lower *lower, struct decl *decl)
{
    struct ir_block *const outer = lower->block;

    lower->block = lower->env->prelude;
    lower_spec(lower, decl->node);
    lower->block = outer;
    return map_get(&lower->env->values, decl);
}

// The FORKING that waits for processes forked in `env`: that around them in the routine. Else the
// caller tells, whoever that is; a branch of a PAR has that of the routine around it.
static struct value *
forking_of(struct lower *lower, struct env *env)
{
    struct ir_var elsewhere = {.name = "forking", .type = ir_scalar(IR_FORKING)};
    const struct value outside = {.var = &elsewhere};
    struct value *const found = map_get(&env->values, &lower->forking);

    if (found != NULL)
        return found;
    return capture(env, &lower->forking, env->is_branch ? forking_of(lower, env->outer) : &outside);
}

struct value *
lower_find(struct lower *lower, struct decl *decl)
{
    if (decl == &lower->forking)
        return forking_of(lower, lower->env);
    return lookup_in(lower->env, decl);
}

struct value *
lower_lookup(struct lower *lower, struct decl *decl)
{
    struct value *const found = lower_find(lower, decl);

    return found != NULL ? found : materialise(lower, decl);
}
