// SPDX-License-Identifier: MIT
// Exit statuses, and messages that belong to no place in a source file.
#ifndef DRIVER_STATUS_H
#define DRIVER_STATUS_H

#include <stdnoreturn.h>

enum status {
    STATUS_OK = 0,
    STATUS_DIAGNOSED = 1, // the program has errors, or a file cannot be read or written
    STATUS_USAGE = 2,     // the command line is wrong
    STATUS_INTERNAL = 4,  // the compiler is wrong
    STATUS_NOT_RUN = 125, // `cspc run`: there is nothing to run
};

// One line on standard error: "cspc: error: ...".
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Complain and end with STATUS_USAGE.
noreturn void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Complain and end with `status`.
noreturn void die(enum status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Answer a crash (a stack overflow too) with an internal error and STATUS_INTERNAL.
void status_catch_crashes(void);

#endif
