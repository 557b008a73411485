// SPDX-License-Identifier: MIT
// MOBILE data: making, cloning and freeing blocks that may hold other blocks.
//
// A block begins with its sizes but the first, then the head, then the contents. Trees of blocks may
// be deep: freeing goes over a list, cloning over the tree with a list of what is still to be done.
#include <config.h>

#include "internal.h"

#include <inttypes.h>
#include <stdarg.h>

// What stands before the head of a block with inner mobiles: the next one to be looked at.
struct todo {
    struct csp_mobile_head *next;
};

// ---- where things are ----------------------------------------------------------------------------

static size_t
round_up(size_t size, size_t to)
{
    return (size + to - 1) / to * to;
}

// Bytes before the contents.
static size_t
front_of(const struct csp_mobile_kind *kind)
{
    const size_t sizes = kind->dimensions > 1 ? (kind->dimensions - 1) * sizeof(int64_t) : 0;
    const size_t todo = kind->inner != 0 ? sizeof(struct todo) : 0;
    return round_up(todo + sizes, _Alignof(max_align_t)) + sizeof(struct csp_mobile_head);
}

static struct todo *
todo_of(const struct csp_mobile_head *head)
{
    return (struct todo *)(uintptr_t)((const char *)(head + 1) - front_of(head->kind));
}

static void *
contents_of(const struct csp_mobile_head *head)
{
    return (void *)(uintptr_t)(head + 1);
}

static int64_t *
size_at(const struct csp_mobile_head *head, uint32_t dimension)
{
    int64_t *const sizes = (int64_t *)(uintptr_t)head;
    return dimension == 0 ? (int64_t *)(uintptr_t)&head->size : sizes - dimension;
}

static size_t
elements_of(const struct csp_mobile_head *head)
{
    size_t count = head->kind->count;
    for (uint32_t i = 0; i < head->kind->dimensions; i++)
        count *= (size_t)*size_at(head, i);
    return count;
}

// Mobile number `number` of element number `element`.
static void **
inner_of(const struct csp_mobile_head *head, size_t element, uint32_t number)
{
    char *const at = (char *)contents_of(head) + element * head->kind->element;
    return (void **)(void *)(at + head->kind->offsets[number]);
}

// ---- making --------------------------------------------------------------------------------------

// Bytes of the contents of a mobile with these sizes; a fault if one is negative.
static size_t
bytes_of(const struct csp_mobile_kind *kind, const int64_t *sizes, const struct csp_site *site)
{
    size_t bytes = kind->count * kind->element;
    for (uint32_t i = 0; i < kind->dimensions; i++) {
        if (sizes[i] < 0)
            csp_fault(site, "a mobile array cannot have %" PRId64 " elements", sizes[i]);
        if (__builtin_mul_overflow(bytes, (size_t)sizes[i], &bytes) || bytes > SIZE_MAX / 4)
            csp_fault(site, "no memory for a mobile array of so many elements");
    }
    return bytes;
}

// A block for so many bytes; its sizes and contents are the caller's to fill in.
static struct csp_mobile_head *
new_block(const struct csp_mobile_kind *kind, size_t bytes)
{
    const size_t front = front_of(kind);
    char *const block = csp_memory_new(front + bytes);
    struct csp_mobile_head *const head = (struct csp_mobile_head *)(void *)(block + front) - 1;
    head->kind = kind;
    head->size = 0;
    return head;
}

void *
csp_mobile_new(const struct csp_mobile_kind *kind, const int64_t *sizes,
               const struct csp_site *site)
{
    const size_t bytes = bytes_of(kind, sizes, site);
    struct csp_mobile_head *const head = new_block(kind, bytes);
    for (uint32_t i = 0; i < kind->dimensions; i++)
        *size_at(head, i) = sizes[i];
    if (kind->inner != 0 || kind->dimensions == 0 || kind->clears)
        memset(contents_of(head), 0, bytes);
    return contents_of(head);
}

void *
csp_mobile_row(const struct csp_mobile_kind *kind, int64_t size, const struct csp_site *site)
{
    return csp_mobile_new(kind, &size, site);
}

enum { DIMENSIONS_MAX = 64 }; // no array type has more: they would not fit memory

void *
csp_mobile_rows(const struct csp_mobile_kind *kind, const struct csp_site *site, ...)
{
    int64_t sizes[DIMENSIONS_MAX];
    va_list arguments;
    va_start(arguments, site);
    for (uint32_t i = 0; i < kind->dimensions && i < DIMENSIONS_MAX; i++)
        sizes[i] = va_arg(arguments, int64_t);
    va_end(arguments);
    return csp_mobile_new(kind, sizes, site);
}

// ---- words that are shared -----------------------------------------------------------------------

void *
csp_word_share(void *word)
{
    return ((uintptr_t)word & CSP_MOBILE_BARRIER) != 0 ? csp_barrier_share(word)
                                                       : csp_end_share(word);
}

void
csp_word_release(void *word)
{
    if (((uintptr_t)word & CSP_MOBILE_BARRIER) != 0)
        csp_barrier_release(word);
    else
        csp_end_release(word);
}

// ---- freeing -------------------------------------------------------------------------------------

static void
give_back(struct csp_mobile_head *head)
{
    csp_memory_free((char *)contents_of(head) - front_of(head->kind));
}

// What is inside a block joins the list if there is more inside it, and ends at once if not.
static struct csp_mobile_head *
free_inner(const struct csp_mobile_head *head, struct csp_mobile_head *list)
{
    const size_t count = elements_of(head);
    for (size_t element = 0; element < count; element++) {
        for (uint32_t i = 0; i < head->kind->inner; i++) {
            void *const mobile = *inner_of(head, element, i);
            if (mobile == NULL)
                continue;
            if (csp_is_shared_word(mobile)) {
                csp_word_release(mobile);
                continue;
            }
            struct csp_mobile_head *const inner = csp_mobile_head(mobile);
            if (inner->kind->inner == 0) {
                give_back(inner);
            } else if (inner->kind == &csp_instance_kind) {
                csp_instance_free(mobile);
            } else {
                todo_of(inner)->next = list;
                list = inner;
            }
        }
    }
    return list;
}

