// SPDX-License-Identifier: MIT
// Types in C.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

static const struct {
    const char *type, *member, *suffix;
} bases[] = {
    [IR_VOID] = {"void", "data", ""},
    [IR_BOOL] = {"bool", "boolean", "bool"},
    [IR_BYTE] = {"uint8_t", "byte", "byte"},
    [IR_INT16] = {"int16_t", "int16", "int16"},
    [IR_INT32] = {"int32_t", "int32", "int32"},
    [IR_INT64] = {"int64_t", "int64", "int64"},
    [IR_REAL32] = {"float", "real32", "real32"},
    [IR_REAL64] = {"double", "real64", "real64"},
    [IR_TEXT] = {"struct csp_text", "", ""},
    [IR_RECORD] = {"", "", ""},
    [IR_CHAN] = {"struct csp_chan", "", ""},
    [IR_CHAN_AT] = {"struct csp_chan *", "", ""},
    [IR_MOBILE] = {"void *", "data", ""},
    [IR_TIMER] = {"struct csp_timer", "", ""},
    [IR_PAR] = {"struct csp_par", "", ""},
    [IR_ALT] = {"struct csp_alt", "", ""},
    [IR_GUARD] = {"struct csp_guard", "", ""},
    [IR_FORKING] = {"struct csp_forking", "", ""},
    [IR_INVOKING] = {"struct csp_invoking", "", ""},
    [IR_BARRIER] = {"struct csp_barrier", "", ""},
    [IR_OFFER] = {"struct csp_offer", "", ""},
    [IR_RESIGNED] = {"struct csp_resigned", "", ""},
    [IR_TIMEOUT] = {"struct csp_timeout", "", ""},
};

const char *
type_of_base(const struct ir_type *type)
{
    if (type->base == IR_RECORD)
        return mem_format("struct %s", type->record->name);
    if (type->base == IR_BRANCH)
        return mem_format("struct %s_branch", type->routine->c_name);
    if (type->base == IR_FRAME)
        return mem_format("struct %s_frame", type->routine->c_name);
    return bases[type->base].type;
}

const char *
type_member(enum ir_base base)
{
    return bases[base].member;
}

const char *
type_suffix(enum ir_base base)
{
    return bases[base].suffix;
}

const char *
type_declaration(const struct ir_var *var, const char *name)
{
    const char *const base = type_of_base(&var->type);
    const bool pointer = var->reference || var->by_pointer || var->storage == IR_SCRATCH;
    const int64_t count = var->type.count > 0 ? var->type.count : 1;

    if (pointer && strchr(base, '*') != NULL)
        return mem_format("%s%s*%s", base, var->constant ? "const " : "", name);
    if (pointer)
        return mem_format("%s%s *%s", var->constant ? "const " : "", base, name);
    if (var->type.is_array)
        return mem_format(strchr(base, '*') == NULL ? "%s %s[%lld]" : "%s%s[%lld]", base, name,
                          (long long)count);
    return mem_format(strchr(base, '*') == NULL ? "%s %s" : "%s%s", base, name);
}

// Aliases have been refused or are checked where the routine is called, so that the C compiler may
// rely on it that what goes by one name is not changed through another.
const char *
type_parameter(const struct emit *emit, const struct ir_var *var)
{
    const bool restricted = emit->program->restricts && var->reference && !var->by_pointer &&
                            var->type.base <= IR_RECORD;

    return type_declaration(var, restricted ? mem_format("restrict %s", var->c_name) : var->c_name);
}

static void
emit_field(struct emit *emit, const struct ir_field *field)
{
    const struct ir_var var = {.type = field->type};

    write_line(emit, "%s;", type_declaration(&var, name_of_field(field->name)));
}

