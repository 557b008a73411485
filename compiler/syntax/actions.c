// SPDX-License-Identifier: MIT
// The actions of the grammar: lists, cover forms, chains of operators.
#include <config.h>

#include "syntax/actions.h"

#include "base/mem.h"
#include "syntax/parser.h"

#include <string.h>

struct node *
node_make(enum node_kind kind, struct span span, const void *fields, size_t size)
{
    struct node *const node = mem_alloc(size);

    memcpy(node, fields, size);
    node->kind = kind;
    node->span = span;
    return node;
}

struct nodes *
list_new(void)
{
    return mem_new(struct nodes);
}

struct nodes *
list_one(struct node *node)
{
    return list_add(list_new(), node);
}

struct nodes *
list_add(struct nodes *list, struct node *node)
{
    nodes_push(list, node);
    return list;
}

struct nodes *
list_join(struct nodes *list, const struct nodes *more)
{
    for (size_t i = 0; i < more->count; i++)
        nodes_push(list, more->at[i]);
    return list;
}

struct nodes *
list_prepend(struct node *first, const struct nodes *rest)
{
    struct nodes *const list = list_one(first);

    for (size_t i = 0; i < rest->count; i++)
        list_add(list, rest->at[i]);
    return list;
}

struct nodes *
list_add_formal(struct nodes *list, struct node *formal)
{
    struct node_formal *const added = node_as_formal(formal);

    if (added->type_of == NULL) {
        const struct node_formal *const before = node_as_formal(vec_last(list));

        added->type_of = before->type_of;
        added->mode = before->mode;
        added->shared = before->shared;
    }
    return list_add(list, formal);
}

// ---- FORK ----

// What follows FORK was read as an expression: it must be a call.
struct node *
fork_process(struct parse *parse, struct span span, struct node *ref)
{
    struct node_fork *const made = node_as_fork(node_new(NODE_FORK, span));
    struct node_instance *const instance = node_as_instance(node_new(NODE_INSTANCE, ref->span));

    if (ref->kind != NODE_CALL) {
        diag_help(diag_error(parse->syntax->diagnostics, E_SYNTAX, ref->span,
                             "FORK starts a PROC, and this is no call of one"),
                  "write the arguments in brackets, `FORK p ()`");
        return node_new(NODE_SKIP, span);
    }
    instance->callee = node_as_call(ref)->callee;
    instance->arguments = node_as_call(ref)->arguments;
    made->call = &instance->base;
    return &made->base;
}

// ---- definitions ----

// Calls of a MOBILE PROC are checked against the heading, as if that were a PROC.
struct node *
proc_type(struct span span, struct node *name, struct nodes *formals)
{
    struct node_proc_type *const made = node_as_proc_type(node_new(NODE_PROC_TYPE, span));
    struct node_proc *const heading = node_as_proc(node_new(NODE_PROC, span));

    made->name = name;
    made->heading = &heading->base;
    heading->name = node_copy(name);
    heading->formals = *formals;
    heading->mobile = 1;
    return &made->base;
}

// An enumeration has nothing in it that could be of different types.
struct node *
no_generics(struct parse *parse, struct node *name, const struct nodes *generics)
{
    if (generics->count != 0)
        diag_error(parse->syntax->diagnostics, E_SYNTAX, generics->at[0]->span,
                   "an enumeration has no type parameters");
    return name;
}

struct node *
with_role(struct node *define, int role)
{
    node_as_define(define)->role = role;
    return define;
}

struct node *
function_body(struct node *function, struct node *valof)
{
    node_as_function(function)->body = valof;
    return function;
}

// `FUNCTION f (...) IS e` is VALOF SKIP RESULT e.
struct node *
function_is(struct node *function, struct nodes *results, struct span span)
{
    struct node_valof *const valof = node_as_valof(node_new(NODE_VALOF, span));

    valof->body = node_new(NODE_SKIP, (struct span){span.from, span.from});
    valof->results = *results;
    return function_body(function, &valof->base);
}

struct node *
proc_qualify(struct node *proc, int qualifiers)
{
    node_as_proc(proc)->recursive = (qualifiers & QUALIFY_REC) != 0;
    node_as_proc(proc)->is_inline = (qualifiers & QUALIFY_INLINE) != 0;
    return proc;
}

