// SPDX-License-Identifier: MIT
// The compiler's table of contents.
#include <config.h>

#include "driver/pipeline.h"

#include "base/ice.h"
#include "base/mem.h"
#include "driver/home.h"
#include "emit/emit.h"
#include "ir/ir.h"
#include "lower/lower.h"
#include "sema/sema.h"
#include "syntax/syntax.h"
#include "usage/usage.h"

#include <errno.h>
#include <string.h>

// What the front end needs of the options.
static struct syntax_options
syntax_options(const struct options *options)
{
    static const enum standard standards[] = {
        [STANDARD_BY_FILE] = STANDARD_CSP,
        [STANDARD_IS_CSP] = STANDARD_CSP,
        [STANDARD_IS_OCCAM_PI] = STANDARD_OCCAM_PI,
        [STANDARD_IS_OCCAM_21] = STANDARD_OCCAM_21,
    };
    struct syntax_options result = {
        .standard_given = options->standard != STANDARD_BY_FILE,
        .standard = standards[options->standard],
        .int_bits = options->int_bits,
        .real_check_given = options->real_check,
        .real_check = options->real_check,
        .ports = options->ports,
        .no_include = options->no_include,
        .version = PACKAGE_VERSION,
    };
    for (size_t i = 0; i < options->include_paths.count; i++)
        vec_push(&result.include_paths, options->include_paths.at[i]);
    vec_push(&result.include_paths, home_find()->stdlib);
    for (size_t i = 0; i < options->defines.count; i++) {
        const char *text = options->defines.at[i], *equals = strchr(text, '=');
        size_t length = equals ? (size_t)(equals - text) : strlen(text);
        struct define define = {mem_copy_text(text, length), equals ? equals + 1 : NULL};
        vec_push(&result.defines, define);
    }
    return result;
}

static void
report_unreadable(struct compilation *c)
{
    diag_error(c->diagnostics, E_NO_FILE, (struct span){0, 0}, "cannot read `%s`: %s",
               c->options->input, strerror(errno));
}

static bool
ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text), part = strlen(end);

    return length >= part && strcmp(text + length - part, end) == 0;
}

// The header and the library of a FOREIGN are looked for in the folder of the file that it is in.
static void
add_foreign(struct compilation *c, const struct foreign *foreign)
{
    const struct place place = source_place(&c->sources, foreign->span.from);
    const char *const path = place.file == NULL ? "" : place.file->path;
    const char *const slash = strrchr(path, '/');
    const char *const folder = slash == NULL ? "." : mem_copy_text(path, (size_t)(slash - path));
    const char *library;

    vec_push(&c->parts.folders, folder);
    vec_push(&c->parts.headers,
             mem_format("%s/%.*s", folder, (int)foreign->header.length, foreign->header.at));
    if (foreign->library.length == 0)
        return;
    library = mem_copy_text(foreign->library.at, foreign->library.length);
    if (ends_in(library, ".c") || ends_in(library, ".o") || ends_in(library, ".a"))
        vec_push(&c->parts.inputs,
                 *library == '/' ? library : mem_format("%s/%s", folder, library));
    else
        vec_push(&c->parts.inputs, mem_format("-l%s", library));
}

static void
run_parse(struct compilation *c)
{
    struct syntax_options options = syntax_options(c->options);
    c->program = syntax_parse(&options, &c->sources, c->diagnostics, c->options->input);
    if (!c->program)
        report_unreadable(c);
    else
        c->program->may_be_module = c->options->module;
    for (size_t i = 0; c->program != NULL && i < c->program->foreigns.count; i++)
        add_foreign(c, &c->program->foreigns.at[i]);
    if (c->program != NULL && c->options->tests)
        syntax_run_tests(&options, &c->sources, c->diagnostics, c->program);
}

static void
check_tree(struct compilation *c)
{
    const char *fault = ast_check(&c->program->file->base);
    if (fault)
        ice("the tree is wrong: %s", fault);
}

static void
run_names(struct compilation *c)
{
    sema_names(c->program, c->diagnostics);
}

