// SPDX-License-Identifier: MIT
// Statements that do not wait.
#include <config.h>

#include "emit/internal.h"

#include "base/ice.h"
#include "base/mem.h"

#include <string.h>

// ---- blocks ----

static bool
is_first_value(const struct ir_block *block, const struct ir_stmt *stmt)
{
    if (stmt->kind != IR_ASSIGN || stmt->target->op != IR_VAR)
        return false;
    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i] == stmt->target->var)
            return stmt->target->var->storage == IR_LOCAL;
    return false;
}

// `x IS y` fills in an address.
static bool
is_first_address(const struct ir_block *block, const struct ir_stmt *stmt)
{
    if (stmt->kind != IR_ASSIGN || stmt->target->op != IR_ADDRESS ||
        stmt->target->args.at[0]->op != IR_VAR || !stmt->target->args.at[0]->var->reference)
        return false;
    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i] == stmt->target->args.at[0]->var)
            return block->vars.at[i]->storage == IR_LOCAL;
    return false;
}

static const struct ir_var *
target_var(const struct ir_stmt *stmt)
{
    return stmt->target->op == IR_VAR ? stmt->target->var : stmt->target->args.at[0]->var;
}

static const char *
initial_text(const struct ir_var *var)
{
    if (var->reference)
        return " = NULL";
    if (var->type.is_array)
        return "";
    switch (var->type.base) {
    case IR_RECORD:
    case IR_TEXT:
    case IR_CHAN:
    case IR_BARRIER:
    case IR_RESIGNED: return " = {0}";
    case IR_MOBILE: return " = NULL";
    default: return " = 0";
    }
}

typedef VEC(const struct ir_stmt *) stmt_list;

static bool
has_locals(const struct ir_block *block)
{
    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i]->storage == IR_LOCAL)
            return true;
    return false;
}

// The statements of a block, with those of blocks in it that need no braces.
static void
flatten(const struct ir_block *block, stmt_list *stmts)
{
    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->kind == IR_BLOCK && !has_locals(stmt->block))
            flatten(stmt->block, stmts);
        else
            vec_push(stmts, stmt);
    }
}

// A block in which there is only another one is written as that.
static const struct ir_block *
innermost(const struct ir_block *block)
{
    while (!has_locals(block) && block->stmts.count == 1 && block->stmts.at[0]->kind == IR_BLOCK)
        block = block->stmts.at[0]->block;
    return block;
}

static bool
is_empty(const struct ir_block *block)
{
    stmt_list stmts = {0};

    flatten(block, &stmts);
    return stmts.count == 0;
}

static bool
is_leading(const stmt_list *stmts, size_t leading, const struct ir_var *var)
{
    for (size_t i = 0; i < leading; i++)
        if (target_var(stmts->at[i]) == var)
            return true;
    return false;
}

// Whether statement `number` can be the declaration of its variable: before it the variable has no
// value, not even 0.
static bool
can_declare(const struct ir_block *block, const stmt_list *stmts, size_t number)
{
    const struct ir_stmt *const stmt = stmts->at[number];

    if (stmt->away || (!is_first_value(block, stmt) && !is_first_address(block, stmt)))
        return false;
    for (size_t i = 0; i <= number; i++)
        if (ir_mentions(stmts->at[i]->value, target_var(stmt)))
            return false;
    return !is_leading(stmts, number, target_var(stmt));
}

// How many statements at the beginning of a block give their variables a first value, and can
// be written as declarations.
static size_t
leading_values(const struct ir_block *block, const stmt_list *stmts)
{
    size_t count = 0;

    while (count < stmts->count && can_declare(block, stmts, count))
        count++;
    return count;
}

static void
declare_leading(struct emit *emit, const struct ir_stmt *stmt)
{
    const struct ir_var *const var = target_var(stmt);

    write_line(emit, "%s = %s;", type_declaration(var, var->c_name), expr_text(emit, stmt->value));
}

