// SPDX-License-Identifier: MIT
// Checked arithmetic on BYTE and the INTs. What can fail takes the site of the expression last;
// the check is one compare where that is possible, the failure a cold call, so that the code costs
// what hand-written C with the same test would cost.
//
// Names end in the type: byte (uint8_t), int16, int32, int64.
#ifndef CSPC_ARITH_H
#define CSPC_ARITH_H

#include "cspc/fault.h"
#include "cspc/long.h"
#include "cspc/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ---- + - * and monadic - : overflow is an error -------------------------------------------------

// The failure of + and - works the left operand out again from the result: then the compiler need
// not keep it in a register.
#define CSP_CHECKED_SUMS(T, type, utype)                                                           \
    static inline type csp_add_##T(type a, type b, const struct csp_site *site)                    \
    {                                                                                              \
        type sum;                                                                                  \
        if (CSP_FAILS(__builtin_add_overflow(a, b, &sum)))                                         \
            csp_fault_overflow(site, (type)(utype)((utype)sum - (utype)b), "+", b);                \
        return sum;                                                                                \
    }                                                                                              \
    static inline type csp_sub_##T(type a, type b, const struct csp_site *site)                    \
    {                                                                                              \
        type difference;                                                                           \
        if (CSP_FAILS(__builtin_sub_overflow(a, b, &difference)))                                  \
            csp_fault_overflow(site, (type)(utype)((utype)difference + (utype)b), "-", b);         \
        return difference;                                                                         \
    }                                                                                              \
    static inline type csp_mul_##T(type a, type b, const struct csp_site *site)                    \
    {                                                                                              \
        type product;                                                                              \
        if (CSP_FAILS(__builtin_mul_overflow(a, b, &product)))                                     \
            csp_fault_overflow(site, a, "*", b);                                                   \
        return product;                                                                            \
    }                                                                                              \
    static inline type csp_neg_##T(type a, const struct csp_site *site)                            \
    {                                                                                              \
        type negated;                                                                              \
        if (CSP_FAILS(__builtin_sub_overflow((type)0, a, &negated)))                               \
            csp_fault_monadic(site, "-", a);                                                       \
        return negated;                                                                            \
    }

CSP_CHECKED_SUMS(byte, uint8_t, uint8_t)
CSP_CHECKED_SUMS(int16, int16_t, uint16_t)
CSP_CHECKED_SUMS(int32, int32_t, uint32_t)
CSP_CHECKED_SUMS(int64, int64_t, uint64_t)

// ---- / and \ : division by zero and MOSTNEG / -1 are errors; MOSTNEG \ -1 is 0 -----------------

static inline uint8_t
csp_div_byte(uint8_t a, uint8_t b, const struct csp_site *site)
{
    if (CSP_FAILS(b == 0))
        csp_fault_zero(site);
    return (uint8_t)(a / b);
}

static inline uint8_t
csp_rem_byte(uint8_t a, uint8_t b, const struct csp_site *site)
{
    if (CSP_FAILS(b == 0))
        csp_fault_zero(site);
    return (uint8_t)(a % b);
}

// One compare finds both divisors that need care, 0 and -1.
#define CSP_CHECKED_QUOTIENTS(T, type, utype, lowest)                                              \
    static inline type csp_div_##T(type a, type b, const struct csp_site *site)                    \
    {                                                                                              \
        if (CSP_FAILS((utype)((utype)b + 1) <= 1)) {                                               \
            if (b == 0)                                                                            \
                csp_fault_zero(site);                                                              \
            if (a == (lowest))                                                                     \
                csp_fault_overflow(site, a, "/", b);                                               \
        }                                                                                          \
        return (type)(a / b);                                                                      \
    }                                                                                              \
    static inline type csp_rem_##T(type a, type b, const struct csp_site *site)                    \
    {                                                                                              \
        if (CSP_FAILS((utype)((utype)b + 1) <= 1)) {                                               \
            if (b == 0)                                                                            \
                csp_fault_zero(site);                                                              \
            return 0;                                                                              \
        }                                                                                          \
        return (type)(a % b);                                                                      \
    }

CSP_CHECKED_QUOTIENTS(int16, int16_t, uint16_t, INT16_MIN)
CSP_CHECKED_QUOTIENTS(int32, int32_t, uint32_t, INT32_MIN)
CSP_CHECKED_QUOTIENTS(int64, int64_t, uint64_t, INT64_MIN)

// ---- PLUS MINUS TIMES, monadic MINUS, ~, AFTER: modulo 2^bits, no errors ------------------------

// Products are formed in 64 bits: the C type of a product of two 16-bit numbers is a signed int.
#define CSP_MODULAR(T, type, utype, cyclic)                                                        \
    static inline type csp_plus_##T(type a, type b)                                                \
    {                                                                                              \
        return (type)(utype)((utype)a + (utype)b);                                                 \
    }                                                                                              \
    static inline type csp_minus_##T(type a, type b)                                               \
    {                                                                                              \
        return (type)(utype)((utype)a - (utype)b);                                                 \
    }                                                                                              \
    static inline type csp_times_##T(type a, type b)                                               \
    {                                                                                              \
        return (type)(utype)((uint64_t)(utype)a * (uint64_t)(utype)b);                             \
    }                                                                                              \
    static inline type csp_uminus_##T(type a)                                                      \
    {                                                                                              \
        return (type)(utype)(0u - (utype)a);                                                       \
    }                                                                                              \
    static inline type csp_not_##T(type a)                                                         \
    {                                                                                              \
        return (type)(utype) ~(utype)a;                                                            \
    }                                                                                              \
    static inline type csp_xor_##T(type a, type b)                                                 \
    {                                                                                              \
        return (type)(a ^ b);                                                                      \
    }                                                                                              \
    static inline bool csp_after_##T(type a, type b)                                               \
    {                                                                                              \
        return (cyclic)(utype)((utype)a - (utype)b) > 0;                                           \
    }

