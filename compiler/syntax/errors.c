// SPDX-License-Identifier: MIT
// Syntax errors: what was found, what could stand there, and the usual reasons.
#include <config.h>

#include "syntax/actions.h"

#include "base/mem.h"
#include "base/text.h"
#include "syntax/parser.h"

#include <string.h>

enum { MOST_NAMED = 5 };

// One message per line: what follows a mistake on its line says nothing new.
static bool
is_new(struct parse *parse, struct span span)
{
    const struct place place = source_place(parse->syntax->sources, span.from);

    if (place.file == parse->error_file && place.line == parse->error_line)
        return false;
    parse->error_file = place.file;
    parse->error_line = place.line;
    return true;
}

void
syntax_error_text(struct parse *parse, struct span span, const char *text)
{
    if (strcmp(text, "memory exhausted") == 0)
        diag_error(parse->syntax->diagnostics, E_TOO_DEEP, span,
                   "the program is nested too deeply");
    else if (is_new(parse, span))
        diag_error(parse->syntax->diagnostics, E_SYNTAX, span, "%s", text);
}

static const char *
found_text(const struct parse *parse, struct span span)
{
    const struct token *const token = &parse->token;
    size_t length;
    const char *text;

    switch (token->kind) {
    case 0: return "the end of the file";
    case NEWLINE: return "the end of the line";
    case DEDENT: return "the end of the block";
    case INDENT: return "a deeper line";
    default: break;
    }
    if (token->name != NULL)
        return mem_format("`%s`", token->name->text);
    if (token->text.at != NULL) {
        text = source_text(parse->syntax->sources, span, &length);
        return mem_format("`%.*s`", (int)length, text);
    }
    text = source_text(parse->syntax->sources, span, &length);
    return length == 0 ? "something else" : mem_format("`%.*s`", (int)length, text);
}

static void
put_expected(struct text *out, const char *const *expected, int count)
{
    for (int i = 0; i < count; i++) {
        text_puts(out, i == 0 ? "" : i + 1 == count ? " or " : ", ");
        text_puts(out, expected[i]);
    }
}

static bool
expects(const char *const *expected, int count, const char *what)
{
    for (int i = 0; i < count; i++)
        if (strcmp(expected[i], what) == 0)
            return true;
    return false;
}

