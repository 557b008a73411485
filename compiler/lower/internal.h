// SPDX-License-Identifier: MIT
// What the files of lower/ share.
#ifndef LOWER_INTERNAL_H
#define LOWER_INTERNAL_H

#include "ast/ast.h"
#include "base/map.h"
#include "diag/diag.h"
#include "ir/ir.h"
#include "types/types.h"

// What a declaration became in the routine being lowered: a variable, and for an array the
// sizes of its dimensions.
struct value {
    struct ir_var *var;
    VEC(struct ir_expr *) sizes;
};

// A name of an outer routine that a nested one uses: it travels as a hidden parameter, followed
// by those of its sizes that are not constant.
struct capture {
    struct decl *decl;
    struct ir_var *parameter;
};

// A routine being lowered. Routines nest as in the source; each PAR branch is one of its own.
struct env {
    struct env *outer;
    struct ir_routine *routine;
    struct map values;   // from decl to struct value
    struct map routines; // from decl to struct lowered
    VEC(struct capture) captures;
    struct ir_block *prelude; // runs first: constants of the outermost level that need code
    struct ir_leave *leave;   // where END goes; NULL: out of the routine
    bool suspends;            // of a MOBILE PROC, or one that only such call: SUSPEND may come
    bool is_branch;           // it stands for a branch of a PAR in the routine around it
    size_t first;             // number of the first routine made inside this one
};

// What a PROC or FUNCTION became, kept by the environment that declares it.
struct lowered {
    struct ir_routine *routine;
    VEC(struct capture) captures;
    uint64_t tables;           // which parameters are tables of channels that lie apart
    struct ir_routine *forked; // the process that performs it, where it is none
    bool in_progress;          // its body is being lowered: a call is recursion
    struct lowered *next;      // the same PROC for other tables
};

// Arrays that were made with a size known at run time only, to be given back.
struct rooms {
    struct ir_var **at;
    size_t count, room;
};

// An end that is lent to a PROC by way of a variable of another type.
struct lent {
    struct ir_expr *word, *between;
    const struct type *type; // of `between`
    const struct node *argument;
};

struct lower {
    struct program *program;
    struct diagnostics *diagnostics;
    struct ir_program *ir;
    struct env *env;
    struct ir_block *block; // where statements go
    unsigned branches, leaves;
    struct rooms rooms;    // of the specifications before the process that is lowered
    struct map routines;   // from decls of the outermost level to struct lowered
    struct map mobiles;    // from MOBILE types to struct ir_mobile
    VEC(struct lent) lent; // in the call whose arguments are being lowered
    struct decl forking;   // stands for the FORKING that waits for what is forked here
};

// An array as a value: where its elements begin, what they are, and its sizes.
struct array {
    struct ir_expr *address;
    const struct type *element; // innermost, no array
    VEC(struct ir_expr *) sizes;
};

// ---- context.c: variables, statements, lookup ----
struct ir_type lower_type(struct lower *lower, const struct type *type);
enum ir_base lower_int(const struct lower *lower);
struct ir_site *lower_site(struct lower *lower, struct span span);
struct ir_var *lower_var(struct lower *lower, const char *name, struct ir_type type);
struct ir_var *lower_var_in(struct lower *lower, struct ir_block *block, const char *name,
                            struct ir_type type);
struct ir_stmt *lower_stmt(struct lower *lower, enum ir_stmt_kind kind, struct span span);
struct ir_wait *lower_wait(struct lower *lower, enum ir_wait_kind kind, struct span span,
                           const char *name);
void lower_assign(struct lower *lower, struct ir_expr *target, struct ir_expr *value,
                  struct span span);
struct ir_leave *lower_leave_new(struct lower *lower);

// Statements from here to lower_close go to a block of their own.
struct ir_block *lower_open(struct lower *lower);
void lower_close(struct lower *lower, struct ir_block *outer);
struct ir_block *lower_block_new(void);

void lower_bind(struct lower *lower, const struct decl *decl, const struct value *value);
struct value *lower_lookup(struct lower *lower, struct decl *decl);
// The same of a name that an outer routine may have; NULL where none has.
struct value *lower_find(struct lower *lower, struct decl *decl);

