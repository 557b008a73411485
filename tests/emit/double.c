#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"double.csp", 2, 35, "x * 2"},
    {"double.csp", 20, 16, "BYTE y"},
};

// double.csp:2: twice
static int64_t
double_twice(int64_t x)
{
    return csp_mul_int64(x, 2, &site[0]);
}

struct double_double_frame {
    struct csp_frame base;
    struct csp_chan *in;
    struct csp_chan *out;
    int64_t x;
};

struct double_double_branch {
    struct csp_proc process;
    struct double_double_frame frame;
};

static csp_step double_double_step;

static const struct csp_wait double_double_waits[] = {
    {CSP_AT_START, 4, 6, NULL, NULL},
    {CSP_AT_INPUT, 8, 7, "in", NULL},
    {CSP_AT_OUTPUT, 9, 7, "out", NULL},
};

static const struct csp_code double_double_code = {
    double_double_step, "double", "double.csp", double_double_waits, 3};

// double.csp:4: double
static struct csp_proc *
double_double_step(struct csp_proc *self)
{
    struct double_double_frame *const f = (struct double_double_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        for (;;) {
            CSP_INPUT(2, f->in, f->x, int64, leave);
            CSP_OUTPUT(4, f->out, double_twice(f->x), int64, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct double_main_branch_1_frame {
    struct csp_frame base;
    struct csp_chan *a;
    struct csp_chan *b;
    struct csp_chan *screen;
    int64_t y;
};

struct double_main_branch_1_branch {
    struct csp_proc process;
    struct double_main_branch_1_frame frame;
};

static csp_step double_main_branch_1_step;

static const struct csp_wait double_main_branch_1_waits[] = {
    {CSP_AT_START, 16, 5, NULL, NULL},
    {CSP_AT_OUTPUT, 18, 7, "a", NULL},
    {CSP_AT_INPUT, 19, 7, "b", NULL},
    {CSP_AT_OUTPUT, 20, 7, "screen", NULL},
};

static const struct csp_code double_main_branch_1_code = {
    double_main_branch_1_step, "PAR", "double.csp", double_main_branch_1_waits, 4};

// double.csp:16: main.branch.1
static struct csp_proc *
double_main_branch_1_step(struct csp_proc *self)
{
    struct double_main_branch_1_frame *const f = (struct double_main_branch_1_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, f->a, 21, int64, leave);
        CSP_INPUT(4, f->b, f->y, int64, leave);
        CSP_OUTPUT(6, f->screen, csp_to_byte(f->y, &site[1]), byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct double_main_frame {
    struct csp_frame base;
    struct csp_chan *screen;
    struct csp_chan a;
    struct csp_chan b;
    struct double_double_branch double_;
    struct double_main_branch_1_branch main_branch_1;
    struct csp_par par;
};

static csp_step double_main_step;

static void
double_main_par_1_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct double_main_frame *const f = (struct double_main_frame *)frame;

    switch (branch) {
    case 0:
        visit(context, &f->a, 1, CSP_READS);
        visit(context, &f->b, 1, CSP_WRITES);
        break;
    case 1:
        visit(context, &f->a, 1, CSP_WRITES);
        visit(context, &f->b, 1, CSP_READS);
        visit(context, f->screen, 1, CSP_WRITES | CSP_FOREIGN);
        break;
    }
}

static const char *const double_main_par_1_names[] = {"double", "branch 1"};
static const uint32_t double_main_par_1_offsets[] = {offsetof(struct double_main_frame, double_.process), offsetof(struct double_main_frame, main_branch_1.process)};
static const struct csp_par_info double_main_par_1 = {
    .par = offsetof(struct double_main_frame, par),
    .branches = 2,
    .offsets = double_main_par_1_offsets,
    .names = double_main_par_1_names,
    .ends = double_main_par_1_ends,
};

static const struct csp_wait double_main_waits[] = {
    {CSP_AT_START, 12, 6, NULL, NULL},
    {CSP_AT_PAR, 14, 3, NULL, &double_main_par_1},
};

static const struct csp_code double_main_code = {
    double_main_step, "main", "double.csp", double_main_waits, 2};

// double.csp:12: main
static struct csp_proc *
double_main_step(struct csp_proc *self)
{
    struct double_main_frame *const f = (struct double_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        csp_par_start(&f->par, self, 2, 0, double_main_par_1_ends);
        f->double_.frame.in = &f->a;
        f->double_.frame.out = &f->b;
        csp_frame_init(&f->double_.frame.base, NULL, &double_double_code);
        csp_start(&f->par, 0, &f->double_.process, &f->double_.frame.base);
        f->main_branch_1.frame.a = &f->a;
        f->main_branch_1.frame.b = &f->b;
        f->main_branch_1.frame.screen = f->screen;
        csp_frame_init(&f->main_branch_1.frame.base, NULL, &double_main_branch_1_code);
        csp_start(&f->par, 1, &f->main_branch_1.process, &f->main_branch_1.frame.base);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct double_main_frame *const f = memory;

    f->screen = environment->screen;
    csp_frame_init(&f->base, NULL, &double_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct double_main_frame),
    .start = program_start,
    .occam_terminal = false,
    .uses_keyboard = false,
    .uses_screen = true,
    .uses_error = false,
};

int
main(int argc, char **argv)
{
    return csp_main(argc, argv, &program);
}
