// SPDX-License-Identifier: MIT
// The tables of codes and of warning groups, and the options -W.
#include <config.h>

#include "diag/internal.h"

#include <string.h>

static const struct {
    const char *number, *summary;
} codes[] = {
#define CODE(number, name, summary) {#number, summary},
#include "diag/codes.def"
#undef CODE
};

static const struct {
    const char *option;
    bool on;
} groups[] = {
#define WARNING(name, option, on, help) {option, on},
#include "diag/warnings.def"
#undef WARNING
};

const char *
diag_code_number(enum diag_code code)
{
    return codes[code].number;
}

const char *
diag_code_summary(enum diag_code code)
{
    return codes[code].summary;
}

enum diag_code
diag_code_find(const char *number)
{
    unsigned code = 0;
    while (code < DIAG_CODES && strcmp(codes[code].number, number) != 0)
        code++;
    return (enum diag_code)code;
}

const char *
diag_warning_option(enum diag_warning group)
{
    return groups[group].option;
}

struct diag_options
diag_default_options(void)
{
    struct diag_options options = {.error_limit = 100};
    for (unsigned i = 0; i < DIAG_WARNINGS; i++)
        options.warning_on[i] = groups[i].on;
    return options;
}

// DIAG_WARNINGS where there is none.
static unsigned
group_named(const char *option)
{
    unsigned group = 0;
    while (group < DIAG_WARNINGS && strcmp(groups[group].option, option) != 0)
        group++;
    return group;
}

// Skip `prefix` at `*text` if it stands there.
static bool
skip(const char **text, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(*text, prefix, length) != 0)
        return false;
    *text += length;
    return true;
}

// -Wall is what a program should be clean of; -Wextra adds matters of taste.
static void
set_many(struct diag_options *options, bool on, bool with_extra)
{
    for (unsigned i = 0; i < DIAG_WARNINGS; i++) {
        bool is_extra = i == WARN_SHADOW || i == WARN_LAYOUT || i == WARN_MAYBE_UNDEFINED;
        if (!is_extra || with_extra)
            options->warning_on[i] = on || groups[i].on;
    }
}

bool
diag_set_warning(struct diag_options *options, const char *option)
{
    bool on = !skip(&option, "no-");
    if (strcmp(option, "error") == 0) {
        for (unsigned i = 0; i < DIAG_WARNINGS; i++)
            options->warning_is_error[i] = on;
        return true;
    }
    bool is_error = skip(&option, "error=");
    if (!is_error && (strcmp(option, "all") == 0 || strcmp(option, "extra") == 0)) {
        set_many(options, on, option[0] == 'e');
        return true;
    }
    unsigned group = group_named(option);
    if (group == DIAG_WARNINGS)
        return false;
    if (is_error)
        options->warning_is_error[group] = on;
    if (!is_error || on)
        options->warning_on[group] = on;
    return true;
}
