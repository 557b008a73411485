// SPDX-License-Identifier: MIT
// What the command line asks for.
#ifndef DRIVER_OPTIONS_H
#define DRIVER_OPTIONS_H

#include "base/vec.h"
#include "diag/diag.h"

#include <stdbool.h>

// How far to go.
enum output_kind {
    OUTPUT_PROGRAM,
    OUTPUT_OBJECT,    // -c
    OUTPUT_ASSEMBLER, // -S
    OUTPUT_C,         // --emit=c
    OUTPUT_AST,       // --emit=ast
    OUTPUT_IR,        // --emit=ir
    OUTPUT_TOKENS,    // --emit=tokens
    OUTPUT_SOURCE,    // -E
    OUTPUT_NOTHING,   // --verify, --stop-after
};

enum standard_option {
    STANDARD_BY_FILE,
    STANDARD_IS_CSP,
    STANDARD_IS_OCCAM_PI,
    STANDARD_IS_OCCAM_21
};

// What a run-time error does.
enum error_mode { ERROR_HALT, ERROR_STOP, ERROR_UNCHECKED };

struct strings {
    const char **at;
    size_t count, room;
};

struct options {
    const char *input;  // NULL where none was given
    const char *output; // NULL: the default for the kind
    enum output_kind kind;

    // the language
    enum standard_option standard;
    int int_bits; // -mint; 0: as the standard says
    struct strings include_paths;
    struct strings defines; // NAME or NAME=value
    enum error_mode error_mode;
    bool real_check;   // -freal-check
    bool ports;        // -fports
    bool no_include;   // -fno-include
    const char *entry; // the name of the function in C that the program is; NULL: main
    bool tests;        // `cspc test`: the program is the tests of the file

    // what the compiler says and checks
    struct diag_options diagnostics;
    bool module;            // -c: the file need have no PROC to start with
    const char *stop_after; // the name of a pass
    bool check_trees, verify, verbose;

    // the C compiler
    const char *level;        // "-O2"; NULL: -O2, or -O0 with -g
    bool debug;               // -g
    struct strings libraries; // -l and -L as written, in order
};

// The settings before any option.
struct options options_default(void);

// Take the options in `arguments`, which has `count`. With `stop_at_input`, what follows the input
// file is left alone. The result is the number of arguments taken. Wrong use ends the compiler.
int options_parse(struct options *options, int count, char **arguments, bool stop_at_input);

// The text of --help.
extern const char options_help[];

#endif
