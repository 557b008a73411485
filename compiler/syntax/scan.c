// SPDX-License-Identifier: MIT
// The actions of the scanner: columns, words, strings.
#include <config.h>

#include "syntax/scan.h"

#include "base/map.h"
#include "base/mem.h"
#include "syntax/parser.h"

#include <ctype.h>
#include <string.h>

static const struct {
    int kind;
    const char *spelling;
} keywords[] = {
#define KEYWORD(token, spelling) {token, spelling},
#include "syntax/keywords.def"
#undef KEYWORD
};

// Words that only the csp standard knows; the grammar also takes them as names.
static const struct {
    int kind;
    const char *spelling;
} csp_words[] = {
    {CLOSE, "CLOSE"}, {POISON, "POISON"}, {TRY, "TRY"},         {END, "END"},
    {TEST, "TEST"},   {ON, "ON"},         {FOREIGN, "FOREIGN"},
};

static const struct {
    const char *spelling;
    int kind;
    int number;
} special[] = {
    {"BOOL", PRIM, PRIM_BOOL},      {"BYTE", PRIM, PRIM_BYTE},
    {"INT", PRIM, PRIM_INT},        {"INT16", PRIM, PRIM_INT16},
    {"INT32", PRIM, PRIM_INT32},    {"INT64", PRIM, PRIM_INT64},
    {"REAL32", PRIM, PRIM_REAL32},  {"REAL64", PRIM, PRIM_REAL64},
    {"TIMER", PRIM, PRIM_TIMER},    {"TRUE", BOOLLIT, 1},
    {"FALSE", BOOLLIT, 0},          {"BITAND", OP, OP_BITAND},
    {"BITOR", OP, OP_BITOR},        {"REM", OP, OP_REM},
    {"TIMES", OP, OP_TIMES},        {"PLUS", PLUSMINUS, OP_PLUS},
    {"MINUS", PLUSMINUS, OP_MINUS}, {"BITNOT", MONOP, OP_BITNOT},
    {"AND", AND, OP_AND},           {"OR", OR, OP_OR},
    {"NOT", NOT, OP_NOT},           {"AFTER", AFTER, OP_AFTER},
};

static const char *const directives[] = {
    "#INCLUDE", "#USE", "#IMPORT", "#SC",   "#OPTION", "#COMMENT", "#NETWORK", "#PRAGMA", "#DEFINE",
    "#UNDEF",   "#IF",  "#ELIF",   "#ELSE", "#ENDIF",  "#RELAX",   "#ERROR",   "#WARNING"};

struct word {
    int kind, number;
    bool csp_only;
};

static struct map words; // from names to struct word

static void
add_word(const char *spelling, int kind, int number, bool csp_only)
{
    struct word *const word = mem_new(struct word);

    *word = (struct word){kind, number, csp_only};
    map_put(&words, name_of(spelling), word);
}

static void
build_words(void)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        add_word(keywords[i].spelling, keywords[i].kind, 0, false);
    for (size_t i = 0; i < sizeof csp_words / sizeof *csp_words; i++)
        add_word(csp_words[i].spelling, csp_words[i].kind, 0, true);
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        add_word(special[i].spelling, special[i].kind, special[i].number, false);
}

static struct span
word_span(const struct scan *scan)
{
    if (scan->fixed_span)
        return scan->span;
    return (struct span){scan->base + scan->from, scan->base + scan->to};
}

static struct token *
push(struct scan *scan, int kind)
{
    const struct token token = {.kind = kind,
                                .span = word_span(scan),
                                .column = scan->column,
                                .first = scan->line_start,
                                .csp = scan->csp,
                                .file = scan->file};

    vec_push(&scan->tokens, token);
    scan->line_start = false;
    return &vec_last(&scan->tokens);
}

void
scan_advance(struct scan *scan, size_t length)
{
    scan->from = scan->to;
    scan->to += (uint32_t)length;
    scan->column = scan->next_column;
    scan->next_column += (unsigned)length;
}

// Repair an indentation, `text` of `length` at `at`: spaces as far as its tabs reach.
static void
replace_tabs(struct diag *diag, const char *text, size_t length, uint32_t at)
{
    unsigned column = 0;

    for (size_t i = 0; i < length; i++)
        column = text[i] == '\t' ? column / 8 * 8 + 8 : column + 1;
    if (memchr(text, '\t', length) != NULL)
        diag_fix(diag, (struct span){at, at + (uint32_t)length},
                 mem_format("%*s", (int)column, ""));
}

static void
replace_all_tabs(const struct scan *scan, struct diag *diag)
{
    const struct source *const file = source_place(scan->syntax->sources, scan->base).file;

    for (size_t line = 0; file != NULL && line < file->lines.count; line++) {
        const char *const text = file->text + file->lines.at[line];

        replace_tabs(diag, text, strspn(text, " \t"), file->base + file->lines.at[line]);
    }
}

