// SPDX-License-Identifier: MIT
// FORMAT: values as text. The compiler has checked the form and which arguments it takes; see
// cspc/text.h for what it looks like here.
#include <config.h>

#include "internal.h"

#include "cspc/text.h"

#include <inttypes.h>
#include <stdarg.h>

// What is written so far: in `first` as long as it is short.
struct out {
    uint8_t *at;
    size_t size, room;
    uint8_t first[256];
};

struct field {
    char side;     // < > ^, or 0: numbers to the right, all else to the left
    bool sign;     // + before what is positive
    bool zeros;    // numbers are filled up with zeros
    int width;     // at least so many characters
    int precision; // -1: not given
    char letter;
};

// ---- writing -------------------------------------------------------------------------------------

static void
grow(struct out *out, size_t size)
{
    const size_t room = 2 * (out->size + size);
    uint8_t *const at = csp_scratch_new(room);
    memcpy(at, out->at, out->size);
    if (out->at != out->first)
        csp_scratch_free(out->at);
    out->at = at;
    out->room = room;
}

static inline void
put(struct out *out, const void *bytes, size_t size)
{
    if (size > out->room - out->size)
        grow(out, size);
    if (size != 0)
        memcpy(out->at + out->size, bytes, size);
    out->size += size;
}

static void
fill(struct out *out, size_t count, char with)
{
    for (; count > 0; count--)
        put(out, &with, 1);
}

// Characters, not bytes: what goes on a character is not counted.
static size_t
width_of(const char *bytes, size_t size)
{
    size_t width = 0;
    for (size_t i = 0; i < size; i++)
        width += ((uint8_t)bytes[i] & 0xC0) != 0x80;
    return width;
}

static void
put_field(struct out *out, const struct field *field, const char *bytes, size_t size, char usual)
{
    const size_t width = field->width > 0 ? width_of(bytes, size) : 0;
    const size_t gap =
        field->width > 0 && (size_t)field->width > width ? (size_t)field->width - width : 0;
    const char side = field->side != 0 ? field->side : usual;
    const size_t before = side == '>' ? gap : side == '^' ? gap / 2 : 0;
    fill(out, before, ' ');
    put(out, bytes, size);
    fill(out, gap - before, ' ');
}

// A number: the sign, then zeros if they are wanted.
static void
put_number(struct out *out, struct field *field, const char *digits, size_t size)
{
    const bool has_sign = size > 0 && (digits[0] == '-' || digits[0] == '+');
    if (!field->zeros || field->side != 0 || (size_t)field->width <= size) {
        put_field(out, field, digits, size, '>');
        return;
    }
    put(out, digits, has_sign);
    fill(out, (size_t)field->width - size, '0');
    put(out, digits + has_sign, size - has_sign);
}

// ---- values --------------------------------------------------------------------------------------

static char *
digits_before(char *end, uint64_t value, unsigned base, const char *digits)
{
    do
        *--end = digits[value % base];
    while ((value /= base) != 0);
    return end;
}

static void
put_integer(struct out *out, struct field *field, int64_t value)
{
    char text[68], *const end = text + sizeof text, *at;
    const bool negative = field->letter == 'd' && value < 0;
    const uint64_t size = negative ? 0 - (uint64_t)value : (uint64_t)value;
    switch (field->letter) {
    case 'x': at = digits_before(end, size, 16, "0123456789abcdef"); break;
    case 'X': at = digits_before(end, size, 16, "0123456789ABCDEF"); break;
    case 'b': at = digits_before(end, size, 2, "01"); break;
    default: at = digits_before(end, size, 10, "0123456789"); break;
    }
    if (negative)
        *--at = '-';
    else if (field->sign)
        *--at = '+';
    put_number(out, field, at, (size_t)(end - at));
}

// The shortest that is read as the same number; with a point or an exponent, as a REAL has one.
static int
shortest(char *text, size_t room, const struct field *field, double value)
{
    const bool is_short = field->letter == 'h';
    int length = 0;
    for (int digits = is_short ? 6 : 15; digits <= (is_short ? 9 : 17); digits++) {
        length = snprintf(text, room, field->sign ? "%+.*g" : "%.*g", digits, value);
        if (is_short ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value)
            break;
    }
    if (strspn(text, "+-0123456789") == (size_t)length) {
        memcpy(text + length, ".0", 3);
        length += 2;
    }
    return length;
}

