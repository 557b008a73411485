// SPDX-License-Identifier: MIT
// The compiler's only door to memory. Nothing is ever freed by hand: a collector (or, in
// sanitizer builds, nobody) takes back what is no longer reachable.
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

// Prepare the collector. Call once, first thing in main.
void mem_start(void);

// Zeroed memory that may hold pointers. Never NULL: running out ends the compiler with a message.
void *mem_alloc(size_t size);

// Memory that holds no pointers (text, numbers); not zeroed.
void *mem_atomic(size_t size);

// Resize a block of mem_alloc; the old block must no longer be used. Added bytes have any value.
void *mem_resize(void *block, size_t size);

// A fresh copy of the first `length` bytes of `text`, terminated by a NUL.
char *mem_copy_text(const char *text, size_t length);

// A fresh string made as by printf.
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *mem_vformat(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#define mem_new(type) ((type *)mem_alloc(sizeof(type)))
#define mem_array(type, count) ((type *)mem_alloc(sizeof(type) * (count)))

#endif