CSP_MODULAR(byte, uint8_t, uint8_t, int8_t)
CSP_MODULAR(int16, int16_t, uint16_t, int16_t)
CSP_MODULAR(int32, int32_t, uint32_t, int32_t)
CSP_MODULAR(int64, int64_t, uint64_t, int64_t)

// ---- << and >> : logical; a count outside 0..bits is an error, a count of `bits` gives 0 --------

// Up to 32 bits the shift is done in 64, where a count of `bits` needs no case of its own.
#define CSP_SHIFTS(T, type, utype, bits)                                                           \
    static inline type csp_shl_##T(type a, int64_t count, const struct csp_site *site)             \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)count > (bits)))                                                   \
            csp_fault_shift(site, count, (bits));                                                  \
        if ((bits) == 64 && count == 64)                                                           \
            return 0;                                                                              \
        return (type)(utype)((uint64_t)(utype)a << (count & 63));                                  \
    }                                                                                              \
    static inline type csp_shr_##T(type a, int64_t count, const struct csp_site *site)             \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)count > (bits)))                                                   \
            csp_fault_shift(site, count, (bits));                                                  \
        if ((bits) == 64 && count == 64)                                                           \
            return 0;                                                                              \
        return (type)(utype)((uint64_t)(utype)a >> (count & 63));                                  \
    }

CSP_SHIFTS(byte, uint8_t, uint8_t, 8)
CSP_SHIFTS(int16, int16_t, uint16_t, 16)
CSP_SHIFTS(int32, int32_t, uint32_t, 32)
CSP_SHIFTS(int64, int64_t, uint64_t, 64)

// ---- conversions from any integer, widened to 64 bits -------------------------------------------

static inline bool
csp_to_bool(int64_t value, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)value > 1))
        csp_fault_range(site, value, 0, 1);
    return value != 0;
}

static inline uint8_t
csp_to_byte(int64_t value, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)value > UINT8_MAX))
        csp_fault_range(site, value, 0, UINT8_MAX);
    return (uint8_t)value;
}

// COLOUR n: one of the `count` values of an enumeration.
static inline uint8_t
csp_to_value(int64_t value, int64_t count, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)value >= (uint64_t)count))
        csp_fault_range(site, value, 0, count - 1);
    return (uint8_t)value;
}

static inline int16_t
csp_to_int16(int64_t value, const struct csp_site *site)
{
    if (CSP_FAILS((int16_t)value != value))
        csp_fault_range(site, value, INT16_MIN, INT16_MAX);
    return (int16_t)value;
}

static inline int32_t
csp_to_int32(int64_t value, const struct csp_site *site)
{
    if (CSP_FAILS((int32_t)value != value))
        csp_fault_range(site, value, INT32_MIN, INT32_MAX);
    return (int32_t)value;
}

static inline int64_t
csp_to_int64(int64_t value, const struct csp_site *site)
{
    (void)site;
    return value;
}

// ---- arrays --------------------------------------------------------------------------------------

// xs[i]: a negative subscript is a huge unsigned one.
static inline size_t
csp_index(int64_t index, int64_t size, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)index >= (uint64_t)size))
        csp_fault_index(site, index, size);
    return (size_t)index;
}

// [xs FROM from FOR count]: gives `from`. An empty slice may begin at the end.
static inline size_t
csp_slice(int64_t from, int64_t count, int64_t size, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)from > (uint64_t)size ||
                  (uint64_t)count > (uint64_t)size - (uint64_t)from))
        csp_fault_slice(site, from, count, size);
    return (size_t)from;
}

// The count of a replicator.
static inline int64_t
csp_count(int64_t count, const struct csp_site *site)
{
    if (CSP_FAILS(count < 0))
        csp_fault_count(site, count);
    return count;
}

// The size of an array that is made.
static inline void
csp_check_size(int64_t size, const struct csp_site *site)
{
    if (CSP_FAILS(size < 0))
        csp_fault_array(site, size);
}

// The rounds of a replicator that counts from `start` by `step`: its index must not leave the type.
#define CSP_ROUNDS(T, type)                                                                        \
    static inline type csp_rounds_##T(type start, type count, type step,                           \
                                      const struct csp_site *site)                                 \
    {                                                                                              \
        type last;                                                                                 \
        if (CSP_FAILS(count < 0))                                                                  \
            csp_fault_count(site, count);                                                          \
        if (count > 0 && CSP_FAILS(__builtin_mul_overflow(count - 1, step, &last) ||               \
                                   __builtin_add_overflow(start, last, &last)))                    \
            csp_fault_overflow(site, start, "FOR", count);                                         \
        return count;                                                                              \
    }

CSP_ROUNDS(int16, int16_t)
CSP_ROUNDS(int32, int32_t)
CSP_ROUNDS(int64, int64_t)

// Whether two parts of an array have an element in common; never asked without checks.
static inline bool
csp_meet(int64_t from_a, int64_t count_a, int64_t from_b, int64_t count_b)
{
#ifdef CSP_UNCHECKED
    (void)from_a, (void)count_a, (void)from_b, (void)count_b;
    return false;
#else
    return count_a > 0 && count_b > 0 && from_a < from_b + count_b && from_b < from_a + count_a;
#endif
}

// Two arrays of which one is assigned or sent to the other.
static inline void
csp_same_size(int64_t a, int64_t b, const struct csp_site *site)
{
    if (CSP_FAILS(a != b))
        csp_fault_size(site, a, b);
}

#endif
