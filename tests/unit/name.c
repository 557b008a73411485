// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/name.h"
#include "helper.h"

Test(name, is_one_object_for_one_spelling)
{
    cr_expect_eq(name_of("out.string"), name_intern("out.strings", 10));
    cr_expect_neq(name_of("a"), name_of("b"));
    cr_expect_str_eq(name_of("producer")->text, "producer");
    cr_expect_eq(name_of("producer")->length, 8);
}

Test(name, survives_growth)
{
    const struct name *first = name_of("n0");
    for (int i = 1; i < 5000; i++)
        name_of(mem_format("n%d", i));
    cr_expect_eq(name_of("n0"), first);
    cr_expect_str_eq(name_of("n4999")->text, "n4999");
}

Test(name, distance_counts_edits)
{
    const struct name *name = name_of("channel");
    cr_expect_eq(name_distance(name, name, 4), 0);
    cr_expect_eq(name_distance(name, name_of("chanel"), 4), 1);
    cr_expect_eq(name_distance(name, name_of("chnanel"), 4), 2);
    cr_expect_eq(name_distance(name, name_of("x"), 4), 4);
    cr_expect_eq(name_distance(name_of(""), name_of("ab"), 4), 2);
    cr_expect_eq(name_distance(name_of("kitten"), name_of("sitting"), 9), 3);
}

Test(name, distance_of_endless_names_is_the_limit)
{
    char letters[400];
    memset(letters, 'a', sizeof letters);
    const struct name *a = name_intern(letters, 399), *b = name_intern(letters, 398);
    cr_expect_eq(name_distance(a, b, 3), 3);
}