// What a csp file is indented with, tabs or spaces, it is indented with throughout: else what looks
// aligned in one editor is not in another.
static void
check_tabs(struct scan *scan, const char *text, size_t length)
{
    if (scan->column != 0 || !scan->line_start)
        return;
    if (!scan->csp) {
        if (memchr(text, '\t', length) != NULL)
            replace_tabs(diag_warning(scan->syntax->diagnostics, WARN_LAYOUT, E_TAB,
                                      word_span(scan), "this line is indented with a tab"),
                         text, length, word_span(scan).from);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ' ' && text[i] != '\t')
            continue;
        if (scan->indented_with == '\0')
            scan->indented_with = text[i];
        if (text[i] == scan->indented_with || scan->tabs_reported)
            continue;
        scan->tabs_reported = scan->syntax->mixed_tabs = true;
        replace_all_tabs(
            scan, diag_help(diag_error(scan->syntax->diagnostics, E_TAB, word_span(scan),
                                       "this line is indented with %s, but the file began with %s",
                                       text[i] == '\t' ? "a tab" : "spaces",
                                       text[i] == '\t' ? "spaces" : "tabs"),
                            "use spaces throughout"));
    }
}

// Blanks move the column; a tab goes to the next multiple of eight.
void
scan_blank(struct scan *scan, const char *text, size_t length)
{
    unsigned column = scan->column;

    check_tabs(scan, text, length);

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t')
            column += 8 - column % 8;
        else if (text[i] == ' ')
            column++;
    }
    scan->next_column = column;
}

void
scan_line(struct scan *scan)
{
    scan->next_column = 0;
    scan->line_start = true;
}

void
scan_word(struct scan *scan, int kind, const char *text, size_t length)
{
    push(scan, kind)->name = name_intern(text, length);
}

void
scan_operator(struct scan *scan, int kind, enum op op)
{
    struct token *const token = push(scan, kind);

    token->number = (int)op;
    token->name = name_of(op_spelling(op));
}

void
scan_name(struct scan *scan, const char *text, size_t length)
{
    const struct name *const name = name_intern(text, length);
    const struct word *word;
    struct token *token;

    if (words.count == 0)
        build_words();
    word = map_get(&words, name);
    if (word != NULL && word->csp_only && !scan->csp)
        word = NULL;
    token = push(scan, word == NULL ? NAME : word->kind);
    token->name = name;
    token->number = word == NULL ? 0 : word->number;
}

void
scan_literal(struct scan *scan, int kind, const char *text, size_t length)
{
    push(scan, kind)->text = (struct text_piece){mem_copy_text(text, length), length};
}

// A directive only as the first word of a line; elsewhere `#DEF` is a number, and a lower-case
// digit in it is a mistake.
void
scan_directive(struct scan *scan, const char *text, size_t length)
{
    if (scan->line_start) {
        for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
            if (strlen(directives[i]) == length && memcmp(directives[i], text, length) == 0) {
                push(scan, TOKEN_DIRECTIVE)->name = name_intern(text, length);
                return;
            }
        }
        diag_error(scan->syntax->diagnostics, E_DIRECTIVE, word_span(scan),
                   "there is no directive `%.*s`", (int)length, text);
        push(scan, TOKEN_DIRECTIVE)->name = name_of("#");
        return;
    }
    scan_bad_number(scan, "these are not hexadecimal digits");
    scan_literal(scan, INTEGER, "#0", 2);
}

void
scan_value(struct scan *scan, const char *text, size_t length)
{
    push(scan, TOKEN_VALUE)->name = name_intern(text, length);
}

void
scan_string_begin(struct scan *scan)
{
    scan->string = (struct text){0};
    scan->string_from = scan->from;
    scan->string_column = scan->column;
}

void
scan_string_put(struct scan *scan, const char *text, size_t length)
{
    text_put(&scan->string, text, length);
}

// A string that goes on in another line: only the column moves.
void
scan_string_break(struct scan *scan, const char *text, size_t length)
{
    size_t line = length;

    while (text[line - 1] != '\n')
        line--;
    scan->next_column = (unsigned)(length - line);
}

void
scan_string_end(struct scan *scan)
{
    const uint32_t from = scan->from;
    const unsigned column = scan->column;

    scan->from = scan->string_from;
    scan->column = scan->string_column;
    push(scan, STRING)->text = (struct text_piece){text_string(&scan->string), scan->string.length};
    scan->from = from;
    scan->column = column;
}

void
scan_bad_number(struct scan *scan, const char *why)
{
    diag_error(scan->syntax->diagnostics, E_NUMBER, word_span(scan), "%s", why);
}

void
scan_bad_string(struct scan *scan, const char *why)
{
    diag_error(scan->syntax->diagnostics, E_STRING, word_span(scan), "%s", why);
}

void
scan_bad_character(struct scan *scan, unsigned char byte)
{
    struct diag *diag;

    if (isprint(byte))
        diag = diag_error(scan->syntax->diagnostics, E_CHARACTER, word_span(scan),
                          "no word begins with `%c`", byte);
    else
        diag = diag_error(scan->syntax->diagnostics, E_CHARACTER, word_span(scan),
                          "no word begins with the byte #%02X", byte);
    if (byte == '{' || byte == '}')
        diag_help(diag, "blocks are made by indentation, not by braces");
    if (byte == '"' || byte == '\'')
        diag_help(diag, "a single character stands between ', a text between \"");
}

struct tokens
scan_file(struct syntax *syntax, const struct source *file, bool csp, unsigned number)
{
    struct scan scan = {
        .syntax = syntax, .base = file->base, .line_start = true, .csp = csp, .file = number};

    scan_run(&scan, file->text, file->size);
    return scan.tokens;
}

struct tokens
scan_text(struct syntax *syntax, const char *text, struct span span)
{
    struct scan scan = {.syntax = syntax, .fixed_span = true, .span = span};

    scan_run(&scan, text, strlen(text));
    return scan.tokens;
}
