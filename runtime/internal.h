// SPDX-License-Identifier: MIT
// What the files of the runtime share and emitted C does not see.
#ifndef CSPC_RUNTIME_INTERNAL_H
#define CSPC_RUNTIME_INTERNAL_H

#include "cspc/rt.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// ---- sched.c -------------------------------------------------------------------------------------

// Reasons why csp_pause must look before it takes the next process: bits of csp_scheduler.attention.
enum {
    CSP_ATTENTION_TIMERS = 1,    // a timer is pending that the watch does not know
    CSP_ATTENTION_INPUT = 2,     // somebody waits for input, and the watch does not
    CSP_ATTENTION_SEED = 4,      // CSP_SEED: the order of the queue is shuffled
    CSP_ATTENTION_LIST = 8,      // SIGQUIT: list the waiting processes
    CSP_ATTENTION_PRIOR = 16,    // there was a PRI PAR: processes of high priority run first
    CSP_ATTENTION_BATON = 32,    // a thread waits for the baton
    CSP_ATTENTION_INBOX = 64,    // csp_ready was called
    CSP_ATTENTION_END = 128,     // SIGINT, SIGTERM, SIGHUP: end the program
    CSP_ATTENTION_OBSERVE = 256, // CSP_STATS or CSP_TRACE: for ever, so that every dispatch is seen
    CSP_ATTENTION_TIMEOUT = 512, // a TIMEOUT is over whose block is not left yet

    // what cannot wait for a long computation
    CSP_ATTENTION_SOON = CSP_ATTENTION_TIMERS | CSP_ATTENTION_INPUT | CSP_ATTENTION_LIST |
                         CSP_ATTENTION_BATON | CSP_ATTENTION_INBOX | CSP_ATTENTION_END
};

// The first process; all others are found from it.
extern struct csp_proc csp_first;

// The program that runs.
extern const struct csp_program *csp_running_program;

// Is the process in the run queue?
bool csp_is_ready(const struct csp_proc *process);

// Let all others run before `self` goes on.
struct csp_proc *csp_yield(struct csp_proc *self);

void csp_attention_set(uint32_t reason);
void csp_attention_clear(uint32_t reason);

// The first process is over: makes the program end. Returns the process to run next.
struct csp_proc *csp_program_end(void);

// A run-time error stops the running process, or the program has ended: back to csp_run, whatever C
// functions are active.
__attribute__((noreturn)) void csp_abandon(void);

// The random numbers of this run: reproducible, from CSP_SEED if that is set.
uint32_t csp_random(void);

// Is CSP_SEED set?
bool csp_is_seeded(void);

// Run processes until the program has ended; the thread holds the baton.
void csp_run(void);

// ---- stack.c -------------------------------------------------------------------------------------

// Called by each thread before it runs processes.
void csp_stack_start(void);

// ---- memory.c ------------------------------------------------------------------------------------

// A block of memory, from the lists of free blocks, and back to them.
void *csp_memory_new(size_t size);
void csp_memory_free(void *block);

// Take one element out of a mobile with one size: what is inside it ends, and the last one moves there.
void csp_mobile_remove(void *mobile, uint64_t place);

// Bytes that a block of csp_memory_new has room for: at least those that were asked for.
size_t csp_memory_room(const void *block);

// Is the word of a mobile that of an end of a bundle, or of a barrier? One holder more; one less.
static inline bool
csp_is_shared_word(const void *word)
{
    return ((uintptr_t)word & (CSP_BOTH_ENDS | CSP_MOBILE_BARRIER)) != 0;
}
void *csp_word_share(void *word);
void csp_word_release(void *word);
void *csp_barrier_share(void *word);
void csp_barrier_release(void *word);
void *csp_end_share(void *word);
// End a channel of a bundle for both sides.
void csp_close_of_bundle(struct csp_chan *channel);
void csp_end_release(void *word);

// Read CSP_MAX_MEMORY, and start the collector if the program has one.
void csp_memory_start(const struct csp_collector *collector);

