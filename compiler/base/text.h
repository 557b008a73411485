// SPDX-License-Identifier: MIT
// A growing text buffer.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
    char *at; // NUL-terminated once anything was put, else NULL
    size_t length, room;
};

void text_put(struct text *text, const char *bytes, size_t length);
void text_puts(struct text *text, const char *string);
void text_putc(struct text *text, char byte);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

// The text so far as a NUL-terminated string ("" where nothing was put).
const char *text_string(const struct text *text);

#endif
