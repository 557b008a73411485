// SPDX-License-Identifier: MIT
// How diagnostics are stored; for the files of this folder only.
#ifndef DIAG_INTERNAL_H
#define DIAG_INTERNAL_H

#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "diag/diag.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

// A place with its label ("" where it has none).
struct label {
    struct span span;
    const char *text;
};

struct fix {
    struct span span;
    const char *text;
    bool is_sure;
};

struct diag {
    enum severity severity;
    enum diag_code code;
    enum diag_warning group; // DIAG_WARNINGS for an error that is no warning
    const char *message;
    struct label primary;
    VEC(struct label) also;
    VEC(const char *) notes;
    VEC(const char *) helps;
    VEC(struct fix) fixes;
    struct diag *next_here; // an earlier one that starts at the same offset
    size_t order;           // of reporting
    bool has_context;
};

struct diagnostics {
    const struct source_set *sources;
    struct diag_options options;
    VEC(struct diag *) all;
    size_t flushed; // the first so many of `all` are written
    unsigned errors, warnings, errors_shown;
    struct map by_place; // offset + 1 -> struct diag
    const struct diag_context *context;
};

// "error" or "warning".
const char *severity_text(enum severity severity);

// The name of a group as in -Wname.
const char *diag_warning_option(enum diag_warning group);

// The text and the JSON form of one diagnostic, appended to `out`. `colour` must be decided: not
// DIAG_COLOUR_AUTO.
void render_text(const struct diagnostics *diagnostics, const struct diag *diag,
                 enum diag_colour colour, struct text *out);
void render_json(const struct diagnostics *diagnostics, const struct diag *diag, struct text *out);

// One line as it will be after the repairs that touch it.
struct repaired {
    const struct source *file;
    unsigned line;
    const char *text;  // may contain line breaks
    const char *marks; // `+` below what is new, else blanks; "" where nothing is new
};

// What the repairs of `diag` (kept in source order) make of the first source line that they touch,
// from `*next` on; advances `*next`. False when there is none left.
bool fix_next_line(const struct diagnostics *diagnostics, const struct diag *diag, size_t *next,
                   struct repaired *result);

// The line `fix-it:"file":{line:col-line:col}:"text"` that editors read.
void fix_parseable(const struct diagnostics *diagnostics, const struct fix *fix, struct text *out);

// `text` of `length` bytes as it is shown: tabs expanded, control characters and broken UTF-8
// replaced by `?`. `column` is where it begins, from 0; the result is the column behind it.
// `out` may be NULL.
unsigned show_text(const char *text, size_t length, unsigned column, struct text *out);

// The columns of a line that are shown: of a long one only a part, with "..." where it is cut.
struct window {
    unsigned from, to;
    bool cut_left, cut_right;
};

// A window on a line of `width` columns in which the columns from..to lie, or where they are too
// many, `from`.
struct window window_on(unsigned width, unsigned from, unsigned to);

// Where a column is shown in the window; what lies outside is under the dots, at their beginning
// or, for the end of a stretch, at their end.
unsigned window_column(const struct window *window, unsigned column, bool is_end);

void window_show(const struct window *window, const char *text, size_t length, struct text *out);

#endif
