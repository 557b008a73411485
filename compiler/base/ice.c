// SPDX-License-Identifier: MIT
// The end of a compiler that has found itself wrong.
#include <config.h>

#include "base/ice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
ice_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "cspc: internal error: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, " (%s:%d); please report this\n", file, line);
    va_end(arguments);
    exit(4);
}
