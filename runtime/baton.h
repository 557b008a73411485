// SPDX-License-Identifier: MIT
// What the files about threads share: baton.c, crew.c, outside.c, lookout.c, bell.c.
#ifndef CSPC_RUNTIME_BATON_H
#define CSPC_RUNTIME_BATON_H

#include "internal.h"

// How a thread without the baton is counted while it is away.
enum csp_role { CSP_HERE, CSP_COMPUTING, CSP_BLOCKED, CSP_POLLING };

// A thread that runs processes. Guarded by the mutex of the baton, except what is atomic and
// `sibling`.
struct csp_thread {
    struct csp_worker worker;   // first
    struct csp_proc *process;   // for whom it computes, while it is away without the baton
    struct csp_thread *next;    // in the line or among the parked
    struct csp_thread *sibling; // of all that were started
    pthread_t thread;
    uint32_t number; // from 0 in the order of their starts
    enum csp_role role;
    int64_t due;        // what it polls for
    uint32_t inputs;    // likewise
    _Atomic int bell;   // or -1; written by the thread itself, or before it starts
    _Atomic int called; // it has got the baton, or shall look out, or the program ends. Set under
                        // the mutex, cleared by the thread
    _Atomic bool is_asleep; // written by the thread: a call must ring the bell
};

// This thread, and the first of the program.
extern _Thread_local struct csp_thread *csp_here;
extern struct csp_thread csp_first_thread;

// Guarded by the mutex, except that `holder` is read anywhere.
struct csp_baton {
    pthread_mutex_t mutex;
    _Atomic(struct csp_thread *) holder;          // NULL: nobody, who wants it may take it
    struct csp_thread *line_first, *line_last;    // who came back while another one held the baton
    struct csp_thread *parked, *lookout, *poller; // who has nothing to do
    struct csp_thread *all;                       // all that were started, to be joined at the end
    uint32_t computing, blocked;                  // threads away without the baton
    uint32_t limit;                               // threads that may compute at the same time
    uint32_t outside;                             // processes that wait for csp_ready
    struct csp_proc *inbox, **inbox_end;          // for whom it was called
    bool ending;                                  // no process is alive
    bool is_seizing;  // a signal handler takes it, which must observe nothing: it may not allocate
    bool has_barrier; // the system has one for all threads
};
extern struct csp_baton csp_baton;

// ---- baton.c: all under the mutex ----------------------------------------------------------------

// All threads of the program pass a barrier: what they stored before it is seen here after it.
void csp_baton_barrier(void);

// Where a thread is: its struct csp_worker's `away`. The same of the holder; where nobody holds the
// baton it is as if an idle thread did.
uint64_t csp_thread_away(struct csp_thread *thread);
uint64_t csp_baton_away(void);

// The baton may be gone (or is not) when the thread comes back.
void csp_thread_set_taken(struct csp_thread *thread, bool taken);

// Decide anew whether a holder that goes away must call a lookout, and how it stores that it is away.
void csp_baton_set_alert(void);

// May one more thread run, besides those that compute and the holder, whose `away` that is?
bool csp_baton_has_room(uint64_t away);

// Become the holder, if nobody holds the baton or the holder is away.
bool csp_baton_take(struct csp_thread *me);

// Nobody holds the baton any more.
void csp_baton_let_go(void);

// The first in the line becomes the holder.
void csp_baton_give_to_first(void);

// Set `called`, and see to it that the thread notices.
void csp_thread_call(struct csp_thread *thread);

// ---- crew.c --------------------------------------------------------------------------------------

// Somebody shall look out: one who is parked, else a new thread. Under the mutex.
void csp_crew_call_lookout(void);

// ---- lookout.c -----------------------------------------------------------------------------------

// Looking again and again: without sleep at first, then with longer and longer sleeps.
struct csp_pace {
    int64_t until, sleep; // looks without sleep until then; the next sleep
};

struct csp_pace csp_pace_start(void);

// Wait until the next look; ends when the thread is called. False if the sleep cannot get longer.
bool csp_pace_wait(struct csp_pace *pace, struct csp_thread *me);

// Is there anything to do for another thread while the holder is away?
bool csp_lookout_is_needed(uint64_t away);

// Look until the baton should be taken (true) or there is nothing to be seen (false).
bool csp_look_out(struct csp_thread *me);

// ---- bell.c --------------------------------------------------------------------------------------

// The thread has a bell after this.
void csp_bell_prepare(struct csp_thread *me);

// Sleep until the thread is called, its bell rings, a signal wants attention, there is something at one
// of these inputs (true) or `due` has come.
bool csp_bell_wait(struct csp_thread *me, uint32_t inputs, int64_t due);

#endif
