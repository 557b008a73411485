// SPDX-License-Identifier: MIT
// Building and keeping diagnostics. One mistake gives one message: a second diagnostic with the
// code, place and text of an earlier one is built but never kept, and so is a warning that is off.
#include <config.h>

#include "base/mem.h"
#include "diag/internal.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct diagnostics *
diag_new(const struct source_set *sources, const struct diag_options *options)
{
    struct diagnostics *diagnostics = mem_new(struct diagnostics);
    diagnostics->sources = sources;
    diagnostics->options = *options;
    return diagnostics;
}

const char *
severity_text(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}

static const void *
place_key(struct span span)
{
    return (const void *)((uintptr_t)span.from + 1);
}

static bool
is_known(const struct diagnostics *diagnostics, const struct diag *diag)
{
    const struct diag *other = map_get(&diagnostics->by_place, place_key(diag->primary.span));
    for (; other; other = other->next_here) {
        if (other->code == diag->code && ((other->has_context && diag->has_context) ||
                                          strcmp(other->message, diag->message) == 0))
            return true;
    }
    return false;
}

static void
keep(struct diagnostics *diagnostics, struct diag *diag)
{
    diag->has_context = diagnostics->context != NULL;
    if (is_known(diagnostics, diag))
        return;
    for (const struct diag_context *in = diagnostics->context; in != NULL; in = in->outer) {
        if (in->outer == NULL || in->outer->span.from != in->span.from)
            diag_also(diag, in->span, "%s", in->text);
    }
    const void *key = place_key(diag->primary.span);
    diag->next_here = map_get(&diagnostics->by_place, key);
    map_put(&diagnostics->by_place, key, diag);
    diag->order = diagnostics->all.count;
    vec_push(&diagnostics->all, diag);
    if (diag->severity == SEVERITY_ERROR)
        diagnostics->errors++;
    else
        diagnostics->warnings++;
}

const struct diag_context *
diag_set_context(struct diagnostics *diagnostics, const struct diag_context *context)
{
    const struct diag_context *const outer = diagnostics->context;
    diagnostics->context = context;
    return outer;
}

static struct diag *build(enum diag_code code, struct span span, const char *format,
                          va_list arguments) __attribute__((format(printf, 3, 0)));

static struct diag *
build(enum diag_code code, struct span span, const char *format, va_list arguments)
{
    struct diag *diag = mem_new(struct diag);
    diag->code = code;
    diag->group = (enum diag_warning)DIAG_WARNINGS;
    diag->message = mem_vformat(format, arguments);
    diag->primary = (struct label){span, ""};
    return diag;
}

struct diag *
diag_error(struct diagnostics *diagnostics, enum diag_code code, struct span span,
           const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diag *diag = build(code, span, format, arguments);
    va_end(arguments);
    diag->severity = SEVERITY_ERROR;
    keep(diagnostics, diag);
    return diag;
}

struct diag *
diag_warning(struct diagnostics *diagnostics, enum diag_warning group, enum diag_code code,
             struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diag *diag = build(code, span, format, arguments);
    va_end(arguments);
    const struct diag_options *options = &diagnostics->options;
    diag->group = group;
    diag->severity = options->warning_is_error[group] ? SEVERITY_ERROR : SEVERITY_WARNING;
    // Nobody can do anything about what the library does.
    if (options->warning_on[group] && !options->no_warnings &&
        !source_is_of_library(diagnostics->sources, span.from))
        keep(diagnostics, diag);
    return diag;
}

struct diag *
diag_label(struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag->primary.text = mem_vformat(format, arguments);
    va_end(arguments);
    return diag;
}

struct diag *
diag_also(struct diag *diag, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct label label = {span, mem_vformat(format, arguments)};
    va_end(arguments);
    vec_push(&diag->also, label);
    return diag;
}

struct diag *
diag_note(struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vec_push(&diag->notes, mem_vformat(format, arguments));
    va_end(arguments);
    return diag;
}

struct diag *
diag_help(struct diag *diag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vec_push(&diag->helps, mem_vformat(format, arguments));
    va_end(arguments);
    return diag;
}

static struct diag *
add_fix(struct diag *diag, struct fix fix)
{
    vec_push(&diag->fixes, fix);
    size_t at = diag->fixes.count - 1;
    for (; at > 0 && diag->fixes.at[at - 1].span.from > fix.span.from; at--)
        diag->fixes.at[at] = diag->fixes.at[at - 1];
    diag->fixes.at[at] = fix;
    return diag;
}

struct diag *
diag_fix(struct diag *diag, struct span span, const char *text)
{
    return add_fix(diag, (struct fix){span, text, true});
}

struct diag *
diag_suggest(struct diag *diag, struct span span, const char *text)
{
    return add_fix(diag, (struct fix){span, text, false});
}

unsigned
diag_error_count(const struct diagnostics *diagnostics)
{
    return diagnostics->errors;
}

unsigned
diag_warning_count(const struct diagnostics *diagnostics)
{
    return diagnostics->warnings;
}

bool
diag_reported_at(const struct diagnostics *diagnostics, struct span span)
{
    const struct diag *diag = map_get(&diagnostics->by_place, place_key(span));
    for (; diag; diag = diag->next_here) {
        if (diag->severity == SEVERITY_ERROR)
            return true;
    }
    return false;
}

static int
compare_places(const void *left, const void *right)
{
    const struct diag *a = *(const struct diag *const *)left;
    const struct diag *b = *(const struct diag *const *)right;
    if (a->primary.span.from != b->primary.span.from)
        return a->primary.span.from < b->primary.span.from ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool
is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

// The flag wins; then NO_COLOR, then CLICOLOR_FORCE, then whether `out` is a terminal.
static enum diag_colour
decide_colour(enum diag_colour wanted, FILE *out)
{
    if (wanted != DIAG_COLOUR_AUTO)
        return wanted;
    if (is_set("NO_COLOR"))
        return DIAG_COLOUR_NEVER;
    if (is_set("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0") != 0)
        return DIAG_COLOUR_ALWAYS;
    const char *terminal = getenv("TERM");
    bool is_dumb = !terminal || strcmp(terminal, "dumb") == 0;
    return !is_dumb && isatty(fileno(out)) ? DIAG_COLOUR_ALWAYS : DIAG_COLOUR_NEVER;
}

void
diag_flush(struct diagnostics *diagnostics, FILE *out)
{
    size_t count = diagnostics->all.count - diagnostics->flushed;
    if (count == 0)
        return;
    const struct diag_options *options = &diagnostics->options;
    struct diag **sorted = diagnostics->all.at + diagnostics->flushed;
    qsort(sorted, count, sizeof *sorted, compare_places);
    enum diag_colour colour = decide_colour(options->colour, out);
    struct text text = {0};
    for (size_t i = 0; i < count; i++) {
        bool is_error = sorted[i]->severity == SEVERITY_ERROR;
        if (options->error_limit && diagnostics->errors_shown >= options->error_limit)
            break;
        diagnostics->errors_shown += is_error;
        if (options->format == DIAG_JSON)
            render_json(diagnostics, sorted[i], &text);
        else
            render_text(diagnostics, sorted[i], colour, &text);
    }
    diagnostics->flushed = diagnostics->all.count;
    fwrite(text_string(&text), 1, text.length, out);
    fflush(out);
}
