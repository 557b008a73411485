// SPDX-License-Identifier: MIT
// Directives: inclusion, conditions, symbols. Works on the words of whole files, so that what an
// #IF leaves out never reaches the parser, and re-bases the columns of included files.
#include <config.h>

#include "syntax/directives.h"

#include "base/mem.h"
#include "syntax/parser.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_INCLUDE_DEPTH = 200 };

// An #IF that is open: whether this part is taken, and whether one was.
struct condition {
    struct span span;
    bool active, taken, had_else;
    bool relax; // #RELAX was seen: it holds for all parts
};

// One file being worked on.
struct reader {
    struct directives *all;
    struct tokens tokens;
    size_t at;
    unsigned base; // added to every column
    const struct source *file;
    VEC(struct condition) conditions;
};

static void read_file(struct directives *all, const struct source *file, unsigned base);

static bool
is_active(const struct reader *reader)
{
    for (size_t i = 0; i < reader->conditions.count; i++)
        if (!reader->conditions.at[i].active)
            return false;
    return true;
}

static bool
directive_is(const struct token *token, const char *name)
{
    return strcmp(token->name->text, name) == 0;
}

// The words of the directive's line, behind the directive itself.
static struct tokens
line_words(struct reader *reader)
{
    struct tokens words = {0};

    while (reader->at < reader->tokens.count && !reader->tokens.at[reader->at].first)
        vec_push(&words, reader->tokens.at[reader->at++]);
    return words;
}

static struct define_value *
symbol_find(struct directives *all, const struct name *name)
{
    return map_get(&all->symbols, name);
}

void
directives_define(struct directives *all, const char *name, const char *value)
{
    struct define_value *const symbol = mem_new(struct define_value);

    symbol->text = value;
    map_put(&all->symbols, name_of(name), symbol);
}

static void
define_symbol(struct directives *all, const struct token *directive, struct tokens words)
{
    const char *value = NULL;

    if (words.count == 0) {
        diag_error(all->syntax->diagnostics, E_DIRECTIVE, directive->span,
                   "`#DEFINE` needs the name of a symbol");
        return;
    }
    if (words.count > 1)
        value = source_text_of(all->syntax, words.at[1].span, vec_last(&words).span);
    directives_define(all, words.at[0].name != NULL ? words.at[0].name->text : "", value);
}

// ---- inclusion ----

static char *
folder_of(const char *path)
{
    const char *const slash = strrchr(path, '/');

    return slash == NULL ? mem_copy_text("", 0) : mem_copy_text(path, (size_t)(slash - path) + 1);
}

static struct source *
try_read(struct directives *all, const char *folder, const char *name, struct span span)
{
    const size_t length = strlen(folder);
    const bool slash = length == 0 || folder[length - 1] == '/';

    return source_read(all->syntax->sources, mem_format("%s%s%s", folder, slash ? "" : "/", name),
                       span);
}

// Look beside the including file, then along the paths.
static struct source *
find_file(struct reader *reader, const char *name, struct span span)
{
    const struct syntax_options *const options = reader->all->syntax->options;
    struct source *file = NULL;

    if (name[0] == '/')
        return source_read(reader->all->syntax->sources, name, span);
    file = try_read(reader->all, folder_of(reader->file->path), name, span);
    for (size_t i = 0; file == NULL && i < options->include_paths.count; i++)
        file = try_read(reader->all, options->include_paths.at[i], name, span);
    return file;
}

// "course.lib" names a compiled library of old; its source is course.module here.
static struct source *
find_library(struct reader *reader, const char *name, struct span span)
{
    static const char *const endings[] = {".module", ".occ", ".csp", ".inc", ""};
    const char *const dot = strrchr(name, '.');
    const size_t stem = dot != NULL && (strcmp(dot, ".lib") == 0 || strcmp(dot, ".tco") == 0 ||
                                        strcmp(dot, ".tce") == 0)
                            ? (size_t)(dot - name)
                            : strlen(name);
    struct source *file = NULL;

    for (size_t i = 0; file == NULL && i < sizeof endings / sizeof *endings; i++)
        file = find_file(reader, mem_format("%.*s%s", (int)stem, name, endings[i]), span);
    return file;
}

static unsigned
include_depth(const struct directives *all, const struct source *file)
{
    unsigned depth = 0;

    while (file != NULL && file->included_from.to != 0) {
        file = source_place(all->syntax->sources, file->included_from.from).file;
        depth++;
    }
    return depth;
}

