// SPDX-License-Identifier: MIT
// REALs: checks, rounding to the nearest and towards zero, ranges at their exact limits.
#include <config.h>

#include "case.h"
#include "faults.h"

#include <fenv.h>
#include <math.h>

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

// ---- arithmetic ----------------------------------------------------------------------------------

static void
check_arithmetic(void)
{
    CHECK(csp_add_real64(1.5, 2.25, &site) == 3.75 && csp_sub_real32(1.5f, 2.0f, &site) == -0.5f);
    CHECK(csp_mul_real32(3.0f, 4.0f, &site) == 12.0f && csp_div_real64(1.0, 4.0, &site) == 0.25);
    CHECK(csp_rem_real64(5.0, 3.0, &site) == -1.0 && csp_rem_real32(7.0f, 2.0f, &site) == -1.0f);
    CHECK(csp_remainder_real64(8.0, 3.0) == -1.0 && csp_remainder_real32(5.0f, 2.0f) == 1.0f);
    CHECK(csp_neg_real32(1.0f, &site) == -1.0f && signbit(csp_neg_real64(0.0, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_add_real64(DBL_MAX, DBL_MAX, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_sub_real64(-DBL_MAX, DBL_MAX, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_mul_real32(FLT_MAX, 2.0f, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_div_real32(1.0f, 0.0f, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_div_real64(0.0, 0.0, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_rem_real64(1.0, 0.0, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_sub_real64(INFINITY, INFINITY, &site)));
    CHECK(!FAILS(csp_mul_real64(DBL_MIN, DBL_MIN, &site)));
    CHECK(!FAILS(csp_add_real64(INFINITY, 1.0, &site)));
    CHECK(!FAILS(csp_add_real32(NAN, 1.0f, &site)));
}

// ---- to integers ---------------------------------------------------------------------------------

#define CHECK_TO(T, lowest, above)                                                                 \
    do {                                                                                           \
        const double low = (lowest), high = (above);                                               \
        CHECK(csp_trunc_to_##T(low, &site) == (lowest));                                           \
        CHECK(csp_round_to_##T(low, &site) == (lowest));                                           \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_trunc_to_##T(high, &site)));                          \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(high, &site)));                          \
        CHECK(!FAILS(csp_trunc_to_##T(nextafter(high, 0), &site)));                                \
        const double under = low > -9e18 ? low - 1 : nextafter(low, -INFINITY);                    \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_trunc_to_##T(under, &site)));                         \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(under, &site)));                         \
        if (low > -9e18) {                                                                         \
            CHECK(csp_trunc_to_##T(nextafter(under, 0), &site) == (lowest));                       \
            CHECK(csp_round_to_##T(low - 0.5, &site) == (lowest));                                 \
            CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(low - 0.75, &site)));                \
            CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(high - 0.5, &site)));                \
            CHECK(csp_round_to_##T(high - 0.75, &site) == (above)-1);                              \
        }                                                                                          \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_trunc_to_##T(NAN, &site)));                           \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(NAN, &site)));                           \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_trunc_to_##T(INFINITY, &site)));                      \
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_##T(-INFINITY, &site)));                     \
    } while (0)

static void
check_to_integers(void)
{
    CHECK_TO(byte, 0, 256);
    CHECK_TO(int16, INT16_MIN, 32768);
    CHECK_TO(int32, INT32_MIN, 2147483648);
    CHECK_TO(int64, INT64_MIN, 9223372036854775808.0);
    CHECK(csp_round_to_int32(2.5, &site) == 2 && csp_round_to_int32(3.5, &site) == 4);
    CHECK(csp_round_to_int32(-2.5, &site) == -2 && csp_round_to_int32(-0.5, &site) == 0);
    CHECK(csp_trunc_to_int32(-2.9, &site) == -2 &&
          csp_trunc_to_int64(1e15 + 0.5, &site) == 1000000000000000);
    CHECK(!csp_trunc_to_bool(0.9, &site) && csp_trunc_to_bool(1.9, &site));
    CHECK(!csp_round_to_bool(0.5, &site) && csp_round_to_bool(0.6, &site));
    CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_round_to_bool(1.5, &site)));
    CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_trunc_to_bool(-1.0, &site)));
    for (int i = 0; i < 100000; i++) {
        const double a = ldexp((double)(int64_t)random_word(), -(int)(random_word() % 64));
        CHECK(csp_nearest(a) == nearbyint(a));
        CHECK(csp_nearest(trunc(a) + 0.5) == nearbyint(trunc(a) + 0.5));
    }
}

// ---- from integers, and to REAL32: TRUNC against the processor's own mode ------------------------

static void
check_from(int64_t value)
{
    CHECK(csp_int_round_to_real32(value) == (float)value);
    CHECK(csp_int_round_to_real64(value) == (double)value);
    const volatile int64_t source = value;
    fesetround(FE_TOWARDZERO);
    const volatile float single = (float)source;
    const volatile double full = (double)source;
    fesetround(FE_TONEAREST);
    CHECK(csp_int_trunc_to_real32(value) == single);
    CHECK(csp_int_trunc_to_real64(value) == full);
}

static void
check_narrow(double value)
{
    const volatile double source = value;
    fesetround(FE_TOWARDZERO);
    const volatile float cut = (float)source;
    fesetround(FE_TONEAREST);
    if (fabs(value) < 0x1p128)
        CHECK(csp_real64_trunc_to_real32(value, &site) == cut);
    else
        CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_real64_trunc_to_real32(value, &site)));
    CHECK(FAILS(csp_real64_round_to_real32(value, &site)) == (bool)isinf((float)value));
    if (fault_kind == FAULT_NONE)
        CHECK(csp_real64_round_to_real32(value, &site) == (float)value);
}

static void
check_narrowing(void)
{
    for (int i = 0; i < 100000; i++) {
        const int64_t value = (int64_t)random_word() >> (random_word() % 64);
        check_from(value);
        check_from(-value);
        check_narrow(ldexp((double)value, (int)(random_word() % 300) - 200));
    }
    check_from(0);
    check_from(INT64_MIN);
    check_from(INT64_MAX);
    check_narrow(FLT_MAX);
    check_narrow(nextafter(FLT_MAX, INFINITY));
    check_narrow(nextafter(0x1p128, 0));
    check_narrow(-0x1p128);
    check_narrow(0x1p-149);
    check_narrow(0x1.8p-149);
    check_narrow(0.0);
    CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_real64_trunc_to_real32(NAN, &site)));
    CHECK(FAILS_BY(FAULT_REAL_RANGE, csp_real64_round_to_real32(INFINITY, &site)));
    CHECK(isnan(csp_ieee_trunc_to_real32(NAN)) && isinf(csp_ieee_round_to_real32(INFINITY)));
    CHECK(isinf(csp_ieee_trunc_to_real32(-INFINITY)));
}

int
main(void)
{
    check_arithmetic();
    check_to_integers();
    check_narrowing();
    return case_end();
}
