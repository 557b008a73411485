// SPDX-License-Identifier: MIT
// Types as they are written.
#include <config.h>

#include "types/types.h"

#include "base/mem.h"

static const char *
array_text(const struct type *type)
{
    if (type->size == SIZE_OPEN)
        return mem_format("[]%s", type_text(type->element));
    return mem_format("[%lld]%s", (long long)type->size, type_text(type->element));
}

static const char *
shared_text(const struct type *type)
{
    switch (type->shared) {
    case SHARED_BOTH: return "SHARED ";
    case SHARED_READING: return "SHARED? ";
    case SHARED_WRITING: return "SHARED! ";
    default: return "";
    }
}

static const char *
end_text(const struct type *type)
{
    return mem_format("%s%s%s", shared_text(type), type->element->decl->name->text,
                      type->direction == DIRECTION_IN    ? "?"
                      : type->direction == DIRECTION_OUT ? "!"
                                                         : "");
}

static const char *
chan_text(const struct type *type)
{
    const char *const suffix = type->direction == DIRECTION_IN    ? "?"
                               : type->direction == DIRECTION_OUT ? "!"
                                                                  : "";

    return mem_format("%sCHAN %s%s", shared_text(type), type_text(type->element), suffix);
}

// A MOBILE RECORD goes by its name alone.
static const char *
mobile_text(const struct type *type)
{
    const struct type *const of = type->element;

    return mem_format(of->is_mobile ? "%s" : "MOBILE %s", type_text(of));
}

const char *
type_text(const struct type *type)
{
    switch (type->kind) {
    case TYPE_ERROR: return "(unknown)";
    case TYPE_BOOL: return "BOOL";
    case TYPE_BYTE: return "BYTE";
    case TYPE_INT: return "INT";
    case TYPE_INT16: return "INT16";
    case TYPE_INT32: return "INT32";
    case TYPE_INT64: return "INT64";
    case TYPE_REAL32: return "REAL32";
    case TYPE_REAL64: return "REAL64";
    case TYPE_TIMER: return "TIMER";
    case TYPE_BARRIER: return "BARRIER";
    case TYPE_STRING: return "STRING";
    case TYPE_ARRAY: return array_text(type);
    case TYPE_CHAN: return chan_text(type);
    case TYPE_MOBILE: return mobile_text(type);
    case TYPE_END: return end_text(type);
    case TYPE_PORT: return mem_format("PORT %s", type_text(type->element));
    case TYPE_RECORD:
        if (type->is_map)
            return mem_format("MAP [%s]%s", type_text(type_map_key(type)),
                              type_text(type_map_element(type)));
        return type->decl->name->text;
    case TYPE_ROUTINE:
    case TYPE_ENUM:
    case TYPE_BUNDLE:
    case TYPE_PROC:
    case TYPE_NAMED:
    case TYPE_PROTOCOL: return type->decl->name->text;
    case TYPE_COUNTED:
        return mem_format("%s::[]%s", type_text(type->count), type_text(type->element));
    case TYPE_ANY: return "ANY";
    }
    return "?";
}