static void
include(struct reader *reader, const struct token *directive, struct tokens words)
{
    struct directives *const all = reader->all;
    struct diagnostics *const diagnostics = all->syntax->diagnostics;
    const bool library = !directive_is(directive, "#INCLUDE");
    struct source *file;
    const char *name;

    if (words.count == 0 || words.at[0].kind != STRING) {
        diag_error(diagnostics, E_DIRECTIVE, directive->span,
                   "`%s` needs the name of a file in double quotes", directive->name->text);
        return;
    }
    if (all->syntax->options->no_include)
        return;
    name = mem_copy_text(words.at[0].text.at, words.at[0].text.length);
    if (library && map_get(&all->used, name_of(name)) != NULL)
        return;
    file = library ? find_library(reader, name, words.at[0].span)
                   : find_file(reader, name, words.at[0].span);
    if (file == NULL) {
        struct diag *const diag =
            diag_error(diagnostics, E_NO_FILE, words.at[0].span, "cannot find `%s`", name);
        diag_help(diag, "it is looked for beside this file, then in the folders given by -I and "
                        "in the library");
        return;
    }
    file->is_used = library;
    if (library && directive->column + reader->base == 0)
        map_put(&all->used, name_of(name), file);
    if (include_depth(all, file) > MAX_INCLUDE_DEPTH) {
        diag_error(diagnostics, E_INCLUDE_CYCLE, words.at[0].span,
                   "`%s` is included more than %d deep", name, MAX_INCLUDE_DEPTH);
        all->stopped = true;
        return;
    }
    read_file(all, file, reader->base + directive->column);
}

// ---- conditions ----

static void
open_condition(struct reader *reader, const struct token *directive, struct tokens words)
{
    struct condition condition = {.span = directive->span};

    if (is_active(reader)) {
        condition.active = condition_holds(reader->all, directive, words);
        condition.taken = condition.active;
    } else {
        condition.taken = true;
    }
    vec_push(&reader->conditions, condition);
}

static void
next_part(struct reader *reader, const struct token *directive, struct tokens words)
{
    const bool is_else = directive_is(directive, "#ELSE");
    struct condition *condition;

    if (reader->conditions.count == 0 || vec_last(&reader->conditions).had_else) {
        diag_error(reader->all->syntax->diagnostics, E_UNBALANCED_IF, directive->span,
                   "`%s` without `#IF`", directive->name->text);
        return;
    }
    condition = &vec_last(&reader->conditions);
    condition->active = false;
    condition->had_else = is_else;
    if (condition->taken)
        return;
    condition->active = is_else || condition_holds(reader->all, directive, words);
    condition->taken = condition->active;
}

static bool
run_condition(struct reader *reader, const struct token *directive, struct tokens words)
{
    if (directive_is(directive, "#IF")) {
        open_condition(reader, directive, words);
    } else if (directive_is(directive, "#ELIF") || directive_is(directive, "#ELSE")) {
        next_part(reader, directive, words);
    } else if (directive_is(directive, "#ENDIF")) {
        if (reader->conditions.count == 0)
            diag_error(reader->all->syntax->diagnostics, E_UNBALANCED_IF, directive->span,
                       "`#ENDIF` without `#IF`");
        else
            reader->conditions.count--;
    } else {
        return false;
    }
    return true;
}

// ---- the rest ----

static void
message(struct reader *reader, const struct token *directive, struct tokens words)
{
    struct diagnostics *const diagnostics = reader->all->syntax->diagnostics;
    const char *const text = words.count != 0 && words.at[0].kind == STRING
                                 ? mem_copy_text(words.at[0].text.at, words.at[0].text.length)
                                 : "(no text)";

    if (directive_is(directive, "#ERROR"))
        diag_error(diagnostics, E_USER_ERROR, directive->span, "%s", text);
    else
        diag_warning(diagnostics, WARN_IGNORED, E_USER_ERROR, directive->span, "%s", text);
}

// #PRAGMA EXTERNAL "PROC C.p (VAL INT x) = 0": the heading of a routine in C, as a specification; the
// number said how much of a stack it needs.
static void
external(struct reader *reader, const struct token *directive, const struct token *heading)
{
    const char *const text = mem_copy_text(heading->text.at, heading->text.length);
    const char *const end = strrchr(text, ')');
    struct tokens words;

    if (end == NULL)
        return;
    words = scan_text(reader->all->syntax, mem_format("%.*s:", (int)(end + 1 - text), text),
                      directive->span);
    for (size_t i = 0; i < words.count; i++) {
        words.at[i].first = i == 0;
        words.at[i].column = directive->column + reader->base;
        words.at[i].csp = directive->csp;
        words.at[i].file = directive->file;
        vec_push(&reader->all->syntax->tokens, words.at[i]);
    }
}

// Pragmas with a meaning for later passes go on to the parser as a line of their own.
static void
pragma(struct reader *reader, const struct token *directive, struct tokens words)
{
    static const char *const kept[] = {"SHARED", "PERMITALIASES", "DEFINED", "EXTERNAL",
                                       "DEXTERNAL"};
    struct token token = *directive;

    if (words.count == 0 || words.at[0].name == NULL)
        return;
    if (words.count > 1 && words.at[1].kind == STRING &&
        strcmp(words.at[0].name->text, "EXTERNAL") == 0) {
        external(reader, directive, &words.at[1]);
        return;
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (strcmp(words.at[0].name->text, kept[i]) != 0)
            continue;
        token.kind = PRAGMA;
        token.name = words.at[0].name;
        token.column += reader->base;
        vec_push(&reader->all->syntax->tokens, token);
        for (size_t k = 1; k < words.count; k++) {
            if (words.at[k].kind != NAME && words.at[k].kind != ',')
                break;
            words.at[k].first = false;
            vec_push(&reader->all->syntax->tokens, words.at[k]);
        }
        return;
    }
}

