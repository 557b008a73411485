// SPDX-License-Identifier: MIT
// PAR: joins, PARs in PARs, counts that are known at run time only, order of starting.
#include <config.h>

#include "case.h"

static int64_t started, finished;
static bool is_flat; // the branches of the outermost PAR must start in order

// ---- a branch that counts, and runs a PAR of its own `depth` levels deep ------------------------

struct tree_frame {
    struct csp_frame base;
    int64_t depth, number;
    uint32_t width;
    struct csp_par par;
    struct tree_branch *branches; // on the heap: the PROC is recursive
};

struct tree_branch {
    struct csp_proc proc;
    struct tree_frame frame;
};

static struct csp_proc *
tree(struct csp_proc *self)
{
    struct tree_frame *const f = (struct tree_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        CHECK(!is_flat || f->depth > 0 || f->number == started);
        started += !is_flat || f->depth == 0;
        f->branches = csp_par_new(f->width, sizeof *f->branches);
        csp_par_start(&f->par, self, f->width, 0, NULL);
        for (uint32_t i = 0; i < f->width; i++) {
            f->branches[i].frame.depth = f->depth - 1;
            f->branches[i].frame.number = i;
            f->branches[i].frame.width = f->depth > 1 ? f->width : 0;
            csp_frame_init(&f->branches[i].frame.base, NULL, f->base.code);
            csp_start(&f->par, i, &f->branches[i].proc, &f->branches[i].frame.base);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
        csp_par_free(f->branches);
        finished++;
    }
    CSP_RETURN();
leave:
    csp_par_free(f->branches);
    CSP_LEAVE();
}
CODE(tree, {CSP_AT_PAR, 1, 1, NULL, NULL});

// ---- flat PARs of any width, and deep ones ------------------------------------------------------

struct widths_frame {
    struct csp_frame base;
    struct tree_frame tree;
};

static void
tree_begin(struct widths_frame *f, int64_t depth, uint32_t width)
{
    started = finished = 0;
    csp_frame_init(&f->tree.base, &f->base, &tree_code);
    f->tree.depth = depth;
    f->tree.width = width;
    f->tree.number = 0;
    is_flat = depth < 2;
}

static struct csp_proc *
widths(struct csp_proc *self)
{
    struct widths_frame *const f = (struct widths_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        tree_begin(f, 0, 0);
        CSP_CALL(2, &f->tree.base, leave);
        CHECK(started == 1 && finished == 1);

        tree_begin(f, 1, 1);
        CSP_CALL(4, &f->tree.base, leave);
        CHECK(started == 1 && finished == 2);

        tree_begin(f, 1, 100000);
        CSP_CALL(6, &f->tree.base, leave);
        CHECK(started == 100000 && finished == 100001);

        tree_begin(f, 1000, 1);
        CSP_CALL(8, &f->tree.base, leave);
        CHECK(finished == 1001);

        tree_begin(f, 4, 10);
        CSP_CALL(10, &f->tree.base, leave);
        CHECK(finished == 11111);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(widths, {CSP_AT_CALL, 1, 1, "tree", NULL}, {CSP_AT_CALL, 2, 1, "tree", NULL},
     {CSP_AT_CALL, 3, 1, "tree", NULL}, {CSP_AT_CALL, 4, 1, "tree", NULL},
     {CSP_AT_CALL, 5, 1, "tree", NULL});
PROGRAM(widths);

int
main(void)
{
    case_quiet("widths", &widths_program);
    return case_end();
}