int
qualify(struct parse *parse, struct span span, int qualifiers, int qualifier)
{
    if ((qualifiers & qualifier) != 0)
        diag_error(parse->syntax->diagnostics, E_SYNTAX, span, "this word stands twice");
    return qualifiers | qualifier;
}

struct node *
conversion_by_name(struct parse *parse, struct span span, const struct name *type,
                   struct span type_span, struct node *operand)
{
    struct node_convert *const convert = node_as_convert(node_new(NODE_CONVERT, span));
    struct node_type_name *const to = node_as_type_name(node_new(NODE_TYPE_NAME, type_span));

    if (operand->kind == NODE_NAME && node_as_name_use(operand)->name == type)
        diag_error(parse->syntax->diagnostics, E_SYNTAX, operand->span,
                   "`%s` stands twice: an operator or a comma is missing", type->text);
    to->name = type;
    convert->to = &to->base;
    convert->operand = operand;
    return &convert->base;
}

static bool
is_operator_spelling(const char *text)
{
    for (int op = 0; op < OP_COUNT; op++)
        if (strcmp(op_spelling((enum op)op), text) == 0)
            return true;
    return false;
}

// The name of a user-defined operator, which stands in a string.
struct node *
operator_name(struct parse *parse, struct span span, struct text_piece text)
{
    struct node_define *const define = node_as_define(node_new(NODE_DEFINE, span));

    static const struct {
        const char *written, *means;
    } other[] = {
        {"**", "*"}, {"BITAND", "/\\"}, {"BITOR", "\\/"}, {"BITNOT", "~"}, {"REM", "\\"},
    };

    define->name = name_intern(text.at, text.length);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strcmp(define->name->text, other[i].written) == 0)
            define->name = name_of(other[i].means);
    if (!is_operator_spelling(define->name->text))
        diag_error(parse->syntax->diagnostics, E_SYNTAX, span, "`%s` is no operator",
                   define->name->text);
    return &define->base;
}

// ---- operators ----

// While it is being read a chain is nested to the left and not bracketed.
struct node *
chain_start(struct node *left, int op, struct span at, struct node *right)
{
    struct node_dyadic *const dyadic =
        node_as_dyadic(node_new(NODE_DYADIC, span_join(left->span, right->span)));

    (void)at;
    dyadic->op = op;
    dyadic->left = left;
    dyadic->right = right;
    return &dyadic->base;
}

static bool
is_open_prefix(const struct node *node)
{
    switch (node->kind) {
    case NODE_MONADIC:
    case NODE_CONVERT:
    case NODE_SIZE: return !node->bracketed;
    default: return false;
    }
}

static bool
is_open_chain(const struct node *node)
{
    return node->kind == NODE_DYADIC && !node->bracketed;
}

static void
refuse_mixture(struct parse *parse, const struct node_dyadic *chain,
               const struct node_dyadic *refused)
{
    struct diag *const diag = diag_error(
        parse->syntax->diagnostics, E_PRECEDENCE, refused->base.span,
        "operators have no precedence here: `%s` needs brackets around one of its operands",
        op_spelling((enum op)refused->op));

    diag_help(diag, "say which operation comes first, for example");
    suggest_brackets(diag, &chain->base);
}

static bool
chain_allowed(const struct parse *parse, const struct node_dyadic *chain)
{
    const bool csp = parse->token.csp || parse->syntax->program->standard == STANDARD_CSP;
    const enum op op = (enum op)chain->op;

    if (is_open_prefix(chain->left) || is_open_prefix(chain->right))
        return false;
    if (!is_open_chain(chain->left))
        return true;
    if (node_as_dyadic(chain->left)->op != chain->op || !op_is_associative(op))
        return false;
    return csp || op == OP_AND || op == OP_OR || op == OP_PLUS || op == OP_TIMES;
}

static const struct node *
first_list(const struct node *left, const struct node *right)
{
    return left->kind == NODE_LIST_OF ? left : right->kind == NODE_LIST_OF ? right : NULL;
}

// `(a, b) = (c, d)` is all that can be done with a list.
static void
refuse_list(struct parse *parse, const struct node *list)
{
    struct diag *const diag = diag_error(parse->syntax->diagnostics, E_SYNTAX, list->span,
                                         "a list in brackets is no value");

    diag_help(diag,
              "such a list can only be compared with `=` or `<>`, with another list; in a call "
              "a name stands before the bracket");
}

