// SPDX-License-Identifier: MIT
// STRING: texts that never change. A part of cspc/rt.h.
//
// A text is where its bytes are and how many; they are UTF-8, or whatever a program put there. Texts
// share bytes: assignment copies two words, a slice begins within another text. Bytes that are made
// while a program runs belong to the collector (runtime/collect.c), so a program that makes none is
// not linked with it.
#ifndef CSPC_TEXT_H
#define CSPC_TEXT_H

#include "cspc/fault.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct csp_text {
    const uint8_t *at; // anything if there are no bytes
    int64_t size;
};

// Bytes that last as long as the text is used: those of a constant.
#define CSP_TEXT(bytes, count) ((struct csp_text){(const uint8_t *)(bytes), (count)})

static inline bool
csp_text_equal(struct csp_text a, struct csp_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, (size_t)a.size) == 0);
}

// Less than 0, 0 or greater, byte by byte; a beginning is less than the whole.
static inline int32_t
csp_text_compare(struct csp_text a, struct csp_text b)
{
    const int64_t common = a.size < b.size ? a.size : b.size;
    const int order = common == 0 ? 0 : memcmp(a.at, b.at, (size_t)common);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

// A text that is these bytes, which must stay what they are as long as it is used.
static inline struct csp_text
csp_text_view(const uint8_t *bytes, int64_t size)
{
    return (struct csp_text){bytes, size};
}

// Texts, or what contains some, before they are assigned: empty.
static inline void
csp_text_clear(void *texts, int64_t bytes)
{
    memset(texts, 0, (size_t)bytes);
}

// A text of these bytes, which are copied.
struct csp_text csp_text_of(const uint8_t *bytes, int64_t size);

// A string of C that ends with a zero byte, to be given back; and a text of the bytes of such a string, which
// are copied: none if it is NULL.
char *csp_text_to_c(struct csp_text text);
void csp_text_free_c(char *string);
struct csp_text csp_text_of_c(const char *string);

// One text behind the other. To add to a text again and again takes a time in proportion to what is
// added: room is kept behind what was made last.
struct csp_text csp_text_join(struct csp_text a, struct csp_text b);

// A text with values in it. Where `form` has a `%`, the next argument stands: `%%` is the character, else
//
//     % [<>^] [+] [0] [width] [.digits] letter
//
// The letters and their arguments: d x X b (an int64_t), e f g (a double), t (a bool, as an int), c (a
// byte, as an int), s (a struct csp_text). Without `.digits`, g is the shortest text that is read as the
// same number, or as the same REAL32 with the letter h.
struct csp_text csp_format(const char *form, ...);

// The collector, for struct csp_program: not NULL where a program makes texts.
struct csp_collector;
extern const struct csp_collector csp_collects;

#endif
