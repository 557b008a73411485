// SPDX-License-Identifier: MIT
// Memory whose size is known at run time only: frames of replicated PARs and of recursive calls, guards,
// large arrays of plain functions. What processes take and give back again and again comes from lists of free
// blocks, one list for each size class; of large ones the last few are kept. They are touched only
// under the baton. Arrays of plain functions come from the system, since those run without it.
//
// The system is malloc, or the collector where a program makes texts: it looks for them in here.
//
// To touch a fresh page for the first time costs as much as the whole life of two hundred small
// processes, so large blocks are used again. Huge pages cost less where the system has some ready,
// but several times as much where it must first make room for them; they are not asked for.
#include <config.h>

#include "internal.h"

#include <errno.h>

// A size class is a power of two or one of three steps between it and the next; larger blocks have
// none.
enum { STEPS = 4, SMALLEST = 64, CLASSES = 64, LARGEST = 1 << 20 };

// How many free large blocks are kept.
enum { KEPT = 4 };

// What stands before every block; as wide as the strictest alignment.
union head {
    struct {
        size_t size;
        union head *next;
    } block;
    max_align_t align;
};

static union head *free_blocks[CLASSES];
static union head *kept[KEPT]; // free large blocks; the last that was given back comes first
static _Atomic size_t used;    // bytes that are taken from the system
static const struct csp_collector *collector; // NULL if the program has none
static size_t limit = SIZE_MAX;               // CSP_MAX_MEMORY

// The class of a size, and the size that its blocks have.
static unsigned
class_of(size_t size, size_t *rounded)
{
    size_t step = SMALLEST / STEPS, power = SMALLEST;
    unsigned number = 0;
    while (2 * power < size) {
        power *= 2;
        step *= 2;
        number += STEPS;
    }
    const size_t steps = size <= power ? 0 : (size - power + step - 1) / step;
    *rounded = power + steps * step;
    return number + (unsigned)steps;
}

// ---- from the system -----------------------------------------------------------------------------

static bool
may_use(size_t size)
{
    if (atomic_fetch_add_explicit(&used, size, memory_order_relaxed) + size <= limit)
        return true;
    atomic_fetch_sub_explicit(&used, size, memory_order_relaxed);
    return false;
}

static union head *
system_new(size_t size)
{
    if (!may_use(size))
        return NULL;
    union head *const head = collector != NULL ? collector->memory_new(size) : malloc(size);
    if (head != NULL)
        head->block.size = size;
    else
        atomic_fetch_sub_explicit(&used, size, memory_order_relaxed);
    return head;
}

static void
system_free(union head *head)
{
    atomic_fetch_sub_explicit(&used, head->block.size, memory_order_relaxed);
    if (collector != NULL)
        collector->memory_free(head);
    else
        free(head);
}

static void
fail(size_t count, const char *what, size_t size)
{
    if (limit != SIZE_MAX)
        csp_fault(NULL, "no memory for %zu %s of %zu bytes (%zu are in use, CSP_MAX_MEMORY is %zu)",
                  count, what, size, atomic_load_explicit(&used, memory_order_relaxed), limit);
    csp_fault(NULL, "no memory for %zu %s of %zu bytes", count, what, size);
}

static bool
total_of(size_t count, size_t size, size_t *total)
{
    return !__builtin_mul_overflow(count, size, total) &&
           !__builtin_add_overflow(*total, sizeof(union head), total);
}

// ---- large blocks --------------------------------------------------------------------------------

// A kept block that is large enough, but not twice as large as needed.
static union head *
kept_take(size_t size)
{
    for (size_t i = 0; i < KEPT; i++) {
        union head *const head = kept[i];
        if (head == NULL || head->block.size < size || head->block.size / 2 > size)
            continue;
        memmove(&kept[i], &kept[i + 1], (KEPT - 1 - i) * sizeof *kept);
        kept[KEPT - 1] = NULL;
        return head;
    }
    return NULL;
}

static void
kept_put(union head *head)
{
    if (kept[KEPT - 1] != NULL)
        system_free(kept[KEPT - 1]);
    memmove(&kept[1], &kept[0], (KEPT - 1) * sizeof *kept);
    kept[0] = head;
}

static void
kept_free_all(void)
{
    for (size_t i = 0; i < KEPT; i++) {
        if (kept[i] != NULL)
            system_free(kept[i]);
        kept[i] = NULL;
    }
}

static union head *
large_new(size_t size)
{
    union head *head = kept_take(size);
    if (head == NULL)
        head = system_new(size);
    if (head == NULL) {
        kept_free_all();
        head = system_new(size);
    }
    return head;
}

