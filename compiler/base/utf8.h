// SPDX-License-Identifier: MIT
// UTF-8.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

// The number of bytes of the UTF-8 character at `text`; 0 where there is none within `length`.
size_t utf8_length(const char *text, size_t length);

#endif
