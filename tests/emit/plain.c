#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"plain.csp", 8, 20, "xs[0]"},
    {"plain.csp", 8, 27, "xs[0]"},
    {"plain.csp", 9, 11, "i = 1 FOR (SIZE xs) - 1"},
    {"plain.csp", 9, 21, "(SIZE xs) - 1"},
    {"plain.csp", 11, 11, "xs[i]"},
    {"plain.csp", 12, 20, "xs[i]"},
    {"plain.csp", 13, 11, "xs[i]"},
    {"plain.csp", 14, 21, "xs[i]"},
    {"plain.csp", 36, 16, "primes[i \\ 4] * i"},
    {"plain.csp", 36, 16, "primes[i \\ 4]"},
};

static const int64_t csp__data_1[] = {2, 3, 5, 7};

// plain.csp:4: extremes
static void
plain_extremes(int64_t *result_1, int64_t *result_2, const int64_t *restrict xs, int64_t xs_size)
{
    int64_t low = xs[csp_index(0, xs_size, &site[0])];
    int64_t high = xs[csp_index(0, xs_size, &site[1])];
    for (int64_t i = 1, i_end = csp_rounds_int64(i, csp_sub_int64(xs_size, 1, &site[3]), 1, &site[2]); i_end > 0; i_end--, i = csp_plus_int64(i, 1)) {
        if (xs[csp_index(i, xs_size, &site[4])] < low) {
            low = xs[csp_index(i, xs_size, &site[5])];
        } else if (xs[csp_index(i, xs_size, &site[6])] > high) {
            high = xs[csp_index(i, xs_size, &site[7])];
        }
    }
    *result_1 = low;
    *result_2 = high;
}

// plain.csp:20: name
static void
plain_name(int64_t n, uint8_t *restrict letter)
{
    switch (n) {
    case 1:
    case 2:
        *letter = 97;
        break;
    case 3:
        *letter = 98;
        break;
    default:
        *letter = 99;
        break;
    }
}

struct plain_main_frame {
    struct csp_frame base;
    struct csp_chan *screen;
    int64_t xs[10];
    int64_t low;
    int64_t high;
    uint8_t letter;
    int64_t result;
    int64_t result_2;
};

static csp_step plain_main_step;

static const struct csp_wait plain_main_waits[] = {
    {CSP_AT_START, 30, 6, NULL, NULL},
    {CSP_AT_OUTPUT, 41, 5, "screen", NULL},
};

static const struct csp_code plain_main_code = {
    plain_main_step, "main", "plain.csp", plain_main_waits, 2};

// plain.csp:30: main
static struct csp_proc *
plain_main_step(struct csp_proc *self)
{
    struct plain_main_frame *const f = (struct plain_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        for (int64_t i = 0; i < 10; i++) {
            f->xs[i] = csp_mul_int64(csp__data_1[csp_index(i % 4, 4, &site[9])], i, &site[8]);
        }
        {
            int64_t *half = &f->xs[5];
            half[0] = 1;
        }
        {
            struct csp_worker *const worker = csp_away();
            plain_extremes(&f->result, &f->result_2, f->xs, 10);
            csp_back(worker);
        }
        f->low = f->result;
        f->high = f->result_2;
        plain_name(f->low, &f->letter);
        CSP_OUTPUT(2, f->screen, f->letter, byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct plain_main_frame *const f = memory;

    f->screen = environment->screen;
    csp_frame_init(&f->base, NULL, &plain_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct plain_main_frame),
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
