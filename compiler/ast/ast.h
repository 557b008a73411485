// SPDX-License-Identifier: MIT
// The abstract syntax tree. The parser builds it as written; the passes of sema fill in:
//
//   field                         filled by      meaning
//   define.decl                   names          what this occurrence declares
//   name_use.decl, type_name.decl names          what this occurrence stands for
//   node.type                     types          of expressions; on types as written: what they say
//   node.value                    types          of constant expressions
//   subscript.is_field, .field    types          r[f] is a field of a record, and its number
//   call.conversion               types          T (x) is a conversion to this type, no call
//   call.decl, instance.decl      types          the FUNCTION or PROC called
//   monadic.decl, dyadic.decl     names          the innermost user-defined operator of the name
//                                 types          the one that is meant, else NULL
//   type_generic.decl             names          the generic type of that name
//   abbreviate.stays              types          a VAL of a mobile that is not moved: part of a CASE
//   table.variant                 types          the variant of a sum type that it makes
//   variant.number                types          the tag's number
//   par.checks, instance.checks,  usage          what is left to be checked at run time: that
//   subscript.is_key, .enters     types          m[k] is what a MAP has for a key; it may be new
//   subscript.checks, slice.checks               parts of variables are apart
//   fork.inside                   types          the FORKING around it, in which what it may use was
//                                                not declared; NULL: it is in none
//   par.held                      usage          which ends of which channels its branches hold
//
// Desugaring happens in lower/, so that every message speaks of what was written.
#ifndef AST_AST_H
#define AST_AST_H

#include "base/map.h"
#include "base/name.h"
#include "base/text.h"
#include "base/vec.h"
#include "source/source.h"

#include <stdbool.h>
#include <stdint.h>

struct type;
struct constant;
struct decl;
struct diag_context;
struct generic;
struct instance;
struct protocol_tag;

enum node_kind {
#define NODE(kind, tag, name, fields) NODE_##kind,
#include "ast/nodes.def"
#undef NODE
    NODE_KINDS
};

struct node {
    enum node_kind kind;
    bool bracketed; // an expression in brackets of its own
    bool moves;     // the value of a mobile goes elsewhere; filled by types
    struct span span;
    const struct type *type;
    const struct constant *value;
};

struct nodes {
    struct node **at;
    size_t count, room;
};

#define CHILD(x) struct node *x;
#define MAYBE(x) struct node *x;
#define LIST(x) struct nodes x;
#define WORD(x) const struct name *x;
#define TEXT(x) struct text_piece x;
#define NUMBER(x) int x;
#define NOTE(type, x) type x;

// The text of a literal as it stands in the source, without its quotes.
struct text_piece {
    const char *at;
    size_t length;
};

// What a parameter in brackets, of something generic, stands for.
enum role { ROLE_TYPE, ROLE_FUNCTION, ROLE_PROC };

// A routine in C, or the FOREIGN that declares some.
struct foreign {
    struct text_piece header, library; // as written; the library may be missing
    struct span span;                  // of the header
    const char *c_name;
    bool blocking; // it may wait for the system
};

#define NODE(kind, tag, name, fields)                                                              \
    struct node_##tag {                                                                            \
        struct node base;                                                                          \
        fields                                                                                     \
    };
#include "ast/nodes.def"
#undef NODE
#undef CHILD
#undef MAYBE
#undef LIST
#undef WORD
#undef TEXT
#undef NUMBER
#undef NOTE

