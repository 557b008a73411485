// SPDX-License-Identifier: MIT
// A FUNCTION, and a VALOF in an expression, changes nothing outside itself, neither by itself (which
// the types pass has seen to) nor by the PROCs that it calls.
#include <config.h>

#include "usage/internal.h"

void
purity_check(struct usage *usage, size_t mark, uintptr_t begin, const struct decl *function)
{
    const struct region inside = {.usage = usage, .begin = begin};

    for (size_t i = mark; i < usage->accesses.count; i++) {
        const struct access *const access = &usage->accesses.at[i];
        struct diag *diag;

        if (access->kind == ACCESS_READ || access->kind == ACCESS_ABBREVIATE ||
            access->callee == NULL || !region_is_outside(&inside, access->part.root) ||
            diag_reported_at(usage->diagnostics, access->span))
            continue;
        diag = diag_error(usage->diagnostics, E_IMPURE_CALL, access->span,
                          "this call %s `%s`, which is declared outside the %s",
                          access->kind == ACCESS_WRITE ? "changes" : "communicates by",
                          access->part.root->name->text, function != NULL ? "FUNCTION" : "VALOF");
        diag_also(diag, access->origin, "%s here",
                  access->kind == ACCESS_WRITE ? "changed" : "used");
        if (function != NULL)
            diag_also(diag, function->span, "in this FUNCTION");
        diag_also(diag, access->part.root->span, "declared here");
        diag_help(diag, "make it a PROC, with a parameter for the result");
    }
}
