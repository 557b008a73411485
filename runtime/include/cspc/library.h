// SPDX-License-Identifier: MIT
// What the library of the language asks of C; its modules call these by names that begin with
// `cspc.`. Infinities and NaNs are those of the C library.
#ifndef CSPC_LIBRARY_H
#define CSPC_LIBRARY_H

#include <math.h>
#include <stdint.h>

#define CSP_LIBRARY_FUNCTION(name)                                                                 \
    static inline double csp_cspc_##name(double x)                                                 \
    {                                                                                              \
        return name(x);                                                                            \
    }                                                                                              \
    static inline float csp_cspc_##name##f(float x)                                                \
    {                                                                                              \
        return name##f(x);                                                                         \
    }

CSP_LIBRARY_FUNCTION(exp)
CSP_LIBRARY_FUNCTION(log)
CSP_LIBRARY_FUNCTION(log10)
CSP_LIBRARY_FUNCTION(asin)
CSP_LIBRARY_FUNCTION(acos)
CSP_LIBRARY_FUNCTION(atan)
CSP_LIBRARY_FUNCTION(sinh)
CSP_LIBRARY_FUNCTION(cosh)
CSP_LIBRARY_FUNCTION(tanh)

static inline double
csp_cspc_pow(double x, double y)
{
    return pow(x, y);
}

static inline float
csp_cspc_powf(float x, float y)
{
    return powf(x, y);
}

static inline double
csp_cspc_atan2(double y, double x)
{
    return atan2(y, x);
}

static inline float
csp_cspc_atan2f(float y, float x)
{
    return atan2f(y, x);
}

// The number that a text stands for, to the nearest; the text is one that C understands.
float csp_cspc_to_real32(const uint8_t *text, int64_t size);
double csp_cspc_to_real64(const uint8_t *text, int64_t size);

// The arguments of the program, of which the name of the program is number 0: how many there are;
// as much of number n as fits, and its length in full; 0 where there is no such argument.
int64_t csp_library_arguments(void);
int64_t csp_library_argument(int64_t n, uint8_t *to, int64_t size);

// Write to the standard error output, past the channels.
void csp_cspc_trace(const uint8_t *text, int64_t size);

#define CSP_LIBRARY_ARGUMENTS(T, type)                                                             \
    static inline void csp_cspc_arguments_##T(type *count)                                         \
    {                                                                                              \
        *count = (type)csp_library_arguments();                                                    \
    }                                                                                              \
    static inline void csp_cspc_argument_##T(int64_t n, uint8_t *to, int64_t size, type *length)   \
    {                                                                                              \
        *length = (type)csp_library_argument(n, to, size);                                         \
    }

CSP_LIBRARY_ARGUMENTS(int16, int16_t)
CSP_LIBRARY_ARGUMENTS(int32, int32_t)
CSP_LIBRARY_ARGUMENTS(int64, int64_t)

#endif
