// SPDX-License-Identifier: MIT
// `cspc explain E0301` shows the page of a code.
#include <config.h>

#include "base/mem.h"
#include "diag/diag.h"
#include "driver/home.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int
verb_explain(int count, char **arguments)
{
    if (count != 1)
        usage_error("`cspc explain` takes one code, such as E0301");
    char *number = mem_copy_text(arguments[0], strlen(arguments[0]));
    number[0] = (char)toupper((unsigned char)number[0]);
    enum diag_code code = diag_code_find(number);
    if (code == DIAG_CODES)
        usage_error("there is no code `%s`", arguments[0]);
    const char *path = mem_format("%s/%s.md", home_find()->errors, number);
    FILE *page = fopen(path, "r");
    if (!page) {
        printf("%s: %s\n", number, diag_code_summary(code));
        return STATUS_OK;
    }
    char block[4096];
    size_t got;
    while ((got = fread(block, 1, sizeof block, page)) > 0)
        fwrite(block, 1, got, stdout);
    fclose(page);
    return STATUS_OK;
}