// The number of the word at `at`, or of words.
static size_t
word_at(const struct tokens *tokens, uint32_t at)
{
    size_t low = 0, high = tokens->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (tokens->at[middle].span.from < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tokens->count && tokens->at[low].span.from == at ? low : tokens->count;
}

// DELAY or TIMEOUT stands there as a name, since no unit ends its line.
static bool
lacks_unit(const struct parse *parse, struct span span)
{
    const struct tokens *const tokens = &parse->syntax->tokens;
    const size_t at = word_at(tokens, span.from);
    const struct token *const before = at > 0 && at < tokens->count ? &tokens->at[at - 1] : NULL;

    return before != NULL && before->csp && before->first && before->kind == NAME &&
           (strcmp(before->name->text, "DELAY") == 0 || strcmp(before->name->text, "TIMEOUT") == 0);
}

static void
add_advice(struct parse *parse, struct diag *diag, struct span span, const char *const *expected,
           int count)
{
    const struct token *const token = &parse->token;
    const struct span before = {span.from, span.from};

    if (token->kind == INDENT)
        diag_help(diag, "a line is only deeper than the one above where a block begins");
    else if (token->kind == NEWLINE && expects(expected, count, "':'"))
        diag_fix(diag_help(diag, "a specification ends in a colon"), before, ":");
    else if (token->kind == '=' && expects(expected, count, ":="))
        diag_fix(diag_help(diag, "assignment is written `:=`"), span, ":=");
    else if (token->kind == NEWLINE && expects(expected, count, "deeper indentation"))
        diag_help(diag, "the body of a construct stands one step deeper");
    else if (lacks_unit(parse, span))
        diag_help(diag, "a time ends in its unit: `US`, `MS` or `SEC`");
}

// Words that begin nothing but a specification.
static bool
begins_specification(const struct token *token)
{
    switch (token->kind) {
    case PRIM:
    case VAL:
    case INITIAL:
    case CHAN:
    case PORT:
    case PROTOCOL:
    case DATA: return token->first;
    default: return false;
    }
}

// Where the line of the word at `at` ends.
static uint32_t
end_of_line(const struct parse *parse, uint32_t at)
{
    const struct tokens *const tokens = &parse->syntax->tokens;
    size_t word = word_at(tokens, at);

    if (word == tokens->count)
        return at; // files included in between: the offsets are not in order
    while (word + 1 < tokens->count && !tokens->at[word + 1].first)
        word++;
    return tokens->at[word].span.to;
}

// A line that begins like a specification and is none.
static bool
reported_open_specification(struct parse *parse, struct span span)
{
    const uint32_t end = end_of_line(parse, span.from);
    struct diag *diag;

    if (!begins_specification(&parse->token) || end == span.from)
        return false;
    diag = diag_error(parse->syntax->diagnostics, E_MISSING_COLON, (struct span){end, end},
                      "a specification ends in a colon");
    diag_also(diag, span, "the specification");
    diag_fix(diag, (struct span){end, end}, ":");
    return true;
}

void
syntax_error_report(struct parse *parse, struct span span, const char *const *expected, int count)
{
    struct text text = {0};
    struct diag *diag;
    enum diag_code code = E_SYNTAX;

    if (parse->token.kind == DEDENT)
        span.from = span.to;
    if (!is_new(parse, span))
        return;
    if (reported_open_specification(parse, span))
        return;
    if (parse->token.kind == INDENT)
        code = E_INDENT;
    text_printf(&text, "%s is not expected here", found_text(parse, span));
    if (count > 0 && count <= MOST_NAMED) {
        text_puts(&text, "; expected ");
        put_expected(&text, expected, count);
    }
    if (parse->token.kind == NEWLINE || parse->token.kind == INDENT)
        text_puts(&text, "");
    diag = diag_error(parse->syntax->diagnostics, code, span, "%s", text_string(&text));
    add_advice(parse, diag, span, expected, count);
}

// The place where the colon should stand: the line below the last one of the definition.
static struct span
line_below(const struct parse *parse, struct span last)
{
    const struct place place = source_place(parse->syntax->sources, last.from);
    uint32_t below = last.from;

    if (place.file != NULL && place.line < place.file->lines.count)
        below = place.file->base + place.file->lines.at[place.line];
    return (struct span){below, below};
}

// What stands before the first word of the line that `at` is in.
static const char *
indentation(const struct parse *parse, uint32_t at)
{
    const struct place place = source_place(parse->syntax->sources, at);
    size_t length, blanks = 0;
    const char *const line = source_line(place.file, place.line, &length);

    while (blanks < length && (line[blanks] == ' ' || line[blanks] == '\t'))
        blanks++;
    return mem_copy_text(line, blanks);
}

struct node *
close_proc(struct parse *parse, struct node *proc, struct span last, int closed)
{
    struct span below;
    struct diag *diag;

    if (closed)
        return proc;
    below = line_below(parse, last);
    diag = diag_error(parse->syntax->diagnostics, E_MISSING_COLON, below,
                      "the definition above is not closed by a `:` on a line of its own");
    diag_help(diag, "the colon stands below the first letter of the definition");
    if (below.from != last.from)
        diag_fix(diag, below, mem_format("%s:\n", indentation(parse, proc->span.from)));
    return proc;
}

void
one_component(struct parse *parse, const struct nodes *others, const char *construct,
              const char *component)
{
    struct diag *const diag = diag_error(parse->syntax->diagnostics, E_SYNTAX, others->at[0]->span,
                                         "a replicated %s has one %s", construct, component);

    if (construct[0] == 'S' || construct[0] == 'P')
        diag_help(diag, "put a SEQ or PAR around what belongs together, one step deeper");
}
