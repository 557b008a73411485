// SPDX-License-Identifier: MIT
#include <config.h>

#include "front.h"

#include <unistd.h>

#define SYMBOLS "#DEFINE N 3\n#DEFINE TEXT \"abc\"\n#DEFINE BARE\n#DEFINE HEX #1F\n"

static void
expect_words(const char *text, const char *words)
{
    struct front *front = front_new("a.csp", text);
    expect_text(front_words(front), words);
    expect_no_message(front);
}

static void
expect_holds(const char *condition, bool holds)
{
    struct front *front =
        front_new("a.occ", mem_format(SYMBOLS "#IF %s\nyes\n#ELSE\nno\n#ENDIF\n", condition));
    const char *words = front_words(front);
    cr_expect_str_eq(words, holds ? "yes@0" : "no@0", "`%s` gives %s", condition, words);
    expect_no_message(front);
}

static void
expect_wrong(const char *condition, const char *why)
{
    struct front *front = front_new("a.occ", mem_format(SYMBOLS "#IF %s\n#ENDIF\n", condition));
    front_words(front);
    const char *message = bench_flush(front->bench);
    cr_expect_not_null(strstr(message, why), "`%s` gives %s", condition, message);
    cr_expect_eq(diag_error_count(front->syntax.diagnostics), 1);
}

Test(directives, conditions_compare_numbers)
{
    expect_holds("N = 3", true);
    expect_holds("N <> 3", false);
    expect_holds("N < 10", true);
    expect_holds("N >= 4", false);
    expect_holds("3 <= N", true);
    expect_holds("N > 2", true);
    expect_holds("HEX = 31", true);
    expect_holds("N", true);
    expect_holds("UNKNOWN = 0", true);
}

Test(directives, conditions_compare_texts)
{
    expect_holds("TEXT = \"abc\"", true);
    expect_holds("TEXT < \"abd\"", true);
    expect_holds("TEXT = 3", false);
    expect_holds("TARGET.OS = \"linux\"", true);
    expect_holds("BARE = \"\"", true);
}

Test(directives, conditions_combine)
{
    expect_holds("TRUE", true);
    expect_holds("NOT TRUE", false);
    expect_holds("DEFINED (BARE)", true);
    expect_holds("DEFINED (MISSING)", false);
    expect_holds("NOT DEFINED (MISSING)", true);
    expect_holds("FALSE AND TRUE OR TRUE", true);
    expect_holds("TRUE OR TRUE AND FALSE", true);
    expect_holds("(TRUE OR TRUE) AND FALSE", false);
    expect_holds("NOT (FALSE AND TRUE)", true);
}

Test(directives, wrong_conditions_are_reported_once)
{
    expect_wrong("", "a value is missing");
    expect_wrong("N =", "a value is missing");
    expect_wrong("TEXT", "a comparison is expected");
    expect_wrong("N = 3 4", "nothing is expected here");
    expect_wrong("(N = 3", "a `)` is missing");
    expect_wrong("DEFINED 3", "DEFINED needs the name of a symbol");
    expect_wrong("( = 3) AND ( = 4)", "this condition is wrong");
}

Test(directives, one_part_is_taken)
{
    expect_words("#IF FALSE\na\n#ELIF TRUE\nb\n#ELIF TRUE\nc\n#ELSE\nd\n#ENDIF\n", "b@0");
    expect_words("#IF FALSE\n#IF TRUE\na\n#ELSE\nb\n#ENDIF\n#ELSE\nc\n#ENDIF\n", "c@0");
    expect_words("#IF FALSE\n#DEFINE X\n#ERROR \"no\"\n#ENDIF\n#IF DEFINED (X)\na\n#ENDIF\nb\n",
                 "b@0");
}

Test(directives, a_value_stands_in_the_place_of_its_symbol)
{
    expect_words("#DEFINE N 3\n  x := ##N\n", "x@2 :=@4 3@7");
    expect_words("#DEFINE SUM (a + b)\n##SUM\n", "(@0 a@0 +@0 b@0 )@0");
    expect_words("#DEFINE N 3\n#DEFINE N 4\n##N\n", "4@0");
    expect_words("##TARGET.BITS.PER.WORD\n", "64@0");
}

Test(directives, a_symbol_without_a_value_is_reported)
{
    struct front *front = front_new("a.csp", "#DEFINE N 3\n#UNDEF N\n##N\n");
    expect_text(front_words(front), "0@0");
    cr_expect_not_null(
        strstr(bench_flush(front->bench), "a.csp:3:1: error: the symbol `N` has no value"));
}

Test(directives, relax_moves_a_part_to_the_left)
{
    expect_words("#IF TRUE\n  #RELAX\n  a\n    b\n#ENDIF\n  c\n", "a@0 b@2 c@2");
    expect_words("#IF FALSE\n  #RELAX\n  a\n#ELSE\n  b\n#ENDIF\n", "b@0");
    expect_words("#IF TRUE\n  #RELAX\n#IF TRUE\n  #RELAX\n    a\n#ENDIF\n  b\n#ENDIF\n", "a@0 b@0");
}

// Files in the scratch folder in which the test runs.
static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

Test(directives, an_included_file_begins_in_the_column_of_its_directive)
{
    write_file("unit_outer.inc", "a\n  #INCLUDE \"unit_inner.inc\"\nb\n");
    write_file("unit_inner.inc", "c\n  d\n");
    expect_words("SEQ\n  #INCLUDE \"unit_outer.inc\"\n  e\n", "SEQ@0 a@2 c@4 d@6 b@2 e@2");
    unlink("unit_outer.inc");
    unlink("unit_inner.inc");
}

Test(directives, a_library_is_used_once_at_the_outermost_level)
{
    write_file("unit_library.module", "a\n");
    expect_words("#USE \"unit_library\"\n#USE \"unit_library\"\n", "a@0");
    expect_words("  #USE \"unit_library.lib\"\n  #USE \"unit_library.lib\"\n", "a@2 a@2");
    unlink("unit_library.module");
}
