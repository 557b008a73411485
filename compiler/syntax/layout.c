// SPDX-License-Identifier: MIT
// The layout stage: where the columns of the words become structure.
//
// - A logical line ends where the next word is first on its physical line, unless the line goes
//   on: its last word is one after which a line may break, or a bracket is open and the next word
//   stands deeper than the line.
// - Before a logical line stand INDENT or DEDENTs according to its column; a line that is a
//   specification (it ends in a colon, or heads a FUNCTION) is announced by SPEC, so that the
//   grammar can tell `A ! b` from `A! b:` with one word of lookahead.
// - Inside brackets there is no layout, except in one that opens a VALOF: its first word gives
//   the column of a block of its own, which its closing bracket ends.
#include <config.h>

#include "base/mem.h"
#include "syntax/parser.h"
#include "syntax/token.h"

#include <string.h>

// A block structure: the whole program, or an inline VALOF.
struct context {
    VEC(unsigned) columns; // of the enclosing blocks, innermost last
    unsigned depth;        // of brackets open on the current line
    unsigned line_column;
    size_t line_first; // index of the first word of the logical line
};

struct layout {
    struct syntax *syntax;
    struct tokens tokens;
    size_t at;
    VEC(struct context) contexts;
    VEC(unsigned) steps;     // per file: the columns of one step, 0 while unknown
    struct token waiting[8]; // tokens to deliver first
    size_t waiting_count, waiting_at;
    unsigned dedents; // DEDENTs still to deliver
    bool line_start;  // the next word begins a logical line
    bool closes;      // the next word is the bracket that has just closed a VALOF
    bool ended;
};

static struct context *
innermost(struct layout *layout)
{
    return &vec_last(&layout->contexts);
}

static struct token
made(int kind, struct span span)
{
    return (struct token){.kind = kind, .span = span};
}

static void
wait_token(struct layout *layout, int kind, struct span span)
{
    layout->waiting[layout->waiting_count++] = made(kind, span);
}

static bool
may_break_after(int kind)
{
    switch (kind) {
    case OP:
    case PLUSMINUS:
    case MONOP:
    case UDO:
    case '=':
    case AND:
    case OR:
    case NOT:
    case AFTER:
    case ASSIGN:
    case ',':
    case ';':
    case '|':
    case DCOLON:
    case IS:
    case FROM:
    case FOR:
    case STEP:
    case SIZE:
    case ROUND:
    case TRUNC:
    case RETYPES:
    case RESHAPES:
    case BYTESIN:
    case OFFSETOF:
    case MOSTPOS:
    case MOSTNEG: return true;
    default: return false;
    }
}

// No line begins with an operator of two operands: the line above was broken before it.
static bool
begins_broken(const struct token *token)
{
    switch (token->kind) {
    case PLUSMINUS: return token->number == OP_ADD; // an option of CASE may begin with a minus
    case OP:
    case UDO:
    case '=':
    case AND:
    case OR:
    case ASSIGN:
    case ',':
    case ';':
    case DCOLON: return true;
    default: return false;
    }
}

// Whether the word at `at`, first on its physical line, goes on with the logical line before it.
static bool
continues(const struct layout *layout, size_t at, unsigned depth, unsigned line_column)
{
    const struct token *const token = &layout->tokens.at[at];

    if (may_break_after(layout->tokens.at[at - 1].kind))
        return token->column >= line_column;
    return token->column > line_column && (depth > 0 || begins_broken(token));
}

static void
refuse_break(struct layout *layout, const struct token *token)
{
    const struct token *const all = layout->tokens.at;
    const size_t at = layout->at;
    struct diag *diag;

    if (!token->first || innermost(layout)->depth != 0 || !begins_broken(token))
        return;
    diag = diag_error(layout->syntax->diagnostics, E_LINE_BREAK, token->span,
                      "a line is broken after `%s`, not before it", token->name->text);
    diag_help(diag, "move `%s` to the end of the line above", token->name->text);
    diag_fix(diag, (struct span){all[at - 1].span.to, all[at - 1].span.to},
             mem_format(" %s", token->name->text));
    if (at + 1 < layout->tokens.count && !all[at + 1].first)
        diag_fix(diag, (struct span){token->span.from, all[at + 1].span.from}, "");
}