static void
emit_inside(struct emit *emit, const struct ir_block *block)
{
    struct writer rest, *const outer = emit->writer;
    stmt_list stmts = {0};
    size_t leading;

    block = innermost(block);
    flatten(block, &stmts);
    leading = leading_values(block, &stmts);
    for (size_t i = 0; i < block->vars.count; i++) {
        const struct ir_var *const var = block->vars.at[i];

        if (var->storage == IR_LOCAL && !is_leading(&stmts, leading, var) &&
            var->type.base != IR_FRAME && var->type.base != IR_BRANCH)
            write_line(emit, "%s%s;", type_declaration(var, var->c_name), initial_text(var));
    }
    for (size_t i = 0; i < leading; i++)
        declare_leading(emit, stmts.at[i]);
    write_aside(emit, &rest);
    for (size_t i = leading; i < stmts.count; i++)
        emit_stmt(emit, stmts.at[i]);
    write_back(emit, outer);
    // What is only written would draw a warning from the C compiler.
    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i]->storage == IR_LOCAL &&
            map_get(&emit->read, block->vars.at[i]) == NULL &&
            block->vars.at[i]->type.base != IR_FRAME && block->vars.at[i]->type.base != IR_BRANCH)
            write_line(emit, "(void)%s;", block->vars.at[i]->c_name);
    text_put(&outer->text, text_string(&rest.text), rest.text.length);
    if (rest.text.length != 0)
        outer->line_start = true;
}

// The statements of a block, without braces of its own.
void
emit_block(struct emit *emit, const struct ir_block *block)
{
    emit_inside(emit, block);
}

