// SPDX-License-Identifier: MIT
// Repairs: what a line will be after them, and the line that editors read.
#include <config.h>

#include "diag/internal.h"

#include <string.h>

// Mark the columns from..to of the repaired line as new.
static void
mark_new(struct text *marks, unsigned from, unsigned to)
{
    while (from < to && marks->length < from)
        text_putc(marks, ' ');
    while (from < to && marks->length < to)
        text_putc(marks, '+');
}

// Copy the source from offset `from` to `to` of `file`.
static void
copy_source(struct text *out, const struct source *file, uint32_t from, uint32_t to)
{
    text_put(out, file->text + (from - file->base), to - from);
}

// The offset of the end of the line that `offset` is in.
static uint32_t
line_end(const struct source_set *sources, uint32_t offset)
{
    struct place place = source_place(sources, offset);
    size_t length;
    source_line(place.file, place.line, &length);
    return place.file->base + place.file->lines.at[place.line - 1] + (uint32_t)length;
}

bool
fix_next_line(const struct diagnostics *diagnostics, const struct diag *diag, size_t *next,
              struct repaired *result)
{
    const struct source_set *sources = diagnostics->sources;
    struct place start = {0};
    while (*next < diag->fixes.count && !start.file) {
        start = source_place(sources, diag->fixes.at[*next].span.from);
        *next += !start.file;
    }
    if (!start.file)
        return false;
    struct text text = {0}, marks = {0};
    uint32_t at = start.file->base + start.file->lines.at[start.line - 1];
    uint32_t end = line_end(sources, diag->fixes.at[*next].span.from);
    for (; *next < diag->fixes.count && diag->fixes.at[*next].span.from <= end; ++*next) {
        const struct fix *fix = &diag->fixes.at[*next];
        if (fix->span.from < at || fix->span.to > start.file->base + start.file->size)
            continue;
        copy_source(&text, start.file, at, fix->span.from);
        unsigned from = show_text(text_string(&text), text.length, 0, NULL);
        text_puts(&text, fix->text);
        mark_new(&marks, from, show_text(text_string(&text), text.length, 0, NULL));
        at = fix->span.to;
        end = at > end ? line_end(sources, at) : end;
    }
    if (at < end)
        copy_source(&text, start.file, at, end);
    bool has_lines = strchr(text_string(&text), '\n');
    *result = (struct repaired){start.file, start.line, text_string(&text),
                                has_lines ? "" : text_string(&marks)};
    return true;
}

static void
put_quoted(struct text *out, const char *string)
{
    text_putc(out, '"');
    for (; *string; string++) {
        unsigned char c = (unsigned char)*string;
        if (c == '"' || c == '\\')
            text_printf(out, "\\%c", c);
        else if (c == '\n')
            text_puts(out, "\\n");
        else if (c == '\t')
            text_puts(out, "\\t");
        else if (c < 0x20 || c >= 0x7f)
            text_printf(out, "\\%03o", c);
        else
            text_putc(out, (char)c);
    }
    text_putc(out, '"');
}

void
fix_parseable(const struct diagnostics *diagnostics, const struct fix *fix, struct text *out)
{
    struct place from = source_place(diagnostics->sources, fix->span.from);
    struct place to = source_place(diagnostics->sources, fix->span.to);
    if (!from.file || to.file != from.file)
        return;
    text_puts(out, "fix-it:");
    put_quoted(out, from.file->path);
    text_printf(out, ":{%u:%u-%u:%u}:", from.line, from.column, to.line, to.column);
    put_quoted(out, fix->text);
    text_putc(out, '\n');
}
