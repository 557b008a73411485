// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/utf8.h"

#include <stdbool.h>

size_t
utf8_length(const char *text, size_t length)
{
    unsigned char first = length ? (unsigned char)text[0] : 0xff;
    size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (size > length || first > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    }
    unsigned char second = size > 1 ? (unsigned char)text[1] : 0;
    bool is_overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    bool is_outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return is_overlong || is_outside ? 0 : size;
}
