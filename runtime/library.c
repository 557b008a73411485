// SPDX-License-Identifier: MIT
// What the library of the language asks of C: texts as numbers, the program's arguments, signals, files.
#include <config.h>

#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { USUAL_TEXT = 64 };

// ---- numbers -------------------------------------------------------------------------------------

// The text with a zero at its end, in `room` if it fits there.
static char *
terminated(const uint8_t *text, int64_t size, char *room)
{
    char *const copy = size < USUAL_TEXT ? room : malloc((size_t)size + 1);
    if (copy == NULL)
        csp_fault(NULL, "no memory for a text of %lld characters", (long long)size);
    memcpy(copy, text, (size_t)size);
    copy[size] = '\0';
    return copy;
}

float
csp_cspc_to_real32(const uint8_t *text, int64_t size)
{
    char room[USUAL_TEXT];
    char *const copy = terminated(text, size, room);
    const float value = strtof(copy, NULL);
    if (copy != room)
        free(copy);
    return value;
}

double
csp_cspc_to_real64(const uint8_t *text, int64_t size)
{
    char room[USUAL_TEXT];
    char *const copy = terminated(text, size, room);
    const double value = strtod(copy, NULL);
    if (copy != room)
        free(copy);
    return value;
}

// ---- arguments -----------------------------------------------------------------------------------

static char **arguments;
static int argument_count;

void
csp_library_start(int argc, char **argv)
{
    argument_count = argc;
    arguments = argv;
}

int64_t
csp_library_arguments(void)
{
    return argument_count;
}

int64_t
csp_library_argument(int64_t n, uint8_t *to, int64_t size)
{
    if (n < 0 || n >= argument_count)
        return 0;
    const size_t length = strlen(arguments[n]);
    memcpy(to, arguments[n], length < (size_t)size ? length : (size_t)size);
    return (int64_t)length;
}

// What the program has said on its screen comes first. That needs the baton.
static void
flush_screen(void)
{
    const bool was_away = csp_baton_return();
    csp_io_flush();
    if (was_away)
        (void)csp_away();
}

void
csp_cspc_trace(const uint8_t *text, int64_t size)
{
    flush_screen();
    fwrite(text, 1, (size_t)size, stderr);
}

// To the program and not to this thread, which may be one that gets none.
void
csp_cspc_raise(int64_t number)
{
    if (number > 0 && number < NSIG)
        (void)kill(getpid(), (int)number);
}

// ---- files ---------------------------------------------------------------------------------------

// The modes of the module `file` are those of Linux, whatever the system has.
static int
open_flags(int64_t mode)
{
    static const struct {
        int64_t mode;
        int flag;
    } modes[] = {{0x40, O_CREAT}, {0x80, O_EXCL}, {0x200, O_TRUNC}, {0x400, O_APPEND}};
    int flags = (mode & 3) == 0 ? O_RDONLY : (mode & 3) == 1 ? O_WRONLY : O_RDWR;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if ((mode & modes[i].mode) != 0)
            flags |= modes[i].flag;
    }
    return flags;
}

// A call of the system that may take long: others go on meanwhile.
struct request {
    const char *path;
    int64_t file, mode, result;
    void *data;
    size_t size;
    int error;
};

static int64_t
call_system(void (*function)(void *), struct request *request)
{
    csp_blocking(function, request);
    errno = request->error;
    return request->result;
}

static void
do_open(void *argument)
{
    struct request *const request = argument;
    request->result = open(request->path, open_flags(request->mode), (mode_t)request->size);
    request->error = errno;
}

static void
do_read(void *argument)
{
    struct request *const request = argument;
    request->result = read((int)request->file, request->data, request->size);
    request->error = errno;
}

static void
do_write(void *argument)
{
    struct request *const request = argument;
    request->result = write((int)request->file, request->data, request->size);
    request->error = errno;
}

int64_t
csp_library_open(const uint8_t *name, int64_t size, int64_t mode, int64_t permissions)
{
    char room[USUAL_TEXT];
    char *const path = terminated(name, size, room);
    struct request request = {.path = path, .mode = mode, .size = (size_t)permissions};
    const int64_t file = call_system(do_open, &request);
    if (path != room)
        free(path);
    return file;
}

int64_t
csp_library_close(int64_t file)
{
    return close((int)file);
}

int64_t
csp_library_read(int64_t file, uint8_t *to, int64_t size)
{
    struct request request = {.file = file, .data = to, .size = (size_t)size};
    return call_system(do_read, &request);
}

// What the program has written to its screen comes first.
int64_t
csp_library_write(int64_t file, const uint8_t *bytes, int64_t size)
{
    if (file == STDOUT_FILENO || file == STDERR_FILENO)
        flush_screen();
    struct request request = {.file = file, .data = (void *)(uintptr_t)bytes, .size = (size_t)size};
    return call_system(do_write, &request);
}

int64_t
csp_library_seek(int64_t file, int64_t offset, int64_t whence)
{
    return lseek((int)file, (off_t)offset,
                 whence == 0   ? SEEK_SET
                 : whence == 1 ? SEEK_CUR
                               : SEEK_END);
}
