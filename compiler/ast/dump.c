// SPDX-License-Identifier: MIT
// The tree as text: one node per line, indented, with its plain fields behind the kind.
#include "ast/ast.h"

struct dump {
    struct text *out;
    unsigned depth;
};

static void dump_node(struct dump *dump, const char *field, const struct node *node);

static void
put_word(void *context, const char *field, const struct name *word)
{
    struct dump *const dump = context;

    (void)field;
    if (word != NULL)
        text_printf(dump->out, " %s", word->text);
}

static void
put_text(void *context, const char *field, struct text_piece text)
{
    struct dump *const dump = context;

    (void)field;
    text_printf(dump->out, " \"%.*s\"", (int)text.length, text.at);
}

static void
put_number(void *context, const char *field, int number)
{
    struct dump *const dump = context;

    if (number != 0)
        text_printf(dump->out, " %s=%d", field, number);
}

static void
put_child(void *context, const char *field, struct node *child, bool may_lack)
{
    (void)may_lack;
    if (child != NULL)
        dump_node(context, field, child);
}

static void
put_list(void *context, const char *field, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        dump_node(context, field, list->at[i]);
}

static void
dump_node(struct dump *dump, const char *field, const struct node *node)
{
    static const struct field_visitor plain = {
        .word = put_word, .text = put_text, .number = put_number};
    static const struct field_visitor deep = {.child = put_child, .list = put_list};

    text_printf(dump->out, "%*s", (int)(2 * dump->depth), "");
    if (field != NULL)
        text_printf(dump->out, "%s: ", field);
    text_puts(dump->out, node_kind_name(node->kind));
    node_fields(node, &plain, dump);
    text_putc(dump->out, '\n');
    dump->depth++;
    node_fields(node, &deep, dump);
    dump->depth--;
}

void
ast_dump(const struct node *node, struct text *out)
{
    struct dump dump = {out, 0};

    dump_node(&dump, NULL, node);
}
