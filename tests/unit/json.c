// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

Test(json, is_one_object_per_line)
{
    struct bench *bench = bench_new("a.csp", "x\ny\n");
    bench->options.format = DIAG_JSON;
    struct diag *d = diag_error(bench_start(bench), E_UNDECLARED, bench_span(bench, "y"),
                                "\"%s\" \\ \t\377", "y");
    diag_label(d, "here");
    diag_also(d, bench_span(bench, "x"), "there");
    diag_note(d, "n");
    diag_help(d, "h");
    diag_fix(d, bench_span(bench, "y"), "x");
    expect_text(bench_flush(bench),
                "{\"code\":\"E0301\",\"severity\":\"error\","
                "\"message\":\"\\\"y\\\" \\\\ \\u0009\\ufffd\",\"spans\":["
                "{\"file\":\"a.csp\",\"byte_start\":2,\"byte_end\":3,\"line\":2,\"column\":1,"
                "\"line_end\":2,\"column_end\":2,\"primary\":true,\"label\":\"here\"},"
                "{\"file\":\"a.csp\",\"byte_start\":0,\"byte_end\":1,\"line\":1,\"column\":1,"
                "\"line_end\":1,\"column_end\":2,\"primary\":false,\"label\":\"there\"}],"
                "\"notes\":[\"n\"],\"help\":[\"h\"],\"fixes\":["
                "{\"file\":\"a.csp\",\"byte_start\":2,\"byte_end\":3,\"line\":2,\"column\":1,"
                "\"line_end\":2,\"column_end\":2,\"text\":\"x\",\"sure\":true}]}\n");
}

Test(json, names_the_option_of_a_warning)
{
    struct bench *bench = bench_new("a.csp", "x\n");
    bench->options.format = DIAG_JSON;
    diag_warning(bench_start(bench), WARN_EMPTY, E_EMPTY_CONSTRUCT, (struct span){0, 0}, "empty");
    expect_text(bench_flush(bench),
                "{\"code\":\"E0611\",\"severity\":\"warning\",\"option\":\"-Wempty\","
                "\"message\":\"empty\",\"spans\":[{\"file\":null,\"primary\":true,"
                "\"label\":\"\"}],\"notes\":[],\"help\":[],\"fixes\":[]}\n");
}
