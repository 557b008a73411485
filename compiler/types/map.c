// SPDX-License-Identifier: MIT
// MAP types. A MAP is a record of its keys, in the order in which they came, of the values for them, and
// of an index that says where a key is (runtime/map.c). So it is moved, cloned and freed as records are.
#include <config.h>

#include "types/types.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"

// Maps with keys of one type.
struct made {
    struct made *next;
    struct type *type;
};

static struct map made_from; // type of the keys -> struct made list

static void
add_array(struct type *map, const char *name, const struct type *element)
{
    const struct field field = {.name = name_of(name),
                                .type = type_mobile(type_array(element, SIZE_OPEN))};

    vec_push(&map->fields, field);
}

static struct type *
new_map(const struct type *key, const struct type *element)
{
    struct decl *const decl = mem_new(struct decl);
    struct type *const map = type_declared(TYPE_RECORD, decl);

    decl->kind = DECL_TYPE;
    decl->name = name_of("MAP");
    map->is_map = map->is_mobile = true;
    add_array(map, "keys", key);
    add_array(map, "values", element);
    add_array(map, "index", type_of_kind(TYPE_INT64));
    return map;
}

const struct type *
type_map(const struct type *key, const struct type *element)
{
    struct made *const first = map_get(&made_from, key);
    struct made *made;

    if (type_is_error(key) || type_is_error(element))
        return type_of_kind(TYPE_ERROR);
    for (made = first; made != NULL; made = made->next)
        if (type_map_element(made->type) == element)
            return type_mobile(made->type);
    made = mem_new(struct made);
    made->type = new_map(key, element);
    made->next = first;
    map_put(&made_from, key, made);
    return type_mobile(made->type);
}

bool
type_is_map(const struct type *type)
{
    return type_base(type_contents(type))->is_map;
}

const struct type *
type_map_key(const struct type *map)
{
    return type_base(type_contents(map))->fields.at[MAP_KEYS].type->element->element;
}

const struct type *
type_map_element(const struct type *map)
{
    return type_base(type_contents(map))->fields.at[MAP_VALUES].type->element->element;
}
