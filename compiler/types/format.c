// SPDX-License-Identifier: MIT
// Reading the forms of FORMAT.
#include <config.h>

#include "types/types.h"

#include <string.h>

enum { WIDTH_MAX = 4 }; // digits of a width

static const char *
skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

static const char *
read_spec(const char *at, const char *end, struct format_part *part)
{
    const char *digits;

    at += at < end && *at == ':';
    part->spec = at;
    at += at < end && strchr("<>^", *at) != NULL;
    at += at < end && *at == '+';
    at += at < end && *at == '0';
    digits = at;
    at = skip_digits(at, end);
    if (at - digits > WIDTH_MAX)
        return NULL;
    part->has_precision = at < end && *at == '.';
    if (part->has_precision) {
        digits = at + 1;
        at = skip_digits(digits, end);
        if (at == digits || at - digits > WIDTH_MAX)
            return NULL;
    }
    part->spec_length = (size_t)(at - part->spec);
    if (at < end && strchr("dxXbefgcts", *at) != NULL)
        part->letter = *at++;
    return at;
}

static const char *
read_field(const char *at, const char *end, struct format_part *part)
{
    part->is_field = true;
    at = read_spec(at + 1, end, part);
    if (at == NULL || at == end || *at != '}')
        return "a field is `{}`, or `{:` side, `+`, `0`, width, `.` digits, letter `}`, each of "
               "which may be "
               "left out";
    part->length = (size_t)(at + 1 - part->at);
    return NULL;
}

const char *
format_next(const char *at, const char *end, struct format_part *part)
{
    *part = (struct format_part){.at = at, .length = 1};
    if (*at == '{' && !(at + 1 < end && at[1] == '{'))
        return read_field(at, end, part);
    if (*at == '{' || (*at == '}' && at + 1 < end && at[1] == '}')) {
        part->at++; // {{ and }} stand for one of them
        return NULL;
    }
    if (*at == '}')
        return "a `}` for itself is written `}}`";
    while (at + part->length < end && strchr("{}", at[part->length]) == NULL)
        part->length++;
    return NULL;
}

static const char *
letters_of(const struct type *type)
{
    const struct type *const base = type_base(type);

    if (base->kind == TYPE_BYTE)
        return "cdxXb";
    if (type_is_integer(base))
        return "dxXb";
    if (type_is_real(base))
        return "gef";
    if (type_is_bool(base))
        return "t";
    if (base->kind == TYPE_STRING ||
        (base->kind == TYPE_ARRAY && type_base(base->element)->kind == TYPE_BYTE))
        return "s";
    return "";
}

char
format_letter(const struct type *type, const struct format_part *part)
{
    const char *const letters = letters_of(type);
    const char letter = part->letter != 0 ? part->letter : letters[0];

    if (*letters == '\0' || strchr(letters, letter) == NULL)
        return '\0';
    if (part->has_precision && strchr("efgs", letter) == NULL)
        return '\0';
    return letter;
}