// What no specification begins with.
static bool
begins_expression(const struct token *token)
{
    switch (token->kind) {
    case INTEGER:
    case REAL:
    case BYTELIT:
    case STRING:
    case BOOLLIT:
    case PLUSMINUS:
    case MONOP:
    case NOT:
    case SIZE:
    case MOSTPOS:
    case MOSTNEG:
    case '(':
    case ')': return true;
    default: return false;
    }
}

// Whether the `(` at `at` opens an inline VALOF: the next word says so, or the rest of the
// physical line is a specification inside it.
static bool
opens_valof(const struct layout *layout, size_t at)
{
    const struct tokens *const tokens = &layout->tokens;
    unsigned depth = 1;
    size_t i = at + 1;

    if (tokens->at[at].kind != '(' || i >= tokens->count || tokens->at[i].first)
        return false;
    if (tokens->at[i].kind == VALOF)
        return true;
    if (begins_expression(&tokens->at[i]))
        return false;
    for (; i < tokens->count && !tokens->at[i].first; i++) {
        if (token_opens(tokens->at[i].kind))
            depth++;
        else if (token_closes(tokens->at[i].kind) && --depth == 0)
            return false;
    }
    return tokens->at[i - 1].kind == ':' && depth == 1;
}

static void
note_word(struct layout *layout, struct line *line, size_t first, size_t i, unsigned depth)
{
    const struct token *const token = &layout->tokens.at[i];

    if (depth != 0)
        return;
    if (token->kind == FUNCTION)
        line->has_function = true;
    if (!token->csp || (i != first && layout->tokens.at[i - 1].kind != '&'))
        return;
    if (token_timed_kind(token) < 0)
        return;
    line->timed = i;
    line->timed_kind = token_timed_kind(token);
}

// Look ahead to the end of the logical line that begins at `first`.
static struct line
look_ahead(struct layout *layout, size_t first)
{
    const struct tokens *const tokens = &layout->tokens;
    const unsigned column = tokens->at[first].column;
    struct line line = {.timed = (size_t)-1};
    unsigned depth = 0;
    size_t i = first;

    while (i < tokens->count) {
        const int kind = tokens->at[i].kind;

        if (i != first && tokens->at[i].first && !continues(layout, i, depth, column))
            break;
        if (depth == 0 && token_closes(kind) && layout->contexts.count > 1)
            break;
        note_word(layout, &line, first, i, depth);
        if (opens_valof(layout, i)) {
            i = tokens_matching(&layout->tokens, i);
            i += i < tokens->count;
            continue;
        }
        if (token_opens(kind))
            depth++;
        else if (token_closes(kind) && depth > 0)
            depth--;
        i++;
    }
    line.end = i;
    line.specification = (i - first > 1 && tokens->at[i - 1].kind == ':' && depth == 0 &&
                          tokens->at[first].kind != ':') ||
                         line.has_function;
    return line;
}

// ---- columns ----

static struct diag *
wrong_indent(struct layout *layout, const struct token *token, const char *text)
{
    return diag_error(layout->syntax->diagnostics, E_INDENT, token->span, "%s", text);
}

static bool
are_spaces(const struct layout *layout, struct span span)
{
    size_t length;
    const char *const text = source_text(layout->syntax->sources, span, &length);

    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ')
            return false;
    return length == span.to - span.from;
}

static void
move_line(const struct layout *layout, struct diag *diag, const struct token *token, unsigned by,
          unsigned step)
{
    const struct span before = {token->span.from - (by > step ? by - step : 0), token->span.from};

    if (by < step)
        diag_fix(diag, before, mem_format("%*s", (int)(step - by), ""));
    else if (are_spaces(layout, before))
        diag_fix(diag, before, "");
}

// A repair: the block that begins at the current word stands deeper by `by`, and should by `step`.
static void
move_block(const struct layout *layout, struct diag *diag, unsigned by, unsigned step)
{
    const struct tokens *const tokens = &layout->tokens;
    const struct token *const head = &tokens->at[layout->at];

    for (size_t i = layout->at; i < tokens->count; i++) {
        const struct token *const token = &tokens->at[i];

        if (!token->first && i != layout->at)
            continue;
        if (token->file != head->file || token->column < head->column)
            return;
        move_line(layout, diag, token, by, step);
    }
}