// A thread that will run processes begins or ends.
void csp_memory_thread(bool begins);

// Zeroed memory for the life of the program; ends the program if there is none.
void *csp_memory_first(size_t size);
void csp_memory_last(void *memory);

// Give back what is free.
void csp_memory_end(void);

// Bytes taken from the system for processes.
size_t csp_memory_used(void);

// ---- collect.c -----------------------------------------------------------------------------------

// What the runtime asks of the collector of texts. Memory from memory_new is zeroed and searched for
// texts until it is freed.
struct csp_collector {
    void (*start)(size_t limit); // of all memory, in bytes
    void (*thread_begin)(void);
    void (*thread_end)(void);
    void *(*memory_new)(size_t size);
    void (*memory_free)(void *memory);
};

// Bytes of a text, of which no other text begins; never NULL.
void *csp_bytes_new(size_t size);

// The block from csp_bytes_new in which `at` lies, and its size; NULL if there is none.
void *csp_bytes_of(const void *at, size_t *size);

// ---- baton.c, crew.c, outside.c ------------------------------------------------------------------

// How often the baton was taken and given; how many threads were started.
struct csp_baton_counts {
    uint64_t taken, given, threads;
};
extern struct csp_baton_counts csp_baton_counts;

// The first thread holds the baton; `workers` threads may compute at the same time.
void csp_baton_start(uint32_t workers);

// Called by the holder: no process is alive. All threads leave csp_run; join those that were
// started.
void csp_baton_end(void);
void csp_baton_join(void);

// If this thread is away for a computation, come back with the baton: true; csp_away goes on.
bool csp_baton_return(void);

// Give the baton to the first in the line; wait until it can be had again, or the program has
// ended: false.
bool csp_baton_give(void);

// Whether whatever can happen now must come from the holder of the baton, or by time: no thread computes, waits for
// the system or for the baton, and there is no port.
bool csp_baton_is_alone(void);

// The queue is empty: wait until `due` or for these inputs, or for threads that are away. Returns
// with the baton, or false: the program has ended. Reports a deadlock where there is nothing to
// wait for.
bool csp_baton_idle(int64_t due, uint32_t inputs);

// Called without the baton, after attention was asked for: see to it that somebody pays it.
void csp_baton_kick(void);

// Does some thread compute, or wait for the system, for this process?
bool csp_baton_is_away(const struct csp_proc *process);

// Put those for whom csp_ready was called into the run queue.
void csp_baton_receive(void);

// From a signal handler: whoever sleeps shall look at `attention`.
void csp_baton_alarm(void);

// From a handler in a thread that is away for a computation: have the baton for good, if that can
// be had at once.
bool csp_baton_seize(void);

// ---- bell.c --------------------------------------------------------------------------------------

// Another number for a descriptor (or -1) than the first three: a program may be started with those closed,
// but uses them. Returns -1 if there is none.
int csp_bell_move(int any);

// A bell, or -1.
int csp_bell_new(void);
void csp_bell_ring(int bell);
void csp_bell_silence(int bell);

// How long from now until `moment`, as poll wants to be told; NULL: for ever.
const struct timespec *csp_time_until(int64_t moment, struct timespec *time);

// ---- signals.c -----------------------------------------------------------------------------------

// Signals wait until csp_signals_start, so that none ends the program while, say, its trace is half
// begun.
void csp_signals_hold(void);

// From now on SIGINT, SIGTERM and SIGHUP end the program in good order, SIGQUIT lists its processes.
// If it is to be told of signals, their numbers come in here, a byte each: returned, else -1.
int csp_signals_start(bool tells);

// A process has received a signal that it was told of.
void csp_signals_received(int number);

// Has one of them come that nobody has attended to?
bool csp_is_alarmed(void);

// End the program as that signal does, with all that it has said written.
__attribute__((noreturn)) void csp_signals_end(void);

// ---- alt.c ---------------------------------------------------------------------------------------

