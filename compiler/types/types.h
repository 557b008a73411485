// SPDX-License-Identifier: MIT
// Types and constants. Types are interned: two types are the same if their addresses are, except
// that arrays of unknown size fit arrays of any (type_fits).
#ifndef TYPES_TYPES_H
#define TYPES_TYPES_H

#include "ast/ast.h"

#include <stdbool.h>
#include <stdint.h>

enum type_kind {
    TYPE_ERROR, // something was wrong here and has been said
    TYPE_BOOL,
    TYPE_BYTE,
    TYPE_INT,
    TYPE_INT16,
    TYPE_INT32,
    TYPE_INT64,
    TYPE_REAL32,
    TYPE_REAL64,
    TYPE_TIMER,
    TYPE_BARRIER,
    TYPE_STRING,
    TYPE_ENUM, // DATA TYPE t IS (a, b, c): a byte
    TYPE_ARRAY,
    TYPE_CHAN,
    TYPE_PORT,
    TYPE_RECORD,
    TYPE_BUNDLE,   // CHAN TYPE: its fields are channels, with the direction of the server
    TYPE_END,      // of a bundle: DIRECTION_OUT is the client's, DIRECTION_IN the server's
    TYPE_MOBILE,   // of an array or a record: variables hold where it is
    TYPE_PROC,     // PROC TYPE: only MOBILEs of it exist
    TYPE_NAMED,    // DATA TYPE t IS base
    TYPE_PROTOCOL, // PROTOCOL p: items in order, or tags
    TYPE_COUNTED,  // count::[]element
    TYPE_ANY,
    TYPE_ROUTINE // a PROC or FUNCTION that stands for a parameter of a generic one
};

enum { SIZE_OPEN = -1 };

struct field {
    const struct name *name;
    const struct type *type;
    struct span span;
    unsigned variant; // of a sum type: 1 for those of its first variant, ...; 0: of all
};

struct protocol_tag {
    const struct name *name;
    int number;
    struct span span;
    VEC(const struct type *) items;
    size_t field; // of a sum type: the number of its first field
};

struct type {
    enum type_kind kind;
    enum direction direction;       // CHAN, END
    enum shared_ends shared;        // CHAN, END: which ends are for those who CLAIM them
    int64_t size;                   // ARRAY: number of elements or SIZE_OPEN
    const struct type *element;     // ARRAY, CHAN, PORT, MOBILE, END: of what; NAMED: base;
                                    // COUNTED: element
    const struct type *count;       // COUNTED
    struct decl *decl;              // RECORD, NAMED, PROTOCOL, PROC, ROUTINE
    VEC(const struct name *) names; // ENUM: of its values, in order
    bool packed;                    // RECORD
    bool is_mobile;                 // RECORD declared as MOBILE RECORD
    bool is_recursive;              // RECORD that may have fields of its own type
    bool is_map;                    // RECORD of the three arrays of a MAP
    bool is_sum;  // RECORD made of variants: the fields are the tag, a BYTE, and what they have
    bool is_case; // PROTOCOL with tags
    VEC(struct field) fields;       // RECORD, BUNDLE
    VEC(const struct type *) items; // PROTOCOL without tags
    VEC(struct protocol_tag)
    tags; // PROTOCOL with tags, those it extends included; variants of a sum
    VEC(const struct type *) bases; // PROTOCOL: which it extends
};

// The one type of a kind without parts.
const struct type *type_of_kind(enum type_kind kind);
const struct type *type_of_prim(enum prim prim);
// Whether values of the type are STRINGs, or contain some.
bool type_holds_text(const struct type *type);
// Whether it is an array of BYTEs, of one dimension.
bool type_is_bytes(const struct type *type);
// What a letter of ast/intrinsics.def stands for.
const struct type *type_of_letter(char letter);
const struct type *type_array(const struct type *element, int64_t size);
const struct type *type_chan(const struct type *protocol, enum direction direction);
// The ends of a channel, or of the channels of an array of any dimensions.
const struct type *type_ends(const struct type *channels, enum direction direction);
// The same channel, SHARED.
const struct type *type_shared(const struct type *chan, enum shared_ends shared);
// Whether its use for input (DIRECTION_IN) or output needs a CLAIM.
bool type_is_claimed(const struct type *type, enum direction use);
const struct type *type_end(const struct type *bundle, enum direction direction, bool shared);
// MOBILE.CHAN: an end of any CHAN TYPE; without a direction, either.
const struct type *type_any_end(enum direction direction, bool shared);
bool type_is_any_end(const struct type *type);
// Whether an end of type `actual` may turn out not to be one of `wanted`, which it fits.
bool type_is_other_end(const struct type *wanted, const struct type *actual);
// The channel that field number `field` of an end is to its holder.
const struct type *type_end_channel(const struct type *end, size_t field);
const struct type *type_port(const struct type *protocol);
// MOBILE T. Of a scalar it is T itself: what moves is a copy.
const struct type *type_mobile(const struct type *of);
// MAP [key]element: a mobile record of three mobile arrays, which have no names in a program.
const struct type *type_map(const struct type *key, const struct type *element);
enum { MAP_KEYS, MAP_VALUES, MAP_INDEX };
bool type_is_map(const struct type *type);
// Of a MAP.
const struct type *type_map_key(const struct type *map);
const struct type *type_map_element(const struct type *map);
const struct type *type_counted(const struct type *count, const struct type *element);
// The one type like `wanted`, which hangs on its element.
const struct type *type_made(const struct type *wanted);
// What stands for a routine among the types of an instance.
const struct type *type_routine(struct decl *routine);
// A new type of a declaration; the caller fills in its parts.
struct type *type_declared(enum type_kind kind, struct decl *decl);

