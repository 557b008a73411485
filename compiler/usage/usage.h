// SPDX-License-Identifier: MIT
// How the processes of a program use what is declared: whether parallel processes disturb each
// other, whether one thing goes by two names, whether a FUNCTION keeps to itself. doc/usage.md
// explains the rules and how they are decided.
#ifndef USAGE_USAGE_H
#define USAGE_USAGE_H

#include "ast/ast.h"
#include "diag/diag.h"

// Check every PROC and FUNCTION. Requires: a tree that passed sema without errors. Provides: the
// notes `checks` of the tree, what is left to be checked at run time. Changes: nothing else.
void usage_check(struct program *program, struct diagnostics *diagnostics);

#endif
