// SPDX-License-Identifier: MIT
// The whole C file: includes, records, places, constants, routines, and the program's entry.
#include <config.h>

#include "emit/emit.h"

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

static void
emit_sites(struct emit *emit)
{
    if (emit->sites.count == 0)
        return;
    write_line(emit, "// Where a check can fail, and what is written there.");
    write_line(emit, "static const struct csp_site site[] = {");
    for (size_t i = 0; i < emit->sites.count; i++) {
        const struct ir_site *const site = emit->sites.at[i];

        write_line(emit, "    {%s, %u, %u, %s},",
                   string_text(site->file == NULL ? "?" : site->file,
                               strlen(site->file == NULL ? "?" : site->file)),
                   site->line, site->column, string_text(site->text, strlen(site->text)));
    }
    write_line(emit, "};");
    write_blank(emit);
}

static const char *
item_text(const struct ir_data *data, size_t i)
{
    struct emit none = {0};
    struct ir_expr item = {.type = data->type};

    item.type.is_array = false;
    if (data->type.base == IR_REAL32 || data->type.base == IR_REAL64) {
        item.op = IR_NUMBER;
        item.real = data->reals.at[i];
    } else {
        item.op = IR_INTEGER;
        item.integer = data->integers.at[i];
    }
    return expr_text(&none, &item);
}

static void
emit_data(struct emit *emit, const struct ir_data *data)
{
    const size_t count = data->integers.count + data->reals.count;

    if (data->c_name == NULL)
        return;
    write_format(emit, "static const %s %s[] = {", type_of_base(&data->type), data->c_name);
    for (size_t i = 0; i < count; i++) {
        if (i % 16 == 0 && count > 16)
            write_newline(emit);
        write_format(emit, "%s%s", item_text(data, i), i + 1 == count ? "" : ", ");
    }
    write_line(emit, "%s};", count == 0 ? "0" : "");
    write_blank(emit);
}

// ---- the entry ----

static void
emit_main_argument(struct emit *emit, size_t *parameter, enum ir_environment environment)
{
    static const char *const members[] = {
        [IR_KEYBOARD] = "keyboard",
        [IR_SCREEN] = "screen",
        [IR_ERROR] = "error",
        [IR_SIGNALS] = "signals",
    };
    const struct ir_routine *const main = emit->program->main;
    const struct ir_var *const var = main->parameters.at[(*parameter)++];

    if (environment <= IR_SIGNALS && var->type.base == IR_MOBILE) {
        write_line(emit, "f->%s = csp_shared(environment->%s);", var->c_name, members[environment]);
    } else if (environment <= IR_SIGNALS) {
        write_line(emit, "f->%s = environment->%s;", var->c_name, members[environment]);
    } else if (environment == IR_STATUS) {
        write_line(emit, "f->%s = (%s *)(void *)environment->status;", var->c_name,
                   type_of_base(&var->type));
    } else {
        write_line(emit, "f->%s = environment->args;", var->c_name);
        write_line(emit, "f->%s = (%s)environment->arg_count;",
                   main->parameters.at[*parameter]->c_name,
                   type_of_base(&main->parameters.at[*parameter]->type));
        (*parameter)++;
    }
}

static bool
asks_for(const struct ir_program *program, enum ir_environment environment)
{
    for (size_t i = 0; i < program->main_arguments.count; i++)
        if (program->main_arguments.at[i] == environment)
            return true;
    return false;
}

static const char *
truth(bool holds)
{
    return holds ? "true" : "false";
}