static void
check_step(struct layout *layout, const struct token *token, unsigned by)
{
    // The first level of an included file stands where its directive does.
    if (token->column == token->base)
        return;
    while (layout->steps.count <= token->file)
        vec_push(&layout->steps, 0);
    if (layout->steps.at[token->file] == 0)
        layout->steps.at[token->file] = token->csp ? by : 2;
    if (layout->steps.at[token->file] == by)
        return;
    move_block(layout,
               wrong_indent(layout, token,
                            token->csp ? mem_format("this line is indented by %u columns, but the "
                                                    "step of this file is %u",
                                                    by, layout->steps.at[token->file])
                                       : mem_format("this line is indented by %u columns; a step "
                                                    "is two",
                                                    by)),
               by, layout->steps.at[token->file]);
}

// Deliver INDENT or DEDENTs for a line that begins at `token`.
static void
adjust(struct layout *layout, const struct token *token)
{
    struct context *const context = innermost(layout);
    const struct span here = {token->span.from, token->span.from};

    if (token->column == vec_last(&context->columns))
        return;
    if (token->column > vec_last(&context->columns)) {
        check_step(layout, token, token->column - vec_last(&context->columns));
        vec_push(&context->columns, token->column);
        wait_token(layout, INDENT, here);
        return;
    }
    // A line between two levels is taken for one of the deeper.
    while (context->columns.count > 1 &&
           token->column <= context->columns.at[context->columns.count - 2]) {
        (void)vec_pop(&context->columns);
        layout->dedents++;
    }
    if (token->column != vec_last(&context->columns))
        wrong_indent(layout, token, "this line is at the level of none of the lines above it");
}

// The lines of an ASM block are another language: they are left out.
static void
skip_assembly(struct layout *layout, size_t at)
{
    struct tokens *const tokens = &layout->tokens;
    const unsigned column = tokens->at[at].column;
    size_t from = at + 1, to = at + 1;

    while (to < tokens->count && (!tokens->at[to].first || tokens->at[to].column > column))
        to++;
    memmove(tokens->at + from, tokens->at + to, (tokens->count - to) * sizeof *tokens->at);
    tokens->count -= to - from;
}

// EXPORT before a declaration at the outermost level. The line begins behind it.
static bool
is_export(struct layout *layout)
{
    struct token *const word = &layout->tokens.at[layout->at];
    const bool is_word = word->kind == NAME && word->csp && layout->contexts.count == 1 &&
                         innermost(layout)->columns.count == 1 &&
                         strcmp(word->name->text, "EXPORT") == 0;

    if (!is_word || layout->at + 1 >= layout->tokens.count || word[1].first)
        return false;
    switch (word[1].kind) {
    case NAME:
    case PRIM:
    case '[':
    case PROC:
    case DATA:
    case PROTOCOL:
    case CHAN:
    case REC:
    case INLINE:
    case MOBILE:
    case VAL:
        word[1].column = word->column;
        word[1].first = true;
        return true;
    default: return false;
    }
}

static void
begin_line(struct layout *layout)
{
    if (layout->tokens.at[layout->at].kind == ASM)
        skip_assembly(layout, layout->at);
    const bool exports = is_export(layout);
    const struct span here = layout->tokens.at[layout->at].span;
    layout->at += exports;
    const struct token *const token = &layout->tokens.at[layout->at];
    const struct line line = look_ahead(layout, layout->at);

    layout->line_start = false;
    innermost(layout)->line_first = layout->at;
    innermost(layout)->line_column = token->column;
    innermost(layout)->depth = 0;
    adjust(layout, token);
    words_promote(&layout->tokens, layout->at, &line);
    if (exports)
        wait_token(layout, EXPORT, here);
    if (line.specification)
        wait_token(layout, SPEC, (struct span){token->span.from, token->span.from});
}

static void
end_line(struct layout *layout)
{
    const struct span last = layout->tokens.at[layout->at - 1].span;

    layout->line_start = true;
    wait_token(layout, NEWLINE, (struct span){last.to, last.to});
}

