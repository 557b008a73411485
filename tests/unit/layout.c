// SPDX-License-Identifier: MIT
#include <config.h>

#include "front.h"

static void
expect_tokens(const char *path, const char *text, const char *tokens)
{
    struct front *front = front_new(path, text);
    expect_text(front_tokens(front), tokens);
    expect_no_message(front);
}

Test(layout, columns_become_blocks)
{
    expect_tokens("a.csp", "SEQ\n  a\n  PAR\n    b\nc\n", "SEQ / > a / PAR / > b / < < c /");
}

Test(layout, blank_lines_and_comments_do_not_count)
{
    expect_tokens("a.csp", "SEQ\n\n-- x\n  a\n        -- y\n \n  b\n", "SEQ / > a / b / <");
}

Test(layout, the_last_line_needs_no_end)
{
    expect_tokens("a.csp", "SEQ\n  a", "SEQ / > a / <");
}

Test(layout, nothing_has_no_tokens)
{
    expect_tokens("a.csp", "", "");
    expect_tokens("a.csp", "-- only this\n\n", "");
}

Test(layout, a_line_goes_on_after_an_operator)
{
    expect_tokens("a.csp", "x :=\n  a +\n  b\ny := c,\n d\n", "x := a + b / y := c , d /");
    expect_tokens("a.csp", "x := a FOR\nb\n", "x := a FOR b /");
}

Test(layout, a_line_does_not_go_on_further_to_the_left)
{
    struct front *front = front_new("a.csp", "SEQ\n  x := a +\nb\n");
    expect_text(front_tokens(front), "SEQ / > x := a + / < b /");
}

Test(layout, a_line_goes_on_in_brackets_if_deeper)
{
    expect_tokens("a.csp", "p (a,\n   b\n     )\nq\n", "p ( a , b ) / q /");
    expect_tokens("a.csp", "x := [a\n   ]\n", "x := [ a ] /");
}

Test(layout, a_minus_begins_a_line_of_its_own)
{
    expect_tokens("a.csp", "CASE x\n  -1\n    a\n", "CASE x / > - 1 / > a / < <");
}

Test(layout, specifications_are_announced)
{
    expect_tokens("a.csp", "INT x:\nA ! b\nA! b:\n", "spec INT x : / A ! b / spec A ! b : /");
    expect_tokens("a.csp", "INT FUNCTION f () IS 1:\n:\n", "spec INT FUNCTION f ( ) IS 1 : / : /");
    expect_tokens("a.csp", "INT FUNCTION f ()\n  VALOF\n", "spec INT FUNCTION f ( ) / > VALOF / <");
}

Test(layout, an_inline_valof_is_a_block)
{
    expect_tokens("a.csp", "x := (VALOF\n        a\n        RESULT a\n     ) + 1\ny\n",
                  "x := ( VALOF / > a / RESULT a / < ) + 1 / y /");
    expect_tokens("a.csp", "x := (INT a:\n      VALOF\n        a\n        RESULT a)\n",
                  "x := ( spec INT a : / VALOF / > a / RESULT a / < ) /");
}

Test(layout, times_are_words_only_before_a_unit)
{
    expect_tokens("a.csp", "DELAY 5 MS\nAFTER 1 SEC\nb & AFTER n US\n",
                  "DELAY 5 unit / AFTER 1 unit / b & AFTER n unit /");
    expect_tokens("a.csp", "c ? AFTER MS\nDELAY (MS)\nMS := 1\n",
                  "c ? AFTER MS / DELAY ( MS ) / MS := 1 /");
    expect_tokens("a.occ", "DELAY 5 MS\n", "DELAY 5 MS /");
    expect_tokens("a.csp", "TIMEOUT 5 MS\n  a\nELSE\n  b\n",
                  "TIMEOUT 5 unit / > a / < ELSE / > b / <");
    expect_tokens("a.csp", "TIMEOUT (MS)\nTIMEOUT := 5\n", "TIMEOUT ( MS ) / TIMEOUT := 5 /");
}

Test(layout, the_lines_of_an_asm_block_are_left_out)
{
    expect_tokens("a.occ", "SEQ\n  ASM\n    LD x\n      ADC 1\n  a\n", "SEQ / > ASM / a / <");
}

Test(layout, any_step_will_do_in_csp)
{
    expect_tokens("a.csp", "SEQ\n   a\n   PAR\n      b\n", "SEQ / > a / PAR / > b / < <");
    struct front *front = front_new("a.occ", "SEQ\n   a\n");
    front_tokens(front);
    cr_expect_not_null(strstr(bench_flush(front->bench), "[E0104]"));
}
