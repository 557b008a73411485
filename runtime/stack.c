// SPDX-License-Identifier: MIT
// The stacks of the threads. Processes need none, but recursive FUNCTIONs, and PROCs that cannot
// wait, are C functions: each looks whether there is stack enough before it goes on.
#include <config.h>

#include "internal.h"

// What a function, those that it calls and are not recursive, and a report need.
enum { RESERVE = 96 * 1024 };

_Thread_local uintptr_t csp_stack_limit;

void
csp_stack_start(void)
{
    pthread_attr_t attributes;
    void *lowest;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return;
    // Half of a very small stack is left to the program.
    if (pthread_attr_getstack(&attributes, &lowest, &size) == 0)
        csp_stack_limit = (uintptr_t)lowest + (size / 2 < RESERVE ? size / 2 : RESERVE);
    (void)pthread_attr_destroy(&attributes);
}

void
csp_fault_stack(const struct csp_site *site)
{
    csp_fault(site, "the recursion is too deep for the stack");
}
