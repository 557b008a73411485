// SPDX-License-Identifier: MIT
// The front end's door: settings from the file's name, then scanner, directives, layout, parser.
#include <config.h>

#include "syntax/syntax.h"

#include "base/mem.h"
#include "syntax/actions.h"
#include "syntax/parser.h"

#include <string.h>

static bool
ends_in(const char *path, const char *ending)
{
    const size_t length = strlen(path), tail = strlen(ending);

    return length >= tail && strcmp(path + length - tail, ending) == 0;
}

bool
path_is_csp(const char *path, bool otherwise)
{
    if (ends_in(path, ".csp"))
        return true;
    if (ends_in(path, ".occ"))
        return false;
    return otherwise;
}

static enum standard
standard_of(const struct syntax_options *options, const char *path)
{
    if (options->standard_given)
        return options->standard;
    return path_is_csp(path, strcmp(path, "-") == 0) ? STANDARD_CSP : STANDARD_OCCAM_PI;
}

static bool
span_is_csp(const struct program *program, struct span span)
{
    const struct place place = source_place(program->sources, span.from);
    const bool main_is_csp = program->standard == STANDARD_CSP;

    return place.file == NULL ? main_is_csp : path_is_csp(place.file->path, main_is_csp);
}

static struct program *
program_new(const struct syntax_options *options, struct source_set *sources, const char *path)
{
    struct program *const program = mem_new(struct program);
    const bool csp = standard_of(options, path) == STANDARD_CSP;

    program->standard = standard_of(options, path);
    program->int_bits = options->int_bits != 0 ? options->int_bits : csp ? 64 : 32;
    program->ports = options->ports;
    program->real_check = options->real_check_given ? options->real_check : !csp;
    program->sources = sources;
    program->is_csp = span_is_csp;
    return program;
}

struct program *
syntax_parse_file(const struct syntax_options *options, struct source_set *sources,
                  struct diagnostics *diagnostics, const struct source *file)
{
    struct syntax syntax = {.options = options, .sources = sources, .diagnostics = diagnostics};
    struct parse parse = {.syntax = &syntax};

    syntax.program = program_new(options, sources, file->path);
    directives_run(&syntax, file);
    parse.layout = layout_new(&syntax);
    if (!syntax.mixed_tabs)
        parser_run(&parse);
    if (parse.file == NULL)
        parse.file = node_new(NODE_FILE, (struct span){0, 0});
    syntax.program->file = node_as_file(parse.file);
    return syntax.program;
}

struct program *
syntax_parse(const struct syntax_options *options, struct source_set *sources,
             struct diagnostics *diagnostics, const char *path)
{
    const struct source *const file = source_read(sources, path, (struct span){0, 0});

    return file == NULL ? NULL : syntax_parse_file(options, sources, diagnostics, file);
}

static void
dump_token(const struct syntax *syntax, const struct token *token, struct text *out)
{
    const struct place place = source_place(syntax->sources, token->span.from);

    text_printf(out, "%u:%u %s", place.line, place.column, token_kind_text(token->kind));
    if (token->name != NULL && token->kind != 0)
        text_printf(out, " %s", token->name->text);
    if (token->text.at != NULL)
        text_printf(out, " %.*s", (int)token->text.length, token->text.at);
    text_putc(out, '\n');
}

bool
syntax_dump_tokens(const struct syntax_options *options, struct source_set *sources,
                   struct diagnostics *diagnostics, const char *path, struct text *out)
{
    struct syntax syntax = {.options = options, .sources = sources, .diagnostics = diagnostics};
    const struct source *file;
    struct layout *layout;
    struct token token;

    file = source_read(sources, path, (struct span){0, 0});
    if (file == NULL)
        return false;
    syntax.program = program_new(options, sources, path);
    directives_run(&syntax, file);
    layout = layout_new(&syntax);
    do {
        token = layout_next(layout);
        dump_token(&syntax, &token, out);
    } while (token.kind != 0);
    return true;
}

bool
syntax_dump_source(const struct syntax_options *options, struct source_set *sources,
                   struct diagnostics *diagnostics, const char *path, struct text *out)
{
    struct syntax syntax = {.options = options, .sources = sources, .diagnostics = diagnostics};
    const struct source *file;

    file = source_read(sources, path, (struct span){0, 0});
    if (file == NULL)
        return false;
    syntax.program = program_new(options, sources, path);
    directives_run(&syntax, file);
    for (size_t i = 0; i < syntax.tokens.count; i++) {
        const struct token *const token = &syntax.tokens.at[i];
        size_t length;
        const char *const text = source_text(sources, token->span, &length);

        if (token->first)
            text_printf(out, "%s%*s", i == 0 ? "" : "\n", (int)token->column, "");
        else
            text_putc(out, ' ');
        text_put(out, text, length);
    }
    text_putc(out, '\n');
    return true;
}
