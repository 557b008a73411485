// A hash table: numbers are entered and found again. The table is uthash, with all its defaults.
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <uthash.h>

enum { COUNT = 100000, ROUNDS = 100 };

struct entry {
    int64_t key, value;
    UT_hash_handle hh;
};

static int64_t
next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(*state >> 20);
}

static void
enter(struct entry **table, int64_t key, int64_t value)
{
    struct entry *entry;
    HASH_FIND(hh, *table, &key, sizeof key, entry);
    if (entry == NULL) {
        entry = malloc(sizeof *entry);
        entry->key = key;
        HASH_ADD(hh, *table, key, sizeof key, entry);
    }
    entry->value = value;
}

static int64_t
find(struct entry *table, int64_t key)
{
    struct entry *entry;
    HASH_FIND(hh, table, &key, sizeof key, entry);
    return entry->value;
}

int
main(void)
{
    int64_t sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct entry *table = NULL, *entry, *after;
        uint64_t state = 12345;
        for (int64_t i = 0; i < COUNT; i++)
            enter(&table, next(&state), i);
        state = 12345;
        for (int64_t i = 0; i < COUNT; i++)
            sum += find(table, next(&state));
        for (entry = table; entry != NULL; entry = after) {
            after = entry->hh.next;
            HASH_DEL(table, entry);
            free(entry);
        }
    }
    printf("%" PRId64 "\n", sum);
    return 0;
}