static bool
lists_allowed(const struct node_dyadic *chain)
{
    return first_list(chain->left, chain->right) == NULL ||
           (chain->left->kind == chain->right->kind && (chain->op == OP_EQ || chain->op == OP_NE));
}

// `a OR b OR c` may stand without brackets; anything else mixed is refused, once per chain.
struct node *
chain_finish(struct parse *parse, struct node *chain)
{
    struct node *node = chain;

    if (chain->kind == NODE_LIST_OF)
        refuse_list(parse, chain);
    while (is_open_chain(node)) {
        const struct node_dyadic *const dyadic = node_as_dyadic(node);

        if (!lists_allowed(dyadic)) {
            refuse_list(parse, first_list(dyadic->left, dyadic->right));
            break;
        }
        if (!chain_allowed(parse, dyadic)) {
            refuse_mixture(parse, node_as_dyadic(chain), dyadic);
            break;
        }
        node = dyadic->left;
    }
    return chain;
}

struct node *
bracketed(struct node *expression, struct span span)
{
    expression->bracketed = true;
    expression->span = span;
    return expression;
}

// ---- brackets ----

struct bracket *
bracket_items(struct nodes *items)
{
    struct bracket *const bracket = mem_new(struct bracket);

    bracket->form = BRACKET_ITEMS;
    bracket->items = items;
    return bracket;
}

struct bracket *
bracket_slice(struct node *of, struct node *from, struct node *count)
{
    struct bracket *const bracket = bracket_items(list_one(of));

    bracket->form = BRACKET_SLICE;
    bracket->from = from;
    bracket->count = count;
    return bracket;
}

struct bracket *
bracket_constructor(struct node *start, struct node *count, struct node *step, struct node *value)
{
    struct bracket *const bracket = bracket_items(list_one(start));

    bracket->form = BRACKET_CONSTRUCTOR;
    bracket->count = count;
    bracket->step = step;
    bracket->value = value;
    return bracket;
}

static struct node *
missing(struct span span)
{
    return node_new(NODE_MISSING, span);
}

static struct node *
list_of(struct span span, const struct nodes *items)
{
    struct node_list_of *const list = node_as_list_of(node_new(NODE_LIST_OF, span));

    list->items = *items;
    return &list->base;
}

// The types of a generic routine may be several, `p [INT, BOOL] (x)`; sema refuses any other list.
struct node *
subscript(struct parse *parse, struct span span, struct node *of, struct bracket *bracket)
{
    struct node_subscript *node;

    if (bracket->form != BRACKET_ITEMS || bracket->items->count == 0) {
        diag_error(parse->syntax->diagnostics, E_SYNTAX, span,
                   "a subscript is one expression; a slice is written `[array FROM i FOR n]`");
        return missing(span);
    }
    node = node_as_subscript(node_new(NODE_SUBSCRIPT, span));
    node->of = of;
    node->index = bracket->items->at[0];
    if (bracket->items->count > 1)
        node->index = list_of(span, bracket->items);
    return &node->base;
}

// `i = start FOR n` was read as a comparison.
static struct node *
constructor(struct parse *parse, struct span span, struct bracket *bracket)
{
    struct node_constructor *const node = node_as_constructor(node_new(NODE_CONSTRUCTOR, span));
    struct node_replicator *const replicator =
        node_as_replicator(node_new(NODE_REPLICATOR, bracket->items->at[0]->span));
    const struct node *const start = bracket->items->at[0];
    struct node_define *define;

    if (!is_open_chain(start) || node_as_dyadic(start)->op != OP_EQ ||
        node_as_dyadic(start)->left->kind != NODE_NAME) {
        diag_error(parse->syntax->diagnostics, E_SYNTAX, start->span,
                   "an array constructor begins `[i = start FOR count | ...]`");
        return missing(span);
    }
    define = node_as_define(node_new(NODE_DEFINE, node_as_dyadic(start)->left->span));
    define->name = node_as_name_use(node_as_dyadic(start)->left)->name;
    replicator->name = &define->base;
    replicator->from = node_as_dyadic(start)->right;
    replicator->count = bracket->count;
    replicator->step = bracket->step;
    node->replicator = &replicator->base;
    node->item = bracket->value;
    return &node->base;
}

