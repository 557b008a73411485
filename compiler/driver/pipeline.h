// SPDX-License-Identifier: MIT
// The passes of the compiler, in order.
#ifndef DRIVER_PIPELINE_H
#define DRIVER_PIPELINE_H

#include "base/text.h"
#include "diag/diag.h"
#include "driver/cc.h"
#include "driver/options.h"
#include "source/source.h"

#include <stdbool.h>

struct ir_program;
struct program;

// Everything that is known of one program while it is compiled.
struct compilation {
    const struct options *options;
    struct source_set sources;
    struct diagnostics *diagnostics;
    struct program *program;       // from parse on
    struct ir_program *ir_program; // from lower on
    struct text c;                 // from emit on
    struct c_parts parts;          // from parse on
    size_t passes_done;
};

struct compilation *compilation_new(const struct options *options);

// Run the passes that are not done yet, up to the one named `last` (NULL: all), and write what
// they report to standard error. False where there were errors; then no further pass runs.
bool pipeline_run(struct compilation *compilation, const char *last);

// Whether there is a pass of this name.
bool pipeline_has(const char *name);

// What -E and --emit=ast|ir|tokens|c show.
bool pipeline_dump(struct compilation *compilation, struct text *out);

#endif
