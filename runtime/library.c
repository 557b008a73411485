// SPDX-License-Identifier: MIT
// What the library of the language asks of C: texts as numbers, the program's arguments, files.
#include <config.h>

#include "internal.h"

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

void
csp_cspc_trace(const uint8_t *text, int64_t size)
{
    csp_io_flush();
    fwrite(text, 1, (size_t)size, stderr);
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

int64_t
csp_library_open(const uint8_t *name, int64_t size, int64_t mode, int64_t permissions)
{
    char room[USUAL_TEXT];
    char *const path = terminated(name, size, room);
    const int file = open(path, open_flags(mode), (mode_t)permissions);
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
    return read((int)file, to, (size_t)size);
}

// What the program has written to its screen comes first.
int64_t
csp_library_write(int64_t file, const uint8_t *bytes, int64_t size)
{
    if (file == STDOUT_FILENO || file == STDERR_FILENO)
        csp_io_flush();
    return write((int)file, bytes, (size_t)size);
}

int64_t
csp_library_seek(int64_t file, int64_t offset, int64_t whence)
{
    return lseek((int)file, (off_t)offset,
                 whence == 0   ? SEEK_SET
                 : whence == 1 ? SEEK_CUR
                               : SEEK_END);
}
