// SPDX-License-Identifier: MIT
// Words that belong to the language only where they stand in a certain company; elsewhere they are names.
#include <config.h>

#include "syntax/parser.h"
#include "syntax/token.h"

#include <string.h>

// ---- brackets ----

bool
token_opens(int kind)
{
    return kind == '(' || kind == '[';
}

bool
token_closes(int kind)
{
    return kind == ')' || kind == ']';
}

size_t
tokens_matching(const struct tokens *tokens, size_t at)
{
    unsigned depth = 0;

    for (size_t i = at; i < tokens->count; i++) {
        if (token_opens(tokens->at[i].kind))
            depth++;
        else if (token_closes(tokens->at[i].kind) && --depth == 0)
            return i;
    }
    return tokens->count;
}

// ---- words ----

int
token_timed_kind(const struct token *token)
{
    if (token->kind == AFTER)
        return AFTER_GUARD;
    if (token->kind != NAME)
        return -1;
    if (strcmp(token->name->text, "DELAY") == 0)
        return DELAY;
    return strcmp(token->name->text, "TIMEOUT") == 0 ? TIMEOUT : -1;
}

static int
unit_of(const struct token *token)
{
    if (token->kind != NAME)
        return -1;
    if (strcmp(token->name->text, "US") == 0)
        return UNIT_US;
    if (strcmp(token->name->text, "MS") == 0)
        return UNIT_MS;
    return strcmp(token->name->text, "SEC") == 0 ? UNIT_SEC : -1;
}

// AFTER 5 MS, DELAY 5 MS and TIMEOUT 5 MS are words of the language only where a unit ends the line.
static void
promote_times(struct tokens *tokens, const struct line *line)
{
    struct token *const last = &tokens->at[line->end - 1];
    const int unit = unit_of(last);

    if (line->timed == (size_t)-1 || unit < 0 || line->timed + 1 >= line->end)
        return;
    tokens->at[line->timed].kind = line->timed_kind;
    last->kind = UNIT;
    last->number = unit;
}

// The kind of a channel with room, or -1.
static int
overflow_of(const struct token *token)
{
    static const char *const words[] = {[OVERFLOW_WAITS] = "BUFFERED",
                                        [OVERFLOW_DROPS] = "DROPPING",
                                        [OVERFLOW_SLIDES] = "SLIDING"};

    for (int i = 0; token->kind == NAME && i <= OVERFLOW_SLIDES; i++)
        if (strcmp(token->name->text, words[i]) == 0)
            return i;
    return -1;
}

// BUFFERED (n) CHAN and the like: words of the language only there.
static void
promote_buffered(struct tokens *tokens, size_t first, const struct line *line)
{
    struct token *const at = tokens->at;

    for (size_t i = first; line->specification && i + 1 < line->end; i++) {
        size_t end = i + 1;
        unsigned depth = 0;
        const int overflow = overflow_of(&at[i]);

        if (overflow < 0 || at[end].kind != '(')
            continue;
        do {
            depth += token_opens(at[end].kind);
            depth -= token_closes(at[end].kind);
        } while (++end < line->end && depth != 0);
        if (end >= line->end || at[end].kind != CHAN)
            continue;
        at[i].kind = BUFFERED;
        at[i].number = overflow;
    }
}

// Whether a type may begin there: a word, with any number of dimensions before it.
static bool
begins_type(const struct tokens *tokens, size_t at, size_t end)
{
    while (at < end && tokens->at[at].kind == '[')
        at = tokens_matching(tokens, at) + 1;
    return at < end && (tokens->at[at].kind == NAME || tokens->at[at].kind == PRIM ||
                        tokens->at[at].kind == MOBILE);
}

// MAP [K]V: a word of the language only in front of two types.
static void
promote_maps(struct tokens *tokens, size_t first, const struct line *line)
{
    struct token *const at = tokens->at;

    for (size_t i = first; i + 1 < line->end; i++)
        if (at[i].kind == NAME && at[i].csp && strcmp(at[i].name->text, "MAP") == 0 &&
            at[i + 1].kind == '[' &&
            begins_type(tokens, tokens_matching(tokens, i + 1) + 1, line->end))
            at[i].kind = MAP;
}

// BLOCKING before the heading of a routine in C.
static void
promote_blocking(struct tokens *tokens, size_t first, const struct line *line)
{
    struct token *const word = &tokens->at[first];

    if (word->kind == NAME && word->csp && strcmp(word->name->text, "BLOCKING") == 0 &&
        first + 1 < line->end && (line->has_function || word[1].kind == PROC))
        word->kind = BLOCKING;
}

void
words_promote(struct tokens *tokens, size_t first, const struct line *line)
{
    promote_times(tokens, line);
    promote_buffered(tokens, first, line);
    promote_maps(tokens, first, line);
    promote_blocking(tokens, first, line);
}
