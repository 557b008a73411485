// SPDX-License-Identifier: MIT
// `cspc draw file.csp` shows the network of a program: as text for Graphviz, or through it as a picture.
#include <config.h>

#include "base/mem.h"
#include "base/text.h"
#include "draw/draw.h"
#include "driver/options.h"
#include "driver/pipeline.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// A replicated PAR of more is drawn as one process.
enum { MOST = 16 };

// --most=N and what belongs to the compiler; returns how many arguments are left.
static int
take_most(int count, char **arguments, size_t *most)
{
    int kept = 0;

    *most = MOST;
    for (int i = 0; i < count; i++) {
        char *end = NULL;
        if (strncmp(arguments[i], "--most=", 7) != 0) {
            arguments[kept++] = arguments[i];
            continue;
        }
        const long number = strtol(arguments[i] + 7, &end, 10);
        if (arguments[i][7] == '\0' || *end != '\0' || number < 1 || number > 1000)
            usage_error("`--most=` needs a number from 1 to 1000");
        *most = (size_t)number;
    }
    return kept;
}

// What Graphviz calls the form of a picture with such a name; NULL: it is to be DOT text.
static const char *
picture_form(const char *path)
{
    static const char *const forms[] = {"svg", "png", "pdf"};
    const char *const dot = path == NULL ? NULL : strrchr(path, '.');

    for (size_t i = 0; dot != NULL && i < sizeof forms / sizeof *forms; i++)
        if (strcmp(dot + 1, forms[i]) == 0)
            return forms[i];
    return NULL;
}

static void
write_whole(FILE *stream, const struct text *drawing, const char *path)
{
    const bool written = fputs(text_string(drawing), stream) != EOF && fflush(stream) == 0;

    if (!written || (stream != stdout && fclose(stream) != 0))
        die(STATUS_DIAGNOSED, "cannot write `%s`: %s", path, strerror(errno));
}

static void
write_text(const struct text *drawing, const char *path)
{
    FILE *const stream = path == NULL ? stdout : fopen(path, "w");

    if (stream == NULL)
        die(STATUS_DIAGNOSED, "cannot write `%s`: %s", path, strerror(errno));
    write_whole(stream, drawing, path == NULL ? "standard output" : path);
}

// In the child: `dot` reads the text from the pipe.
static _Noreturn void
become_dot(const int pipe_ends[2], const char *form, const char *path)
{
    const char *const type = mem_format("-T%s", form), *const output = mem_format("-o%s", path);

    (void)dup2(pipe_ends[0], STDIN_FILENO);
    (void)close(pipe_ends[0]);
    (void)close(pipe_ends[1]);
    (void)execlp("dot", "dot", type, output, (char *)NULL);
    _exit(127);
}

static void
write_picture(const struct text *drawing, const char *form, const char *path)
{
    int pipe_ends[2], status = -1;
    pid_t child;

    if (pipe(pipe_ends) != 0 || (child = fork()) < 0)
        die(STATUS_DIAGNOSED, "cannot run `dot`: %s", strerror(errno));
    if (child == 0)
        become_dot(pipe_ends, form, path);
    (void)close(pipe_ends[0]);
    (void)signal(SIGPIPE, SIG_IGN); // where there is no dot, its status says so
    FILE *const stream = fdopen(pipe_ends[1], "w");
    if (stream != NULL) {
        (void)fputs(text_string(drawing), stream);
        (void)fclose(stream);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        die(STATUS_DIAGNOSED,
            "a picture needs Graphviz, which is not there; `-o name.dot` writes its text");
    if (status != 0)
        die(STATUS_DIAGNOSED, "`dot` could not write `%s`", path);
}

int
verb_draw(int count, char **arguments)
{
    struct options options = options_default();
    struct compilation *compilation;
    struct text drawing = {0};
    size_t most;

    count = take_most(count, arguments, &most);
    options_parse(&options, count, arguments, false);
    if (options.input == NULL)
        usage_error("`cspc draw` needs a file");
    if (options.kind != OUTPUT_PROGRAM)
        usage_error("of the options about output `cspc draw` takes -o only");
    compilation = compilation_new(&options);
    if (!pipeline_run(compilation, "lower"))
        return STATUS_DIAGNOSED;
    if (!draw_network(compilation->ir_program, most, &drawing))
        fputs("cspc: there are too many processes: not all are drawn\n", stderr);
    if (picture_form(options.output) == NULL)
        write_text(&drawing, options.output);
    else
        write_picture(&drawing, picture_form(options.output), options.output);
    return STATUS_OK;
}
