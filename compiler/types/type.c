// SPDX-License-Identifier: MIT
// Interning types, and what can be asked of them.
#include <config.h>

#include "types/types.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"

static struct type simple[TYPE_ROUTINE + 1];

// Compound types hang on the type they are made of; a program has few of each.
struct made {
    struct made *next;
    struct type type;
};

static struct map made_from; // element type -> struct made list

const struct type *
type_of_kind(enum type_kind kind)
{
    simple[kind].kind = kind;
    return &simple[kind];
}

const struct type *
type_of_prim(enum prim prim)
{
    switch (prim) {
    case PRIM_BOOL: return type_of_kind(TYPE_BOOL);
    case PRIM_BYTE: return type_of_kind(TYPE_BYTE);
    case PRIM_INT: return type_of_kind(TYPE_INT);
    case PRIM_INT16: return type_of_kind(TYPE_INT16);
    case PRIM_INT32: return type_of_kind(TYPE_INT32);
    case PRIM_INT64: return type_of_kind(TYPE_INT64);
    case PRIM_REAL32: return type_of_kind(TYPE_REAL32);
    case PRIM_REAL64: return type_of_kind(TYPE_REAL64);
    case PRIM_TIMER: return type_of_kind(TYPE_TIMER);
    case PRIM_BARRIER: return type_of_kind(TYPE_BARRIER);
    case PRIM_UINT:
    case PRIM_UINT16:
    case PRIM_UINT32:
    case PRIM_UINT64: break;
    }
    return type_of_kind(TYPE_ERROR);
}

const struct type *
type_made(const struct type *wanted)
{
    struct made *const first = map_get(&made_from, wanted->element);
    struct made *made;

    for (made = first; made != NULL; made = made->next)
        if (made->type.kind == wanted->kind && made->type.size == wanted->size &&
            made->type.direction == wanted->direction && made->type.count == wanted->count &&
            made->type.shared == wanted->shared)
            return &made->type;
    made = mem_new(struct made);
    made->type = *wanted;
    made->next = first;
    map_put(&made_from, wanted->element, made);
    return &made->type;
}

const struct type *
type_array(const struct type *element, int64_t size)
{
    if (element->kind == TYPE_ERROR)
        return element;
    return type_made(&(struct type){.kind = TYPE_ARRAY, .element = element, .size = size});
}

const struct type *
type_chan(const struct type *protocol, enum direction direction)
{
    return type_made(
        &(struct type){.kind = TYPE_CHAN, .element = protocol, .direction = direction});
}

const struct type *
type_ends(const struct type *channels, enum direction direction)
{
    return channels->kind == TYPE_ARRAY
               ? type_array(type_ends(channels->element, direction), channels->size)
               : type_made(&(struct type){.kind = TYPE_CHAN,
                                          .element = channels->element,
                                          .direction = direction,
                                          .shared = channels->shared});
}

const struct type *
type_of_letter(char letter)
{
    switch (letter) {
    case 'B': return type_of_kind(TYPE_BOOL);
    case 'L': return type_of_kind(TYPE_INT32);
    case 'R': return type_of_kind(TYPE_REAL32);
    case 'D': return type_of_kind(TYPE_REAL64);
    case 'S': return type_of_kind(TYPE_STRING);
    case 'T':
    case 'W': return type_array(type_of_kind(TYPE_BYTE), SIZE_OPEN);
    case 'V':
    case 'A': return type_array(type_array(type_of_kind(TYPE_BYTE), SIZE_OPEN), SIZE_OPEN);
    default: return type_of_kind(TYPE_INT);
    }
}

const struct type *
type_port(const struct type *protocol)
{
    return type_made(&(struct type){.kind = TYPE_PORT, .element = protocol});
}

