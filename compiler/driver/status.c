// SPDX-License-Identifier: MIT
// Ends of the compiler that are not a matter of the program compiled.
#include <config.h>

#include "driver/status.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void vcomplain(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

static void
vcomplain(const char *format, va_list arguments)
{
    fputs("cspc: error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void
complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vcomplain(format, arguments);
    va_end(arguments);
}

void
usage_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vcomplain(format, arguments);
    va_end(arguments);
    exit(STATUS_USAGE);
}

void
die(enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vcomplain(format, arguments);
    va_end(arguments);
    exit((int)status);
}

static void
crashed(int signal_number)
{
    static const char message[] =
        "cspc: internal error: the compiler crashed; please report this\n";
    (void)signal_number;
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(STATUS_INTERNAL);
    _exit(STATUS_INTERNAL);
}

// On a stack of its own, since the stack may be what ran out. Sanitizers report better themselves.
void
status_catch_crashes(void)
{
    static char stack[16384];
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = crashed;
    action.sa_flags = SA_ONSTACK;
    if (CC_SANITIZE[0] || sigaltstack(&alternative, NULL) != 0)
        return;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    sigaction(SIGILL, &action, NULL);
}
