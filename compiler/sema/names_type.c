// SPDX-License-Identifier: MIT
// Names of types and protocols, and of what they declare beside themselves.
#include <config.h>

#include "sema/names.h"

#include "base/mem.h"

#include <string.h>

void
names_declare_parameters(struct names *names, const struct nodes *generics, struct node *node)
{
    static const enum decl_kind kinds[] = {
        [ROLE_TYPE] = DECL_TYPE, [ROLE_FUNCTION] = DECL_FUNCTION, [ROLE_PROC] = DECL_PROC};

    names_declare_all(names, DECL_TYPE, generics, node);
    for (size_t i = 0; i < generics->count; i++) {
        struct decl *const decl = node_as_define(generics->at[i])->decl;

        decl->used = true;
        decl->kind = kinds[node_as_define(generics->at[i])->role];
        if (decl->kind != DECL_TYPE)
            decl->node = NULL;
    }
}

static void
resolve_fields(struct names *names, const struct nodes *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct node_declare *const declare = node_as_declare(fields->at[i]);

        names_resolve(names, declare->type_of);
        for (size_t k = 0; k < declare->names.count; k++)
            map_put(&names->parts, node_as_define(declare->names.at[k])->name, names);
    }
}

static void
resolve_tags(struct names *names, const struct nodes *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        if (tags->at[i]->kind == NODE_TAG_FROM) {
            names_resolve(names, node_as_tag_from(tags->at[i])->protocol);
            continue;
        }
        map_put(&names->parts, node_as_define(node_as_tag(tags->at[i])->name)->name, names);
        if (!names->program->is_csp(names->program, tags->at[i]->span))
            map_put(&names->tags, node_as_define(node_as_tag(tags->at[i])->name)->name, names);
        names_resolve_list(names, &node_as_tag(tags->at[i])->items);
        names_resolve_if(names, node_as_tag(tags->at[i])->number);
    }
}

// Libraries are found as source, so that a file with types may be included more than once, by a program
// and by a library that it uses: what stands at the same place of the same file is the same type.
static bool
is_same_place(const struct names *names, struct span a, struct span b)
{
    const struct place here = source_place(names->program->sources, a.from);
    const struct place there = source_place(names->program->sources, b.from);

    return a.from != b.from && here.file != NULL && there.file != NULL && here.line == there.line &&
           here.column == there.column && strcmp(here.file->path, there.file->path) == 0;
}

static void
declare_type(struct names *names, enum decl_kind kind, struct node *name, struct node *node)
{
    struct decl *const before = scope_find(&names->scope, node_as_define(name)->name);

    if (before != NULL && before->kind == kind && is_same_place(names, name->span, before->span))
        node_as_define(name)->decl = before;
    else
        names_declare(names, kind, name, node);
}

// CHAN TYPE T: declares it in advance, so that others can mention it.
static void
declare_chan_type(struct names *names, struct node_chan_type *node)
{
    struct decl *const before = scope_find(&names->scope, node_as_define(node->name)->name);

    if (before != NULL && before->kind == DECL_CHAN_TYPE &&
        (is_same_place(names, node->name->span, before->span) ||
         is_same_place(names, node->name->span, node_as_chan_type(before->node)->name->span))) {
        node_as_define(node->name)->decl = before;
        return;
    }
    if (before == NULL || before->kind != DECL_CHAN_TYPE || before->owner != names->owner ||
        node_as_chan_type(before->node)->fields.count != 0) {
        names_declare(names, DECL_CHAN_TYPE, node->name, &node->base);
        return;
    }
    node_as_define(node->name)->decl = before;
    before->node = &node->base;
}

// The values are names beside that of the type, and hold as long. That one is not used says nothing.
static void
declare_enum(struct names *names, struct node_enum_type *node)
{
    declare_type(names, DECL_TYPE, node->name, &node->base);
    if (node_as_define(node->name)->decl->node != &node->base)
        return;
    names_declare_all(names, DECL_VAL, &node->names, &node->base);
    for (size_t i = 0; i < node->names.count; i++)
        node_as_define(node->names.at[i])->decl->used = true;
}

