// SPDX-License-Identifier: MIT
// The predefined routines on words, against the same bit by bit, and those on blocks.
#include <config.h>

#include "case.h"
#include "faults.h"

static const struct csp_site site = {"test.csp", 1, 1, NULL};

static uint64_t random_state = 1;

static uint64_t
random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

// ---- fractions and shifts ------------------------------------------------------------------------

static void
check_fractions(void)
{
    const int32_t half = 1 << 30;

    CHECK(csp_fracmul_int32(half, half, &site) == half / 2);
    CHECK(csp_fracmul_int32(-half, half, &site) == -half / 2);
    CHECK(csp_fracmul_int32(INT32_MIN, half, &site) == -half);
    CHECK(csp_fracmul_int32(INT32_MIN, INT32_MAX, &site) == -INT32_MAX);
    CHECK(csp_fracmul_int32(INT32_MAX, INT32_MAX, &site) == INT32_MAX - 1);
    // ties go to even
    CHECK(csp_fracmul_int32(half, 1, &site) == 0 && csp_fracmul_int32(half, 3, &site) == 2);
    CHECK(csp_fracmul_int32(-half, 1, &site) == 0 && csp_fracmul_int32(half, -3, &site) == -2);
    CHECK(csp_fracmul_int32(half, 5, &site) == 2 && csp_fracmul_int32(half, -5, &site) == -2);
    CHECK(csp_fracmul_int32(half + 1, 1, &site) == 1 && csp_fracmul_int32(half - 1, 1, &site) == 0);
    CHECK(csp_fracmul_int16(0x4000, 0x4000, &site) == 0x2000);
    CHECK(csp_fracmul_int64(INT64_MAX, INT64_MIN, &site) == -INT64_MAX);
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_fracmul_int16(INT16_MIN, INT16_MIN, &site)));
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_fracmul_int64(INT64_MIN, INT64_MIN, &site)));
}

static void
check_shifts(void)
{
    CHECK(csp_ashiftright_int32(-20, 2, &site) == -5 && csp_ashiftright_int32(-1, 32, &site) == -1);
    CHECK(csp_ashiftright_int16(INT16_MAX, 16, &site) == 0 &&
          csp_ashiftright_int64(5, 0, &site) == 5);
    CHECK(csp_ashiftleft_int32(-7, 2, &site) == -28 &&
          csp_ashiftleft_int64(-1, 63, &site) == INT64_MIN);
    CHECK(csp_ashiftleft_int16(0, 16, &site) == 0 && csp_ashiftleft_int32(1, 30, &site) == 1 << 30);
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_ashiftleft_int32(1, 31, &site)));
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_ashiftleft_int16(-1, 16, &site)));
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_ashiftleft_int64(3, 62, &site)));
    CHECK(FAILS_BY(FAULT_SHIFT, csp_ashiftleft_int32(1, 33, &site)));
    CHECK(FAILS_BY(FAULT_SHIFT, csp_ashiftright_int32(1, -1, &site)));
    CHECK(csp_rotateleft_int32(INT32_MIN + 5, 1) == 11 &&
          csp_rotateright_int32(15, 1) == INT32_MIN + 7);
    CHECK(csp_rotateleft_int16(1, 15) == INT16_MIN && csp_rotateright_int64(1, 1) == INT64_MIN);
    CHECK(csp_rotateleft_int16(0x1234, 16) == 0x1234 && csp_rotateleft_int32(6, -1) == 3);
}

// ---- bits ----------------------------------------------------------------------------------------

static uint64_t
reversed(uint64_t word, int count)
{
    uint64_t result = 0;
    for (int i = 0; i < count; i++)
        result |= (word >> i & 1) << (count - 1 - i);
    return result;
}

// The remainder of crc:data by long division, most significant bit first.
static uint64_t
divided(uint64_t data, uint64_t crc, uint64_t generator, int bits, int count)
{
    const uint64_t mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    crc &= mask;
    for (int i = bits - 1; i >= bits - count; i--) {
        const bool carry = crc >> (bits - 1) & 1;
        crc = (crc << 1 | (data >> i & 1)) & mask;
        crc ^= carry ? generator & mask : 0;
    }
    return crc;
}

