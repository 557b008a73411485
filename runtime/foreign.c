// SPDX-License-Identifier: MIT
// What routines in C are given and give.
#include <config.h>

#include "internal.h"

#include "cspc/text.h"

char *
csp_text_to_c(struct csp_text text)
{
    char *const string = malloc((size_t)text.size + 1);
    if (string == NULL)
        csp_fault(NULL, "no memory for a string of %lld bytes", (long long)text.size);
    if (text.size != 0)
        memcpy(string, text.at, (size_t)text.size);
    string[text.size] = '\0';
    return string;
}

void
csp_text_free_c(char *string)
{
    free(string);
}
