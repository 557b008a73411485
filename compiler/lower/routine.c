// SPDX-License-Identifier: MIT
// Routines: PROCs, FUNCTIONs and branches of PARs, each with its parameters, hidden ones included.
#include <config.h>

#include "lower/lower.h"

#include "lower/internal.h"

#include "base/mem.h"

#include <string.h>

// ---- environments ----

struct env *
lower_env_open(struct lower *lower, const char *name, struct span span)
{
    struct env *const env = mem_new(struct env);

    env->outer = lower->env;
    env->routine = mem_new(struct ir_routine);
    env->routine->name = name;
    env->routine->path = name;
    env->routine->site = lower_site(lower, span);
    env->routine->body = lower_block_new();
    env->prelude = lower_block_new();
    env->first = lower->ir->routines.count;
    lower->env = env;
    lower->block = env->routine->body;
    return env;
}

// A captured scalar that is only read travels by value, unless others may change it meanwhile.
static void
settle_captures(struct env *env)
{
    for (size_t i = 0; i < env->captures.count; i++) {
        struct ir_var *const var = env->captures.at[i].parameter;

        if (!var->written && !var->rebinds && !env->captures.at[i].decl->shared &&
            (ir_type_is_value(var->type) || var->type.base == IR_TEXT) && !var->type.is_array)
            var->reference = false;
    }
}

// What had to be computed first goes around the body.
static void
put_prelude(struct env *env)
{
    struct ir_stmt *inner;

    if (env->prelude->stmts.count == 0 && env->prelude->vars.count == 0)
        return;
    inner = ir_stmt_new(IR_BLOCK, env->routine->site);
    inner->block = env->routine->body;
    vec_push(&env->prelude->stmts, inner);
    env->routine->body = env->prelude;
}

void
lower_env_close(struct lower *lower, struct env *env, struct ir_block *outer_block)
{
    put_prelude(env);
    settle_captures(env);
    ir_drops(env->routine);
    ir_turns(env->routine);
    lower_keep_guards(env->routine);
    ir_place(env->routine);
    ir_away(env->routine);
    env->routine->callers = lower->ir->routines.count - env->first;
    vec_push(&lower->ir->routines, env->routine);
    lower->env = env->outer;
    lower->block = outer_block;
}

// ---- parameters ----

static struct ir_var *
add_parameter(struct lower *lower, const char *name, struct ir_type type)
{
    struct ir_routine *const routine = lower->env->routine;
    struct ir_var *const var = mem_new(struct ir_var);

    var->name = name;
    var->type = type;
    var->routine = routine;
    var->is_parameter = true;
    vec_push(&routine->parameters, var);
    return var;
}

static bool
by_reference(const struct decl *decl, const struct type *type)
{
    if (type->kind == TYPE_PORT || (type->kind == TYPE_CHAN && type->shared != SHARED_NOT))
        return false;
    if (type->kind == TYPE_CHAN || type->kind == TYPE_ARRAY || type->kind == TYPE_RECORD)
        return true;
    // whoever only looks at a mobile does not own it
    if (type_is_mobile(type) && decl->mode == FORMAL_VAL)
        return true;
    return decl->mode != FORMAL_VAL && decl->mode != FORMAL_INITIAL;
}

static void
lower_parameter(struct lower *lower, const struct decl *decl, bool is_through)
{
    const struct type *type = type_base(decl->type);
    struct value *const value = mem_new(struct value);

    if (lower_innermost(type)->kind == TYPE_TIMER)
        return;
    value->var = add_parameter(lower, decl->name->text, lower_type(lower, decl->type));
    if (is_through && type->kind == TYPE_ARRAY)
        value->var->type.base = IR_CHAN_AT;
    value->var->reference = by_reference(decl, type);
    value->var->constant = decl->mode == FORMAL_VAL;
    value->var->owned = type_is_mobile(type) && !value->var->reference;
    if (lower->env->suspends && is_through)
        lower_bind_through(value->var, type);
    for (; type->kind == TYPE_ARRAY; type = type_base(type->element))
        if (type->size == SIZE_OPEN) {
            struct ir_var *const size = add_parameter(
                lower, mem_format("%s.size", decl->name->text), ir_scalar(lower_int(lower)));

            size->is_size = true;
            vec_push(&value->sizes, ir_var_expr(size));
        }
    lower_bind(lower, decl, value);
}

static void
declare_own(struct lower *lower, const struct decl *decl, const struct value *given)
{
    const struct array like = lower_array_of_value(lower, given, decl->type);
    ir_exprs sizes = {0};

    if (type_has_open_size(decl->type)) {
        lower_sizes_of_array(lower, decl->type, &like, decl->span, &sizes);
        lower_declare_open(lower, decl, &sizes, decl->span);
    } else {
        lower_bind(lower, decl,
                   &(struct value){
                       .var = lower_var(lower, decl->name->text, lower_type(lower, decl->type))});
    }
}