static void
run_types(struct compilation *c)
{
    sema_check(c->program, c->diagnostics);
}

static void
run_usage(struct compilation *c)
{
    usage_check(c->program, c->diagnostics);
}

static void
run_lower(struct compilation *c)
{
    c->ir_program = lower_program(c->program, c->diagnostics);
    c->ir_program->lines = c->options->debug;
    c->ir_program->entry = c->options->entry;
    c->ir_program->error_stops = c->options->error_mode == ERROR_STOP;
}

static void
check_ir(struct compilation *c)
{
    const char *fault = ir_check(c->ir_program);
    if (fault)
        ice("the intermediate representation is wrong: %s", fault);
}

static void
run_emit(struct compilation *c)
{
    emit_program(c->ir_program, &c->c);
}

// `check` (may be NULL) tests what the pass left behind, under --check-trees.
static const struct pass {
    const char *name;
    void (*run)(struct compilation *c);
    void (*check)(struct compilation *c);
} passes[] = {
    {"parse", run_parse, check_tree}, // files -> tree
    {"names", run_names, NULL},       // what each name stands for
    {"types", run_types, NULL},       // types and constants
    {"usage", run_usage, NULL},       // who uses what, and by which name
    {"lower", run_lower, check_ir},   // tree -> IR
    {"emit", run_emit, NULL},         // IR -> C
};

enum { PASSES = sizeof passes / sizeof *passes };

struct compilation *
compilation_new(const struct options *options)
{
    struct compilation *compilation = mem_new(struct compilation);
    compilation->options = options;
    compilation->sources.library = home_find()->stdlib;
    compilation->diagnostics = diag_new(&compilation->sources, &options->diagnostics);
    return compilation;
}

static size_t
find(const char *name)
{
    size_t at = 0;
    while (at < PASSES && strcmp(passes[at].name, name) != 0)
        at++;
    return at;
}

bool
pipeline_has(const char *name)
{
    return find(name) < PASSES;
}

bool
pipeline_run(struct compilation *compilation, const char *last)
{
    size_t end = last ? find(last) + 1 : PASSES;
    for (; compilation->passes_done < end; compilation->passes_done++) {
        const struct pass *pass = &passes[compilation->passes_done];
        pass->run(compilation);
        if (!compilation->options->verify)
            diag_flush(compilation->diagnostics, stderr);
        if (diag_error_count(compilation->diagnostics) > 0)
            return false;
        if (pass->check && compilation->options->check_trees)
            pass->check(compilation);
    }
    return true;
}

// What one of the stages inside parse makes of the main file.
static bool
dump_text(struct compilation *c, struct text *out)
{
    struct syntax_options options = syntax_options(c->options);
    bool (*dump)(const struct syntax_options *, struct source_set *, struct diagnostics *,
                 const char *, struct text *) =
        c->options->kind == OUTPUT_TOKENS ? syntax_dump_tokens : syntax_dump_source;
    bool is_read = dump(&options, &c->sources, c->diagnostics, c->options->input, out);
    if (!is_read && diag_error_count(c->diagnostics) == 0)
        report_unreadable(c);
    diag_flush(c->diagnostics, stderr);
    return is_read && diag_error_count(c->diagnostics) == 0;
}

bool
pipeline_dump(struct compilation *c, struct text *out)
{
    switch (c->options->kind) {
    case OUTPUT_SOURCE:
    case OUTPUT_TOKENS: return dump_text(c, out);
    case OUTPUT_AST:
        if (!pipeline_run(c, "parse"))
            return false;
        ast_dump(&c->program->file->base, out);
        return true;
    case OUTPUT_IR:
        if (!pipeline_run(c, "lower"))
            return false;
        ir_dump(c->ir_program, out);
        return true;
    case OUTPUT_C:
        if (!pipeline_run(c, NULL))
            return false;
        text_puts(out, text_string(&c->c));
        return true;
    case OUTPUT_PROGRAM:
    case OUTPUT_OBJECT:
    case OUTPUT_ASSEMBLER:
    case OUTPUT_NOTHING: break;
    }
    ice("no dump of this kind");
}
