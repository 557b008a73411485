// SPDX-License-Identifier: MIT
// The command line: `cspc file.csp` as a C compiler would take it, and the verbs.
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

// Do what the arguments say. The result is the exit status, one of EXIT_*, unless a program that
// was run ends with its own.
int driver_main(int argc, char **argv);

#endif
