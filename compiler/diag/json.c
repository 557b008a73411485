// SPDX-License-Identifier: MIT
// The JSON form: one object per diagnostic and line.
#include <config.h>

#include "base/json.h"
#include "diag/internal.h"

#include <string.h>

static void
put_text(struct text *out, const char *string)
{
    json_put_string(out, string, strlen(string));
}

// The members of a span, without braces.
static void
put_span(struct text *out, const struct source_set *sources, struct span span)
{
    struct place from = source_place(sources, span.from), to = source_place(sources, span.to);
    text_puts(out, "\"file\":");
    if (!from.file) {
        text_puts(out, "null");
        return;
    }
    put_text(out, from.file->path);
    uint32_t base = from.file->base;
    text_printf(out, ",\"byte_start\":%u,\"byte_end\":%u", span.from - base, span.to - base);
    text_printf(out, ",\"line\":%u,\"column\":%u", from.line, from.column);
    if (to.file == from.file)
        text_printf(out, ",\"line_end\":%u,\"column_end\":%u", to.line, to.column);
}

static void
put_label(struct text *out, const struct source_set *sources, const struct label *label,
          bool is_primary)
{
    text_putc(out, '{');
    put_span(out, sources, label->span);
    text_printf(out, ",\"primary\":%s,\"label\":", is_primary ? "true" : "false");
    put_text(out, label->text);
    text_putc(out, '}');
}

static void
put_texts(struct text *out, const char *member, const char *const *texts, size_t count)
{
    text_printf(out, ",\"%s\":[", member);
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_putc(out, ',');
        put_text(out, texts[i]);
    }
    text_putc(out, ']');
}

static void
put_fixes(struct text *out, const struct source_set *sources, const struct diag *diag)
{
    text_puts(out, ",\"fixes\":[");
    for (size_t i = 0; i < diag->fixes.count; i++) {
        text_puts(out, i ? ",{" : "{");
        put_span(out, sources, diag->fixes.at[i].span);
        text_puts(out, ",\"text\":");
        put_text(out, diag->fixes.at[i].text);
        text_printf(out, ",\"sure\":%s}", diag->fixes.at[i].is_sure ? "true" : "false");
    }
    text_putc(out, ']');
}

void
render_json(const struct diagnostics *diagnostics, const struct diag *diag, struct text *out)
{
    const struct source_set *sources = diagnostics->sources;
    text_printf(out, "{\"code\":\"%s\",\"severity\":\"%s\"", diag_code_number(diag->code),
                severity_text(diag->severity));
    if ((unsigned)diag->group < DIAG_WARNINGS)
        text_printf(out, ",\"option\":\"-W%s\"", diag_warning_option(diag->group));
    text_puts(out, ",\"message\":");
    put_text(out, diag->message);
    text_puts(out, ",\"spans\":[");
    put_label(out, sources, &diag->primary, true);
    for (size_t i = 0; i < diag->also.count; i++) {
        text_putc(out, ',');
        put_label(out, sources, &diag->also.at[i], false);
    }
    text_putc(out, ']');
    put_texts(out, "notes", diag->notes.at, diag->notes.count);
    put_texts(out, "help", diag->helps.at, diag->helps.count);
    put_fixes(out, sources, diag);
    text_puts(out, "}\n");
}
