// SPDX-License-Identifier: MIT
// The predefined routines on long numbers and words. A long number is a high word and a low word;
// results come back through pointers, in the order in which the source names them.
#ifndef CSPC_LONG_H
#define CSPC_LONG_H

#include "cspc/fault.h"

#include <stdint.h>

__extension__ typedef unsigned __int128 csp_uint128;
__extension__ typedef __int128 csp_int128;

// LONGADD and LONGSUB: signed and checked; of a carry or borrow only the lowest bit counts.
#define CSP_LONG_CHECKED(T, type, wide)                                                            \
    static inline type csp_longadd_##T(type a, type b, type carry, const struct csp_site *site)    \
    {                                                                                              \
        const wide sum = (wide)a + b + (carry & 1);                                                \
        if (CSP_FAILS(sum != (type)sum))                                                           \
            csp_fault_overflow(site, a, carry & 1 ? "+ 1 +" : "+", b);                             \
        return (type)sum;                                                                          \
    }                                                                                              \
    static inline type csp_longsub_##T(type a, type b, type borrow, const struct csp_site *site)   \
    {                                                                                              \
        const wide difference = (wide)a - b - (borrow & 1);                                        \
        if (CSP_FAILS(difference != (type)difference))                                             \
            csp_fault_overflow(site, a, borrow & 1 ? "- 1 -" : "-", b);                            \
        return (type)difference;                                                                   \
    }

// LONGSUM, LONGDIFF, LONGPROD and LONGDIV: the words are unsigned, so nothing is lost; only a
// quotient of more than one word is an error.
#define CSP_LONG_UNSIGNED(T, type, utype, wide, bits)                                              \
    static inline void csp_longsum_##T(type *carry, type *sum, type a, type b, type carry_in)      \
    {                                                                                              \
        const wide whole = (wide)(utype)a + (utype)b + (utype)(carry_in & 1);                      \
        *carry = (type)(whole >> (bits));                                                          \
        *sum = (type)(utype)whole;                                                                 \
    }                                                                                              \
    static inline void csp_longdiff_##T(type *borrow, type *difference, type a, type b,            \
                                        type borrow_in)                                            \
    {                                                                                              \
        const wide whole = (wide)(utype)a - (utype)b - (utype)(borrow_in & 1);                     \
        *borrow = (type)(whole >> (bits)&1);                                                       \
        *difference = (type)(utype)whole;                                                          \
    }                                                                                              \
    static inline void csp_longprod_##T(type *high, type *low, type a, type b, type carry)         \
    {                                                                                              \
        const wide whole = (wide)(utype)a * (utype)b + (utype)carry;                               \
        *high = (type)(utype)(whole >> (bits));                                                    \
        *low = (type)(utype)whole;                                                                 \
    }                                                                                              \
    static inline void csp_longdiv_##T(type *quotient, type *remainder, type high, type low,       \
                                       type divisor, const struct csp_site *site)                  \
    {                                                                                              \
        if (CSP_FAILS((utype)high >= (utype)divisor))                                              \
            csp_fault_longdiv(site, high, divisor);                                                \
        const wide whole = (wide)(utype)high << (bits) | (utype)low;                               \
        *quotient = (type)(utype)(whole / (utype)divisor);                                         \
        *remainder = (type)(utype)(whole % (utype)divisor);                                        \
    }

// SHIFTRIGHT, SHIFTLEFT and NORMALISE: a count outside 0..2 * bits shifts everything out.
#define CSP_LONG_SHIFTS(T, type, utype, wide, bits)                                                \
    static inline void csp_shiftright_##T(type *high_out, type *low_out, type high, type low,      \
                                          type places)                                             \
    {                                                                                              \
        wide whole = (wide)(utype)high << (bits) | (utype)low;                                     \
        whole = (utype)places < 2 * (bits) ? whole >> places : 0;                                  \
        *high_out = (type)(utype)(whole >> (bits));                                                \
        *low_out = (type)(utype)whole;                                                             \
    }                                                                                              \
    static inline void csp_shiftleft_##T(type *high_out, type *low_out, type high, type low,       \
                                         type places)                                              \
    {                                                                                              \
        wide whole = (wide)(utype)high << (bits) | (utype)low;                                     \
        whole = (utype)places < 2 * (bits) ? whole << places : 0;                                  \
        *high_out = (type)(utype)(whole >> (bits));                                                \
        *low_out = (type)(utype)whole;                                                             \
    }                                                                                              \
    static inline void csp_normalise_##T(type *places, type *high_out, type *low_out, type high,   \
                                         type low)                                                 \
    {                                                                                              \
        const uint64_t first = (utype)(high != 0 ? high : low);                                    \
        if (first == 0)                                                                            \
            *places = 2 * (bits);                                                                  \
        else                                                                                       \
            *places = (type)(__builtin_clzll(first) - (64 - (bits)) + (high != 0 ? 0 : (bits)));   \
        csp_shiftleft_##T(high_out, low_out, high, low, *places);                                  \
    }

CSP_LONG_CHECKED(int16, int16_t, int64_t)
CSP_LONG_CHECKED(int32, int32_t, int64_t)
CSP_LONG_CHECKED(int64, int64_t, csp_int128)
CSP_LONG_UNSIGNED(int16, int16_t, uint16_t, uint32_t, 16)
CSP_LONG_UNSIGNED(int32, int32_t, uint32_t, uint64_t, 32)
CSP_LONG_UNSIGNED(int64, int64_t, uint64_t, csp_uint128, 64)
CSP_LONG_SHIFTS(int16, int16_t, uint16_t, uint32_t, 16)
CSP_LONG_SHIFTS(int32, int32_t, uint32_t, uint64_t, 32)
CSP_LONG_SHIFTS(int64, int64_t, uint64_t, csp_uint128, 64)

// UNPACKSN: the parts of a REAL32 given as its bits; the sign is ignored. `fraction` has the
// leading one in its highest bit; `type` is 0 for zero, 1 for a number, 2 for infinity, 3 for NaN.
void csp_unpacksn_int32(int32_t *fraction, int32_t *exponent, int32_t *type, int32_t bits);

// ROUNDSN: the bits of the positive REAL32 nearest to the long number fraction:guard scaled by the
// biased exponent.
int32_t csp_roundsn_int32(int32_t exponent, int32_t fraction, int32_t guard);

// They are about words of 32 bits: of longer ones they use the lower half, shorter ones are cut.
#define CSP_SINGLE_PARTS(T, int_type)                                                              \
    static inline void csp_unpacksn_##T(int_type *fraction, int_type *exponent, int_type *type,    \
                                        int_type bits)                                             \
    {                                                                                              \
        int32_t f, e, t;                                                                           \
        csp_unpacksn_int32(&f, &e, &t, (int32_t)bits);                                             \
        *fraction = (int_type)f;                                                                   \
        *exponent = (int_type)e;                                                                   \
        *type = (int_type)t;                                                                       \
    }                                                                                              \
    static inline int_type csp_roundsn_##T(int_type exponent, int_type fraction, int_type guard)   \
    {                                                                                              \
        return (int_type)csp_roundsn_int32((int32_t)exponent, (int32_t)fraction, (int32_t)guard);  \
    }

CSP_SINGLE_PARTS(int16, int16_t)
CSP_SINGLE_PARTS(int64, int64_t)

#endif
