// SPDX-License-Identifier: MIT
// The pass: every routine of the program in turn.
#include <config.h>

#include "usage/usage.h"

#include "usage/internal.h"

#include <string.h>

bool
usage_is_off(const struct usage *usage, struct span span, char letter)
{
    const struct program *const program = usage->program;

    for (size_t i = 0; i < program->options.count; i++) {
        const struct file_option *const option = &program->options.at[i];

        if ((strchr(option->letters, letter) != NULL || strchr(option->letters, 'U') != NULL) &&
            source_place(program->sources, span.from).file == option->file)
            return true;
    }
    return false;
}

bool
usage_intrinsic_changes(const struct decl *intrinsic, size_t i)
{
    const char *const letters = intrinsic_info((enum intrinsic)intrinsic->number)->parameters;

    return i < strlen(letters) && strchr("OWAMX", letters[i]) != NULL;
}

void
usage_check(struct program *program, struct diagnostics *diagnostics)
{
    struct usage usage = {.program = program, .diagnostics = diagnostics};

    for (size_t i = 0; i < program->file->units.count; i++)
        walk_spec(&usage, program->file->units.at[i]);
    // what is wrong already may be why something has no value
    if (diag_error_count(diagnostics) == 0)
        defined_check(&usage);
    reach_check(&usage);
    if (diag_error_count(diagnostics) == 0) {
        skip_check(&usage);
        cutoff_check(&usage);
    }
}