void
csp_mobile_free(void *mobile)
{
    if (mobile == NULL)
        return;
    if (csp_is_shared_word(mobile)) {
        csp_word_release(mobile);
        return;
    }
    struct csp_mobile_head *head = csp_mobile_head(mobile);
    if (head->kind->inner == 0) {
        give_back(head);
        return;
    }
    if (head->kind == &csp_instance_kind) {
        csp_instance_free(mobile);
        return;
    }
    if (head->kind == &csp_buffers_kind) {
        csp_buffers_free(mobile);
        return;
    }
    todo_of(head)->next = NULL;
    while (head != NULL) {
        struct csp_mobile_head *const next = free_inner(head, todo_of(head)->next);
        give_back(head);
        head = next;
    }
}

// ---- cloning -------------------------------------------------------------------------------------

// A copy of the block alone: what is inside is still that of the original.
static void *
copy_block(const struct csp_mobile_head *head)
{
    const size_t bytes = elements_of(head) * head->kind->element;
    struct csp_mobile_head *const copy = new_block(head->kind, bytes);
    for (uint32_t i = 0; i < head->kind->dimensions; i++)
        *size_at(copy, i) = *size_at(head, i);
    return memcpy(contents_of(copy), contents_of(head), bytes);
}

// Replace what is inside a copied block by copies; those that have more inside join the list.
static struct csp_mobile_head *
clone_inner(const struct csp_mobile_head *copy, struct csp_mobile_head *list)
{
    const size_t count = elements_of(copy);
    for (size_t element = 0; element < count; element++) {
        for (uint32_t i = 0; i < copy->kind->inner; i++) {
            void **const place = inner_of(copy, element, i);
            if (*place == NULL)
                continue;
            if (csp_is_shared_word(*place)) {
                csp_word_share(*place);
                continue;
            }
            *place = copy_block(csp_mobile_head(*place));
            struct csp_mobile_head *const inner = csp_mobile_head(*place);
            if (inner->kind->inner != 0) {
                todo_of(inner)->next = list;
                list = inner;
            }
        }
    }
    return list;
}

void *
csp_mobile_clone(const void *mobile)
{
    if (mobile == NULL)
        return NULL;
    if (csp_is_shared_word(mobile))
        return csp_word_share((void *)(uintptr_t)mobile);
    void *const clone = copy_block(csp_mobile_head(mobile));
    struct csp_mobile_head *copy = csp_mobile_head(clone);
    if (copy->kind->inner == 0)
        return clone;
    todo_of(copy)->next = NULL;
    while (copy != NULL)
        copy = clone_inner(copy, todo_of(copy)->next);
    return clone;
}

// ---- changing the size ---------------------------------------------------------------------------

static void
move_elements(const struct csp_mobile_head *from, const struct csp_mobile_head *to)
{
    const size_t count = elements_of(from) < elements_of(to) ? elements_of(from) : elements_of(to);
    memcpy(contents_of(to), contents_of(from), count * from->kind->element);
    if (from->kind->inner == 0)
        return;
    for (size_t element = 0; element < count; element++)
        for (uint32_t i = 0; i < from->kind->inner; i++)
            *inner_of(from, element, i) = NULL;
}

void
csp_mobile_resize(void **mobile, const struct csp_mobile_kind *kind, int64_t size,
                  const struct csp_site *site)
{
    void *const resized = csp_mobile_new(kind, &size, site);
    if (*mobile != NULL)
        move_elements(csp_mobile_head(*mobile), csp_mobile_head(resized));
    csp_put(mobile, resized);
}

// ---- growing -------------------------------------------------------------------------------------

// The same elements, of `used` bytes, in a block with room for more; the old one is given back.
static struct csp_mobile_head *
move_to_larger(struct csp_mobile_head *head, size_t used, size_t room)
{
    struct csp_mobile_head *const larger = new_block(head->kind, room);
    larger->size = head->size;
    memcpy(contents_of(larger), contents_of(head), used);
    give_back(head);
    return larger;
}

void *
csp_mobile_grow(void **mobile, const struct csp_mobile_kind *kind, const struct csp_site *site)
{
    const size_t bytes = kind->count * kind->element;
    if (*mobile == NULL)
        *mobile = csp_mobile_row(kind, 0, site);
    struct csp_mobile_head *head = csp_mobile_head(*mobile);
    const size_t used = (size_t)head->size * bytes;
    const size_t front = front_of(kind);
    if (front + used + bytes > csp_memory_room((char *)contents_of(head) - front)) {
        head = move_to_larger(head, used, 2 * (used + bytes));
        *mobile = contents_of(head);
    }
    head->size++;
    char *const last = (char *)*mobile + used;
    if (kind->inner != 0 || kind->clears)
        memset(last, 0, bytes);
    return last;
}

void
csp_mobile_remove(void *mobile, uint64_t place)
{
    struct csp_mobile_head *const head = csp_mobile_head(mobile);
    const size_t each = head->kind->count, bytes = each * head->kind->element;
    const size_t last = (size_t)--head->size;
    for (size_t k = 0; k < each; k++)
        for (uint32_t i = 0; i < head->kind->inner; i++)
            csp_mobile_free(*inner_of(head, place * each + k, i));
    if (place != last)
        memcpy((char *)mobile + place * bytes, (char *)mobile + last * bytes, bytes);
}
