// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

// What diag_verify writes; "" where all agree.
static const char *
verify(struct bench *bench)
{
    char *written = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&written, &size);
    bool agrees = diag_verify(bench->diagnostics, stream);
    fclose(stream);
    cr_expect_eq(agrees, size == 0);
    return written;
}

Test(verify, accepts_what_is_expected)
{
    struct bench *bench = bench_new("a.csp", "x --~ E0301 not decl --~ help: declare\n"
                                             "y --~ note: first use\n"
                                             "--~^ W0611\n");
    struct diagnostics *d = bench_start(bench);
    struct diag *x = diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "`x` is not declared");
    diag_help(x, "declare it");
    diag_also(x, bench_span(bench, "y"), "first use");
    diag_warning(d, WARN_EMPTY, E_EMPTY_CONSTRUCT, bench_span(bench, "y"), "empty");
    expect_text(verify(bench), "");
}

Test(verify, reports_what_is_missing)
{
    struct bench *bench = bench_new("a.csp", "x --~ E0301 text --~ note: more\n");
    bench_start(bench);
    expect_text(verify(bench), "a.csp:1: expected but not reported: error: E0301 text\n"
                               "a.csp:1: expected but not reported: note: more\n");
}

Test(verify, reports_what_was_not_expected)
{
    struct bench *bench = bench_new("a.csp", "x\n");
    diag_error(bench_start(bench), E_UNDECLARED, bench_span(bench, "x"), "no x");
    expect_text(verify(bench), "a.csp:1: not expected: error: no x [E0301]\n");
}

Test(verify, tells_codes_lines_texts_and_severities_apart)
{
    static const char *const wrong[] = {"x --~ E0302 no\n", "x\n--~ E0301 no\n",
                                        "x --~ E0301 yes\n", "x --~ W0301 no\n"};
    for (size_t i = 0; i < 4; i++) {
        struct bench *bench = bench_new("a.csp", wrong[i]);
        diag_error(bench_start(bench), E_UNDECLARED, bench_span(bench, "x"), "no x");
        cr_expect_neq(verify(bench)[0], '\0');
    }
}

Test(verify, an_expectation_counts_once)
{
    struct bench *bench = bench_new("a.csp", "x y --~ E0301\n");
    struct diagnostics *d = bench_start(bench);
    diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "no x");
    diag_error(d, E_UNDECLARED, bench_span(bench, "y"), "no y");
    expect_text(verify(bench), "a.csp:1: not expected: error: no y [E0301]\n");
}

Test(verify, refuses_codes_that_are_none)
{
    struct bench *bench = bench_new("a.csp", "x --~ E9999 no\n");
    bench_start(bench);
    expect_text(verify(bench), "a.csp:1: no such code in an expectation: `E9999 no`\n");
}
