// SPDX-License-Identifier: MIT
// The options, as a C compiler has them: a table of names and what each one does.
#include <config.h>

#include "driver/options.h"

#include "driver/pipeline.h"
#include "driver/status.h"

#include <stdlib.h>
#include <string.h>

// An option is spelled `name`, followed by its value if it takes one: joined (-O2, --emit=c), or
// joined or as the next argument (-o x, -ox).
enum value_form { ALONE, JOINED, JOINED_OR_NEXT };

struct option {
    const char *name;
    enum value_form form;
    // False where the value is wrong.
    bool (*apply)(struct options *options, const char *value);
};

static bool
set_output(struct options *options, const char *value)
{
    options->output = value;
    return *value != '\0';
}

static bool
set_object(struct options *options, const char *value)
{
    (void)value;
    options->module = true;
    if (options->stop_after == NULL)
        options->kind = OUTPUT_OBJECT;
    return true;
}

static bool
set_assembler(struct options *options, const char *value)
{
    (void)value;
    options->kind = OUTPUT_ASSEMBLER;
    return true;
}

static bool
set_source(struct options *options, const char *value)
{
    (void)value;
    options->kind = OUTPUT_SOURCE;
    return true;
}

static bool
set_emit(struct options *options, const char *value)
{
    static const struct {
        const char *name;
        enum output_kind kind;
    } kinds[] = {
        {"c", OUTPUT_C}, {"ast", OUTPUT_AST}, {"ir", OUTPUT_IR}, {"tokens", OUTPUT_TOKENS}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, value) == 0) {
            options->kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

static bool
set_debug(struct options *options, const char *value)
{
    (void)value;
    options->debug = true;
    return true;
}

static bool
set_level(struct options *options, const char *value)
{
    static const char *const levels[] = {"-O", "-O0", "-O1", "-O2", "-O3", "-Os", "-Og"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (strcmp(levels[i] + 2, value) == 0) {
            options->level = i == 0 ? "-O1" : levels[i];
            return true;
        }
    }
    return false;
}

static bool
add_include_path(struct options *options, const char *value)
{
    vec_push(&options->include_paths, value);
    return true;
}

static bool
add_define(struct options *options, const char *value)
{
    vec_push(&options->defines, value);
    return true;
}

static bool
add_library(struct options *options, const char *value)
{
    vec_push(&options->libraries, "-l");
    vec_push(&options->libraries, value);
    return true;
}

static bool
add_library_path(struct options *options, const char *value)
{
    vec_push(&options->libraries, "-L");
    vec_push(&options->libraries, value);
    return true;
}

static bool
set_verbose(struct options *options, const char *value)
{
    (void)value;
    options->verbose = true;
    return true;
}

static bool
set_no_warnings(struct options *options, const char *value)
{
    (void)value;
    options->diagnostics.no_warnings = true;
    return true;
}

static bool
set_warning(struct options *options, const char *value)
{
    return diag_set_warning(&options->diagnostics, value);
}

static bool
set_standard(struct options *options, const char *value)
{
    static const char *const names[] = {[STANDARD_IS_CSP] = "csp",
                                        [STANDARD_IS_OCCAM_PI] = "occam-pi",
                                        [STANDARD_IS_OCCAM_21] = "occam2.1"};
    for (unsigned i = STANDARD_IS_CSP; i <= STANDARD_IS_OCCAM_21; i++) {
        if (strcmp(names[i], value) == 0) {
            options->standard = (enum standard_option)i;
            return true;
        }
    }
    return false;
}

static bool
set_int_bits(struct options *options, const char *value)
{
    options->int_bits = atoi(value);
    return strcmp(value, "16") == 0 || strcmp(value, "32") == 0 || strcmp(value, "64") == 0;
}

static bool
set_no_include(struct options *options, const char *value)
{
    (void)value;
    options->no_include = true;
    return true;
}

static bool
set_error_mode(struct options *options, const char *value)
{
    static const char *const names[] = {
        [ERROR_HALT] = "halt", [ERROR_STOP] = "stop", [ERROR_UNCHECKED] = "unchecked"};
    for (unsigned i = ERROR_HALT; i <= ERROR_UNCHECKED; i++) {
        if (strcmp(names[i], value) == 0) {
            options->error_mode = (enum error_mode)i;
            return true;
        }
    }
    return false;
}

static bool
set_real_check(struct options *options, const char *value)
{
    (void)value;
    options->real_check = true;
    return true;
}

static bool
set_ports(struct options *options, const char *value)
{
    (void)value;
    options->ports = true;
    return true;
}

static bool
set_colour(struct options *options, const char *value)
{
    static const char *const names[] = {
        [DIAG_COLOUR_AUTO] = "auto",
        [DIAG_COLOUR_NEVER] = "never",
        [DIAG_COLOUR_ALWAYS] = "always",
        [DIAG_COLOUR_DEBUG] = "debug",
    };
    for (unsigned i = DIAG_COLOUR_AUTO; i <= DIAG_COLOUR_DEBUG; i++) {
        if (strcmp(names[i], value) == 0) {
            options->diagnostics.colour = (enum diag_colour)i;
            return true;
        }
    }
    return false;
}

static bool
set_format(struct options *options, const char *value)
{
    bool is_json = strcmp(value, "json") == 0;
    options->diagnostics.format = is_json ? DIAG_JSON : DIAG_TEXT;
    return is_json || strcmp(value, "text") == 0;
}

static bool
set_parseable_fixes(struct options *options, const char *value)
{
    (void)value;
    options->diagnostics.parseable_fixes = true;
    return true;
}

static bool
set_error_limit(struct options *options, const char *value)
{
    char *end;
    options->diagnostics.error_limit = (unsigned)strtoul(value, &end, 10);
    return *value >= '0' && *value <= '9' && *end == '\0';
}

static bool
set_stop_after(struct options *options, const char *value)
{
    options->stop_after = value;
    options->kind = OUTPUT_NOTHING;
    return pipeline_has(value);
}

static bool
set_check_trees(struct options *options, const char *value)
{
    (void)value;
    options->check_trees = true;
    return true;
}

static bool
set_verify(struct options *options, const char *value)
{
    (void)value;
    options->verify = true;
    options->kind = OUTPUT_NOTHING;
    return true;
}

static bool
set_entry(struct options *options, const char *value)
{
    options->entry = value;
    return *value != '\0' && strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                                           "0123456789") == strlen(value);
}