void
emit_scope(struct emit *emit, const struct ir_block *block)
{
    if (!has_locals(innermost(block))) {
        emit_inside(emit, block);
        return;
    }
    write_open(emit);
    emit_inside(emit, block);
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_braced(struct emit *emit, const struct ir_block *block, const char *after)
{
    write_open(emit);
    emit_inside(emit, block);
    write_close(emit, after);
}

// ---- assignment ----

static void
emit_assign(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *value, *target;

    // `x := x`: C compilers warn of it
    if (stmt->value->op == IR_VAR && stmt->target->op == IR_VAR &&
        stmt->value->var == stmt->target->var)
        return;
    value = expr_text(emit, stmt->value);
    target = expr_target(emit, stmt->target);
    if (strcmp(target, value) != 0)
        write_line(emit, "%s = %s;", target, value);
}

static void
emit_copy(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const target = expr_text(emit, stmt->target);
    const char *const value = expr_text(emit, stmt->value);

    write_line(emit, "memmove(%s, %s, %s);", target, value, expr_cast(emit, "size_t", stmt->count));
}

static void
emit_init_chan(struct emit *emit, const struct ir_stmt *stmt)
{
    int64_t count;

    if (stmt->target->op == IR_ADDRESS && ir_is_constant(stmt->count, &count) && count == 1)
        write_line(emit, "csp_chan_init(%s);", expr_text(emit, stmt->target));
    else if (!ir_is_constant(stmt->count, &count))
        write_line(emit, "csp_chan_init_all(%s, %s);", expr_text(emit, stmt->target),
                   expr_cast(emit, "size_t", stmt->count));
    else
        write_line(emit, "csp_chan_init_all(%s, %s);", expr_text(emit, stmt->target),
                   expr_text(emit, stmt->count));
}

// ---- choices ----

// The last arm, if it does nothing and its condition cannot fail.
static bool
can_be_left_out(const struct ir_arm *arm)
{
    return is_empty(arm->block) && (arm->condition == NULL || ir_is_guard_number(arm->condition));
}

static void
emit_if(struct emit *emit, const struct ir_stmt *stmt)
{
    size_t count = stmt->arms.count;

    if (count != 0 && can_be_left_out(&stmt->arms.at[count - 1]))
        count--;
    for (size_t i = 0; i < count; i++) {
        const struct ir_arm *const arm = &stmt->arms.at[i];

        if (arm->condition != NULL)
            write_format(emit, "if (%s) ", expr_text(emit, arm->condition));
        emit_braced(emit, arm->block, i + 1 == count ? "" : " else ");
    }
    if (count != 0)
        write_newline(emit);
}

static const char *
options_text(struct emit *emit, const struct ir_stmt *stmt, const struct ir_arm *arm)
{
    struct text text = {0};

    for (size_t i = 0; i < arm->options.count; i++)
        text_printf(&text, "%s%s == %s", i == 0 ? "" : " || ", expr_operand(emit, stmt->value),
                    expr_text(emit, arm->options.at[i]));
    return text_string(&text);
}

// A CASE that contains a wait point cannot be a C switch, which would capture the resume points.
static void
emit_case_chain(struct emit *emit, const struct ir_stmt *stmt)
{
    const struct ir_arm *otherwise = NULL;
    bool first = true;

    for (size_t i = 0; i < stmt->arms.count; i++) {
        const struct ir_arm *const arm = &stmt->arms.at[i];

        if (arm->options.count == 0) {
            otherwise = arm;
            continue;
        }
        write_format(emit, "%sif (%s) ", first ? "" : " else ", options_text(emit, stmt, arm));
        emit_braced(emit, arm->block, "");
        first = false;
    }
    if (otherwise != NULL && (first || !is_empty(otherwise->block))) {
        write_text(emit, first ? "" : " else ");
        emit_braced(emit, otherwise->block, "");
    }
    write_newline(emit);
}

static void
emit_case_switch(struct emit *emit, const struct ir_stmt *stmt)
{
    write_format(emit, "switch (%s) ", expr_text(emit, stmt->value));
    write_open(emit);
    emit->writer->depth--;
    for (size_t i = 0; i < stmt->arms.count; i++) {
        const struct ir_arm *const arm = &stmt->arms.at[i];

        for (size_t k = 0; k < arm->options.count; k++)
            write_line(emit, "case %s:", expr_text(emit, arm->options.at[k]));
        if (arm->options.count == 0)
            write_line(emit, "default:");
        emit->writer->depth++;
        if (has_locals(innermost(arm->block))) {
            emit_braced(emit, arm->block, "");
            write_newline(emit);
        } else {
            emit_inside(emit, arm->block);
        }
        write_line(emit, "break;");
        emit->writer->depth--;
    }
    emit->writer->depth++;
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_case(struct emit *emit, const struct ir_stmt *stmt)
{
    bool waits = stmt->value->type.base == IR_BOOL;

    for (size_t i = 0; i < stmt->arms.count; i++)
        waits = waits || stmt->arms.at[i].block->waits;
    if (waits)
        emit_case_chain(emit, stmt);
    else
        emit_case_switch(emit, stmt);
}

// ---- loops ----

static void
emit_while(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *ends;
    int64_t always;

    if (ir_is_constant(stmt->value, &always) && always != 0) {
        write_text(emit, "for (;;) ");
    } else if (stmt->handler != NULL && stmt->handler->stmts.count != 0) {
        ends = expr_negated(emit, stmt->value); // before what the handler declares: it is read here
        write_text(emit, "for (;;) ");
        write_open(emit);
        emit_inside(emit, stmt->handler);
        write_line(emit, "if (%s)", ends);
        write_line(emit, "    break;");
        emit_scope(emit, stmt->block);
        write_close(emit, "");
        write_newline(emit);
        return;
    } else {
        write_format(emit, "while (%s) ", expr_text(emit, stmt->value));
    }
    emit_braced(emit, stmt->block, "");
    write_newline(emit);
}

static const char *
until_text(struct emit *emit, const struct ir_stmt *stmt)
{
    return stmt->target == NULL ? "" : mem_format(" && %s", expr_negated(emit, stmt->target));
}

static int64_t
most_of(enum ir_base base)
{
    return base == IR_INT16 ? INT16_MAX : base == IR_INT32 ? INT32_MAX : INT64_MAX;
}

// Whether `i < from + count` can be written: the end must not be past the largest number.
static bool
end_is_safe(const struct ir_stmt *stmt, int64_t *start, int64_t *count)
{
    const int64_t most = most_of(stmt->var->type.base);

    if (stmt->step != NULL || !ir_is_constant(stmt->value, start))
        return false;
    return *start <= 0 || (ir_is_constant(stmt->count, count) && *count <= most - *start);
}

// for (i = from, end = from + count; i < end; i++)
static void
emit_upwards(struct emit *emit, const struct ir_stmt *stmt, const char *type, int64_t start)
{
    const char *const index = var_text(emit, stmt->var);
    const char *const until = until_text(emit, stmt);
    int64_t count;

    if (ir_is_constant(stmt->count, &count) && count >= 0) {
        write_format(emit, "for (%s%s = %s; %s < %lld%s; %s++) ", type, index,
                     expr_text(emit, stmt->value), index, (long long)(start + count), until, index);
        return;
    }
    if (stmt->count->op == IR_VAR && stmt->count->var->is_size && start == 0) {
        write_format(emit, "for (%s%s = 0; %s < %s%s; %s++) ", type, index, index,
                     expr_text(emit, stmt->count), until, index);
        return;
    }
    map_put(&emit->read, stmt->limit, emit);
    write_format(emit, "for (%s%s = %lld, %s = (%s)csp_count(%s, %s)%s; %s < %s%s; %s++) ", type,
                 index, (long long)start, var_text(emit, stmt->limit),
                 type_of_base(&stmt->var->type), expr_text(emit, stmt->count),
                 site_text(emit, stmt->site),
                 start == 0 ? "" : mem_format(" - %lld", -(long long)start), index,
                 var_text(emit, stmt->limit), until, index);
}

// for (i = from, left = count; left > 0; left--, i += step)
static void
emit_counted(struct emit *emit, const struct ir_stmt *stmt, const char *type)
{
    const char *const index = var_text(emit, stmt->var);
    const char *const left = var_text(emit, stmt->limit);
    const char *const suffix = type_suffix(stmt->var->type.base);
    const char *const step = stmt->step == NULL ? "1" : expr_text(emit, stmt->step);

    map_put(&emit->read, stmt->limit, emit);
    write_format(emit,
                 "for (%s%s = %s, %s = csp_rounds_%s(%s, %s, %s, %s); %s > 0%s; %s--, "
                 "%s = csp_plus_%s(%s, %s)) ",
                 type, index, expr_text(emit, stmt->value), left, suffix, index,
                 expr_text(emit, stmt->count), step, site_text(emit, stmt->site), left,
                 until_text(emit, stmt), left, index, suffix, index, step);
}

// Whether start, count and step are constants, and the end is not past the range of the index.
static bool
steps_are_known(const struct ir_stmt *stmt, int64_t *start, int64_t *count, int64_t *step)
{
    const int64_t most = most_of(stmt->var->type.base);
    int64_t way, end;

    return stmt->step != NULL && ir_is_constant(stmt->value, start) &&
           ir_is_constant(stmt->count, count) && ir_is_constant(stmt->step, step) && *count >= 0 &&
           *step != 0 && !__builtin_mul_overflow(*count, *step, &way) &&
           !__builtin_add_overflow(*start, way, &end) && end <= most && end > -most;
}

// for (i = from; i < end; i += step)
static void
emit_by_steps(struct emit *emit, const struct ir_stmt *stmt, const char *type, int64_t end,
              int64_t step)
{
    const char *const index = var_text(emit, stmt->var);

    write_format(emit, "for (%s%s = %s; %s %c %lld%s; %s %c= %lld) ", type, index,
                 expr_text(emit, stmt->value), index, step > 0 ? '<' : '>', (long long)end,
                 until_text(emit, stmt), index, step > 0 ? '+' : '-',
                 (long long)(step > 0 ? step : -step));
}

static void
emit_repeat(struct emit *emit, const struct ir_stmt *stmt)
{
    const bool local = stmt->var->storage == IR_LOCAL;
    const char *const type = local ? mem_format("%s ", type_of_base(&stmt->var->type)) : "";
    int64_t start, count, step;

    map_put(&emit->read, stmt->var, emit);
    if (steps_are_known(stmt, &start, &count, &step))
        emit_by_steps(emit, stmt, type, start + count * step, step);
    else if (end_is_safe(stmt, &start, &count))
        emit_upwards(emit, stmt, type, start);
    else
        emit_counted(emit, stmt, type);
    emit_braced(emit, stmt->block, "");
    write_newline(emit);
}

// ---- faults and checks ----

static void
emit_fault(struct emit *emit, const struct ir_stmt *stmt)
{
    static const char *const functions[][2] = {{"stop", "csp_stop"},
                                               {"if", "csp_fault_if"},
                                               {"case", "csp_fault_case"},
                                               {"tag", "csp_fault_case"}};

    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i][0], stmt->text) == 0)
            write_line(emit, "%s(%s);", functions[i][1], site_text(emit, stmt->site));
}

