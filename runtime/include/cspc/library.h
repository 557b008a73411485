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

// Send the program a signal. No signal has such a number: nothing happens.
void csp_cspc_raise(int64_t number);

// Files, as in POSIX; -1 where something is wrong. `mode` and `whence` have the values that the
// module `file` gives them. A process that waits for a file keeps all others waiting.
int64_t csp_library_open(const uint8_t *name, int64_t size, int64_t mode, int64_t permissions);
int64_t csp_library_close(int64_t file);
int64_t csp_library_read(int64_t file, uint8_t *to, int64_t size);
int64_t csp_library_write(int64_t file, const uint8_t *bytes, int64_t size);
int64_t csp_library_seek(int64_t file, int64_t offset, int64_t whence);

#define CSP_LIBRARY_INT(T, type)                                                                   \
    static inline void csp_cspc_arguments_##T(type *count)                                         \
    {                                                                                              \
        *count = (type)csp_library_arguments();                                                    \
    }                                                                                              \
    static inline void csp_cspc_argument_##T(int64_t n, uint8_t *to, int64_t size, type *length)   \
    {                                                                                              \
        *length = (type)csp_library_argument(n, to, size);                                         \
    }                                                                                              \
    static inline void csp_cspc_open_##T(const uint8_t *name, int64_t size, int64_t mode,          \
                                         int64_t permissions, type *file)                          \
    {                                                                                              \
        *file = (type)csp_library_open(name, size, mode, permissions);                             \
    }                                                                                              \
    static inline void csp_cspc_close_##T(int64_t file, type *result)                              \
    {                                                                                              \
        *result = (type)csp_library_close(file);                                                   \
    }                                                                                              \
    static inline void csp_cspc_read_##T(int64_t file, uint8_t *to, int64_t size, type *result)    \
    {                                                                                              \
        *result = (type)csp_library_read(file, to, size);                                          \
    }                                                                                              \
    static inline void csp_cspc_write_##T(int64_t file, const uint8_t *bytes, int64_t size,        \
                                          type *result)                                            \
    {                                                                                              \
        *result = (type)csp_library_write(file, bytes, size);                                      \
    }                                                                                              \
    static inline void csp_cspc_seek_##T(int64_t file, int64_t offset, int64_t whence,             \
                                         type *result)                                             \
    {                                                                                              \
        *result = (type)csp_library_seek(file, offset, whence);                                    \
    }

CSP_LIBRARY_INT(int16, int16_t)
CSP_LIBRARY_INT(int32, int32_t)
CSP_LIBRARY_INT(int64, int64_t)

#endif
