// SPDX-License-Identifier: MIT
// The folder of the cache; the time of change of a program says when it was used last.
#include <config.h>

#include "driver/cache.h"

#include "base/mem.h"
#include "driver/status.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PROGRAMS = 200 };

// Make a folder and those above it. False where it cannot be used.
static bool
make_folder(const char *path)
{
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/'))
        mkdir(mem_copy_text(path, (size_t)(slash - path)), 0777);
    mkdir(path, 0700);
    return access(path, W_OK | X_OK) == 0;
}

// A folder under /tmp is ours only if we own it and nobody else may write there.
static const char *
temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    folder = mem_format("%s/cspc-%ld", folder && *folder ? folder : "/tmp", (long)getuid());
    mkdir(folder, 0700);
    struct stat status;
    bool is_ours = lstat(folder, &status) == 0 && S_ISDIR(status.st_mode) &&
                   status.st_uid == getuid() && (status.st_mode & 0022) == 0;
    if (!is_ours)
        die(STATUS_NOT_RUN, "there is no folder to keep compiled programs in; set XDG_CACHE_HOME");
    return folder;
}

static const char *
cache_folder(void)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    const char *folder = NULL;
    if (cache && cache[0] == '/')
        folder = mem_format("%s/cspc", cache);
    else if (home && home[0] == '/')
        folder = mem_format("%s/.cache/cspc", home);
    return folder && make_folder(folder) ? folder : temporary_folder();
}

const char *
cache_path(const char *key)
{
    return mem_format("%s/%s", cache_folder(), key);
}

bool
cache_has(const char *path)
{
    if (access(path, X_OK) != 0)
        return false;
    utimensat(AT_FDCWD, path, NULL, 0);
    return true;
}

void
cache_trim(const char *path)
{
    const char *folder = mem_copy_text(path, (size_t)(strrchr(path, '/') - path));
    const char *oldest = NULL;
    struct timespec oldest_time = {0};
    unsigned count = 0;
    DIR *files = opendir(folder);
    for (struct dirent *file; files && (file = readdir(files));) {
        const char *other = mem_format("%s/%s", folder, file->d_name);
        struct stat status;
        if (stat(other, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        count++;
        if (!oldest || status.st_mtim.tv_sec < oldest_time.tv_sec) {
            oldest = other;
            oldest_time = status.st_mtim;
        }
    }
    if (files)
        closedir(files);
    if (count > MOST_PROGRAMS)
        unlink(oldest);
}
