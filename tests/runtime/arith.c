// SPDX-License-Identifier: MIT
// Checked and modular arithmetic, conversions and subscripts, against the same in 128 bits: for
// BYTE with all operands, for the INTs with those near every power of two.
#include <config.h>

#include "case.h"
#include "faults.h"

static const struct csp_site site = {"test.csp", 1, 1, "a + b"};

// ---- operands ------------------------------------------------------------------------------------

enum { EDGES = 64 * 6 };
static int64_t edges[EDGES];
static size_t edge_count;

// All numbers within one of a power of two, and its negative, that fit in `bits`.
static void
edges_for(int bits)
{
    edge_count = 0;
    for (int power = 0; power < bits; power++) {
        for (int near = -1; near <= 1; near++) {
            const csp_int128 edge = ((csp_int128)1 << power) + near;
            if (edge < (csp_int128)1 << (bits - 1))
                edges[edge_count++] = (int64_t)edge;
            if (-edge >= -((csp_int128)1 << (bits - 1)))
                edges[edge_count++] = (int64_t)-edge;
        }
    }
}

// ---- one pair of operands: each operator is right or fails, as the exact result says ------------

#define CHECK_PAIR(T, type, utype, lowest, highest)                                                \
    static void check_pair_##T(type a, type b)                                                     \
    {                                                                                              \
        const csp_int128 x = a, y = b;                                                             \
        check_exact(x + y, (lowest), (highest), FAILS(csp_add_##T(a, b, &site)));                  \
        if (fault_kind != FAULT_NONE)                                                              \
            CHECK(fault_a == a && fault_b == b);                                                   \
        else                                                                                       \
            CHECK(csp_add_##T(a, b, &site) == x + y);                                              \
        check_exact(x - y, (lowest), (highest), FAILS(csp_sub_##T(a, b, &site)));                  \
        if (fault_kind != FAULT_NONE)                                                              \
            CHECK(fault_a == a && fault_b == b);                                                   \
        else                                                                                       \
            CHECK(csp_sub_##T(a, b, &site) == x - y);                                              \
        check_exact(x *y, (lowest), (highest), FAILS(csp_mul_##T(a, b, &site)));                   \
        if (fault_kind == FAULT_NONE)                                                              \
            CHECK(csp_mul_##T(a, b, &site) == x * y);                                              \
        if (b == 0) {                                                                              \
            CHECK(FAILS_BY(FAULT_ZERO, csp_div_##T(a, b, &site)));                                 \
            CHECK(FAILS_BY(FAULT_ZERO, csp_rem_##T(a, b, &site)));                                 \
        } else if (x / y > (highest)) {                                                            \
            CHECK(FAILS_BY(FAULT_OVERFLOW, csp_div_##T(a, b, &site)));                             \
            CHECK(csp_rem_##T(a, b, &site) == 0);                                                  \
        } else {                                                                                   \
            CHECK(csp_div_##T(a, b, &site) == x / y);                                              \
            CHECK(csp_rem_##T(a, b, &site) == x % y);                                              \
        }                                                                                          \
        CHECK((utype)csp_plus_##T(a, b) == (utype)(x + y));                                        \
        CHECK((utype)csp_minus_##T(a, b) == (utype)(x - y));                                       \
        CHECK((utype)csp_times_##T(a, b) == (utype)(x * y));                                       \
        CHECK(csp_after_##T(a, b) ==                                                               \
              ((utype)(x - y) != 0 && (utype)(x - y) <= (utype) ~(utype)0 / 2));                   \
    }                                                                                              \
    static void check_single_##T(type a, int bits)                                                 \
    {                                                                                              \
        check_exact(-(csp_int128)a, (lowest), (highest), FAILS(csp_neg_##T(a, &site)));            \
        if (fault_kind == FAULT_NONE)                                                              \
            CHECK(csp_neg_##T(a, &site) == -(csp_int128)a);                                        \
        CHECK((utype)csp_uminus_##T(a) == (utype) - (csp_int128)a);                                \
        CHECK((csp_uint128)(utype)csp_not_##T(a) + (utype)a == (utype)-1);                         \
        for (int count = 0; count <= bits; count++) {                                              \
            const csp_uint128 wide = (utype)a;                                                     \
            CHECK((utype)csp_shl_##T(a, count, &site) == (utype)(wide << count));                  \
            CHECK((utype)csp_shr_##T(a, count, &site) == (utype)(wide >> count));                  \
        }                                                                                          \
        CHECK(FAILS_BY(FAULT_SHIFT, csp_shl_##T(a, bits + 1, &site)));                             \
        CHECK(FAILS_BY(FAULT_SHIFT, csp_shr_##T(a, -1, &site)));                                   \
        CHECK(FAILS_BY(FAULT_SHIFT, csp_shl_##T(a, INT64_MIN, &site)));                            \
    }

static void
check_exact(csp_int128 exact, csp_int128 lowest, csp_int128 highest, bool failed)
{
    CHECK(failed == (exact < lowest || exact > highest));
}

CHECK_PAIR(byte, uint8_t, uint8_t, 0, UINT8_MAX)
CHECK_PAIR(int16, int16_t, uint16_t, INT16_MIN, INT16_MAX)
CHECK_PAIR(int32, int32_t, uint32_t, INT32_MIN, INT32_MAX)
CHECK_PAIR(int64, int64_t, uint64_t, INT64_MIN, INT64_MAX)

static void
check_operators(void)
{
    for (int a = 0; a < 256; a++) {
        check_single_byte((uint8_t)a, 8);
        for (int b = 0; b < 256; b++)
            check_pair_byte((uint8_t)a, (uint8_t)b);
    }
    edges_for(16);
    for (size_t i = 0; i < edge_count; i++) {
        check_single_int16((int16_t)edges[i], 16);
        for (size_t k = 0; k < edge_count; k++)
            check_pair_int16((int16_t)edges[i], (int16_t)edges[k]);
    }
    edges_for(32);
    for (size_t i = 0; i < edge_count; i++) {
        check_single_int32((int32_t)edges[i], 32);
        for (size_t k = 0; k < edge_count; k++)
            check_pair_int32((int32_t)edges[i], (int32_t)edges[k]);
    }
    edges_for(64);
    for (size_t i = 0; i < edge_count; i++) {
        check_single_int64(edges[i], 64);
        for (size_t k = 0; k < edge_count; k++)
            check_pair_int64(edges[i], edges[k]);
    }
}

// ---- conversions, subscripts ---------------------------------------------------------------------

static void
check_conversions(void)
{
    edges_for(64);
    for (size_t i = 0; i < edge_count; i++) {
        const int64_t a = edges[i];
        check_exact(a, 0, 1, FAILS(csp_to_bool(a, &site)));
        check_exact(a, 0, UINT8_MAX, FAILS(csp_to_byte(a, &site)));
        check_exact(a, INT16_MIN, INT16_MAX, FAILS(csp_to_int16(a, &site)));
        check_exact(a, INT32_MIN, INT32_MAX, FAILS(csp_to_int32(a, &site)));
        CHECK(csp_to_int64(a, &site) == a);
    }
    CHECK(!csp_to_bool(0, &site) && csp_to_bool(1, &site));
    for (int64_t a = 0; a < 256; a++)
        CHECK(csp_to_byte(a, &site) == a);
    CHECK(csp_to_int16(-32768, &site) == -32768 && csp_to_int32(INT32_MIN, &site) == INT32_MIN);
}

// The index of a replicator may take any value of its type, but no other.
static void
check_rounds(void)
{
    CHECK(csp_rounds_int16(32766, 2, 1, &site) == 2 && csp_rounds_int64(5, 0, 1, &site) == 0);
    CHECK(csp_rounds_int32(INT32_MAX, 0, INT32_MAX, &site) == 0);
    CHECK(csp_rounds_int64(INT64_MAX, 2, INT64_MIN, &site) == 2);
    CHECK(csp_rounds_int32(0, INT32_MAX, -1, &site) == INT32_MAX);
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_rounds_int16(32767, 2, 1, &site)));
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_rounds_int32(INT32_MIN, 2, -1, &site)));
    CHECK(FAILS_BY(FAULT_OVERFLOW, csp_rounds_int64(0, INT64_MAX, 2, &site)));
    CHECK(FAILS_BY(FAULT_COUNT, csp_rounds_int64(0, -1, 1, &site)));
}

static void
check_arrays(void)
{
    CHECK(csp_index(0, 1, &site) == 0 && csp_index(9, 10, &site) == 9);
    CHECK(FAILS_BY(FAULT_INDEX, csp_index(10, 10, &site)));
    CHECK(FAILS_BY(FAULT_INDEX, csp_index(-1, 10, &site)));
    CHECK(FAILS_BY(FAULT_INDEX, csp_index(0, 0, &site)));
    CHECK(FAILS_BY(FAULT_INDEX, csp_index(INT64_MIN, INT64_MAX, &site)));
    for (int64_t size = 0; size < 6; size++) {
        for (int64_t from = -2; from < 8; from++) {
            for (int64_t count = -2; count < 8; count++) {
                const bool fits = from >= 0 && count >= 0 && from + count <= size;
                CHECK(FAILS(csp_slice(from, count, size, &site)) == !fits);
                CHECK(!fits || csp_slice(from, count, size, &site) == (size_t)from);
            }
        }
    }
    CHECK(FAILS_BY(FAULT_SLICE, csp_slice(1, INT64_MAX, INT64_MAX, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_slice(INT64_MAX, INT64_MAX, INT64_MAX, &site)));
    CHECK(FAILS_BY(FAULT_SLICE, csp_slice(INT64_MIN, 0, INT64_MAX, &site)));
    CHECK(csp_count(0, &site) == 0 && csp_count(INT64_MAX, &site) == INT64_MAX);
    CHECK(FAILS_BY(FAULT_COUNT, csp_count(-1, &site)));
    CHECK(!FAILS(csp_same_size(4, 4, &site)));
    CHECK(FAILS_BY(FAULT_SIZE, csp_same_size(4, 5, &site)));
}

int
main(void)
{
    check_operators();
    check_conversions();
    check_rounds();
    check_arrays();
    return case_end();
}
