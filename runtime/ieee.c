// SPDX-License-Identifier: MIT
// Operations on REALs with a choice of rounding, and exact remainders. The processor's own rounding
// is changed for one operation; its operands are volatile, so that it is not moved or folded.
#include <config.h>

#include "internal.h"

#include <fenv.h>
#include <math.h>

enum { LARGEST_STEP_32 = 20, LARGEST_STEP_64 = 30 };

// ---- rounding ------------------------------------------------------------------------------------

struct rounding {
    fenv_t before;
};

static void
round_by(struct rounding *rounding, int64_t mode)
{
    static const int modes[] = {FE_TOWARDZERO, FE_TONEAREST, FE_UPWARD, FE_DOWNWARD};
    feholdexcept(&rounding->before);
    fesetround(modes[mode & 3]);
}

// Whether the operation since round_by was in error; all is as before.
static bool
round_end(const struct rounding *rounding)
{
    const int errors = fetestexcept(FE_OVERFLOW | FE_DIVBYZERO | FE_INVALID);
    fesetenv(&rounding->before);
    return errors != 0;
}

static void
check_codes(int64_t mode, int64_t operation, const struct csp_site *site)
{
    if (CSP_FAILS((uint64_t)mode > 3))
        csp_fault_range(site, mode, 0, 3);
    if (CSP_FAILS((uint64_t)operation > 3))
        csp_fault_range(site, operation, 0, 3);
}

#define IEEE_OPERATIONS(bits, type, f)                                                             \
    static type operate_##bits(volatile type *x, int64_t operation, volatile type *y)              \
    {                                                                                              \
        return operation == 0   ? *x + *y                                                          \
               : operation == 1 ? *x - *y                                                          \
               : operation == 2 ? *x * *y                                                          \
                                : *x / *y;                                                         \
    }                                                                                              \
    void csp_ieee##bits##op(bool *error, type *result, type x, int64_t mode, int64_t operation,    \
                            type y, const struct csp_site *site)                                   \
    {                                                                                              \
        volatile type a = x, b = y, rounded;                                                       \
        struct rounding rounding;                                                                  \
        check_codes(mode, operation, site);                                                        \
        round_by(&rounding, mode);                                                                 \
        rounded = operate_##bits(&a, operation, &b);                                               \
        *error = round_end(&rounding) || !isfinite(x) || !isfinite(y);                             \
        *result = rounded;                                                                         \
    }                                                                                              \
    void csp_ieee##bits##rem(bool *error, type *result, type x, type y)                            \
    {                                                                                              \
        *error = !isfinite(x) || !isfinite(y) || y == 0;                                           \
        *result = remainder##f(x, y);                                                              \
    }

IEEE_OPERATIONS(32, float, f)
IEEE_OPERATIONS(64, double, )

// ---- reducing arguments --------------------------------------------------------------------------

// Take whole multiples of y, and with them of y_error, from the rest of x. The remainder is exact,
// and so is the quotient while it has fewer bits than a REAL64. What the multiple of y_error takes
// away may lead past the next multiple of y: hence the second round.
#define ARGUMENT_REDUCE(d, type, f, largest_step)                                                  \
    static void d##reduce(int64_t *times, type *rest, type y, type y_error)                        \
    {                                                                                              \
        const type x = *rest, left = remainder##f(x, y);                                           \
        const int64_t count = (int64_t)rint(((double)x - (double)left) / (double)y);               \
        *rest = left - (type)count * y_error;                                                      \
        *times += count;                                                                           \
    }                                                                                              \
    void csp_##d##argument_reduce(bool *precise, int32_t *times, type *rest, type x, type y,       \
                                  type y_error)                                                    \
    {                                                                                              \
        int64_t count = 0;                                                                         \
        *times = 0;                                                                                \
        *precise = isfinite(x) && isfinite(y) && isfinite(y_error) && y != 0 &&                    \
                   (x == 0 || ilogb##f(x) - ilogb##f(y) <= (largest_step));                        \
        *rest = *precise ? x : remainder##f(x, y);                                                 \
        if (!*precise)                                                                             \
            return;                                                                                \
        d##reduce(&count, rest, y, y_error);                                                       \
        d##reduce(&count, rest, y, y_error);                                                       \
        *times = (int32_t)(uint32_t)(uint64_t)count;                                               \
    }

ARGUMENT_REDUCE(, float, f, LARGEST_STEP_32)
ARGUMENT_REDUCE(d, double, , LARGEST_STEP_64)
