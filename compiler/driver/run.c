// SPDX-License-Identifier: MIT
// `cspc run file.csp` compiles into a cache and becomes the program.
#include <config.h>

#include "base/hash.h"
#include "base/mem.h"
#include "driver/cache.h"
#include "driver/cc.h"
#include "driver/options.h"
#include "driver/pipeline.h"
#include "driver/status.h"
#include "driver/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// What makes the program: the sources read, the options, the compilers, the runtime.
static const char *
key_of(const struct compilation *compilation)
{
    const struct options *options = compilation->options;
    struct hash hash = hash_begin();
    hash_puts(&hash, PACKAGE_VERSION);
    int settings[] = {(int)options->standard, options->int_bits, (int)options->error_mode,
                      options->real_check, options->ports};
    hash_put(&hash, settings, sizeof settings);
    for (size_t i = 0; i < options->defines.count; i++)
        hash_puts(&hash, options->defines.at[i]);
    cc_hash(options, &compilation->parts, &hash);
    const struct source_set *sources = &compilation->sources;
    for (size_t i = 0; i < sources->files.count; i++) {
        const struct source *file = sources->files.at[i];
        hash_puts(&hash, file->path); // it shows in messages of the program
        hash_put(&hash, &file->size, sizeof file->size);
        hash_put(&hash, file->text, file->size);
    }
    return hash_end(&hash);
}

// Compile to a name of our own first, so that nobody ever sees half a program.
static bool
compile_into(struct compilation *compilation, const char *program)
{
    if (!pipeline_run(compilation, NULL))
        return false;
    const char *partial = mem_format("%s.%ld", program, (long)getpid());
    if (!cc_compile(compilation->options, &compilation->parts, &compilation->c, partial))
        return false;
    if (rename(partial, program) == 0)
        return true;
    complain("cannot write `%s`: %s", program, strerror(errno));
    unlink(partial);
    return false;
}

const char *
run_build(struct compilation *compilation)
{
    const char *const program = cache_path(key_of(compilation));

    if (cache_has(program))
        return program;
    if (!compile_into(compilation, program))
        return NULL;
    cache_trim(program);
    return program;
}

int
verb_run(int count, char **arguments)
{
    struct options options = options_default();
    int taken = options_parse(&options, count, arguments, true);
    if (!options.input)
        usage_error("`cspc run` needs a file");
    if (options.kind != OUTPUT_PROGRAM || options.output)
        usage_error("`cspc run` takes no options about output");
    struct compilation *compilation = compilation_new(&options);
    if (!pipeline_run(compilation, "parse"))
        return STATUS_NOT_RUN;
    const char *program = run_build(compilation);
    if (program == NULL)
        return STATUS_NOT_RUN;
    execv(program, arguments + taken - 1);
    complain("cannot run `%s`: %s", program, strerror(errno));
    return STATUS_NOT_RUN;
}
