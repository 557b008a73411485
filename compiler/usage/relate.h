// SPDX-License-Identifier: MIT
// Two accesses that are compared; shared by relate.c and meet.c.
#ifndef USAGE_RELATE_H
#define USAGE_RELATE_H

#include "usage/internal.h"

enum { MOST_DIMENSIONS = 8 };

// What two accesses have in common to be compared in: parts of one array.
struct dimension {
    const struct form *difference; // from of a - from of b
    const struct form *a, *b;      // how many elements each has
    const struct form *from_a, *from_b;
    const struct selector *in_a, *in_b;
};

struct question {
    const struct region *region;
    const struct access *a, *b;
    const struct symbol *index; // of the first instance, and its double
    const struct symbol *other;
    struct map doubles;
    struct dimension dimensions[MOST_DIMENSIONS];
    size_t count;
    VEC(struct fact) facts; // of both, fit to be used
};

// Decide by trying values.
enum relation question_decide(const struct question *question);

#endif
