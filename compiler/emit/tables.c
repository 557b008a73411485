// SPDX-License-Identifier: MIT
// The static tables of a process routine: wait points, branches of PARs, and who holds which
// channel. Reports and the closing of channels walk them; nothing is stored per process.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

const char *
par_name(const struct ir_routine *routine, const struct ir_stmt *par)
{
    size_t number = 1;

    for (size_t i = 0; i < routine->pars.count; i++)
        if (routine->pars.at[i] == par)
            number = i + 1;
    return mem_format("%s_par_%zu", routine->c_name, number);
}

static const char *
quoted(const char *text)
{
    return text == NULL ? "NULL" : string_text(text, strlen(text));
}

// ---- who holds which channel ----

static const char *
direction_text(const struct ir_end *end)
{
    return mem_format("%s%s", end->writes ? "CSP_WRITES" : "CSP_READS",
                      end->foreign   ? " | CSP_FOREIGN"
                      : end->perhaps ? " | CSP_PERHAPS"
                      : end->counted ? " | CSP_COUNTED"
                                     : "");
}

static const char *
bound_text(struct emit *emit, const struct ir_bound *bound)
{
    const char *const index = expr_operand(emit, bound->index);
    const char *const size = expr_operand(emit, bound->size);

    if (bound->count == NULL)
        return mem_format("(uint64_t)%s < (uint64_t)%s", index, size);
    return mem_format("csp_is_slice(%s, %s, %s)", index, expr_text(emit, bound->count), size);
}

// When the end is held at all; NULL: always.
static const char *
condition_text(struct emit *emit, const struct ir_end *end)
{
    const char *text = NULL;

    if (end->conditions.count == 1 && end->bounds.count == 0)
        return expr_text(emit, end->conditions.at[0]);
    for (size_t i = 0; i < end->conditions.count; i++) {
        const char *const one = expr_operand(emit, end->conditions.at[i]);

        text = text == NULL ? one : mem_format("%s && %s", text, one);
    }
    for (size_t i = 0; i < end->bounds.count; i++) {
        const char *const one = bound_text(emit, &end->bounds.at[i]);

        text = text == NULL ? one : mem_format("%s && %s", text, one);
    }
    return text;
}

static void
emit_visit(struct emit *emit, const struct ir_end *end)
{
    const char *const first = expr_text(emit, end->first);
    const char *const count = expr_operand(emit, end->count);
    int64_t one;

    if (end->first->type.base == IR_CHAN_AT && end->first->type.is_array) {
        write_line(emit, "for (size_t at = 0; at < (size_t)%s; at++)", count);
        write_line(emit, "    visit(context, (%s)[at], 1, %s);", first, direction_text(end));
    } else if (ir_is_constant(end->count, &one) && one == 1) {
        write_line(emit, "visit(context, %s, 1, %s);", first, direction_text(end));
    } else {
        write_line(emit, "visit(context, %s, (size_t)%s, %s);", first, count, direction_text(end));
    }
}

static void
emit_end(struct emit *emit, const struct ir_end *end)
{
    const int depth = emit->writer->depth;
    const char *const condition = condition_text(emit, end);

    for (size_t i = 0; i < end->loops.count; i++) {
        const struct ir_end_loop *const loop = &end->loops.at[i];
        const char *const name = loop->var->c_name;

        write_line(emit, "for (%s %s = %s; %s <= %s; %s += %lld)", type_of_base(&loop->var->type),
                   name, expr_text(emit, loop->from), name, expr_operand(emit, loop->to), name,
                   (long long)loop->step);
        emit->writer->depth++;
    }
    if (condition != NULL) {
        write_line(emit, "if (%s)", condition);
        emit->writer->depth++;
    }
    emit_visit(emit, end);
    emit->writer->depth = depth;
}

static void
emit_ends_of_branch(struct emit *emit, const struct ir_stmt *par, unsigned branch)
{
    for (size_t i = 0; i < par->ends.count; i++)
        if (par->ends.at[i].branch == branch)
            emit_end(emit, &par->ends.at[i]);
}

static void
emit_index_of_branch(struct emit *emit, const struct ir_stmt *par)
{
    const char *const type = type_of_base(&par->index->type);

    if (map_get(&emit->read, par->index) == NULL)
        return;
    write_line(emit, "const %s %s = %s + (%s)branch%s;", type, par->index->c_name,
               expr_operand(emit, par->value), type,
               par->step == NULL ? "" : mem_format(" * %s", expr_operand(emit, par->step)));
}

