// SPDX-License-Identifier: MIT
// The predefined routines on REALs: rounding in all four modes against exact arithmetic, and
// infinities, NaNs, zeros and denormalised numbers everywhere.
#include <config.h>

#include "case.h"
#include "faults.h"

#include <float.h>
#include <math.h>

static const struct csp_site site = {"test.csp", 1, 1, NULL};

enum { ZERO, NEAREST, UP, DOWN };
enum { ADD, SUB, MUL, DIV };

static uint64_t random_state = 1;

static uint64_t
random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static float
op32(float x, int mode, int operation, float y, bool *error)
{
    float result;
    csp_ieee32op(error, &result, x, mode, operation, y, &site);
    return result;
}

static double
op64(double x, int mode, int operation, double y, bool *error)
{
    double result;
    csp_ieee64op(error, &result, x, mode, operation, y, &site);
    return result;
}

// ---- rounding ------------------------------------------------------------------------------------

// Whether `result` is the exact value rounded, given on which side of the exact value (-1 below, 0 at,
// 1 above) a candidate lies. No other number may lie between the two on the wanted side; nearest is
// checked against the processor by its caller.
static bool
is_rounded(int mode, bool negative, int side, int side_of_lower, int side_of_upper)
{
    if (mode == ZERO)
        mode = negative ? UP : DOWN;
    if (mode == UP)
        return side >= 0 && (side == 0 || side_of_lower < 0);
    if (mode == DOWN)
        return side <= 0 && (side == 0 || side_of_upper > 0);
    return true;
}

static int
sign_of(double x)
{
    return (x > 0) - (x < 0);
}

// The side of r against x op y; sums, differences and products of these REAL32s are exact as REAL64.
static int
side32(float r, float x, int operation, float y)
{
    const double a = (double)x, b = (double)y;
    if (operation == DIV)
        return sign_of((double)r * b - a) * sign_of(b);
    return sign_of((double)r - (operation == ADD ? a + b : operation == SUB ? a - b : a * b));
}

static void
check_random_32(void)
{
    // 2^-12 .. 2^12, so that sums have at most 48 binary digits
    const float x = ldexpf((float)(int32_t)random_word(), (int)(random_word() % 24) - 43);
    const float y = ldexpf((float)(int32_t)random_word() + 0.5f, (int)(random_word() % 24) - 43);
    const int mode = (int)(random_word() % 4), operation = (int)(random_word() % 4);
    bool error;
    const float r = op32(x, mode, operation, y, &error);

    CHECK(!error);
    CHECK(is_rounded(mode, r < 0, side32(r, x, operation, y),
                     side32(nextafterf(r, -INFINITY), x, operation, y),
                     side32(nextafterf(r, INFINITY), x, operation, y)));
    if (mode == NEAREST)
        CHECK(r == csp_real32op(x, operation, y, &site));
}

// The error of a sum is a REAL64 (Knuth); fma gives the sign of that of a product or quotient.
static int
side64(double r, double x, int operation, double y)
{
    if (operation == MUL)
        return -sign_of(fma(x, y, -r));
    if (operation == DIV)
        return sign_of(fma(r, y, -x)) * sign_of(y);
    volatile const double b = operation == ADD ? y : -y, sum = x + b, part = sum - x,
                          error = (x - (sum - part)) + (b - part);
    return r > sum ? 1 : r < sum ? -1 : -sign_of(error);
}

static void
check_random_64(void)
{
    const double x = ldexp((double)(int64_t)random_word(), (int)(random_word() % 60) - 93);
    const double y = ldexp((double)(int64_t)random_word() + 0.5, (int)(random_word() % 60) - 93);
    const int mode = (int)(random_word() % 4), operation = (int)(random_word() % 4);
    bool error;
    const double r = op64(x, mode, operation, y, &error);

    CHECK(!error);
    CHECK(is_rounded(mode, r < 0, side64(r, x, operation, y),
                     side64(nextafter(r, -INFINITY), x, operation, y),
                     side64(nextafter(r, INFINITY), x, operation, y)));
    if (mode == NEAREST)
        CHECK(r == csp_real64op(x, operation, y, &site));
}

