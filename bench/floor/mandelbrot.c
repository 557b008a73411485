// SPDX-License-Identifier: MIT
// mandelbrot SIZE: the computation alone, without processes.
#include "../report.h"

enum { LIMIT = 1000 };

static int64_t
iterations(double x, double y)
{
    double re = 0, im = 0;
    int64_t n = 0;
    while (n < LIMIT && re * re + im * im <= 4) {
        const double next = re * re - im * im + x;
        im = 2 * re * im + y;
        re = next;
        n++;
    }
    return n;
}

static int64_t
row(int64_t y, int64_t size)
{
    const double im = 2.0 * (double)y / (double)size - 1;
    int64_t sum = 0;
    for (int64_t x = 0; x < size; x++)
        sum += iterations(3.0 * (double)x / (double)size - 2, im);
    return sum;
}

int
main(int argc, char **argv)
{
    const int64_t size = argument(argc, argv, 1, 1500), start = clock_now();
    int64_t sum = 0;
    for (int64_t y = 0; y < size; y++)
        sum += row(y, size);
    report(start, sum, "iteration", sum);
}
