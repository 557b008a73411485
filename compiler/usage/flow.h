// SPDX-License-Identifier: MIT
// What is known of variables along the ways through a routine; shared by defined.c and ways.c.
#ifndef USAGE_FLOW_H
#define USAGE_FLOW_H

#include "usage/internal.h"

enum level { NOT_SET, MAYBE_SET, SET };

struct change {
    const struct decl *decl;
    enum level before;
};

// A name that a routine reads without having set it: a parameter, or one from outside.
struct exposure {
    const struct decl *decl;
    struct span span;
};

struct flow_summary {
    VEC(struct exposure) exposures;
};

struct flow {
    struct usage *usage;
    const struct decl *routine;
    struct flow_summary *summary;
    struct map levels;
    struct map moved; // from decl to the struct span of the last place that moved it away
    VEC(struct change) log;
    bool dead; // nothing gets here
};

// ---- defined.c ----

// The variable that an expression is a part of, by its first name; NULL where it is of none.
const struct decl *flow_root(struct usage *usage, const struct node *node);
bool flow_follows(const struct decl *decl);
// A variable is read at `span`, by something at `origin`; it is set. NULL for none.
void flow_read(struct flow *flow, const struct decl *decl, struct span span, struct span origin);
void flow_set(struct flow *flow, const struct decl *decl);
void flow_expr(struct flow *flow, struct node *node);
void flow_list(struct flow *flow, const struct nodes *expressions);
// The subscripts on the way to a part.
void flow_subscripts(struct flow *flow, struct node *node);
// What `name` stands for: a value is read now, unless it is looked at where it stands.
void flow_value(struct flow *flow, struct node *of, bool is_val, const struct decl *name);
void flow_call(struct flow *flow, struct span span, struct decl *callee,
               const struct nodes *arguments);
struct flow_summary *flow_routine(struct usage *usage, struct decl *routine);

// ---- follow.c ----
void flow_process(struct flow *flow, struct node *node);

// ---- ways.c ----
enum level level_get(const struct flow *flow, const struct decl *decl);
void level_set(struct flow *flow, const struct decl *decl, enum level level);

// The ways through a choice: what each sets, and how many come to its end.
struct ways {
    size_t mark;
    bool dead;
    size_t count, live;
    struct map sets;  // from decl to how many live ways set it for certain
    struct map maybe; // what some way may set
    struct map gone;  // from decl to how many live ways move it away
    VEC(const struct decl *) touched;
};

// Before a choice; at the end of each way through it; after the choice.
struct ways ways_part(const struct flow *flow);
void way_ends(struct flow *flow, struct ways *ways);
void ways_meet(struct flow *flow, struct ways *ways);

#endif