static void
emit_check(struct emit *emit, const struct ir_stmt *stmt)
{
    if (stmt->kind == IR_CHECK_SAME)
        write_line(emit, "csp_same_size(%s, %s, %s);", expr_text(emit, stmt->value),
                   expr_text(emit, stmt->count), site_text(emit, stmt->site));
    else
        write_line(emit, "csp_slice(0, %s, %s, %s);", expr_text(emit, stmt->value),
                   expr_text(emit, stmt->count), site_text(emit, stmt->site));
}

// The dimensions of two parts: they overlap if they do in all.
static void
emit_check_apart(struct emit *emit, const struct ir_stmt *stmt)
{
    struct text text = {0};

    for (size_t i = 0; i + 3 < stmt->args.count; i += 4)
        text_printf(&text, "%scsp_meet(%s, %s, %s, %s)", i == 0 ? "" : " && ",
                    expr_text(emit, stmt->args.at[i]), expr_text(emit, stmt->args.at[i + 1]),
                    expr_text(emit, stmt->args.at[i + 2]), expr_text(emit, stmt->args.at[i + 3]));
    write_line(emit, "if (%s)", text_string(&text));
    write_line(emit, "    csp_fault_overlap(%s, %s);", site_text(emit, stmt->site),
               string_text(stmt->text, strlen(stmt->text)));
}