// An INITIAL array or record: what came in is copied to a variable that the routine may change.
static void
own_copy(struct lower *lower, struct decl *decl)
{
    const struct value *const given = lower_lookup(lower, decl), *own;

    given->var->constant = true;
    declare_own(lower, decl, given);
    own = lower_lookup(lower, decl);
    if (lower_is_array(decl->type)) {
        const struct array to = lower_array_of_value(lower, own, decl->type);
        const struct array from = lower_array_of_value(lower, given, decl->type);

        lower_copy(lower, &to, &from, decl->span);
    } else {
        lower_assign(lower, ir_var_expr(own->var), ir_var_expr(given->var), decl->span);
    }
}

static bool
is_copied(const struct decl *decl)
{
    return decl->mode == FORMAL_INITIAL && type_is_data(decl->type) &&
           !type_is_scalar(decl->type) && !type_is_mobile(decl->type);
}

static bool
has_bit(uint64_t set, size_t bit)
{
    return bit < 64 && (set >> bit & 1) != 0;
}

static void
lower_formals(struct lower *lower, const struct nodes *formals, uint64_t tables)
{
    for (size_t i = 0; i < formals->count; i++)
        lower_parameter(lower, node_as_define(node_as_formal(formals->at[i])->name)->decl,
                        has_bit(tables, i));
    for (size_t i = 0; i < formals->count; i++) {
        struct decl *const decl = node_as_define(node_as_formal(formals->at[i])->name)->decl;

        if (is_copied(decl))
            own_copy(lower, decl);
    }
}

// ---- PROC and FUNCTION ----

static void
lower_function_formals(struct lower *lower, const struct node_function *node)
{
    for (size_t i = 0; i < node->results.count; i++) {
        const struct ir_type type = lower_type(lower, node->results.at[i]->type);

        vec_push(&lower->env->routine->results, type);
    }
    lower_formals(lower, &node->formals, 0);
}

// The body of a PROC; that of the first one is the FORKING of all that has no other.
static void
rest_proc(struct lower *lower, const struct node *node, void *context)
{
    const struct decl *const decl = context;

    if (decl == lower->program->main && lower->program->forks)
        lower_forking(lower, node, decl->span);
    else
        lower_process(lower, node);
}

static struct node *
body_of(const struct decl *decl)
{
    return decl->kind == DECL_FUNCTION ? node_as_function(decl->node)->body
                                       : node_as_proc(decl->node)->body;
}

// A routine in C behind `#PRAGMA EXTERNAL` took its parameters as words of 32 bits, addresses too.
static void
report_external(struct lower *lower, const struct decl *decl)
{
    diag_help(diag_error(lower->diagnostics, E_NOT_SUPPORTED, decl->span,
                         "`%s` is a routine in C, which cannot be called yet", decl->name->text),
              "with `--stop-after=usage` the program is checked without it");
}

// A routine in C: the caller finds a routine like any other, whose body calls it.
static void
lower_foreign(struct lower *lower, const struct foreign *foreign)
{
    struct ir_routine *const routine = lower->env->routine;
    const char *const header = mem_copy_text(foreign->header.at, foreign->header.length);

    routine->foreign = foreign->c_name;
    routine->blocks = foreign->blocking;
    if (routine->results.count != 0 && routine->results.at[0].base == IR_TEXT)
        lower->ir->collects = true;
    for (size_t i = 0; i < lower->ir->headers.count; i++)
        if (strcmp(lower->ir->headers.at[i], header) == 0)
            return;
    vec_push(&lower->ir->headers, header);
}

// The parameters, hidden ones last; then the body.
static void
lower_inside(struct lower *lower, struct lowered *lowered, const struct decl *decl)
{
    struct ir_routine *const routine = lower->env->routine;
    const struct rooms outside = lower->rooms;

    if (decl->kind == DECL_PROC)
        lower->rooms = (struct rooms){0};
    if (decl->kind == DECL_FUNCTION) {
        routine->is_inline = node_as_function(decl->node)->is_inline != 0;
        lower_function_formals(lower, node_as_function(decl->node));
    } else {
        routine->is_inline = node_as_proc(decl->node)->is_inline != 0;
        lower->env->suspends = decl->suspends || node_as_proc(decl->node)->mobile;
        lower_formals(lower, &node_as_proc(decl->node)->formals, lowered->tables);
    }
    if (lower_is_recursive(decl))
        lower_recursion_begin(lower, lowered, decl);
    if (spec_foreign(decl->node) != NULL)
        lower_foreign(lower, spec_foreign(decl->node));
    else if (body_of(decl) == NULL)
        report_external(lower, decl);
    else if (decl->kind == DECL_FUNCTION)
        lower_valof(lower, body_of(decl));
    else
        lower_with_rooms(lower, outside, body_of(decl), rest_proc, (void *)(uintptr_t)decl);
}

