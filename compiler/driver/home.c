// SPDX-License-Identifier: MIT
// Three answers, in this order: the build tree, the place of the program, the configured prefix.
#include <config.h>

#include "driver/home.h"

#include "base/mem.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The folder of the running program, or NULL.
static char *
program_folder(const char **program)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    *program = mem_copy_text(path, (size_t)length);
    while (length > 0 && path[length - 1] != '/')
        length--;
    return length > 1 ? mem_copy_text(path, (size_t)length - 1) : NULL;
}

// The next line of `stream`, or "".
static const char *
read_line(FILE *stream)
{
    char line[PATH_MAX];
    if (!fgets(line, sizeof line, stream))
        return "";
    return mem_copy_text(line, strcspn(line, "\n"));
}

static bool
read_build_tree(struct home *home, const char *folder)
{
    FILE *stream = fopen(mem_format("%s/compiler/driver/cspc-home", folder), "r");
    if (!stream)
        return false;
    home->include = read_line(stream);
    home->library = read_line(stream);
    home->stdlib = read_line(stream);
    home->errors = read_line(stream);
    home->manual = read_line(stream);
    fclose(stream);
    return true;
}

// `target` (a configured folder) as seen from `folder`, where the configured BINDIR is now.
static const char *
relocate(const char *target, const char *folder)
{
    size_t common = 0;
    for (size_t i = 0; BINDIR[i] && BINDIR[i] == target[i]; i++)
        common = BINDIR[i] == '/' ? i : common;
    const char *path = folder;
    for (size_t i = common; BINDIR[i]; i++) {
        if (BINDIR[i] == '/')
            path = mem_format("%s/..", path);
    }
    return mem_format("%s%s", path, target + common);
}

// Where the moved installation has no runtime library, only the program was moved.
static const char *
installed(const char *target, const char *folder)
{
    const char *library = folder ? relocate(LIBRARYDIR "/libcspc.a", folder) : NULL;
    return library && access(library, R_OK) == 0 ? relocate(target, folder) : target;
}

const struct home *
home_find(void)
{
    static struct home home;
    if (home.include)
        return &home;
    home.program = "";
    const char *folder = program_folder(&home.program);
    if (folder && read_build_tree(&home, folder))
        return &home;
    home.include = installed(INCLUDEDIR, folder);
    home.library = installed(LIBRARYDIR, folder);
    home.stdlib = installed(DATADIR "/stdlib", folder);
    home.errors = installed(DATADIR "/errors", folder);
    home.manual = installed(MANUALDIR, folder);
    return &home;
}