// Make a process ready that waits in an ALT; nothing happens if somebody else has done so.
void csp_alt_wake(struct csp_proc *process);

// Take a process away from the ALT in which it waits; false if it does not wait there.
bool csp_alt_withdraw(struct csp_proc *process);

// A process that stands in a channel since an ALT has chosen for its ALT meets END there.
void csp_alt_undecide(const struct csp_proc *process);

// A barrier is complete that the ALT in which a process waits has offered to come to: it has chosen
// that guard.
void csp_alt_decide(struct csp_proc *process, const struct csp_barrier *barrier);

// ---- barrier.c -----------------------------------------------------------------------------------

// If nobody but the running process is missing at a barrier: release all, true.
bool csp_barrier_try(struct csp_barrier *barrier);

// The process waits in an ALT and would come to the barrier; it would no more, which is harmless where
// that is so already.
void csp_barrier_offer(struct csp_offer *offer, struct csp_proc *process);
void csp_barrier_withdraw(struct csp_offer *offer);

// A process that waits in SYNC does so no more.
void csp_sync_withdraw(struct csp_barrier *barrier, const struct csp_proc *process);

// There is one process less to wait for.
void csp_barrier_leave(struct csp_barrier *barrier);

// Is the process in a RESIGN from the barrier?
bool csp_barrier_is_resigned(const struct csp_barrier *barrier, const struct csp_proc *process);

// ---- await.c -------------------------------------------------------------------------------------

// The ALTs that wait for the END of channels in which they cannot leave a mark; NULL: there are none.
extern struct csp_awaiter *csp_awaiters;

// A process waits so for the END of a channel; for none any more; the channel has ended.
void csp_await_end(struct csp_proc *process, const struct csp_chan *channel);
void csp_await_no_more(const struct csp_proc *process);
void csp_tell_end(const struct csp_chan *channel);

// ---- par.c ---------------------------------------------------------------------------------------

// A run-time error stops the branch: it resigns from the barriers on which its PAR enrolls it.
void csp_branch_stop(const struct csp_proc *process);

// The process whose mark a channel word is.
static inline struct csp_proc *
csp_word_process(uintptr_t word)
{
    return (struct csp_proc *)(word & ~(uintptr_t)CSP_CHAN_TAGS);
}

// Has the device, or whoever else may wait at the channel, an item? A device that has one stands in
// the channel from now on.
bool csp_input_is_ready(struct csp_chan *channel);

// ---- shared.c ------------------------------------------------------------------------------------

// SHARED channels, whose ends have several holders; `end` is 0 for the writing end, 1 for the reading
// one. Branch number `branch` of a PAR holds one; does the channel belong to the PAR; a branch is
// over, or has closed its end; the PAR is.
void csp_shared_count(struct csp_chan *channel, struct csp_par *par, uint32_t branch, int end);
bool csp_shared_is_of(const struct csp_chan *channel, const struct csp_par *par);
void csp_shared_leave(struct csp_chan *channel, const struct csp_proc *branch, int end);
void csp_shared_free(struct csp_chan *channel);

// The end of a word: has its holder closed this end before? If not, he holds it no more.
bool csp_shared_is_closed(struct csp_bundle *bundle, const void *word, int end);

// The bundle is gone.
void csp_shared_forget(struct csp_bundle *bundle);

// One of those who hold an end and are no branches of the PAR is gone.
void csp_shared_look(struct csp_bundle *bundle, int end);

// ---- bundle.c ------------------------------------------------------------------------------------

// A process that waits for a claim does so no more.
void csp_claim_withdraw(struct csp_claim *claim, const struct csp_proc *process);

// ---- timer.c -------------------------------------------------------------------------------------

// A moment that does not come; timers are always due before it.
#define CSP_NEVER INT64_MAX

// The clock of csp_clock, in nanoseconds.
int64_t csp_nanoseconds(void);

