// SPDX-License-Identifier: MIT
// Wait points: communication, ALT, PAR, calls of processes, time, and where END goes.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

enum { MANY_BRANCHES = 10000 };

static const char *
leave_text(struct emit *emit, const struct ir_leave *leave)
{
    if (leave == NULL) {
        emit->leave_used = true;
        return "leave";
    }
    map_put(&emit->jumped, leave, emit);
    return leave->c_name;
}

static const char *
wait_leave(struct emit *emit, const struct ir_wait *wait)
{
    emit->self_used = true;
    emit->frame_used = true;
    return leave_text(emit, wait->leave);
}

// ---- communication ----

static void
emit_input(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);
    const char *const channel = expr_text(emit, stmt->channel);

    if (stmt->is_block)
        write_line(emit, "CSP_INPUT_BLOCK(%u, %s, %s, %s, %s);", stmt->wait->number, channel,
                   expr_text(emit, stmt->target), expr_cast(emit, "size_t", stmt->count), leave);
    else
        write_line(emit, "CSP_INPUT(%u, %s, %s, %s, %s);", stmt->wait->number, channel,
                   expr_target(emit, stmt->target), type_member(stmt->target->type.base), leave);
}

static void
emit_take(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const channel = expr_text(emit, stmt->channel);
    const char *const macro = stmt->kind == IR_PEEK ? "CSP_PEEK" : "CSP_TAKE";

    if (stmt->is_block)
        write_line(emit, "%s_BLOCK(%s, %s, %s);", macro, channel, expr_text(emit, stmt->target),
                   expr_cast(emit, "size_t", stmt->count));
    else
        write_line(emit, "%s(%s, %s, %s);", macro, channel, expr_target(emit, stmt->target),
                   type_member(stmt->target->type.base));
}

static void
emit_await(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_AWAIT(%u, %s, %s);", stmt->wait->number, expr_text(emit, stmt->channel),
               leave);
}

static bool
is_computed_away(const struct ir_expr *expr)
{
    if (expr->away)
        return true;
    for (size_t i = 0; i < expr->args.count; i++)
        if (is_computed_away(expr->args.at[i]))
            return true;
    return false;
}

// An item that takes long is computed before a partner is looked for.
static void
emit_output_of(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);
    const char *const value = expr_text(emit, stmt->value);

    write_open(emit);
    write_line(emit, "const %s item = %s;", type_of_base(&stmt->value->type), value);
    write_line(emit, "CSP_OUTPUT(%u, %s, item, %s, %s);", stmt->wait->number,
               expr_text(emit, stmt->channel), type_member(stmt->value->type.base), leave);
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_output(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);
    const char *const channel = expr_text(emit, stmt->channel);
    const char *const value = expr_text(emit, stmt->value);

    if (stmt->var != NULL) // the item of a guard: it may have been sent when its ALT was chosen for
        write_format(emit, "if (!csp_alt_has_sent(&%s)) ", var_text(emit, stmt->var));
    if (stmt->is_block)
        write_line(emit, "CSP_OUTPUT_BLOCK(%u, %s, %s, %s, %s);", stmt->wait->number, channel,
                   value, expr_cast(emit, "size_t", stmt->count), leave);
    else
        write_line(emit, "CSP_OUTPUT(%u, %s, %s, %s, %s);", stmt->wait->number, channel, value,
                   type_member(stmt->value->type.base), leave);
}

static void
emit_sleep(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_SLEEP(%u, &%s, %s, %s);", stmt->wait->number, var_text(emit, stmt->var),
               expr_text(emit, stmt->value), leave);
}

static void
emit_yield(struct emit *emit, const struct ir_stmt *stmt)
{
    emit->self_used = true;
    emit->frame_used = true;
    write_line(emit, stmt->integer ? "CSP_TURN(%u);" : "CSP_YIELD(%u);", stmt->wait->number);
}

static void
emit_sync(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_SYNC(%u, %s, %s);", stmt->wait->number, expr_text(emit, stmt->target),
               leave);
}

// Give memory back, on both ways out of a wait point.
static void
emit_free(struct emit *emit, const struct ir_wait *wait, const char *leave, const char *give_back)
{
    write_line(emit, "%s", give_back);
    write_text(emit, "if (0) ");
    write_open(emit);
    emit->writer->depth--;
    write_line(emit, "free_%u:", wait->number);
    emit->writer->depth++;
    write_line(emit, "%s", give_back);
    write_line(emit, "goto %s;", leave);
    write_close(emit, "");
    write_newline(emit);
}

