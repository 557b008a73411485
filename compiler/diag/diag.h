// SPDX-License-Identifier: MIT
// Diagnostics: what the compiler tells its user. A diagnostic is built by a chain of calls,
// kept in the order of reporting, and written at the end of a pass by diag_flush:
//
//     struct diag *d = diag_error(diags, E_TWO_WRITERS, span, "channel `%s` is written by ...");
//     diag_label(d, "second writer");
//     diag_also(d, other, "first writer, in the same PAR");
//     diag_help(d, "give each process its own channel");
//
// Style: lower case, no full stop at the end, names in backquotes; the error states what is, only
// help suggests; the span is the smallest that shows the mistake.
#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/text.h"
#include "source/source.h"

#include <stdbool.h>
#include <stdio.h>

// One enumerator E_NAME per line of codes.def: CODE(E0312, TWO_WRITERS, "summary").
enum diag_code {
#define CODE(number, name, summary) E_##name,
#include "diag/codes.def"
#undef CODE
    DIAG_CODES
};

// The groups of -Wname; one enumerator WARN_NAME per WARNING(NAME, "name", on_by_default, "help").
enum diag_warning {
#define WARNING(name, option, on, help) WARN_##name,
#include "diag/warnings.def"
#undef WARNING
    DIAG_WARNINGS
};

enum diag_format { DIAG_TEXT, DIAG_JSON };
enum diag_colour { DIAG_COLOUR_AUTO, DIAG_COLOUR_NEVER, DIAG_COLOUR_ALWAYS, DIAG_COLOUR_DEBUG };

struct diag_options {
    enum diag_format format;
    enum diag_colour colour;
    bool warning_on[DIAG_WARNINGS];
    bool warning_is_error[DIAG_WARNINGS];
    bool no_warnings;     // -w
    unsigned error_limit; // stop printing after so many errors; 0 is no limit
    bool parseable_fixes; // write a `fix-it:` line for each repair
};

struct diag;
struct diagnostics;

// The settings in force when no option is given (colour automatic, warnings as warnings.def says).
struct diag_options diag_default_options(void);

// A collection that resolves spans in `sources` and obeys `options` (copied).
struct diagnostics *diag_new(const struct source_set *sources, const struct diag_options *options);

// Report an error. The result is never NULL.
struct diag *diag_error(struct diagnostics *diagnostics, enum diag_code code, struct span span,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

// Report a warning of a group; counts as an error under -Werror. The result is never NULL, even
// where the group is off (then nothing is shown).
struct diag *diag_warning(struct diagnostics *diagnostics, enum diag_warning group,
                          enum diag_code code, struct span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

// Where the source stands for several things, as a generic PROC does: what it was when a diagnostic
// was made, as another place involved.
struct diag_context {
    struct span span;
    const char *text;
    const struct diag_context *outer;
};

// What all diagnostics are made in from now on, NULL for nothing special; the result is what it was.
// Of one mistake in several contexts only the first is kept.
const struct diag_context *diag_set_context(struct diagnostics *diagnostics,
                                            const struct diag_context *context);

// A label beside the primary caret.
struct diag *diag_label(struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Another place involved, with its label.
struct diag *diag_also(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct diag *diag_note(struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct diag *diag_help(struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// A machine-applicable repair: replace the text of `span` (empty for an insertion) by `text`.
struct diag *diag_fix(struct diag *diag, struct span span, const char *text);
// A repair that may not be what was meant: `cspc fix` makes it only when asked to.
struct diag *diag_suggest(struct diag *diag, struct span span, const char *text);

// The text of `file` after the repairs of all diagnostics in it, with those that are only
// suggested if `suggested`. The repairs of one diagnostic are made together or not at all; where
// two diagnostics would change the same place the first wins. The result is their number, and
// `out` is left alone if it is 0.
unsigned diag_repair(const struct diagnostics *diagnostics, const struct source *file,
                     bool suggested, struct text *out);

// Errors so far (warnings made errors included).
unsigned diag_error_count(const struct diagnostics *diagnostics);
unsigned diag_warning_count(const struct diagnostics *diagnostics);

// Whether an error was reported at exactly this span start already: one mistake, one message.
bool diag_reported_at(const struct diagnostics *diagnostics, struct span span);

// Write what has not been written yet, in source order, to `out`.
void diag_flush(struct diagnostics *diagnostics, FILE *out);

// "E0312" for a code, and the code for "E0312" (DIAG_CODES where there is none).
const char *diag_code_number(enum diag_code code);
const char *diag_code_summary(enum diag_code code);
enum diag_code diag_code_find(const char *number);

// Set a -W option: "unused", "no-unused", "error", "error=unused", "no-error=unused", "all",
// "extra". False where the name is unknown.
bool diag_set_warning(struct diag_options *options, const char *option);

// Compare the diagnostics with the expectations written in the sources as comments
// and report every difference on `out`. True where all agree. Expectations:
//
//     --~ E0312 text     an error with this code and text on this line (text may be left out)
//     --~ W0611 text     a warning with the code E0611
//     --~ note: text     a note, or a label, of a diagnostic on this line
//     --~ help: text     a help of a diagnostic on this line
//     --~^ E0312 text    the same for the line above; one more `^` for each line further up
//
// Every error and warning must be expected; notes, labels and helps need not.
bool diag_verify(const struct diagnostics *diagnostics, FILE *out);

#endif
