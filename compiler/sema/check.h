// SPDX-License-Identifier: MIT
// The checker of types: shared by its files, private to sema/.
#ifndef SEMA_CHECK_H
#define SEMA_CHECK_H

#include "ast/ast.h"
#include "diag/diag.h"
#include "types/types.h"

// A FUNCTION or an inline VALOF, whose body may change nothing outside itself.
struct pure {
    const struct decl *function; // NULL: an inline VALOF
    struct span begins;          // its name, or the word VALOF
    struct span extent;          // of an inline VALOF
};

struct claim;
struct families;

struct check {
    struct program *program;
    struct diagnostics *diagnostics;
    struct decl *routine; // the PROC or FUNCTION being checked
    bool dead;            // the right operand of FALSE AND or TRUE OR: it is never evaluated
    unsigned in_priority; // PRI PARs around the process being checked, in this routine
    bool sends; // the arguments of a FORK are being checked: mobiles are moved, and may be values
    const struct node *forking;   // the innermost FORKING around what is being checked, or NULL
    VEC(struct decl *) recursive; // PROCs
    struct families *families;    // protocols that extend each other
    bool may_be_buffered;         // a declaration of channels is being checked
    bool in_extended;             // in the first process of an extended input
    bool in_timeout;              // in a TIMEOUT
    bool in_row;                  // inside a replicated ALT
    bool in_guard;                // in a specification before a guard
    bool sizes_are_free;          // in a declaration whose sizes need not be constants
    unsigned folding;             // calls of FUNCTIONs being evaluated; 0: none is wanted
    unsigned depth;               // instances inside each other
    VEC(struct generic *) generics;
    const struct claim *claims; // those around the process being checked
    const struct pure *pure;    // the innermost FUNCTION or VALOF being checked, or NULL
};

// "not supported yet": one clear error for a construct whose meaning is still to come.
void check_unsupported(struct check *check, struct span span, const char *what);

// ---- types as written ----
const struct type *check_type(struct check *check, struct node *node);
// The type of something that is not a protocol.
const struct type *check_usable_type(struct check *check, struct node *node);

// ---- expressions ----

// The type of an expression. `expected` is what the context wants, for literals without a type of
// their own; NULL where it wants nothing in particular. Never NULL.
const struct type *check_expr(struct check *check, struct node *node, const struct type *expected);

// An expression that must have (fit) a type; `what` names its role in the message.
const struct type *check_value(struct check *check, struct node *node, const struct type *wanted,
                               const char *what);

// An expression that must be known at compile time; NULL (and a message) where it is not.
const struct constant *check_constant(struct check *check, struct node *node,
                                      const struct type *wanted, const char *what);

const struct type *check_literal(struct check *check, struct node *node,
                                 const struct type *expected);
const struct type *check_operator(struct check *check, struct node *node,
                                  const struct type *expected);
const struct type *check_call(struct check *check, struct node *node, const struct type *expected);
const struct type *check_conversion(struct check *check, struct node *node, const struct type *to,
                                    int mode, struct node *operand);

// ---- texts ----

// ++, and comparisons of which one operand is a STRING.
bool check_is_text_operator(struct check *check, const struct node_dyadic *node);
const struct type *check_text_operator(struct check *check, struct node_dyadic *node);

// STRING before a value.
const struct type *check_text_conversion(struct check *check, const struct node *node,
                                         const struct type *to, struct node *operand);

// The arguments of FORMAT.
void check_format(struct check *check, const struct node_call *call);

// ---- routines in C ----
// The heading of one; `results` is NULL of a PROC.
void check_foreign(struct check *check, const struct nodes *formals, const struct nodes *results);

// ---- maps ----
const struct type *check_map_type(struct check *check, struct node_type_map *node);
const struct type *check_map_subscript(struct check *check, struct node_subscript *node,
                                       const struct type *map);
// The targets of an assignment: m[k] may enter a new key, and stands alone.
void check_map_entry(struct check *check, const struct nodes *targets);
// The arguments of HAS and REMOVE: the map, and a key of the one that has been checked.
void check_map_argument(struct check *check, struct node *argument, bool changed);
void check_key_argument(struct check *check, struct node *argument, const struct node *map);
// Whether a subscript is no name, or one that is declared: others could have been fields.
bool check_index_declared(struct check *check, struct node *index);

// ---- user-defined operators ----
struct operands {
    struct node *at[2];
    size_t count;
};

// The operator among those visible that fits the operands, or NULL: then the built-in one is meant.
struct decl *check_find_operator(struct check *check, struct decl *visible, int op,
                                 const struct operands *operands);
// Its operands as arguments; what it gives.
const struct type *check_operator_call(struct check *check, const struct decl *operator,
                                       const struct operands * operands);
