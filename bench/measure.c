// SPDX-License-Identifier: MIT
// measure FILE COMMAND...: run the command and append to the file the microseconds of processor time that
// it used and its peak memory in KiB. Ends with its status.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long
microseconds(struct timeval time)
{
    return time.tv_sec * 1000000L + time.tv_usec;
}

int
main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const pid_t child = vfork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) < 0)
        return 2;
    FILE *file = fopen(argv[1], "a");
    if (file == NULL)
        return 2;
    fprintf(file, "%ld %ld\n", microseconds(used.ru_utime) + microseconds(used.ru_stime),
            used.ru_maxrss);
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
