// SPDX-License-Identifier: MIT
// No input may crash the compiler. LLVMFuzzerTestOneInput feeds one text through scanner, layout,
// parser and all later passes, writes the messages and makes the repairs; a coverage-guided fuzzer
// can call it (compile with -DFUZZ_WITHOUT_MAIN). By itself the program takes files and folders of seeds, runs each as it is,
// and then for FUZZ_SECONDS changes them at random, reproducibly from FUZZ_SEED. A text that
// crashes is left in ./crash.csp.
#include <config.h>

#include "base/mem.h"
#include "diag/diag.h"
#include "emit/emit.h"
#include "lower/lower.h"
#include "sema/sema.h"
#include "syntax/syntax.h"
#include "usage/usage.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compile(const struct source_set *sources, struct diagnostics *diagnostics,
        const struct source *file, const struct syntax_options *options)
{
    struct program *const program =
        syntax_parse_file(options, (struct source_set *)(uintptr_t)sources, diagnostics, file);
    struct text c = {0};

    sema_names(program, diagnostics);
    sema_check(program, diagnostics);
    if (diag_error_count(diagnostics) == 0)
        usage_check(program, diagnostics);
    if (diag_error_count(diagnostics) == 0 && program->main != NULL) {
        struct ir_program *const ir = lower_program(program, diagnostics);

        if (ir_check(ir) != NULL)
            abort();
        if (diag_error_count(diagnostics) == 0) // lowering has errors of its own
            emit_program(ir, &c);
    }
}

// What is done with the messages: shown, and their repairs made.
static void
report(struct diagnostics *diagnostics, const struct source *file)
{
    static FILE *nowhere;
    struct text repaired = {0};

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    diag_flush(diagnostics, nowhere);
    diag_repair(diagnostics, file, true, &repaired);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"fuzz.csp", "fuzz.occ"};
    const struct syntax_options options = {.no_include = true, .ports = true, .version = "0"};
    const struct diag_options shown = diag_default_options();

    for (size_t i = 0; i < 2; i++) {
        struct source_set sources = {0};
        struct diagnostics *const diagnostics = diag_new(&sources, &shown);
        const struct source *const file =
            source_add(&sources, names[i], mem_copy_text((const char *)data, size), size);

        compile(&sources, diagnostics, file, &options);
        report(diagnostics, file);
    }
    return 0;
}

#ifndef FUZZ_WITHOUT_MAIN

enum { LARGEST_SEED = 20000, MOST_SEEDS = 4000 };

struct seed {
    char *text;
    size_t size;
};

static struct seed seeds[MOST_SEEDS];
static size_t seed_count;
static const char *current;
static size_t current_size;

static void
save(void)
{
    static const char message[] = "the compiler crashed; the text is in crash.csp\n";
    const int file = open("crash.csp", O_WRONLY | O_CREAT | O_TRUNC, 0644);

    (void)!write(file, current, current_size);
    (void)!write(2, message, sizeof message - 1);
}

static void
save_and_die(int signal)
{
    save();
    _exit(128 + signal);
}

// An internal error ends the program.
static void
save_unfinished(void)
{
    if (current != NULL)
        save();
}

static void
catch_crashes(void)
{
    static char stack[1 << 16];
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_handler = save_and_die, .sa_flags = SA_ONSTACK};

    atexit(save_unfinished);
    sigaltstack(&other, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGABRT, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
}

static void
run(const char *text, size_t size)
{
    current = text;
    current_size = size;
    alarm(30); // a compiler that does not end has crashed too
    LLVMFuzzerTestOneInput((const uint8_t *)text, size);
    alarm(0);
    current = NULL;
}

static void
add_seed(const char *path)
{
    FILE *const file = fopen(path, "rb");
    static char buffer[LARGEST_SEED];
    size_t size;

    if (file == NULL)
        return;
    size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    if (size == sizeof buffer || seed_count == MOST_SEEDS)
        return;
    seeds[seed_count].text = malloc(size + 1);
    memcpy(seeds[seed_count].text, buffer, size);
    seeds[seed_count++].size = size;
}

static void
add_path(const char *path)
{
    struct stat status;
    struct dirent **entries;
    int count;

    if (stat(path, &status) != 0)
        return;
    if (!S_ISDIR(status.st_mode)) {
        add_seed(path);
        return;
    }
    count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char inner[4096];

        if (entries[i]->d_name[0] == '.')
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
        add_path(inner);
    }
}

// ---- changing texts ----

static uint64_t state;

static size_t
chance(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below == 0 ? 0 : (size_t)(state % below);
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
}

// The word around `at`.
static void
word_at(const char *text, size_t size, size_t at, size_t *from, size_t *to)
{
    for (*from = at; *from > 0 && is_word(text[*from - 1]); (*from)--)
        continue;
    for (*to = at; *to < size && is_word(text[*to]); (*to)++)
        continue;
    if (*to == *from)
        *to = at + (at < size);
}

// One change of `text`, in place; there is room for twice its size.
static size_t
change(char *text, size_t size)
{
    static const char *const words[] = {
        " PAR\n",   " SEQ\n",    "[",          "]",         "(",      ")",
        " := ",     " ? ",       "!",          " IS ",      ":\n",    " VAL ",
        " CHAN ",   " INT ",     "1",          " CASE",     "\n  ",   "\n      ",
        " VALOF\n", " FOR ",     "c",          "TRUE",      "\"a\"",  "'*n'",
        " | ",      " RETYPES ", " RESHAPES ", " INITIAL ", " FROM ", " PRI ",
        " PLACE ",  " AT ",      " PORT ",     "SIZE ",     "[]",     " FUNCTION \"+\" ",
        " STEP ",   "-1",        "\t",         ";",         "::"};
    size_t from, to;

    if (size == 0)
        return 0;
    word_at(text, size, chance(size), &from, &to);
    switch (chance(4)) {
    case 0: // leave the word out
        memmove(text + from, text + to, size - to);
        return size - (to - from);
    case 1: // say it twice
        memmove(text + to + (to - from), text + to, size - to);
        memcpy(text + to, text + from, to - from);
        return size + (to - from);
    case 2: // any byte
        text[from] = (char)chance(256);
        return size;
    default: {
        const char *const word = words[chance(sizeof words / sizeof *words)];
        const size_t length = strlen(word);

        memmove(text + from + length, text + from, size - from);
        memcpy(text + from, word, length);
        return size + length;
    }
    }
}

static void
run_changed(const struct seed *seed)
{
    char *const text = malloc(3 * seed->size + 1000);
    size_t size = seed->size;

    memcpy(text, seed->text, size);
    for (size_t i = 1 + chance(4); i > 0 && size < 2 * seed->size; i--)
        size = change(text, size);
    run(text, size);
    free(text);
}

static long
setting(const char *name, long otherwise)
{
    const char *const value = getenv(name);

    return value == NULL ? otherwise : atol(value);
}

int
main(int argc, char **argv)
{
    const time_t end = time(NULL) + setting("FUZZ_SECONDS", 10);
    size_t runs = 0;

    mem_start();
    catch_crashes();
    state = (uint64_t)setting("FUZZ_SEED", 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (int i = 1; i < argc; i++)
        add_path(argv[i]);
    for (size_t i = 0; i < seed_count; i++)
        run(seeds[i].text, seeds[i].size);
    for (; seed_count != 0 && time(NULL) < end; runs++)
        run_changed(&seeds[chance(seed_count)]);
    printf("%zu seeds, %zu changed texts\n", seed_count, runs);
    return seed_count == 0;
}

#endif
