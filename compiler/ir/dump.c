// SPDX-License-Identifier: MIT
// The representation as text, for tests and for people. The form is specified in doc/ir.md.
#include <config.h>

#include "ir/ir.h"

#include "base/mem.h"

struct dump {
    struct text *out;
    unsigned depth;
};

static const char *const base_names[] = {
    [IR_VOID] = "void",       [IR_BOOL] = "bool",         [IR_BYTE] = "byte",
    [IR_INT16] = "int16",     [IR_INT32] = "int32",       [IR_INT64] = "int64",
    [IR_REAL32] = "real32",   [IR_REAL64] = "real64",     [IR_TEXT] = "text",
    [IR_RECORD] = "record",   [IR_CHAN] = "chan",         [IR_CHAN_AT] = "chan-at",
    [IR_MOBILE] = "mobile",   [IR_TIMER] = "timer",       [IR_PAR] = "par",
    [IR_ALT] = "alt",         [IR_GUARD] = "guard",       [IR_BARRIER] = "barrier",
    [IR_OFFER] = "offer",     [IR_RESIGNED] = "resigned", [IR_BRANCH] = "branch",
    [IR_FORKING] = "forking", [IR_FRAME] = "frame",       [IR_INVOKING] = "invoking",
    [IR_TIMEOUT] = "timeout"};

static const char *const op_names[] = {[IR_INDEX] = "index",
                                       [IR_OFFSET] = "offset",
                                       [IR_FIELD] = "field",
                                       [IR_ADDRESS] = "address",
                                       [IR_AT] = "at",
                                       [IR_PORT] = "port",
                                       [IR_OPERATE] = "op",
                                       [IR_CONVERT] = "convert",
                                       [IR_CAST] = "cast",
                                       [IR_POINTER] = "pointer",
                                       [IR_CHECK_INDEX] = "check-index",
                                       [IR_CHECK_SLICE] = "check-slice",
                                       [IR_CALL] = "call",
                                       [IR_INTRINSIC] = "intrinsic",
                                       [IR_CLOCK] = "clock",
                                       [IR_DUE] = "due",
                                       [IR_SOON] = "soon",
                                       [IR_TEXT_SIZE] = "text-size",
                                       [IR_TEXT_AT] = "text-at",
                                       [IR_CHOSEN] = "chosen",
                                       [IR_OFFERED] = "offered",
                                       [IR_CONTENTS] = "contents",
                                       [IR_GROWN] = "grown",
                                       [IR_ENTERED] = "entered",
                                       [IR_MOBILE_SIZE] = "mobile-size",
                                       [IR_DEFINED] = "defined",
                                       [IR_NEW] = "new",
                                       [IR_BUFFERS] = "buffers",
                                       [IR_CLONE] = "clone",
                                       [IR_MOVED] = "moved",
                                       [IR_NOTHING] = "nothing",
                                       [IR_END_OF] = "end-of",
                                       [IR_ENDED_IS] = "ended-is",
                                       [IR_TIMED_OUT] = "timed-out"};

static const char *const operator_names[] = {
    [IR_ADD] = "add",       [IR_SUB] = "sub",       [IR_MUL] = "mul",       [IR_DIV] = "div",
    [IR_REM] = "rem",       [IR_NEG] = "neg",       [IR_PLUS] = "plus",     [IR_MINUS] = "minus",
    [IR_TIMES] = "times",   [IR_UMINUS] = "uminus", [IR_BITAND] = "bitand", [IR_BITOR] = "bitor",
    [IR_BITXOR] = "bitxor", [IR_BITNOT] = "bitnot", [IR_SHL] = "shl",       [IR_SHR] = "shr",
    [IR_AND] = "and",       [IR_OR] = "or",         [IR_NOT] = "not",       [IR_EQ] = "eq",
    [IR_NE] = "ne",         [IR_LT] = "lt",         [IR_LE] = "le",         [IR_GT] = "gt",
    [IR_GE] = "ge",         [IR_AFTER] = "after"};

