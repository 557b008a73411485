// SPDX-License-Identifier: MIT
// The predefined routines on REALs. They follow IEEE 754: infinities and NaNs come and go. Those
// that take a place for reports are checked like the operators: they fail where they make an
// infinity or a NaN of finite operands; the same without checks begin with csp_ieee_.
//
// The names of those on REAL64 begin with `d`, or have 64 in them where the others have 32. What
// gives an INT exists for each width of it.
#ifndef CSPC_IEEE_H
#define CSPC_IEEE_H

#include "cspc/fault.h"
#include "cspc/real.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

// ---- signs, classes, neighbours ------------------------------------------------------------------

// NEXTAFTER of equal numbers is the first, also of zeros with different signs; FPINT is to the
// nearest whole number, ties to even; LOGB is the exponent as a REAL, that of a denormalised
// number too.
#define CSP_IEEE_PARTS(d, type, f)                                                                 \
    static inline type csp_##d##abs(type x)                                                        \
    {                                                                                              \
        return __builtin_fabs##f(x);                                                               \
    }                                                                                              \
    static inline type csp_##d##minusx(type x)                                                     \
    {                                                                                              \
        return -x;                                                                                 \
    }                                                                                              \
    static inline type csp_##d##copysign(type x, type y)                                           \
    {                                                                                              \
        return __builtin_copysign##f(x, y);                                                        \
    }                                                                                              \
    static inline bool csp_##d##isnan(type x)                                                      \
    {                                                                                              \
        return x != x;                                                                             \
    }                                                                                              \
    static inline bool csp_##d##notfinite(type x)                                                  \
    {                                                                                              \
        return csp_not_finite((double)x);                                                          \
    }                                                                                              \
    static inline bool csp_##d##ordered(type x, type y)                                            \
    {                                                                                              \
        return x == x && y == y;                                                                   \
    }                                                                                              \
    static inline type csp_##d##nextafter(type x, type y)                                          \
    {                                                                                              \
        return x == y ? x : nextafter##f(x, y);                                                    \
    }                                                                                              \
    static inline type csp_##d##fpint(type x)                                                      \
    {                                                                                              \
        return rint##f(x);                                                                         \
    }                                                                                              \
    static inline type csp_##d##logb(type x)                                                       \
    {                                                                                              \
        return logb##f(x);                                                                         \
    }                                                                                              \
    static inline type csp_##d##divby2(type x)                                                     \
    {                                                                                              \
        return x / 2;                                                                              \
    }

CSP_IEEE_PARTS(, float, f)
CSP_IEEE_PARTS(d, double, )

// ---- functions that can overflow, or are not defined everywhere ----------------------------------

#define CSP_IEEE_FUNCTION(function, name, type, ...)                                               \
    static inline type csp_ieee_##function(type x)                                                 \
    {                                                                                              \
        return __VA_ARGS__;                                                                        \
    }                                                                                              \
    static inline type csp_##function(type x, const struct csp_site *site)                         \
    {                                                                                              \
        const type result = csp_ieee_##function(x);                                                \
        if (CSP_FAILS(csp_not_finite((double)result)))                                             \
            csp_check_function(site, name, (double)x, (double)result);                             \
        return result;                                                                             \
    }

CSP_IEEE_FUNCTION(mulby2, "MULBY2", float, x * 2)
CSP_IEEE_FUNCTION(dmulby2, "DMULBY2", double, x * 2)
CSP_IEEE_FUNCTION(sqrt, "SQRT", float, sqrtf(x))
CSP_IEEE_FUNCTION(dsqrt, "DSQRT", double, sqrt(x))
CSP_IEEE_FUNCTION(sin, "SIN", float, sinf(x))
CSP_IEEE_FUNCTION(dsin, "DSIN", double, sin(x))
CSP_IEEE_FUNCTION(cos, "COS", float, cosf(x))
CSP_IEEE_FUNCTION(dcos, "DCOS", double, cos(x))
CSP_IEEE_FUNCTION(tan, "TAN", float, tanf(x))
CSP_IEEE_FUNCTION(dtan, "DTAN", double, tan(x))

