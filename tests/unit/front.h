// SPDX-License-Identifier: MIT
// What the unit tests of the front end share: a program text, and the words it comes to.
#ifndef UNIT_FRONT_H
#define UNIT_FRONT_H

#include "helper.h"

#include "base/text.h"
#include "syntax/parser.h"
#include "syntax/token.h"

struct front {
    struct bench *bench;
    struct syntax_options options;
    struct program program;
    struct syntax syntax;
};

// A front end with one file of this text.
static inline struct front *
front_new(const char *path, const char *text)
{
    struct front *front = mem_new(struct front);
    bool is_csp = path_is_csp(path, true);
    front->bench = bench_new(path, text);
    front->options.version = "1.0";
    front->program.standard = is_csp ? STANDARD_CSP : STANDARD_OCCAM_PI;
    front->program.int_bits = is_csp ? 64 : 32;
    front->syntax.options = &front->options;
    front->syntax.sources = &front->bench->sources;
    front->syntax.diagnostics = bench_start(front->bench);
    front->syntax.program = &front->program;
    return front;
}

static inline void
front_put_word(struct text *out, const struct token *token)
{
    text_putc(out, ' ');
    if (token->text.at)
        text_put(out, token->text.at, token->text.length);
    else
        text_puts(out, token->name ? token->name->text : token_kind_text(token->kind));
}

// The words behind the directives, each with its column.
static inline const char *
front_words(struct front *front)
{
    struct text out = {0};
    directives_run(&front->syntax, front->bench->sources.files.at[0]);
    for (size_t i = 0; i < front->syntax.tokens.count; i++) {
        front_put_word(&out, &front->syntax.tokens.at[i]);
        text_printf(&out, "@%u", front->syntax.tokens.at[i].column);
    }
    return text_string(&out) + (out.length > 0);
}

// The words as the parser sees them: `/` ends a line, `>` and `<` are a deeper and a less deep
// one, `spec` comes before a specification, `unit` stands for a unit of time.
static inline const char *
front_tokens(struct front *front)
{
    struct text out = {0};
    struct token token;
    directives_run(&front->syntax, front->bench->sources.files.at[0]);
    struct layout *layout = layout_new(&front->syntax);
    for (token = layout_next(layout); token.kind != 0; token = layout_next(layout)) {
        switch (token.kind) {
        case NEWLINE: text_puts(&out, " /"); break;
        case INDENT: text_puts(&out, " >"); break;
        case DEDENT: text_puts(&out, " <"); break;
        case SPEC: text_puts(&out, " spec"); break;
        case UNIT: text_puts(&out, " unit"); break;
        default: front_put_word(&out, &token); break;
        }
    }
    return text_string(&out) + (out.length > 0);
}

#define expect_no_message(front) expect_text(bench_flush((front)->bench), "")

#endif
