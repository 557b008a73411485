// SPDX-License-Identifier: MIT
// Routines in C: for each a function of the program that calls it. Texts become strings of C, and the
// sizes of arrays are left out. What blocks is called through csp_blocking:
//
//     static void
//     m_wait_do(void *arguments)
//     {
//         void **const a = arguments;
//         *(int32_t *)a[1] = wait(*(int32_t *)a[0]);
//     }
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

static bool
is_text(const struct ir_var *var)
{
    return var->type.base == IR_TEXT;
}

// What a parameter is called that C gets.
static const char *
name_in_c(const struct ir_var *var)
{
    return is_text(var) ? mem_format("%s_in_c", var->c_name) : var->c_name;
}

static const char *
result_in_c(const struct ir_routine *routine)
{
    return routine->results.at[0].base == IR_TEXT ? "const char *"
                                                  : type_of_base(&routine->results.at[0]);
}

// C takes `void *` for any pointer, so that `char *` and the like fit.
static const char *
plain_argument(const struct ir_var *var, size_t number)
{
    (void)number;
    return var->reference ? mem_format("(void *)%s", var->c_name) : name_in_c(var);
}

static const char *
kept_argument(const struct ir_var *var, size_t number)
{
    if (var->reference || is_text(var))
        return mem_format("*(void **)a[%zu]", number);
    return mem_format("*(%s *)a[%zu]", type_of_base(&var->type), number);
}

static const char *
address_argument(const struct ir_var *var, size_t number)
{
    (void)number;
    return mem_format("(void *)&%s", name_in_c(var));
}

// All parameters but sizes, which C does not get.
static const char *
arguments_text(const struct ir_routine *routine,
               const char *(*argument)(const struct ir_var *var, size_t number))
{
    struct text text = {0};
    size_t number = 0;

    for (size_t i = 0; i < routine->parameters.count; i++) {
        const struct ir_var *const var = routine->parameters.at[i];

        if (var->is_size)
            continue;
        text_printf(&text, "%s%s", number == 0 ? "" : ", ", argument(var, number));
        number++;
    }
    return text_string(&text);
}

static size_t
argument_count(const struct ir_routine *routine)
{
    size_t count = 0;

    for (size_t i = 0; i < routine->parameters.count; i++)
        count += !routine->parameters.at[i]->is_size;
    return count;
}

static void
emit_do(struct emit *emit, const struct ir_routine *routine)
{
    const char *result = "";

    if (routine->results.count != 0)
        result = mem_format("*(%s *)a[%zu] = ", result_in_c(routine), argument_count(routine));
    write_line(emit, "static void");
    write_line(emit, "%s_do(void *arguments)", routine->c_name);
    write_open(emit);
    write_line(emit, "void **const a = arguments;");
    write_line(emit, "%s%s(%s);", result, routine->foreign, arguments_text(routine, kept_argument));
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}

static void
write_blocking_call(struct emit *emit, const struct ir_routine *routine)
{
    const bool gives = routine->results.count != 0;
    const size_t count = argument_count(routine);

    if (gives)
        write_line(emit, "%s csp__result;", result_in_c(routine));
    write_line(emit, "void *csp__arguments[] = {%s%s%s};",
               arguments_text(routine, address_argument), gives && count != 0 ? ", " : "",
               gives        ? "&csp__result"
               : count == 0 ? "NULL"
                            : "");
    write_line(emit, "csp_blocking(%s_do, csp__arguments);", routine->c_name);
}

static void
write_call(struct emit *emit, const struct ir_routine *routine)
{
    const char *const arguments = arguments_text(routine, plain_argument);

    if (routine->blocks)
        write_blocking_call(emit, routine);
    else if (routine->results.count == 0)
        write_line(emit, "%s(%s);", routine->foreign, arguments);
    else
        write_line(emit, "%s csp__result = %s(%s);", result_in_c(routine), routine->foreign,
                   arguments);
}

void
emit_foreign(struct emit *emit, const struct ir_routine *routine)
{
    if (routine->blocks)
        emit_do(emit, routine);
    emit_signature(emit, routine);
    write_newline(emit);
    write_open(emit);
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const struct ir_var *const var = routine->parameters.at[i];

        if (is_text(var))
            write_line(emit, "char *const %s = csp_text_to_c(%s);", name_in_c(var), var->c_name);
        else if (var->is_size)
            write_line(emit, "(void)%s;", var->c_name);
    }
    write_call(emit, routine);
    if (routine->results.count != 0 && routine->results.at[0].base == IR_TEXT)
        write_line(emit, "const struct csp_text csp__text = csp_text_of_c(csp__result);");
    for (size_t i = 0; i < routine->parameters.count; i++)
        if (is_text(routine->parameters.at[i]))
            write_line(emit, "csp_text_free_c(%s);", name_in_c(routine->parameters.at[i]));
    if (routine->results.count != 0)
        write_line(emit, "return %s;",
                   routine->results.at[0].base == IR_TEXT ? "csp__text" : "csp__result");
    write_close(emit, "");
    write_newline(emit);
    write_blank(emit);
}