// SCALEB: x * 2^n, rounded once; beyond some thousands n makes no more difference.
#define CSP_SCALEB(d, type, f, name)                                                               \
    static inline type csp_ieee_##d##scaleb(type x, int64_t n)                                     \
    {                                                                                              \
        return scalbn##f(x, n > 5000 ? 5000 : n < -5000 ? -5000 : (int)n);                         \
    }                                                                                              \
    static inline type csp_##d##scaleb(type x, int64_t n, const struct csp_site *site)             \
    {                                                                                              \
        const type result = csp_ieee_##d##scaleb(x, n);                                            \
        if (CSP_FAILS(csp_not_finite((double)result)))                                             \
            csp_check_function(site, name, (double)x, (double)result);                             \
        return result;                                                                             \
    }

CSP_SCALEB(, float, f, "SCALEB")
CSP_SCALEB(d, double, , "DSCALEB")

// ---- operations by number: 0 + 1 - 2 * 3 / -------------------------------------------------------

#define CSP_REALOP(bits, type)                                                                     \
    static inline type csp_real##bits##op(type x, int64_t operation, type y,                       \
                                          const struct csp_site *site)                             \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)operation > 3))                                                    \
            csp_fault_range(site, operation, 0, 3);                                                \
        return operation == 0 ? x + y : operation == 1 ? x - y : operation == 2 ? x * y : x / y;   \
    }                                                                                              \
    static inline type csp_real##bits##rem(type x, type y)                                         \
    {                                                                                              \
        return csp_remainder_real##bits(x, y);                                                     \
    }                                                                                              \
    static inline bool csp_real##bits##eq(type x, type y)                                          \
    {                                                                                              \
        return x == y;                                                                             \
    }                                                                                              \
    static inline bool csp_real##bits##gt(type x, type y)                                          \
    {                                                                                              \
        return x > y;                                                                              \
    }

CSP_REALOP(32, float)
CSP_REALOP(64, double)

// IEEE32OP: the operation, rounded by `mode`: 0 towards zero, 1 to the nearest, 2 up, 3 down. `error`:
// an operand is not finite, or the result overflows or is not defined. IEEE32REM alike.
void csp_ieee32op(bool *error, float *result, float x, int64_t mode, int64_t operation, float y,
                  const struct csp_site *site);
void csp_ieee64op(bool *error, double *result, double x, int64_t mode, int64_t operation, double y,
                  const struct csp_site *site);
void csp_ieee32rem(bool *error, float *result, float x, float y);
void csp_ieee64rem(bool *error, double *result, double x, double y);

// ARGUMENT.REDUCE: x less the whole multiple of y + y_error that is nearest to it, and how many
// times that is. `precise` if x is small enough against y for that (2^20, 2^30) and all is finite.
void csp_argument_reduce(bool *precise, int32_t *times, float *rest, float x, float y,
                         float y_error);
void csp_dargument_reduce(bool *precise, int32_t *times, double *rest, double x, double y,
                          double y_error);

// ---- what gives an INT ---------------------------------------------------------------------------

// IEEECOMPARE: -1 less, 0 equal, 1 greater, 2 not ordered. FLOATING.UNPACK: exponent and fraction,
// whose magnitude is in 1.0 .. 2.0; zero, infinities and NaNs have none.
#define CSP_IEEE_INT(d, type, f, T, int_type)                                                      \
    static inline int_type csp_##d##ieeecompare_##T(type x, type y)                                \
    {                                                                                              \
        return x < y ? -1 : x == y ? 0 : x > y ? 1 : 2;                                            \
    }                                                                                              \
    static inline void csp_##d##floating_unpack_##T(int_type *exponent, type *fraction, type x,    \
                                                    const struct csp_site *site)                   \
    {                                                                                              \
        int power = 0;                                                                             \
        if (CSP_FAILS(x == 0 || csp_not_finite((double)x)))                                        \
            csp_fault_unpack(site, (double)x);                                                     \
        *fraction = frexp##f(x, &power) * 2;                                                       \
        *exponent = (int_type)(power - 1);                                                         \
    }

CSP_IEEE_INT(, float, f, int16, int16_t)
CSP_IEEE_INT(, float, f, int32, int32_t)
CSP_IEEE_INT(, float, f, int64, int64_t)
CSP_IEEE_INT(d, double, , int16, int16_t)
CSP_IEEE_INT(d, double, , int32, int32_t)
CSP_IEEE_INT(d, double, , int64, int64_t)

#endif
