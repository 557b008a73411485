// SPDX-License-Identifier: MIT
// REAL arithmetic with checks, and conversions between REALs and INTs. ROUND is to the nearest,
// ties to even, TRUNC is towards zero; neither depends on the state of the processor beyond its
// default rounding.
#ifndef CSPC_REAL_H
#define CSPC_REAL_H

#include "cspc/fault.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

// ---- arithmetic: overflow, division by zero and invalid operations are errors -------------------

// True for an infinity or a NaN; one compare.
static inline bool
csp_not_finite(double value)
{
    return !(__builtin_fabs(value) <= DBL_MAX);
}

#define CSP_CHECKED_REAL(T, type, name, character, expression)                                     \
    static inline type csp_##name##_##T(type a, type b, const struct csp_site *site)               \
    {                                                                                              \
        const type result = (expression);                                                          \
        if (CSP_FAILS(csp_not_finite((double)result)))                                             \
            csp_check_real(site, (double)a, character, (double)b, (double)result);                 \
        return result;                                                                             \
    }

CSP_CHECKED_REAL(real32, float, add, '+', a + b)
CSP_CHECKED_REAL(real32, float, sub, '-', a - b)
CSP_CHECKED_REAL(real32, float, mul, '*', a *b)
CSP_CHECKED_REAL(real32, float, div, '/', a / b)
CSP_CHECKED_REAL(real32, float, rem, '\\', remainderf(a, b))
CSP_CHECKED_REAL(real64, double, add, '+', a + b)
CSP_CHECKED_REAL(real64, double, sub, '-', a - b)
CSP_CHECKED_REAL(real64, double, mul, '*', a *b)
CSP_CHECKED_REAL(real64, double, div, '/', a / b)
CSP_CHECKED_REAL(real64, double, rem, '\\', remainder(a, b))

// Never fails; takes a site because the other negations do.
static inline float
csp_neg_real32(float a, const struct csp_site *site)
{
    (void)site;
    return -a;
}

static inline double
csp_neg_real64(double a, const struct csp_site *site)
{
    (void)site;
    return -a;
}

// The \ of IEEE, without checks.
static inline float
csp_remainder_real32(float a, float b)
{
    return remainderf(a, b);
}

static inline double
csp_remainder_real64(double a, double b)
{
    return remainder(a, b);
}

// ---- REAL to integer -----------------------------------------------------------------------------

// The nearest whole number, ties to even: from 2^52 on every number is whole, and below that
// adding 2^52 rounds. The sign of a zero may change.
static inline double
csp_nearest(double value)
{
    const double whole = 4503599627370496.0;
    if (!(__builtin_fabs(value) < whole))
        return value;
    return value < 0 ? (value - whole) + whole : (value + whole) - whole;
}

// A number whose whole part lies in low..high - 1, cut or rounded before; NaN compares false.
// `above` is one more than the largest value: unlike that it is exact as a double.
#define CSP_FROM_REAL(T, type, name, low, above)                                                   \
    static inline type csp_trunc_to_##T(double value, const struct csp_site *site)                 \
    {                                                                                              \
        if (CSP_FAILS(                                                                             \
                !((low) == INT64_MIN ? value >= (double)INT64_MIN : value > (double)(low)-1) ||    \
                !(value < (above))))                                                               \
            csp_fault_real_range(site, value, name);                                               \
        return (type)value;                                                                        \
    }                                                                                              \
    static inline type csp_round_to_##T(double value, const struct csp_site *site)                 \
    {                                                                                              \
        const double nearest = csp_nearest(value);                                                 \
        if (CSP_FAILS(!(nearest >= (double)(low)) || !(nearest < (above))))                        \
            csp_fault_real_range(site, value, name);                                               \
        return (type)nearest;                                                                      \
    }

CSP_FROM_REAL(byte, uint8_t, "BYTE", 0, 256.0)
CSP_FROM_REAL(int16, int16_t, "INT16", INT16_MIN, 32768.0)
CSP_FROM_REAL(int32, int32_t, "INT32", INT32_MIN, 2147483648.0)
CSP_FROM_REAL(int64, int64_t, "INT64", INT64_MIN, 9223372036854775808.0)

static inline bool
csp_trunc_to_bool(double value, const struct csp_site *site)
{
    if (CSP_FAILS(!(value > -1.0) || !(value < 2.0)))
        csp_fault_real_range(site, value, "BOOL");
    return value >= 1.0;
}

static inline bool
csp_round_to_bool(double value, const struct csp_site *site)
{
    return csp_trunc_to_bool(csp_nearest(value), site);
}

// ---- integer to REAL -----------------------------------------------------------------------------

// The magnitude of `value` cut to its `digits` leading binary digits, so that the conversion that
// follows is exact.
static inline uint64_t
csp_leading(int64_t value, int digits)
{
    const uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (magnitude >> digits == 0)
        return magnitude;
    return magnitude & ~(uint64_t)0 << (64 - digits - __builtin_clzll(magnitude));
}

static inline float
csp_int_round_to_real32(int64_t value)
{
    return (float)value;
}

static inline double
csp_int_round_to_real64(int64_t value)
{
    return (double)value;
}

static inline float
csp_int_trunc_to_real32(int64_t value)
{
    const float magnitude = (float)csp_leading(value, FLT_MANT_DIG);
    return value < 0 ? -magnitude : magnitude;
}

static inline double
csp_int_trunc_to_real64(int64_t value)
{
    const double magnitude = (double)csp_leading(value, DBL_MANT_DIG);
    return value < 0 ? -magnitude : magnitude;
}

// ---- REAL64 to REAL32 ----------------------------------------------------------------------------

// Without checks: infinities and NaNs pass.
static inline float
csp_ieee_round_to_real32(double value)
{
    return (float)value;
}

// Rounding to the nearest went too far when it went away from zero.
static inline float
csp_ieee_trunc_to_real32(double value)
{
    const float nearest = (float)value;
    if (!(__builtin_fabs((double)nearest) > __builtin_fabs(value)))
        return nearest;
    return nextafterf(nearest, 0.0f);
}

static inline float
csp_real64_round_to_real32(double value, const struct csp_site *site)
{
    const float nearest = csp_ieee_round_to_real32(value);
    if (CSP_FAILS(csp_not_finite((double)nearest)))
        csp_fault_real_range(site, value, "REAL32");
    return nearest;
}

static inline float
csp_real64_trunc_to_real32(double value, const struct csp_site *site)
{
    if (CSP_FAILS(!(__builtin_fabs(value) < 0x1p128)))
        csp_fault_real_range(site, value, "REAL32");
    return csp_ieee_trunc_to_real32(value);
}

#endif
