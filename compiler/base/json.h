// SPDX-License-Identifier: MIT
// Writing JSON.
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/text.h"

// Put `string` in quotes; what is no UTF-8 becomes the character for that.
void json_put_string(struct text *out, const char *string, size_t length);

#endif
