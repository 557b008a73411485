// SPDX-License-Identifier: MIT
// Routines: plain C functions, and step functions over frames.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

static const char *
module_of(const struct ir_routine *routine)
{
    const char *path = routine->site->file == NULL ? "" : routine->site->file;
    const char *const slash = strrchr(path, '/');
    char *stem;

    if (slash != NULL)
        path = slash + 1;
    stem = mem_copy_text(path, strcspn(path, "."));
    for (char *c = stem; *c != '\0'; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9')))
            *c = '_';
    return stem[0] == '\0' || (stem[0] >= '0' && stem[0] <= '9') ? mem_format("m%s", stem) : stem;
}

static void
write_heading(struct emit *emit, const struct ir_routine *routine)
{
    const char *const file = routine->site->file == NULL ? "?" : routine->site->file;
    const bool is_operator = name_of_operator(routine->name) != routine->name;

    // A backslash must not end the line.
    write_line(emit, is_operator ? "// %s:%u: \"%s\"" : "// %s:%u: %s", file, routine->site->line,
               routine->name);
}

// ---- variables that belong to the whole routine ----

struct visitor {
    struct emit *emit;
    bool release;
    bool found;
};

static void
scratch_in(struct ir_block *block, void *context)
{
    struct visitor *const visitor = context;

    for (size_t i = 0; i < block->vars.count; i++) {
        const struct ir_var *const var = block->vars.at[i];

        if (var->storage != IR_SCRATCH)
            continue;
        visitor->found = true;
        if (visitor->emit == NULL)
            continue;
        if (visitor->release)
            write_line(visitor->emit, "csp_scratch_free(%s);", var->c_name);
        else
            write_line(visitor->emit, "%s = csp_scratch_new(%lld * sizeof(%s));",
                       type_declaration(var, var->c_name), (long long)var->type.count,
                       type_of_base(&var->type));
    }
    for (size_t i = 0; i < block->stmts.count; i++)
        ir_stmt_blocks(block->stmts.at[i], scratch_in, visitor);
}

static bool
has_scratch(const struct ir_routine *routine)
{
    struct visitor visitor = {0};

    scratch_in(routine->body, &visitor);
    return visitor.found;
}

static void
find_room(struct ir_block *block, void *context)
{
    struct visitor *const visitor = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        visitor->found = visitor->found || block->stmts.at[i]->kind == IR_ROOM;
        ir_stmt_blocks(block->stmts.at[i], find_room, visitor);
    }
}

// Whether something is to be given back behind IR_RETURN.
static bool
gives_back(const struct ir_routine *routine)
{
    struct visitor visitor = {0};

    find_room(routine->body, &visitor);
    return visitor.found || has_scratch(routine);
}

static void
write_scratch(struct emit *emit, const struct ir_routine *routine, bool release)
{
    struct visitor visitor = {.emit = emit, .release = release};

    scratch_in(routine->body, &visitor);
}

static void
init_alts(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->kind == IR_CHOOSE)
            write_line(emit, "csp_alt_init(&%s, %s);", var_text(emit, stmt->var),
                       stmt->integer ? "true" : "false");
        ir_stmt_blocks(stmt, init_alts, emit);
    }
}

// Guards on the heap that the frame kept; none, if its ALT never ran.
static void
free_guards(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->kind == IR_ONCE && stmt->on_heap)
            write_line(emit, "csp_guards_free(%s.guards);", var_text(emit, stmt->var));
        ir_stmt_blocks(stmt, free_guards, emit);
    }
}

// What mobiles hold ends where END leaves the routine.
static void
drop_owned(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->vars.count; i++)
        if (block->vars.at[i]->owned)
            write_line(emit, "csp_drop(&%s);", var_text(emit, block->vars.at[i]));
    for (size_t i = 0; i < block->stmts.count; i++)
        ir_stmt_blocks(block->stmts.at[i], drop_owned, emit);
}

static void
drop_all(struct emit *emit, const struct ir_routine *routine)
{
    for (size_t i = 0; i < routine->parameters.count; i++)
        if (routine->parameters.at[i]->owned)
            write_line(emit, "csp_drop(&%s);", var_text(emit, routine->parameters.at[i]));
    drop_owned(routine->body, emit);
}

// ---- plain functions ----