void csp_timer_start(struct csp_timer *timer, struct csp_proc *process, int64_t due);
void csp_timer_cancel(struct csp_timer *timer);
void csp_timer_start_timeout(struct csp_timeout *timeout, int64_t due);

// The clock is virtual if CSP_CLOCK says so.
void csp_clock_start(void);

// A virtual clock goes on by a microsecond; false where the clock is the real one.
bool csp_clock_step(void);

// Nobody can run: a virtual clock goes to the next moment that is waited for, which comes. False where
// it is not virtual, or somebody else may come before, or no moment is waited for.
bool csp_clock_turn(void);

// When an idle program that woke up `last` should wake up for the next timer, or CSP_NEVER.
int64_t csp_timer_next(int64_t last);

// Make everybody ready whose moment has come.
void csp_timers_fire(int64_t now);

// From now on the watch knows the next moment, which is returned.
int64_t csp_timers_delegate(void);

// ---- timeout.c -----------------------------------------------------------------------------------

// The time of a block is over.
void csp_timeout_expire(struct csp_timeout *timeout);

// Will the time of a block be over in which the process is?
bool csp_timeout_may_come(const struct csp_proc *process);

// Called at a dispatch while there are blocks that are over: the process that ran leaves if it is in
// one.
void csp_timeouts_look(void);

// Called where a process communicates without a wait: if it is in such a block its resume point
// becomes its odd half: true.
bool csp_timeouts_leave(struct csp_proc *self);

// ---- watch.c -------------------------------------------------------------------------------------

// Ask for CSP_ATTENTION_TIMERS at `moment`, and for CSP_ATTENTION_INPUT when there is some at one of
// these inputs. False if there is no thread for it.
bool csp_watch(int64_t moment, uint32_t inputs);

// ---- io.c ----------------------------------------------------------------------------------------

// A channel end that the runtime serves. While it is at rest the channel's word is its address
// with the tag CSP_CHAN_DEVICE. Its process stands in the channel when it offers a byte to an ALT.
struct csp_device {
    struct csp_proc process;  // first: the channel word may point to it
    struct csp_bundle bundle; // before the channel: main may ask for it as a SHARED one
    struct csp_chan channel;
    const char *name;
    uint8_t *buffer;
    size_t from, size; // what of the buffer is in use
    size_t room;
    int fd;
    bool is_wanted; // input: somebody stands in the channel, or has stood there
    bool at_end;    // input: no more
    bool is_tty;    // output: a newline flushes
    uint32_t turns; // items since other processes last had a turn
    uint32_t bytes; // input: of an item as the program has it; it comes as one
    int64_t looked; // input: when an ALT that does not wait last had the system asked
};

// `signals`: where csp_signals_start says that they come in.
void csp_io_start(const struct csp_program *program, int signals,
                  struct csp_environment *environment);

// Write what the program has said so far.
void csp_io_flush(void);

// Inputs, as bits: the keyboard is the first, signals are the second.
enum { CSP_INPUTS = 2 };

// At which of them does a process wait?
uint32_t csp_io_wanted(void);

// What to poll for these inputs, CSP_INPUTS entries; has one of them something?
void csp_io_listen(uint32_t inputs, struct pollfd *sources);
bool csp_io_is_heard(const struct pollfd *sources);

// Serve who waits at inputs that have something, without waiting for it. False if none has.
bool csp_io_serve(void);

// Is the channel one of the inputs; the one at which a process waits, or NULL.
bool csp_io_is_input(const struct csp_chan *channel);
const struct csp_chan *csp_io_channel(const struct csp_proc *user);

// Flush and give the terminal back. False if output was lost.
bool csp_io_end(void);

// A process meets a device at rest. Returns the process to run next.
struct csp_proc *csp_device_input(struct csp_proc *self, struct csp_chan *channel);
struct csp_proc *csp_device_output(struct csp_proc *self, struct csp_chan *channel);

// For ALT: has the device an item? Then it stands in the channel as a sender. `csp_device_enable`
// leaves the mark of an ALT and asks to be told of input.
bool csp_device_offer(struct csp_chan *channel);
void csp_device_enable(struct csp_proc *self, struct csp_chan *channel);

