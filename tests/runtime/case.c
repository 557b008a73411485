// SPDX-License-Identifier: MIT
#include <config.h>

#include "case.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT = 60 }; // seconds; then a program that hangs is killed

static void
read_all(FILE *from, char *text, size_t room)
{
    rewind(from);
    text[fread(text, 1, room - 1, from)] = '\0';
    fclose(from);
}

void
case_run(struct outcome *outcome, const struct csp_program *program, const char *input)
{
    FILE *const in = tmpfile(), *const out = tmpfile(), *const err = tmpfile();
    fputs(input, in);
    rewind(in);
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        char name[] = "test";
        char *arguments[] = {name, NULL};
        dup2(fileno(in), STDIN_FILENO);
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        case_forget();
        alarm(LIMIT);
        const int status = csp_main(1, arguments, program);
        exit(case_end() != 0 ? 99 : status);
    }
    int status = 0;
    waitpid(child, &status, 0);
    outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    fclose(in);
    read_all(out, outcome->out, sizeof outcome->out);
    read_all(err, outcome->err, sizeof outcome->err);
}

void
case_seed(int seed)
{
    char text[12];
    snprintf(text, sizeof text, "%d", seed);
    if (seed == 0)
        unsetenv("CSP_SEED");
    else
        setenv("CSP_SEED", text, 1);
}

void
case_quiet(const char *name, const struct csp_program *program)
{
    static struct outcome outcome;
    case_run(&outcome, program, "");
    if (outcome.status == 0 && outcome.out[0] == '\0' && outcome.err[0] == '\0')
        return;
    fprintf(stderr, "%s: status %d\n%s%s", name, outcome.status, outcome.out, outcome.err);
    CHECK(false);
}
