// SPDX-License-Identifier: MIT
// BARRIERs: whatever processes do between, SYNC or ALT, nobody gets past a barrier to which some
// process that is enrolled has not come, or from which it has withdrawn.
#include <config.h>

#include "case.h"

enum { MEMBERS = 12, ROUNDS = 300 };

static struct csp_barrier barrier;
static int round_of[MEMBERS]; // how often each has got past the barrier
static bool is_there[MEMBERS];
static bool
    is_unsure[MEMBERS]; // it is over, or has once resigned: then it comes in the midst of rounds
static int withdrawn;

static void
come(int member)
{
    is_there[member] = true;
}

static void
pass(int member)
{
    for (int i = 0; i < MEMBERS && !is_unsure[member]; i++)
        CHECK(is_unsure[i] || round_of[i] > round_of[member] ||
              (is_there[i] && round_of[i] == round_of[member]));
    is_there[member] = false;
    round_of[member]++;
}

// The same numbers in every run.
static uint32_t
number(void)
{
    static uint32_t state = 1;
    state = state * 1664525 + 1013904223;
    return state >> 16;
}

// ---- a member -----------------------------------------------------------------------------------

struct member_frame {
    struct csp_frame base;
    int number;
    struct csp_alt alt;
    struct csp_guard guards[3];
    struct csp_offer offer, again;
    struct csp_resigned resigned;
};

// Two guards name the barrier; the third is a moment that is soon, or SKIP.
static void
set_guards(struct member_frame *f)
{
    const bool can_skip = number() % 3 == 0;
    f->guards[0] = csp_guard_sync(&f->offer, &barrier, number() % 4 != 0, 1);
    f->guards[1] =
        can_skip ? csp_guard_skip(true, 2) : csp_guard_timer(csp_clock() + number() % 20, true, 2);
    f->guards[2] = csp_guard_sync(&f->again, &barrier, number() % 4 != 0, 3);
    csp_alt_begin(&f->alt, f->guards, 3);
}

static struct csp_proc *
member(struct csp_proc *self)
{
    struct member_frame *const f = (struct member_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, f->number % 2 == 0);
        while (round_of[f->number] < ROUNDS) {
            come(f->number);
            if (number() % 2 == 0) {
                CSP_SYNC(2, &barrier, leave);
                pass(f->number);
            } else {
                set_guards(f);
                CSP_ALT(4, &f->alt, leave);
                if (f->alt.chosen != 1)
                    pass(f->number);
                else
                    withdrawn++;
            }
            is_there[f->number] = false;
            if (f->number % 2 != 0 && number() % 16 == 0) {
                is_unsure[f->number] = true;
                csp_resign(&barrier, &f->resigned);
                CSP_YIELD(6);
                csp_enroll_again(&barrier, &f->resigned);
            }
        }
        is_unsure[f->number] = true;
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(member, {CSP_AT_SYNC, 1, 1, "barrier", NULL}, {CSP_AT_ALT, 2, 1, NULL, NULL},
     {CSP_AT_YIELD, 3, 1, NULL, NULL});

// ---- all of them --------------------------------------------------------------------------------

struct all_frame {
    struct csp_frame base;
    struct csp_par par;
    BRANCH(member_frame, members)[MEMBERS];
};

static void
all_enrolled(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    (void)frame;
    (void)branch;
    csp_show_enrolled(visit, context, &barrier);
}

static struct csp_proc *
all(struct csp_proc *self)
{
    struct all_frame *const f = (struct all_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_barrier_init(&barrier);
        csp_par_start(&f->par, self, MEMBERS, 0, all_enrolled);
        csp_enroll(&barrier, MEMBERS);
        for (int i = 0; i < MEMBERS; i++) {
            f->members[i].frame.number = i;
            START((uint32_t)i, members[i], member);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(barrier.enrolled == 1);
        CHECK(barrier.arrived == 0 && barrier.offered == 0 && barrier.resigned == NULL);
        CHECK(withdrawn > 0);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(all, {CSP_AT_PAR, 4, 1, NULL, NULL});
PROGRAM(all);

int
main(void)
{
    for (int seed = 0; seed <= 20; seed++) {
        case_seed(seed);
        case_quiet("members", &all_program);
    }
    return case_end();
}
