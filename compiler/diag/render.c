// SPDX-License-Identifier: MIT
// The text form of a diagnostic: a first line that editors understand, the source lines involved
// with carets and labels below them, notes, helps and the repaired lines.
#include <config.h>

#include "base/mem.h"
#include "diag/internal.h"

#include <stdlib.h>
#include <string.h>

enum style {
    STYLE_NONE,
    STYLE_ERROR,
    STYLE_WARNING,
    STYLE_LOCUS,
    STYLE_GUTTER,
    STYLE_ALSO,
    STYLE_NOTE,
    STYLE_HELP,
    STYLE_FIX,
};

static const struct {
    const char *tag, *sgr;
} styles[] = {
    [STYLE_NONE] = {"", ""},
    [STYLE_ERROR] = {"error", "1;31"},
    [STYLE_WARNING] = {"warning", "1;35"},
    [STYLE_LOCUS] = {"locus", "1"},
    [STYLE_GUTTER] = {"gutter", "34"},
    [STYLE_ALSO] = {"also", "1;34"},
    [STYLE_NOTE] = {"note", "1;36"},
    [STYLE_HELP] = {"help", "1;32"},
    [STYLE_FIX] = {"fix", "32"},
};

// One underlined stretch of one line, in columns as shown, from 0.
struct mark {
    const struct source *file;
    unsigned line, column; // as source_place says
    unsigned from, to;
    const char *text;
    bool is_primary;
};

struct page {
    struct text *out;
    const struct source_set *sources;
    enum diag_colour colour;
    enum style primary; // the style of carets
    int gutter;         // width of line numbers
    VEC(struct mark) marks;
};

static void
style_begin(struct page *page, enum style style)
{
    if (page->colour == DIAG_COLOUR_DEBUG && style != STYLE_NONE)
        text_printf(page->out, "<%s>", styles[style].tag);
    if (page->colour == DIAG_COLOUR_ALWAYS && style != STYLE_NONE)
        text_printf(page->out, "\33[%sm", styles[style].sgr);
}

static void
style_end(struct page *page, enum style style)
{
    if (page->colour == DIAG_COLOUR_DEBUG && style != STYLE_NONE)
        text_printf(page->out, "</%s>", styles[style].tag);
    if (page->colour == DIAG_COLOUR_ALWAYS && style != STYLE_NONE)
        text_puts(page->out, "\33[0m");
}

static void
put_styled(struct page *page, enum style style, const char *text)
{
    style_begin(page, style);
    text_puts(page->out, text);
    style_end(page, style);
}

// The columns of the part of `span` on its first line.
static void
add_mark(struct page *page, const struct label *label, bool is_primary)
{
    struct place place = source_place(page->sources, label->span.from);
    if (!place.file)
        return;
    size_t length;
    const char *line = source_line(place.file, place.line, &length);
    size_t start = place.column - 1 < length ? place.column - 1 : length;
    size_t size = label->span.to > label->span.from ? label->span.to - label->span.from : 0;
    if (size > length - start)
        size = length - start;
    unsigned from = show_text(line, start, 0, NULL);
    unsigned to = show_text(line + start, size, from, NULL);
    struct mark mark = {place.file,  place.line, place.column, from, to > from ? to : from + 1,
                        label->text, is_primary};
    vec_push(&page->marks, mark);
}

// The file of the primary mark first, then by file, line and column.
static int
compare_marks(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    if (a->file != b->file)
        return a->file->base < b->file->base ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static void
put_header(struct page *page, const struct diag *diag)
{
    struct place place = source_place(page->sources, diag->primary.span.from);
    const char *locus = "cspc:";
    if (place.file)
        locus = mem_format("%s:%u:%u:", place.file->path, place.line, place.column);
    put_styled(page, STYLE_LOCUS, locus);
    text_putc(page->out, ' ');
    put_styled(page, page->primary, mem_format("%s:", severity_text(diag->severity)));
    text_printf(page->out, " %s [%s", diag->message, diag_code_number(diag->code));
    if ((unsigned)diag->group < DIAG_WARNINGS)
        text_printf(page->out, ", -W%s", diag_warning_option(diag->group));
    text_puts(page->out, "]\n");
}

// ` 12 | ` or, with line 0, `    | `; `bar` is what stands for the `|`.
static void
put_gutter(struct page *page, unsigned line, char bar)
{
    char *text = line ? mem_format(" %*u %c", page->gutter, line, bar)
                      : mem_format(" %*s %c", page->gutter, "", bar);
    put_styled(page, STYLE_GUTTER, text);
}

static enum style
mark_style(const struct page *page, char cell)
{
    return cell == '^' ? page->primary : cell == '-' ? STYLE_ALSO : STYLE_NONE;
}

// A row of cells: `^` and `-` underline, everything else is a blank.
static void
put_cells(struct page *page, const char *cells, unsigned count)
{
    for (unsigned i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && cells[next] == cells[i];)
            next++;
        enum style style = mark_style(page, cells[i]);
        style_begin(page, style);
        text_put(page->out, cells + i, next - i);
        style_end(page, style);
    }
}

