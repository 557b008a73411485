// SPDX-License-Identifier: MIT
// What the rules of scanner.l call; private to syntax/.
#ifndef SYNTAX_SCAN_H
#define SYNTAX_SCAN_H

#include "syntax/token.h"

struct scan {
    struct syntax *syntax;
    struct tokens tokens;
    uint32_t base;        // offset of the text's first byte
    uint32_t from, to;    // of the word being scanned, relative to base
    unsigned column;      // of `from`, tabs expanded
    unsigned next_column; // of `to`
    bool line_start;      // nothing but blanks on this line so far
    bool csp;
    char indented_with; // ' ' or '\t', once known
    bool tabs_reported;
    unsigned file;
    bool fixed_span; // scanning a symbol's value: every word has the span of its use
    struct span span;
    struct text string; // the string being scanned
    uint32_t string_from;
    unsigned string_column;
};

// Scan a text; the words go to scan->tokens.
void scan_run(struct scan *scan, const char *text, size_t size);

void scan_advance(struct scan *scan, size_t length);
void scan_blank(struct scan *scan, const char *text, size_t length);
void scan_line(struct scan *scan);
void scan_word(struct scan *scan, int kind, const char *text, size_t length);
void scan_operator(struct scan *scan, int kind, enum op op);
void scan_name(struct scan *scan, const char *text, size_t length);
void scan_literal(struct scan *scan, int kind, const char *text, size_t length);
void scan_directive(struct scan *scan, const char *text, size_t length);
void scan_value(struct scan *scan, const char *text, size_t length);
void scan_string_begin(struct scan *scan);
void scan_string_put(struct scan *scan, const char *text, size_t length);
void scan_string_break(struct scan *scan, const char *text, size_t length);
void scan_string_end(struct scan *scan);
void scan_bad_number(struct scan *scan, const char *why);
void scan_bad_string(struct scan *scan, const char *why);
void scan_bad_character(struct scan *scan, unsigned char byte);

#endif
