#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"forked.csp", 20, 14, "n * factorial (n - 1)"},
    {"forked.csp", 20, 29, "n - 1"},
    {"forked.csp", 13, 18, "factorial"},
    {"forked.csp", 24, 9, "xs[0] + (SIZE xs)"},
    {"forked.csp", 24, 9, "xs[0]"},
    {"forked.csp", 11, 16, "n - 1"},
};

// forked.csp:13: factorial
static int64_t
forked_factorial(int64_t n)
{
    csp_stack_check(&site[2]);
    int64_t r = 0;
    if (n < 2) {
        r = 1;
    } else {
        r = csp_mul_int64(n, forked_factorial(csp_sub_int64(n, 1, &site[1])), &site[0]);
    }
    return r;
}

struct forked_worker_frame {
    struct csp_frame base;
    const int64_t *xs;
    int64_t xs_size;
    struct csp_chan *out;
};

struct forked_worker_branch {
    struct csp_proc process;
    struct forked_worker_frame frame;
};

static csp_step forked_worker_step;

static const struct csp_wait forked_worker_waits[] = {
    {CSP_AT_START, 23, 6, NULL, NULL},
    {CSP_AT_OUTPUT, 24, 3, "out", NULL},
};

static const struct csp_code forked_worker_code = {
    forked_worker_step, "worker", "forked.csp", forked_worker_waits, 2};

