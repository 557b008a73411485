// SPDX-License-Identifier: MIT
// `cspc fix FILE` makes the repairs that diagnostics propose, again and again until there is none
// left to make, and shows what remains wrong. Only FILE itself is changed.
#include <config.h>

#include "base/mem.h"
#include "driver/options.h"
#include "driver/pipeline.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// One repair can show the next mistake, such as that of a block inside the one that was moved.
enum { MOST_ROUNDS = 1000 };

struct fixing {
    bool suggested; // --all
    bool dry;       // --dry-run
};

// Take our own words out of the arguments; the number of those that remain.
static int
take_words(int count, char **arguments, struct fixing *fixing)
{
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "--all") == 0)
            fixing->suggested = true;
        else if (strcmp(arguments[i], "--dry-run") == 0)
            fixing->dry = true;
        else
            arguments[kept++] = arguments[i];
    }
    return kept;
}

// The new text goes to a file of its own first, so that nothing is lost whatever happens.
static bool
replace(const char *path, const struct text *text)
{
    const char *partial = mem_format("%s.%ld", path, (long)getpid());
    struct stat before;
    FILE *out = fopen(partial, "wb");
    bool is_written = out && fwrite(text_string(text), 1, text->length, out) == text->length;
    if (out && fclose(out) != 0)
        is_written = false;
    if (is_written && stat(path, &before) == 0)
        is_written = chmod(partial, before.st_mode & 07777) == 0;
    if (is_written && rename(partial, path) == 0)
        return true;
    complain("cannot write `%s`: %s", path, strerror(errno));
    unlink(partial);
    return false;
}

// The file is the first that the compilation read.
static unsigned
repair(const struct options *options, const struct fixing *fixing, struct text *repaired)
{
    struct options quiet = *options;
    quiet.verify = true; // what is wrong is said when all is done
    struct compilation *compilation = compilation_new(&quiet);
    pipeline_run(compilation, "types");
    if (compilation->sources.files.count == 0)
        return 0;
    return diag_repair(compilation->diagnostics, compilation->sources.files.at[0],
                       fixing->suggested, repaired);
}

static bool
has_changed(const char *path, const struct text *text)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return true;
    size_t at = 0;
    int c;
    while ((c = getc(in)) != EOF && at < text->length && (char)c == text_string(text)[at])
        at++;
    fclose(in);
    return c != EOF || at != text->length;
}

static bool
repair_all(const struct options *options, const struct fixing *fixing)
{
    unsigned total = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct text text = {0};
        unsigned count = repair(options, fixing, &text);
        if (count == 0 || !has_changed(options->input, &text))
            break;
        if (fixing->dry) {
            fwrite(text_string(&text), 1, text.length, stdout);
            return true;
        }
        if (!replace(options->input, &text))
            return false;
        total += count;
    }
    if (!fixing->dry)
        printf("%s: %u repair%s made\n", options->input, total, total == 1 ? "" : "s");
    return true;
}

int
verb_fix(int count, char **arguments)
{
    struct options options = options_default();
    struct fixing fixing = {0};
    count = take_words(count, arguments, &fixing);
    options_parse(&options, count, arguments, false);
    if (!options.input)
        usage_error("`cspc fix` needs a file");
    if (options.kind != OUTPUT_PROGRAM || options.output)
        usage_error("`cspc fix` takes no options about output");
    if (!repair_all(&options, &fixing))
        return STATUS_DIAGNOSED;
    fflush(stdout);
    return pipeline_run(compilation_new(&options), "types") ? STATUS_OK : STATUS_DIAGNOSED;
}
