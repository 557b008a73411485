// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

Test(diag, counts_errors_and_warnings)
{
    struct bench *bench = bench_new("a.csp", "x y");
    struct diagnostics *d = bench_start(bench);
    diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "`x` is not declared");
    diag_warning(d, WARN_EMPTY, E_EMPTY_CONSTRUCT, bench_span(bench, "y"), "SEQ is empty");
    diag_warning(d, WARN_SHADOW, E_DUPLICATE, bench_span(bench, "y"), "off by default");
    cr_expect_eq(diag_error_count(d), 1);
    cr_expect_eq(diag_warning_count(d), 1);
}

Test(diag, says_each_mistake_once)
{
    struct bench *bench = bench_new("a.csp", "x\n");
    struct diagnostics *d = bench_start(bench);
    struct span x = bench_span(bench, "x");
    diag_error(d, E_UNDECLARED, x, "`x` is not declared");
    diag_label(diag_error(d, E_UNDECLARED, x, "`x` is not declared"), "again");
    cr_expect_eq(diag_error_count(d), 1);
    expect_text(bench_flush(bench), "a.csp:1:1: error: `x` is not declared [E0301]\n"
                                    " 1 | x\n"
                                    "   | ^\n");
    expect_text(bench_flush(bench), "");
}

Test(diag, knows_where_errors_are)
{
    struct bench *bench = bench_new("a.csp", "x y");
    struct diagnostics *d = bench_start(bench);
    diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "no");
    diag_warning(d, WARN_EMPTY, E_EMPTY_CONSTRUCT, bench_span(bench, "y"), "empty");
    cr_expect(diag_reported_at(d, bench_span(bench, "x")));
    cr_expect_not(diag_reported_at(d, bench_span(bench, "y")));
    cr_expect_not(diag_reported_at(d, (struct span){0, 0}));
}

Test(diag, writes_in_source_order)
{
    struct bench *bench = bench_new("a.csp", "x\ny\n");
    struct diagnostics *d = bench_start(bench);
    diag_error(d, E_UNDECLARED, bench_span(bench, "y"), "second");
    diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "first");
    const char *text = bench_flush(bench);
    cr_expect_lt(strstr(text, "first"), strstr(text, "second"));
}

Test(diag, stops_at_the_limit)
{
    struct bench *bench = bench_new("a.csp", "x\ny\n");
    bench->options.error_limit = 1;
    struct diagnostics *d = bench_start(bench);
    diag_error(d, E_UNDECLARED, bench_span(bench, "x"), "first");
    diag_error(d, E_UNDECLARED, bench_span(bench, "y"), "second");
    cr_expect_null(strstr(bench_flush(bench), "second"));
    cr_expect_eq(diag_error_count(d), 2);
}

Test(diag, warnings_can_be_errors)
{
    struct bench *bench = bench_new("a.csp", "x");
    cr_expect(diag_set_warning(&bench->options, "error=empty"));
    struct diagnostics *d = bench_start(bench);
    diag_warning(d, WARN_EMPTY, E_EMPTY_CONSTRUCT, bench_span(bench, "x"), "empty");
    cr_expect_eq(diag_error_count(d), 1);
    const char *text = bench_flush(bench);
    cr_expect_not_null(strstr(text, "a.csp:1:1: error: empty [E0611, -Wempty]\n"));
}

Test(diag, finds_codes)
{
    cr_expect_eq(diag_code_find("E0301"), E_UNDECLARED);
    cr_expect_eq(diag_code_find("E9999"), DIAG_CODES);
    cr_expect_str_eq(diag_code_number(E_NO_FILE), "E0001");
    cr_expect_not_null(strstr(diag_code_summary(E_NO_FILE), "file"));
}