// Mark the variable under a place as written, or as having its address taken.
// The variable that a place is, is a part of, or is reached through; NULL where there is none.
struct ir_var *lower_root(struct ir_expr *place);
void lower_mark_written(struct ir_expr *place);
struct ir_expr *lower_address(struct ir_expr *place);
// Arrays and channels as arguments: hand out where they begin.
void lower_mark_addressed(struct ir_expr *place);

// Integers of the program's INT; multiplication and addition fold constants. They are for
// subscripts and sizes of arrays that exist, and cannot overflow.
struct ir_expr *lower_integer(const struct lower *lower, int64_t value);
struct ir_expr *lower_multiply(const struct lower *lower, struct ir_expr *a, struct ir_expr *b);
struct ir_expr *lower_add(const struct lower *lower, struct ir_expr *a, struct ir_expr *b);
int64_t lower_element_bytes(const struct lower *lower, const struct type *element);

// A value evaluated once: itself if constant (sizes are), else a new variable that holds it.
struct ir_expr *lower_once(struct lower *lower, struct ir_expr *value, const char *name,
                           struct span span);

// ---- expr.c, operators.c, array.c, call.c ----
struct ir_expr *lower_expr(struct lower *lower, const struct node *node);
// Records made in place, and values of sum types: plain ones, and mobile ones as a word.
struct ir_expr *lower_record_literal(struct lower *lower, const struct node *node);
struct ir_expr *lower_sum(struct lower *lower, const struct node *node);
struct ir_expr *lower_mobile_sum(struct lower *lower, const struct node *node);
struct ir_expr *lower_place(struct lower *lower, const struct node *node);
struct ir_expr *lower_operator(struct lower *lower, const struct node *node);
struct ir_expr *lower_constant(struct lower *lower, const struct type *type,
                               const struct constant *value);
struct ir_expr *lower_channel(struct lower *lower, const struct node *node);
struct array lower_array(struct lower *lower, const struct node *node);
struct array lower_array_of_value(struct lower *lower, const struct value *value,
                                  const struct type *type);
struct ir_expr *lower_bytes(const struct lower *lower, const struct array *array);
struct ir_expr *lower_count(const struct lower *lower, const struct array *array);
struct ir_expr *lower_element(struct lower *lower, const struct node *node);
// The same, as something of type `type`.
struct ir_expr *lower_element_as(struct lower *lower, const struct node *node, struct ir_type type);
// A subscript, checked against the size unless both are known and fit.
struct ir_expr *lower_index(struct lower *lower, const struct node *node, struct ir_expr *index,
                            struct ir_expr *size);
// The row that a subscript is of, and the place in it.
struct ir_expr *lower_subscript(struct lower *lower, const struct node *node, struct array *of);
bool lower_is_array(const struct type *type);
const struct type *lower_innermost(const struct type *type);
void lower_store(struct lower *lower, const struct node *target, const struct node *value);
void lower_copy(struct lower *lower, const struct array *to, const struct array *from,
                struct span span);
// The sizes are known to agree.
void lower_copy_same(struct lower *lower, const struct array *to, const struct array *from,
                     struct span span);
void lower_same_sizes(struct lower *lower, const struct array *to, const struct array *from,
                      struct span span);
// A run-time check that an array has the sizes that a type fixes.
void lower_check_sizes(struct lower *lower, const struct type *wanted, const struct array *actual,
                       struct span span);
struct ir_expr *lower_call(struct lower *lower, const struct node *node);
// The results of a call, or of a VALOF, in new variables.
void lower_results(struct lower *lower, const struct node *node, struct ir_var **results);
struct array lower_slice(struct lower *lower, const struct node *node);
struct array lower_result_array(struct lower *lower, const struct node *node);
// The type of result number `number` of a call or VALOF.
const struct type *lower_result_type(const struct node *node, size_t number);
void lower_valof(struct lower *lower, const struct node *node);
void lower_inline_valof(struct lower *lower, const struct node *node, struct ir_var **results);
void lower_instance(struct lower *lower, const struct node_instance *node);
// The arguments of a call, hidden ones included.
typedef VEC(struct ir_expr *) ir_exprs;
void lower_one_argument(struct lower *lower, const struct decl *formal, const struct node *argument,
                        ir_exprs *out);
void lower_arguments(struct lower *lower, const struct nodes *formals,
                     const struct nodes *arguments, ir_exprs *out);
