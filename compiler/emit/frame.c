// SPDX-License-Identifier: MIT
// Frames: what lives across a wait. Blocks that follow each other share memory: a frame is a
// struct of the variables of a block and a union of the blocks inside it.
#include <config.h>

#include "emit/internal.h"

struct layout {
    struct emit *emit;
    bool found;
    VEC(struct ir_block *) blocks;
};

static void has_slots(struct ir_block *block, void *context);

static bool
is_slot(const struct ir_var *var)
{
    return var->storage == IR_SLOT && !var->permanent;
}

static bool
repeat_has_slots(const struct ir_stmt *stmt)
{
    return stmt->kind == IR_REPEAT && stmt->var->storage == IR_SLOT;
}

static void
has_slots(struct ir_block *block, void *context)
{
    struct layout *const layout = context;

    for (size_t i = 0; i < block->vars.count; i++)
        layout->found = layout->found || is_slot(block->vars.at[i]);
    for (size_t i = 0; i < block->stmts.count && !layout->found; i++) {
        layout->found = layout->found || repeat_has_slots(block->stmts.at[i]);
        ir_stmt_blocks(block->stmts.at[i], has_slots, layout);
    }
}

static bool
needs_room(const struct ir_stmt *stmt)
{
    struct layout layout = {0};

    layout.found = repeat_has_slots(stmt);
    ir_stmt_blocks(stmt, has_slots, &layout);
    return layout.found;
}

static void emit_room(struct ir_block *block, void *context);

// The blocks of one statement never run at the same time, but a loop's own variables do live
// while its block does.
static void
emit_stmt_room(struct emit *emit, const struct ir_stmt *stmt)
{
    struct layout layout = {.emit = emit};
    size_t alternatives = 0;

    for (size_t i = 0; i < stmt->arms.count; i++) {
        layout.found = false;
        has_slots(stmt->arms.at[i].block, &layout);
        alternatives += layout.found;
    }
    if (repeat_has_slots(stmt)) {
        write_line(emit, "%s;", type_declaration(stmt->var, stmt->var->c_name));
        if (map_get(&emit->read, stmt->limit) != NULL)
            write_line(emit, "%s;", type_declaration(stmt->limit, stmt->limit->c_name));
    }
    if (alternatives < 2) {
        ir_stmt_blocks(stmt, emit_room, emit);
        return;
    }
    write_text(emit, "union ");
    write_open(emit);
    for (size_t i = 0; i < stmt->arms.count; i++) {
        layout.found = false;
        has_slots(stmt->arms.at[i].block, &layout);
        if (!layout.found)
            continue;
        write_text(emit, "struct ");
        write_open(emit);
        emit_room(stmt->arms.at[i].block, emit);
        write_close(emit, ";");
        write_newline(emit);
    }
    write_close(emit, ";");
    write_newline(emit);
}

static void
emit_room(struct ir_block *block, void *context)
{
    struct emit *const emit = context;
    size_t inner = 0;

    for (size_t i = 0; i < block->vars.count; i++)
        if (is_slot(block->vars.at[i]))
            write_line(emit, "%s;", type_declaration(block->vars.at[i], block->vars.at[i]->c_name));
    for (size_t i = 0; i < block->stmts.count; i++)
        inner += needs_room(block->stmts.at[i]);
    if (inner > 1) {
        write_text(emit, "union ");
        write_open(emit);
    }
    for (size_t i = 0; i < block->stmts.count; i++) {
        if (!needs_room(block->stmts.at[i]))
            continue;
        if (inner > 1) {
            write_text(emit, "struct ");
            write_open(emit);
        }
        emit_stmt_room(emit, block->stmts.at[i]);
        if (inner > 1) {
            write_close(emit, ";");
            write_newline(emit);
        }
    }
    if (inner > 1) {
        write_close(emit, ";");
        write_newline(emit);
    }
}

// What keeps its value as long as the frame does.
static void
emit_permanent(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i]->permanent)
            write_line(emit, "%s;", type_declaration(block->vars.at[i], block->vars.at[i]->c_name));
    for (size_t i = 0; i < block->stmts.count; i++)
        ir_stmt_blocks(block->stmts.at[i], emit_permanent, emit);
}

void
emit_frame(struct emit *emit, const struct ir_routine *routine)
{
    write_format(emit, "struct %s_frame ", routine->c_name);
    write_open(emit);
    write_line(emit, "struct csp_frame base;");
    for (size_t i = 0; i < routine->parameters.count; i++)
        write_line(emit, "%s;",
                   type_declaration(routine->parameters.at[i], routine->parameters.at[i]->c_name));
    emit_permanent(routine->body, emit);
    emit_room(routine->body, emit);
    write_close(emit, ";");
    write_newline(emit);
    write_blank(emit);
    if (map_get(&emit->branches, routine) == NULL)
        return;
    write_format(emit, "struct %s_branch ", routine->c_name);
    write_open(emit);
    write_line(emit, "struct csp_proc process;");
    write_line(emit, "struct %s_frame frame;", routine->c_name);
    write_close(emit, ";");
    write_newline(emit);
    write_blank(emit);
}
