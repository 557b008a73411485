// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

#include "base/text.h"

Test(render, labels_on_several_lines)
{
    struct bench *bench = bench_new("relay.csp", "PAR\n  out ! y\n  SKIP\n  out ! x\n");
    struct span second = bench_span(bench, "out ! x"), first = bench_span(bench, "out ! y");
    second.to = second.from + 3;
    first.to = first.from + 3;
    struct diag *d = diag_error(bench_start(bench), E_TWO_USERS, second, "two writers");
    diag_label(d, "second writer");
    diag_also(d, first, "first writer");
    diag_note(d, "one end, one writer");
    diag_help(d, "use two channels");
    expect_text(bench_flush(bench), "relay.csp:4:3: error: two writers [E0607]\n"
                                    " 2 |   out ! y\n"
                                    "   |   --- first writer\n"
                                    " 4 |   out ! x\n"
                                    "   |   ^^^ second writer\n"
                                    "   = note: one end, one writer\n"
                                    "   = help: use two channels\n");
}

Test(render, labels_on_one_line)
{
    struct bench *bench = bench_new("a.csp", "x := aa + bb\n");
    struct diag *d =
        diag_error(bench_start(bench), E_TYPE_MISMATCH, bench_span(bench, "+"), "two types");
    diag_also(d, bench_span(bench, "aa"), "this is INT");
    diag_also(d, bench_span(bench, "bb"), "this is REAL32");
    diag_label(d, "here");
    expect_text(bench_flush(bench), "a.csp:1:9: error: two types [E0401]\n"
                                    " 1 | x := aa + bb\n"
                                    "   |      -- ^ -- this is REAL32\n"
                                    "   |      |  |\n"
                                    "   |      |  here\n"
                                    "   |      this is INT\n");
}

Test(render, tabs_and_wide_characters_align)
{
    struct bench *bench = bench_new("a.csp", "\t\"h\303\251 \346\274\242\" x\n");
    diag_error(bench_start(bench), E_UNDECLARED, bench_span(bench, "x"), "no x");
    expect_text(bench_flush(bench), "a.csp:1:12: error: no x [E0301]\n"
                                    " 1 |         \"h\303\251 \346\274\242\" x\n"
                                    "   |                 ^\n");
}

Test(render, broken_text_is_shown_as_question_marks)
{
    struct bench *bench = bench_new("a.csp", "\377\1x\n");
    diag_error(bench_start(bench), E_CHARACTER, bench_span(bench, "x"), "no");
    expect_text(bench_flush(bench), "a.csp:1:3: error: no [E0101]\n"
                                    " 1 | ??x\n"
                                    "   |   ^\n");
}

Test(render, the_end_of_a_file_has_a_caret)
{
    struct bench *bench = bench_new("a.csp", "SEQ");
    diag_error(bench_start(bench), E_SYNTAX, (struct span){4, 4}, "end of file");
    expect_text(bench_flush(bench), "a.csp:1:4: error: end of file [E0201]\n"
                                    " 1 | SEQ\n"
                                    "   |    ^\n");
}

Test(render, a_span_of_several_lines_is_marked_on_the_first)
{
    struct bench *bench = bench_new("a.csp", "  SEQ\n    SKIP\n");
    diag_error(bench_start(bench), E_SYNTAX, (struct span){3, 15}, "a block");
    expect_text(bench_flush(bench), "a.csp:1:3: error: a block [E0201]\n"
                                    " 1 |   SEQ\n"
                                    "   |   ^^^\n");
}

Test(render, nowhere_has_no_excerpt)
{
    struct bench *bench = bench_new("a.csp", "");
    diag_error(bench_start(bench), E_NO_MAIN, (struct span){0, 0}, "no PROC");
    expect_text(bench_flush(bench), "cspc: error: no PROC [E0304]\n");
}

Test(render, other_files_and_includers_are_named)
{
    struct bench *bench = bench_new("main.csp", "#INCLUDE \"x.inc\"\n");
    struct source *file = source_add(&bench->sources, "x.inc", "INT a:\nINT a:\n", 14);
    file->included_from = bench_span(bench, "#INCLUDE");
    struct span a = {file->base + 11, file->base + 12};
    struct diag *d = diag_error(bench_start(bench), E_DUPLICATE, a, "twice");
    diag_also(d, bench_span(bench, "x.inc"), "from here");
    expect_text(bench_flush(bench), "x.inc:2:5: error: twice [E0303]\n"
                                    " 2 | INT a:\n"
                                    "   |     ^\n"
                                    " ::: main.csp:1:11\n"
                                    " 1 | #INCLUDE \"x.inc\"\n"
                                    "   |           ----- from here\n"
                                    "   = note: included from main.csp:1\n");
}

Test(render, colours_can_be_read_as_tags)
{
    struct bench *bench = bench_new("a.csp", "x y\n");
    bench->options.colour = DIAG_COLOUR_DEBUG;
    struct diag *d = diag_warning(bench_start(bench), WARN_EMPTY, E_EMPTY_CONSTRUCT,
                                  bench_span(bench, "y"), "empty");
    diag_also(d, bench_span(bench, "x"), "%s", "");
    expect_text(bench_flush(bench),
                "<locus>a.csp:1:3:</locus> <warning>warning:</warning> empty [E0611, -Wempty]\n"
                "<gutter> 1 |</gutter> x y\n"
                "<gutter>   |</gutter> <also>-</also> <warning>^</warning>\n");
}