// An array: where it begins, and each size that the parameter leaves open.
void lower_array_argument(struct lower *lower, const struct type *formal, bool is_val,
                          const struct node *argument, ir_exprs *out);
void lower_captures(struct lower *lower, const struct lowered *callee, ir_exprs *out);

// ---- mobile.c: a mobile is a word, where its contents are ----
struct ir_type lower_mobile_type(struct lower *lower, const struct type *type);
// ---- bundle.c: ends of bundles are mobiles whose contents are channels ----
struct ir_type lower_bundle_type(struct lower *lower, const struct type *type);
// The channel number `field` of the bundle at a place.
struct ir_expr *lower_bundle_channel(struct lower *lower, struct ir_expr *word, size_t field,
                                     struct span span);
void lower_check_end(struct lower *lower, struct ir_expr *word, const struct type *wanted,
                     struct span span);
// The address of a variable that stands for an argument in a call, from which lower_take_back takes what
// those behind number `first` hold after it.
struct ir_expr *lower_lent_end(struct lower *lower, const struct decl *formal,
                               const struct node *argument);
void lower_take_back(struct lower *lower, size_t first);
void lower_shared(struct lower *lower, struct ir_var *var, struct span span);
void lower_new_bundle(struct lower *lower, const struct node_assign *node);
void lower_claim(struct lower *lower, const struct node_claim *node);
// A variable for a mobile, which ends with its block.
struct ir_var *lower_owned(struct lower *lower, const char *name, struct ir_type type);
// The word: a place if the expression is one, else a new variable that owns it.
struct ir_expr *lower_mobile(struct lower *lower, const struct node *node);
// Contents, as an array and as a place.
struct array lower_mobile_array(struct lower *lower, struct ir_expr *word,
                                const struct type *mobile, struct span span);
// Where the contents of a mobile are; a place, moved.
struct ir_expr *lower_contents(struct lower *lower, struct ir_expr *word, const struct type *mobile,
                               struct span span);
struct ir_expr *lower_moved_word(struct ir_expr *place);
struct ir_expr *lower_mobile_record(struct lower *lower, const struct node *node);
// Where the barrier of a MOBILE BARRIER is.
struct ir_expr *lower_barrier_of(struct lower *lower, struct ir_expr *word, struct span span);
struct ir_expr *lower_is_defined(struct lower *lower, const struct node *node);
// The word of a value, taken from where it was; of what is not mobile, a mobile copy.
struct ir_expr *lower_moved(struct lower *lower, const struct node *value,
                            const struct type *mobile);
// The same, but a place keeps what it has, and a copy is given.
struct ir_expr *lower_cloned(struct lower *lower, const struct node *value,
                             const struct type *mobile);
// A place in which the value is: where it was, or a new variable.
struct ir_expr *lower_kept_mobile(struct lower *lower, const struct node *value,
                                  const struct type *mobile);
// target := value, where target is a mobile.
void lower_put(struct lower *lower, struct ir_expr *target, const struct node *value,
               const struct type *mobile);
void lower_put_word(struct lower *lower, struct ir_expr *target, struct ir_expr *word,
                    struct span span);
void lower_put_moved(struct lower *lower, struct ir_expr *target, struct ir_expr *place,
                     struct span span);
// target := the contents of a mobile, where target is none.
void lower_copy_out(struct lower *lower, const struct node *target, struct ir_expr *word,
                    const struct type *mobile);
// The value of a variable that is not used again.
struct ir_expr *lower_last_value(struct ir_var *var);
// A mobile has gone elsewhere; it ends.
void lower_undefine(struct lower *lower, struct ir_expr *place, struct span span);
void lower_drop(struct lower *lower, struct ir_expr *place, struct span span);

// ---- suspend.c: MOBILE PROCs ----

// The record of what a call of a process gives.
struct ir_type lower_formals_type(struct lower *lower, const struct type *type);
struct ir_expr *lower_new_process(struct lower *lower, const struct node_mobile_new *node,
                                  const struct type *mobile);
