// SPDX-License-Identifier: MIT
// Where the compiler starts. What it does is listed in driver/pipeline.c.
#include <config.h>

#include "base/mem.h"
#include "driver/driver.h"

int
main(int argc, char **argv)
{
    mem_start();
    return driver_main(argc, argv);
}