// ---- blocks --------------------------------------------------------------------------------------

// No room for zero bytes: NULL.
static void *
block_new(size_t count, size_t size, const char *what)
{
    size_t total, rounded;
    union head *head = NULL;
    if (count == 0 || size == 0)
        return NULL;
    if (!total_of(count, size, &total))
        fail(count, what, size);
    if (total <= LARGEST) {
        const unsigned class = class_of(total, &rounded);
        head = free_blocks[class];
        if (head != NULL)
            free_blocks[class] = head->block.next;
        else
            head = system_new(rounded);
    } else {
        head = large_new(total);
    }
    if (head == NULL)
        fail(count, what, size);
    return head + 1;
}

static void
block_free(void *block)
{
    size_t rounded;
    if (block == NULL)
        return;
    union head *const head = (union head *)block - 1;
    if (head->block.size > LARGEST) {
        kept_put(head);
        return;
    }
    const unsigned class = class_of(head->block.size, &rounded);
    head->block.next = free_blocks[class];
    free_blocks[class] = head;
}

void *
csp_memory_new(size_t size)
{
    return block_new(1, size, "mobile");
}

void
csp_memory_free(void *block)
{
    block_free(block);
}

size_t
csp_memory_room(const void *block)
{
    return ((const union head *)block - 1)->block.size - sizeof(union head);
}

void *
csp_par_new(uint32_t count, size_t stride)
{
    return block_new(count, stride, "processes");
}

void
csp_par_free(void *branches)
{
    block_free(branches);
}

void *
csp_frame_new(size_t size)
{
    return block_new(1, size, "frame");
}

void
csp_frame_free(void *frame)
{
    block_free(frame);
}

struct csp_guard *
csp_guards_new(uint32_t count)
{
    return block_new(count, sizeof(struct csp_guard), "guards");
}

void
csp_guards_free(struct csp_guard *guards)
{
    block_free(guards);
}

void *
csp_scratch_new(size_t size)
{
    size_t total;
    union head *const head = total_of(1, size, &total) ? system_new(total) : NULL;
    if (head == NULL)
        fail(1, "array", size);
    return head + 1;
}

void
csp_scratch_free(void *scratch)
{
    system_free((union head *)scratch - 1);
}

// ---- start and end -------------------------------------------------------------------------------

// CSP_MAX_MEMORY: bytes, or with K, M or G behind the number.
static void
read_limit(void)
{
    static const char units[] = "KMG";
    const char *const text = getenv("CSP_MAX_MEMORY");
    if (text == NULL || *text == '\0')
        return;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    const char *const unit = *end != '\0' ? strchr(units, *end) : NULL;
    const int shift = unit != NULL ? 10 * (int)(unit - units + 1) : 0;
    const bool is_number = errno == 0 && *text >= '0' && *text <= '9';
    if (!is_number || end[unit != NULL] != '\0' || number > SIZE_MAX >> shift) {
        fprintf(stderr, "CSP_MAX_MEMORY=%s: a number of bytes is expected, as 1000000 or 100M\n",
                text);
        exit(CSP_STATUS_FAULT);
    }
    limit = (size_t)number << shift;
}

void
csp_memory_start(const struct csp_collector *used_collector)
{
    read_limit();
    collector = used_collector;
    if (collector != NULL)
        collector->start(limit);
}

void
csp_memory_thread(bool begins)
{
    if (collector != NULL && begins)
        collector->thread_begin();
    else if (collector != NULL)
        collector->thread_end();
}

void *
csp_memory_first(size_t size)
{
    void *memory = NULL;
    size += size == 0;
    if (may_use(size))
        memory = collector != NULL ? collector->memory_new(size) : calloc(1, size);
    if (memory == NULL) {
        fprintf(stderr, "run-time error: no memory for the program's processes: %zu bytes", size);
        if (limit != SIZE_MAX)
            fprintf(stderr, " (CSP_MAX_MEMORY is %zu)", limit);
        fprintf(stderr, "\n");
        exit(CSP_STATUS_FAULT);
    }
    return memory;
}

void
csp_memory_last(void *memory)
{
    if (collector != NULL)
        collector->memory_free(memory);
    else
        free(memory);
}

void
csp_memory_end(void)
{
    for (unsigned class = 0; class < CLASSES; class ++) {
        for (union head *head = free_blocks[class], *next; head != NULL; head = next) {
            next = head->block.next;
            system_free(head);
        }
        free_blocks[class] = NULL;
    }
    kept_free_all();
}

size_t
csp_memory_used(void)
{
    return atomic_load_explicit(&used, memory_order_relaxed);
}