static const char *
parameters_text(const struct emit *emit, const struct ir_routine *routine)
{
    struct text text = {0};

    if (ir_results_by_address(routine))
        for (size_t i = 0; i < routine->results.count; i++)
            text_printf(&text, "%s%s *result_%zu", text.length == 0 ? "" : ", ",
                        type_of_base(&routine->results.at[i]), i + 1);
    for (size_t i = 0; i < routine->parameters.count; i++)
        text_printf(&text, "%s%s", text.length == 0 ? "" : ", ",
                    type_parameter(emit, routine->parameters.at[i]));
    return text.length == 0 ? "void" : text_string(&text);
}

static const char *
result_type(const struct ir_routine *routine)
{
    return routine->results.count == 0 || ir_results_by_address(routine)
               ? "void"
               : type_of_base(&routine->results.at[0]);
}

static void
write_unused_parameters(struct emit *emit, const struct ir_routine *routine)
{
    for (size_t i = 0; i < routine->parameters.count; i++)
        if (map_get(&emit->read, routine->parameters.at[i]) == NULL)
            write_line(emit, "(void)%s;", routine->parameters.at[i]->c_name);
}

void
emit_signature(struct emit *emit, const struct ir_routine *routine)
{
    write_line(emit, "static %s%s", routine->is_inline ? "inline " : "", result_type(routine));
    write_format(emit, "%s(%s)", routine->c_name, parameters_text(emit, routine));
}

