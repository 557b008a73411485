// SPDX-License-Identifier: MIT
// `cspc info ALT` shows what the manual says: the section of doc/language.md to which its index sends
// a word, or that of doc/libraries.md with this title. Without a word it shows the index.
#include <config.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "driver/home.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct page {
    VEC(char *) lines;
};

// ---- reading ----

static struct page
read_page(const char *name)
{
    const char *const path = mem_format("%s/%s", home_find()->manual, name);
    FILE *const stream = fopen(path, "r");
    struct page page = {0};
    struct text line = {0};
    int c;

    if (stream == NULL)
        die(STATUS_DIAGNOSED, "cannot read the manual `%s`: %s", path, strerror(errno));
    while ((c = getc(stream)) != EOF) {
        if (c != '\n') {
            text_putc(&line, (char)c);
            continue;
        }
        vec_push(&page.lines, mem_copy_text(text_string(&line), line.length));
        line.length = 0;
    }
    fclose(stream);
    return page;
}

// Of a heading the number of `#`, of other lines 0.
static size_t
level_of(const char *line)
{
    const size_t level = strspn(line, "#");

    return line[level] == ' ' ? level : 0;
}

// "## 8. Choice and time": "Choice and time".
static const char *
title_of(const char *line)
{
    line += level_of(line) + 1;
    if (isdigit((unsigned char)*line))
        line += strspn(line, "0123456789. ");
    return line;
}

// Whether a line is a row of a table, and no rule.
static bool
is_row(const char *line)
{
    return *line == '|' && strncmp(line, "|---", 4) != 0;
}

// The line of the heading with this title, or the number of lines.
static size_t
find_title(const struct page *page, const char *title)
{
    size_t i = 0;

    for (bool in_code = false; i < page->lines.count; i++) {
        const char *const line = page->lines.at[i];

        if (strncmp(line, "```", 3) == 0)
            in_code = !in_code;
        else if (!in_code && level_of(line) > 1 && strcasecmp(title_of(line), title) == 0)
            break;
    }
    return i;
}

// ---- the index ----
//
// Its rows are `| word, word | title |`, the words perhaps in backquotes.

static size_t
index_begin(const struct page *page)
{
    return find_title(page, "Index");
}

// Cell number `number` of a row, without the blanks around it; "" if it has none.
static const char *
cell(const char *row, int number)
{
    const char *to;

    for (; number >= 0 && row != NULL; number--) {
        row = strchr(row, '|');
        row += row != NULL;
    }
    to = row == NULL ? NULL : strchr(row, '|');
    if (to == NULL)
        return "";
    row += strspn(row, " ");
    while (to > row && to[-1] == ' ')
        to--;
    return mem_copy_text(row, (size_t)(to - row));
}

static bool
has_word(const char *words, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = words; *at != '\0'; at += *at == ',') {
        at += strspn(at, " `");
        const size_t size = strcspn(at, "`,");

        if (size == length && strncasecmp(at, word, length) == 0)
            return true;
        at += size;
        at += strcspn(at, ",");
    }
    return false;
}

// The title of the section in which a word is explained, or NULL.
static const char *
title_for(const struct page *page, const char *word)
{
    for (size_t i = index_begin(page); i < page->lines.count; i++)
        if (has_word(cell(page->lines.at[i], 0), word))
            return cell(page->lines.at[i], 1);
    return NULL;
}

// ---- showing ----

// Without the marks for bold words, and of links only the text.
static void
show_text(const char *line)
{
    for (; *line != '\0'; line++) {
        const char *const to = *line == '[' ? strstr(line, "](") : NULL;
        const char *const end = to == NULL ? NULL : strchr(to, ')');

        if (end != NULL && memchr(line, '`', (size_t)(to - line)) == NULL) {
            printf("%.*s", (int)(to - line - 1), line + 1);
            line = end;
        } else if (strncmp(line, "**", 2) == 0 && line[2] != '*') {
            line++;
        } else {
            putchar(*line);
        }
    }
    putchar('\n');
}

// Programs are indented; what one prints is marked by a bar.
static void
show_section(const struct page *page, size_t from)
{
    const size_t level = level_of(page->lines.at[from]);
    const char *margin = NULL;

    printf("%s\n", title_of(page->lines.at[from]));
    for (size_t i = from + 1; i < page->lines.count; i++) {
        const char *const line = page->lines.at[i];

        if (strncmp(line, "```", 3) == 0)
            margin = margin != NULL ? NULL : strcmp(line, "```output") == 0 ? "  | " : "    ";
        else if (margin != NULL)
            printf("%s%s\n", *line == '\0' ? "" : margin, line);
        else if (level_of(line) != 0 && level_of(line) <= level)
            break;
        else if (level_of(line) != 0)
            printf("%s\n", title_of(line));
        else if (*line != '|' || is_row(line))
            show_text(line);
    }
}

static void
show_index(const struct page *manual, const struct page *libraries)
{
    puts("cspc info WORD shows what the manual says about one of these:\n");
    for (size_t i = index_begin(manual) + 1; i < manual->lines.count; i++)
        if (is_row(manual->lines.at[i]) && strcmp(cell(manual->lines.at[i], 1), "section") != 0)
            printf("%s: %s\n", cell(manual->lines.at[i], 1), cell(manual->lines.at[i], 0));
    fputs("Libraries:", stdout);
    for (size_t i = 0; i < libraries->lines.count; i++)
        if (level_of(libraries->lines.at[i]) == 2)
            printf(" %s", title_of(libraries->lines.at[i]));
    puts("\n\ncspc explain CODE shows what a message means.");
}

// Whether there is a section with this title.
static bool
show_titled(const struct page *page, const char *title)
{
    const size_t at = find_title(page, title);

    if (at < page->lines.count)
        show_section(page, at);
    return at < page->lines.count;
}

int
verb_info(int count, char **arguments)
{
    const struct page manual = read_page("language.md"), libraries = read_page("libraries.md");
    struct text words = {0};
    const char *title;
    bool found;

    if (count == 0) {
        show_index(&manual, &libraries);
        return STATUS_OK;
    }
    for (int i = 0; i < count; i++)
        text_printf(&words, i == 0 ? "%s" : " %s", arguments[i]);
    title = title_for(&manual, text_string(&words));
    found = show_titled(&manual, title != NULL ? title : text_string(&words));
    found |= show_titled(&libraries, text_string(&words));
    if (!found)
        usage_error("the manual has nothing under `%s`; `cspc info` shows what it has",
                    text_string(&words));
    return STATUS_OK;
}
