// SPDX-License-Identifier: MIT
// Fault functions that come back, in place of those of the library: FAILS (expression) is true if
// its evaluation ends in a fault. `fault_kind` tells which.
#ifndef FAULTS_H
#define FAULTS_H

#include "cspc/rt.h"

#include <setjmp.h>

enum fault_kind {
    FAULT_NONE,
    FAULT_OVERFLOW,
    FAULT_MONADIC,
    FAULT_ZERO,
    FAULT_SHIFT,
    FAULT_RANGE,
    FAULT_REAL_RANGE,
    FAULT_INDEX,
    FAULT_SLICE,
    FAULT_COUNT,
    FAULT_SIZE,
    FAULT_LONGDIV,
    FAULT_REAL
};

// Nothing that the tests compare changes between setjmp and longjmp.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wclobbered"
#endif

extern enum fault_kind fault_kind;
extern int64_t fault_a, fault_b; // the operands that an overflow reports
extern jmp_buf fault_exit;

#define FAILS(expression)                                                                          \
    (fault_kind = FAULT_NONE, setjmp(fault_exit) == 0 && ((void)(expression), 0),                  \
     fault_kind != FAULT_NONE)
#define FAILS_BY(kind, expression) (FAILS(expression) && fault_kind == (kind))

#endif