static void
check_bits(void)
{
    const uint64_t a = random_word(), b = random_word(), c = random_word();
    const int count = (int)(random_word() % 65);

    CHECK(csp_bitcount_int64((int64_t)a, 5) == 5 + __builtin_popcountll(a));
    CHECK(csp_bitcount_int16((int16_t)a, 0) == __builtin_popcount((uint16_t)a));
    CHECK((uint64_t)csp_bitrevword_int64((int64_t)a) == reversed(a, 64));
    CHECK((uint32_t)csp_bitrevword_int32((int32_t)a) == reversed(a, 32));
    CHECK((uint16_t)csp_bitrevword_int16((int16_t)a) == reversed(a, 16));
    CHECK((uint64_t)csp_bitrevnbits_int64((int64_t)a, count, &site) == reversed(a, count));
    CHECK((uint32_t)csp_bitrevnbits_int32((int32_t)a, count / 2, &site) == reversed(a, count / 2));
    CHECK((uint64_t)csp_crcword_int64((int64_t)a, (int64_t)b, (int64_t)c) ==
          divided(a, b, c, 64, 64));
    CHECK((uint32_t)csp_crcword_int32((int32_t)a, (int32_t)b, (int32_t)c) ==
          divided((uint32_t)a, b, c, 32, 32));
    CHECK((uint32_t)csp_crcbyte_int32((int32_t)a, (int32_t)b, (int32_t)c) ==
          divided((uint32_t)a, b, c, 32, 8));
    CHECK((uint16_t)csp_crcbyte_int16((int16_t)a, (int16_t)b, (int16_t)c) ==
          divided((uint16_t)a, b, c, 16, 8));
}

static void
check_bit_borders(void)
{
    CHECK(csp_bitcount_int32(-1, -40) == -8 && csp_bitrevnbits_int32(-1, 0, &site) == 0);
    CHECK(FAILS_BY(FAULT_RANGE, csp_bitrevnbits_int32(1, 33, &site)));
    CHECK(FAILS_BY(FAULT_RANGE, csp_bitrevnbits_int16(1, -1, &site)));
    // the check value of CRC-16/XMODEM: "123456789", followed by as many zeros as the CRC has bits
    int16_t crc = 0;
    for (const char *c = "123456789"; *c != '\0'; c++)
        crc = csp_crcbyte_int16((int16_t)(*c << 8), crc, 0x1021);
    crc = csp_crcword_int16(0, crc, 0x1021);
    CHECK(crc == 0x31C3);
}

// ---- blocks --------------------------------------------------------------------------------------

static const uint8_t source[2 * 3] = {1, 0, 2, 0, 3, 0};

static bool
is_block(void (*move)(const uint8_t *, int64_t, int64_t, int64_t, int64_t, uint8_t *, int64_t,
                      int64_t, int64_t, int64_t, int64_t, int64_t, const struct csp_site *),
         const char *expected)
{
    char text[13] = "";
    uint8_t to[3 * 4];

    for (int i = 0; i < 12; i++)
        to[i] = 9;
    move(source, 2, 3, 1, 0, to, 3, 4, 2, 1, 2, 2, &site);
    for (int i = 0; i < 12; i++)
        text[i] = (char)('0' + to[i]);
    return strcmp(text, expected) == 0;
}

static void
check_blocks(void)
{
    uint8_t to[3 * 4] = {0};

    CHECK(is_block(csp_move2d, "999999029930"));
    CHECK(is_block(csp_draw2d, "999999929939"));
    CHECK(is_block(csp_clip2d, "999999099990"));
    CHECK(!FAILS(csp_move2d(source, 2, 3, 3, 2, to, 3, 4, 4, 3, 0, 0, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_move2d(source, 2, 3, 2, 0, to, 3, 4, 0, 0, 2, 1, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_draw2d(source, 2, 3, 0, 1, to, 3, 4, 0, 0, 1, 2, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_clip2d(source, 2, 3, 0, 0, to, 3, 4, 3, 0, 2, 1, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_clip2d(source, 2, 3, 0, 0, to, 3, 4, 0, 2, 1, 2, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_move2d(source, 2, 3, 0, 0, to, 3, 4, 0, 0, -1, 1, &site)));
}

int
main(void)
{
    check_fractions();
    check_shifts();
    for (int i = 0; i < 10000; i++)
        check_bits();
    check_bit_borders();
    check_blocks();
    return case_end();
}