// ---- CLAIM ----

static void
emit_claim(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_CLAIM(%u, %s, %s, %s, %s);", stmt->wait->number,
               expr_text(emit, stmt->target), end_name(stmt->integer), site_text(emit, stmt->site),
               leave);
}

static void
emit_release(struct emit *emit, const struct ir_stmt *stmt)
{
    write_line(emit, "%s(%s, %s);", stmt->kind == IR_BREAK ? "csp_claim_break" : "csp_release",
               expr_text(emit, stmt->target), end_name(stmt->integer));
}

// ---- ALT ----

static void
emit_guard(struct emit *emit, const struct ir_stmt *stmt)
{
    static const char *const makers[] = {
        [IR_GUARD_INPUT] = "csp_guard_input", [IR_GUARD_END] = "csp_guard_end",
        [IR_GUARD_TIMER] = "csp_guard_timer", [IR_GUARD_SKIP] = "csp_guard_skip",
        [IR_GUARD_SYNC] = "csp_guard_sync",   [IR_GUARD_OUTPUT] = "csp_guard_output"};
    const char *const guard =
        mem_format("%s[%s]", var_text(emit, stmt->var), expr_text(emit, stmt->count));
    const char *const offer =
        stmt->target == NULL ? "" : mem_format("%s, ", expr_text(emit, stmt->target));
    const char *const subject =
        stmt->channel == NULL ? "" : mem_format("%s%s, ", offer, expr_text(emit, stmt->channel));
    const unsigned line = stmt->site->line;

    if (stmt->value == NULL)
        write_line(emit, "%s = %s(%strue, %u);", guard, makers[stmt->integer], subject, line);
    else
        write_line(emit, "%s = %s ? %s(%strue, %u) : csp_guard_skip(false, %u);", guard,
                   expr_operand(emit, stmt->value), makers[stmt->integer], subject, line, line);
    if (stmt->is_block)
        write_line(emit, "%s.tied = 1;", guard);
}

static void
emit_guard_item(struct emit *emit, const struct ir_stmt *stmt)
{
    write_line(emit, "%s[%s].on.item.%s = %s%s;", var_text(emit, stmt->var),
               expr_text(emit, stmt->count),
               stmt->is_block ? "data" : type_member(stmt->value->type.base),
               stmt->is_block ? "(void *)(uintptr_t)" : "",
               stmt->is_block ? expr_operand(emit, stmt->value) : expr_text(emit, stmt->value));
}

static void
emit_allow(struct emit *emit, const struct ir_stmt *stmt)
{
    static const char *const kinds[] = {[IR_GUARD_INPUT] = "CSP_GUARD_INPUT",
                                        [IR_GUARD_END] = "CSP_GUARD_END",
                                        [IR_GUARD_TIMER] = "CSP_GUARD_TIMER",
                                        [IR_GUARD_SKIP] = "CSP_GUARD_SKIP",
                                        [IR_GUARD_SYNC] = "CSP_GUARD_SYNC"};

    write_line(emit, "csp_guard_allow(&%s[%s], %s, %s);", var_text(emit, stmt->var),
               expr_text(emit, stmt->count), kinds[stmt->integer], expr_text(emit, stmt->value));
}

static void
emit_guards_new(struct emit *emit, const struct ir_stmt *stmt)
{
    write_line(emit, "%s = csp_guards_new((uint32_t)csp_count(%s, %s));", var_text(emit, stmt->var),
               expr_text(emit, stmt->count), site_text(emit, stmt->site));
}

static void
emit_begin(struct emit *emit, const struct ir_stmt *stmt)
{
    write_line(emit, "csp_alt_begin(&%s, %s, %s);", var_text(emit, stmt->var),
               expr_text(emit, stmt->target), expr_cast(emit, "uint32_t", stmt->count));
}

static void
emit_once(struct emit *emit, const struct ir_stmt *stmt)
{
    write_format(emit, "if (csp_alt_is_new(&%s)) ", var_text(emit, stmt->var));
    write_open(emit);
    emit_block(emit, stmt->block);
    emit_begin(emit, stmt);
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_choose(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);
    const char *const alt = var_text(emit, stmt->var);

    if (stmt->target != NULL)
        emit_begin(emit, stmt);
    if (!stmt->on_heap) {
        write_line(emit, "CSP_ALT(%u, &%s, %s);", stmt->wait->number, alt, leave);
        return;
    }
    write_line(emit, "CSP_ALT(%u, &%s, free_%u);", stmt->wait->number, alt, stmt->wait->number);
    emit_free(emit, stmt->wait, leave,
              mem_format("csp_guards_free(%s);", expr_text(emit, stmt->target)));
}