static void
put_real(struct out *out, struct field *field, double value)
{
    char text[400];
    int length;
    if (field->letter == 'h' && field->precision >= 0)
        field->letter = 'g';
    const int precision = field->precision < 0 ? 6 : field->precision;
    if ((field->letter == 'g' || field->letter == 'h') && field->precision < 0)
        length = shortest(text, sizeof text, field, value);
    else if (field->letter == 'e')
        length = snprintf(text, sizeof text, field->sign ? "%+.*e" : "%.*e", precision, value);
    else if (field->letter == 'f')
        length = snprintf(text, sizeof text, field->sign ? "%+.*f" : "%.*f", precision, value);
    else
        length = snprintf(text, sizeof text, field->sign ? "%+.*g" : "%.*g", precision, value);
    field->zeros = field->zeros && value - value == 0; // no zeros before an infinity
    put_number(out, field, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

// With a precision, so many characters at most.
static void
put_text(struct out *out, const struct field *field, struct csp_text text)
{
    size_t size = 0;
    int characters = 0;
    if (field->precision < 0) {
        put_field(out, field, (const char *)text.at, (size_t)text.size, '<');
        return;
    }
    for (; size < (size_t)text.size; size++) {
        characters += (text.at[size] & 0xC0) != 0x80;
        if (characters > field->precision)
            break;
    }
    put_field(out, field, (const char *)text.at, size, '<');
}

// ---- forms ---------------------------------------------------------------------------------------

static int
number_in(const char **form)
{
    int number = 0;
    for (; **form >= '0' && **form <= '9'; (*form)++)
        number = 10 * number + (**form - '0');
    return number;
}

static const char *
read_field(const char *form, struct field *field)
{
    *field = (struct field){.precision = -1};
    if (*form == '<' || *form == '>' || *form == '^')
        field->side = *form++;
    field->sign = *form == '+';
    form += field->sign;
    field->zeros = *form == '0';
    form += field->zeros;
    field->width = number_in(&form);
    if (*form == '.') {
        form++;
        field->precision = number_in(&form);
    }
    field->letter = *form;
    return form + 1;
}

static void
put_argument(struct out *out, struct field *field, va_list *arguments)
{
    struct csp_text text;
    char byte;
    switch (field->letter) {
    case 's': put_text(out, field, va_arg(*arguments, struct csp_text)); break;
    case 'c':
        byte = (char)va_arg(*arguments, int);
        put_field(out, field, &byte, 1, '<');
        break;
    case 't':
        text = va_arg(*arguments, int) ? CSP_TEXT("TRUE", 4) : CSP_TEXT("FALSE", 5);
        put_text(out, field, text);
        break;
    case 'e':
    case 'f':
    case 'g':
    case 'h': put_real(out, field, va_arg(*arguments, double)); break;
    default: put_integer(out, field, va_arg(*arguments, int64_t)); break;
    }
}

static void
put_all(struct out *out, const char *form, va_list *arguments)
{
    struct field field;
    for (const char *from = form;; from = form) {
        while (*form != '\0' && *form != '%')
            form++;
        put(out, from, (size_t)(form - from));
        if (*form == '\0')
            return;
        form++;
        if (*form == '%') {
            put(out, form++, 1);
            continue;
        }
        form = read_field(form, &field);
        put_argument(out, &field, arguments);
    }
}

struct csp_text
csp_format(const char *form, ...)
{
    struct out out;
    va_list arguments;
    out.at = out.first;
    out.size = 0;
    out.room = sizeof out.first;
    va_start(arguments, form);
    put_all(&out, form, &arguments);
    va_end(arguments);
    const struct csp_text text = csp_text_of(out.at, (int64_t)out.size);
    if (out.at != out.first)
        csp_scratch_free(out.at);
    return text;
}