// Values at the borders, worked out by hand.
static void
check_rounding_32(void)
{
    bool error;

    // 1 / 3 lies between 0x1.555554p-2 and 0x1.555556p-2
    CHECK(op32(1, ZERO, DIV, 3, &error) == 0x1.555554p-2f);
    CHECK(op32(1, NEAREST, DIV, 3, &error) == 0x1.555556p-2f);
    CHECK(op32(1, UP, DIV, 3, &error) == 0x1.555556p-2f);
    CHECK(op32(1, DOWN, DIV, 3, &error) == 0x1.555554p-2f);
    CHECK(op32(-1, ZERO, DIV, 3, &error) == -0x1.555554p-2f);
    CHECK(op32(-1, UP, DIV, 3, &error) == -0x1.555554p-2f);
    CHECK(op32(-1, DOWN, DIV, 3, &error) == -0x1.555556p-2f);
    // half a place at 1.0: to even
    CHECK(op32(1, NEAREST, ADD, 0x1p-24f, &error) == 1);
    CHECK(op32(1 + 0x1p-23f, NEAREST, ADD, 0x1p-24f, &error) == 1 + 0x1p-22f);
    CHECK(op32(1, UP, ADD, 0x1p-149f, &error) == 1 + 0x1p-23f);
    CHECK(op32(1, ZERO, SUB, 0x1p-149f, &error) == 1 - 0x1p-24f);
    // denormalised results
    CHECK(op32(0x1p-149f, NEAREST, DIV, 2, &error) == 0 && !error);
    CHECK(op32(0x1p-149f, UP, DIV, 2, &error) == 0x1p-149f && !error);
    CHECK(op32(-0x1p-149f, DOWN, DIV, 2, &error) == -0x1p-149f && !error);
    CHECK(op32(0x1.8p-126f, NEAREST, MUL, 0x1p-23f, &error) == 0x1p-148f && !error);
    CHECK(op32(0x1.8p-126f, ZERO, MUL, 0x1p-23f, &error) == 0x1p-149f && !error);
    // a difference of zero is -0 only when rounding down
    CHECK(signbit(op32(1, DOWN, SUB, 1, &error)) && !signbit(op32(1, NEAREST, SUB, 1, &error)));
    CHECK(signbit(op32(-0.0f, NEAREST, SUB, 0.0f, &error)) && !error);
}

// ---- errors --------------------------------------------------------------------------------------

static void
check_errors(void)
{
    bool error;

    CHECK(op32(FLT_MAX, NEAREST, MUL, 2, &error) == INFINITY && error);
    CHECK(op32(FLT_MAX, ZERO, MUL, 2, &error) == FLT_MAX && error);
    CHECK(op32(FLT_MAX, DOWN, ADD, FLT_MAX, &error) == FLT_MAX && error);
    CHECK(op32(-FLT_MAX, DOWN, ADD, -FLT_MAX, &error) == -INFINITY && error);
    CHECK(op32(-FLT_MAX, UP, ADD, -FLT_MAX, &error) == -FLT_MAX && error);
    CHECK(op32(1, NEAREST, DIV, 0, &error) == INFINITY && error);
    CHECK(isnan(op32(0, NEAREST, DIV, 0, &error)) && error);
    CHECK(isnan(op32(INFINITY, NEAREST, SUB, INFINITY, &error)) && error);
    CHECK(op32(INFINITY, NEAREST, ADD, 1, &error) == INFINITY && error);
    CHECK(op32(1, NEAREST, DIV, INFINITY, &error) == 0 && error);
    CHECK(isnan(op32(NAN, NEAREST, ADD, 1, &error)) && error);
    CHECK(op64(DBL_MAX, UP, ADD, 1, &error) == INFINITY && error);
    CHECK(op64(DBL_MAX, NEAREST, ADD, 1, &error) == DBL_MAX && !error);
    CHECK(op64(1, DOWN, DIV, 3, &error) == 0x1.5555555555555p-2 && !error);
    CHECK(op64(1, UP, DIV, 3, &error) == 0x1.5555555555556p-2 && !error);
    CHECK(op64(0x1p-1074, UP, DIV, 2, &error) == 0x1p-1074 && !error);
    CHECK(FAILS_BY(FAULT_RANGE, op32(1, 4, ADD, 1, &error)));
    CHECK(FAILS_BY(FAULT_RANGE, op64(1, -1, ADD, 1, &error)));
    CHECK(FAILS_BY(FAULT_RANGE, op64(1, 0, 4, 1, &error)));
    CHECK(FAILS_BY(FAULT_RANGE, csp_real32op(1, 4, 1, &site)));
    // the unrounded routines have no errors at all
    CHECK(csp_real32op(1, DIV, 0, &site) == INFINITY);
    CHECK(isnan(csp_real64op(INFINITY, MUL, 0, &site)));
}