// Say that no operator fits, where none is built in.
const struct type *check_no_operator(struct check *check, const struct node *node, int op,
                                     const struct operands *operands);
void check_operator_declaration(struct check *check, const struct node_function *node);

// Whether an expression consists of literals that take their type from the context.
bool check_is_untyped(const struct node *node);

// MOBILE T and CLONE. Refuse what is no mobile where only one will do; `what` names its role.
const struct type *check_mobile_new(struct check *check, struct node_mobile_new *node,
                                    const struct type *expected);
const struct type *check_clone(struct check *check, struct node_clone *node);
const struct type *check_is_defined(struct check *check, struct node_defined *node);
// Can there be a second one of this type, or does it hold ends that only one process may hold?
bool check_is_cloneable(struct check *check, const struct type *type, struct span span);
bool check_is_mobile(struct check *check, const struct node *node, const char *what);
// A value that fits goes where something of type `wanted` is: a mobile moves.
void check_move(struct check *check, struct node *node, const struct type *wanted);

// c ? tag; x, as occam may write it: the node becomes an input with CASE.
bool check_names_tag(struct check *check, struct node *process);

// ---- MOBILE PROCs ----
void check_formals(struct check *check, const struct nodes *formals);
void check_proc_type(struct check *check, struct node_proc_type *node);
void check_mobile_proc(struct check *check, const struct node_proc *node);
// MOBILE p, where p is a MOBILE PROC: of which PROC TYPE. NULL where it is none.
const struct type *check_new_process(struct check *check, const struct node_mobile_new *node,
                                     const struct type *expected);
// x (...), where x is a variable with a MOBILE process: what stands for its PROC. NULL for others.
struct decl *check_called_process(const struct decl *variable);
void check_process_call(struct check *check, struct node_instance *node);
void check_suspend(struct check *check, const struct node *node);
// A call of a PROC that executes SUSPEND.
void check_suspending_call(struct check *check, const struct decl *callee, struct span span);
// No call reaches a SUSPEND from the first PROC.
void check_main_suspends(struct check *check);

// Something that can be assigned or received into.
const struct type *check_place(struct check *check, struct node *node);

// The arguments of a call against formals (nodes of kind FORMAL); those left out become default
// values.
void check_arguments(struct check *check, struct node *call, const struct name *name,
                     const struct nodes *formals, struct nodes *arguments);

// The results of a call used as a list of values: false where it is no call of a FUNCTION with
// several results. `results` lives as long as the tree.
struct result_types {
    const struct type **at;
    size_t count;
};
bool check_several_results(struct check *check, struct node *node, struct result_types *results);

// Calls of predefined routines: arguments, results, and whole calls of PROCs.
void check_intrinsic(struct check *check, struct span span, const struct decl *decl,
                     const struct nodes *arguments);
void check_intrinsic_results(const struct decl *decl, struct result_types *results);
void check_intrinsic_proc(struct check *check, struct node_instance *node);

// ---- constants ----

// Fold an operator over known operands; NULL where the result is not representable (reported).
const struct constant *fold_dyadic(struct check *check, const struct node_dyadic *node,
                                   const struct type *type);
const struct constant *fold_monadic(struct check *check, const struct node_monadic *node,
                                    const struct type *type);
// A constant expression with calls of FUNCTIONs, evaluated; NULL where it is none.
const struct constant *fold_with_calls(struct check *check, const struct node *node,
                                       const struct type *wanted);
const struct constant *fold_call(struct check *check, const struct node_call *call);
const struct constant *fold_conversion(struct check *check, const struct node *node,
                                       const struct type *to, int mode, const struct node *operand);

// ---- processes and specifications ----
void check_spec(struct check *check, struct node *node);
// PORTs and PLACE AT. False (and a message) where a PORT cannot be declared.
bool check_port(struct check *check, const struct node *node, const struct type *type);
void check_place_at(struct check *check, struct node_place *node);
void check_retype(struct check *check, struct node_retype *node);
// Give a declared name its type, with the direction that its suffix asks for.
void check_declared(struct check *check, struct node *name, const struct type *type);
// ---- protocols that extend each other ----

// Which do; tags of one name have one number in all of them.
struct families *families_of(const struct program *program);
// The number of a tag of a protocol; -1 where the protocol is alone.
int family_number(struct families *families, const struct decl *protocol, const struct name *tag);
// Take over the tags of a protocol.
void check_extends(struct check *check, struct type *protocol, const struct node *base);

// ---- generic routines and types ----

// Take note of a generic specification. False where it is none.
bool generic_declare(struct check *check, struct node *spec);
// What is called: of a generic routine the instance for these arguments, which `callee` then names.
// NULL where it is no name.
struct decl *generic_callee(struct check *check, struct node **callee,
                            const struct nodes *arguments);
