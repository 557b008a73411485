// SPDX-License-Identifier: MIT
// Without checks (-ferror=unchecked) arithmetic wraps round and REALs are those of IEEE.
#define CSP_UNCHECKED
#include <config.h>

#include "case.h"

#include <math.h>

static const struct csp_site site = {"test.csp", 1, 1, NULL};

int
main(void)
{
    CHECK(csp_add_int32(INT32_MAX, 1, &site) == INT32_MIN);
    CHECK(csp_sub_byte(0, 1, &site) == 255);
    CHECK(csp_mul_int64(INT64_MAX, 2, &site) == -2);
    CHECK(csp_neg_int16(INT16_MIN, &site) == INT16_MIN);
    CHECK(csp_div_int32(7, -2, &site) == -3 && csp_rem_int32(-7, 2, &site) == -1);
    CHECK(csp_to_byte(258, &site) == 2);
    CHECK(csp_index(12, 10, &site) == 12 && csp_count(-1, &site) == -1);
    CHECK(isinf(csp_div_real64(1.0, 0.0, &site)) && isnan(csp_div_real32(0.0f, 0.0f, &site)));
    CHECK(csp_longadd_int32(INT32_MAX, 0, 1, &site) == INT32_MIN);
    return case_end();
}
