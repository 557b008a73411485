// SPDX-License-Identifier: MIT
// What the unit tests of diag share: a source text, and what was written about it.
#ifndef UNIT_HELPER_H
#define UNIT_HELPER_H

#include "base/mem.h"
#include "diag/diag.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench {
    struct source_set sources;
    struct diag_options options;
    struct diagnostics *diagnostics;
};

// A bench with one file of this text, without colour.
static inline struct bench *
bench_new(const char *path, const char *text)
{
    struct bench *bench = mem_new(struct bench);
    source_add(&bench->sources, path, text, strlen(text));
    bench->options = diag_default_options();
    bench->options.colour = DIAG_COLOUR_NEVER;
    return bench;
}

static inline struct diagnostics *
bench_start(struct bench *bench)
{
    bench->diagnostics = diag_new(&bench->sources, &bench->options);
    return bench->diagnostics;
}

// The span of the first `part` in the text of the file numbered `file`.
static inline struct span
bench_span_in(const struct bench *bench, size_t file, const char *part)
{
    const struct source *source = bench->sources.files.at[file];
    const char *at = strstr(source->text, part);
    cr_assert(at != NULL, "`%s` is not in the text", part);
    uint32_t from = source->base + (uint32_t)(at - source->text);
    return (struct span){from, from + (uint32_t)strlen(part)};
}

static inline struct span
bench_span(const struct bench *bench, const char *part)
{
    return bench_span_in(bench, 0, part);
}

// What diag_flush writes.
static inline const char *
bench_flush(struct bench *bench)
{
    char *written = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&written, &size);
    cr_assert(stream != NULL);
    diag_flush(bench->diagnostics, stream);
    fclose(stream);
    return written;
}

#define expect_text(actual, expected)                                                              \
    do {                                                                                           \
        const char *actual_ = (actual), *expected_ = (expected);                                   \
        cr_expect(strcmp(actual_, expected_) == 0, "got:\n%s\nexpected:\n%s", actual_, expected_); \
    } while (0)

#endif
