// Fannkuch: the most flips that turn a permutation of 1 .. n into one that begins with 1.
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

enum { SIZE = 16 };

static void
fannkuch(int64_t n, int64_t *most_out, int64_t *checksum_out)
{
    int64_t start[SIZE], permutation[SIZE], count[SIZE];
    int64_t most = 0, checksum = 0, number = 0, left = n;

    for (int64_t i = 0; i < n; i++)
        start[i] = i;
    for (bool going = true; going; number++) {
        for (; left != 1; left--)
            count[left - 1] = left;
        for (int64_t i = 0; i < n; i++)
            permutation[i] = start[i];
        int64_t flips = 0, first = permutation[0];
        while (first != 0) {
            for (int64_t low = 0, high = first; low < high; low++, high--) {
                const int64_t kept = permutation[low];
                permutation[low] = permutation[high];
                permutation[high] = kept;
            }
            flips++;
            first = permutation[0];
        }
        if (flips > most)
            most = flips;
        checksum += (number & 1) == 0 ? flips : -flips;
        for (bool turning = true; turning;) {
            if (left == n) {
                turning = going = false;
            } else {
                first = start[0];
                for (int64_t i = 0; i < left; i++)
                    start[i] = start[i + 1];
                start[left] = first;
                count[left]--;
                if (count[left] > 0)
                    turning = false;
                else
                    left++;
            }
        }
    }
    *most_out = most;
    *checksum_out = checksum;
}

int
main(void)
{
    int64_t most, checksum;
    fannkuch(11, &most, &checksum);
    printf("%" PRId64 "\nPfannkuchen(11) = %" PRId64 "\n", checksum, most);
    return 0;
}