struct lowered *lower_mobile_proc(struct lower *lower, struct decl *decl);
// A parameter that may be another one at each call is reached through the place where the call puts
// it.
void lower_bind_through(struct ir_var *parameter, const struct type *type);
// Whether an argument is such a parameter, and the callee may suspend.
bool lower_is_through(struct lower *lower, const struct decl *formal, const struct node *argument);
// Whether a channel is a parameter of a MOBILE PROC, or an element of one.
bool lower_is_rebound(struct lower *lower, const struct node *channel);
void lower_refuse_rebound(struct lower *lower, const struct node *channel);
// Whether what is called is in a variable.
bool lower_calls_process(const struct node_instance *node);
void lower_process_call(struct lower *lower, const struct node_instance *node);
void lower_suspend(struct lower *lower, const struct node *node);
// Whether it is a part of a MOBILE PROC that may be suspended.
bool lower_may_be_suspended(const struct env *env);

// ---- intrinsic.c: predefined routines, as lower_call, lower_results and lower_instance ----
struct ir_expr *lower_intrinsic(struct lower *lower, const struct node_call *call);
void lower_intrinsic_results(struct lower *lower, const struct node_call *call,
                             struct ir_var **results);
void lower_intrinsic_proc(struct lower *lower, const struct node_instance *node);

// ---- fork.c ----
void lower_forking(struct lower *lower, const struct node *body, struct span span);
void lower_fork(struct lower *lower, const struct node_fork *node);

// ---- recursion.c ----

// Around the body of a recursive routine: what its calls of itself must know.
bool lower_is_recursive(const struct decl *decl);
void lower_recursion_begin(struct lower *lower, struct lowered *lowered, const struct decl *decl);
void lower_recursion_end(struct lowered *lowered, const struct env *env);
// ---- room.c: arrays whose sizes are known at run time only ----
// The open sizes of a type as it is written, each evaluated once and checked.
void lower_open_sizes(struct lower *lower, const struct node *type_of, ir_exprs *sizes);
// Those that an array has.
void lower_sizes_of_array(struct lower *lower, const struct type *type, const struct array *array,
                          struct span span, ir_exprs *sizes);
// A variable with these sizes.
void lower_declare_open(struct lower *lower, const struct decl *decl, const ir_exprs *sizes,
                        struct span span);

// ---- routine.c, spec.c ----
void lower_spec(struct lower *lower, struct node *node);
// `tables`: bit i is set where argument i is a table of channels, or a parameter of a MOBILE PROC
// (see lower_tables).
struct lowered *lower_routine(struct lower *lower, struct decl *decl, uint64_t tables);
struct env *lower_env_open(struct lower *lower, const char *name, struct span span);
void lower_env_close(struct lower *lower, struct env *env, struct ir_block *outer_block);
// Which arguments of a call are tables of channels that lie apart: [a?, b?] and what was made of
// such. They are passed as rows of addresses, to a routine lowered for that.
uint64_t lower_tables(struct lower *lower, const struct node_instance *call);
bool lower_is_table(struct lower *lower, const struct node *channels);

// ---- process.c, comm.c, alt.c, barrier.c, par.c, ends.c ----
void lower_process(struct lower *lower, const struct node *node);
struct ir_block *lower_body(struct lower *lower, const struct node *node);
void lower_input(struct lower *lower, const struct node_input *node, bool taken);
void lower_port_read(struct lower *lower, const struct node_input *node);
void lower_port_write(struct lower *lower, const struct node_output *node);
void lower_place_at(struct lower *lower, const struct node_place *node);
// An output guard: the ALT and its guards, of which entry `at` has room for the first item. That is
// put there; and sent, with those behind it, once the guard has been chosen.
struct offered {
    struct ir_var *alt, *guards;
    struct ir_expr *at;
};
void lower_offer(struct lower *lower, const struct node_output *node,
                 const struct offered *offered);
void lower_offered(struct lower *lower, const struct node_output *node,
                   const struct offered *offered);
void lower_output(struct lower *lower, const struct node_output *node);
void lower_case_input(struct lower *lower, const struct node_case_input *node, bool taken);
void lower_timer_after(struct lower *lower, const struct node_timer_after *node);
struct ir_expr *lower_due(struct lower *lower, const struct node *input);
struct ir_expr *lower_soon(struct lower *lower, const struct node *time, enum time_unit unit);
void lower_alt(struct lower *lower, const struct node_alt *node);
void lower_sync(struct lower *lower, const struct node_sync *node);
void lower_resign(struct lower *lower, const struct node_resign *node);
struct ir_expr *lower_barrier(struct lower *lower, const struct node *node);
// alt_count.c: how many guards an ALT has, those of nested and replicated ones included.
struct ir_expr *lower_alt_count(struct lower *lower, const struct node_alt *node);
void lower_par(struct lower *lower, const struct node_par *node);
void lower_iteration(struct lower *lower, const struct node_seq *node);
struct ir_stmt *lower_repeat(struct lower *lower, const struct node_replicator *node);
const char *lower_channel_name(const struct node *channel);

