// SPDX-License-Identifier: MIT
// `cspc trace FILE` shows what CSP_TRACE=FILE has recorded.
#include <config.h>

#include "driver/status.h"
#include "driver/verbs.h"
#include "trace/trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

// A trace that is cut off, as that of a program that was killed, is no error.
static int
conclude(const char *path, enum trace_result result)
{
    switch (result) {
    case TRACE_WHOLE: return STATUS_OK;
    case TRACE_CUT_OFF:
        fprintf(stderr, "cspc: `%s` ends before its program did\n", path);
        return STATUS_OK;
    case TRACE_DAMAGED: complain("`%s` is damaged; only a part of it is shown", path); break;
    case TRACE_IS_NONE: complain("`%s` is no trace", path); break;
    case TRACE_IS_FOREIGN: complain("`%s` is a trace of another version of cspc", path); break;
    case TRACE_IS_UNREADABLE: complain("cannot read `%s`: %s", path, strerror(errno)); break;
    }
    return STATUS_DIAGNOSED;
}

int
verb_trace(int count, char **arguments)
{
    enum trace_form form = TRACE_AS_TEXT;
    if (count > 0 && strcmp(arguments[0], "--json") == 0) {
        form = TRACE_AS_JSON;
        count--;
        arguments++;
    }
    if (count != 1 || (arguments[0][0] == '-' && arguments[0][1] != '\0'))
        usage_error("`cspc trace` takes one file, and --json before it");
    const char *path = arguments[0];
    FILE *in = fopen(path, "rb");
    if (!in)
        die(STATUS_DIAGNOSED, "cannot read `%s`: %s", path, strerror(errno));
    int status = conclude(path, trace_show(in, stdout, form));
    fclose(in);
    if (fflush(stdout) != 0 || ferror(stdout))
        die(STATUS_DIAGNOSED, "cannot write the trace: %s", strerror(errno));
    return status;
}
