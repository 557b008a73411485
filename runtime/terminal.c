// SPDX-License-Identifier: MIT
// The terminal under the rules of occam: keys arrive one by one and are not echoed. Whatever ends
// or suspends the program, the terminal is given back as it was. Also the wait for input, which a
// signal must be able to end.
#include <config.h>

#include "internal.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

static struct termios cooked, raw;
static volatile sig_atomic_t is_raw;

void
csp_terminal_restore(void)
{
    if (is_raw)
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
    is_raw = 0;
}

// The default action follows, with the terminal as it was. A suspended program comes back here
// when it continues.
static void
on_signal(int number)
{
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
    if (number == SIGTSTP) {
        (void)raise(SIGSTOP);
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        return;
    }
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

void
csp_terminal_raw(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &cooked) != 0)
        return;
    raw = cooked;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0)
        return;
    is_raw = 1;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction old;
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            (void)signal(numbers[i], on_signal);
    }
}

// A SIGQUIT that comes between the look at `attention` and the wait would be seen only after the
// wait; so it is let in only while waiting.
int
csp_signals_poll(struct pollfd *ready, bool is_wanted, const struct timespec *limit)
{
    sigset_t quit, before;
    (void)sigemptyset(&quit);
    (void)sigaddset(&quit, SIGQUIT);
    (void)sigprocmask(SIG_BLOCK, &quit, &before);
    int count = 0;
    if (!csp_is_asked_to_list())
        count = ppoll(ready, is_wanted ? 1 : 0, limit, &before);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return count;
}
