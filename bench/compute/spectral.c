// The spectral norm of an infinite matrix, by the power method.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { SIZE = 3000 };

static inline double
a(int64_t i, int64_t j)
{
    return 1.0 / (double)((i + j) * (i + j + 1) / 2 + (i + 1));
}

static void
multiply(const double *v, double *result, int64_t size)
{
    for (int64_t i = 0; i < size; i++) {
        double sum = 0.0;
        for (int64_t j = 0; j < size; j++)
            sum += a(i, j) * v[j];
        result[i] = sum;
    }
}

static void
multiply_transposed(const double *v, double *result, int64_t size)
{
    for (int64_t i = 0; i < size; i++) {
        double sum = 0.0;
        for (int64_t j = 0; j < size; j++)
            sum += a(j, i) * v[j];
        result[i] = sum;
    }
}

int
main(void)
{
    static double u[SIZE], v[SIZE], between[SIZE];
    double above = 0.0, below = 0.0;
    for (int64_t i = 0; i < SIZE; i++)
        u[i] = 1.0;
    for (int64_t i = 0; i < 10; i++) {
        multiply(u, between, SIZE);
        multiply_transposed(between, v, SIZE);
        multiply(v, between, SIZE);
        multiply_transposed(between, u, SIZE);
    }
    for (int64_t i = 0; i < SIZE; i++) {
        above += u[i] * v[i];
        below += v[i] * v[i];
    }
    printf("%20.9f\n", sqrt(above / below));
    return 0;
}