static void
check_remainders(void)
{
    bool error;
    float r32;
    double r64;

    csp_ieee32rem(&error, &r32, 10, 6);
    CHECK(r32 == -2 && !error);
    csp_ieee64rem(&error, &r64, -7.5, 2);
    CHECK(r64 == 0.5 && !error);
    csp_ieee64rem(&error, &r64, 5, 2); // a tie: the quotient is 2
    CHECK(r64 == 1 && !error);
    csp_ieee64rem(&error, &r64, 7, 2); // a tie: the quotient is 4
    CHECK(r64 == -1 && !error);
    csp_ieee32rem(&error, &r32, 1, 0);
    CHECK(isnan(r32) && error);
    csp_ieee32rem(&error, &r32, 3, INFINITY);
    CHECK(r32 == 3 && error);
    csp_ieee64rem(&error, &r64, INFINITY, 3);
    CHECK(isnan(r64) && error);
    CHECK(csp_real32rem(10, 6) == -2 && csp_real64rem(-10, 6) == 2);
}

static void
check_comparisons(void)
{
    CHECK(csp_ieeecompare_int32(1, 2) == -1 && csp_ieeecompare_int32(2, 1) == 1);
    CHECK(csp_ieeecompare_int64(0.0f, -0.0f) == 0 && csp_ieeecompare_int16(NAN, NAN) == 2);
    CHECK(csp_dieeecompare_int32(-INFINITY, -DBL_MAX) == -1 && csp_dieeecompare_int32(1, NAN) == 2);
    CHECK(csp_real32eq(0.0f, -0.0f) && !csp_real32eq(NAN, NAN) && !csp_real64eq(1, 2));
    CHECK(csp_real32gt(INFINITY, FLT_MAX) && !csp_real32gt(NAN, 0) && csp_real64gt(2, 1));
    CHECK(csp_ordered(1, INFINITY) && !csp_ordered(1, NAN) && !csp_dordered(NAN, 1));
}

// ---- parts ---------------------------------------------------------------------------------------

static void
check_parts(void)
{
    CHECK(csp_abs(-1.5f) == 1.5f && !signbit(csp_dabs(-0.0)) && csp_dabs(-INFINITY) == INFINITY);
    CHECK(csp_minusx(1.5f) == -1.5f && signbit(csp_dminusx(0.0)) && isnan(csp_minusx(NAN)));
    CHECK(csp_copysign(3, -0.0f) == -3 && csp_dcopysign(-INFINITY, 1) == INFINITY);
    CHECK(csp_isnan(NAN) && !csp_isnan(INFINITY) && csp_disnan(NAN) && !csp_disnan(0));
    CHECK(csp_notfinite(INFINITY) && csp_dnotfinite(NAN) && !csp_dnotfinite(DBL_MAX));
    CHECK(csp_nextafter(1, 2) == 1 + FLT_EPSILON && csp_nextafter(0, -1) == -0x1p-149f);
    CHECK(csp_nextafter(FLT_MAX, INFINITY) == INFINITY && csp_dnextafter(0x1p-1074, 0) == 0);
    CHECK(!signbit(csp_nextafter(0.0f, -0.0f)) && signbit(csp_dnextafter(-0.0, 0.0)));
    CHECK(isnan(csp_nextafter(1, NAN)) && csp_dnextafter(1, 0) == 1 - DBL_EPSILON / 2);
    CHECK(csp_fpint(2.5f) == 2 && csp_fpint(3.5f) == 4 && csp_fpint(-2.5f) == -2);
    CHECK(csp_dfpint(0.5) == 0 && csp_dfpint(-0x1.fffffffffffffp-1) == -1);
    CHECK(signbit(csp_dfpint(-0.25)) && csp_fpint(INFINITY) == INFINITY);
    CHECK(csp_fpint(0x1.000002p23f) == 0x1.000002p23f);
}

