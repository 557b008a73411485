// SPDX-License-Identifier: MIT
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

static void
put(struct writer *writer, const char *text, size_t length)
{
    if (writer->line_start && length != 0)
        for (unsigned i = 0; i < writer->depth; i++)
            text_puts(&writer->text, "    ");
    writer->line_start = false;
    text_put(&writer->text, text, length);
}

void
write_text(struct emit *emit, const char *text)
{
    put(emit->writer, text, strlen(text));
}

void
write_format(struct emit *emit, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_text(emit, mem_vformat(format, arguments));
    va_end(arguments);
}

void
write_newline(struct emit *emit)
{
    text_putc(&emit->writer->text, '\n');
    emit->writer->line_start = true;
}

void
write_line(struct emit *emit, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_text(emit, mem_vformat(format, arguments));
    va_end(arguments);
    write_newline(emit);
}

// At most one empty line, and none at the beginning of a block.
void
write_blank(struct emit *emit)
{
    const struct text *const text = &emit->writer->text;

    if (text->length >= 2 && text->at[text->length - 2] != '\n' &&
        text->at[text->length - 2] != '{')
        text_putc(&emit->writer->text, '\n');
}

void
write_open(struct emit *emit)
{
    write_text(emit, "{");
    write_newline(emit);
    emit->writer->depth++;
}

void
write_close(struct emit *emit, const char *after)
{
    emit->writer->depth--;
    write_text(emit, "}");
    write_text(emit, after);
}

struct writer *
write_aside(struct emit *emit, struct writer *aside)
{
    struct writer *const outer = emit->writer;

    *aside = (struct writer){.depth = outer->depth, .line_start = true};
    emit->writer = aside;
    return outer;
}

void
write_back(struct emit *emit, struct writer *outer)
{
    emit->writer = outer;
}
