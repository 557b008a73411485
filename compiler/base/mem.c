// SPDX-License-Identifier: MIT
// Memory: libgc, or malloc that is never freed. Sanitizer builds take the second, since the
// collector cannot see what AddressSanitizer moves off the stack, and AddressSanitizer cannot see
// an overflow inside a block of the collector's.
#include <config.h>

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void
out_of_memory(void)
{
    fputs("cspc: out of memory\n", stderr);
    exit(4);
}

// Passes recurse over the tree, whose depth the parser limits (ORDER depth). The stack of the main
// thread grows up to the limit in force when it is touched.
static void
raise_stack_limit(void)
{
    enum { WANTED = 256 << 20 };
    struct rlimit limit;

    if (getrlimit(RLIMIT_STACK, &limit) != 0)
        return;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < WANTED) {
        limit.rlim_cur =
            limit.rlim_max == RLIM_INFINITY || limit.rlim_max > WANTED ? WANTED : limit.rlim_max;
        (void)setrlimit(RLIMIT_STACK, &limit);
    }
}

#ifdef MEM_NEVER_FREES

// Everything that is still allocated at exit is a leak by design.
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
    return "detect_leaks=0";
}

void
mem_start(void)
{
    raise_stack_limit();
}

void *
mem_alloc(size_t size)
{
    void *block = calloc(1, size ? size : 1);
    if (!block)
        out_of_memory();
    return block;
}

void *
mem_atomic(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block)
        out_of_memory();
    return block;
}

void *
mem_resize(void *block, size_t size)
{
    block = realloc(block, size ? size : 1);
    if (!block)
        out_of_memory();
    return block;
}

#else

#define GC_THREADS 1 // declares GC_set_markers_count
#include <gc.h>

enum { FIRST_HEAP = 64 << 20 };

// A compilation is short: with this heap to begin with, all but the largest end before the first
// collection. The pages are touched only as they are used.
void
mem_start(void)
{
    raise_stack_limit();
    GC_set_markers_count(1);
    GC_INIT();
    GC_set_free_space_divisor(1);
    GC_expand_hp(FIRST_HEAP);
}

void *
mem_alloc(size_t size)
{
    void *block = GC_MALLOC(size);
    if (!block)
        out_of_memory();
    return block;
}

void *
mem_atomic(size_t size)
{
    void *block = GC_MALLOC_ATOMIC(size);
    if (!block)
        out_of_memory();
    return block;
}

void *
mem_resize(void *block, size_t size)
{
    block = GC_REALLOC(block, size);
    if (!block)
        out_of_memory();
    return block;
}

#endif

char *
mem_copy_text(const char *text, size_t length)
{
    char *copy = mem_atomic(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *
mem_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *result = mem_vformat(format, arguments);
    va_end(arguments);
    return result;
}

char *
mem_vformat(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    char *result = mem_atomic((size_t)length + 1);
    vsnprintf(result, (size_t)length + 1, format, arguments);
    return result;
}
