// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/vec.h"
#include "helper.h"

Test(vec, pushes_and_pops)
{
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(&numbers, i);
    cr_expect_eq(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(numbers.at[i], i);
    cr_expect_eq(vec_last(&numbers), 999);
    cr_expect_eq(vec_pop(&numbers), 999);
    cr_expect_eq(numbers.count, 999);
}

Test(vec, holds_structs)
{
    struct pair {
        int a, b;
    };
    VEC(struct pair) pairs = {0};
    struct pair pair = {1, 2};
    vec_push(&pairs, pair);
    vec_push(&pairs, ((struct pair){3, 4}));
    cr_expect_eq(pairs.at[0].b, 2);
    cr_expect_eq(pairs.at[1].a, 3);
}