// ---- calls ----

// `frame` ends with the point or arrow behind which its members stand.
static void
fill_frame(struct emit *emit, const char *frame, const struct ir_routine *routine,
           struct ir_expr *const *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        write_line(emit, "%s%s = %s;", frame, routine->parameters.at[i]->c_name,
                   expr_text(emit, args[i]));
}

static void
emit_call(struct emit *emit, const struct ir_stmt *stmt, const char *frame, const char *leave)
{
    fill_frame(emit, frame, stmt->routine, stmt->args.at, stmt->args.count);
    write_line(emit, "csp_frame_init(&%sbase, &f->base, &%s_code);", frame, stmt->routine->c_name);
    write_line(emit, "CSP_CALL(%u, &%sbase, %s);", stmt->wait->number, frame, leave);
}

// The frame of a recursive call is taken for it, and given back on both ways out.
static void
emit_recursion(struct emit *emit, const struct ir_stmt *stmt, const char *frame, const char *leave)
{
    write_line(emit, "%s = csp_frame_new(sizeof *%s);", frame, frame);
    emit_call(emit, stmt, mem_format("%s->", frame), mem_format("free_%u", stmt->wait->number));
    emit_free(emit, stmt->wait, leave, mem_format("csp_frame_free(%s);", frame));
}

static void
emit_run(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);
    const char *const frame = var_text(emit, stmt->var);

    if (stmt->on_heap)
        emit_recursion(emit, stmt, frame, leave);
    else
        emit_call(emit, stmt, mem_format("%s.", frame), leave);
}

// ---- PAR ----

// What a branch that is over has to close and to resign from.
static const char *
ends_text(const struct emit *emit, const struct ir_stmt *stmt)
{
    bool own = stmt->barriers.count != 0;

    for (size_t i = 0; i < stmt->ends.count; i++)
        own = own || !stmt->ends.at[i].foreign;
    if (!stmt->closes && stmt->barriers.count != 0)
        return mem_format("%s_enrolls", par_name(emit->routine, stmt));
    if (!own || !stmt->closes)
        return "NULL";
    return mem_format("%s_ends", par_name(emit->routine, stmt));
}

// Holders of SHARED channels are counted when the PAR begins.
static void
emit_count_holders(struct emit *emit, const struct ir_stmt *stmt)
{
    for (size_t i = 0; i < stmt->ends.count && stmt->closes; i++)
        if (stmt->ends.at[i].counted) {
            write_line(emit, "csp_par_count_holders(&%s);", var_text(emit, stmt->var));
            return;
        }
}

static void
emit_enroll(struct emit *emit, const struct ir_stmt *stmt, const char *count)
{
    for (size_t i = 0; i < stmt->barriers.count; i++)
        write_line(emit, "csp_enroll(%s, %s);", expr_text(emit, stmt->barriers.at[i]), count);
}

static void
start_branch(struct emit *emit, const struct ir_stmt *stmt, const struct ir_branch *branch,
             const char *memory, const char *number)
{
    fill_frame(emit, mem_format("%s.frame.", memory), branch->routine, branch->args.at,
               branch->args.count);
    write_line(emit, "csp_frame_init(&%s.frame.base, NULL, &%s_code);", memory,
               branch->routine->c_name);
    write_line(emit, "%s(&%s, %s, &%s.process, &%s.frame.base);",
               stmt->integer ? "csp_start_prior" : "csp_start", var_text(emit, stmt->var), number,
               memory, memory);
}

static void
emit_branches(struct emit *emit, const struct ir_stmt *stmt)
{
    write_line(emit, "csp_par_start(&%s, self, %zu, 0, %s);", var_text(emit, stmt->var),
               stmt->branches.count, ends_text(emit, stmt));
    emit_count_holders(emit, stmt);
    emit_enroll(emit, stmt, mem_format("%zu", stmt->branches.count));
    for (size_t i = 0; i < stmt->branches.count; i++)
        start_branch(emit, stmt, &stmt->branches.at[i], var_text(emit, stmt->branches.at[i].memory),
                     mem_format("%zu", i));
}

