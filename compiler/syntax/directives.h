// SPDX-License-Identifier: MIT
// The state of the directives; private to syntax/.
#ifndef SYNTAX_DIRECTIVES_H
#define SYNTAX_DIRECTIVES_H

#include "base/map.h"
#include "syntax/token.h"

// A symbol of #DEFINE; `text` is NULL where it has no value.
struct define_value {
    const char *text;
};

struct directives {
    struct syntax *syntax;
    struct map symbols; // from names to struct define_value
    struct map used;    // libraries brought by #USE at the outermost level
    unsigned file_count;
    bool main_is_csp;
    bool stopped;
};

void directives_define(struct directives *all, const char *name, const char *value);

// Define the symbols that every program finds.
void directives_predefine(struct directives *all);

// Evaluate the condition of #IF or #ELIF; a wrong one is reported and does not hold.
bool condition_holds(struct directives *all, const struct token *directive, struct tokens words);

// The source text from one word to another of the same file.
const char *source_text_of(struct syntax *syntax, struct span from, struct span to);

#endif
