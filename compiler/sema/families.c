// SPDX-License-Identifier: MIT
// PROTOCOL P EXTENDS Q, R: the tags of all three are in one family. A channel of P can be written by
// who knows Q only, so that a tag has the same number in all protocols of a family.
#include <config.h>

#include "sema/check.h"

#include "base/map.h"
#include "base/mem.h"

struct families {
    struct map leader;  // from a protocol to one of the same family; none leads to itself
    struct map numbers; // from a leader to a map from names to numbers + 1
    struct map counts;  // from a leader to how many there are
};

static const struct decl *
leader_of(const struct families *families, const struct decl *protocol)
{
    const struct decl *next = map_get(&families->leader, protocol);

    for (; next != NULL; next = map_get(&families->leader, protocol))
        protocol = next;
    return protocol;
}

static void
join(struct families *families, const struct decl *a, const struct decl *b)
{
    a = leader_of(families, a);
    b = leader_of(families, b);
    if (a != b)
        map_put(&families->leader, b, (void *)(uintptr_t)a);
    if (map_get(&families->numbers, a) == NULL)
        map_put(&families->numbers, a, mem_new(struct map));
}

static void
join_base(struct families *families, const struct decl *protocol, const struct node *base)
{
    if (base->kind == NODE_TYPE_NAME && node_as_type_name(base)->decl != NULL)
        join(families, protocol, node_as_type_name(base)->decl);
}

static void
find_families(struct node *node, void *context)
{
    struct families *const families = context;

    if (node->kind == NODE_PROTOCOL) {
        const struct node_protocol *const protocol = node_as_protocol(node);

        for (size_t i = 0; i < protocol->extends.count; i++)
            join_base(families, define_decl(protocol->name), protocol->extends.at[i]);
    } else if (node->kind == NODE_PROTOCOL_CASE) {
        const struct node_protocol_case *const protocol = node_as_protocol_case(node);

        for (size_t i = 0; i < protocol->extends.count; i++)
            join_base(families, define_decl(protocol->name), protocol->extends.at[i]);
        for (size_t i = 0; i < protocol->tags.count; i++)
            if (protocol->tags.at[i]->kind == NODE_TAG_FROM)
                join_base(families, define_decl(protocol->name),
                          node_as_tag_from(protocol->tags.at[i])->protocol);
    }
    node_children(node, find_families, context);
}

struct families *
families_of(const struct program *program)
{
    struct families *const families = mem_new(struct families);

    find_families(&program->file->base, families);
    return families;
}

int
family_number(struct families *families, const struct decl *protocol, const struct name *tag)
{
    const struct decl *const leader = leader_of(families, protocol);
    struct map *const numbers = map_get(&families->numbers, leader);
    uintptr_t number, count;

    if (numbers == NULL)
        return -1;
    number = (uintptr_t)map_get(numbers, tag);
    if (number == 0) {
        count = (uintptr_t)map_get(&families->counts, leader);
        number = count + 1;
        map_put(&families->counts, leader, (void *)number);
        map_put(numbers, tag, (void *)number);
    }
    return (int)number - 1;
}

// A tag that comes from two protocols must be the same in both.
static bool
same_items(const struct protocol_tag *a, const struct protocol_tag *b)
{
    if (a->items.count != b->items.count)
        return false;
    for (size_t i = 0; i < a->items.count; i++)
        if (!type_same(a->items.at[i], b->items.at[i]))
            return false;
    return true;
}

static void
take_over(struct check *check, struct type *protocol, const struct protocol_tag *tag,
          struct span span)
{
    const struct protocol_tag *const before = type_tag(protocol, tag->name);

    if (before == NULL)
        vec_push(&protocol->tags, *tag);
    else if (!same_items(before, tag))
        diag_also(diag_also(diag_error(check->diagnostics, E_DUPLICATE, span,
                                       "the tag `%s` comes from two protocols with different items",
                                       tag->name->text),
                            before->span, "once from here"),
                  tag->span, "and from here");
}

void
check_extends(struct check *check, struct type *protocol, const struct node *base)
{
    const struct type *const type = check_type(check, (struct node *)(uintptr_t)base);

    if (type_is_error(type))
        return;
    if (type->kind != TYPE_PROTOCOL || !type->is_case) {
        diag_error(check->diagnostics, E_PROTOCOL, base->span,
                   "only a protocol with tags can be extended, not %s", type_text(type));
        return;
    }
    vec_push(&protocol->bases, type);
    for (size_t i = 0; i < type->tags.count; i++)
        take_over(check, protocol, &type->tags.at[i], base->span);
}
