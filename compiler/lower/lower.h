// SPDX-License-Identifier: MIT
// From the tree to the intermediate representation: desugaring, lifting of nested routines,
// explicit checks and wait points.
#ifndef LOWER_LOWER_H
#define LOWER_LOWER_H

#include "ast/ast.h"
#include "diag/diag.h"
#include "ir/ir.h"

// Requires: a tree that passed sema without errors. Provides: the placed representation of all
// that main reaches, or of all routines where there is no main.
struct ir_program *lower_program(struct program *program, struct diagnostics *diagnostics);

#endif
