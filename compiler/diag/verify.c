// SPDX-License-Identifier: MIT
// Expectations in comments against what was reported. See diag_verify for their form.
#include <config.h>

#include "base/mem.h"
#include "diag/internal.h"

#include <string.h>

enum expected_kind { EXPECT_ERROR, EXPECT_WARNING, EXPECT_NOTE, EXPECT_HELP };

struct expected {
    const struct source *file;
    unsigned line, written_at; // the line meant, and the line of the comment
    enum expected_kind kind;
    enum diag_code code; // of an error or warning
    const char *text;    // must be part of the message
    bool is_met;
};

struct verification {
    const struct diagnostics *diagnostics;
    FILE *out;
    unsigned differences;
    VEC(struct expected) expected;
};

static void
complain(struct verification *check, const struct source *file, unsigned line, const char *text)
{
    check->differences++;
    fprintf(check->out, "%s:%u: %s\n", file ? file->path : "cspc", line, text);
}

// The words of one expectation, behind its `--~` and carets.
static void
parse(struct verification *check, struct expected expected, const char *text)
{
    size_t word = strcspn(text, " ");
    const char *rest = text + word + strspn(text + word, " ");
    expected.text = rest;
    if (strncmp(text, "note:", word) == 0 && word == 5) {
        expected.kind = EXPECT_NOTE;
    } else if (strncmp(text, "help:", word) == 0 && word == 5) {
        expected.kind = EXPECT_HELP;
    } else {
        expected.kind = text[0] == 'W' ? EXPECT_WARNING : EXPECT_ERROR;
        char *number = mem_copy_text(text, word);
        number[0] = number[0] == 'W' ? 'E' : number[0];
        expected.code = diag_code_find(number);
        if (expected.code == DIAG_CODES) {
            complain(check, expected.file, expected.written_at,
                     mem_format("no such code in an expectation: `%s`", text));
            return;
        }
    }
    vec_push(&check->expected, expected);
}

// All expectations of one line: `--~^ E0312 text --~ note: text`.
static void
parse_line(struct verification *check, const struct source *file, unsigned line)
{
    size_t length;
    const char *bytes = source_line(file, line, &length);
    const char *text = mem_copy_text(bytes, length);
    for (const char *at = strstr(text, "--~"), *next; at; at = next) {
        at += 3;
        next = strstr(at, "--~");
        unsigned up = (unsigned)strspn(at, "^");
        at += up;
        at += strspn(at, " ");
        size_t size = next ? (size_t)(next - at) : strlen(at);
        while (size > 0 && at[size - 1] == ' ')
            size--;
        struct expected expected = {.file = file, .line = line - up, .written_at = line};
        parse(check, expected, mem_copy_text(at, size));
    }
}

// Find and tick off an expectation. `code` counts for errors and warnings only.
static bool
meet(struct verification *check, struct place place, enum expected_kind kind, enum diag_code code,
     const char *text)
{
    for (size_t i = 0; i < check->expected.count; i++) {
        struct expected *expected = &check->expected.at[i];
        bool is_remark = kind == EXPECT_NOTE || kind == EXPECT_HELP;
        bool is_here = place.file && expected->line == place.line &&
                       strcmp(expected->file->path, place.file->path) == 0;
        if (is_here && !expected->is_met && expected->kind == kind &&
            (is_remark || expected->code == code) && strstr(text, expected->text)) {
            expected->is_met = true;
            return true;
        }
    }
    return false;
}

static void
check_diag(struct verification *check, const struct diag *diag)
{
    const struct source_set *sources = check->diagnostics->sources;
    struct place place = source_place(sources, diag->primary.span.from);
    enum expected_kind kind = diag->severity == SEVERITY_ERROR ? EXPECT_ERROR : EXPECT_WARNING;
    if (!meet(check, place, kind, diag->code, diag->message)) {
        const char *number = diag_code_number(diag->code);
        complain(check, place.file, place.line,
                 mem_format("not expected: %s: %s [%s]", severity_text(diag->severity),
                            diag->message, number));
    }
    meet(check, place, EXPECT_NOTE, diag->code, diag->primary.text);
    for (size_t i = 0; i < diag->also.count; i++) {
        struct place also = source_place(sources, diag->also.at[i].span.from);
        meet(check, also, EXPECT_NOTE, diag->code, diag->also.at[i].text);
    }
    for (size_t i = 0; i < diag->notes.count; i++)
        meet(check, place, EXPECT_NOTE, diag->code, diag->notes.at[i]);
    for (size_t i = 0; i < diag->helps.count; i++)
        meet(check, place, EXPECT_HELP, diag->code, diag->helps.at[i]);
}

static void
check_unmet(struct verification *check, const struct expected *expected)
{
    static const char *const kinds[] = {"error", "warning", "note", "help"};
    bool has_code = expected->kind == EXPECT_ERROR || expected->kind == EXPECT_WARNING;
    const char *code = has_code ? diag_code_number(expected->code) : "";
    complain(check, expected->file, expected->line,
             mem_format("expected but not reported: %s: %s%s%s", kinds[expected->kind], code,
                        has_code && *expected->text ? " " : "", expected->text));
}

// A file that was included twice expects each thing once.
static bool
is_first_of_path(const struct source_set *sources, size_t number)
{
    for (size_t i = 0; i < number; i++) {
        if (strcmp(sources->files.at[i]->path, sources->files.at[number]->path) == 0)
            return false;
    }
    return true;
}

bool
diag_verify(const struct diagnostics *diagnostics, FILE *out)
{
    struct verification check = {.diagnostics = diagnostics, .out = out};
    const struct source_set *sources = diagnostics->sources;
    for (size_t i = 0; i < sources->files.count; i++) {
        if (!is_first_of_path(sources, i))
            continue;
        for (unsigned line = 1; line <= sources->files.at[i]->lines.count; line++)
            parse_line(&check, sources->files.at[i], line);
    }
    for (size_t i = 0; i < diagnostics->all.count; i++)
        check_diag(&check, diagnostics->all.at[i]);
    for (size_t i = 0; i < check.expected.count; i++) {
        if (!check.expected.at[i].is_met)
            check_unmet(&check, &check.expected.at[i]);
    }
    return check.differences == 0;
}