static void
put_label_text(struct page *page, const struct mark *mark)
{
    put_styled(page, mark->is_primary ? page->primary : STYLE_ALSO, mark->text);
}

// Bars under the labelled marks below `count`, then the label of the last of them if `with_text`.
static void
put_hanging(struct page *page, const struct mark *marks, size_t count, bool with_text)
{
    unsigned column = 0;
    put_gutter(page, 0, '|');
    text_putc(page->out, ' ');
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count;
        bool is_hidden = !is_last && marks[i].from == marks[i + 1].from;
        if (!*marks[i].text || is_hidden || marks[i].from < column)
            continue;
        text_printf(page->out, "%*s", (int)(marks[i].from - column), "");
        column = marks[i].from + 1;
        if (with_text && is_last)
            put_label_text(page, &marks[i]);
        else
            put_styled(page, marks[i].is_primary ? page->primary : STYLE_ALSO, "|");
    }
    text_putc(page->out, '\n');
}

// Paint the underlines: primary ones win.
static char *
paint(const struct mark *marks, size_t count, unsigned *width)
{
    *width = 0;
    for (size_t i = 0; i < count; i++)
        *width = marks[i].to > *width ? marks[i].to : *width;
    char *cells = mem_atomic(*width + 1);
    memset(cells, ' ', *width);
    for (size_t i = 0; i < count; i++) {
        for (unsigned at = marks[i].from; at < marks[i].to; at++) {
            if (marks[i].is_primary || cells[at] == ' ')
                cells[at] = marks[i].is_primary ? '^' : '-';
        }
    }
    return cells;
}

// The underlines of one line and their labels: the rightmost beside its underline where nothing
// is in the way, the others below, from right to left.
static void
put_marks(struct page *page, const struct mark *marks, size_t count)
{
    unsigned width;
    char *cells = paint(marks, count, &width);
    put_gutter(page, 0, '|');
    text_putc(page->out, ' ');
    put_cells(page, cells, width);
    const struct mark *last = &marks[count - 1];
    if (last->to == width && *last->text) {
        text_putc(page->out, ' ');
        put_label_text(page, last);
        count--;
    }
    text_putc(page->out, '\n');
    bool is_first = true;
    for (; count > 0; count--) {
        if (!*marks[count - 1].text)
            continue;
        if (is_first)
            put_hanging(page, marks, count, false);
        is_first = false;
        put_hanging(page, marks, count, true);
    }
}

// The part of the line in which all marks are, or else the primary one or the first.
static struct window
window_of(const struct mark *marks, size_t count, unsigned width)
{
    unsigned from = marks[0].from, to = 0, main_from = from, main_to = marks[0].to;
    for (size_t i = 0; i < count; i++) {
        to = marks[i].to > to ? marks[i].to : to;
        if (marks[i].is_primary) {
            main_from = marks[i].from;
            main_to = marks[i].to;
        }
    }
    struct window window = window_on(to > width ? to : width, from, to);
    if (main_from >= window.from && main_to <= window.to)
        return window;
    return window_on(to > width ? to : width, main_from, main_to);
}

// A source line; its marks are moved to where their columns are shown.
static void
put_source_line(struct page *page, struct mark *marks, size_t count)
{
    size_t length;
    const char *line = source_line(marks->file, marks->line, &length);
    struct window window = window_of(marks, count, show_text(line, length, 0, NULL));
    put_gutter(page, marks->line, '|');
    if (length) {
        text_putc(page->out, ' ');
        window_show(&window, line, length, page->out);
    }
    text_putc(page->out, '\n');
    for (size_t i = 0; i < count; i++) {
        marks[i].from = window_column(&window, marks[i].from, false);
        marks[i].to = window_column(&window, marks[i].to, true);
    }
}

// The marked lines of one file.
static void
put_file(struct page *page, const struct source *file, bool is_other)
{
    struct mark *marks = page->marks.at;
    for (size_t i = 0, next; i < page->marks.count; i = next) {
        for (next = i + 1; next < page->marks.count && marks[next].file == marks[i].file &&
                           marks[next].line == marks[i].line;)
            next++;
        if (marks[i].file != file)
            continue;
        if (is_other) {
            put_styled(page, STYLE_GUTTER, mem_format("%*s:::", page->gutter, ""));
            text_printf(page->out, " %s:%u:%u\n", file->path, marks[i].line, marks[i].column);
        }
        is_other = false;
        put_source_line(page, &marks[i], next - i);
        put_marks(page, &marks[i], next - i);
    }
}

static void
put_excerpts(struct page *page, const struct diag *diag)
{
    const struct source *primary = source_place(page->sources, diag->primary.span.from).file;
    if (primary)
        put_file(page, primary, false);
    const struct source *last = primary;
    for (size_t i = 0; i < page->marks.count; i++) {
        const struct source *file = page->marks.at[i].file;
        if (file != last && file != primary)
            put_file(page, file, true);
        last = file;
    }
}