// The parts of a type or protocol, in which its type parameters are known.
static void
resolve_type_parts(struct names *names, struct node *node, const struct nodes *generics)
{
    const size_t mark = scope_enter(&names->scope);

    names_declare_parameters(names, generics, node);
    switch (node->kind) {
    case NODE_DATA_TYPE: names_resolve(names, node_as_data_type(node)->is); break;
    case NODE_RECORD: resolve_fields(names, &node_as_record(node)->fields); break;
    case NODE_SUM_TYPE: resolve_tags(names, &node_as_sum_type(node)->tags); break;
    case NODE_PROTOCOL:
        names_resolve_list(names, &node_as_protocol(node)->items);
        names_resolve_list(names, &node_as_protocol(node)->extends);
        break;
    default:
        resolve_tags(names, &node_as_protocol_case(node)->tags);
        names_resolve_list(names, &node_as_protocol_case(node)->extends);
        break;
    }
    names_leave_scope(names, mark);
}

// The variants of a sum type are names beside that of the type, as the values of an enumeration are.
static void
declare_variants(struct names *names, struct node_sum_type *node)
{
    struct nodes variants = {0};

    if (node_as_define(node->name)->decl->node != &node->base)
        return;
    for (size_t i = 0; i < node->tags.count; i++)
        if (node->tags.at[i]->kind == NODE_TAG)
            nodes_push(&variants, node_as_tag(node->tags.at[i])->name);
    names_declare_all(names, DECL_TAG, &variants, &node->base);
    for (size_t i = 0; i < variants.count; i++)
        node_as_define(variants.at[i])->decl->used = true;
}

// circle; r: a name for each part of the value. That one is not used says nothing.
void
names_resolve_variant_option(struct names *names, struct node_variant_option *node)
{
    const size_t mark = scope_enter(&names->scope);

    names_declare_all(names, DECL_VAL, &node->names, &node->base);
    for (size_t i = 0; i < node->names.count; i++)
        node_as_define(node->names.at[i])->decl->used = true;
    names_resolve(names, node->body);
    names_leave_scope(names, mark);
}

// A type that is REC is known in its own parts.
static void
resolve_type(struct names *names, enum decl_kind kind, struct node *name, struct node *node,
             bool recursive)
{
    if (recursive)
        declare_type(names, kind, name, node);
    resolve_type_parts(names, node, spec_generics(node));
    if (!recursive)
        declare_type(names, kind, name, node);
}

void
names_resolve_type(struct names *names, struct node *node)
{
    switch (node->kind) {
    case NODE_DATA_TYPE:
        resolve_type(names, DECL_TYPE, node_as_data_type(node)->name, node, false);
        break;
    case NODE_RECORD:
        resolve_type(names, DECL_TYPE, node_as_record(node)->name, node,
                     node_as_record(node)->recursive != 0);
        break;
    case NODE_SUM_TYPE:
        resolve_type(names, DECL_TYPE, node_as_sum_type(node)->name, node,
                     node_as_sum_type(node)->recursive != 0);
        declare_variants(names, node_as_sum_type(node));
        break;
    case NODE_ENUM_TYPE: declare_enum(names, node_as_enum_type(node)); break;
    case NODE_CHAN_TYPE:
        declare_chan_type(names, node_as_chan_type(node));
        resolve_fields(names, &node_as_chan_type(node)->fields);
        break;
    case NODE_PROC_TYPE:
        names_resolve_proc(names, node_as_proc(node_as_proc_type(node)->heading));
        declare_type(names, DECL_TYPE, node_as_proc_type(node)->name, node);
        break;
    case NODE_PROTOCOL:
        resolve_type(names, DECL_PROTOCOL, node_as_protocol(node)->name, node, false);
        break;
    default:
        resolve_type(names, DECL_PROTOCOL, node_as_protocol_case(node)->name, node, false);
        break;
    }
}