const struct type *
type_mobile(const struct type *of)
{
    const struct type *const base = type_base(of);

    if (base->kind != TYPE_ARRAY && base->kind != TYPE_RECORD && base->kind != TYPE_BARRIER &&
        base->kind != TYPE_PROC)
        return of;
    return type_made(&(struct type){.kind = TYPE_MOBILE, .element = of});
}

const struct type *
type_counted(const struct type *count, const struct type *element)
{
    return type_made(&(struct type){.kind = TYPE_COUNTED, .element = element, .count = count});
}

struct type *
type_declared(enum type_kind kind, struct decl *decl)
{
    struct type *const type = mem_new(struct type);

    type->kind = kind;
    type->decl = decl;
    return type;
}

const struct type *
type_routine(struct decl *routine)
{
    static struct map made; // routine -> type
    struct type *type = map_get(&made, routine);

    if (type != NULL)
        return type;
    type = type_declared(TYPE_ROUTINE, routine);
    map_put(&made, routine, type);
    return type;
}

const struct type *
type_base(const struct type *type)
{
    while (type->kind == TYPE_NAMED)
        type = type->element;
    return type;
}

bool
type_is_integer(const struct type *type)
{
    const enum type_kind kind = type_base(type)->kind;

    return kind >= TYPE_BYTE && kind <= TYPE_INT64;
}

bool
type_is_real(const struct type *type)
{
    const enum type_kind kind = type_base(type)->kind;

    return kind == TYPE_REAL32 || kind == TYPE_REAL64;
}

bool
type_is_numeric(const struct type *type)
{
    return type_is_integer(type) || type_is_real(type);
}

bool
type_is_bool(const struct type *type)
{
    return type_base(type)->kind == TYPE_BOOL;
}

bool
type_is_enum(const struct type *type)
{
    return type_base(type)->kind == TYPE_ENUM;
}

bool
type_is_discrete(const struct type *type)
{
    return type_is_integer(type) || type_is_enum(type);
}

bool
type_is_scalar(const struct type *type)
{
    return type_is_numeric(type) || type_is_bool(type) || type_is_enum(type);
}

bool
type_is_bytes(const struct type *type)
{
    const struct type *const base = type_base(type);

    return base->kind == TYPE_ARRAY && type_base(base->element)->kind == TYPE_BYTE;
}

bool
type_holds_text(const struct type *type)
{
    const struct type *const base = type_base(type);

    if (base->kind == TYPE_ARRAY)
        return type_holds_text(base->element);
    if (base->kind == TYPE_RECORD)
        for (size_t i = 0; i < base->fields.count; i++)
            if (type_holds_text(base->fields.at[i].type))
                return true;
    return base->kind == TYPE_STRING;
}

const char *
constant_text(const struct constant *constant)
{
    struct text text = {0};

    for (size_t i = 0; i < constant->count; i++)
        text_putc(&text, (char)constant->items[i]->integer);
    return text_string(&text);
}

bool
type_is_error(const struct type *type)
{
    return type == NULL || type->kind == TYPE_ERROR;
}

bool
type_is_data(const struct type *type)
{
    const struct type *const base = type_base(type);

    if (base->kind == TYPE_ARRAY)
        return type_is_data(base->element);
    return base->kind != TYPE_CHAN && base->kind != TYPE_TIMER && base->kind != TYPE_PORT &&
           base->kind != TYPE_PROTOCOL && base->kind != TYPE_COUNTED && base->kind != TYPE_ANY &&
           base->kind != TYPE_BUNDLE && base->kind != TYPE_BARRIER;
}

bool
type_has_open_size(const struct type *type)
{
    return type->kind == TYPE_ARRAY &&
           (type->size == SIZE_OPEN || type_has_open_size(type->element));
}

static bool
sizes_agree(int64_t a, int64_t b)
{
    return a == b || a == SIZE_OPEN || b == SIZE_OPEN;
}

