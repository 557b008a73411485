// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/text.h"
#include "helper.h"

Test(text, is_a_string_even_when_empty)
{
    struct text text = {0};
    expect_text(text_string(&text), "");
    text_put(&text, "", 0);
    expect_text(text_string(&text), "");
}

Test(text, appends)
{
    struct text text = {0};
    text_puts(&text, "a");
    text_putc(&text, 'b');
    text_printf(&text, "%d%s", 12, "c");
    expect_text(text_string(&text), "ab12c");
    cr_expect_eq(text.length, 5);
}

Test(text, grows)
{
    struct text text = {0};
    for (int i = 0; i < 1000; i++)
        text_printf(&text, "%0*d", i, 0);
    cr_expect_eq(text.length, 1 + 999 * 1000 / 2);
    cr_expect_eq(strlen(text_string(&text)), text.length);
}
