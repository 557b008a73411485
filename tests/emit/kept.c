#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"kept.csp", 22, 7, "c[i]"},
    {"kept.csp", 6, 9, "ALT"},
};

struct kept_main_branch_1_branch_2_frame {
    struct csp_frame base;
    int64_t i;
    struct csp_chan *c;
};

struct kept_main_branch_1_branch_2_branch {
    struct csp_proc process;
    struct kept_main_branch_1_branch_2_frame frame;
};

static csp_step kept_main_branch_1_branch_2_step;

static const struct csp_wait kept_main_branch_1_branch_2_waits[] = {
    {CSP_AT_START, 22, 7, NULL, NULL},
    {CSP_AT_OUTPUT, 22, 7, "c", NULL},
};

static const struct csp_code kept_main_branch_1_branch_2_code = {
    kept_main_branch_1_branch_2_step, "PAR", "kept.csp", kept_main_branch_1_branch_2_waits, 2};

// kept.csp:22: main.branch.1.branch.2
static struct csp_proc *
kept_main_branch_1_branch_2_step(struct csp_proc *self)
{
    struct kept_main_branch_1_branch_2_frame *const f = (struct kept_main_branch_1_branch_2_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, &f->c[csp_index(f->i, 2, &site[0])], f->i, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct kept_main_branch_1_frame {
    struct csp_frame base;
    struct csp_chan *c;
    struct kept_main_branch_1_branch_2_branch main_branch_1_branch_2[2];
    struct csp_par par;
};

struct kept_main_branch_1_branch {
    struct csp_proc process;
    struct kept_main_branch_1_frame frame;
};

static csp_step kept_main_branch_1_step;

static void
kept_main_branch_1_par_1_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct kept_main_branch_1_frame *const f = (struct kept_main_branch_1_frame *)frame;

    const int64_t i = 0 + (int64_t)branch;
    if ((uint64_t)i < (uint64_t)2)
        visit(context, &f->c[i], 1, CSP_WRITES | CSP_FOREIGN);
}

static const char *const kept_main_branch_1_par_1_names[] = {"branch 2"};
static const struct csp_par_info kept_main_branch_1_par_1 = {
    .par = offsetof(struct kept_main_branch_1_frame, par),
    .array = offsetof(struct kept_main_branch_1_frame, main_branch_1_branch_2),
    .stride = sizeof(struct kept_main_branch_1_branch_2_branch),
    .on_heap = false,
    .names = kept_main_branch_1_par_1_names,
    .ends = kept_main_branch_1_par_1_ends,
};

static const struct csp_wait kept_main_branch_1_waits[] = {
    {CSP_AT_START, 21, 5, NULL, NULL},
    {CSP_AT_PAR, 21, 5, NULL, &kept_main_branch_1_par_1},
};

static const struct csp_code kept_main_branch_1_code = {
    kept_main_branch_1_step, "PAR", "kept.csp", kept_main_branch_1_waits, 2};

// kept.csp:21: main.branch.1
static struct csp_proc *
kept_main_branch_1_step(struct csp_proc *self)
{
    struct kept_main_branch_1_frame *const f = (struct kept_main_branch_1_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, 2, 0, NULL);
        for (uint32_t k = 0; k < 2; k++) {
            const int64_t i = (int64_t)k;
            f->main_branch_1_branch_2[k].frame.i = i;
            f->main_branch_1_branch_2[k].frame.c = f->c;
            csp_frame_init(&f->main_branch_1_branch_2[k].frame.base, NULL, &kept_main_branch_1_branch_2_code);
            csp_start(&f->par, k, &f->main_branch_1_branch_2[k].process, &f->main_branch_1_branch_2[k].frame.base);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct kept_merge_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t in_size;
    struct csp_chan *pause;
    struct csp_chan *out;
    struct csp_alt alt;
    struct csp_guard *guards;
    bool goes;
    int64_t count;
    bool b;
    int64_t i_2;
    int64_t x;
};

struct kept_merge_branch {
    struct csp_proc process;
    struct kept_merge_frame frame;
};

static csp_step kept_merge_step;

static const struct csp_wait kept_merge_waits[] = {
    {CSP_AT_START, 3, 6, NULL, NULL},
    {CSP_AT_ALT, 6, 9, NULL, NULL},
    {CSP_AT_OUTPUT, 13, 11, "out", NULL},
};

static const struct csp_code kept_merge_code = {
    kept_merge_step, "merge", "kept.csp", kept_merge_waits, 3};

// kept.csp:3: merge
static struct csp_proc *
kept_merge_step(struct csp_proc *self)
{
    struct kept_merge_frame *const f = (struct kept_merge_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, true);
        f->goes = true;
        for (;;) {
            f->count = 1 + f->in_size;
            if (csp_alt_is_new(&f->alt)) {
                f->guards = csp_guards_new((uint32_t)csp_count(f->count, &site[1]));
                f->guards[0] = csp_guard_input(f->pause, true, 8);
                for (int64_t i = 0; i < f->in_size; i++) {
                    f->guards[1 + i] = csp_guard_input(&f->in[i], true, 12);
                }
                csp_alt_begin(&f->alt, f->guards, (uint32_t)f->count);
            }
            for (int64_t i = 0; i < f->in_size; i++) {
                csp_guard_allow(&f->guards[1 + i], CSP_GUARD_INPUT, f->goes);
            }
            CSP_ALT(2, &f->alt, leave);
            if (f->alt.chosen == 0) {
                bool b_2 = 0;
                (void)b_2;
                CSP_TAKE(f->pause, b_2, boolean);
                f->goes = !f->goes;
            } else if (((int64_t)f->alt.chosen) < (1 + f->in_size)) {
                f->i_2 = csp_minus_int64((int64_t)f->alt.chosen, 1);
                CSP_TAKE(&f->in[f->i_2], f->x, int64);
                CSP_OUTPUT(4, f->out, f->x, int64, leave);
            }
        }
    }
    csp_guards_free(f->alt.guards);
    CSP_RETURN();
leave:
    csp_guards_free(f->alt.guards);
    CSP_LEAVE();
}

struct kept_main_branch_3_frame {
    struct csp_frame base;
    struct csp_chan *out;
    int64_t k_;
    int64_t x;
};

struct kept_main_branch_3_branch {
    struct csp_proc process;
    struct kept_main_branch_3_frame frame;
};

static csp_step kept_main_branch_3_step;

static const struct csp_wait kept_main_branch_3_waits[] = {
    {CSP_AT_START, 24, 5, NULL, NULL},
    {CSP_AT_INPUT, 26, 7, "out", NULL},
};

static const struct csp_code kept_main_branch_3_code = {
    kept_main_branch_3_step, "PAR", "kept.csp", kept_main_branch_3_waits, 2};

// kept.csp:24: main.branch.3
static struct csp_proc *
kept_main_branch_3_step(struct csp_proc *self)
{
    struct kept_main_branch_3_frame *const f = (struct kept_main_branch_3_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        for (f->k_ = 0; f->k_ < 2; f->k_++) {
            CSP_INPUT(2, f->out, f->x, int64, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct kept_main_branch_4_frame {
    struct csp_frame base;
    struct csp_chan *pause;
};

struct kept_main_branch_4_branch {
    struct csp_proc process;
    struct kept_main_branch_4_frame frame;
};

static csp_step kept_main_branch_4_step;

static const struct csp_wait kept_main_branch_4_waits[] = {
    {CSP_AT_START, 27, 5, NULL, NULL},
    {CSP_AT_OUTPUT, 27, 5, "pause", NULL},
};

static const struct csp_code kept_main_branch_4_code = {
    kept_main_branch_4_step, "PAR", "kept.csp", kept_main_branch_4_waits, 2};

// kept.csp:27: main.branch.4
static struct csp_proc *
kept_main_branch_4_step(struct csp_proc *self)
{
    struct kept_main_branch_4_frame *const f = (struct kept_main_branch_4_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, f->pause, true, boolean, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct kept_main_frame {
    struct csp_frame base;
    struct csp_chan c[2];
    struct csp_chan pause;
    struct csp_chan out;
    struct kept_main_branch_1_branch main_branch_1;
    struct kept_merge_branch merge;
    struct kept_main_branch_3_branch main_branch_3;
    struct kept_main_branch_4_branch main_branch_4;
    struct csp_par par;
};

static csp_step kept_main_step;

static void
kept_main_par_1_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct kept_main_frame *const f = (struct kept_main_frame *)frame;

    switch (branch) {
    case 0:
        visit(context, f->c, (size_t)2, CSP_WRITES);
        break;
    case 1:
        visit(context, &f->pause, 1, CSP_READS);
        visit(context, f->c, (size_t)2, CSP_READS);
        visit(context, &f->out, 1, CSP_WRITES);
        break;
    case 2:
        visit(context, &f->out, 1, CSP_READS);
        break;
    case 3:
        visit(context, &f->pause, 1, CSP_WRITES);
        break;
    }
}

static const char *const kept_main_par_1_names[] = {"branch 1", "merge", "branch 3", "branch 4"};
static const uint32_t kept_main_par_1_offsets[] = {offsetof(struct kept_main_frame, main_branch_1.process), offsetof(struct kept_main_frame, merge.process), offsetof(struct kept_main_frame, main_branch_3.process), offsetof(struct kept_main_frame, main_branch_4.process)};
static const struct csp_par_info kept_main_par_1 = {
    .par = offsetof(struct kept_main_frame, par),
    .branches = 4,
    .offsets = kept_main_par_1_offsets,
    .names = kept_main_par_1_names,
    .ends = kept_main_par_1_ends,
};

static const struct csp_wait kept_main_waits[] = {
    {CSP_AT_START, 16, 6, NULL, NULL},
    {CSP_AT_PAR, 20, 3, NULL, &kept_main_par_1},
};

static const struct csp_code kept_main_code = {
    kept_main_step, "main", "kept.csp", kept_main_waits, 2};

// kept.csp:16: main
static struct csp_proc *
kept_main_step(struct csp_proc *self)
{
    struct kept_main_frame *const f = (struct kept_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_chan_init_all(f->c, 2);
        csp_chan_init(&f->pause);
        csp_chan_init(&f->out);
        csp_par_start(&f->par, self, 4, 0, kept_main_par_1_ends);
        f->main_branch_1.frame.c = f->c;
        csp_frame_init(&f->main_branch_1.frame.base, NULL, &kept_main_branch_1_code);
        csp_start(&f->par, 0, &f->main_branch_1.process, &f->main_branch_1.frame.base);
        f->merge.frame.in = f->c;
        f->merge.frame.in_size = 2;
        f->merge.frame.pause = &f->pause;
        f->merge.frame.out = &f->out;
        csp_frame_init(&f->merge.frame.base, NULL, &kept_merge_code);
        csp_start(&f->par, 1, &f->merge.process, &f->merge.frame.base);
        f->main_branch_3.frame.out = &f->out;
        csp_frame_init(&f->main_branch_3.frame.base, NULL, &kept_main_branch_3_code);
        csp_start(&f->par, 2, &f->main_branch_3.process, &f->main_branch_3.frame.base);
        f->main_branch_4.frame.pause = &f->pause;
        csp_frame_init(&f->main_branch_4.frame.base, NULL, &kept_main_branch_4_code);
        csp_start(&f->par, 3, &f->main_branch_4.process, &f->main_branch_4.frame.base);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct kept_main_frame *const f = memory;

    (void)environment;
    csp_frame_init(&f->base, NULL, &kept_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct kept_main_frame),
    .start = program_start,
    .occam_terminal = false,
    .uses_keyboard = false,
    .uses_screen = false,
    .uses_error = false,
};

int
main(int argc, char **argv)
{
    return csp_main(argc, argv, &program);
}
