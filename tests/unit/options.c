// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"

Test(options, of_warnings)
{
    struct diag_options options = diag_default_options();
    cr_expect(options.warning_on[WARN_EMPTY]);
    cr_expect_not(options.warning_on[WARN_UNUSED]);
    cr_expect(diag_set_warning(&options, "no-empty"));
    cr_expect_not(options.warning_on[WARN_EMPTY]);
    cr_expect(diag_set_warning(&options, "layout"));
    cr_expect_not(diag_set_warning(&options, "nonsense"));
    cr_expect_not(diag_set_warning(&options, ""));
}

Test(options, all_and_extra)
{
    struct diag_options options = diag_default_options();
    cr_expect(diag_set_warning(&options, "all"));
    cr_expect(options.warning_on[WARN_UNUSED]);
    cr_expect_not(options.warning_on[WARN_SHADOW]);
    cr_expect(diag_set_warning(&options, "extra"));
    cr_expect(options.warning_on[WARN_SHADOW]);
    cr_expect(diag_set_warning(&options, "no-extra"));
    cr_expect_not(options.warning_on[WARN_SHADOW]);
}

Test(options, of_errors)
{
    struct diag_options options = diag_default_options();
    cr_expect(diag_set_warning(&options, "error=unused"));
    cr_expect(options.warning_on[WARN_UNUSED]);
    cr_expect(options.warning_is_error[WARN_UNUSED]);
    cr_expect(diag_set_warning(&options, "no-error=unused"));
    cr_expect(options.warning_on[WARN_UNUSED]);
    cr_expect_not(options.warning_is_error[WARN_UNUSED]);
    cr_expect(diag_set_warning(&options, "error"));
    cr_expect(options.warning_is_error[WARN_LAYOUT]);
}
