// SPDX-License-Identifier: MIT
#include <config.h>

#include "faults.h"

#include <math.h>

enum fault_kind fault_kind;
int64_t fault_a, fault_b;
jmp_buf fault_exit;

__attribute__((noreturn)) static void
fail(enum fault_kind kind)
{
    fault_kind = kind;
    longjmp(fault_exit, 1);
}

void
csp_fault_overflow(const struct csp_site *site, int64_t a, const char *symbol, int64_t b)
{
    (void)site;
    (void)symbol;
    fault_a = a;
    fault_b = b;
    fail(FAULT_OVERFLOW);
}

void
csp_fault_monadic(const struct csp_site *site, const char *symbol, int64_t a)
{
    (void)site;
    (void)symbol;
    fault_a = a;
    fail(FAULT_MONADIC);
}

void
csp_fault_zero(const struct csp_site *site)
{
    (void)site;
    fail(FAULT_ZERO);
}

void
csp_fault_shift(const struct csp_site *site, int64_t count, int bits)
{
    (void)site;
    (void)count;
    (void)bits;
    fail(FAULT_SHIFT);
}

void
csp_fault_range(const struct csp_site *site, int64_t value, int64_t low, int64_t high)
{
    (void)site;
    (void)value;
    (void)low;
    (void)high;
    fail(FAULT_RANGE);
}

void
csp_fault_real_range(const struct csp_site *site, double value, const char *type)
{
    (void)site;
    (void)value;
    (void)type;
    fail(FAULT_REAL_RANGE);
}

void
csp_fault_index(const struct csp_site *site, int64_t index, int64_t size)
{
    (void)site;
    (void)index;
    (void)size;
    fail(FAULT_INDEX);
}

void
csp_fault_slice(const struct csp_site *site, int64_t from, int64_t count, int64_t size)
{
    (void)site;
    (void)from;
    (void)count;
    (void)size;
    fail(FAULT_SLICE);
}

void
csp_fault_count(const struct csp_site *site, int64_t count)
{
    (void)site;
    (void)count;
    fail(FAULT_COUNT);
}

void
csp_fault_size(const struct csp_site *site, int64_t a, int64_t b)
{
    (void)site;
    (void)a;
    (void)b;
    fail(FAULT_SIZE);
}

void
csp_fault_longdiv(const struct csp_site *site, int64_t high, int64_t divisor)
{
    (void)site;
    (void)high;
    (void)divisor;
    fail(FAULT_LONGDIV);
}

// The rule of the library: see fault.c there; its own decision is tested by report.c.
void
csp_check_real(const struct csp_site *site, double a, char symbol, double b, double result)
{
    (void)site;
    (void)symbol;
    if (isnan(a) || isnan(b) || (isinf(result) && (isinf(a) || isinf(b))))
        return;
    fail(FAULT_REAL);
}

void
csp_check_function(const struct csp_site *site, const char *name, double x, double result)
{
    (void)site;
    (void)name;
    (void)result;
    if (isfinite(x))
        fail(FAULT_REAL);
}

void
csp_fault_unpack(const struct csp_site *site, double x)
{
    (void)site;
    (void)x;
    fail(FAULT_REAL);
}
