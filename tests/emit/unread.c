#include <cspc/rt.h>

struct POINT {
    int64_t x;
    int64_t y;
};

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"unread.csp", 23, 5, "array[used.as.subscript]"},
    {"unread.csp", 24, 5, "used.by.itself[used.by.itself[0]]"},
    {"unread.csp", 31, 17, "result + xs[i]"},
    {"unread.csp", 33, 17, "result + i"},
    {"unread.csp", 36, 19, "result - 1"},
    {"unread.csp", 45, 14, "BYTE r"},
};

static const int64_t csp__data_1[] = {1, 2};

// unread.csp:6: write
static void
unread_write(int64_t *restrict result)
{
    int64_t same = 0;
    int64_t array[10];
    int64_t table[4];
    struct POINT point = {0};
    struct POINT points[3];
    int64_t used_as_subscript = 0;
    int64_t used_by_itself[3];
    int64_t scalar = 1;
    (void)scalar;
    (void)same;
    (void)array;
    (void)table;
    (void)point;
    (void)points;
    for (int64_t i = 0; i < 10; i++) {
        array[i] = i;
    }
    table[2] = 5;
    point.x = 1;
    points[2].y = 2;
    used_as_subscript = 1;
    array[csp_index(used_as_subscript, 10, &site[0])] = 3;
    used_by_itself[csp_index(used_by_itself[0], 3, &site[1])] = 4;
    *result = 0;
}

// unread.csp:27: sum
static void
unread_sum(const int64_t *restrict xs, int64_t xs_size, int64_t *restrict result)
{
    *result = 0;
    for (int64_t i = 0; i < xs_size; i++) {
        *result = csp_add_int64(*result, xs[i], &site[2]);
    }
    for (int64_t i_2 = 10; i_2 > 0; i_2 -= 2) {
        *result = csp_add_int64(*result, i_2, &site[3]);
    }
    if ((*result) > 10) {
        *result = csp_sub_int64(*result, 1, &site[4]);
    }
}

struct unread_main_frame {
    struct csp_frame base;
    struct csp_chan *screen;
    int64_t r;
};

static csp_step unread_main_step;

static const struct csp_wait unread_main_waits[] = {
    {CSP_AT_START, 40, 6, NULL, NULL},
    {CSP_AT_OUTPUT, 45, 5, "screen", NULL},
};

static const struct csp_code unread_main_code = {
    unread_main_step, "main", "unread.csp", unread_main_waits, 2};

// unread.csp:40: main
static struct csp_proc *
unread_main_step(struct csp_proc *self)
{
    struct unread_main_frame *const f = (struct unread_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        unread_write(&f->r);
        {
            struct csp_worker *const worker = csp_away();
            unread_sum(csp__data_1, 2, &f->r);
            csp_back(worker);
        }
        CSP_OUTPUT(2, f->screen, csp_to_byte(f->r, &site[5]), byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct unread_main_frame *const f = memory;

    f->screen = environment->screen;
    csp_frame_init(&f->base, NULL, &unread_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct unread_main_frame),
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
