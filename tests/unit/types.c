// SPDX-License-Identifier: MIT
#include <config.h>

#include "types/types.h"

#include "base/mem.h"
#include "base/vec.h"

#include <criterion/criterion.h>

static const struct program program = {.standard = STANDARD_CSP, .int_bits = 64};
static const struct program narrow = {.standard = STANDARD_OCCAM_PI, .int_bits = 32};

static const struct type *
kind(enum type_kind kind)
{
    return type_of_kind(kind);
}

static struct type *
record(bool packed, size_t count, const struct type *const *types)
{
    static struct decl decl;
    decl.name = name_of("r");
    struct type *made = type_declared(TYPE_RECORD, &decl);
    made->packed = packed;
    for (size_t i = 0; i < count; i++) {
        struct field field = {.name = name_of(mem_format("f%zu", i)), .type = types[i]};
        vec_push(&made->fields, field);
    }
    return made;
}

static struct type *
named(const struct type *base)
{
    static struct decl decl;
    decl.name = name_of("t");
    struct type *made = type_declared(TYPE_NAMED, &decl);
    made->element = base;
    return made;
}

Test(types, equal_types_are_one)
{
    const struct type *integer = kind(TYPE_INT);
    cr_expect_eq(type_array(integer, 5), type_array(integer, 5));
    cr_expect_neq(type_array(integer, 5), type_array(integer, 6));
    cr_expect_neq(type_array(integer, 5), type_array(kind(TYPE_BYTE), 5));
    cr_expect_eq(type_chan(integer, DIRECTION_IN), type_chan(integer, DIRECTION_IN));
    cr_expect_neq(type_chan(integer, DIRECTION_IN), type_chan(integer, DIRECTION_OUT));
    cr_expect_neq(named(integer), named(integer));
}

Test(types, sizes_agree_where_both_are_known)
{
    const struct type *integer = kind(TYPE_INT);
    const struct type *five = type_array(integer, 5), *six = type_array(integer, 6);
    const struct type *open = type_array(integer, SIZE_OPEN);
    cr_expect(type_fits(open, five));
    cr_expect(type_fits(five, open));
    cr_expect_not(type_fits(five, six));
    cr_expect(type_fits(type_array(open, 2), type_array(six, 2)));
    cr_expect_not(type_fits(type_array(open, 2), type_array(six, 3)));
    cr_expect_not(type_fits(open, type_array(kind(TYPE_INT64), 5)));
    cr_expect_not(type_fits(open, integer));
}

Test(types, a_channel_may_give_up_a_direction)
{
    const struct type *both = type_chan(kind(TYPE_INT), DIRECTION_NONE);
    const struct type *in = type_chan(kind(TYPE_INT), DIRECTION_IN);
    const struct type *out = type_chan(kind(TYPE_INT), DIRECTION_OUT);
    cr_expect(type_fits(in, both));
    cr_expect(type_fits(both, out));
    cr_expect_not(type_fits(in, out));
    cr_expect(type_same(in, out));
    cr_expect_not(type_fits(type_array(in, 2), type_array(out, 2)));
    cr_expect(type_fits(type_array(in, SIZE_OPEN), type_array(both, 2)));
    cr_expect_not(type_fits(in, type_chan(kind(TYPE_BYTE), DIRECTION_IN)));
}

Test(types, a_name_makes_a_type_of_its_own)
{
    const struct type *integer = kind(TYPE_INT), *metres = named(integer);
    cr_expect_not(type_fits(integer, metres));
    cr_expect_not(type_fits(metres, named(integer)));
    cr_expect(type_fits(metres, metres));
    cr_expect_eq(type_base(named(metres)), integer);
    cr_expect(type_is_integer(metres));
    cr_expect_eq(type_bytes(metres, &program), 8);
    cr_expect_not(type_is_data(named(type_array(type_chan(integer, DIRECTION_NONE), 2))));
}

Test(types, errors_fit_everything)
{
    const struct type *error = kind(TYPE_ERROR);
    cr_expect(type_fits(error, kind(TYPE_INT)));
    cr_expect(type_fits(type_array(kind(TYPE_INT), 5), error));
    cr_expect(type_is_error(type_array(error, 5)));
}