// PAIR [INT, BOOL]
const struct type *generic_type(struct check *check, struct node_type_generic *node);
// A generic type by its name alone.
const struct type *generic_without_types(struct check *check, const struct node *node,
                                         const struct decl *decl);
// The instances take the place of generic routines in the tree.
void generic_place(struct check *check);

// The instance for some types, made and checked if it is the first use; NULL where there are too
// many inside each other.
struct decl *instance_of(struct check *check, struct decl *decl, const struct type *const *types,
                         struct span called);

// A generic routine or type.
struct generic {
    struct decl *decl;
    struct check at; // where it stands
    VEC(struct instance *) instances;
    struct nodes made; // their specifications, each behind those that it uses
};

struct instance {
    const struct generic *generic;
    const struct type *const *types;
    struct decl *decl;
};

// ---- enumerations ----
void check_enum_type(struct check *check, struct node_enum_type *node);

// ---- sum types ----
void check_sum_type(struct check *check, struct node_sum_type *node);
// circle (2.0) or empty, where `decl` is the variant: a call becomes a table.
const struct type *check_variant_value(struct check *check, struct node *node,
                                       const struct decl *decl, const struct type *expected);
// The generic sum type of which a variant is made of these values, or NULL (and a message).
const struct type *generic_variant(struct check *check, const struct decl *variant,
                                   const struct nodes *values, struct span span);
// CASE of a value of a sum type.
void check_sum_case(struct check *check, struct node_case_process *node);

// ---- nodes that are not in the source ----
struct node *made_use(struct decl *decl, struct span span);
// A DEFINE of a name that nothing else can mean.
struct node *made_define(struct check *check, const char *name, struct span span);
// The body with VAL name IS of: before it.
struct node *made_val(struct node *name, struct node *of, struct node *body);
struct node *made_subscript(struct node *of, struct node *index);

// ---- CASE ----
void check_case(struct check *check, struct node_case_process *node);
// Say what has no option; the names in `missing` are in backquotes.
void check_missing_options(struct check *check, const struct node_case_process *node,
                           const struct type *type, const char *missing);

void check_chan_type(struct check *check, struct node_chan_type *node);
void check_claim(struct check *check, struct node_claim *node);
// The use of a channel for input or output: a shared end must be claimed.
void check_claimed(struct check *check, const struct node *channel, enum direction use);
// c, s := MOBILE T, where T is a CHAN TYPE. False where it is something else.
bool check_new_bundle(struct check *check, struct node_assign *node);
void check_process(struct check *check, struct node *node);
void check_processes(struct check *check, const struct nodes *list);
void check_replicator(struct check *check, struct node *node);
// The replicator of a construct other than SEQ, or NULL.
void check_counting_only(struct check *check, struct node *replicator, const char *construct);
// Names that nothing can be known of.
void check_names_wrong(const struct nodes *names);
// SEQ x IN c?
void check_iteration(struct check *check, struct node_replicator_in *node);
// SEQ x IN any: of an array, the node becomes a SEQ that counts.
void check_seq_in(struct check *check, struct node_seq *seq);
// The VALOF of a FUNCTION whose results are of these types.
void check_valof(struct check *check, struct node *node, const struct nodes *results);
// A VALOF that stands in an expression: with several results (false where it has one), or as a
// value.
bool check_valof_several(struct check *check, struct node *node, struct result_types *results);
const struct type *check_valof_value(struct check *check, struct node *node,
                                     const struct type *expected);

// Communication. A channel in use for input or output; its protocol, or NULL after an error.
const struct type *check_channel(struct check *check, struct node *node, enum direction use);
void check_input(struct check *check, struct node *node);
void check_output(struct check *check, struct node *node);
void check_case_input(struct check *check, struct node *node);
void check_timer_after(struct check *check, struct node *node);
void check_alt(struct check *check, struct node *node);

// Whether a PROC can wait, once its body has been checked and those of the PROCs that it calls.
bool check_proc_waits(const struct decl *decl);

// The call of a PROC.
void check_instance(struct check *check, struct node_instance *node);
void check_forking(struct check *check, struct node_forking *node);
void check_fork(struct check *check, struct node_fork *node);
// BARRIERs.
void check_sync(struct check *check, struct node_sync *node);
void check_resign(struct check *check, struct node_resign *node);
void check_enrolled(struct check *check, const struct node_par *node);
// Refuse a type that is BARRIER where that cannot stand.
const struct type *check_no_barrier(struct check *check, const struct node *node,
                                    const struct type *type, const char *what);

// Refuse what only a PROC may do where a FUNCTION is being checked.
void check_not_in_function(struct check *check, struct span span, const char *what);

static inline struct decl *
define_decl(const struct node *node)
{
    return node_as_define(node)->decl;
}

#endif
