// SPDX-License-Identifier: MIT
// The verbs: `cspc run`, `cspc fix`, `cspc explain`, `cspc info`, `cspc test`, `cspc trace`, `cspc draw`. A verb gets the arguments behind its name.
#ifndef DRIVER_VERBS_H
#define DRIVER_VERBS_H

struct compilation;

int verb_run(int count, char **arguments);
int verb_explain(int count, char **arguments);
int verb_info(int count, char **arguments);
int verb_fix(int count, char **arguments);
int verb_test(int count, char **arguments);
int verb_trace(int count, char **arguments);
int verb_draw(int count, char **arguments);

// The program of a compilation whose sources have been parsed: made now, or found in the cache. NULL
// where there were errors.
const char *run_build(struct compilation *compilation);

#endif