static void
emit_index(struct emit *emit, const struct ir_stmt *stmt, const char *number)
{
    const struct ir_var *const index = stmt->index;
    const char *const type = type_of_base(&index->type);
    int64_t start;

    if (map_get(&emit->read, index) == NULL)
        return;
    if (stmt->step != NULL)
        write_line(emit, "const %s %s = %s + (%s)%s * %s;", type, index->c_name,
                   expr_operand(emit, stmt->value), type, number, expr_operand(emit, stmt->step));
    else if (ir_is_constant(stmt->value, &start) && start == 0)
        write_line(emit, "const %s %s = (%s)%s;", type, index->c_name, type, number);
    else
        write_line(emit, "const %s %s = %s + (%s)%s;", type, index->c_name,
                   expr_operand(emit, stmt->value), type, number);
}

// Whether it takes long to start the branches, so that others run meanwhile.
static bool
starts_many(const struct ir_stmt *stmt)
{
    int64_t count;

    return !ir_is_constant(stmt->count, &count) || count > MANY_BRANCHES;
}

static void
emit_starts(struct emit *emit, const struct ir_stmt *stmt)
{
    const struct ir_branch *const branch = &stmt->branches.at[0];
    struct writer body, *outer;

    write_format(emit, "for (uint32_t k = 0; k < %s; k++) ",
                 expr_cast(emit, "uint32_t", stmt->count));
    write_open(emit);
    outer = write_aside(emit, &body);
    start_branch(emit, stmt, branch, mem_format("%s[k]", var_text(emit, branch->memory)), "k");
    write_back(emit, outer);
    emit_index(emit, stmt, "k");
    text_put(&outer->text, text_string(&body.text), body.text.length);
    outer->line_start = true;
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_replicated(struct emit *emit, const struct ir_stmt *stmt)
{
    const struct ir_branch *const branch = &stmt->branches.at[0];
    const char *const memory = var_text(emit, branch->memory);
    const char *const count = expr_cast(emit, "uint32_t", stmt->count);

    if (stmt->on_heap)
        write_line(emit, "%s = csp_par_new((uint32_t)csp_count(%s, %s), sizeof *%s);", memory,
                   expr_text(emit, stmt->count), site_text(emit, stmt->site), memory);
    write_line(emit, "csp_par_start(&%s, self, %s, %s, %s);", var_text(emit, stmt->var), count,
               expr_cast(emit, "int32_t", stmt->value), ends_text(emit, stmt));
    emit_count_holders(emit, stmt);
    emit_enroll(emit, stmt, count);
    if (starts_many(stmt))
        emit_in_bracket(emit, stmt, emit_starts);
    else
        emit_starts(emit, stmt);
}

static void
emit_parallel(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    if (stmt->index == NULL)
        emit_branches(emit, stmt);
    else
        emit_replicated(emit, stmt);
    if (!stmt->on_heap) {
        write_line(emit, "CSP_PAR_WAIT(%u, &%s, %s);", stmt->wait->number,
                   var_text(emit, stmt->var), leave);
        return;
    }
    write_line(emit, "CSP_PAR_WAIT(%u, &%s, free_%u);", stmt->wait->number,
               var_text(emit, stmt->var), stmt->wait->number);
    emit_free(emit, stmt->wait, leave,
              mem_format("csp_par_free(%s);", var_text(emit, stmt->branches.at[0].memory)));
}

// ---- FORK ----

static void
emit_forking_new(struct emit *emit, const struct ir_stmt *stmt)
{
    emit->self_used = true;
    write_line(emit, "csp_forking_start(&%s, self);", var_text(emit, stmt->var));
}

static void
emit_join(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_JOIN(%u, &%s, %s);", stmt->wait->number, var_text(emit, stmt->var),
               leave);
}

// The memory of the process, with room behind it for the copies that it gets.
static void
emit_fork_new(struct emit *emit, const struct ir_stmt *stmt)
{
    struct text size = {0};
    bool copies = false;

    for (size_t i = 0; i < stmt->copies.count; i++) {
        if (stmt->copies.at[i] == NULL)
            continue;
        copies = true;
        text_printf(&size, " + csp_fork_room(%s)", expr_cast(emit, "size_t", stmt->copies.at[i]));
    }
    write_line(emit, "struct %s_branch *const forked = csp_fork_new(sizeof *forked%s);",
               stmt->routine->c_name, copies ? text_string(&size) : "");
    if (copies)
        write_line(emit, "char *room = (char *)(forked + 1);");
}

static const char *
forked_argument(struct emit *emit, const struct ir_stmt *stmt, size_t number)
{
    const char *const value = expr_text(emit, stmt->args.at[number]);

    if (stmt->copies.at[number] == NULL)
        return value;
    return mem_format("csp_fork_copy(&room, %s, %s)", value,
                      expr_cast(emit, "size_t", stmt->copies.at[number]));
}

