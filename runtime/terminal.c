// SPDX-License-Identifier: MIT
// The terminal under the rules of occam: keys arrive one by one and are not echoed. Whatever ends
// or suspends the program, the terminal is given back as it was.
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

// A suspended program comes back here when it continues.
static void
on_suspend(int number)
{
    (void)number;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
    (void)raise(SIGSTOP);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

void
csp_terminal_raw(void)
{
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &cooked) != 0)
        return;
    raw = cooked;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0)
        return;
    is_raw = 1;
    struct sigaction old;
    if (sigaction(SIGTSTP, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        (void)signal(SIGTSTP, on_suspend);
}
