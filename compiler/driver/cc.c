// SPDX-License-Identifier: MIT
// Calling the C compiler. One process compiles and links, so that small programs are ready soon.
#include <config.h>

#include "driver/cc.h"

#include "base/mem.h"
#include "driver/home.h"
#include "driver/status.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct command {
    const char **at;
    size_t count, room;
};

static void
add(struct command *command, const char *word)
{
    vec_push(command, word);
}

// The words of `text`, separated by blanks.
static void
add_words(struct command *command, const char *text)
{
    for (;;) {
        text += strspn(text, " \t\n");
        size_t length = strcspn(text, " \t\n");
        if (length == 0)
            return;
        add(command, mem_copy_text(text, length));
        text += length;
    }
}

static const char *
environment(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

static bool
has_word(const struct command *command, const char *part)
{
    for (size_t i = 0; i < command->count; i++) {
        if (strstr(command->at[i], part))
            return true;
    }
    return false;
}

// Steps of processes end in a tail call where the C compiler is sure to make one. The last -O
// counts; sanitizers keep it from doing so.
static bool
has_tail_calls(const struct command *command)
{
    bool is_optimised = false;
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->at[i];
        if (strncmp(word, "-O", 2) == 0)
            is_optimised = strcmp(word, "-O0") != 0 && strcmp(word, "-Og") != 0;
    }
    return is_optimised && !has_word(command, "-fsanitize") &&
           !has_word(command, "-fno-optimize-sibling-calls");
}

static void
add_flags(struct command *command, const struct options *options)
{
    add(command, "-pipe");
    add(command, "-std=gnu11");
    add(command, "-w"); // what gcc suspects of our C is no concern of the user
    add(command, options->level ? options->level : options->debug ? "-O0" : "-O2");
    if (options->debug)
        add(command, "-g");
    add(command, "-fno-strict-aliasing"); // RETYPES sees the same bytes as another type
    add(command, "-ffp-contract=off");    // each operation on REALs is rounded by itself
    add(command, "-fno-math-errno");      // so that SQRT is one instruction
    add(command, "-fno-jump-tables"); // the odd resume points would make one of each small switch
    if (options->error_mode == ERROR_UNCHECKED)
        add(command, "-DCSP_UNCHECKED=1");
    add_words(command, CC_AGREE);
    add_words(command, environment("CFLAGS", ""));
    if (has_tail_calls(command)) {
        add(command, "-foptimize-sibling-calls");
        add(command, "-DCSP_TAIL_CALLS=1");
    }
    add(command, mem_format("-I%s", home_find()->include));
}

static void
add_libraries(struct command *command, const struct options *options)
{
    add(command, mem_format("%s/libcspc.a", home_find()->library));
    for (size_t i = 0; i + 1 < options->libraries.count; i += 2)
        add(command, mem_format("%s%s", options->libraries.at[i], options->libraries.at[i + 1]));
    add_words(command, environment("LDFLAGS", ""));
    add_words(command, CC_AS_NEEDED); // a program that needs no libm or libgc is not linked with it
    add(command, "-lm");
    add(command, "-lgc");
    add(command, "-lpthread");
}

static struct command
build(const struct options *options, const struct c_parts *parts, const char *source,
      const char *output)
{
    struct command command = {0};
    add_words(&command, environment("CC", DEFAULT_CC));
    add_flags(&command, options);
    for (size_t i = 0; i < parts->folders.count; i++)
        add(&command, mem_format("-I%s", parts->folders.at[i]));
    if (options->kind == OUTPUT_OBJECT)
        add(&command, "-c");
    if (options->kind == OUTPUT_ASSEMBLER)
        add(&command, "-S");
    add(&command, "-o");
    add(&command, output);
    add(&command, source);
    for (size_t i = 0; options->kind == OUTPUT_PROGRAM && i < parts->inputs.count; i++)
        add(&command, parts->inputs.at[i]);
    if (options->kind == OUTPUT_PROGRAM)
        add_libraries(&command, options);
    add(&command, NULL);
    return command;
}

static void
show(const struct command *command)
{
    for (size_t i = 0; command->at[i]; i++)
        fprintf(stderr, "%s%s", i ? " " : "", command->at[i]);
    fputc('\n', stderr);
}

// Run and wait; interrupts end the C compiler, and then us in the ordinary way. -1 where it could
// not be run (errno says why), else what waitpid says.
static int
run(const struct command *command)
{
    struct sigaction ignore, interrupt;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    pid_t child;
    char **words = (char **)(void *)command->at;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    sigaction(SIGINT, &ignore, &interrupt);
    int status = -1;
    errno = posix_spawnp(&child, words[0], NULL, &attributes, words, environ);
    if (errno == 0) {
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    sigaction(SIGINT, &interrupt, NULL);
    posix_spawnattr_destroy(&attributes);
    return status;
}

// Write the C to a file of its own, whose name is the result; NULL, with a message, on failure.
static const char *
write_source(const struct text *c)
{
    char *path = mem_format("%s/cspc-XXXXXX.c", environment("TMPDIR", "/tmp"));
    int file = mkstemps(path, 2);
    FILE *stream = file >= 0 ? fdopen(file, "w") : NULL;
    bool is_written = stream && fwrite(text_string(c), 1, c->length, stream) == c->length;
    if (stream && fclose(stream) != 0)
        is_written = false;
    if (is_written)
        return path;
    complain("cannot write `%s`: %s", path, strerror(errno));
    return NULL;
}

bool
cc_compile(const struct options *options, const struct c_parts *parts, const struct text *c,
           const char *output)
{
    const char *source = write_source(c);
    if (!source)
        return false;
    struct command command = build(options, parts, source, output);
    if (options->verbose)
        show(&command);
    int status = run(&command);
    int reason = errno;
    if (status == 0) {
        unlink(source);
        return true;
    }
    if (status == -1)
        complain("cannot run the C compiler `%s`: %s", command.at[0], strerror(reason));
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) {
        unlink(source);
        raise(SIGINT);
    }
    if (status != -1)
        complain("the C compiler failed; its input is kept in %s", source);
    else
        unlink(source);
    return false;
}

// A file by its size and its time of change: enough to notice that it was installed anew.
static void
hash_file(struct hash *hash, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return;
    int64_t facts[] = {(int64_t)status.st_size, (int64_t)status.st_mtim.tv_sec,
                       (int64_t)status.st_mtim.tv_nsec};
    hash_put(hash, facts, sizeof facts);
}

void
cc_hash(const struct options *options, const struct c_parts *parts, struct hash *hash)
{
    struct command command = build(options, parts, "", "");
    for (size_t i = 0; command.at[i]; i++)
        hash_puts(hash, command.at[i]);
    hash_file(hash, mem_format("%s/libcspc.a", home_find()->library));
    hash_file(hash, home_find()->program);
    for (size_t i = 0; i < parts->headers.count; i++)
        hash_file(hash, parts->headers.at[i]);
    for (size_t i = 0; i < parts->inputs.count; i++)
        hash_file(hash, parts->inputs.at[i]);
}

void
cc_print(bool libraries)
{
    if (libraries)
        printf("%s %s/libcspc.a %s -lm -lgc -lpthread\n", CC_AGREE, home_find()->library,
               CC_AS_NEEDED);
    else
        printf("%s -I%s\n", CC_AGREE, home_find()->include);
}
