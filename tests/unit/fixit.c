// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

static struct bench *
brackets(void)
{
    struct bench *bench = bench_new("a.csp", "\tx := a + b * c\n");
    struct diag *d =
        diag_error(bench_start(bench), E_PRECEDENCE, bench_span(bench, "*"), "brackets");
    struct span start = bench_span(bench, "b"), end = bench_span(bench, "c");
    diag_fix(d, (struct span){end.to, end.to}, ")");
    diag_fix(d, (struct span){start.from, start.from}, "(");
    return bench;
}

Test(fixit, shows_the_repaired_line)
{
    expect_text(bench_flush(brackets()), "a.csp:1:13: error: brackets [E0202]\n"
                                         " 1 |         x := a + b * c\n"
                                         "   |                    ^\n"
                                         " 1 +         x := a + (b * c)\n"
                                         "   |                  +     +\n");
}

Test(fixit, writes_lines_for_editors)
{
    struct bench *bench = brackets();
    bench->options.parseable_fixes = true;
    bench_start(bench);
    struct diag *d = diag_error(bench->diagnostics, E_SYNTAX, bench_span(bench, "x"), "no");
    diag_fix(d, bench_span(bench, "x"), "\"y\"\n");
    const char *text = bench_flush(bench);
    cr_expect_not_null(strstr(text, "fix-it:\"a.csp\":{1:2-1:3}:\"\\\"y\\\"\\n\"\n"));
}

Test(fixit, replaces_and_deletes)
{
    struct bench *bench = bench_new("a.csp", "one two three\n");
    struct diag *d = diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "one"), "no");
    diag_fix(d, bench_span(bench, "two "), "");
    diag_fix(d, bench_span(bench, "one"), "1");
    cr_expect_not_null(strstr(bench_flush(bench), " 1 + 1 three\n   | +\n"));
}

Test(fixit, may_insert_lines)
{
    struct bench *bench = bench_new("a.csp", "PROC p ()\n  SKIP\nrest\n");
    struct diag *d =
        diag_error(bench_start(bench), E_MISSING_COLON, bench_span(bench, "PROC"), "not closed");
    struct span rest = bench_span(bench, "rest");
    diag_fix(d, (struct span){rest.from, rest.from}, ":\n");
    cr_expect_not_null(strstr(bench_flush(bench), " 3 + :\n 4 + rest\n"));
}

Test(fixit, overlapping_repairs_are_harmless)
{
    struct bench *bench = bench_new("a.csp", "abcdef\n");
    struct diag *d = diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "a"), "no");
    diag_fix(d, bench_span(bench, "abc"), "x");
    diag_fix(d, bench_span(bench, "bcd"), "y");
    diag_fix(d, (struct span){0, 0}, "z");
    cr_expect_not_null(strstr(bench_flush(bench), " 1 + xdef\n"));
}