static void
check_exponents(void)
{
    int32_t exponent;
    int64_t exponent64;
    float fraction;
    double fraction64;

    CHECK(csp_logb(1) == 0 && csp_logb(-12) == 3 && csp_logb(0x1p-149f) == -149);
    CHECK(csp_logb(0) == -INFINITY && csp_logb(-INFINITY) == INFINITY && isnan(csp_logb(NAN)));
    CHECK(csp_dlogb(DBL_MAX) == 1023 && csp_dlogb(0x1.8p-1070) == -1070);
    csp_floating_unpack_int32(&exponent, &fraction, -12, &site);
    CHECK(exponent == 3 && fraction == -1.5f);
    csp_floating_unpack_int32(&exponent, &fraction, 0x3p-149f, &site);
    CHECK(exponent == -148 && fraction == 1.5f);
    csp_dfloating_unpack_int64(&exponent64, &fraction64, DBL_MAX, &site);
    CHECK(exponent64 == 1023 && fraction64 == 2 - DBL_EPSILON);
    CHECK(FAILS_BY(FAULT_REAL, csp_floating_unpack_int32(&exponent, &fraction, 0, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_dfloating_unpack_int64(&exponent64, &fraction64, NAN, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_floating_unpack_int32(&exponent, &fraction, INFINITY, &site)));
}

static void
check_scaling(void)
{
    CHECK(csp_scaleb(1.5f, 2, &site) == 6 && csp_dscaleb(-1, -1074, &site) == -0x1p-1074);
    // rounded once: through a denormalised half the way this would be 0
    CHECK(csp_scaleb(0x1.8p0f, -150, &site) == 0x1p-149f);
    CHECK(csp_scaleb(0x1.000002p-126f, -1, &site) == 0x1p-127f);
    CHECK(csp_dscaleb(0x1p-1074, 2097, &site) == 0x1p1023);
    CHECK(csp_scaleb(1, INT64_MIN, &site) == 0 && csp_ieee_scaleb(1, INT64_MAX) == INFINITY);
    CHECK(FAILS_BY(FAULT_REAL, csp_scaleb(1, 128, &site)) && csp_ieee_scaleb(-1, 128) == -INFINITY);
    CHECK(csp_scaleb(INFINITY, -5, &site) == INFINITY && isnan(csp_dscaleb(NAN, 1, &site)));
    CHECK(csp_mulby2(0x1p-149f, &site) == 0x1p-148f && csp_divby2(0x1p-149f) == 0);
    CHECK(csp_divby2(0x3p-149f) == 0x1p-148f && csp_ddivby2(3) == 1.5);
    CHECK(FAILS_BY(FAULT_REAL, csp_mulby2(FLT_MAX, &site)) &&
          csp_ieee_dmulby2(DBL_MAX) == INFINITY);
    CHECK(csp_dmulby2(-INFINITY, &site) == -INFINITY);
}

static void
check_functions(void)
{
    CHECK(csp_sqrt(2, &site) == 0x1.6a09e6p0f && csp_dsqrt(2, &site) == 0x1.6a09e667f3bcdp0);
    CHECK(csp_dsqrt(0x1p-1074, &site) == 0x1p-537 && signbit(csp_sqrt(-0.0f, &site)));
    CHECK(FAILS_BY(FAULT_REAL, csp_sqrt(-1, &site)) && isnan(csp_ieee_dsqrt(-1)));
    CHECK(csp_sqrt(INFINITY, &site) == INFINITY && isnan(csp_dsqrt(NAN, &site)));
    CHECK(csp_sin(0, &site) == 0 && csp_dcos(0, &site) == 1 && csp_dtan(0, &site) == 0);
    CHECK(fabs(csp_dsin(0.5, &site) - 0.479425538604203) < 1e-15);
    CHECK(fabsf(csp_tan(1, &site) - 1.5574077f) < 1e-6f && !FAILS(csp_sin(INFINITY, &site)));
}

// ---- reducing arguments --------------------------------------------------------------------------

static void
check_reduce(void)
{
    bool precise;
    int32_t times;
    float rest;
    double rest64;

    csp_argument_reduce(&precise, &times, &rest, 1.1f, 3.1415927f, 1e-8f);
    CHECK(precise && times == 0 && rest == 1.1f);
    csp_argument_reduce(&precise, &times, &rest, -10, 3, 0);
    CHECK(precise && times == -3 && rest == -1);
    // 100 = 64 * 1.5625, and y + y_error is 1.5625
    csp_argument_reduce(&precise, &times, &rest, 100, 1.5f, 0.0625f);
    CHECK(precise && times == 64 && rest == 0);
    csp_argument_reduce(&precise, &times, &rest, 0x1p20f, 1, 0);
    CHECK(precise && times == 1 << 20 && rest == 0);
    csp_argument_reduce(&precise, &times, &rest, 0x1p21f, 1, 0);
    CHECK(!precise && rest == 0);
    csp_argument_reduce(&precise, &times, &rest, INFINITY, 1, 0);
    CHECK(!precise && isnan(rest));
    csp_dargument_reduce(&precise, &times, &rest64, 0x1.8p30, 3, 0);
    CHECK(precise && times == 1 << 29 && rest64 == 0);
    csp_dargument_reduce(&precise, &times, &rest64, 1, 0, 0);
    CHECK(!precise && isnan(rest64));
}

int
main(void)
{
    for (int i = 0; i < 200000; i++) {
        check_random_32();
        check_random_64();
    }
    check_rounding_32();
    check_errors();
    check_remainders();
    check_comparisons();
    check_parts();
    check_exponents();
    check_scaling();
    check_functions();
    check_reduce();
    return case_end();
}
