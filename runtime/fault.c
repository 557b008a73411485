// SPDX-License-Identifier: MIT
// Run-time errors: the report, and what happens to the process.
#include <config.h>

#include "internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

// Write where, what, the source text, and which process it was.
__attribute__((format(printf, 2, 0))) static void
report(const struct csp_site *site, const char *format, va_list arguments)
{
    csp_io_end();
    if (site != NULL)
        fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": ", site->file, site->line, site->column);
    fprintf(stderr, "run-time error: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    if (site != NULL && site->text != NULL)
        fprintf(stderr, "    %s\n", site->text);
    if (csp_scheduler.running != NULL && csp_scheduler.running->frame != NULL) {
        fprintf(stderr, "  in ");
        csp_tree_path(stderr, csp_scheduler.running);
        fprintf(stderr, "\n");
    }
}

// A stopped process keeps the site: should the others wait for it, the report can say so.
static void
stop_running(const struct csp_site *site)
{
    struct csp_proc *const process = csp_scheduler.running;
    if (process == NULL || !csp_running_program->error_stops)
        return;
    process->state = CSP_STOPPED;
    process->value.data = (void *)(uintptr_t)site;
    csp_branch_stop(process);
    csp_abandon();
}

void
csp_fault(const struct csp_site *site, const char *format, ...)
{
    (void)csp_baton_return();
    stop_running(site);
    va_list arguments;
    va_start(arguments, format);
    report(site, format, arguments);
    va_end(arguments);
    if (csp_is_observed)
        csp_observe_end(CSP_ENDS_BY_FAULT);
    // In the midst of a computation: what it held is not given back, so nobody shall look for leaks.
    fflush(NULL);
    _Exit(CSP_STATUS_FAULT);
}

void
csp_stop(const struct csp_site *site)
{
    csp_fault(site, "STOP");
}

void
csp_fault_if(const struct csp_site *site)
{
    csp_fault(site, "no choice of this IF is TRUE");
}

void
csp_fault_undefined(const struct csp_site *site)
{
    csp_fault(site, "this mobile is undefined: it was moved, or never made");
}

void
csp_fault_case(const struct csp_site *site)
{
    csp_fault(site, "no option of this CASE matches");
}

void
csp_fault_alt(const struct csp_site *site)
{
    csp_fault(site, "no guard of this ALT can ever be ready");
}

void
csp_fault_assert(const struct csp_site *site)
{
    csp_fault(site, "assertion failed");
}

void
csp_fault_cause(const struct csp_site *site)
{
    csp_fault(site, "CAUSEERROR");
}

// ---- values --------------------------------------------------------------------------------------

void
csp_fault_index(const struct csp_site *site, int64_t index, int64_t size)
{
    if (size == 0)
        csp_fault(site, "subscript %" PRId64 " of an empty array", index);
    csp_fault(site, "subscript %" PRId64 " is outside 0..%" PRId64, index, size - 1);
}

void
csp_fault_slice(const struct csp_site *site, int64_t from, int64_t count, int64_t size)
{
    csp_fault(site, "slice FROM %" PRId64 " FOR %" PRId64 " of an array of %" PRId64, from, count,
              size);
}

void
csp_fault_count(const struct csp_site *site, int64_t count)
{
    csp_fault(site, "negative count %" PRId64, count);
}

void
csp_fault_array(const struct csp_site *site, int64_t size)
{
    csp_fault(site, "an array cannot have %" PRId64 " elements", size);
}

void
csp_fault_size(const struct csp_site *site, int64_t a, int64_t b)
{
    csp_fault(site, "arrays of different sizes, %" PRId64 " and %" PRId64, a, b);
}

void
csp_fault_overlap(const struct csp_site *site, const char *what)
{
    csp_fault(site, "%s", what);
}

void
csp_fault_range(const struct csp_site *site, int64_t value, int64_t low, int64_t high)
{
    csp_fault(site, "%" PRId64 " is outside %" PRId64 "..%" PRId64, value, low, high);
}

void
csp_fault_real_range(const struct csp_site *site, double value, const char *type)
{
    csp_fault(site, "%.17g does not fit in %s", value, type);
}

// ---- arithmetic ----------------------------------------------------------------------------------

void
csp_fault_overflow(const struct csp_site *site, int64_t a, const char *symbol, int64_t b)
{
    csp_fault(site, "overflow in %" PRId64 " %s %" PRId64, a, symbol, b);
}

void
csp_fault_monadic(const struct csp_site *site, const char *symbol, int64_t a)
{
    csp_fault(site, "overflow in %s(%" PRId64 ")", symbol, a);
}

void
csp_fault_zero(const struct csp_site *site)
{
    csp_fault(site, "division by zero");
}

void
csp_fault_shift(const struct csp_site *site, int64_t count, int bits)
{
    csp_fault(site, "shift by %" PRId64 " is outside 0..%d", count, bits);
}

void
csp_fault_longdiv(const struct csp_site *site, int64_t high, int64_t divisor)
{
    csp_fault(site, "overflow in LONGDIV: high word %" PRId64 ", divisor %" PRId64, high, divisor);
}

// An infinity from an infinity and a NaN from a NaN are what IEEE says and no error; nor is 0 / 0,
// which programs that were written for KRoC rely on.
void
csp_check_real(const struct csp_site *site, double a, char symbol, double b, double result)
{
    if (isnan(a) || isnan(b) || (isinf(result) && (isinf(a) || isinf(b))))
        return;
    if (symbol == '/' && a == 0 && b == 0)
        return;
    if (symbol == '/' && b == 0 && isinf(result))
        csp_fault(site, "division by zero in %.9g / %.9g", a, b);
    if (isnan(result))
        csp_fault(site, "%.9g %c %.9g is not a number", a, symbol, b);
    csp_fault(site, "overflow in %.9g %c %.9g", a, symbol, b);
}

void
csp_check_function(const struct csp_site *site, const char *name, double x, double result)
{
    if (!isfinite(x))
        return;
    if (isnan(result))
        csp_fault(site, "%s of %.9g is not a number", name, x);
    csp_fault(site, "overflow in %s of %.9g", name, x);
}

void
csp_fault_unpack(const struct csp_site *site, double x)
{
    csp_fault(site, "%.9g has no exponent", x);
}
