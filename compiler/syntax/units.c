// SPDX-License-Identifier: MIT
// What the parser does at TEST and FOREIGN, which stand at the outermost level only.
#include <config.h>

#include "syntax/actions.h"

#include "base/mem.h"

#include <string.h>

// ---- tests ----

// The word behind the title.
struct test
test_head(struct parse *parse, struct text_piece title, const struct name *word, struct span at,
          struct text_piece message)
{
    struct test test = {.title = title, .expected = TEST_PASSES, .message = message};

    if (word == NULL)
        return test;
    if (strcmp(word->text, "DEADLOCK") == 0 && message.at == NULL)
        test.expected = TEST_DEADLOCKS;
    else if (strcmp(word->text, "ERROR") == 0)
        test.expected = TEST_FAILS;
    else
        diag_error(parse->syntax->diagnostics, E_SYNTAX, at,
                   "what a test expects is DEADLOCK, or ERROR and perhaps a part of its text");
    return test;
}

static void
refuse_same_title(struct parse *parse, const struct test *test, struct span span)
{
    const struct program *const program = parse->syntax->program;

    for (size_t i = 0; i < program->tests.count; i++) {
        const struct test *const other = &program->tests.at[i];

        if (other->title.length == test->title.length &&
            memcmp(other->title.at, test->title.at, test->title.length) == 0)
            diag_also(diag_error(parse->syntax->diagnostics, E_DUPLICATE, span,
                                 "two tests have the same title"),
                      other->proc->span, "the first one");
    }
}

// A test is a PROC that nobody can call, since no name has quotes.
struct node *
test_proc(struct parse *parse, struct span span, struct test test, struct node *body)
{
    struct node_define *const define = node_as_define(node_new(NODE_DEFINE, span));
    struct node_proc *const proc = node_as_proc(node_new(NODE_PROC, span));

    define->name = name_of(mem_format("TEST \"%.*s\"", (int)test.title.length, test.title.at));
    proc->name = &define->base;
    proc->body = body;
    proc->is_test = 1;
    test.proc = &proc->base;
    refuse_same_title(parse, &test, span);
    vec_push(&parse->syntax->program->tests, test);
    return &proc->base;
}

// ---- routines in C ----

// The name in C is what is written, or that of the routine with underscores for dots.
static const char *
c_name_of(const struct node *name, struct text_piece written)
{
    char *const text = written.at != NULL ? mem_copy_text(written.at, written.length)
                                          : mem_copy_text(node_as_define(name)->name->text,
                                                          strlen(node_as_define(name)->name->text));

    for (char *at = strchr(text, '.'); at != NULL; at = strchr(at, '.'))
        *at = '_';
    return text;
}

struct node *
foreign_item(struct node *routine, struct text_piece c_name, bool blocking)
{
    const bool is_proc = routine->kind == NODE_PROC;
    const struct node *const name =
        is_proc ? node_as_proc(routine)->name : node_as_function(routine)->name;
    struct foreign *const foreign = mem_new(struct foreign);

    foreign->c_name = c_name_of(name, c_name);
    foreign->blocking = blocking;
    if (is_proc)
        node_as_proc(routine)->foreign = foreign;
    else
        node_as_function(routine)->foreign = foreign;
    return routine;
}

void
foreign_block(struct parse *parse, const struct foreign *block, const struct nodes *items)
{
    for (size_t i = 0; i < items->count; i++) {
        struct foreign *const foreign = spec_foreign(items->at[i]);

        foreign->header = block->header;
        foreign->library = block->library;
        foreign->span = block->span;
    }
    vec_push(&parse->syntax->program->foreigns, *block);
}
