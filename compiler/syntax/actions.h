// SPDX-License-Identifier: MIT
// What the rules of parser.y call; private to syntax/.
#ifndef SYNTAX_ACTIONS_H
#define SYNTAX_ACTIONS_H

#include "ast/ast.h"
#include "syntax/token.h"

struct parse {
    struct syntax *syntax;
    struct layout *layout;
    struct token token; // the one just read
    struct node *file;  // the result
    unsigned error_line;
    const struct source *error_file;
};

// What stands in [ ], before it is known whether it is a subscript, a table, a slice or an
// array constructor.
struct bracket {
    enum { BRACKET_ITEMS, BRACKET_SLICE, BRACKET_CONSTRUCTOR } form;
    struct nodes *items;       // BRACKET_ITEMS; else the one item before FROM or FOR
    struct node *from, *count; // slice
    struct node *step, *value; // constructor
};

// tag; items of a case input.
struct tagged {
    struct span span;
    const struct name *tag;
    struct nodes *items;
};

// The one or two processes after `??`.
struct xblock {
    struct node *during, *after;
};

enum { QUALIFY_REC = 1, QUALIFY_INLINE = 2 };

// A node with the fields of `*fields` (a struct of that kind, `size` bytes).
struct node *node_make(enum node_kind kind, struct span span, const void *fields, size_t size);

struct nodes *list_new(void);
struct nodes *list_one(struct node *node);
struct nodes *list_add(struct nodes *list, struct node *node);
struct nodes *list_join(struct nodes *list, const struct nodes *more);
struct nodes *list_prepend(struct node *first, const struct nodes *rest);

// Add a formal; one without a type of its own repeats the type and mode of the one before.
struct nodes *list_add_formal(struct nodes *list, struct node *formal);

struct node *no_generics(struct parse *parse, struct node *name, const struct nodes *generics);
// A parameter of something generic: enum role.
struct node *with_role(struct node *define, int role);
struct node *function_body(struct node *function, struct node *valof);
struct node *function_is(struct node *function, struct nodes *results, struct span span);
struct node *proc_type(struct span span, struct node *name, struct nodes *formals);
struct node *fork_process(struct parse *parse, struct span span, struct node *ref);
struct node *proc_qualify(struct node *proc, int qualifiers);
struct node *operator_name(struct parse *parse, struct span span, struct text_piece text);

// Add a qualifier; one that stands twice is refused.
int qualify(struct parse *parse, struct span span, int qualifiers, int qualifier);

// `T x`: the conversion of x to the type T, which cannot have the name of what it converts.
struct node *conversion_by_name(struct parse *parse, struct span span, const struct name *type,
                                struct span type_span, struct node *operand);

// Chains of operators: chain_start adds one operator and operand, chain_finish makes the tree and
// refuses mixtures.
struct node *chain_start(struct node *left, int op, struct span at, struct node *right);
struct node *chain_finish(struct parse *parse, struct node *chain);
struct node *bracketed(struct node *expression, struct span span);

struct bracket *bracket_items(struct nodes *items);
struct bracket *bracket_slice(struct node *of, struct node *from, struct node *count);
struct bracket *bracket_constructor(struct node *start, struct node *count, struct node *step,
                                    struct node *value);
struct node *subscript(struct parse *parse, struct span span, struct node *of,
                       struct bracket *bracket);
struct node *from_bracket(struct parse *parse, struct span span, struct bracket *bracket);
struct node *type_from_brackets(struct parse *parse, struct node *table, struct node *element);
struct node *decorate(struct parse *parse, struct node *literal, struct node *type,
                      struct span span);

struct test test_head(struct parse *parse, struct text_piece title, const struct name *word,
                      struct span at, struct text_piece message);
struct node *test_proc(struct parse *parse, struct span span, struct test test, struct node *body);

struct node *foreign_item(struct node *routine, struct text_piece c_name, bool blocking);
void foreign_block(struct parse *parse, const struct foreign *block, const struct nodes *items);

struct node *close_process(struct span span, struct node *end);
struct node *guard_condition(struct node *guard, struct node *condition);

// `channel ? items`: an input, or the guard `channel ? END`.
struct node *input_process(struct parse *parse, struct span span, struct node *channel,
                           struct nodes *items);
struct node *tagged_input(struct span span, struct node *channel, struct tagged tagged,
                          struct node *body, struct node *after, int extended);

// Refuse the components behind the one that a replicated construct has.
void one_component(struct parse *parse, const struct nodes *others, const char *construct,
                   const char *component);

// A PROC whose definition is over; `closed`: by a colon, which else is missing.
struct node *close_proc(struct parse *parse, struct node *proc, struct span last, int closed);
// Repairs that bracket a chain of operators as mathematics reads it.
void suggest_brackets(struct diag *diag, const struct node *node);

void syntax_error_text(struct parse *parse, struct span span, const char *text);
void syntax_error_report(struct parse *parse, struct span span, const char *const *expected,
                         int count);

// Run bison's parser; 0 where it reached the end.
int parser_run(struct parse *parse);

#endif
