// SPDX-License-Identifier: MIT
// From source files to a tree: scanner, directives, layout, parser.
#ifndef SYNTAX_SYNTAX_H
#define SYNTAX_SYNTAX_H

#include "ast/ast.h"
#include "base/text.h"
#include "base/vec.h"
#include "diag/diag.h"
#include "source/source.h"

// A symbol given on the command line: -DNAME or -DNAME=VALUE.
struct define {
    const char *name;
    const char *value; // NULL for a bare symbol; a number, or text
};

struct syntax_options {
    bool standard_given; // else the file's extension decides
    enum standard standard;
    int int_bits; // 16, 32, 64; 0: what the standard says
    bool real_check_given, real_check;
    bool ports;
    bool no_include;                 // leave #INCLUDE and #USE alone: parse one file by itself
    VEC(const char *) include_paths; // searched in order after the including file's folder
    VEC(struct define) defines;
    const char *version; // of the compiler, for the symbol VERSION
};

// Read and parse a program. Requires: nothing. Provides: program->file and the settings; a tree
// even after errors (the parts that parsed). NULL only where the main file cannot be read.
struct program *syntax_parse(const struct syntax_options *options, struct source_set *sources,
                             struct diagnostics *diagnostics, const char *path);

// The same for a file that is in the set already.
struct program *syntax_parse_file(const struct syntax_options *options, struct source_set *sources,
                                  struct diagnostics *diagnostics, const struct source *file);

// Add to a parsed program a PROC that runs the test of its main file whose number is the argument of
// the program, and make it the one to start with; program->tests are those tests then. Does nothing
// if there are none.
void syntax_run_tests(const struct syntax_options *options, struct source_set *sources,
                      struct diagnostics *diagnostics, struct program *program);

// Write the tokens as the parser sees them, one line each, for tests.
bool syntax_dump_tokens(const struct syntax_options *options, struct source_set *sources,
                        struct diagnostics *diagnostics, const char *path, struct text *out);

// Write the program text after directives and inclusion (cspc -E).
bool syntax_dump_source(const struct syntax_options *options, struct source_set *sources,
                        struct diagnostics *diagnostics, const char *path, struct text *out);

#endif