// Longer names stand before their beginnings.
static const struct option table[] = {
    {"--emit=", JOINED, set_emit},
    {"--entry=", JOINED, set_entry},
    {"--stop-after=", JOINED, set_stop_after},
    {"--check-trees", ALONE, set_check_trees},
    {"--verify", ALONE, set_verify},
    {"-std=", JOINED, set_standard},
    {"-mint=", JOINED, set_int_bits},
    {"-ferror=", JOINED, set_error_mode},
    {"-freal-check", ALONE, set_real_check},
    {"-fports", ALONE, set_ports},
    {"-fno-include", ALONE, set_no_include},
    {"-fdiagnostics-color=", JOINED, set_colour},
    {"-fdiagnostics-format=", JOINED, set_format},
    {"-fdiagnostics-parseable-fixits", ALONE, set_parseable_fixes},
    {"-fmax-errors=", JOINED, set_error_limit},
    {"-o", JOINED_OR_NEXT, set_output},
    {"-c", ALONE, set_object},
    {"-S", ALONE, set_assembler},
    {"-E", ALONE, set_source},
    {"-g", ALONE, set_debug},
    {"-O", JOINED, set_level},
    {"-I", JOINED_OR_NEXT, add_include_path},
    {"-D", JOINED_OR_NEXT, add_define},
    {"-l", JOINED_OR_NEXT, add_library},
    {"-L", JOINED_OR_NEXT, add_library_path},
    {"-v", ALONE, set_verbose},
    {"-W", JOINED, set_warning},
    {"-w", ALONE, set_no_warnings},
};

