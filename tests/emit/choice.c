#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"choice.csp", 9, 28, "kept[(from + count) \\ 4]"},
    {"choice.csp", 9, 33, "(from + count)"},
    {"choice.csp", 10, 20, "count + 1"},
    {"choice.csp", 14, 19, "kept[from]"},
    {"choice.csp", 15, 28, "(from + 1)"},
    {"choice.csp", 15, 44, "count - 1"},
};

struct choice_main_branch_1_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t i;
};

struct choice_main_branch_1_branch {
    struct csp_proc process;
    struct choice_main_branch_1_frame frame;
};

static csp_step choice_main_branch_1_step;

static const struct csp_wait choice_main_branch_1_waits[] = {
    {CSP_AT_START, 26, 5, NULL, NULL},
    {CSP_AT_OUTPUT, 27, 7, "in", NULL},
};

static const struct csp_code choice_main_branch_1_code = {
    choice_main_branch_1_step, "PAR", "choice.csp", choice_main_branch_1_waits, 2};

// choice.csp:26: main.branch.1
static struct csp_proc *
choice_main_branch_1_step(struct csp_proc *self)
{
    struct choice_main_branch_1_frame *const f = (struct choice_main_branch_1_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 3; f->i++) {
            CSP_OUTPUT(2, f->in, f->i, int64, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct choice_buffer_frame {
    struct csp_frame base;
    struct csp_chan *in;
    struct csp_chan *request;
    struct csp_chan *out;
    struct csp_alt alt;
    struct csp_guard guards[3];
    int64_t kept[4];
    int64_t from;
    int64_t count;
    bool go;
    bool go_2;
};

struct choice_buffer_branch {
    struct csp_proc process;
    struct choice_buffer_frame frame;
};

static csp_step choice_buffer_step;

static const struct csp_wait choice_buffer_waits[] = {
    {CSP_AT_START, 2, 6, NULL, NULL},
    {CSP_AT_ALT, 8, 7, NULL, NULL},
    {CSP_AT_OUTPUT, 14, 13, "out", NULL},
};

static const struct csp_code choice_buffer_code = {
    choice_buffer_step, "buffer", "choice.csp", choice_buffer_waits, 3};

// choice.csp:2: buffer
static struct csp_proc *
choice_buffer_step(struct csp_proc *self)
{
    struct choice_buffer_frame *const f = (struct choice_buffer_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        f->from = 0;
        f->count = 0;
        for (;;) {
            if (csp_alt_is_new(&f->alt)) {
                f->guards[0] = csp_guard_input(f->in, true, 9);
                f->guards[1] = csp_guard_input(f->request, true, 12);
                csp_alt_begin(&f->alt, f->guards, 3);
            }
            csp_guard_allow(&f->guards[0], CSP_GUARD_INPUT, f->count < 4);
            csp_guard_allow(&f->guards[1], CSP_GUARD_INPUT, f->count > 0);
            f->guards[2] = csp_guard_timer(csp_clock() + 100000, true, 16);
            CSP_ALT(2, &f->alt, end_1);
            if (f->alt.chosen == 0) {
                CSP_TAKE(f->in, f->kept[csp_index(csp_add_int64(f->from, f->count, &site[1]) % 4, 4, &site[0])], int64);
                f->count = csp_add_int64(f->count, 1, &site[2]);
            } else if (f->alt.chosen == 1) {
                CSP_TAKE(f->request, f->go_2, boolean);
                CSP_OUTPUT(4, f->out, f->kept[csp_index(f->from, 4, &site[3])], int64, end_1);
                f->from = csp_add_int64(f->from, 1, &site[4]) % 4;
                f->count = csp_sub_int64(f->count, 1, &site[5]);
            }
        }
        if (0) {
        end_1:;
            if (!csp_ended_is(self, f->in)) {
                goto leave;
            }
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct choice_main_branch_2_frame {
    struct csp_frame base;
    struct csp_chan *request;
    struct csp_chan *out;
    int64_t i;
    int64_t x;
};

struct choice_main_branch_2_branch {
    struct csp_proc process;
    struct choice_main_branch_2_frame frame;
};

static csp_step choice_main_branch_2_step;

static const struct csp_wait choice_main_branch_2_waits[] = {
    {CSP_AT_START, 29, 5, NULL, NULL},
    {CSP_AT_OUTPUT, 33, 11, "request", NULL},
    {CSP_AT_INPUT, 34, 11, "out", NULL},
};

static const struct csp_code choice_main_branch_2_code = {
    choice_main_branch_2_step, "PAR", "choice.csp", choice_main_branch_2_waits, 3};

// choice.csp:29: main.branch.2
static struct csp_proc *
choice_main_branch_2_step(struct csp_proc *self)
{
    struct choice_main_branch_2_frame *const f = (struct choice_main_branch_2_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 3; f->i++) {
            CSP_OUTPUT(2, f->request, true, boolean, leave);
            CSP_INPUT(4, f->out, f->x, int64, leave);
        }
        csp_close(f->request, 1, CSP_WRITES);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct choice_main_frame {
    struct csp_frame base;
    struct csp_chan in;
    struct csp_chan out;
    struct csp_chan request;
    struct choice_main_branch_1_branch main_branch_1;
    struct choice_buffer_branch buffer;
    struct choice_main_branch_2_branch main_branch_2;
    struct csp_par par;
};

static csp_step choice_main_step;

static void
choice_main_par_1_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct choice_main_frame *const f = (struct choice_main_frame *)frame;

    switch (branch) {
    case 0:
        visit(context, &f->in, 1, CSP_WRITES);
        break;
    case 1:
        visit(context, &f->in, 1, CSP_READS);
        visit(context, &f->request, 1, CSP_READS);
        visit(context, &f->out, 1, CSP_WRITES);
        break;
    case 2:
        visit(context, &f->request, 1, CSP_WRITES);
        visit(context, &f->out, 1, CSP_READS);
        break;
    }
}

static const char *const choice_main_par_1_names[] = {"branch 1", "buffer", "branch 2"};
static const uint32_t choice_main_par_1_offsets[] = {offsetof(struct choice_main_frame, main_branch_1.process), offsetof(struct choice_main_frame, buffer.process), offsetof(struct choice_main_frame, main_branch_2.process)};
static const struct csp_par_info choice_main_par_1 = {
    .par = offsetof(struct choice_main_frame, par),
    .branches = 3,
    .offsets = choice_main_par_1_offsets,
    .names = choice_main_par_1_names,
    .ends = choice_main_par_1_ends,
};

static const struct csp_wait choice_main_waits[] = {
    {CSP_AT_START, 22, 6, NULL, NULL},
    {CSP_AT_PAR, 25, 3, NULL, &choice_main_par_1},
};

static const struct csp_code choice_main_code = {
    choice_main_step, "main", "choice.csp", choice_main_waits, 2};

// choice.csp:22: main
static struct csp_proc *
choice_main_step(struct csp_proc *self)
{
    struct choice_main_frame *const f = (struct choice_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->in);
        csp_chan_init(&f->out);
        csp_chan_init(&f->request);
        csp_par_start(&f->par, self, 3, 0, choice_main_par_1_ends);
        f->main_branch_1.frame.in = &f->in;
        csp_frame_init(&f->main_branch_1.frame.base, NULL, &choice_main_branch_1_code);
        csp_start(&f->par, 0, &f->main_branch_1.process, &f->main_branch_1.frame.base);
        f->buffer.frame.in = &f->in;
        f->buffer.frame.request = &f->request;
        f->buffer.frame.out = &f->out;
        csp_frame_init(&f->buffer.frame.base, NULL, &choice_buffer_code);
        csp_start(&f->par, 1, &f->buffer.process, &f->buffer.frame.base);
        f->main_branch_2.frame.request = &f->request;
        f->main_branch_2.frame.out = &f->out;
        csp_frame_init(&f->main_branch_2.frame.base, NULL, &choice_main_branch_2_code);
        csp_start(&f->par, 2, &f->main_branch_2.process, &f->main_branch_2.frame.base);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct choice_main_frame *const f = memory;

    (void)environment;
    csp_frame_init(&f->base, NULL, &choice_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct choice_main_frame),
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
