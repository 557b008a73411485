// SPDX-License-Identifier: MIT
// Run-time errors. Every function here is the cold end of a check: it writes a report (place,
// values, source text, instance path) and does not return. The process stops, and the program with
// it unless it was built with `-ferror=stop`.
#ifndef CSPC_FAULT_H
#define CSPC_FAULT_H

#include <stdint.h>

struct csp_site;

// How a check asks. With CSP_UNCHECKED (-ferror=unchecked) nothing fails.
#ifdef CSP_UNCHECKED
#define CSP_FAILS(condition) ((void)(condition), (void)site, 0)
#else
#define CSP_FAILS(condition) __builtin_expect(!!(condition), 0)
#endif

#define CSP_FAULT __attribute__((noreturn, noinline, cold))

// A fault with a text of its own, as printf.
CSP_FAULT void csp_fault(const struct csp_site *site, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Processes that cannot go on.
CSP_FAULT void csp_stop(const struct csp_site *site);         // STOP
CSP_FAULT void csp_fault_if(const struct csp_site *site);     // IF without a TRUE choice
CSP_FAULT void csp_fault_case(const struct csp_site *site);   // CASE without a matching option
CSP_FAULT void csp_fault_alt(const struct csp_site *site);    // ALT that can never be ready
CSP_FAULT void csp_fault_assert(const struct csp_site *site); // ASSERT (FALSE)
CSP_FAULT void csp_fault_cause(const struct csp_site *site);  // CAUSEERROR ()

// Values out of range; each says which.
CSP_FAULT void csp_fault_index(const struct csp_site *site, int64_t index, int64_t size);
CSP_FAULT void csp_fault_slice(const struct csp_site *site, int64_t from, int64_t count,
                               int64_t size);
CSP_FAULT void csp_fault_count(const struct csp_site *site, int64_t count);
CSP_FAULT void csp_fault_array(const struct csp_site *site, int64_t size);
CSP_FAULT void csp_fault_size(const struct csp_site *site, int64_t a, int64_t b);
CSP_FAULT void csp_fault_overlap(const struct csp_site *site, const char *what);
CSP_FAULT void csp_fault_range(const struct csp_site *site, int64_t value, int64_t low,
                               int64_t high);
CSP_FAULT void csp_fault_real_range(const struct csp_site *site, double value, const char *type);

// Arithmetic: `symbol` is what stands between (or, for csp_fault_monadic, before) the operands.
CSP_FAULT void csp_fault_overflow(const struct csp_site *site, int64_t a, const char *symbol,
                                  int64_t b);
CSP_FAULT void csp_fault_monadic(const struct csp_site *site, const char *symbol, int64_t a);
CSP_FAULT void csp_fault_zero(const struct csp_site *site);
CSP_FAULT void csp_fault_shift(const struct csp_site *site, int64_t count, int bits);
CSP_FAULT void csp_fault_longdiv(const struct csp_site *site, int64_t high, int64_t divisor);

// A REAL result that is not finite. Returns where that is no error: an operand was not finite.
__attribute__((noinline, cold)) void csp_check_real(const struct csp_site *site, double a,
                                                    char symbol, double b, double result);
// The same for the predefined routine `name` of `x`.
__attribute__((noinline, cold)) void csp_check_function(const struct csp_site *site,
                                                        const char *name, double x, double result);
CSP_FAULT void csp_fault_unpack(const struct csp_site *site, double x);

#endif