Test(types, each_integer_type_has_its_range)
{
    cr_expect_eq(type_least(kind(TYPE_BYTE), &program), 0);
    cr_expect_eq(type_most(kind(TYPE_BYTE), &program), 255);
    cr_expect_eq(type_least(kind(TYPE_INT16), &program), INT16_MIN);
    cr_expect_eq(type_most(kind(TYPE_INT32), &program), INT32_MAX);
    cr_expect_eq(type_most(kind(TYPE_INT), &program), INT64_MAX);
    cr_expect_eq(type_least(kind(TYPE_INT), &narrow), INT32_MIN);
    cr_expect_eq(type_least(kind(TYPE_INT64), &narrow), INT64_MIN);
}

Test(types, bytes_of_scalars_and_arrays)
{
    cr_expect_eq(type_bytes(kind(TYPE_BOOL), &program), 1);
    cr_expect_eq(type_bytes(kind(TYPE_INT), &program), 8);
    cr_expect_eq(type_bytes(kind(TYPE_INT), &narrow), 4);
    cr_expect_eq(type_bytes(kind(TYPE_REAL32), &program), 4);
    const struct type *row = type_array(kind(TYPE_INT16), 3);
    cr_expect_eq(type_bytes(row, &program), 6);
    cr_expect_eq(type_bytes(type_array(row, 4), &program), 24);
    cr_expect_eq(type_bytes(type_array(row, SIZE_OPEN), &program), -1);
    cr_expect_eq(type_bytes(type_array(type_array(kind(TYPE_INT), SIZE_OPEN), 4), &program), -1);
    cr_expect_eq(type_alignment(type_array(row, 4), &program), 2);
}

Test(types, fields_are_aligned_as_in_c)
{
    const struct type *const fields[] = {kind(TYPE_BYTE), kind(TYPE_INT64), kind(TYPE_INT16),
                                         type_array(kind(TYPE_BYTE), 3), kind(TYPE_INT32)};
    const struct type *made = record(false, 5, fields);
    const int64_t offsets[] = {0, 8, 16, 18, 24};
    for (size_t i = 0; i < 5; i++)
        cr_expect_eq(type_field_offset(made, i, &program), offsets[i], "field %zu", i);
    cr_expect_eq(type_bytes(made, &program), 32);
    cr_expect_eq(type_alignment(made, &program), 8);
    cr_expect_eq(type_bytes(type_array(made, 3), &program), 96);
}

Test(types, fields_of_packed_records_follow_each_other)
{
    const struct type *const fields[] = {kind(TYPE_BYTE), kind(TYPE_INT64), kind(TYPE_INT16)};
    const struct type *made = record(true, 3, fields);
    const struct type *const outer[] = {kind(TYPE_BYTE), made, kind(TYPE_INT16)};
    cr_expect_eq(type_field_offset(made, 2, &program), 9);
    cr_expect_eq(type_bytes(made, &program), 11);
    cr_expect_eq(type_field_offset(record(false, 3, outer), 1, &program), 1);
    cr_expect_eq(type_field_offset(record(false, 3, outer), 2, &program), 12);
}

Test(types, fields_are_found_by_name)
{
    const struct type *const fields[] = {kind(TYPE_BYTE), kind(TYPE_INT)};
    const struct type *made = record(false, 2, fields);
    cr_expect_eq(type_field(made, name_of("f1")), 1);
    cr_expect_eq(type_field(made, name_of("f2")), -1);
}

Test(types, types_are_shown_as_they_are_written)
{
    const struct type *integer = kind(TYPE_INT);
    cr_expect_str_eq(type_text(type_array(type_array(integer, SIZE_OPEN), 10)), "[10][]INT");
    cr_expect_str_eq(type_text(type_chan(integer, DIRECTION_IN)), "CHAN INT?");
    cr_expect_str_eq(type_text(type_counted(integer, kind(TYPE_BYTE))), "INT::[]BYTE");
}