// Typed access: `struct node_seq *seq = node_as_seq(node);`, checked in debug builds.
#define NODE(kind_, tag, name, fields)                                                             \
    static inline struct node_##tag *node_as_##tag(const struct node *node)                        \
    {                                                                                              \
        return (struct node_##tag *)(uintptr_t)node_expect(node, NODE_##kind_);                    \
    }
// The node itself; an internal error if it is of another kind.
const struct node *node_expect(const struct node *node, enum node_kind kind);
#include "ast/nodes.def"
#undef NODE

enum direction { DIRECTION_NONE, DIRECTION_IN, DIRECTION_OUT };

enum prim {
    PRIM_BOOL,
    PRIM_BYTE,
    PRIM_INT,
    PRIM_INT16,
    PRIM_INT32,
    PRIM_INT64,
    PRIM_UINT,
    PRIM_UINT16,
    PRIM_UINT32,
    PRIM_UINT64,
    PRIM_REAL32,
    PRIM_REAL64,
    PRIM_TIMER,
    PRIM_BARRIER
};

enum convert_mode { CONVERT_PLAIN, CONVERT_ROUND, CONVERT_TRUNC };

enum formal_mode { FORMAL_REFERENCE, FORMAL_VAL, FORMAL_RESULT, FORMAL_INITIAL, FORMAL_FIXED };

enum time_unit { UNIT_US, UNIT_MS, UNIT_SEC };

// BUFFERED, DROPPING, SLIDING: what happens to an item for which there is no room.
enum overflow { OVERFLOW_WAITS, OVERFLOW_DROPS, OVERFLOW_SLIDES };

enum shared_ends { SHARED_NOT, SHARED_BOTH, SHARED_READING, SHARED_WRITING };

// Operators; the tables of spelling and properties are in operators.def.
enum op {
#define OPERATOR(name, spelling, c, associative) OP_##name,
#include "ast/operators.def"
#undef OPERATOR
    OP_COUNT
};

const char *op_spelling(enum op op);
bool op_is_associative(enum op op);

// Predefined routines, by intrinsics.def.
enum intrinsic {
#define INTRINSIC(name, spelling, parameters, results, nature) INTRINSIC_##name,
#include "ast/intrinsics.def"
#undef INTRINSIC
    INTRINSICS
};

// How a predefined routine can fail; explained in intrinsics.def.
enum intrinsic_nature { NATURE_TOTAL, NATURE_FAILS, NATURE_REAL, NATURE_KERNEL, NATURE_LATER };

struct intrinsic_info {
    const char *spelling, *parameters, *results;
    enum intrinsic_nature nature;
};
const struct intrinsic_info *intrinsic_info(enum intrinsic intrinsic);

// ---- what names stand for ----

enum decl_kind {
    DECL_ERROR,     // declared wrongly: accepted everywhere, says nothing more
    DECL_VARIABLE,  // also channels, timers: anything with a type and storage
    DECL_VAL,       // VAL abbreviation, replicator index
    DECL_REFERENCE, // abbreviation of (a part of) a variable
    DECL_FORMAL,
    DECL_PROC,
    DECL_FUNCTION,
    DECL_TYPE,
    DECL_PROTOCOL,
    DECL_TAG, // a variant of a sum type
    DECL_INTRINSIC,
    DECL_CHAN_TYPE
};

struct decl {
    enum decl_kind kind;
    const struct name *name;
    struct span span;             // of the name where it is declared; nowhere for predefined names
    struct node *node;            // the specification, formal or replicator that declares it
    const struct type *type;      // filled by types; of a PROC or FUNCTION: its signature's results
    const struct constant *value; // of a VAL whose value is known
    struct decl *owner;           // the PROC or FUNCTION in which it is declared, or NULL
    enum formal_mode mode;        // DECL_FORMAL
    enum direction direction;     // of a channel
    bool used;
    const struct node *forking; // the FORKING around its declaration, or NULL; filled by types
    bool waits;                 // of a recursive PROC: whether it can; filled by types
    bool suspends;         // of a PROC: it, or a PROC that it calls, executes SUSPEND; filled by
                           // types
    struct span suspended; // the first SUSPEND, or call of such a PROC
    bool is_replicator;    // a replicator's index
    bool occam;            // declared in a file of an occam standard
    bool shared;           // #PRAGMA SHARED
    bool permits;          // #PRAGMA PERMITALIASES
    int number;            // DECL_INTRINSIC: which; DECL_TAG: its number
    struct decl *hidden; // DECL_FUNCTION, a user-defined operator: the next one visible of its name
    void *lowered;       // for lower/: what it became
    struct generic *generic;            // a generic routine or type, for sema/; filled by types
    const struct instance *instance;    // what it is an instance of, for sema/
    const struct diag_context *context; // of an instance: for messages about it
};

// ---- what is checked at run time ----

// Elements of two parts of an array, in one dimension: INT expressions that cannot fail by
// themselves. The parts overlap if they do in all dimensions.
struct separation_part {
    struct node *from_a, *count_a, *from_b, *count_b;
};

enum separation_kind {
    SEPARATE_ONCE,  // two parts
    SEPARATE_FIRST, // the first instance of a replicated PAR and each other, either way round
    SEPARATE_ALL    // each instance and each other
};

// Two parts of the variable `name` must be apart, if all conditions hold. `a` and `b` may be of two
// instances of a replicated PAR: then the index has a value for each.
struct separation {
    enum separation_kind kind;
    const struct name *name;
    struct span span;
    VEC(struct separation_part) parts;
    struct nodes conditions_a, conditions_b;
    struct separation *next;
};

// Whether channels belong to a PAR: two of its branches hold their ends.
enum belonging {
    BELONGS_HERE,
    BELONGS_PERHAPS, // some may; which do is seen when a branch ends
    BELONGS_COUNTED, // a SHARED channel, unless a PAR around has it already
    BELONGS_OUTSIDE
};

// Which elements of a dimension: INT expressions that the parent of the PAR can evaluate. `from` is
// NULL where it cannot be said outside the branch, `count` for one element.
struct held_part {
    struct node *from, *count;
};

// A loop within the branch: its index goes from low to high, both included, by steps of `stride`.
struct held_loop {
    struct decl *index;
    struct node *low, *high;
    int64_t stride;
};

// An end of the channels that are part of `root`, or all of it, held by a branch of a PAR.
struct held {
    unsigned branch;
    bool writes;
    enum belonging belonging;
    struct decl *root;
    VEC(struct held_loop) loops; // for all of these; the bounds of inner ones may name outer ones
    struct nodes conditions;     // held if all hold
    VEC(struct held_part) parts; // of the first dimensions; of the others, all
    struct held *next;
};

enum standard { STANDARD_CSP, STANDARD_OCCAM_PI, STANDARD_OCCAM_21 };

// The letters of an #OPTION and the file it stands in.
struct file_option {
    const struct source *file;
    const char *letters;
};

// A parsed program: one tree for the main file and all it includes.
// TEST "title": what `cspc test` runs.
struct test {
    struct text_piece title;
    enum { TEST_PASSES, TEST_DEADLOCKS, TEST_FAILS } expected;
    struct text_piece message; // what the report of TEST_FAILS contains
    struct node *proc;         // the test as a PROC, which has the title for a name
};

struct program {
    struct node_file *file;
    enum standard standard; // of the main file
    int int_bits;           // of INT: 16, 32 or 64
    bool may_alias;         // some file asks for aliases to be allowed
    bool ports;             // PORTs and PLACE AT are allowed: memory at an address
    bool real_check;        // REAL overflow and NaN are run-time errors
    const struct source_set *sources;
    // Per source file: whether it follows the csp standard.
    bool (*is_csp)(const struct program *program, struct span span);
    VEC(struct file_option) options;
    VEC(struct foreign) foreigns;
    VEC(struct test) tests;
    bool runs_tests;    // the last PROC runs them
    bool forks;         // some FORK is in no FORKING; filled by types
    bool times_out;     // there is a TIMEOUT; filled by types
    bool may_be_module; // need have no PROC to start with
    struct decl *main;  // filled by names; types makes it NULL where the file is a module
};

// Whether a name is there as long as the process that `fork` starts: it is declared outside of the
// FORKING that waits for that process, or it is a parameter of the first PROC.
bool fork_outlives(const struct program *program, const struct node_fork *fork,
                   const struct decl *decl);

// ---- building, walking, dumping ----

// A node of a kind, zeroed but for kind and span; the struct's size comes from nodes.def.
struct node *node_new(enum node_kind kind, struct span span);

// A copy of an expression or type, with what the pass of names found and without what later ones
// did; NULL of NULL.
struct node *node_copy(const struct node *node);

// What a copy of a declaration stands for. `decls` has what becomes of declarations; it takes up
// those of `routine` and of all in it (`routine` may be NULL), which are new in the copy.
struct copying {
    const struct decl *routine;
    struct map decls, nodes;
    VEC(struct decl *) made;
};

// A copy of the specification of a routine or type whose names have been found, and nothing more.
struct node *node_copy_spec(const struct node *node, struct copying *copying);

// Of a PROC or FUNCTION in C; NULL of others.
struct foreign *spec_foreign(const struct node *spec);

// What a PROC, FUNCTION, type or protocol declares.
struct decl *spec_decl(const struct node *spec);
// Of a routine: that of the instance that it is, or is in, or NULL.
const struct diag_context *decl_context(const struct decl *decl);
// The type parameters of a specification: NULL where it can have none.
const struct nodes *spec_generics(const struct node *spec);

const char *node_kind_name(enum node_kind kind);

// Called for each field of a node in the order of nodes.def; a NULL callback skips its kind.
struct field_visitor {
    void (*child)(void *context, const char *field, struct node *child, bool may_lack);
    void (*list)(void *context, const char *field, const struct nodes *list);
    void (*word)(void *context, const char *field, const struct name *word);
    void (*text)(void *context, const char *field, struct text_piece text);
    void (*number)(void *context, const char *field, int number);
};
void node_fields(const struct node *node, const struct field_visitor *visitor, void *context);

// Call `visit` for each direct child in order; missing ones are left out.
typedef void node_visit(struct node *child, void *context);
void node_children(const struct node *node, node_visit *visit, void *context);

// Write a tree as indented text; stable, for golden tests.
void ast_dump(const struct node *node, struct text *out);

// Check that each field holds what nodes.def promises: the text of the first fault, or NULL.
const char *ast_check(const struct node *node);

static inline void
nodes_push(struct nodes *list, struct node *node)
{
    vec_push(list, node);
}

#endif
