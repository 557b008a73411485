// SPDX-License-Identifier: MIT
// Files lie end to end in the range of offsets, each followed by one offset for its end of file.
#include <config.h>

#include "source/source.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
find_lines(struct source *file)
{
    vec_push(&file->lines, 0);
    const char *end = file->text + file->size;
    for (const char *at = file->text; (at = memchr(at, '\n', (size_t)(end - at)));)
        vec_push(&file->lines, (uint32_t)(++at - file->text));
}

// The first offset that no file has yet.
static uint64_t
next_base(const struct source_set *set)
{
    if (set->files.count == 0)
        return 1;
    const struct source *last = vec_last(&set->files);
    return (uint64_t)last->base + last->size + 1;
}

struct source *
source_add(struct source_set *set, const char *path, const char *text, size_t size)
{
    uint64_t base = next_base(set);
    if (size >= UINT32_MAX || base + size >= UINT32_MAX) {
        errno = EFBIG;
        return NULL;
    }
    struct source *file = mem_new(struct source);
    file->path = mem_copy_text(path, strlen(path));
    file->text = mem_copy_text(text, size);
    file->base = (uint32_t)base;
    file->size = (uint32_t)size;
    find_lines(file);
    vec_push(&set->files, file);
    return file;
}

static bool
read_all(FILE *stream, struct text *text)
{
    char block[65536];
    size_t got;
    while ((got = fread(block, 1, sizeof block, stream)) > 0) {
        text_put(text, block, got);
        if (text->length >= UINT32_MAX) {
            errno = EFBIG;
            return false;
        }
    }
    return !ferror(stream);
}

struct source *
source_read(struct source_set *set, const char *path, struct span included_from)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *stream = is_stdin ? stdin : fopen(path, "rb");
    if (!stream)
        return NULL;
    struct text text = {0};
    bool is_read = read_all(stream, &text);
    int reason = errno;
    if (!is_stdin)
        fclose(stream);
    errno = reason;
    if (!is_read)
        return NULL;
    struct source *file =
        source_add(set, is_stdin ? "<stdin>" : path, text_string(&text), text.length);
    if (file)
        file->included_from = included_from;
    return file;
}

static const struct source *
file_at(const struct source_set *set, uint32_t offset)
{
    size_t low = 0, high = set->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->files.at[middle]->base <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const struct source *file = set->files.at[low - 1];
    return offset - file->base <= file->size ? file : NULL;
}

bool
source_is_of_library(const struct source_set *set, uint32_t offset)
{
    const struct source *const file = file_at(set, offset);
    const size_t length = set->library == NULL ? 0 : strlen(set->library);

    return file != NULL && length != 0 && file->included_from.to != 0 &&
           strncmp(file->path, set->library, length) == 0 && file->path[length] == '/';
}

struct place
source_place(const struct source_set *set, uint32_t offset)
{
    const struct source *file = file_at(set, offset);
    if (!file)
        return (struct place){0};
    uint32_t at = offset - file->base;
    size_t low = 0, high = file->lines.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->lines.at[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return (struct place){file, (unsigned)low + 1, at - file->lines.at[low] + 1};
}

const char *
source_line(const struct source *file, unsigned line, size_t *length)
{
    *length = 0;
    if (line == 0 || line > file->lines.count)
        return "";
    uint32_t from = file->lines.at[line - 1];
    uint32_t to = line < file->lines.count ? file->lines.at[line] - 1 : file->size;
    if (to > from && file->text[to - 1] == '\r')
        to--;
    *length = to - from;
    return file->text + from;
}

const char *
source_text(const struct source_set *set, struct span span, size_t *length)
{
    const struct source *file = file_at(set, span.from);
    *length = 0;
    if (!file || span.to < span.from)
        return "";
    uint32_t end = file->base + file->size;
    *length = (span.to < end ? span.to : end) - span.from;
    return file->text + (span.from - file->base);
}