bool
type_same(const struct type *a, const struct type *b)
{
    if (a == b || type_is_error(a) || type_is_error(b))
        return true;
    if (a->kind != b->kind)
        return false;
    if (a->kind == TYPE_ARRAY)
        return sizes_agree(a->size, b->size) && type_same(a->element, b->element);
    if (a->kind == TYPE_CHAN || a->kind == TYPE_PORT || a->kind == TYPE_MOBILE)
        return type_same(a->element, b->element);
    if (a->kind == TYPE_END)
        return a->element == b->element && a->direction == b->direction && a->shared == b->shared;
    return false;
}

static bool
directions_fit(const struct type *wanted, const struct type *actual)
{
    if (wanted->kind == TYPE_ARRAY && actual->kind == TYPE_ARRAY)
        return directions_fit(wanted->element, actual->element);
    if (wanted->kind != TYPE_CHAN || actual->kind != TYPE_CHAN)
        return true;
    return wanted->direction == actual->direction || wanted->direction == DIRECTION_NONE ||
           actual->direction == DIRECTION_NONE;
}

bool
type_extends(const struct type *protocol, const struct type *base)
{
    if (protocol == base)
        return true;
    for (size_t i = 0; i < protocol->bases.count; i++)
        if (type_extends(protocol->bases.at[i], base))
            return true;
    return false;
}

// Who writes fewer tags than a channel carries, or reads more, can use it.
static bool
protocols_fit(const struct type *wanted, const struct type *actual)
{
    const struct type *const small = wanted->direction == DIRECTION_OUT ? wanted : actual;
    const struct type *const large = small == wanted ? actual : wanted;

    if (wanted->kind == TYPE_ARRAY && actual->kind == TYPE_ARRAY)
        return protocols_fit(wanted->element, actual->element);
    return wanted->kind == TYPE_CHAN && actual->kind == TYPE_CHAN &&
           wanted->direction != DIRECTION_NONE && small->element->kind == TYPE_PROTOCOL &&
           large->element->kind == TYPE_PROTOCOL && type_extends(large->element, small->element);
}

// MOBILE.CHAN takes any end, and may turn out to hold the one that is wanted.
static bool
ends_fit(const struct type *wanted, const struct type *actual)
{
    wanted = type_base(wanted);
    actual = type_base(actual);
    return wanted->kind == TYPE_END && actual->kind == TYPE_END &&
           (type_is_any_end(wanted) || type_is_any_end(actual)) &&
           wanted->shared == actual->shared &&
           (wanted->direction == actual->direction || wanted->direction == DIRECTION_NONE ||
            actual->direction == DIRECTION_NONE);
}

bool
type_fits(const struct type *wanted, const struct type *actual)
{
    wanted = type_contents(wanted);
    actual = type_contents(actual);
    if (type_is_error(wanted) || type_is_error(actual))
        return true;
    return (type_same(wanted, actual) || protocols_fit(wanted, actual) ||
            ends_fit(wanted, actual)) &&
           directions_fit(wanted, actual);
}

int
type_bits(const struct type *type, const struct program *program)
{
    switch (type_base(type)->kind) {
    case TYPE_ENUM:
    case TYPE_BYTE: return 8;
    case TYPE_INT: return program->int_bits;
    case TYPE_INT16: return 16;
    case TYPE_INT32: return 32;
    default: return 64;
    }
}

int64_t
type_least(const struct type *type, const struct program *program)
{
    switch (type_bits(type, program)) {
    case 8: return 0;
    case 16: return INT16_MIN;
    case 32: return INT32_MIN;
    default: return INT64_MIN;
    }
}

int64_t
type_most(const struct type *type, const struct program *program)
{
    if (type_is_enum(type))
        return (int64_t)type_base(type)->names.count - 1;
    switch (type_bits(type, program)) {
    case 8: return UINT8_MAX;
    case 16: return INT16_MAX;
    case 32: return INT32_MAX;
    default: return INT64_MAX;
    }
}