static void
emit_entry(struct emit *emit)
{
    const struct ir_program *const program = emit->program;
    const char *const name = program->main->c_name;
    size_t parameter = 0;

    write_line(emit, "static struct csp_frame *");
    write_line(emit, "program_start(void *memory, const struct csp_environment *environment)");
    write_open(emit);
    write_line(emit, "struct %s_frame *const f = memory;", name);
    write_blank(emit);
    for (size_t i = 0; i < program->main_arguments.count; i++)
        emit_main_argument(emit, &parameter, program->main_arguments.at[i]);
    if (program->main_arguments.count == 0)
        write_line(emit, "(void)environment;");
    write_line(emit, "csp_frame_init(&f->base, NULL, &%s_code);", name);
    write_line(emit, "return &f->base;");
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
    write_line(emit, "static const struct csp_program program = {");
    write_line(emit, "    .frame_size = sizeof(struct %s_frame),", name);
    write_line(emit, "    .start = program_start,");
    if (program->collects)
        write_line(emit, "    .collector = &csp_collects,");
    if (program->error_stops)
        write_line(emit, "    .error_stops = true,");
    write_line(emit, "    .occam_terminal = %s,", truth(program->occam_terminal));
    write_line(emit, "    .uses_keyboard = %s,", truth(asks_for(program, IR_KEYBOARD)));
    write_line(emit, "    .uses_screen = %s,", truth(asks_for(program, IR_SCREEN)));
    write_line(emit, "    .uses_error = %s,", truth(asks_for(program, IR_ERROR)));
    if (asks_for(program, IR_SIGNALS))
        write_line(emit, "    .signal_bytes = sizeof(int%d_t),", program->int_bits);
    write_line(emit, "};");
    write_blank(emit);
    write_line(emit, "int");
    write_line(emit, "%s(int argc, char **argv)", program->entry != NULL ? program->entry : "main");
    write_open(emit);
    write_line(emit, "return csp_main(argc, argv, &program);");
    write_close(emit, "");
    write_newline(emit);
}

static void
find_forked(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        if (block->stmts.at[i]->kind == IR_FORK)
            map_put(&emit->branches, block->stmts.at[i]->routine, emit);
        ir_stmt_blocks(block->stmts.at[i], find_forked, emit);
    }
}

// Which routines are branches of PARs, or forked.
static void
find_branches(struct emit *emit, const struct ir_routine *routine)
{
    find_forked(routine->body, emit);
    for (size_t i = 0; i < routine->pars.count; i++)
        for (size_t k = 0; k < routine->pars.at[i]->branches.count; k++)
            map_put(&emit->branches, routine->pars.at[i]->branches.at[k].routine, emit);
}

// A recursive routine and those that may call it, which stand before it, are written together; such
// groups lie apart or within each other.
static void
emit_groups(struct emit *emit, const struct ir_program *program)
{
    const size_t count = program->routines.count;
    size_t *const ends = mem_array(size_t, count + 1);

    for (size_t i = 0; i < count; i++) {
        const struct ir_routine *const routine = program->routines.at[i];

        ends[i - (routine->is_recursive ? routine->callers : 0)] = i + 1;
    }
    for (size_t i = 0; i < count; i = ends[i])
        emit_routines(emit, program->routines.at + i, ends[i] - i);
}

// Constants and places are known only when all routines are written, but stand before them.
void
emit_program(const struct ir_program *program, struct text *out)
{
    struct writer whole = {.line_start = true}, routines;
    struct emit emit = {.program = program, .writer = &whole};
    struct writer *outer;

    if (program->times_out)
        write_line(&emit, "#define CSP_TIMEOUTS 1");
    write_line(&emit, "#include <cspc/rt.h>");
    for (size_t i = 0; i < program->headers.count; i++)
        write_line(&emit, "#include \"%s\"", program->headers.at[i]);
    write_blank(&emit);
    emit_records(&emit);
    emit_mobiles(&emit);
    for (size_t i = 0; i < program->routines.count; i++)
        find_branches(&emit, program->routines.at[i]);
    outer = write_aside(&emit, &routines);
    emit_groups(&emit, program);
    if (program->main != NULL)
        emit_entry(&emit);
    write_back(&emit, outer);
    emit_sites(&emit);
    for (size_t i = 0; i < program->data.count; i++)
        emit_data(&emit, program->data.at[i]);
    text_put(&whole.text, text_string(&routines.text), routines.text.length);
    text_put(out, text_string(&whole.text), whole.text.length);
}