static const char *const stmt_names[] = {[IR_BLOCK] = "block",
                                         [IR_ASSIGN] = "assign",
                                         [IR_COPY] = "copy",
                                         [IR_IF] = "if",
                                         [IR_WHILE] = "while",
                                         [IR_REPEAT] = "repeat",
                                         [IR_CASE] = "case",
                                         [IR_FAULT] = "fault",
                                         [IR_CHECK_SAME] = "check-same",
                                         [IR_CHECK_LESS] = "check-less",
                                         [IR_CHECK_SIZE] = "check-size",
                                         [IR_APART] = "check-apart",
                                         [IR_PERFORM] = "perform",
                                         [IR_INIT_CHAN] = "init-chan",
                                         [IR_INPUT] = "input",
                                         [IR_OUTPUT] = "output",
                                         [IR_TAKE] = "take",
                                         [IR_AWAIT] = "await",
                                         [IR_PEEK] = "peek",
                                         [IR_LET_GO] = "let-go",
                                         [IR_CHOOSE] = "choose",
                                         [IR_GUARD_SET] = "guard",
                                         [IR_GUARD_ITEM] = "guard-item",
                                         [IR_ALLOW] = "allow",
                                         [IR_ONCE] = "once",
                                         [IR_PARALLEL] = "par",
                                         [IR_RUN] = "run",
                                         [IR_INVOKE] = "invoke",
                                         [IR_SUSPEND] = "suspend",
                                         [IR_FORKING_NEW] = "forking",
                                         [IR_FORK] = "fork",
                                         [IR_JOIN] = "join",
                                         [IR_SLEEP] = "sleep",
                                         [IR_YIELD] = "yield",
                                         [IR_SYNC] = "sync",
                                         [IR_INIT_BARRIER] = "init-barrier",
                                         [IR_RESIGN] = "resign",
                                         [IR_ENROLL_AGAIN] = "enroll-again",
                                         [IR_CLOSE] = "close",
                                         [IR_QUIT] = "quit",
                                         [IR_TRY] = "try",
                                         [IR_TIMEOUT_START] = "timeout",
                                         [IR_TIMEOUT_STOP] = "timeout-over",
                                         [IR_RETURN] = "return",
                                         [IR_ROOM] = "room",
                                         [IR_ROOM_FREE] = "room-free",
                                         [IR_CHECK_END] = "check-end",
                                         [IR_PUT] = "put",
                                         [IR_RESIZE] = "resize",
                                         [IR_CLAIM] = "claim",
                                         [IR_UNCLAIM] = "unclaim",
                                         [IR_BREAK] = "break",
                                         [IR_DROP] = "drop",
                                         [IR_GUARDS_NEW] = "guards-new"};

static void dump_block(struct ir_block *block, void *context);

static void
dump_type(struct dump *dump, const struct ir_type *type)
{
    if (type->is_array)
        text_printf(dump->out, "[%lld]", (long long)type->count);
    text_puts(dump->out, base_names[type->base]);
    if (type->record != NULL)
        text_printf(dump->out, " %s", type->record->name);
    if (type->mobile != NULL)
        text_printf(dump->out, " %s", type->mobile->text);
    if (type->routine != NULL)
        text_printf(dump->out, " %s", type->routine->name);
}

static void
dump_leaf(struct dump *dump, const struct ir_expr *expr)
{
    switch (expr->op) {
    case IR_INTEGER: text_printf(dump->out, "%lld", (long long)expr->integer); break;
    case IR_NUMBER: text_printf(dump->out, "%.17g", expr->real); break;
    case IR_STRING: text_printf(dump->out, "text[%zu]", expr->length); break;
    case IR_DATA:
        text_printf(dump->out, "data[%zu]", expr->data->integers.count + expr->data->reals.count);
        break;
    default: text_puts(dump->out, expr->var->name); break;
    }
}

