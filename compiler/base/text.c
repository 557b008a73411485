// SPDX-License-Identifier: MIT
// A growing text buffer, always terminated by a NUL.
#include <config.h>

#include "base/text.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

// Make room for `more` bytes and the NUL behind them.
static void
reserve(struct text *text, size_t more)
{
    size_t need = text->length + more + 1;
    if (need <= text->room)
        return;
    size_t room = text->room ? 2 * text->room : 64;
    if (room < need)
        room = need;
    char *at = mem_atomic(room);
    if (text->length)
        memcpy(at, text->at, text->length);
    text->at = at;
    text->room = room;
}

void
text_put(struct text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length)
        memcpy(text->at + text->length, bytes, length);
    text->length += length;
    text->at[text->length] = '\0';
}

void
text_puts(struct text *text, const char *string)
{
    text_put(text, string, strlen(string));
}

void
text_putc(struct text *text, char byte)
{
    text_put(text, &byte, 1);
}

void
text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(text, format, arguments);
    va_end(arguments);
}

void
text_vprintf(struct text *text, const char *format, va_list arguments)
{
    reserve(text, 80);
    size_t left = text->room - text->length;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(text->at + text->length, left, format, arguments);
    if (length >= 0 && (size_t)length >= left) {
        reserve(text, (size_t)length);
        vsnprintf(text->at + text->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0)
        text->length += (size_t)length;
}

const char *
text_string(const struct text *text)
{
    return text->at ? text->at : "";
}
