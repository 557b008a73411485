// SPDX-License-Identifier: MIT
#include <config.h>

#include "case.h"

static int failures;

void
case_check(bool holds, const char *text, const char *file, int line)
{
    if (holds)
        return;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, text);
    failures++;
}

void
case_contains(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part) != NULL)
        return;
    fprintf(stderr, "%s:%d: expected:\n%s\nfound:\n%s\n", file, line, part, text);
    failures++;
}

int
case_end(void)
{
    return failures != 0;
}

void
case_forget(void)
{
    failures = 0;
}
