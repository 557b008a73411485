// SPDX-License-Identifier: MIT
// What `cspc test` starts with: a PROC in place of main that runs the test whose number is its argument.
#include <config.h>

#include "syntax/syntax.h"

#include "base/mem.h"

// The PROC as text. Its calls get their names when it has been parsed: those of tests cannot be
// written.
static struct text
text_of(size_t count)
{
    struct text text = {0};

    text_puts(&text, "PROC TEST.RUN (VAL []STRING args)\n  IF\n");
    for (size_t i = 0; i < count; i++)
        text_printf(&text, "    args[0] = \"%zu\"\n      TEST.CALL ()\n", i + 1);
    text_puts(&text, ":\n");
    return text;
}

struct naming {
    const struct program *program;
    size_t next;
};

static void
name_calls(struct node *node, void *context)
{
    struct naming *const naming = context;
    const struct node_proc *test;

    if (node->kind != NODE_INSTANCE) {
        node_children(node, name_calls, naming);
        return;
    }
    test = node_as_proc(naming->program->tests.at[naming->next++].proc);
    node_as_name_use(node_as_instance(node)->callee)->name = node_as_define(test->name)->name;
}

// The tests of the main file: those of libraries are for themselves.
static void
keep_own_tests(struct program *program, const struct source_set *sources)
{
    const struct source *const own = sources->files.at[0];
    size_t count = 0;

    for (size_t i = 0; i < program->tests.count; i++) {
        const struct test test = program->tests.at[i];

        if (source_place(sources, test.proc->span.from).file == own)
            program->tests.at[count++] = test;
    }
    program->tests.count = count;
}

void
syntax_run_tests(const struct syntax_options *options, struct source_set *sources,
                 struct diagnostics *diagnostics, struct program *program)
{
    struct naming naming = {.program = program};
    struct program *chooser;
    struct text text;

    keep_own_tests(program, sources);
    if (program->tests.count == 0)
        return;
    text = text_of(program->tests.count);
    chooser =
        syntax_parse_file(options, sources, diagnostics,
                          source_add(sources, "TEST.RUN.csp",
                                     mem_copy_text(text_string(&text), text.length), text.length));
    name_calls(&chooser->file->base, &naming);
    for (size_t i = 0; i < chooser->file->units.count; i++)
        nodes_push(&program->file->units, chooser->file->units.at[i]);
    program->runs_tests = true;
}