struct node *
from_bracket(struct parse *parse, struct span span, struct bracket *bracket)
{
    if (bracket->form == BRACKET_CONSTRUCTOR)
        return constructor(parse, span, bracket);
    if (bracket->form == BRACKET_SLICE) {
        struct node_slice *const slice = node_as_slice(node_new(NODE_SLICE, span));

        slice->of = bracket->items->at[0];
        slice->from = bracket->from;
        slice->count = bracket->count;
        return &slice->base;
    }
    struct node_table *const table = node_as_table(node_new(NODE_TABLE, span));

    table->items = *bracket->items;
    return &table->base;
}

static struct node *
array_of(struct span span, struct node *size, struct node *element)
{
    struct node_type_array *const array = node_as_type_array(node_new(NODE_TYPE_ARRAY, span));

    array->size = size;
    array->element = element;
    return &array->base;
}

// `SIZE [3][4]INT`: what was read as a table and its subscripts is a type.
struct node *
type_from_brackets(struct parse *parse, struct node *table, struct node *element)
{
    const struct span span = span_join(table->span, element->span);

    if (table->kind == NODE_SUBSCRIPT) {
        const struct node_subscript *const outer = node_as_subscript(table);

        return type_from_brackets(parse, outer->of, array_of(span, outer->index, element));
    }
    if (table->kind == NODE_TABLE && node_as_table(table)->items.count <= 1) {
        const struct node_table *const size = node_as_table(table);

        return array_of(span, size->items.count == 0 ? NULL : size->items.at[0], element);
    }
    diag_error(parse->syntax->diagnostics, E_SYNTAX, table->span, "this is no array type");
    return element;
}

struct node *
decorate(struct parse *parse, struct node *literal, struct node *type, struct span span)
{
    literal->span = span;
    switch (literal->kind) {
    case NODE_INTEGER: node_as_integer(literal)->as = type; break;
    case NODE_REAL: node_as_real(literal)->as = type; break;
    case NODE_BYTE: node_as_byte(literal)->as = type; break;
    case NODE_STRING: node_as_string(literal)->as = type; break;
    case NODE_TABLE: node_as_table(literal)->as = type; break;
    case NODE_MISSING: break;
    default:
        diag_error(parse->syntax->diagnostics, E_SYNTAX, span,
                   "only a literal can be followed by its type in brackets");
    }
    return literal;
}

// ---- processes ----

struct node *
close_process(struct span span, struct node *end)
{
    struct node_close_end *const node = node_as_close_end(node_new(NODE_CLOSE, span));

    node->channel = node_as_end_of(end)->channel;
    node->direction = node_as_end_of(end)->direction;
    return &node->base;
}

struct node *
guard_condition(struct node *guard, struct node *condition)
{
    node_as_guard(guard)->condition = condition;
    guard->span = span_join(condition->span, guard->span);
    return guard;
}

// END is a word of the csp standard, and a name in all others; a channel never receives into it
// unless the program has a variable of that name, which names.c finds.
struct node *
input_process(struct parse *parse, struct span span, struct node *channel, struct nodes *items)
{
    struct node_input *node;

    (void)parse;
    if (items->count == 1 && items->at[0]->kind == NODE_NAME &&
        strcmp(node_as_name_use(items->at[0])->name->text, "END") == 0) {
        struct node_end_guard *const end = node_as_end_guard(node_new(NODE_END_GUARD, span));

        end->channel = channel;
        return &end->base;
    }
    node = node_as_input(node_new(NODE_INPUT, span));
    node->channel = channel;
    node->items = *items;
    return &node->base;
}

struct node *
tagged_input(struct span span, struct node *channel, struct tagged tagged, struct node *body,
             struct node *after, int extended)
{
    struct node_case_input *const input = node_as_case_input(node_new(NODE_CASE_INPUT, span));
    struct node_variant *const variant = node_as_variant(node_new(NODE_VARIANT, tagged.span));

    variant->tag = tagged.tag;
    variant->items = *tagged.items;
    variant->body = body;
    variant->after = after;
    input->channel = channel;
    input->extended = extended;
    nodes_push(&input->variants, &variant->base);
    return &input->base;
}