static void
emit_ends_cases(struct emit *emit, const struct ir_stmt *par)
{
    if (par->ends.count == 0) {
        write_line(emit, "(void)branch;");
        return;
    }
    write_format(emit, "switch (branch) ");
    write_open(emit);
    emit->writer->depth--;
    for (size_t i = 0; i < par->branches.count; i++) {
        write_line(emit, "case %zu:", i);
        emit->writer->depth++;
        emit_ends_of_branch(emit, par, (unsigned)i);
        write_line(emit, "break;");
        emit->writer->depth--;
    }
    emit->writer->depth++;
    write_close(emit, "");
    write_newline(emit);
}

static void
emit_enrolled(struct emit *emit, const struct ir_stmt *par)
{
    for (size_t i = 0; i < par->barriers.count; i++)
        write_line(emit, "csp_show_enrolled(visit, context, %s);",
                   expr_text(emit, par->barriers.at[i]));
}

// On which barriers the branches are enrolled, where that is all that matters when one is over.
static void
emit_enrolls(struct emit *emit, const struct ir_stmt *par)
{
    write_line(emit, "static void");
    write_line(emit,
               "%s_enrolls(struct csp_frame *frame, size_t branch, csp_visit_end *visit, "
               "void *context)",
               par_name(emit->routine, par));
    write_open(emit);
    write_line(emit, "struct %s_frame *const f = (struct %s_frame *)frame;", emit->routine->c_name,
               emit->routine->c_name);
    write_line(emit, "(void)branch;");
    write_blank(emit);
    emit_enrolled(emit, par);
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

static void
emit_ends(struct emit *emit, const struct ir_stmt *par)
{
    struct writer body, head, *outer = write_aside(emit, &body);

    emit->read = (struct map){0};
    emit->frame_used = false;
    emit->writer->depth = 1;
    emit_enrolled(emit, par);
    if (par->index != NULL) {
        emit_ends_of_branch(emit, par, 0);
        write_aside(emit, &head);
        emit->writer->depth = 1;
        emit_index_of_branch(emit, par);
    } else {
        emit_ends_cases(emit, par);
        head = (struct writer){0};
    }
    write_back(emit, outer);
    write_line(emit, "static void");
    write_line(emit,
               "%s_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, "
               "void *context)",
               par_name(emit->routine, par));
    write_open(emit);
    if (emit->frame_used)
        write_line(emit, "struct %s_frame *const f = (struct %s_frame *)frame;",
                   emit->routine->c_name, emit->routine->c_name);
    else
        write_line(emit, "(void)frame;");
    if (par->index != NULL && map_get(&emit->read, par->index) == NULL)
        write_line(emit, "(void)branch;");
    write_blank(emit);
    text_put(&outer->text, text_string(&head.text), head.text.length);
    text_put(&outer->text, text_string(&body.text), body.text.length);
    outer->line_start = true;
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

// ---- where the branches lie ----

static const char *
offset_of(const struct emit *emit, const char *member)
{
    return mem_format("offsetof(struct %s_frame, %s)", emit->routine->c_name, member);
}

static void
emit_names(struct emit *emit, const struct ir_stmt *par)
{
    write_format(emit, "static const char *const %s_names[] = {", par_name(emit->routine, par));
    for (size_t i = 0; i < par->branches.count; i++)
        write_format(emit, "%s%s", i == 0 ? "" : ", ", quoted(par->branches.at[i].name));
    write_line(emit, "};");
}

static void
emit_offsets(struct emit *emit, const struct ir_stmt *par)
{
    write_format(emit, "static const uint32_t %s_offsets[] = {", par_name(emit->routine, par));
    for (size_t i = 0; i < par->branches.count; i++)
        write_format(emit, "%s%s", i == 0 ? "" : ", ",
                     offset_of(emit, mem_format("%s.process", par->branches.at[i].memory->c_name)));
    write_line(emit, "};");
}

static bool
has_ends(const struct ir_stmt *par)
{
    return par->ends.count != 0 || par->barriers.count != 0;
}

// The one branch of a call of a MOBILE process is where the process is.
static void
emit_invoke_info(struct emit *emit, const struct ir_stmt *invoke)
{
    const char *const name = par_name(emit->routine, invoke);
    const char *const call = invoke->var->c_name;

    write_line(emit, "static const char *const %s_names[] = {%s};", name, quoted(invoke->text));
    write_line(emit, "static const struct csp_par_info %s = {", name);
    write_line(emit, "    .par = %s,", offset_of(emit, mem_format("%s.par", call)));
    write_line(emit, "    .array = %s,", offset_of(emit, mem_format("%s.process", call)));
    write_line(emit, "    .on_heap = true,");
    write_line(emit, "    .names = %s_names,", name);
    write_line(emit, "};");
    write_blank(emit);
}

static void
emit_par_info(struct emit *emit, const struct ir_stmt *par)
{
    const char *const name = par_name(emit->routine, par);
    const bool replicated = par->index != NULL;
    const struct ir_var *const memory = par->branches.at[0].memory;

    if (has_ends(par))
        emit_ends(emit, par);
    if (!par->closes && par->barriers.count != 0)
        emit_enrolls(emit, par);
    emit_names(emit, par);
    if (!replicated)
        emit_offsets(emit, par);
    write_line(emit, "static const struct csp_par_info %s = {", name);
    write_line(emit, "    .par = %s,", offset_of(emit, par->var->c_name));
    if (replicated) {
        write_line(emit, "    .array = %s,", offset_of(emit, memory->c_name));
        write_line(emit, "    .stride = sizeof(struct %s_branch),",
                   par->branches.at[0].routine->c_name);
        write_line(emit, "    .on_heap = %s,", par->on_heap ? "true" : "false");
    } else {
        write_line(emit, "    .branches = %zu,", par->branches.count);
        write_line(emit, "    .offsets = %s_offsets,", name);
    }
    write_line(emit, "    .names = %s_names,", name);
    write_line(emit, "    .ends = %s,", has_ends(par) ? mem_format("%s_ends", name) : "NULL");
    write_line(emit, "};");
    write_blank(emit);
}

// ---- wait points ----

static const char *
wait_kind(const struct ir_wait *wait)
{
    switch (wait->kind) {
    case IR_WAIT_INPUT: return wait->goes_on ? "CSP_AT_NEXT_INPUT" : "CSP_AT_INPUT";
    case IR_WAIT_OUTPUT: return wait->goes_on ? "CSP_AT_NEXT_OUTPUT" : "CSP_AT_OUTPUT";
    case IR_WAIT_ALT: return "CSP_AT_ALT";
    case IR_WAIT_TIMER: return "CSP_AT_TIMER";
    case IR_WAIT_PAR: return "CSP_AT_PAR";
    case IR_WAIT_CALL: return "CSP_AT_CALL";
    case IR_WAIT_CLAIM: return "CSP_AT_CLAIM";
    case IR_WAIT_YIELD: return "CSP_AT_YIELD";
    case IR_WAIT_EXTENDED: return wait->goes_on ? "CSP_AT_NEXT_EXTENDED" : "CSP_AT_EXTENDED";
    case IR_WAIT_FORKING: return "CSP_AT_FORKING";
    case IR_WAIT_SYNC: return "CSP_AT_SYNC";
    case IR_WAIT_INVOKE: return "CSP_AT_INVOKE";
    case IR_WAIT_SUSPEND: return "CSP_AT_SUSPEND";
    }
    return "CSP_AT_START";
}

static const char *
par_of(const struct emit *emit, const struct ir_wait *wait)
{
    for (size_t i = 0; i < emit->routine->pars.count; i++)
        if (emit->routine->pars.at[i]->wait == wait)
            return mem_format("&%s", par_name(emit->routine, emit->routine->pars.at[i]));
    return "NULL";
}

static void
emit_waits(struct emit *emit, const struct ir_routine *routine)
{
    write_line(emit, "static const struct csp_wait %s_waits[] = {", routine->c_name);
    write_line(emit, "    {CSP_AT_START, %u, %u, NULL, NULL},", routine->site->line,
               routine->site->column);
    for (size_t i = 0; i < routine->waits.count; i++) {
        const struct ir_wait *const wait = routine->waits.at[i];

        write_line(emit, "    {%s, %u, %u, %s, %s},", wait_kind(wait), wait->site->line,
                   wait->site->column, quoted(wait->name), par_of(emit, wait));
    }
    write_line(emit, "};");
    write_blank(emit);
}

void
emit_tables(struct emit *emit, const struct ir_routine *routine)
{
    for (size_t i = 0; i < routine->pars.count; i++) {
        if (routine->pars.at[i]->kind == IR_INVOKE)
            emit_invoke_info(emit, routine->pars.at[i]);
        else
            emit_par_info(emit, routine->pars.at[i]);
    }
    emit_waits(emit, routine);
    write_line(emit, "static const struct csp_code %s_code = {", routine->c_name);
    write_line(emit, "    %s_step, %s, %s, %s_waits, %zu};", routine->c_name, quoted(routine->path),
               quoted(routine->site->file), routine->c_name, routine->waits.count + 1);
    write_blank(emit);
}
