// SPDX-License-Identifier: MIT
// The verbs: `cspc run`, `cspc fix`, `cspc explain`, `cspc info`, `cspc trace`. A verb gets the arguments behind its name.
#ifndef DRIVER_VERBS_H
#define DRIVER_VERBS_H

int verb_run(int count, char **arguments);
int verb_explain(int count, char **arguments);
int verb_info(int count, char **arguments);
int verb_fix(int count, char **arguments);
int verb_trace(int count, char **arguments);

#endif
