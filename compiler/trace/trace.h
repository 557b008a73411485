// SPDX-License-Identifier: MIT
// What CSP_TRACE has recorded, for people. The form of the file is described in doc/trace.md.
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include <stdio.h>

enum trace_form { TRACE_AS_TEXT, TRACE_AS_JSON };

enum trace_result {
    TRACE_WHOLE,
    TRACE_CUT_OFF,      // the file ends before the program did
    TRACE_DAMAGED,      // what comes next is no record
    TRACE_IS_NONE,      // another kind of file: nothing was written
    TRACE_IS_FOREIGN,   // of another version: nothing was written
    TRACE_IS_UNREADABLE // errno says why
};

// Show the trace `in` on `out`, as far as it goes.
enum trace_result trace_show(FILE *in, FILE *out, enum trace_form form);

#endif
