// SPDX-License-Identifier: MIT
// The conditions of #IF, and the symbols defined from the start.
#include <config.h>

#include "base/mem.h"
#include "syntax/directives.h"
#include "syntax/parser.h"

#include <stdlib.h>
#include <string.h>

struct condition_reader {
    struct directives *all;
    const struct token *directive;
    struct tokens words;
    size_t at;
    bool wrong;
};

// A value in a condition: a number or a text.
struct operand {
    bool is_text;
    long long number;
    const char *text;
};

static bool either(struct condition_reader *reader);

static const struct token *
peek(struct condition_reader *reader)
{
    return reader->at < reader->words.count ? &reader->words.at[reader->at] : NULL;
}

static bool
accept(struct condition_reader *reader, int kind)
{
    const struct token *const token = peek(reader);

    if (token == NULL || token->kind != kind)
        return false;
    reader->at++;
    return true;
}

static void
wrong(struct condition_reader *reader, const char *what)
{
    const struct token *const token = peek(reader);

    if (!reader->wrong)
        diag_error(reader->all->syntax->diagnostics, E_DIRECTIVE,
                   token == NULL ? reader->directive->span : token->span,
                   "this condition is wrong: %s", what);
    reader->wrong = true;
}

static struct operand
operand_of_text(const char *text)
{
    char *end;
    struct operand operand = {.text = text};

    if (text == NULL)
        return (struct operand){.is_text = true, .text = ""};
    if (text[0] == '#')
        operand.number = strtoll(text + 1, &end, 16);
    else
        operand.number = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0')
        operand.is_text = true;
    if (operand.is_text && text[0] == '"' && strlen(text) > 1)
        operand.text = mem_copy_text(text + 1, strlen(text) - 2);
    return operand;
}

static struct operand
read_operand(struct condition_reader *reader)
{
    const struct token *const token = peek(reader);
    const struct define_value *symbol;

    if (token == NULL) {
        wrong(reader, "a value is missing");
        return (struct operand){0};
    }
    reader->at++;
    if (token->kind == INTEGER)
        return operand_of_text(mem_copy_text(token->text.at, token->text.length));
    if (token->kind == STRING)
        return (struct operand){.is_text = true,
                                .text = mem_copy_text(token->text.at, token->text.length)};
    if (token->name == NULL) {
        wrong(reader, "this is no symbol");
        return (struct operand){0};
    }
    symbol = map_get(&reader->all->symbols, token->name);
    return symbol == NULL ? (struct operand){0} : operand_of_text(symbol->text);
}

static bool
compare(const struct operand *a, enum op op, const struct operand *b)
{
    long long order;

    if (a->is_text || b->is_text)
        order = a->is_text && b->is_text ? strcmp(a->text, b->text) : 1;
    else
        order = a->number < b->number ? -1 : a->number > b->number;
    switch (op) {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_GT: return order > 0;
    default: return order >= 0;
    }
}

static bool
relation(struct condition_reader *reader)
{
    const struct operand left = read_operand(reader);
    const struct token *const op = peek(reader);
    struct operand right;

    if (op == NULL || (op->kind != '=' && op->kind != OP) || op->number < OP_EQ ||
        op->number > OP_GE) {
        if (left.is_text || op != NULL)
            wrong(reader, "a comparison is expected");
        return left.number != 0;
    }
    reader->at++;
    right = read_operand(reader);
    return compare(&left, (enum op)op->number, &right);
}

static bool
is_defined(struct condition_reader *reader)
{
    const bool bracket = accept(reader, '(');
    const struct token *const name = peek(reader);
    bool defined = false;

    if (name == NULL || name->name == NULL) {
        wrong(reader, "DEFINED needs the name of a symbol");
        return false;
    }
    reader->at++;
    defined = map_get(&reader->all->symbols, name->name) != NULL;
    if (bracket && !accept(reader, ')'))
        wrong(reader, "a `)` is missing");
    return defined;
}

static bool
simple(struct condition_reader *reader)
{
    const struct token *const token = peek(reader);
    bool holds;

    if (accept(reader, NOT))
        return !simple(reader);
    if (accept(reader, BOOLLIT))
        return token->number != 0;
    if (accept(reader, DEFINED))
        return is_defined(reader);
    if (!accept(reader, '('))
        return relation(reader);
    holds = either(reader);
    if (!accept(reader, ')'))
        wrong(reader, "a `)` is missing");
    return holds;
}

static bool
both(struct condition_reader *reader)
{
    bool holds = simple(reader);

    while (!reader->wrong && accept(reader, AND))
        holds = simple(reader) && holds;
    return holds;
}

static bool
either(struct condition_reader *reader)
{
    bool holds = both(reader);

    while (!reader->wrong && accept(reader, OR))
        holds = both(reader) || holds;
    return holds;
}

bool
condition_holds(struct directives *all, const struct token *directive, struct tokens words)
{
    struct condition_reader reader = {all, directive, words, 0, false};
    const bool holds = either(&reader);

    if (!reader.wrong && reader.at < words.count)
        wrong(&reader, "nothing is expected here");
    return holds && !reader.wrong;
}

const char *
source_text_of(struct syntax *syntax, struct span from, struct span to)
{
    size_t length;
    const char *const text = source_text(syntax->sources, (struct span){from.from, to.to}, &length);

    return mem_copy_text(text, length);
}

void
directives_predefine(struct directives *all)
{
    static const char *const present[] = {"OCCAM2.5", "USER.DEFINED.OPERATORS", "INITIAL.DECL",
                                          "MOBILES",  "MOBILE.DATA.TYPES",      "COMPILER.CSPC"};
    const struct syntax_options *const options = all->syntax->options;
    const int bits = all->syntax->program->int_bits;

    for (size_t i = 0; i < sizeof present / sizeof *present; i++)
        directives_define(all, present[i], NULL);
    if (all->main_is_csp)
        directives_define(all, "LANGUAGE.CSP", NULL);
    directives_define(all, "VERSION", mem_format("\"%s\"", options->version));
    directives_define(all, "PROCESS.PRIORITY", "32");
    directives_define(all, "TARGET.BITS.PER.WORD", mem_format("%d", bits));
    directives_define(all, "TARGET.BYTES.PER.WORD", mem_format("%d", bits / 8));
    directives_define(all, "TARGET.HAS.FPU", NULL);
    directives_define(all, "TARGET.OS", "\"linux\"");
    directives_define(all, "TARGET.CPU", "\"c\"");
    for (size_t i = 0; i < options->defines.count; i++)
        directives_define(all, options->defines.at[i].name, options->defines.at[i].value);
}