// Lower a routine where it is first needed. Its environment is the one in which it was declared,
// which encloses the one that needs it.
static struct env *
declaring_env(struct env *env, const struct decl *decl)
{
    while (env != NULL && map_get(&env->values, decl) == NULL)
        env = env->outer;
    return env;
}

// The routine as made before for the same tables; else a new one, to be filled.
static struct lowered *
find_routine(struct map *routines, const struct decl *decl, uint64_t tables)
{
    struct lowered *const first = map_get(routines, decl);
    struct lowered *lowered = first;

    while (lowered != NULL && lowered->tables != tables)
        lowered = lowered->next;
    if (lowered != NULL)
        return lowered;
    lowered = mem_new(struct lowered);
    lowered->tables = tables;
    lowered->next = first;
    map_put(routines, decl, lowered);
    return lowered;
}

static bool
is_mobile(const struct decl *decl)
{
    return decl->kind == DECL_PROC && node_as_proc(decl->node)->mobile;
}

struct lowered *
lower_routine(struct lower *lower, struct decl *decl, uint64_t tables)
{
    struct env *const needing = lower->env, *const declaring = declaring_env(needing, decl);
    struct lowered *const lowered =
        find_routine(declaring != NULL ? &declaring->routines : &lower->routines, decl, tables);
    struct ir_block *const block = lower->block;
    struct env *env;

    if (lowered->routine != NULL)
        return lowered;
    lower->env = declaring;
    env = lower_env_open(lower, decl->name->text, decl->span);
    lowered->routine = env->routine;
    env->routine->is_branch = decl == lower->program->main || is_mobile(decl);
    lower_inside(lower, lowered, decl);
    lower_env_close(lower, env, block);
    if (lower_is_recursive(decl))
        lower_recursion_end(lowered, env);
    lowered->captures.at = env->captures.at;
    lowered->captures.count = env->captures.count;
    lowered->captures.room = env->captures.room;
    lower->env = needing;
    return lowered;
}

// ---- the program ----

static bool
contains(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static bool
begins(const char *text, const char *part)
{
    return strncmp(text, part, strlen(part)) == 0;
}

// Which terminal channel a parameter of main means: its direction says, else its name.
static enum ir_environment
terminal_of(const struct decl *decl)
{
    const char *const name = decl->name->text;

    if (begins(name, "err"))
        return IR_ERROR;
    if (decl->type->direction == DIRECTION_IN)
        return IR_KEYBOARD;
    if (decl->type->direction == DIRECTION_OUT)
        return contains(name, "err") ? IR_ERROR : IR_SCREEN;
    if (begins(name, "key") || begins(name, "kyb") || begins(name, "kb") || begins(name, "in"))
        return IR_KEYBOARD;
    if (begins(name, "scr") || begins(name, "out"))
        return IR_SCREEN;
    if (contains(name, "err"))
        return IR_ERROR;
    return contains(name, "in") ? IR_KEYBOARD : IR_SCREEN;
}

static enum ir_environment
environment_of(const struct decl *decl)
{
    if (decl->type->kind == TYPE_ARRAY)
        return IR_ARGS;
    if (decl->type->kind == TYPE_INT)
        return IR_STATUS;
    if (type_base(decl->type->element)->kind == TYPE_INT)
        return IR_SIGNALS;
    return terminal_of(decl);
}

static void
lower_main(struct lower *lower)
{
    const struct node_proc *const main = node_as_proc(lower->program->main->node);

    lower->ir->occam_terminal = lower->program->main->occam;
    lower->ir->main = lower_routine(lower, lower->program->main, 0)->routine;
    for (size_t i = 0; i < main->formals.count; i++)
        vec_push(&lower->ir->main_arguments,
                 environment_of(node_as_define(node_as_formal(main->formals.at[i])->name)->decl));
}

// A module: all its routines, since anybody may call them.
static void
lower_module(struct lower *lower)
{
    const struct nodes *const units = &lower->program->file->units;

    for (size_t i = 0; i < units->count; i++) {
        const struct node *const unit = units->at[i];

        if (unit->kind == NODE_PROC && node_as_proc(unit)->mobile)
            lower_mobile_proc(lower, node_as_define(node_as_proc(unit)->name)->decl);
        else if (unit->kind == NODE_PROC && node_as_proc(unit)->body != NULL &&
                 !node_as_proc(unit)->is_test)
            lower_routine(lower, node_as_define(node_as_proc(unit)->name)->decl, 0);
        else if (unit->kind == NODE_FUNCTION && node_as_function(unit)->body != NULL)
            lower_routine(lower, node_as_define(node_as_function(unit)->name)->decl, 0);
    }
}

struct ir_program *
lower_program(struct program *program, struct diagnostics *diagnostics)
{
    struct lower lower = {.program = program, .diagnostics = diagnostics};

    lower.ir = mem_new(struct ir_program);
    lower.ir->int_bits = program->int_bits;
    lower.ir->restricts = !program->may_alias;
    if (program->main != NULL)
        lower_main(&lower);
    else
        lower_module(&lower);
    return lower.ir;
}
