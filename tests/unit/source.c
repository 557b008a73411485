// SPDX-License-Identifier: MIT
#include <config.h>

#include "helper.h"
#include "source/source.h"

#include <errno.h>

static struct source_set
two_files(void)
{
    struct source_set set = {0};
    source_add(&set, "a.csp", "one\ntwo\n", 8);
    source_add(&set, "b.csp", "three", 5);
    return set;
}

static void
expect_place(const struct source_set *set, uint32_t offset, const char *expected)
{
    struct place place = source_place(set, offset);
    const char *path = place.file ? place.file->path : "nowhere";
    expect_text(mem_format("%s:%u:%u", path, place.line, place.column), expected);
}

Test(source, nowhere_is_offset_0_and_beyond_the_end)
{
    struct source_set set = two_files();
    expect_place(&set, 0, "nowhere:0:0");
    expect_place(&set, 16, "nowhere:0:0");
    expect_place(&(struct source_set){0}, 1, "nowhere:0:0");
}

Test(source, places_count_from_1)
{
    struct source_set set = two_files();
    expect_place(&set, 1, "a.csp:1:1");
    expect_place(&set, 4, "a.csp:1:4");
    expect_place(&set, 5, "a.csp:2:1");
    expect_place(&set, 9, "a.csp:3:1");
    expect_place(&set, 10, "b.csp:1:1");
    expect_place(&set, 15, "b.csp:1:6");
}

Test(source, lines_come_without_their_end)
{
    struct source_set set = {0};
    const struct source *file = source_add(&set, "a", "x\r\n\nlast", 8);
    static const char *const lines[] = {"", "x", "", "last", ""};
    for (unsigned i = 0; i < 5; i++) {
        size_t length;
        const char *line = source_line(file, i, &length);
        expect_text(mem_copy_text(line, length), lines[i]);
    }
}

Test(source, text_of_a_span)
{
    struct source_set set = two_files();
    size_t length;
    const char *text = source_text(&set, (struct span){11, 13}, &length);
    expect_text(mem_copy_text(text, length), "hr");
    source_text(&set, (struct span){0, 0}, &length);
    cr_expect_eq(length, 0);
}

Test(source, spans_join)
{
    struct span join = span_join((struct span){5, 7}, (struct span){2, 6});
    cr_expect_eq(join.from, 2);
    cr_expect_eq(join.to, 7);
    join = span_join((struct span){0, 0}, (struct span){2, 6});
    cr_expect_eq(join.from, 2);
}

Test(source, a_missing_file_says_why)
{
    struct source_set set = {0};
    cr_expect_null(source_read(&set, "/nonexistent/file", (struct span){0, 0}));
    cr_expect_eq(errno, ENOENT);
    cr_expect_null(source_read(&set, "/", (struct span){0, 0}));
    cr_expect_eq(errno, EISDIR);
    cr_expect_eq(set.files.count, 0);
}

Test(source, a_file_may_hold_any_bytes)
{
    struct source_set set = {0};
    char path[] = "source-test-XXXXXX";
    int file = mkstemp(path);
    FILE *stream = fdopen(file, "w");
    fwrite("a\0b\n\377", 1, 5, stream);
    fclose(stream);
    const struct source *source = source_read(&set, path, (struct span){0, 0});
    remove(path);
    cr_assert_not_null(source);
    cr_expect_eq(source->size, 5);
    cr_expect_eq(source->text[2], 'b');
    cr_expect_eq(source->text[5], '\0');
    cr_expect_eq(source->lines.count, 2);
}
