// SPDX-License-Identifier: MIT
// From emitted C to an object file or a program, by the C compiler of the system.
#ifndef DRIVER_CC_H
#define DRIVER_CC_H

#include "base/hash.h"
#include "base/text.h"
#include "driver/options.h"

#include <stdbool.h>

// What a program with routines in C needs of the C compiler.
struct c_parts {
    struct strings folders; // in which its headers are looked for
    struct strings headers; // those that are beside a source file
    struct strings inputs;  // files in C, objects, libraries as -lNAME
};

// Compile `c` as the options say into the file `output`. False, with a message, where that fails.
bool cc_compile(const struct options *options, const struct c_parts *parts, const struct text *c,
                const char *output);

// Print what a C compiler needs to compile C that includes our headers, or to link objects of ours.
void cc_print(bool libraries);

// Put everything beside the source that decides what cc_compile makes: compiler, flags, runtime.
void cc_hash(const struct options *options, const struct c_parts *parts, struct hash *hash);

#endif
