// SPDX-License-Identifier: MIT
// The command line: verbs, or options and a file.
#include <config.h>

#include "driver/driver.h"

#include "base/mem.h"
#include "driver/cc.h"
#include "driver/options.h"
#include "driver/pipeline.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int count, char **arguments);
    const char *help;
} verbs[] = {
    {"run", verb_run, "cspc run [OPTION]... FILE [ARGUMENT]...   compile and run"},
    {"fix", verb_fix, "cspc fix [OPTION]... [--all] [--dry-run] FILE  repair what can be repaired"},
    {"explain", verb_explain, "cspc explain CODE                         explain a diagnostic"},
    {"info", verb_info,
     "cspc info [WORD]                          show what the manual says of it"},
    {"test", verb_test, "cspc test [OPTION]... FILE                 run the TESTs of a file"},
    {"trace", verb_trace,
     "cspc trace [--json] FILE                  show what CSP_TRACE=FILE recorded"},
    {"draw", verb_draw,
     "cspc draw [--most=N] [OPTION]... FILE      draw the network, for Graphviz"},
};

static void
print_help(void)
{
    puts("Usage: cspc [OPTION]... FILE                      compile a .csp or .occ program");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        printf("       %s\n", verbs[i].help);
    fputs(options_help, stdout);
}

static void
print_version(void)
{
    puts("cspc " PACKAGE_VERSION);
    puts("Licence: MIT. There is no warranty.");
}

// The default name of the output: a.out, or the name of the input with another ending.
static const char *
output_name(const struct options *options)
{
    if (options->output)
        return options->output;
    if (options->kind == OUTPUT_PROGRAM)
        return "a.out";
    const char *slash = strrchr(options->input, '/');
    const char *base = slash ? slash + 1 : options->input;
    const char *dot = strrchr(base, '.');
    size_t length = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    return mem_format("%.*s.%c", (int)length, base, options->kind == OUTPUT_OBJECT ? 'o' : 's');
}

static int
write_dump(const struct options *options, const struct text *text)
{
    bool is_stdout = !options->output || strcmp(options->output, "-") == 0;
    FILE *out = is_stdout ? stdout : fopen(options->output, "w");
    bool is_written = out && fwrite(text_string(text), 1, text->length, out) == text->length;
    if (out && (is_stdout ? fflush(out) : fclose(out)) != 0)
        is_written = false;
    if (!is_written)
        complain("cannot write `%s`: %s", is_stdout ? "-" : options->output, strerror(errno));
    return is_written ? STATUS_OK : STATUS_DIAGNOSED;
}

static int
verify(struct compilation *compilation)
{
    pipeline_run(compilation, compilation->options->stop_after);
    return diag_verify(compilation->diagnostics, stderr) ? STATUS_OK : STATUS_DIAGNOSED;
}

static int
compile(const struct options *options)
{
    struct compilation *compilation = compilation_new(options);
    struct text dump = {0};
    if (options->verify)
        return verify(compilation);
    switch (options->kind) {
    case OUTPUT_C:
    case OUTPUT_AST:
    case OUTPUT_IR:
    case OUTPUT_TOKENS:
    case OUTPUT_SOURCE:
        if (!pipeline_dump(compilation, &dump))
            return STATUS_DIAGNOSED;
        return write_dump(options, &dump);
    case OUTPUT_NOTHING:
        return pipeline_run(compilation, options->stop_after) ? STATUS_OK : STATUS_DIAGNOSED;
    case OUTPUT_PROGRAM:
    case OUTPUT_OBJECT:
    case OUTPUT_ASSEMBLER: break;
    }
    if (!pipeline_run(compilation, NULL))
        return STATUS_DIAGNOSED;
    if (cc_compile(options, &compilation->parts, &compilation->c, output_name(options)))
        return STATUS_OK;
    return options->libraries.count ? STATUS_DIAGNOSED : STATUS_INTERNAL;
}

int
driver_main(int argc, char **argv)
{
    status_catch_crashes();
    for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 2, argv + 2);
    }
    bool is_lone = argc == 2;
    if (is_lone && (strcmp(argv[1], "--c-flags") == 0 || strcmp(argv[1], "--c-libs") == 0)) {
        cc_print(strcmp(argv[1], "--c-libs") == 0);
        return STATUS_OK;
    }
    if (is_lone && strcmp(argv[1], "--help") == 0) {
        print_help();
        return STATUS_OK;
    }
    if (is_lone && strcmp(argv[1], "--version") == 0) {
        print_version();
        return STATUS_OK;
    }
    struct options options = options_default();
    options_parse(&options, argc - 1, argv + 1, false);
    if (!options.input)
        usage_error("no input file; `cspc --help` shows how cspc is used");
    return compile(&options);
}
