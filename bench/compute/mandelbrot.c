// How many points of a grid belong to the Mandelbrot set.
#include <inttypes.h>
#include <stdio.h>

enum { SIZE = 2400, LIMIT = 50 };

static int64_t
inside(int64_t x, int64_t y)
{
    const double cr = 2.0 * (double)x / SIZE - 1.5, ci = 2.0 * (double)y / SIZE - 1.0;
    double zr = 0.0, zi = 0.0, rr = 0.0, ii = 0.0;
    int64_t turns = 0;
    for (; turns < LIMIT && rr + ii <= 4.0; turns++) {
        zi = 2.0 * zr * zi + ci;
        zr = rr - ii + cr;
        rr = zr * zr;
        ii = zi * zi;
    }
    return turns / LIMIT;
}

int
main(void)
{
    int64_t count = 0;
    for (int64_t y = 0; y < SIZE; y++)
        for (int64_t x = 0; x < SIZE; x++)
            count += inside(x, y);
    printf("%" PRId64 "\n", count);
    return 0;
}
