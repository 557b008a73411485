// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/json.h"

#include "base/utf8.h"

void
json_put_string(struct text *out, const char *string, size_t length)
{
    text_putc(out, '"');
    for (size_t i = 0, size; i < length; i += size) {
        unsigned char c = (unsigned char)string[i];
        size = utf8_length(string + i, length - i);
        if (size == 0) {
            text_puts(out, "\\ufffd");
            size = 1;
        } else if (c == '"' || c == '\\') {
            text_printf(out, "\\%c", c);
        } else if (c < 0x20 || c == 0x7f) {
            text_printf(out, "\\u%04x", c);
        } else {
            text_put(out, string + i, size);
        }
    }
    text_putc(out, '"');
}