static int64_t
round_up(int64_t offset, int64_t alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

int64_t
type_alignment(const struct type *type, const struct program *program)
{
    const struct type *const base = type_base(type);
    int64_t most = 1;

    if (base->kind == TYPE_ARRAY)
        return type_alignment(base->element, program);
    if (base->kind != TYPE_RECORD)
        return base->kind == TYPE_STRING ? 8 : type_bytes(base, program);
    if (base->packed)
        return 1;
    for (size_t i = 0; i < base->fields.count; i++) {
        const int64_t alignment = type_alignment(base->fields.at[i].type, program);

        most = alignment > most ? alignment : most;
    }
    return most;
}

bool
type_overlays(const struct type *record)
{
    return record->is_sum && !record->is_mobile;
}

// The variants begin where the one with the largest alignment can.
static int64_t
variant_offset(const struct type *sum, size_t field, const struct program *program)
{
    const unsigned variant = sum->fields.at[field].variant;
    int64_t offset = type_alignment(sum, program);

    if (variant == 0)
        return 0;
    for (size_t i = 1; i <= field; i++) {
        const struct type *const type = sum->fields.at[i].type;

        if (sum->fields.at[i].variant != variant)
            continue;
        offset = round_up(offset, type_alignment(type, program));
        if (i != field)
            offset += type_bytes(type, program);
    }
    return offset;
}

int64_t
type_field_offset(const struct type *record, size_t field, const struct program *program)
{
    int64_t offset = 0;

    if (type_overlays(record))
        return variant_offset(record, field, program);

    for (size_t i = 0; i <= field && i < record->fields.count; i++) {
        const struct type *const type = record->fields.at[i].type;

        if (!record->packed)
            offset = round_up(offset, type_alignment(type, program));
        if (i == field)
            return offset;
        offset += type_bytes(type, program);
    }
    return offset;
}

static int64_t
record_bytes(const struct type *record, const struct program *program)
{
    int64_t end = 0;

    for (size_t i = 0; i < record->fields.count; i++) {
        const int64_t ends =
            type_field_offset(record, i, program) + type_bytes(record->fields.at[i].type, program);

        end = ends > end ? ends : end;
    }
    return round_up(end, type_alignment(record, program));
}

int64_t
type_bytes(const struct type *type, const struct program *program)
{
    const struct type *const base = type_base(type);

    switch (base->kind) {
    case TYPE_BOOL:
    case TYPE_ENUM:
    case TYPE_BYTE: return 1;
    case TYPE_INT:
    case TYPE_INT16:
    case TYPE_INT32:
    case TYPE_INT64: return type_bits(base, program) / 8;
    case TYPE_REAL32: return 4;
    case TYPE_REAL64: return 8;
    case TYPE_STRING: return 16;
    case TYPE_ARRAY: {
        const int64_t element = type_bytes(base->element, program);

        return base->size == SIZE_OPEN || element < 0 ? -1 : base->size * element;
    }
    case TYPE_RECORD: return record_bytes(base, program);
    default: return 8;
    }
}

int
type_field(const struct type *record, const struct name *name)
{
    for (size_t i = 0; i < record->fields.count; i++)
        if (record->fields.at[i].name == name)
            return (int)i;
    return -1;
}

const struct protocol_tag *
type_tag(const struct type *protocol, const struct name *name)
{
    for (size_t i = 0; i < protocol->tags.count; i++)
        if (protocol->tags.at[i].name == name)
            return &protocol->tags.at[i];
    return NULL;
}

const struct constant *
constant_integer(int64_t value)
{
    struct constant *const constant = mem_new(struct constant);

    constant->integer = value;
    return constant;
}

const struct constant *
constant_real(double value)
{
    struct constant *const constant = mem_new(struct constant);

    constant->real = value;
    return constant;
}

const struct constant *
constant_items(const struct constant *const *items, size_t count)
{
    struct constant *const constant = mem_new(struct constant);

    constant->items = items;
    constant->count = count;
    return constant;
}
