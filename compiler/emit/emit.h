// SPDX-License-Identifier: MIT
// From the intermediate representation to C. What the C looks like, and why: doc/emitted-c.md.
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "base/text.h"
#include "ir/ir.h"

// Write the program as one C file. Requires: a placed program.
void emit_program(const struct ir_program *program, struct text *out);

#endif
