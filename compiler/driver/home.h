// SPDX-License-Identifier: MIT
// Where the parts of an installation are: found from the place of the running program, so that an
// installation may be moved, and in the build tree by the file `cspc-home` beside the program.
#ifndef DRIVER_HOME_H
#define DRIVER_HOME_H

struct home {
    const char *include; // has cspc/rt.h
    const char *library; // has libcspc.a
    const char *stdlib;  // the modules of the standard library
    const char *errors;  // has E0301.md and so on
    const char *manual;  // has language.md and libraries.md
    const char *program; // the running compiler, or ""
};

// Looked up once.
const struct home *home_find(void);

#endif