static void
option(struct reader *reader, struct tokens words)
{
    struct file_option option = {.file = reader->file};

    if (words.count == 0 || words.at[0].kind != STRING)
        return;
    option.letters = mem_copy_text(words.at[0].text.at, words.at[0].text.length);
    if (strpbrk(option.letters, "AU") != NULL)
        reader->all->syntax->program->may_alias = true;
    vec_push(&reader->all->syntax->program->options, option);
}

static void
run_directive(struct reader *reader)
{
    const struct token directive = reader->tokens.at[reader->at++];
    const struct tokens words = line_words(reader);

    if (run_condition(reader, &directive, words))
        return;
    if (directive_is(&directive, "#RELAX") && reader->conditions.count != 0) {
        vec_last(&reader->conditions).relax = true;
        return;
    }
    if (!is_active(reader))
        return;
    if (directive_is(&directive, "#INCLUDE") || directive_is(&directive, "#USE") ||
        directive_is(&directive, "#IMPORT"))
        include(reader, &directive, words);
    else if (directive_is(&directive, "#DEFINE"))
        define_symbol(reader->all, &directive, words);
    else if (directive_is(&directive, "#UNDEF") && words.count != 0 && words.at[0].name != NULL)
        map_put(&reader->all->symbols, words.at[0].name, NULL);
    else if (directive_is(&directive, "#ERROR") || directive_is(&directive, "#WARNING"))
        message(reader, &directive, words);
    else if (directive_is(&directive, "#PRAGMA"))
        pragma(reader, &directive, words);
    else if (directive_is(&directive, "#OPTION"))
        option(reader, words);
}

// ##NAME: the words of the symbol's value in its place.
static void
put_value(struct reader *reader, const struct token *use)
{
    const struct define_value *const symbol = symbol_find(reader->all, use->name);
    struct tokens words;

    if (symbol == NULL || symbol->text == NULL) {
        words = scan_text(reader->all->syntax, "0", use->span);
        words.at[0].column = use->column + reader->base;
        words.at[0].first = use->first;
        vec_push(&reader->all->syntax->tokens, words.at[0]);
        if (!reader->all->syntax->options->no_include)
            diag_error(reader->all->syntax->diagnostics, E_DIRECTIVE, use->span,
                       "the symbol `%s` has no value", use->name->text);
        return;
    }
    words = scan_text(reader->all->syntax, symbol->text, use->span);
    for (size_t i = 0; i < words.count; i++) {
        struct token token = words.at[i];

        token.first = use->first && i == 0;
        token.column = use->column + reader->base;
        token.csp = use->csp;
        token.file = use->file;
        vec_push(&reader->all->syntax->tokens, token);
    }
}

static unsigned
relaxed(const struct reader *reader)
{
    unsigned columns = 0;

    for (size_t i = 0; i < reader->conditions.count; i++)
        columns += reader->conditions.at[i].relax ? 2 : 0;
    return columns;
}

static void
read_tokens(struct reader *reader)
{
    struct tokens *const out = &reader->all->syntax->tokens;

    while (reader->at < reader->tokens.count && !reader->all->stopped) {
        struct token token = reader->tokens.at[reader->at];

        if (token.kind == TOKEN_DIRECTIVE) {
            run_directive(reader);
            continue;
        }
        reader->at++;
        if (reader->conditions.count != 0) {
            const unsigned shift = relaxed(reader);

            if (!is_active(reader))
                continue;
            token.column -= token.column < shift ? token.column : shift;
        }
        if (token.kind == TOKEN_VALUE) {
            put_value(reader, &token);
            continue;
        }
        token.column += reader->base;
        token.base = reader->base;
        vec_push(out, token);
    }
}

static void
read_file(struct directives *all, const struct source *file, unsigned base)
{
    struct reader reader = {.all = all, .base = base, .file = file};
    const bool csp = path_is_csp(file->path, all->main_is_csp);

    reader.tokens = scan_file(all->syntax, file, csp, all->file_count++);
    read_tokens(&reader);
    for (size_t i = 0; i < reader.conditions.count && !all->stopped; i++)
        diag_error(all->syntax->diagnostics, E_UNBALANCED_IF, reader.conditions.at[i].span,
                   "this `#IF` has no `#ENDIF`");
}

void
directives_run(struct syntax *syntax, const struct source *file)
{
    struct directives all = {.syntax = syntax};

    all.main_is_csp = syntax->program->standard == STANDARD_CSP;
    directives_predefine(&all);
    read_file(&all, file, 0);
}
