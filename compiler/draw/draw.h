// SPDX-License-Identifier: MIT
// The network of a program as a drawing: its processes, those that are inside others, and the
// channels between them. doc/drawing.md shows drawings and says what they leave out.
#ifndef DRAW_DRAW_H
#define DRAW_DRAW_H

#include "base/text.h"
#include "ir/ir.h"

#include <stdbool.h>

// Draw the network that `main` builds, in the DOT language of Graphviz. A replicated PAR whose count
// is known and at most `most` is drawn as so many processes, any other as one. False where the
// drawing was cut short because the network has too many processes.
bool draw_network(const struct ir_program *program, size_t most, struct text *out);

#endif