// ---- library.c -----------------------------------------------------------------------------------

// Keep the arguments of the program for those who ask.
void csp_library_start(int argc, char **argv);

// ---- terminal.c ----------------------------------------------------------------------------------

// Keys one by one, without echo, until csp_terminal_restore.
void csp_terminal_raw(void);
void csp_terminal_restore(void);

// ---- fork.c --------------------------------------------------------------------------------------

// The end of a forked process. Returns the process to run next.
struct csp_proc *csp_fork_end(struct csp_proc *self);

// The forked process behind this one, or behind the first process, on the list; NULL at its end.
struct csp_proc *csp_fork_next(const struct csp_proc *process);

// How many forked processes this one waits for.
size_t csp_fork_count(const struct csp_proc *process);

// ---- buffer.c ------------------------------------------------------------------------------------

// The word of a BUFFERED channel that has not ended.
static inline bool
csp_is_buffer(uintptr_t word)
{
    return (word & (CSP_CHAN_TAGS | CSP_CHAN_BUFFER)) == (CSP_CHAN_DEVICE | CSP_CHAN_BUFFER);
}

// As csp_device_input and csp_device_output.
struct csp_proc *csp_buffer_input(struct csp_proc *self, struct csp_chan *channel);
struct csp_proc *csp_buffer_output(struct csp_proc *self, struct csp_chan *channel);

// For ALT: is there an item, or room for one; a process waits for that in an ALT, and no more.
bool csp_buffer_is_ready(const struct csp_chan *channel);
void csp_buffer_enable(struct csp_proc *self, const struct csp_chan *channel, bool writes);
bool csp_buffer_has_room(const struct csp_chan *channel);
void csp_buffer_disable(const struct csp_proc *self, const struct csp_chan *channel);

// Has the writing end been closed? There are still items then.
bool csp_buffer_is_closed(const struct csp_chan *channel);
void csp_buffer_close(struct csp_chan *channel, uintptr_t closed);

// The channel is new again; it may have ended.
void csp_buffer_renew(struct csp_chan *channel);

bool csp_buffer_is_waited_at(const struct csp_chan *channel, const struct csp_proc *process);

// What all rooms are as mobiles; the end of one.
extern const struct csp_mobile_kind csp_buffers_kind;
void csp_buffers_free(void *mobile);

// ---- instance.c ----------------------------------------------------------------------------------

// All branches of a PAR are over or suspended: so is the process that waits for them. Returns the
// process to run next.
struct csp_proc *csp_suspend_parent(struct csp_proc *parent);

// MOBILE processes that nobody owns any more count as forked in this: they leave, and are gone.
extern struct csp_forking csp_ending;
struct csp_proc *csp_instance_end(struct csp_proc *self);

// What all of them are as mobiles; the end of one.
extern const struct csp_mobile_kind csp_instance_kind;
void csp_instance_free(void *mobile);

// ---- tree.c --------------------------------------------------------------------------------------

// The wait point at which a process stands.
const struct csp_wait *csp_wait_of(const struct csp_proc *process);

// Walk the tree of processes, parents before children: the one after `process` (NULL: the first). Forked
// processes come last, each with its branches.
struct csp_proc *csp_tree_next(const struct csp_proc *process);

// The PAR of which a process is a branch, NULL if it is none; the FORKING in which it was forked, NULL
// if it was not; the process that waits, or will, for one or the other, NULL for the first process. All
// look through the frames of the process.
struct csp_par *csp_par_of(const struct csp_proc *process);
struct csp_forking *csp_forking_of(const struct csp_proc *process);
struct csp_proc *csp_tree_parent(const struct csp_proc *process);

// Where the branches of the PAR at which `process` waits lie; branch number `branch`.
struct csp_proc *csp_tree_branch(const struct csp_proc *process, uint32_t branch);