// A line of `before` times `0123456789`, then `word`, then `after` times the digits.
static char *
long_line(unsigned before, const char *word, unsigned after)
{
    struct text text = {0};
    for (unsigned i = 0; i < before; i++)
        text_puts(&text, "0123456789");
    text_puts(&text, word);
    for (unsigned i = 0; i < after; i++)
        text_puts(&text, "0123456789");
    text_putc(&text, '\n');
    return text.at;
}

#define DIGITS_40 "0123456789012345678901234567890123456789"
#define BLANKS_40 "                                        "

Test(render, a_long_line_is_cut_on_both_sides)
{
    struct bench *bench = bench_new("a.csp", long_line(20, "<- here ->", 20));
    struct diag *d =
        diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "<- here ->"), "wrong");
    diag_label(d, "this");
    expect_text(bench_flush(bench), "a.csp:1:201: error: wrong [E0201]\n"
                                    " 1 | ...56789" DIGITS_40 "<- here ->" DIGITS_40 "01234...\n"
                                    "   |         " BLANKS_40 "^^^^^^^^^^ this\n");
}

Test(render, a_long_line_is_cut_behind_its_beginning)
{
    struct bench *bench = bench_new("a.csp", long_line(1, "x", 20));
    diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "x"), "wrong");
    expect_text(bench_flush(bench), "a.csp:1:11: error: wrong [E0201]\n"
                                    " 1 | 0123456789x" DIGITS_40 DIGITS_40 "012345678...\n"
                                    "   |           ^\n");
}

Test(render, the_end_of_a_long_line_is_shown)
{
    struct bench *bench = bench_new("a.csp", long_line(20, "x", 0));
    diag_error(bench_start(bench), E_SYNTAX, (struct span){202, 202}, "wrong");
    expect_text(bench_flush(bench),
                "a.csp:1:202: error: wrong [E0201]\n"
                " 1 | ...2345678901234567890123456789" DIGITS_40 "01234567890123456789012345678"
                "9x\n"
                "   |                                " BLANKS_40 "                             "
                "  ^\n");
}

Test(render, what_is_far_from_the_caret_is_under_the_dots)
{
    struct bench *bench = bench_new("a.csp", long_line(20, "near", 20));
    struct diag *d = diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "near"), "wrong");
    diag_also(d, (struct span){11, 13}, "left");
    diag_also(d, (struct span){401, 403}, "right");
    expect_text(bench_flush(bench),
                "a.csp:1:201: error: wrong [E0201]\n"
                " 1 | ...23456789" DIGITS_40 "near" DIGITS_40 "01234567...\n"
                "   | ---        " BLANKS_40 "^^^^" BLANKS_40 "        --- right\n"
                "   | |\n"
                "   | left\n");
}

// Half of a wide character is cut off: a blank stands for the other.
Test(render, wide_characters_at_the_cut_keep_the_columns)
{
    struct text text = {0}, expected = {0};
    for (unsigned i = 0; i < 60; i++)
        text_puts(&text, "\346\274\242");
    text_puts(&text, "x");
    struct bench *bench = bench_new("a.csp", text_string(&text));
    diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "x"), "wrong");
    text_puts(&expected, "a.csp:1:181: error: wrong [E0201]\n 1 | ... ");
    for (unsigned i = 0; i < 49; i++)
        text_puts(&expected, "\346\274\242");
    text_printf(&expected, "x\n   | %*s^\n", 3 + 99, "");
    expect_text(bench_flush(bench), text_string(&expected));
}

Test(render, a_repaired_long_line_is_cut_around_the_repair)
{
    struct bench *bench = bench_new("a.csp", long_line(20, "wrod", 20));
    struct span span = bench_span(bench, "wrod");
    diag_fix(diag_error(bench_start(bench), E_SYNTAX, span, "wrong"), span, "word");
    expect_text(bench_flush(bench), "a.csp:1:201: error: wrong [E0201]\n"
                                    " 1 | ...23456789" DIGITS_40 "wrod" DIGITS_40 "01234567...\n"
                                    "   |            " BLANKS_40 "^^^^\n"
                                    " 1 + ...3456789" DIGITS_40 "word" DIGITS_40 "012345678...\n"
                                    "   |           " BLANKS_40 "++++\n");
}

Test(render, no_color_wins_over_forced_colour)
{
    struct bench *bench = bench_new("a.csp", "x\n");
    bench->options.colour = DIAG_COLOUR_AUTO;
    setenv("CLICOLOR_FORCE", "1", 1);
    diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "x"), "one");
    cr_expect_not_null(strchr(bench_flush(bench), '\33'));
    setenv("NO_COLOR", "1", 1);
    diag_error(bench_start(bench), E_SYNTAX, bench_span(bench, "x"), "two");
    cr_expect_null(strchr(bench_flush(bench), '\33'));
}