// The type below names: of DATA TYPE x IS t, what t is below its own names.
const struct type *type_base(const struct type *type);

// Of MOBILE T, also by another name, T; of others the type itself. Expressions have this type: how
// they are held is asked by type_mobile_of.
const struct type *type_contents(const struct type *type);
bool type_is_mobile(const struct type *type);

// The MOBILE type of an expression whose value is a mobile as a whole: a variable, an element, a
// field, what a FUNCTION gives, CLONE, MOBILE T. NULL of all others. Its operands have types.
const struct type *type_mobile_of(const struct node *expr);

bool type_is_integer(const struct type *type); // BYTE and INT*, also by another name
bool type_is_real(const struct type *type);
bool type_is_numeric(const struct type *type);
bool type_is_scalar(const struct type *type);
bool type_is_bool(const struct type *type);
bool type_is_enum(const struct type *type);
bool type_is_discrete(const struct type *type); // integers and enumerations: has a first and a last
bool type_is_error(const struct type *type);
bool type_is_data(const struct type *type); // can be assigned and sent
bool type_has_open_size(const struct type *type);

// Whether a value of `actual` can stand where `wanted` is: the same, or arrays whose sizes agree
// where both are known, or a channel that gives up a direction, or whose protocol has more tags than
// are written to it, or fewer than are read. Errors fit everything.
bool type_fits(const struct type *wanted, const struct type *actual);

// Whether a protocol is another one or extends it.
bool type_extends(const struct type *protocol, const struct type *base);

// Whether two types are the same but for open sizes and directions.
bool type_same(const struct type *a, const struct type *b);

// Bits of an integer type: 8, 16, 32, 64; INT as the program says.
int type_bits(const struct type *type, const struct program *program);
int64_t type_least(const struct type *type, const struct program *program);
int64_t type_most(const struct type *type, const struct program *program);

// Bytes of a value, as laid out in memory; -1 where a size is open.
int64_t type_bytes(const struct type *type, const struct program *program);
int64_t type_alignment(const struct type *type, const struct program *program);
// Offset of field number `field`.
int64_t type_field_offset(const struct type *record, size_t field, const struct program *program);

// Number of the field of that name, or -1.
int type_field(const struct type *record, const struct name *name);

// Whether the variants of a record share their memory. Those of a mobile do not, so that what is
// mobile in them can be found without knowing which it is.
bool type_overlays(const struct type *record);

// The tag of that name of a PROTOCOL with CASE, or the variant of a sum type, or NULL.
const struct protocol_tag *type_tag(const struct type *protocol, const struct name *name);

// As it is written in a program: "[10]INT", "CHAN INT?".
const char *type_text(const struct type *type);

// ---- constants ----

// A value known at compile time. Scalars: `integer` (BOOL and BYTE too) or `real`; arrays and
// records: their items.
struct constant {
    int64_t integer;
    double real;
    const struct constant *const *items;
    size_t count;
    bool is_text; // came from a string literal
};

// The bytes of a constant array of BYTEs, with a NUL behind them.
const char *constant_text(const struct constant *constant);

const struct constant *constant_integer(int64_t value);
const struct constant *constant_real(double value);
const struct constant *constant_items(const struct constant *const *items, size_t count);

// ---- FORMAT ----

// One piece of a form: characters, or a field.
//
//     {} {:>8} {:+05} {:.3f} {:x}      in words: [:] [<>^] [+] [0] [width] [.digits] [letter]
struct format_part {
    const char *at; // where it begins in the form
    size_t length;
    bool is_field;
    const char *spec; // of a field: what stands in front of the letter
    size_t spec_length;
    char letter; // 0 if there is none
    bool has_precision;
};

// The part that begins at `at`, of a form that ends at `end`. NULL, or what is wrong with it.
const char *format_next(const char *at, const char *end, struct format_part *part);

// The letter for a value of a type in a field: that of the field if the type has it, else the usual one
// of the type. 0 if they do not fit, or if no field takes the type.
char format_letter(const struct type *type, const struct format_part *part);

#endif
