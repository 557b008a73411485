// SPDX-License-Identifier: MIT
// C names: those of the source with dots as underscores, made unique, and kept away from words
// that mean something to C or to the runtime.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"
#include "base/name.h"

#include <ctype.h>
#include <string.h>

static const char *const reserved[] = {
    "auto",    "break",       "case",          "char",    "const",    "continue", "default",
    "do",      "double",      "else",          "enum",    "extern",   "float",    "for",
    "goto",    "if",          "inline",        "int",     "long",     "register", "restrict",
    "return",  "short",       "signed",        "sizeof",  "static",   "struct",   "switch",
    "typedef", "union",       "unsigned",      "void",    "volatile", "while",    "bool",
    "true",    "false",       "offsetof",      "main",    "memcpy",   "memmove",  "memset",
    "f",       "self",        "leave",         "asm",     "typeof",   "site",     "base",
    "NULL",    "environment", "memory",        "program", "visit",    "context",  "branch",
    "linux",   "unix",        "program_start", "errno",   "visitor",  "channel_", "partner_",
    "k",       "INFINITY",    "NAN",           "forked",  "room"};

// How the other macros of the C headers begin that stand for a value.
static const char *const reserved_stems[] = {
    "csp_",  "CSP_",  "ATOMIC_", "DBL_",     "DECIMAL_", "FLT_",  "FP_",  "HUGE_",  "INT",
    "LDBL_", "MATH_", "M_",      "PTRDIFF_", "SIG_",     "SIZE_", "UINT", "WCHAR_", "WINT_"};

// An instance `delta [[3]INT]` becomes delta_3_INT.
static const char *
plain(const char *name)
{
    struct text text = {0};
    bool gap = false;

    for (; *name != '\0'; name++) {
        const bool is_word = isalnum((unsigned char)*name);

        if (is_word || *name == '.' || *name == '_')
            text_printf(&text, gap && is_word ? "_%c" : "%c", *name == '.' ? '_' : *name);
        gap = !is_word && *name != '.' && *name != '_';
    }
    return text_string(&text);
}

// Routines of user-defined operators: "<+" of module m is m_less_plus.
const char *
name_of_operator(const char *name)
{
    static const char *const words[128] = {
        ['+'] = "plus",       ['-'] = "minus",     ['*'] = "times", ['/'] = "slash",
        ['\\'] = "backslash", ['<'] = "less",      ['>'] = "more",  ['='] = "equal",
        ['~'] = "tilde",      ['?'] = "question",  ['@'] = "at",    ['$'] = "dollar",
        ['%'] = "percent",    ['&'] = "and",       ['['] = "open",  [']'] = "close",
        ['!'] = "mark",       ['^'] = "circumflex"};
    struct text text = {0};

    if (words[(unsigned char)*name & 127] == NULL)
        return name;
    for (; *name != '\0'; name++)
        text_printf(&text, "%s%s", text.length == 0 ? "" : "_", words[(unsigned char)*name & 127]);
    return text_string(&text);
}

static bool
is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(reserved[i], name) == 0)
            return true;
    for (size_t i = 0; i < sizeof reserved_stems / sizeof *reserved_stems; i++)
        if (strncmp(reserved_stems[i], name, strlen(reserved_stems[i])) == 0)
            return true;
    return false;
}

static bool
is_taken(const struct map *used, const struct map *outer, const char *name)
{
    return map_get(used, name_of(name)) != NULL ||
           (outer != NULL && map_get(outer, name_of(name)) != NULL);
}

// A name that neither `used` nor `outer` (NULL: nothing) has yet; `used` has it from now on, with
// the number that the next of the same stem tries first.
static const char *
claim(struct map *used, const struct map *outer, const char *name)
{
    const char *const stem = plain(name);
    const char *candidate = is_reserved(stem) ? mem_format("%s_", stem) : stem;
    const struct name *const first = name_of(candidate);
    uintptr_t number = (uintptr_t)map_get(used, first);

    if (number < 2)
        number = 2;
    while (is_taken(used, outer, candidate))
        candidate = mem_format("%s_%u", stem, (unsigned)number++);
    map_put(used, name_of(candidate), (void *)(uintptr_t)2);
    if (name_of(candidate) != first)
        map_put(used, first, (void *)number);
    return candidate;
}

const char *
name_in_file(struct emit *emit, const char *name)
{
    return claim(&emit->names, NULL, name);
}

// Constants are named where they are first used, after the variables of the routine: their names
// are of a form that no variable has.
const char *
name_of_data(struct emit *emit)
{
    return mem_format("csp__data_%u", ++emit->data_count);
}

const char *
name_in_routine(struct emit *emit, const char *name)
{
    return claim(&emit->local_names, &emit->names, name);
}

const char *
name_of_field(const char *name)
{
    const char *const stem = plain(name);

    return is_reserved(stem) ? mem_format("%s_", stem) : stem;
}

static void name_block(struct ir_block *block, void *context);

static void
name_var(struct emit *emit, struct ir_var *var)
{
    var->c_name = name_in_routine(emit, var->name);
}

static void
name_leave(struct ir_leave *leave)
{
    if (leave != NULL)
        leave->c_name = mem_format("end_%u", leave->number);
}

static void
name_par(struct emit *emit, const struct ir_stmt *par)
{
    if (par->index != NULL)
        name_var(emit, par->index);
    for (size_t i = 0; i < par->ends.count; i++)
        for (size_t k = 0; k < par->ends.at[i].loops.count; k++)
            name_var(emit, par->ends.at[i].loops.at[k].var);
}

static void
name_block(struct ir_block *block, void *context)
{
    struct emit *const emit = context;

    for (size_t i = 0; i < block->vars.count; i++)
        name_var(emit, block->vars.at[i]);
    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];

        // Two loops share their variable where a row of guards was divided.
        if (stmt->kind == IR_REPEAT && stmt->var->c_name == NULL) {
            name_var(emit, stmt->var);
            name_var(emit, stmt->limit);
        }
        if (stmt->kind == IR_PARALLEL)
            name_par(emit, stmt);
        if (stmt->kind == IR_TRY)
            name_leave(stmt->leave);
        ir_stmt_blocks(stmt, name_block, emit);
    }
}

void
names_of_routine(struct emit *emit, const struct ir_routine *routine)
{
    emit->local_names = (struct map){0};
    if (ir_results_by_address(routine))
        for (size_t i = 0; i < routine->results.count; i++)
            name_in_routine(emit, mem_format("result_%zu", i + 1));
    for (size_t i = 0; i < routine->parameters.count; i++)
        name_var(emit, routine->parameters.at[i]);
    name_block(routine->body, emit);
}