static void
emit_fork(struct emit *emit, const struct ir_stmt *stmt)
{
    write_open(emit);
    emit_fork_new(emit, stmt);
    for (size_t i = 0; i < stmt->args.count; i++)
        write_line(emit, "forked->frame.%s = %s;", stmt->routine->parameters.at[i]->c_name,
                   forked_argument(emit, stmt, i));
    write_line(emit, "csp_frame_init(&forked->frame.base, NULL, &%s_code);", stmt->routine->c_name);
    write_line(emit, "csp_fork(%s, &forked->process, &forked->frame.base);",
               expr_text(emit, stmt->target));
    write_close(emit, "");
    write_newline(emit);
}

// ---- MOBILE PROCs ----

static void
emit_invoke(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_INVOKE(%u, &%s, %s, %s, %s);", stmt->wait->number,
               var_text(emit, stmt->var), expr_text(emit, stmt->target),
               site_text(emit, stmt->site), leave);
}

static void
emit_suspend(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const leave = wait_leave(emit, stmt->wait);

    write_line(emit, "CSP_SUSPEND_BRANCH(%u, %s);", stmt->wait->number, leave);
}

// ---- ending ----

static void
emit_quit(struct emit *emit, const struct ir_stmt *stmt)
{
    emit->self_used = true;
    if (!stmt->integer)
        write_line(emit, "self->value.data = &csp_end_statement;");
    write_line(emit, "goto %s;", leave_text(emit, stmt->leave));
}

static void
emit_try(struct emit *emit, const struct ir_stmt *stmt)
{
    emit_scope(emit, stmt->block);
    if (map_get(&emit->jumped, stmt->leave) == NULL)
        return;
    write_text(emit, "if (0) ");
    write_open(emit);
    emit->writer->depth--;
    write_line(emit, "%s:;", stmt->leave->c_name);
    emit->writer->depth++;
    emit_block(emit, stmt->handler);
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_timeout(struct emit *emit, const struct ir_stmt *stmt)
{
    const char *const timeout = var_text(emit, stmt->var);

    emit->self_used = true;
    if (stmt->kind == IR_TIMEOUT_START)
        write_line(emit, "csp_timeout_start(self, &%s, %s);", timeout,
                   expr_text(emit, stmt->value));
    else
        write_line(emit, "csp_timeout_stop(&%s);", timeout);
}

void
emit_wait(struct emit *emit, const struct ir_stmt *stmt)
{
    switch (stmt->kind) {
    case IR_INPUT: emit_input(emit, stmt); break;
    case IR_TAKE:
    case IR_PEEK: emit_take(emit, stmt); break;
    case IR_AWAIT: emit_await(emit, stmt); break;
    case IR_LET_GO: write_line(emit, "csp_let_go(%s);", expr_text(emit, stmt->channel)); break;
    case IR_OUTPUT:
        if (!stmt->is_block && is_computed_away(stmt->value))
            emit_output_of(emit, stmt);
        else
            emit_output(emit, stmt);
        break;
    case IR_SLEEP: emit_sleep(emit, stmt); break;
    case IR_YIELD: emit_yield(emit, stmt); break;
    case IR_SYNC: emit_sync(emit, stmt); break;
    case IR_GUARD_SET: emit_guard(emit, stmt); break;
    case IR_ALLOW: emit_allow(emit, stmt); break;
    case IR_GUARD_ITEM: emit_guard_item(emit, stmt); break;
    case IR_GUARDS_NEW: emit_guards_new(emit, stmt); break;
    case IR_ONCE: emit_once(emit, stmt); break;
    case IR_CHOOSE: emit_choose(emit, stmt); break;
    case IR_RUN: emit_run(emit, stmt); break;
    case IR_PARALLEL: emit_parallel(emit, stmt); break;
    case IR_CLAIM: emit_claim(emit, stmt); break;
    case IR_UNCLAIM:
    case IR_BREAK: emit_release(emit, stmt); break;
    case IR_FORKING_NEW: emit_forking_new(emit, stmt); break;
    case IR_FORK: emit_fork(emit, stmt); break;
    case IR_JOIN: emit_join(emit, stmt); break;
    case IR_INVOKE: emit_invoke(emit, stmt); break;
    case IR_SUSPEND: emit_suspend(emit, stmt); break;
    case IR_QUIT: emit_quit(emit, stmt); break;
    case IR_TRY: emit_try(emit, stmt); break;
    case IR_TIMEOUT_START:
    case IR_TIMEOUT_STOP: emit_timeout(emit, stmt); break;
    default: break;
    }
}