static void
dump_expr(struct dump *dump, const struct ir_expr *expr)
{
    if (expr->op <= IR_VAR) {
        dump_leaf(dump, expr);
        return;
    }
    text_printf(dump->out, "(%s",
                expr->op == IR_OPERATE ? operator_names[expr->integer] : op_names[expr->op]);
    if (expr->away)
        text_puts(dump->out, " away");
    if (expr->checked)
        text_putc(dump->out, '!');
    if (expr->op == IR_CONVERT || expr->op == IR_CAST || expr->op == IR_POINTER ||
        expr->op == IR_NEW) {
        text_putc(dump->out, ' ');
        dump_type(dump, &expr->type);
    }
    if (expr->op == IR_FIELD || expr->op == IR_MOBILE_SIZE || expr->op == IR_END_OF)
        text_printf(dump->out, " %lld", (long long)expr->integer);
    if (expr->routine != NULL)
        text_printf(dump->out, " %s", expr->routine->name);
    if (expr->text != NULL)
        text_printf(dump->out, " %s", expr->text);
    for (size_t i = 0; i < expr->args.count; i++) {
        text_putc(dump->out, ' ');
        dump_expr(dump, expr->args.at[i]);
    }
    text_putc(dump->out, ')');
}

static void
visit_expr(struct ir_expr *expr, void *context)
{
    struct dump *const dump = context;

    text_putc(dump->out, ' ');
    dump_expr(dump, expr);
}

static void
dump_indent(struct dump *dump)
{
    for (unsigned i = 0; i < dump->depth; i++)
        text_puts(dump->out, "  ");
}

static void
dump_stmt(struct dump *dump, const struct ir_stmt *stmt)
{
    dump_indent(dump);
    if (stmt->away)
        text_puts(dump->out, "away ");
    if (stmt->kind == IR_YIELD && stmt->integer)
        text_puts(dump->out, "turn");
    else
        text_puts(dump->out, stmt_names[stmt->kind]);
    if (stmt->wait != NULL)
        text_printf(dump->out, " @%u", stmt->wait->number);
    if (stmt->routine != NULL)
        text_printf(dump->out, "%s %s", stmt->kind == IR_RUN && stmt->on_heap ? " heap" : "",
                    stmt->routine->name);
    if (stmt->text != NULL)
        text_printf(dump->out, " %s", stmt->text);
    if (stmt->var != NULL)
        text_printf(dump->out, " %s", stmt->var->name);
    for (size_t i = 0; i < stmt->branches.count; i++)
        text_printf(dump->out, " %s", stmt->branches.at[i].routine->name);
    ir_stmt_exprs(stmt, visit_expr, dump);
    if (stmt->wait != NULL && stmt->wait->leave != NULL)
        text_printf(dump->out, " end->%u", stmt->wait->leave->number);
    if (stmt->leave != NULL)
        text_printf(dump->out, " leave %u", stmt->leave->number);
    text_putc(dump->out, '\n');
    dump->depth++;
    ir_stmt_blocks(stmt, dump_block, dump);
    dump->depth--;
}

static void
dump_var(struct dump *dump, const char *word, const struct ir_var *var)
{
    static const char *const storages[] = {"local", "slot", "scratch"};

    dump_indent(dump);
    text_printf(dump->out, "%s %s ", word, var->name);
    if (var->reference)
        text_puts(dump->out, "ref ");
    dump_type(dump, &var->type);
    text_printf(dump->out, " %s\n", storages[var->storage]);
}

static void
dump_block(struct ir_block *block, void *context)
{
    struct dump *const dump = context;

    for (size_t i = 0; i < block->vars.count; i++)
        dump_var(dump, "var", block->vars.at[i]);
    for (size_t i = 0; i < block->stmts.count; i++)
        dump_stmt(dump, block->stmts.at[i]);
}

void
ir_dump(const struct ir_program *program, struct text *out)
{
    struct dump dump = {out, 0};

    for (size_t i = 0; i < program->routines.count; i++) {
        const struct ir_routine *const routine = program->routines.at[i];

        text_printf(out, "%s%s %s\n", routine->is_recursive ? "recursive " : "",
                    routine->is_process ? "process" : "routine", routine->name);
        dump.depth = 1;
        for (size_t k = 0; k < routine->parameters.count; k++)
            dump_var(&dump, "parameter", routine->parameters.at[k]);
        dump_block(routine->body, &dump);
        text_putc(out, '\n');
    }
}
