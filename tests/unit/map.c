// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/map.h"
#include "helper.h"

Test(map, is_empty_at_first)
{
    struct map map = {0};
    cr_expect_null(map_get(&map, "x"));
}

Test(map, replaces)
{
    struct map map = {0};
    static const char key[] = "key";
    static char one[] = "one", two[] = "two";
    map_put(&map, key, one);
    map_put(&map, key, two);
    cr_expect_eq(map_get(&map, key), two);
    cr_expect_eq(map.count, 1);
}

Test(map, keeps_all_while_growing)
{
    enum { COUNT = 10000 };
    static char things[COUNT];
    struct map map = {0};
    for (int i = 0; i < COUNT; i++)
        map_put(&map, &things[i], &things[COUNT - 1 - i]);
    cr_expect_eq(map.count, COUNT);
    for (int i = 0; i < COUNT; i++)
        cr_assert_eq(map_get(&map, &things[i]), &things[COUNT - 1 - i]);
    cr_expect_null(map_get(&map, &map));
}