// forked.csp:23: worker
static struct csp_proc *
forked_worker_step(struct csp_proc *self)
{
    struct forked_worker_frame *const f = (struct forked_worker_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, f->out, csp_add_int64(f->xs[csp_index(0, f->xs_size, &site[4])], f->xs_size, &site[3]), int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct forked_serve_frame {
    struct csp_frame base;
    int64_t n;
    struct csp_chan *in;
    struct csp_chan *out;
    int64_t x;
    struct forked_serve_frame *serve;
};

struct forked_serve_branch {
    struct csp_proc process;
    struct forked_serve_frame frame;
};

static csp_step forked_serve_step;

static const struct csp_wait forked_serve_waits[] = {
    {CSP_AT_START, 2, 10, NULL, NULL},
    {CSP_AT_EXTENDED, 9, 9, "in", NULL},
    {CSP_AT_OUTPUT, 10, 11, "out", NULL},
    {CSP_AT_YIELD, 11, 9, NULL, NULL},
    {CSP_AT_CALL, 11, 9, "serve", NULL},
};

static const struct csp_code forked_serve_code = {
    forked_serve_step, "serve", "forked.csp", forked_serve_waits, 5};

// forked.csp:2: serve
static struct csp_proc *
forked_serve_step(struct csp_proc *self)
{
    struct forked_serve_frame *const f = (struct forked_serve_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        if (f->n == 0) {
        } else {
            CSP_AWAIT(2, f->in, leave);
            CSP_PEEK(f->in, f->x, int64);
            CSP_OUTPUT(4, f->out, f->x, int64, end_2);
            if (0) {
            end_2:;
                csp_let_go(f->in);
                goto leave;
            }
            csp_let_go(f->in);
            CSP_TURN(6);
            f->serve = csp_frame_new(sizeof *f->serve);
            f->serve->n = csp_sub_int64(f->n, 1, &site[5]);
            f->serve->in = f->in;
            f->serve->out = f->out;
            csp_frame_init(&f->serve->base, &f->base, &forked_serve_code);
            CSP_CALL(8, &f->serve->base, free_8);
            csp_frame_free(f->serve);
            if (0) {
            free_8:
                csp_frame_free(f->serve);
                goto leave;
            }
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct forked_main_branch_1_frame {
    struct csp_frame base;
    int64_t *x;
    struct csp_chan *d;
};

struct forked_main_branch_1_branch {
    struct csp_proc process;
    struct forked_main_branch_1_frame frame;
};

static csp_step forked_main_branch_1_step;

static const struct csp_wait forked_main_branch_1_waits[] = {
    {CSP_AT_START, 38, 11, NULL, NULL},
    {CSP_AT_INPUT, 38, 11, "d", NULL},
};

static const struct csp_code forked_main_branch_1_code = {
    forked_main_branch_1_step, "PAR", "forked.csp", forked_main_branch_1_waits, 2};

// forked.csp:38: main.branch.1
static struct csp_proc *
forked_main_branch_1_step(struct csp_proc *self)
{
    struct forked_main_branch_1_frame *const f = (struct forked_main_branch_1_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        CSP_INPUT(2, f->d, *f->x, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

struct forked_main_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_chan d;
    int64_t xs[3];
    int64_t x;
    union {
        struct {
            int64_t table[3];
        };
        struct {
            struct csp_forking forking;
            struct forked_serve_branch serve;
            struct forked_main_branch_1_branch main_branch_1;
            struct csp_par par;
        };
    };
};

static csp_step forked_main_step;

static void
forked_main_par_1_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct forked_main_frame *const f = (struct forked_main_frame *)frame;

    switch (branch) {
    case 0:
        visit(context, &f->c, 1, CSP_READS | CSP_FOREIGN);
        visit(context, &f->d, 1, CSP_WRITES);
        break;
    case 1:
        visit(context, &f->d, 1, CSP_READS);
        break;
    }
}

static const char *const forked_main_par_1_names[] = {"serve", "branch 1"};
static const uint32_t forked_main_par_1_offsets[] = {offsetof(struct forked_main_frame, serve.process), offsetof(struct forked_main_frame, main_branch_1.process)};
static const struct csp_par_info forked_main_par_1 = {
    .par = offsetof(struct forked_main_frame, par),
    .branches = 2,
    .offsets = forked_main_par_1_offsets,
    .names = forked_main_par_1_names,
    .ends = forked_main_par_1_ends,
};

static const struct csp_wait forked_main_waits[] = {
    {CSP_AT_START, 26, 6, NULL, NULL},
    {CSP_AT_PAR, 36, 9, NULL, &forked_main_par_1},
    {CSP_AT_FORKING, 33, 5, NULL, NULL},
    {CSP_AT_FORKING, 33, 5, NULL, NULL},
};

static const struct csp_code forked_main_code = {
    forked_main_step, "main", "forked.csp", forked_main_waits, 4};

// forked.csp:26: main
static struct csp_proc *
forked_main_step(struct csp_proc *self)
{
    struct forked_main_frame *const f = (struct forked_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_chan_init(&f->d);
        {
            struct csp_worker *const worker = csp_away();
            f->table[0] = forked_factorial(5);
            csp_back(worker);
        }
        f->table[1] = 1;
        f->table[2] = 2;
        memmove(f->xs, f->table, 24);
        csp_forking_start(&f->forking, self);
        {
            struct forked_worker_branch *const forked = csp_fork_new(sizeof *forked + csp_fork_room(24));
            char *room = (char *)(forked + 1);
            forked->frame.xs = csp_fork_copy(&room, f->xs, 24);
            forked->frame.xs_size = 3;
            forked->frame.out = &f->c;
            csp_frame_init(&forked->frame.base, NULL, &forked_worker_code);
            csp_fork(&f->forking, &forked->process, &forked->frame.base);
        }
        csp_par_start(&f->par, self, 2, 0, forked_main_par_1_ends);
        f->serve.frame.n = 1;
        f->serve.frame.in = &f->c;
        f->serve.frame.out = &f->d;
        csp_frame_init(&f->serve.frame.base, NULL, &forked_serve_code);
        csp_start(&f->par, 0, &f->serve.process, &f->serve.frame.base);
        f->main_branch_1.frame.x = &f->x;
        f->main_branch_1.frame.d = &f->d;
        csp_frame_init(&f->main_branch_1.frame.base, NULL, &forked_main_branch_1_code);
        csp_start(&f->par, 1, &f->main_branch_1.process, &f->main_branch_1.frame.base);
        CSP_PAR_WAIT(2, &f->par, end_1);
        if (0) {
        end_1:;
            CSP_JOIN(4, &f->forking, leave);
            goto leave;
        }
        CSP_JOIN(6, &f->forking, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct forked_main_frame *const f = memory;

    (void)environment;
    csp_frame_init(&f->base, NULL, &forked_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct forked_main_frame),
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
