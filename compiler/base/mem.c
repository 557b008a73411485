// SPDX-License-Identifier: MIT
// Memory: libgc, or malloc that is never freed. Sanitizer builds take the second, since the
// collector cannot see what AddressSanitizer moves off the stack, and AddressSanitizer cannot see
// an overflow inside a block of the collector's.
#include <config.h>

#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
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
#include <stdint.h>
#include <sys/mman.h>

// A compilation is short: its first memory comes from an arena that is never collected, and only a
// program that needs more than that meets the collector, which then takes the arena for a root.
// Blocks of the arena are preceded by their size; the pages are touched only as they are used.
enum { ARENA = 256 << 20, PAGE = 2 << 20, HEADER = 8, ALIGNMENT = 16 };

static char *arena, *arena_next, *arena_end;
static bool collecting;

void
mem_start(void)
{
    char *const memory = mmap(NULL, ARENA + PAGE, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    raise_stack_limit();
    if (memory == MAP_FAILED)
        return; // then everything is the collector's
    arena = memory + (PAGE - (uintptr_t)memory % PAGE);
    arena_next = arena + HEADER;
    arena_end = arena + ARENA;
    (void)madvise(arena, ARENA, MADV_HUGEPAGE);
}

static bool
is_in_arena(const void *block)
{
    return (const char *)block >= arena && (const char *)block < arena_end;
}

static size_t *
size_of(void *block)
{
    return (size_t *)(void *)((char *)block - HEADER);
}

// Room for a block and the header of the next one.
static size_t
footprint(size_t size)
{
    return (size + HEADER + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void *
take_from_arena(size_t size)
{
    void *const block = arena_next + HEADER;

    *size_of(block) = size;
    arena_next += footprint(size);
    return block;
}

static bool
fits_arena(size_t size)
{
    return !collecting && arena != NULL && size < (size_t)(arena_end - arena_next) &&
           footprint(size) + HEADER < (size_t)(arena_end - arena_next);
}

static void
start_collecting(void)
{
    if (collecting)
        return;
    collecting = true;
    GC_set_markers_count(1);
    GC_INIT();
    GC_set_free_space_divisor(1);
    if (arena != NULL)
        GC_add_roots(arena, arena_end);
}

void *
mem_alloc(size_t size)
{
    void *block;

    if (fits_arena(size))
        return take_from_arena(size);
    start_collecting();
    block = GC_MALLOC(size);
    if (!block)
        out_of_memory();
    return block;
}

void *
mem_atomic(size_t size)
{
    void *block;

    if (fits_arena(size))
        return take_from_arena(size);
    start_collecting();
    block = GC_MALLOC_ATOMIC(size);
    if (!block)
        out_of_memory();
    return block;
}

// The last block of the arena grows where it is.
static bool
grow_in_place(void *block, size_t size)
{
    if (collecting || (char *)block - HEADER + footprint(*size_of(block)) != arena_next ||
        size > (size_t)(arena_end - (char *)block) / 2)
        return false;
    arena_next = (char *)block - HEADER;
    if (!fits_arena(size)) {
        arena_next += footprint(*size_of(block));
        return false;
    }
    (void)take_from_arena(size);
    return true;
}

void *
mem_resize(void *block, size_t size)
{
    void *moved;

    if (block == NULL)
        return mem_alloc(size);
    if (!is_in_arena(block)) {
        moved = GC_REALLOC(block, size);
        if (!moved)
            out_of_memory();
        return moved;
    }
    if (size <= *size_of(block) || grow_in_place(block, size))
        return block;
    moved = mem_alloc(size);
    memcpy(moved, block, *size_of(block));
    return moved;
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
    char buffer[512]; // most texts are short, and then printed once
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(buffer, sizeof buffer, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    if ((size_t)length < sizeof buffer)
        return mem_copy_text(buffer, (size_t)length);
    char *result = mem_atomic((size_t)length + 1);
    vsnprintf(result, (size_t)length + 1, format, arguments);
    return result;
}
