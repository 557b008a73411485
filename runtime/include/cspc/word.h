// SPDX-License-Identifier: MIT
// The predefined routines on the bits of a word, and those on blocks of BYTEs. Arithmetic shifts and
// FRACMUL are checked; rotations are cyclic in their count too.
//
// Names end in the type: int16, int32, int64.
#ifndef CSPC_WORD_H
#define CSPC_WORD_H

#include "cspc/fault.h"
#include "cspc/long.h"

#include <stdbool.h>
#include <stdint.h>

// ---- fractions and shifts ------------------------------------------------------------------------

// FRACMUL: the product of two fractions between -1 and 1, to the nearest, ties to even. Only
// -1 * -1 cannot be represented.
#define CSP_FRACMUL(T, type, wide, bits, lowest)                                                   \
    static inline type csp_fracmul_##T(type a, type b, const struct csp_site *site)                \
    {                                                                                              \
        if (CSP_FAILS(a == (lowest) && b == (lowest)))                                             \
            csp_fault_overflow(site, a, "FRACMUL", b);                                             \
        const wide half = (wide)1 << ((bits)-2), product = (wide)a * b;                            \
        const wide rest = product & (2 * half - 1);                                                \
        const type whole = (type)(product >> ((bits)-1));                                          \
        return (type)(whole + (rest > half || (rest == half && (whole & 1) != 0)));                \
    }

CSP_FRACMUL(int16, int16_t, int32_t, 16, INT16_MIN)
CSP_FRACMUL(int32, int32_t, int64_t, 32, INT32_MIN)
CSP_FRACMUL(int64, int64_t, csp_int128, 64, INT64_MIN)

// ASHIFTLEFT is an error where it loses more than copies of the sign.
#define CSP_ARITHMETIC_SHIFTS(T, type, utype, bits)                                                \
    static inline type csp_ashiftright_##T(type a, int64_t count, const struct csp_site *site)     \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)count > (bits)))                                                   \
            csp_fault_shift(site, count, (bits));                                                  \
        return (type)(a >> (count >= (bits) ? (bits)-1 : count));                                  \
    }                                                                                              \
    static inline type csp_ashiftleft_##T(type a, int64_t count, const struct csp_site *site)      \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)count > (bits)))                                                   \
            csp_fault_shift(site, count, (bits));                                                  \
        const type shifted = count >= (bits) ? 0 : (type)(utype)((uint64_t)(utype)a << count);     \
        if (CSP_FAILS(csp_ashiftright_##T(shifted, count, site) != a))                             \
            csp_fault_overflow(site, a, "ASHIFTLEFT", count);                                      \
        return shifted;                                                                            \
    }

CSP_ARITHMETIC_SHIFTS(int16, int16_t, uint16_t, 16)
CSP_ARITHMETIC_SHIFTS(int32, int32_t, uint32_t, 32)
CSP_ARITHMETIC_SHIFTS(int64, int64_t, uint64_t, 64)

#define CSP_ROTATIONS(T, type, utype, bits)                                                        \
    static inline type csp_rotateleft_##T(type a, int64_t count)                                   \
    {                                                                                              \
        const unsigned left = (unsigned)count & ((bits)-1);                                        \
        return (type)(utype)((uint64_t)(utype)a << left |                                          \
                             (uint64_t)(utype)a >> (((bits)-left) & ((bits)-1)));                  \
    }                                                                                              \
    static inline type csp_rotateright_##T(type a, int64_t count)                                  \
    {                                                                                              \
        return csp_rotateleft_##T(a, (int64_t)(0 - (uint64_t)count));                              \
    }

CSP_ROTATIONS(int16, int16_t, uint16_t, 16)
CSP_ROTATIONS(int32, int32_t, uint32_t, 32)
CSP_ROTATIONS(int64, int64_t, uint64_t, 64)

// ---- bits ----------------------------------------------------------------------------------------

// The bits of a double word in reverse: neighbours are exchanged, then pairs, and so on.
static inline uint64_t
csp_reversed(uint64_t bits)
{
    bits = (bits >> 1 & 0x5555555555555555u) | (bits & 0x5555555555555555u) << 1;
    bits = (bits >> 2 & 0x3333333333333333u) | (bits & 0x3333333333333333u) << 2;
    bits = (bits >> 4 & 0x0F0F0F0F0F0F0F0Fu) | (bits & 0x0F0F0F0F0F0F0F0Fu) << 4;
    return __builtin_bswap64(bits);
}

// BITREVNBITS: the lowest `count` bits in reverse, the others 0.
#define CSP_BITS(T, type, utype, bits)                                                             \
    static inline type csp_bitcount_##T(type word, type so_far)                                    \
    {                                                                                              \
        return (type)((utype)so_far + (utype)__builtin_popcountll((utype)word));                   \
    }                                                                                              \
    static inline type csp_bitrevword_##T(type word)                                               \
    {                                                                                              \
        return (type)(utype)(csp_reversed((utype)word) >> (64 - (bits)));                          \
    }                                                                                              \
    static inline type csp_bitrevnbits_##T(type word, int64_t count, const struct csp_site *site)  \
    {                                                                                              \
        if (CSP_FAILS((uint64_t)count > (bits)))                                                   \
            csp_fault_range(site, count, 0, (bits));                                               \
        return count == 0 ? 0 : (type)(utype)(csp_reversed((utype)word) >> (64 - count));          \
    }

CSP_BITS(int16, int16_t, uint16_t, 16)
CSP_BITS(int32, int32_t, uint32_t, 32)
CSP_BITS(int64, int64_t, uint64_t, 64)

// CRCWORD and CRCBYTE: the remainder `crc` of the bits so far, carried on through all bits of
// `data`, or through its highest eight. The highest power of the generator is not written.
#define CSP_CRC(T, type, utype, bits)                                                              \
    static inline type csp_crc_##T(type data, type crc, type generator, int count)                 \
    {                                                                                              \
        utype rest = (utype)crc, next = (utype)data;                                               \
        for (int i = 0; i < count; i++) {                                                          \
            const bool carry = rest >> ((bits)-1) != 0;                                            \
            rest = (utype)((uint64_t)rest << 1 | next >> ((bits)-1));                              \
            next = (utype)((uint64_t)next << 1);                                                   \
            rest = (utype)(carry ? rest ^ (utype)generator : rest);                                \
        }                                                                                          \
        return (type)rest;                                                                         \
    }                                                                                              \
    static inline type csp_crcword_##T(type data, type crc, type generator)                        \
    {                                                                                              \
        return csp_crc_##T(data, crc, generator, (bits));                                          \
    }                                                                                              \
    static inline type csp_crcbyte_##T(type data, type crc, type generator)                        \
    {                                                                                              \
        return csp_crc_##T(data, crc, generator, 8);                                               \
    }

CSP_CRC(int16, int16_t, uint16_t, 16)
CSP_CRC(int32, int32_t, uint32_t, 32)
CSP_CRC(int64, int64_t, uint64_t, 64)

// ---- blocks --------------------------------------------------------------------------------------

// MOVE2D, DRAW2D and CLIP2D: `length` rows of `width` BYTEs of the source, from column sx of row
// sy, go to column dx of row dy of the destination; DRAW2D moves only what is not 0, CLIP2D only
// what is. An array is where it begins and its two sizes.
void csp_move2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
                int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx,
                int64_t dy, int64_t width, int64_t length, const struct csp_site *site);
void csp_draw2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
                int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx,
                int64_t dy, int64_t width, int64_t length, const struct csp_site *site);
void csp_clip2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
                int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx,
                int64_t dy, int64_t width, int64_t length, const struct csp_site *site);

#endif
