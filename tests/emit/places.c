#include <cspc/rt.h>

// Where a check can fail, and what is written there.
static const struct csp_site site[] = {
    {"places.csp", 7, 10, "b + 1"},
};

// places.csp:3: copy
static void
places_copy(int64_t from, int64_t to)
{
    uint8_t b = *(volatile uint8_t *)(uintptr_t)from;
    *(volatile uint8_t *)(uintptr_t)to = csp_add_byte(b, 1, &site[0]);
}

struct places_main_frame {
    struct csp_frame base;
    struct csp_chan *screen;
    int64_t a;
    int64_t b;
    uint8_t *both;
};

static csp_step places_main_step;

static const struct csp_wait places_main_waits[] = {
    {CSP_AT_START, 9, 6, NULL, NULL},
    {CSP_AT_OUTPUT, 17, 5, "screen", NULL},
};

static const struct csp_code places_main_code = {
    places_main_step, "main", "places.csp", places_main_waits, 2};

// places.csp:9: main
static struct csp_proc *
places_main_step(struct csp_proc *self)
{
    struct places_main_frame *const f = (struct places_main_frame *)self->frame;

    switch (f->base.at) {
    case 0:
        f->a = 536870912;
        f->b = 536870913;
        f->both = (uint8_t *)(uintptr_t)536870912;
        places_copy(f->a, f->b);
        CSP_OUTPUT(2, f->screen, f->both[0], byte, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static struct csp_frame *
program_start(void *memory, const struct csp_environment *environment)
{
    struct places_main_frame *const f = memory;

    f->screen = environment->screen;
    csp_frame_init(&f->base, NULL, &places_main_code);
    return &f->base;
}

static const struct csp_program program = {
    .frame_size = sizeof(struct places_main_frame),
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