// ---- ending.c ----
void lower_closing(struct lower *lower, const struct node *channel, enum ir_closing how,
                   struct span span);
void lower_try(struct lower *lower, const struct node_try_process *node);
void lower_end(struct lower *lower, const struct node *node);
void lower_timeout(struct lower *lower, const struct node_timeout *node);

// ---- finally.c: what is done at the end of statements, also when END leaves through them ----
struct finally {
    struct ir_block *outer, *body;
    struct ir_leave *outer_leave, *leave;
};

// Statements from here to lower_finally_close are followed by those that `tidy` makes. It is called
// twice where END may leave through them.
typedef void lower_tidy(struct lower *lower, const void *context, struct span span);
void lower_finally_open(struct lower *lower, struct finally *finally);
// In a handler: the END being met goes on to `leave`.
void lower_pass_on(struct lower *lower, struct ir_leave *leave, struct span span);
// In a handler: what no handler takes goes on outwards, the END of a TIMEOUT or of the owner of a
// MOBILE PROC.
void lower_pass_on_untaken(struct lower *lower, struct ir_leave *leave, struct span span);
// Whether END may come from a block to `leave`.
bool lower_can_leave(struct ir_block *block, const struct ir_leave *leave);
void lower_finally_close(struct lower *lower, const struct finally *finally, lower_tidy *tidy,
                         const void *context, struct span span);

// The specifications before a process, a choice and so on, and then the rest, which `rest` lowers; the
// memory that arrays of unknown sizes took is given back at the end.
typedef void lower_rest(struct lower *lower, const struct node *node, void *context);
void lower_scope(struct lower *lower, const struct node *node, lower_rest *rest, void *context);
// The same where such arrays have been made since `outside` was lower->rooms.
void lower_with_rooms(struct lower *lower, struct rooms outside, const struct node *node,
                      lower_rest *rest, void *context);

// ---- collection.c ----
// APPEND (xs, x)
void lower_append(struct lower *lower, const struct node_instance *node);
// The keys or the values of a MAP, an expression: MAP_KEYS, MAP_VALUES.
struct array lower_map_array(struct lower *lower, const struct node *node, int number);
// The place among them that the key in m[k] has; a fault if it has none.
struct ir_expr *lower_map_place(struct lower *lower, const struct node_subscript *node);
// m[k] := value
void lower_enter(struct lower *lower, const struct node_subscript *target,
                 const struct node *value);
struct ir_expr *lower_has(struct lower *lower, const struct node_call *node);
void lower_remove(struct lower *lower, const struct node_instance *node);

// ---- keep.c ----

// Let the ALTs of a routine set once what is the same at each activation. Requires: a complete
// routine that is not placed yet.
void lower_keep_guards(struct ir_routine *routine);

// ---- apart.c: what usage/ left to be checked at run time ----

// At the beginning of a PAR, whose start and count are known.
void lower_par_checks(struct lower *lower, const struct node_par *node, const struct ir_stmt *par);
// Where one thing must not go by two names.
void lower_alias_checks(struct lower *lower, const struct separation *checks);

// Who holds which ends of the channels that belong to a PAR.
void lower_ends(struct lower *lower, const struct node_par *node, struct ir_stmt *par);

// ---- text.c ----

// A constant text, as a STRING or as the bytes that its type says.
struct ir_expr *lower_text_literal(struct lower *lower, const struct node *node);
bool lower_is_text_operator(const struct node_dyadic *node);
struct ir_expr *lower_text_operator(struct lower *lower, const struct node_dyadic *node);
struct ir_expr *lower_text_slice(struct lower *lower, const struct node *node);
struct ir_expr *lower_text_conversion(struct lower *lower, const struct node *operand);
struct ir_expr *lower_format(struct lower *lower, const struct node_call *node);
// The bytes of a STRING.
struct array lower_text_array(struct lower *lower, const struct node *node);
// A variable that was just declared.
void lower_clear_texts(struct lower *lower, const struct value *value, const struct type *type,
                       struct span span);

#endif
