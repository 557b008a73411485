// SPDX-License-Identifier: MIT
// What the library of the language asks of C: texts as numbers, the program's arguments.
#include <config.h>

#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_TEXT = 64 };

// ---- numbers -------------------------------------------------------------------------------------

// The text with a zero at its end, in `room` if it fits there.
static char *
terminated(const uint8_t *text, int64_t size, char *room)
{
    char *const copy = size < USUAL_TEXT ? room : malloc((size_t)size + 1);
    if (copy == NULL)
        csp_fault(NULL, "no memory for a number of %lld characters", (long long)size);
    memcpy(copy, text, (size_t)size);
    copy[size] = '\0';
    return copy;
}

float
csp_cspc_to_real32(const uint8_t *text, int64_t size)
{
    char room[USUAL_TEXT];
    char *const copy = terminated(text, size, room);
    const float value = strtof(copy, NULL);
    if (copy != room)
        free(copy);
    return value;
}

double
csp_cspc_to_real64(const uint8_t *text, int64_t size)
{
    char room[USUAL_TEXT];
    char *const copy = terminated(text, size, room);
    const double value = strtod(copy, NULL);
    if (copy != room)
        free(copy);
    return value;
}

// ---- arguments -----------------------------------------------------------------------------------

static char **arguments;
static int argument_count;

void
csp_library_start(int argc, char **argv)
{
    argument_count = argc;
    arguments = argv;
}

int64_t
csp_library_arguments(void)
{
    return argument_count;
}

int64_t
csp_library_argument(int64_t n, uint8_t *to, int64_t size)
{
    if (n < 0 || n >= argument_count)
        return 0;
    const size_t length = strlen(arguments[n]);
    memcpy(to, arguments[n], length < (size_t)size ? length : (size_t)size);
    return (int64_t)length;
}

void
csp_cspc_trace(const uint8_t *text, int64_t size)
{
    fwrite(text, 1, (size_t)size, stderr);
}
