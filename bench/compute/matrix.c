// The product of two matrices.
#include <inttypes.h>
#include <stdio.h>

enum { SIZE = 400 };

static void
multiply(double (*a)[SIZE], double (*b)[SIZE], double (*c)[SIZE])
{
    for (int64_t i = 0; i < SIZE; i++)
        for (int64_t j = 0; j < SIZE; j++) {
            double sum = 0.0;
            for (int64_t k = 0; k < SIZE; k++)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

int
main(void)
{
    static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];
    for (int64_t i = 0; i < SIZE; i++)
        for (int64_t j = 0; j < SIZE; j++) {
            a[i][j] = (double)((i + j) % 10);
            b[i][j] = (double)(i * j % 7);
        }
    for (int n = 0; n < 10; n++)
        multiply(a, b, c);
    double trace = 0.0;
    for (int64_t i = 0; i < SIZE; i++)
        trace += c[i][i];
    printf("%12.1f\n", trace);
    return 0;
}