static void
emit_plain(struct emit *emit, const struct ir_routine *routine)
{
    const bool gives = gives_back(routine) || routine->owns;
    const bool keeps = gives && routine->results.count == 1 && !ir_results_by_address(routine);
    struct writer body, *outer;

    emit->keeps_result = gives;
    outer = write_aside(emit, &body);
    emit->writer->depth = 1;
    emit_block(emit, routine->body);
    write_back(emit, outer);
    write_heading(emit, routine);
    emit_signature(emit, routine);
    write_newline(emit);
    write_open(emit);
    if (routine->is_recursive)
        write_line(emit, "csp_stack_check(%s);", site_text(emit, routine->site));
    if (keeps)
        write_line(emit, "%s csp__result = %s;", result_type(routine),
                   ir_type_is_value(routine->results.at[0]) ? "0" : "{0}");
    write_scratch(emit, routine, false);
    write_unused_parameters(emit, routine);
    text_put(&outer->text, text_string(&body.text), body.text.length);
    outer->line_start = true;
    write_scratch(emit, routine, true);
    if (keeps)
        write_line(emit, "return csp__result;");
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

// For calls in the midst of a process: others may run while the function computes.
static void
emit_called_away(struct emit *emit, const struct ir_routine *routine)
{
    struct text arguments = {0};

    for (size_t i = 0; i < routine->parameters.count; i++)
        text_printf(&arguments, "%s%s", i == 0 ? "" : ", ", routine->parameters.at[i]->c_name);
    write_line(emit, "static inline %s", result_type(routine));
    write_line(emit, "%s(%s)", routine->away_name, parameters_text(emit, routine));
    write_open(emit);
    write_line(emit, "struct csp_worker *const worker = csp_away();");
    write_line(emit, "%s csp__result = %s(%s);", result_type(routine), routine->c_name,
               text_string(&arguments));
    write_line(emit, "csp_back(worker);");
    write_line(emit, "return csp__result;");
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

// ---- processes ----

static void
emit_step_body(struct emit *emit, const struct ir_routine *routine)
{
    if (routine->waits.count == 0) {
        emit->writer->depth = 1;
        emit_block(emit, routine->body);
        return;
    }
    emit->writer->depth = 1;
    write_format(emit, "switch (f->base.at) ");
    write_open(emit);
    emit->writer->depth--;
    write_line(emit, "case 0:");
    emit->writer->depth++;
    emit->frame_used = true;
    init_alts(routine->body, emit);
    emit_block(emit, routine->body);
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_step(struct emit *emit, const struct ir_routine *routine, const struct writer *body)
{
    write_heading(emit, routine);
    write_line(emit, "static struct csp_proc *");
    write_line(emit, "%s_step(struct csp_proc *self)", routine->c_name);
    write_open(emit);
    if (emit->frame_used) {
        write_line(emit, "struct %s_frame *const f = (struct %s_frame *)self->frame;",
                   routine->c_name, routine->c_name);
        write_blank(emit);
    }
    text_put(&emit->writer->text, text_string(&body->text), body->text.length);
    emit->writer->line_start = true;
    free_guards(routine->body, emit);
    if (routine->catches)
        drop_owned(routine->body, emit);
    write_line(emit, "CSP_RETURN();");
    if (emit->leave_used) {
        emit->writer->depth--;
        write_line(emit, "leave:");
        emit->writer->depth++;
        free_guards(routine->body, emit);
        drop_all(emit, routine);
        write_line(emit, "CSP_LEAVE();");
    }
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

// A new process of a MOBILE PROC: its parameters are where calls put what they give.
static void
emit_instance(struct emit *emit, const struct ir_routine *routine)
{
    const char *const name = routine->c_name;

    if (routine->formals == NULL)
        return;
    write_format(emit, "struct %s_instance ", name);
    write_open(emit);
    write_line(emit, "struct csp_instance base;");
    write_line(emit, "struct %s formals;", routine->formals->name);
    write_line(emit, "struct %s_frame frame;", name);
    write_close(emit, ";");
    write_newline(emit);
    write_blank(emit);
    write_line(emit, "static inline void *");
    write_line(emit, "%s_new(void)", name);
    write_open(emit);
    write_line(emit, "struct %s_instance *const made = csp_instance_new(sizeof *made);", name);
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const struct ir_field *const field = &routine->formals->fields.at[i];

        write_line(emit, "made->frame.%s = %smade->formals.%s;", routine->parameters.at[i]->c_name,
                   field->type.is_array ? "" : "&", name_of_field(field->name));
    }
    write_line(emit, "csp_frame_init(&made->frame.base, NULL, &%s_code);", name);
    write_line(emit, "return csp_instance_init(&made->base, &made->frame.base);");
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

// What others must know who call the routine before it is defined.
static void
declare(struct emit *emit, const struct ir_routine *routine)
{
    if (routine->is_process) {
        write_line(emit, "static const struct csp_code %s_code;", routine->c_name);
    } else {
        emit_signature(emit, routine);
        write_line(emit, ";");
    }
    write_blank(emit);
}

// The frame goes where `emit` writes, all else to `code`. A frame is known when its routine has been
// written.
static void
emit_process(struct emit *emit, const struct ir_routine *routine, struct writer *code)
{
    struct writer body, *const outer = write_aside(emit, &body);
    bool frame_used, leave_used;

    emit_step_body(emit, routine);
    write_back(emit, outer);
    frame_used = emit->frame_used;
    leave_used = emit->leave_used;
    emit_frame(emit, routine);
    emit->writer = code;
    write_line(emit, "static csp_step %s_step;", routine->c_name);
    write_blank(emit);
    emit_tables(emit, routine);
    emit->frame_used = frame_used;
    emit->leave_used = leave_used;
    emit_step(emit, routine, &body);
    emit_instance(emit, routine);
    emit->writer = outer;
}

static void
emit_routine(struct emit *emit, const struct ir_routine *routine, struct writer *code)
{
    struct writer *const outer = emit->writer;

    emit->routine = routine;
    emit->read = (struct map){0};
    emit->jumped = (struct map){0};
    emit->frame_used = emit->self_used = emit->leave_used = emit->keeps_result = false;
    if (routine->is_process)
        emit_process(emit, routine, code);
    emit->writer = code;
    if (routine->foreign != NULL)
        emit_foreign(emit, routine);
    else if (!routine->is_process)
        emit_plain(emit, routine);
    if (routine->is_called_away)
        emit_called_away(emit, routine);
    emit->writer = outer;
}

static void
name_routine(struct emit *emit, struct ir_routine *routine)
{
    routine->c_name = name_in_file(
        emit, mem_format("%s_%s", module_of(routine), name_of_operator(routine->name)));
    names_of_routine(emit, routine);
    if (routine->is_called_away)
        routine->away_name = name_in_file(emit, mem_format("%s_away", routine->c_name));
}

void
emit_routines(struct emit *emit, struct ir_routine *const *routines, size_t count)
{
    struct writer code;

    for (size_t i = 0; i < count; i++)
        name_routine(emit, routines[i]);
    write_back(emit, write_aside(emit, &code));
    for (size_t i = 0; i < count; i++) {
        emit_routine(emit, routines[i], &code);
        if (count > 1)
            declare(emit, routines[i]);
    }
    text_put(&emit->writer->text, text_string(&code.text), code.text.length);
    emit->writer->line_start = true;
}
