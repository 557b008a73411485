// SPDX-License-Identifier: MIT
// What the files of emit/ share: a writer that owns indentation, names, types, expressions.
#ifndef EMIT_INTERNAL_H
#define EMIT_INTERNAL_H

#include "base/map.h"
#include "base/text.h"
#include "ir/ir.h"

#include <stdarg.h>

// Writes C: knows the indentation, so that nobody else counts blanks.
struct writer {
    struct text text;
    unsigned depth;
    bool line_start;
};

struct emit {
    const struct ir_program *program;
    struct writer *writer;
    const struct ir_routine *routine;
    struct map names;       // C names of the file in use, by interned spelling
    struct map local_names; // those of the routine
    struct map read;        // variables read by the code written so far
    struct map jumped;      // labels jumped to
    bool frame_used, self_used, leave_used;
    bool keeps_result;          // the result waits in a variable until scratch memory is given back
    const struct ir_var *index; // of the replicated PAR being started
    struct map branches;        // routines that are a branch of some PAR, or forked
    VEC(const struct ir_site *) sites;
    unsigned data_count;
};

// ---- writer.c ----
void write_text(struct emit *emit, const char *text);
void write_format(struct emit *emit, const char *format, ...) __attribute__((format(printf, 2, 3)));
// One whole line.
void write_line(struct emit *emit, const char *format, ...) __attribute__((format(printf, 2, 3)));
void write_newline(struct emit *emit);
void write_blank(struct emit *emit);
// `{` at the end of the line, then deeper; `}` on a line of its own.
void write_open(struct emit *emit);
void write_close(struct emit *emit, const char *after);
// Text that is written later than it is made: the caller puts it where it belongs.
struct writer *write_aside(struct emit *emit, struct writer *aside);
void write_back(struct emit *emit, struct writer *outer);

// ---- names.c ----
// A C name like `name`, unused in the file (or in the routine).
const char *name_in_file(struct emit *emit, const char *name);
const char *name_in_routine(struct emit *emit, const char *name);
const char *name_of_field(const char *name);
const char *name_of_operator(const char *name);
const char *name_of_data(struct emit *emit);
void names_of_routine(struct emit *emit, const struct ir_routine *routine);

// ---- types.c ----
const char *type_of_base(const struct ir_type *type);
const char *type_member(enum ir_base base);
const char *type_suffix(enum ir_base base);
// "int64_t x", "struct csp_chan *c", "int64_t a[5]".
// A parameter of a plain function, named as emit named it.
const char *type_parameter(const struct emit *emit, const struct ir_var *var);
const char *type_declaration(const struct ir_var *var, const char *name);
void emit_records(struct emit *emit);
void emit_mobiles(struct emit *emit);

// ---- expr.c ----
// An expression as C; brackets around it where it is not a single operand.
const char *expr_text(struct emit *emit, const struct ir_expr *expr);
const char *expr_operand(struct emit *emit, const struct ir_expr *expr);
const char *expr_negated(struct emit *emit, const struct ir_expr *expr);
// The number as a C type; a constant fits as it is.
const char *expr_cast(struct emit *emit, const char *type, const struct ir_expr *expr);
// A place that is only written: not a use of its variable.
const char *expr_target(struct emit *emit, const struct ir_expr *expr);
const char *var_text(struct emit *emit, const struct ir_var *var);
const char *site_text(struct emit *emit, const struct ir_site *site);
const char *string_text(const char *bytes, size_t length);
const char *intrinsic_name(const char *spelling);

// What C calls an end of a bundle.
// The operands of an expression, separated by commas.
const char *expr_arguments(struct emit *emit, const struct ir_expr *expr);
const char *end_name(int64_t end);
// An expression about a mobile.
const char *mobile_text(struct emit *emit, const struct ir_expr *expr);
// The address of a place.
const char *place_address(struct emit *emit, const struct ir_expr *place);

// ---- stmt.c, wait.c ----
void emit_block(struct emit *emit, const struct ir_block *block);
// The same, in braces if it has variables.
void emit_scope(struct emit *emit, const struct ir_block *block);
void emit_wait(struct emit *emit, const struct ir_stmt *stmt);
void emit_stmt(struct emit *emit, const struct ir_stmt *stmt);
// What `inside` writes, in a block between csp_away and csp_back: others may run meanwhile.
void emit_in_bracket(struct emit *emit, const struct ir_stmt *stmt,
                     void (*inside)(struct emit *emit, const struct ir_stmt *stmt));

// ---- routine.c, frame.c, tables.c ----
// Routines that may call each other in any order.
// The heading of the function of a plain routine; and one of a routine in C.
void emit_signature(struct emit *emit, const struct ir_routine *routine);
void emit_foreign(struct emit *emit, const struct ir_routine *routine);
void emit_routines(struct emit *emit, struct ir_routine *const *routines, size_t count);
void emit_frame(struct emit *emit, const struct ir_routine *routine);
void emit_tables(struct emit *emit, const struct ir_routine *routine);
const char *par_name(const struct ir_routine *routine, const struct ir_stmt *par);

#endif