// The fields of one variant, from number `i` on; the result is the number behind them.
static size_t
emit_variant(struct emit *emit, const struct ir_record *record, size_t i)
{
    const unsigned variant = record->fields.at[i].variant;
    const bool is_alone =
        i + 1 == record->fields.count || record->fields.at[i + 1].variant != variant;

    if (!is_alone) {
        write_format(emit, "struct ");
        write_open(emit);
    }
    while (i < record->fields.count && record->fields.at[i].variant == variant)
        emit_field(emit, &record->fields.at[i++]);
    if (!is_alone) {
        write_close(emit, ";");
        write_newline(emit);
    }
    return i;
}

static void
emit_record(struct emit *emit, struct ir_record *record)
{
    size_t i = 0;

    record->name = name_in_file(emit, record->name);
    write_format(emit, "struct %s ", record->name);
    write_open(emit);
    while (i < record->fields.count && record->fields.at[i].variant == 0)
        emit_field(emit, &record->fields.at[i++]);
    if (i < record->fields.count) {
        write_format(emit, "union ");
        write_open(emit);
        while (i < record->fields.count)
            i = emit_variant(emit, record, i);
        write_close(emit, ";");
        write_newline(emit);
    }
    write_close(emit, record->packed ? " __attribute__((packed));" : ";");
    write_newline(emit);
    write_blank(emit);
}

void
emit_records(struct emit *emit)
{
    for (size_t i = 0; i < emit->program->records.count; i++)
        emit_record(emit, emit->program->records.at[i]);
}

// ---- mobiles ----

static void
emit_offsets(struct emit *emit, const struct ir_mobile *mobile, unsigned *count)
{
    const struct ir_record *const record = mobile->element.record;

    *count = 0;
    if (mobile->element.base == IR_MOBILE) {
        write_line(emit, "static const uint32_t %s_offsets[] = {0};", mobile->c_name);
        *count = 1;
        return;
    }
    if (mobile->element.base != IR_RECORD)
        return;
    for (size_t i = 0; i < record->fields.count; i++) {
        if (record->fields.at[i].type.base != IR_MOBILE)
            continue;
        write_format(emit, *count == 0 ? "static const uint32_t %s_offsets[] = {" : ", ",
                     mobile->c_name);
        write_format(emit, "offsetof(struct %s, %s)", record->name,
                     name_of_field(record->fields.at[i].name));
        ++*count;
    }
    if (*count != 0)
        write_line(emit, "};");
}

static void
emit_bundle(struct emit *emit, const struct ir_mobile *bundle)
{
    write_line(emit, "static const struct csp_bundle_kind %s = {.channels = %lld, .closes = %s};",
               bundle->c_name, (long long)bundle->count, bundle->closes ? "true" : "false");
    write_blank(emit);
}

// What the runtime must know to make, clone and free them.
void
emit_mobiles(struct emit *emit)
{
    for (size_t i = 0; i < emit->program->mobiles.count; i++) {
        struct ir_mobile *const mobile = emit->program->mobiles.at[i];
        unsigned inner;

        if (mobile->is_barrier || mobile->is_process || mobile->is_buffer)
            continue;
        mobile->c_name = name_in_file(emit, mem_format("mobile_%zu", i + 1));
        write_line(emit, "// %s", mobile->text);
        if (mobile->is_bundle && mobile->count == 0)
            continue; // any
        if (mobile->is_bundle) {
            emit_bundle(emit, mobile);
            continue;
        }
        emit_offsets(emit, mobile, &inner);
        write_line(emit, "static const struct csp_mobile_kind %s = {", mobile->c_name);
        write_line(emit, "    .element = sizeof(%s), .count = %lld, .dimensions = %u,",
                   type_of_base(&mobile->element), (long long)mobile->count, mobile->dimensions);
        if (mobile->clears)
            write_line(emit, "    .clears = true,");
        if (inner != 0)
            write_line(emit, "    .inner = %u, .offsets = %s_offsets,", inner, mobile->c_name);
        write_line(emit, "};");
        write_blank(emit);
    }
}