static void
put_remark(struct page *page, enum style style, const char *text)
{
    put_styled(page, STYLE_GUTTER, mem_format(" %*s =", page->gutter, ""));
    text_putc(page->out, ' ');
    put_styled(page, style, mem_format("%s:", styles[style].tag));
    text_printf(page->out, " %s\n", text);
}

// What is shown of a repaired line: where it begins to differ, and the new text if it fits.
static struct window
window_of_repair(const struct repaired *repaired, unsigned line, const char *text, size_t length)
{
    unsigned width = show_text(text, length, 0, NULL), to = (unsigned)strlen(repaired->marks);
    size_t old_length, same = 0;
    const char *old = source_line(repaired->file, repaired->line, &old_length);
    if (line != repaired->line)
        return window_on(width, 0, 0);
    while (same < length && same < old_length && text[same] == old[same])
        same++;
    unsigned from = show_text(text, same, 0, NULL);
    return window_on(width, from, to > from ? to : from);
}

// `+` below what is new.
static void
put_plus(struct page *page, const char *marks, const struct window *window)
{
    const char *last = strrchr(marks, '+');
    if (!last)
        return;
    unsigned width = window_column(window, (unsigned)(last - marks) + 1, true);
    char *cells = mem_atomic(width + 1);
    memset(cells, ' ', width);
    cells[width] = '\0';
    for (unsigned column = 0; marks[column]; column++) {
        if (marks[column] == '+')
            cells[window_column(window, column, false)] = '+';
    }
    put_gutter(page, 0, '|');
    text_printf(page->out, " %*s", (int)strspn(cells, " "), "");
    put_styled(page, STYLE_FIX, cells + strspn(cells, " "));
    text_putc(page->out, '\n');
}

// ` 12 + the repaired line`.
static void
put_repaired(struct page *page, const struct repaired *repaired)
{
    unsigned line = repaired->line;
    struct window window = {0};
    for (const char *text = repaired->text, *end; text; text = *end ? end + 1 : NULL, line++) {
        size_t length = strcspn(text, "\n");
        end = text + length;
        window = window_of_repair(repaired, line, text, length);
        put_gutter(page, line, '+');
        text_putc(page->out, ' ');
        window_show(&window, text, length, page->out);
        text_putc(page->out, '\n');
    }
    put_plus(page, repaired->marks, &window);
}

static void
put_included(struct page *page, const struct diag *diag)
{
    enum { MOST_SHOWN = 8 };
    const struct source *file = source_place(page->sources, diag->primary.span.from).file;
    for (int shown = 0; file && file->included_from.to && shown < MOST_SHOWN; shown++) {
        struct place from = source_place(page->sources, file->included_from.from);
        if (!from.file)
            return;
        put_remark(page, STYLE_NOTE, mem_format("included from %s:%u", from.file->path, from.line));
        file = from.file;
    }
}

static void
collect_marks(struct page *page, const struct diagnostics *diagnostics, const struct diag *diag)
{
    add_mark(page, &diag->primary, true);
    for (size_t i = 0; i < diag->also.count; i++)
        add_mark(page, &diag->also.at[i], false);
    if (page->marks.count)
        qsort(page->marks.at, page->marks.count, sizeof *page->marks.at, compare_marks);
    unsigned highest = 1;
    for (size_t i = 0; i < page->marks.count; i++)
        highest = page->marks.at[i].line > highest ? page->marks.at[i].line : highest;
    struct repaired repaired;
    for (size_t next = 0; fix_next_line(diagnostics, diag, &next, &repaired);)
        highest = repaired.line > highest ? repaired.line : highest;
    page->gutter = (int)strlen(mem_format("%u", highest));
}

void
render_text(const struct diagnostics *diagnostics, const struct diag *diag, enum diag_colour colour,
            struct text *out)
{
    struct page page = {.out = out, .sources = diagnostics->sources, .colour = colour};
    page.primary = diag->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING;
    collect_marks(&page, diagnostics, diag);
    put_header(&page, diag);
    put_excerpts(&page, diag);
    for (size_t i = 0; i < diag->notes.count; i++)
        put_remark(&page, STYLE_NOTE, diag->notes.at[i]);
    for (size_t i = 0; i < diag->helps.count; i++)
        put_remark(&page, STYLE_HELP, diag->helps.at[i]);
    struct repaired repaired;
    for (size_t next = 0; fix_next_line(diagnostics, diag, &next, &repaired);)
        put_repaired(&page, &repaired);
    put_included(&page, diag);
    if (diagnostics->options.parseable_fixes) {
        for (size_t i = 0; i < diag->fixes.count; i++)
            fix_parseable(diagnostics, &diag->fixes.at[i], out);
    }
}