// The channel at which `user` waits; NULL if it belongs to no PAR: both ends are in one branch, or
// it is the terminal's.
const struct csp_chan *csp_tree_channel(const struct csp_proc *user);

// The branch that holds the end `direction` of a channel that `user` uses, or NULL.
struct csp_proc *csp_tree_holder(const struct csp_proc *user, const struct csp_chan *channel,
                                 int direction);

// What a path calls a process: the name that the PAR has for the branch, and its index if the PAR
// is replicated, else INT64_MIN; behind `fork:` that of the PROC that was forked.
struct csp_element {
    const char *name;
    int64_t index;
    bool is_forked;
};

struct csp_element csp_tree_element(const struct csp_proc *process);

// Is a process a branch itself, or inside it?
bool csp_tree_is_inside(const struct csp_proc *process, const struct csp_proc *branch);

// The next process in the tree after `process` (NULL: the first of all) that is enrolled on a
// barrier and has not come to it.
struct csp_proc *csp_tree_missing(const struct csp_proc *process,
                                  const struct csp_barrier *barrier);

// Write `main/ring[3]/node`.
void csp_tree_path(FILE *to, const struct csp_proc *process);

// ---- observe.c -----------------------------------------------------------------------------------

// What CSP_STATS shows. All of it is touched under the baton only.
struct csp_counts {
    uint64_t communications; // between processes
    uint64_t choices;        // of ALTs
    uint64_t switches;       // a process was taken from the run queue
    uint64_t moments;        // for which somebody waited; counted always
    uint64_t items;          // to and from the terminal; counted always
    uint64_t started, alive, most_alive;
    uint64_t ready, most_ready; // in the run queue
};
extern struct csp_counts csp_counts;

// CSP_STATS or CSP_TRACE is set. The functions below are called only then, except the first.
extern bool csp_is_observed;

// Read CSP_STATS and CSP_TRACE.
void csp_observe_start(void);

// The running process stops; what it has made ready is put down to it.
void csp_observe_pause(void);

// The running process computes on without the baton.
void csp_observe_leave(void);

// Others than processes have made some ready: timers, input, other threads.
void csp_observe_woken(void);

// A process has been taken from the run queue, and runs; or it runs on: its branches are over, or
// it has got the baton again.
void csp_observe_dispatch(struct csp_proc *process);
void csp_observe_resume(struct csp_proc *process);

// The running process is over; `next` goes on in its place, if that is not NULL.
void csp_observe_over(struct csp_proc *next);

// The running process has chosen a guard.
void csp_observe_choice(const struct csp_guard *guard);

// The program is about to wait.
void csp_observe_idle(void);

// The program ends: write what is to be written. Called with the baton, maybe by a signal handler.
enum csp_ending { CSP_ENDS, CSP_ENDS_BY_FAULT, CSP_ENDS_BY_DEADLOCK, CSP_ENDS_BY_SIGNAL };
void csp_observe_end(enum csp_ending ending);

// ---- report.c ------------------------------------------------------------------------------------

// Nothing can ever run again: report it and end the program with status 3.
__attribute__((noreturn)) void csp_report_deadlock(void);

// List the processes of a live program, and those of them that can never go on.
void csp_report_list(void);

// Is the process told of by itself? One that waits for its branches is told by them.
bool csp_report_is_listed(const struct csp_proc *process);

// The end that the partner of a process at a channel must hold; 0 for one that waits for something
// else, is ready or computes. The ALT in which a process waits, or NULL.
int csp_report_partner_end(const struct csp_proc *process);
const struct csp_alt *csp_report_alt(const struct csp_proc *process);

// The barrier at which a process waits in SYNC, or NULL.
const struct csp_barrier *csp_report_barrier(const struct csp_proc *process);

// ---- stuck.c -------------------------------------------------------------------------------------

// Tell which processes of a live program can never go on, if there are any.
void csp_report_stuck(void);

enum { CSP_STATUS_FAULT = 2, CSP_STATUS_DEADLOCK = 3 };

#endif
