// SPDX-License-Identifier: MIT
// What a program means: names, types, constants. What sema learns is stored in the tree
// (ast/ast.h says which pass fills what), so that later passes need no header but ast and types.
#ifndef SEMA_SEMA_H
#define SEMA_SEMA_H

#include "ast/ast.h"
#include "diag/diag.h"

// Find what each name stands for. Requires: the tree. Provides: the decl fields of names and
// program->main. Changes: nothing else. Undeclared names get a DECL_ERROR, so that each is
// reported once.
void sema_names(struct program *program, struct diagnostics *diagnostics);

// Give every expression its type and, where it is constant, its value; check every use against
// its type. Requires: names. Provides: node.type, node.value, decl.type, decl.value and the notes
// of subscripts, calls and variants.
void sema_check(struct program *program, struct diagnostics *diagnostics);

#endif
