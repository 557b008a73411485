// SPDX-License-Identifier: MIT
// The predefined routines on long numbers, against plain wide arithmetic; UNPACKSN and ROUNDSN.
#include <config.h>

#include "case.h"
#include "faults.h"

#include <math.h>

static const struct csp_site site = {"test.csp", 1, 1, NULL};

static uint64_t random_state = 1;

// Random bits, often with long runs of ones or zeros.
static uint64_t
random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    switch (random_state % 5) {
    case 0: return 0;
    case 1: return ~(uint64_t)0 << (random_state >> 8 & 63);
    case 2: return (uint64_t)1 << (random_state >> 8 & 63);
    default: return random_state;
    }
}

// `wide` has twice `bits`; LONGADD and LONGSUB are told in a type that holds any sum.
#define CHECK_LONG(T, type, utype, wide, bits, lowest, highest)                                    \
    static void check_sums_##T(type a, type b, type c)                                             \
    {                                                                                              \
        const csp_int128 sum = (csp_int128)a + b + (c & 1);                                        \
        const csp_int128 difference = (csp_int128)a - b - (c & 1);                                 \
        CHECK(FAILS(csp_longadd_##T(a, b, c, &site)) == (sum < (lowest) || sum > (highest)));      \
        if (fault_kind == FAULT_NONE)                                                              \
            CHECK(csp_longadd_##T(a, b, c, &site) == sum);                                         \
        CHECK(FAILS(csp_longsub_##T(a, b, c, &site)) ==                                            \
              (difference < (lowest) || difference > (highest)));                                  \
        if (fault_kind == FAULT_NONE)                                                              \
            CHECK(csp_longsub_##T(a, b, c, &site) == difference);                                  \
        type high, low;                                                                            \
        csp_longsum_##T(&high, &low, a, b, c);                                                     \
        CHECK(((wide)(utype)high << (bits) | (utype)low) ==                                        \
              (wide)(utype)a + (utype)b + (utype)(c & 1));                                         \
        csp_longdiff_##T(&high, &low, a, b, c);                                                    \
        CHECK(high == ((csp_uint128)(utype)a < (csp_uint128)(utype)b + (utype)(c & 1)));           \
        CHECK((utype)low == (utype)((utype)a - (utype)b - (utype)(c & 1)));                        \
    }                                                                                              \
    static void check_products_##T(type a, type b, type c)                                         \
    {                                                                                              \
        type high, low, quotient = 0, rest = 0;                                                    \
        csp_longprod_##T(&high, &low, a, b, c);                                                    \
        CHECK(((wide)(utype)high << (bits) | (utype)low) == (wide)(utype)a * (utype)b + (utype)c); \
        CHECK(FAILS(csp_longdiv_##T(&quotient, &rest, a, b, c, &site)) == ((utype)a >= (utype)c)); \
        if (fault_kind == FAULT_NONE) {                                                            \
            csp_longdiv_##T(&quotient, &rest, a, b, c, &site);                                     \
            CHECK((utype)rest < (utype)c);                                                         \
            CHECK((wide)(utype)quotient *(utype)c + (utype)rest ==                                 \
                  ((wide)(utype)a << (bits) | (utype)b));                                          \
        }                                                                                          \
    }                                                                                              \
    static void check_shifts_##T(type a, type b)                                                   \
    {                                                                                              \
        const wide whole = (wide)(utype)a << (bits) | (utype)b;                                    \
        type high, low, places;                                                                    \
        for (int count = -1; count <= 2 * (bits) + 1; count++) {                                   \
            const bool is_inside = count >= 0 && count < 2 * (bits);                               \
            csp_shiftleft_##T(&high, &low, a, b, (type)count);                                     \
            CHECK(((wide)(utype)high << (bits) | (utype)low) ==                                    \
                  (wide)(is_inside ? whole << count : 0));                                         \
            csp_shiftright_##T(&high, &low, a, b, (type)count);                                    \
            CHECK(((wide)(utype)high << (bits) | (utype)low) == (is_inside ? whole >> count : 0)); \
        }                                                                                          \
        csp_normalise_##T(&places, &high, &low, a, b);                                             \
        const wide normal = (wide)(utype)high << (bits) | (utype)low;                              \
        if (whole == 0)                                                                            \
            CHECK(places == 2 * (bits) && normal == 0);                                            \
        else                                                                                       \
            CHECK(high < 0 && normal >> places == whole);                                          \
    }                                                                                              \
    static void check_##T(void)                                                                    \
    {                                                                                              \
        for (int i = 0; i < 20000; i++) {                                                          \
            const type a = (type)random_word();                                                    \
            const type b = (type)random_word();                                                    \
            const type c = (type)random_word();                                                    \
            check_sums_##T(a, b, c);                                                               \
            check_products_##T(a, b, c);                                                           \
            if (i < 300)                                                                           \
                check_shifts_##T(a, b);                                                            \
        }                                                                                          \
    }

CHECK_LONG(int16, int16_t, uint16_t, uint32_t, 16, INT16_MIN, INT16_MAX)
CHECK_LONG(int32, int32_t, uint32_t, uint64_t, 32, INT32_MIN, INT32_MAX)
CHECK_LONG(int64, int64_t, uint64_t, csp_uint128, 64, INT64_MIN, INT64_MAX)

// ---- REAL32 in parts -----------------------------------------------------------------------------

static void
check_unpack(uint32_t bits, uint32_t fraction, int32_t exponent, int32_t type)
{
    int32_t f, e, t;
    csp_unpacksn_int32(&f, &e, &t, (int32_t)bits);
    CHECK((uint32_t)f == fraction && e == exponent && t == type);
}

static uint32_t
roundsn(int32_t exponent, uint32_t fraction, uint32_t guard)
{
    return (uint32_t)csp_roundsn_int32(exponent, (int32_t)fraction, (int32_t)guard);
}

// What ROUNDSN means: the number in a long double, which holds all 64 bits, rounded by the C
// library.
static uint32_t
rounded(int32_t exponent, uint32_t fraction, uint32_t guard)
{
    const long double whole = (long double)((uint64_t)fraction << 32 | guard);
    const float number = (float)ldexpl(whole, exponent - 127 - 63);
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void
check_real32(void)
{
    check_unpack(0, 0, 0, 0);
    check_unpack(0x80000000u, 0, 0, 0);
    check_unpack(0x40490FDBu, 0xC90FDB00u, 0x80, 1);
    check_unpack(0xC0490FDBu, 0xC90FDB00u, 0x80, 1);
    check_unpack(1, 0x100, 1, 1);
    check_unpack(0x7F800000u, 0, 0xFF, 2);
    check_unpack(0x7FC00001u, 0x40000100u, 0xFF, 3);

    CHECK(roundsn(0x80, 0xC90FDB00u, 0) == 0x40490FDBu);
    CHECK(roundsn(0x80, 0xC90FDB80u, 0) == 0x40490FDCu);
    CHECK(roundsn(0x80, 0xC90FDA80u, 0) == 0x40490FDAu);
    CHECK(roundsn(0x80, 0xC90FDA80u, 0x3000) == 0x40490FDBu);
    CHECK(roundsn(1, 0x100, 0) == 1);
    CHECK(roundsn(1000, 0, 0) == 0);
    CHECK(roundsn(1000, 1, 0) == 0x7F800000u);
    CHECK(roundsn(254, 0xFFFFFFFFu, 0) == 0x7F800000u);
    CHECK(roundsn(INT32_MIN, 0x80000000u, 0) == 0);
    for (int i = 0; i < 200000; i++) {
        const int32_t exponent = (int32_t)(random_word() % 360) - 60;
        const uint32_t fraction = (uint32_t)random_word(), guard = (uint32_t)random_word();
        CHECK(roundsn(exponent, fraction, guard) == rounded(exponent, fraction, guard));
    }
    // All numbers come back from their parts.
    for (uint32_t bits = 0; bits < 0x7F800000u; bits += 9973) {
        int32_t fraction, exponent, type;
        csp_unpacksn_int32(&fraction, &exponent, &type, (int32_t)bits);
        CHECK(csp_roundsn_int32(exponent, fraction, 0) == (int32_t)bits);
    }
}

int
main(void)
{
    check_int16();
    check_int32();
    check_int64();
    check_real32();
    return case_end();
}
