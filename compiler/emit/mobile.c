// SPDX-License-Identifier: MIT
// Expressions about mobiles: their contents, and making, moving and cloning them.
#include <config.h>

#include "emit/internal.h"

#include "base/mem.h"

#include <string.h>

const char *
end_name(int64_t end)
{
    return end == IR_CLIENT ? "CSP_CLIENT" : "CSP_SERVER";
}

static const char *
contents_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const word = expr->args.at[0];
    const char *const element = type_of_base(&word->type.mobile->element);
    const char *const pointer = strchr(element, '*') == NULL ? " *" : "*";
    const char *value;

    if (word->type.mobile->is_bundle || word->type.mobile->is_barrier)
        return mem_format("%s(%s, %s)",
                          word->type.mobile->is_bundle ? "csp_channels" : "csp_barrier_of",
                          expr_text(emit, word), site_text(emit, expr->site));
    if (expr->integer != 0)
        value = mem_format("csp_contents(%s, &%s)", place_address(emit, word),
                           word->type.mobile->c_name);
    else if (expr->checked)
        value =
            mem_format("csp_defined(%s, %s)", expr_text(emit, word), site_text(emit, expr->site));
    else
        value = expr_operand(emit, word);
    return mem_format("((%s%s)%s)", element, pointer, value);
}

static const char *
grown_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const word = expr->args.at[0];
    const char *const element = type_of_base(&word->type.mobile->element);

    return mem_format("((%s%scsp_mobile_grow(%s, &%s, %s))", element,
                      strchr(element, '*') == NULL ? " *)" : "*)", place_address(emit, word),
                      word->type.mobile->c_name, site_text(emit, expr->site));
}

// The arrays of a MAP are the first two fields of its record.
static const char *
entered_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const map = expr->args.at[0], *const key = expr->args.at[1];
    const struct ir_record *const record = map->type.record;

    return mem_format("csp_map_enter_%s(%s, %s, &%s, &%s, %s)",
                      key->type.base == IR_TEXT ? "text" : "number", expr_text(emit, map),
                      expr_text(emit, key), record->fields.at[0].type.mobile->c_name,
                      record->fields.at[1].type.mobile->c_name, site_text(emit, expr->site));
}

// Passed on as they are: an array of them in a step would keep it from ending with a jump.
static const char *
sizes_text(struct emit *emit, const struct ir_expr *expr)
{
    struct text text = {0};

    for (size_t i = 0; i < expr->args.count; i++)
        text_printf(&text, ", (int64_t)%s", expr_operand(emit, expr->args.at[i]));
    return text_string(&text);
}

static const char *
buffers_text(struct emit *emit, const struct ir_expr *expr)
{
    const char *const nature = expr->operand == IR_MOBILE   ? "CSP_ITEM_MOBILE"
                               : expr->operand == IR_RECORD ? "CSP_ITEM_BLOCK"
                                                            : "CSP_ITEM_VALUE";
    static const char *const overflows[] = {"CSP_BUFFERED", "CSP_DROPPING", "CSP_SLIDING"};
    int64_t overflow = 0;

    if (expr->args.count > 3)
        (void)ir_is_constant(expr->args.at[3], &overflow);
    return mem_format("csp_buffers_new(%s, %s, %s, %s, %s, %lld, %s)",
                      expr_text(emit, expr->args.at[0]), expr_text(emit, expr->args.at[1]),
                      expr_text(emit, expr->args.at[2]), overflows[overflow], nature,
                      (long long)expr->integer, site_text(emit, expr->site));
}

static const char *
new_text(struct emit *emit, const struct ir_expr *expr)
{
    const char *const kind = expr->type.mobile->c_name;

    if (expr->type.mobile->is_barrier)
        return "csp_barrier_new()";
    if (expr->type.mobile->is_bundle)
        return mem_format("csp_bundle_new(&%s)", kind);
    if (expr->type.mobile->is_process)
        return mem_format("%s_new()", expr->routine->c_name);
    if (expr->args.count == 0)
        return mem_format("csp_mobile_new(&%s, NULL, %s)", kind, site_text(emit, expr->site));
    if (expr->args.count == 1)
        return mem_format("csp_mobile_row(&%s, %s, %s)", kind, expr_arguments(emit, expr),
                          site_text(emit, expr->site));
    return mem_format("csp_mobile_rows(&%s, %s%s)", kind, site_text(emit, expr->site),
                      sizes_text(emit, expr));
}

const char *
mobile_text(struct emit *emit, const struct ir_expr *expr)
{
    const struct ir_expr *const first = expr->args.count != 0 ? expr->args.at[0] : NULL;

    switch (expr->op) {
    case IR_CONTENTS: return contents_text(emit, expr);
    case IR_ENTERED: return entered_text(emit, expr);
    case IR_GROWN: return grown_text(emit, expr);
    case IR_MOBILE_SIZE:
        return mem_format("(%s)csp_mobile_size(%s, %lld)", type_of_base(&expr->type),
                          expr_text(emit, first), (long long)expr->integer);
    case IR_DEFINED: return mem_format("%s != NULL", expr_operand(emit, first));
    case IR_NEW: return new_text(emit, expr);
    case IR_BUFFERS: return buffers_text(emit, expr);
    case IR_CLONE: return mem_format("csp_mobile_clone(%s)", expr_text(emit, first));
    case IR_MOVED: return mem_format("csp_move(%s)", place_address(emit, first));
    case IR_END_OF:
        return mem_format("csp_end_of(%s, %s)", expr_text(emit, first), end_name(expr->integer));
    default: return "NULL"; // IR_NOTHING
    }
}