// The end of an inline VALOF: close its line and its blocks.
static void
close_context(struct layout *layout)
{
    struct context *const context = innermost(layout);

    if (!layout->line_start)
        end_line(layout);
    layout->dedents += (unsigned)context->columns.count - 1;
    layout->contexts.count--;
    layout->line_start = false;
    layout->closes = true;
    if (layout->at < layout->tokens.count)
        layout->tokens.at[layout->at].first = false; // the bracket goes on with the outer line
}

static void
open_context(struct layout *layout)
{
    struct context context = {0};
    const struct token *const first = &layout->tokens.at[layout->at];

    vec_push(&context.columns, first->column);
    vec_push(&layout->contexts, context);
    layout->line_start = true;
}

static void
finish(struct layout *layout)
{
    if (layout->ended)
        return;
    layout->ended = true;
    if (layout->at > 0 && !layout->line_start)
        end_line(layout);
    while (layout->contexts.count > 1)
        close_context(layout);
    layout->dedents += (unsigned)innermost(layout)->columns.count - 1;
}

static struct token
take_word(struct layout *layout)
{
    struct context *const context = innermost(layout);
    const struct token token = layout->tokens.at[layout->at];
    const bool valof = opens_valof(layout, layout->at), closes_valof = layout->closes;

    if (layout->at != context->line_first &&
        !may_break_after(layout->tokens.at[layout->at - 1].kind))
        refuse_break(layout, &token);
    layout->at++;
    layout->closes = false;
    if (valof) {
        open_context(layout);
        return token;
    }
    if (token_opens(token.kind))
        context->depth++;
    else if (token_closes(token.kind) && context->depth > 0 && !closes_valof)
        context->depth--;
    return token;
}

static bool
deliver_made(struct layout *layout, struct token *token)
{
    if (layout->waiting_at < layout->waiting_count &&
        layout->waiting[layout->waiting_at].kind == NEWLINE) {
        *token = layout->waiting[layout->waiting_at++];
        return true;
    }
    if (layout->dedents > 0) {
        // From the end of the word before to the word behind.
        const size_t at = layout->at < layout->tokens.count ? layout->at : layout->tokens.count - 1;
        const uint32_t behind = layout->tokens.at[at].span.from;
        const uint32_t before = at > 0 ? layout->tokens.at[at - 1].span.to : behind;

        layout->dedents--;
        *token = made(DEDENT, (struct span){before < behind ? before : behind, behind});
        return true;
    }
    if (layout->waiting_at < layout->waiting_count) {
        *token = layout->waiting[layout->waiting_at++];
        return true;
    }
    layout->waiting_at = layout->waiting_count = 0;
    return false;
}

struct token
layout_next(struct layout *layout)
{
    struct token token;

    for (;;) {
        if (deliver_made(layout, &token))
            return token;
        if (layout->at >= layout->tokens.count) {
            if (layout->ended)
                break;
            finish(layout);
            continue;
        }
        if (layout->contexts.count > 1 && innermost(layout)->depth == 0 && !layout->closes &&
            token_closes(layout->tokens.at[layout->at].kind)) {
            close_context(layout);
            if (layout->waiting_count != 0 || layout->dedents != 0)
                continue;
        }
        if (layout->line_start) {
            begin_line(layout);
            continue;
        }
        if (layout->tokens.at[layout->at].first && layout->at != innermost(layout)->line_first &&
            !continues(layout, layout->at, innermost(layout)->depth,
                       innermost(layout)->line_column)) {
            end_line(layout);
            continue;
        }
        return take_word(layout);
    }
    if (layout->tokens.count == 0)
        return made(0, (struct span){0, 0});
    token = vec_last(&layout->tokens);
    return made(0, (struct span){token.span.to, token.span.to});
}

struct layout *
layout_new(struct syntax *syntax)
{
    struct layout *const layout = mem_new(struct layout);
    struct context outermost = {0};

    layout->syntax = syntax;
    layout->tokens = syntax->tokens;
    layout->line_start = true;
    vec_push(&outermost.columns, 0);
    vec_push(&layout->contexts, outermost);
    return layout;
}