static void
emit_enrollment(struct emit *emit, const struct ir_stmt *stmt)
{
    map_put(&emit->read, stmt->var, emit);
    write_line(emit, "%s(%s, &%s);", stmt->kind == IR_RESIGN ? "csp_resign" : "csp_enroll_again",
               expr_text(emit, stmt->target), var_text(emit, stmt->var));
}

static const char *
stmt_arguments(struct emit *emit, const struct ir_stmt *stmt)
{
    struct text text = {0};

    for (size_t i = 0; i < stmt->args.count; i++)
        text_printf(&text, "%s%s", i == 0 ? "" : ", ", expr_text(emit, stmt->args.at[i]));
    return text_string(&text);
}

static void
emit_intrinsic(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const arguments = stmt_arguments(emit, stmt);
    const char *const name = intrinsic_name(stmt->text);

    if (strcmp(stmt->text, "ASSERT") == 0) {
        write_line(emit, "if (%s)", expr_negated(emit, stmt->args.at[0]));
        write_line(emit, "    csp_fault_assert(%s);", site_text(emit, stmt->site));
    } else if (strcmp(stmt->text, "CAUSEERROR") == 0) {
        write_line(emit, "csp_fault_cause(%s);", site_text(emit, stmt->site));
    } else if (stmt->integer != 0) {
        write_line(emit, "%s(%s, %s);", name, arguments, site_text(emit, stmt->site));
    } else {
        write_line(emit, "%s(%s);", name, arguments);
    }
}

static void
emit_perform(struct emit *emit, const struct ir_stmt *stmt)
{
    if (stmt->routine == NULL)
        emit_intrinsic(emit, stmt);
    else
        write_line(emit, "%s(%s);", stmt->routine->c_name, stmt_arguments(emit, stmt));
}

// ---- ending ----

// The word of the bundle of which a channel is seen to be one; NULL if it is not.
static const struct ir_expr *
bundle_word(const struct ir_expr *expr)
{
    while (expr->args.count != 0 && expr->op != IR_CONTENTS)
        expr = expr->args.at[0];
    return expr->op == IR_CONTENTS ? expr->args.at[0] : NULL;
}

// CLOSE of a SHARED channel is for one of several holders.
static void
emit_close(struct emit *emit, const struct ir_stmt *stmt)
{
    static const char *const ends[] = {
        [IR_CLOSE_READING] = ", CSP_READS", [IR_CLOSE_WRITING] = ", CSP_WRITES", [IR_POISON] = ""};
    const char *const end = ends[stmt->integer];
    const struct ir_expr *const word = bundle_word(stmt->target);
    const bool is_shared = word != NULL && word->type.mobile->is_shared;
    const char *const verb = stmt->integer != IR_POISON  ? "csp_close"
                             : word == NULL || is_shared ? "csp_poison"
                                                         : "csp_poison_of_bundle";
    const char *const target = expr_operand(emit, stmt->target);
    const char *const count = expr_cast(emit, "size_t", stmt->count);

    if (is_shared && stmt->integer != IR_POISON) {
        write_line(emit, "csp_close_shared(%s%s);", expr_text(emit, word), end);
        return;
    }
    if (stmt->target->type.base == IR_CHAN_AT) {
        write_line(emit, "for (size_t k = 0; k < %s; k++)", count);
        write_line(emit, "    %s(%s[k], 1%s);", verb, target, end);
    } else {
        write_line(emit, "%s(%s, %s%s);", verb, expr_text(emit, stmt->target), count, end);
    }
}