const char options_help[] =
    "Output:\n"
    "  -o FILE                 write to FILE (default a.out; - is standard output)\n"
    "  -c, -S                  stop at an object file, at assembler\n"
    "  -E                      show the source after #INCLUDE, #IF and so on\n"
    "  --emit=c|ast|ir|tokens  show the C, a tree, or the words, and stop\n"
    "  -g                      add debugging information (then -O0, unless -O is given)\n"
    "  -O0 -O1 -O2 -O3 -Os     optimise the C (default -O2)\n"
    "  --entry=NAME            the program is the function `int NAME (int, char **)` of C, not "
    "main\n"
    "  -l LIB, -L DIR          link with a C library, look for libraries in DIR\n"
    "Language:\n"
    "  -std=csp|occam-pi|occam2.1  default: csp, and occam-pi for .occ files\n"
    "  -mint=16|32|64          the bits of INT (default 64 in csp, 32 in occam)\n"
    "  -I DIR                  look for included files in DIR\n"
    "  -D NAME[=VALUE]         define NAME for #IF\n"
    "  -ferror=halt|stop|unchecked  what a run-time error does (default halt)\n"
    "  -freal-check            make overflow of REAL an error\n"
    "  -fports                 PORTs and PLACE AT stand for memory at an address\n"
    "  -fno-include                 leave #INCLUDE and #USE alone: look at one file by itself\n"
    "Diagnostics:\n"
    "  -W GROUP, -Wno-GROUP    turn warnings on or off: all, extra, or a group\n"
    "  -Werror[=GROUP], -w     make warnings errors; show none\n"
    "  -fdiagnostics-color=auto|never|always\n"
    "  -fdiagnostics-format=text|json\n"
    "  -fdiagnostics-parseable-fixits  a line for editors for each repair\n"
    "  -fmax-errors=N          show at most N errors (default 100, 0 is all)\n"
    "  -v                      show the commands that are run\n"
    "For work on the compiler:\n"
    "  --stop-after=PASS, --check-trees, --verify\n";

struct options
options_default(void)
{
    return (struct options){.diagnostics = diag_default_options()};
}

static const struct option *
find(const char *argument)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t length = strlen(table[i].name);
        if (strncmp(argument, table[i].name, length) != 0)
            continue;
        if (table[i].form != ALONE || argument[length] == '\0')
            return &table[i];
    }
    return NULL;
}

// Apply the option at `arguments[0]`; the result is how many arguments it took.
static int
take_option(struct options *options, int count, char **arguments)
{
    const struct option *option = find(arguments[0]);
    if (!option)
        usage_error("unknown option `%s`", arguments[0]);
    const char *value = arguments[0] + strlen(option->name);
    int taken = 1;
    if (option->form == JOINED_OR_NEXT && *value == '\0') {
        if (count < 2)
            usage_error("option `%s` needs a value", arguments[0]);
        value = arguments[1];
        taken = 2;
    }
    if (!option->apply(options, value))
        usage_error("option `%s` does not take `%s`", option->name, value);
    return taken;
}

int
options_parse(struct options *options, int count, char **arguments, bool stop_at_input)
{
    bool only_files = false;
    int at = 0;
    while (at < count) {
        const char *argument = arguments[at];
        if (!only_files && strcmp(argument, "--") == 0) {
            only_files = true;
            at++;
        } else if (!only_files && argument[0] == '-' && argument[1] != '\0') {
            at += take_option(options, count - at, arguments + at);
        } else {
            if (options->input)
                usage_error("more than one input file: `%s` and `%s`", options->input, argument);
            options->input = argument;
            at++;
            if (stop_at_input)
                return at;
        }
    }
    return at;
}
