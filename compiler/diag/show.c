// SPDX-License-Identifier: MIT
// How source text looks on a terminal: what is shown for each character, how wide it is, and which
// part of a long line is shown.
#include <config.h>

#include "base/utf8.h"
#include "diag/internal.h"

enum { TAB_WIDTH = 8, MOST_COLUMNS = 100, DOTS = 3 };

static uint32_t
decode(const char *text, size_t size)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t character = (unsigned char)text[0] & masks[size];
    for (size_t i = 1; i < size; i++)
        character = character << 6 | ((unsigned char)text[i] & 0x3f);
    return character;
}

// Characters that take no column (accents that combine) or two (East Asian, emoji).
static const struct {
    uint32_t from, to;
    unsigned width;
} widths[] = {
    {0x0300, 0x036f, 0}, {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},   {0x064b, 0x065f, 0},
    {0x1100, 0x115f, 2}, {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},
    {0x20d0, 0x20ff, 0}, {0x2e80, 0x303e, 2},   {0x3041, 0x33ff, 2},   {0x3400, 0x4dbf, 2},
    {0x4e00, 0x9fff, 2}, {0xa000, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},
    {0xfe00, 0xfe0f, 0}, {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},
    {0xffe0, 0xffe6, 2}, {0x1f300, 0x1f64f, 2}, {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
};

static unsigned
width_of(uint32_t character)
{
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        if (character >= widths[i].from && character <= widths[i].to)
            return widths[i].width;
    }
    return 1;
}

unsigned
show_text(const char *text, size_t length, unsigned column, struct text *out)
{
    struct text ignored = {0};
    if (!out)
        out = &ignored;
    for (size_t i = 0, size; i < length; i += size) {
        size = utf8_length(text + i, length - i);
        bool is_plain = size > 0 && (unsigned char)text[i] >= 0x20 && text[i] != 0x7f;
        if (text[i] == '\t') {
            unsigned to = column - column % TAB_WIDTH + TAB_WIDTH;
            text_printf(out, "%*s", (int)(to - column), "");
            column = to;
        } else if (is_plain) {
            text_put(out, text + i, size);
            column += width_of(decode(text + i, size));
        } else {
            text_putc(out, '?');
            column++;
            size = size ? size : 1;
        }
    }
    return column;
}

struct window
window_on(unsigned width, unsigned from, unsigned to)
{
    if (width <= MOST_COLUMNS)
        return (struct window){0, width, false, false};
    unsigned wanted = to - from < MOST_COLUMNS ? to - from : MOST_COLUMNS / 2;
    unsigned before = (MOST_COLUMNS - wanted) / 2;
    unsigned first = from > before + DOTS ? from - before : 0;
    if (first > width - MOST_COLUMNS)
        first = width - MOST_COLUMNS;
    unsigned last = first + MOST_COLUMNS;
    return (struct window){first, last, first > 0, last < width};
}

unsigned
window_column(const struct window *window, unsigned column, bool is_end)
{
    unsigned left = window->cut_left ? DOTS : 0;
    unsigned right = left + window->to - window->from;
    if (column < window->from)
        return is_end ? left : 0;
    if (column > window->to)
        return is_end ? right + DOTS : right;
    return column - window->from + left;
}

// A wide character that is cut leaves blanks, so that what follows stays in its column.
void
window_show(const struct window *window, const char *text, size_t length, struct text *out)
{
    if (window->cut_left)
        text_puts(out, "...");
    unsigned column = 0, next;
    for (size_t i = 0, size; i < length; i += size, column = next) {
        size = utf8_length(text + i, length - i);
        size = size ? size : 1;
        next = show_text(text + i, size, column, NULL);
        if (column >= window->from && next <= window->to)
            show_text(text + i, size, column, out);
        else if (column < window->to && next > window->from)
            text_printf(out, "%*s", (int)(column < window->from ? next - window->from : 1), "");
    }
    if (window->cut_right)
        text_puts(out, "...");
}