static void
emit_return(struct emit *emit, const struct ir_stmt *stmt)
{
    if (!ir_results_by_address(emit->routine)) {
        write_line(emit, emit->keeps_result ? "csp__result = %s;" : "return %s;",
                   expr_text(emit, stmt->args.at[0]));
        return;
    }
    for (size_t i = 0; i < stmt->args.count; i++) {
        const struct ir_type *const type = &emit->routine->results.at[i];
        const char *const value = expr_text(emit, stmt->args.at[i]);

        if (type->is_array)
            write_line(emit, "memcpy(result_%zu, %s, %lld * sizeof(%s));", i + 1, value,
                       (long long)type->count, type_of_base(type));
        else
            write_line(emit, "*result_%zu = %s;", i + 1, value);
    }
}

static void
emit_line_directive(struct emit *emit, const struct ir_stmt *stmt)
{
    if (!emit->program->lines || stmt->site == NULL || stmt->site->file == NULL ||
        stmt->kind == IR_BLOCK)
        return;
    write_line(emit, "#line %u %s", stmt->site->line,
               string_text(stmt->site->file, strlen(stmt->site->file)));
}

static void
emit_here(struct emit *emit, const struct ir_stmt *stmt)
{
    switch (stmt->kind) {
    case IR_BLOCK: emit_scope(emit, stmt->block); break;
    case IR_ASSIGN: emit_assign(emit, stmt); break;
    case IR_COPY: emit_copy(emit, stmt); break;
    case IR_IF: emit_if(emit, stmt); break;
    case IR_WHILE: emit_while(emit, stmt); break;
    case IR_REPEAT: emit_repeat(emit, stmt); break;
    case IR_CASE: emit_case(emit, stmt); break;
    case IR_FAULT: emit_fault(emit, stmt); break;
    case IR_CHECK_SAME:
    case IR_CHECK_LESS: emit_check(emit, stmt); break;
    case IR_CHECK_SIZE:
        write_line(emit, "csp_check_size(%s, %s);", expr_text(emit, stmt->value),
                   site_text(emit, stmt->site));
        break;
    case IR_CHECK_END:
        write_line(emit, "csp_check_end(%s, %s, %lld, %s, %s);", expr_text(emit, stmt->value),
                   stmt->mobile != NULL ? mem_format("&%s", stmt->mobile->c_name) : "NULL",
                   (long long)stmt->integer, string_text(stmt->text, strlen(stmt->text)),
                   site_text(emit, stmt->site));
        break;
    case IR_APART: emit_check_apart(emit, stmt); break;
    case IR_PERFORM: emit_perform(emit, stmt); break;
    case IR_INIT_CHAN: emit_init_chan(emit, stmt); break;
    case IR_INIT_BARRIER:
        write_line(emit, "csp_barrier_init(%s);", expr_text(emit, stmt->target));
        break;
    case IR_RESIGN:
    case IR_ENROLL_AGAIN: emit_enrollment(emit, stmt); break;
    case IR_CLOSE: emit_close(emit, stmt); break;
    case IR_RETURN: emit_return(emit, stmt); break;
    case IR_PUT:
        write_line(emit, "csp_put(%s, %s);", place_address(emit, stmt->target),
                   expr_text(emit, stmt->value));
        break;
    case IR_RESIZE:
        write_line(emit, "csp_mobile_resize(%s, &%s, %s, %s);", place_address(emit, stmt->target),
                   stmt->target->type.mobile->c_name, expr_text(emit, stmt->count),
                   site_text(emit, stmt->site));
        break;
    case IR_DROP: write_line(emit, "csp_drop(%s);", place_address(emit, stmt->target)); break;
    case IR_ROOM:
        write_line(emit, "%s = csp_scratch_new(%s);", var_text(emit, stmt->var),
                   expr_cast(emit, "size_t", stmt->count));
        break;
    case IR_ROOM_FREE:
        map_put(&emit->read, stmt->var, emit);
        write_line(emit, "csp_scratch_free(%s);", var_text(emit, stmt->var));
        break;
    default: emit_wait(emit, stmt); break;
    }
}

void
emit_in_bracket(struct emit *emit, const struct ir_stmt *stmt,
                void (*inside)(struct emit *emit, const struct ir_stmt *stmt))
{
    write_open(emit);
    write_line(emit, "struct csp_worker *const worker = csp_away();");
    inside(emit, stmt);
    write_line(emit, "csp_back(worker);");
    write_close(emit, "");
    write_newline(emit);
}

void
emit_stmt(struct emit *emit, const struct ir_stmt *stmt)
{
    emit_line_directive(emit, stmt);
    if (stmt->away)
        emit_in_bracket(emit, stmt, emit_here);
    else
        emit_here(emit, stmt);
}
