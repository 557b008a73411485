# Plain programs that end with status 0. Those in the shape of emitted C come twice: with the
# trampoline, and (where the compiler can be trusted with them) with tail calls.
runtime_test_cppflags = -I$(top_builddir) -I$(top_srcdir)/runtime/include
runtime_test_check = %D%/check.c %D%/case.h
runtime_test_case = %D%/case.c $(runtime_test_check)
runtime_test_faults = %D%/faults.c %D%/faults.h
runtime_test_libs = libcspc.a -lm
runtime_test_tail_cflags = $(AM_CFLAGS) -O2 -foptimize-sibling-calls

check_PROGRAMS += \
  %D%/arith \
  %D%/ieee \
  %D%/long \
  %D%/real \
  %D%/word \
  %D%/commstime \
  %D%/alt \
  %D%/barrier \
  %D%/channel \
  %D%/ending \
  %D%/fork \
  %D%/par \
  %D%/report \
  %D%/stack \
  %D%/terminal \
  %D%/threads \
  %D%/timer \
  %D%/unchecked
if !SANITIZED
check_PROGRAMS += \
  %D%/commstime_tail \
  %D%/alt_tail \
  %D%/barrier_tail \
  %D%/channel_tail \
  %D%/ending_tail \
  %D%/fork_tail \
  %D%/par_tail \
  %D%/report_tail \
  %D%/stack_tail \
  %D%/terminal_tail \
  %D%/threads_tail \
  %D%/timer_tail
endif

%C%_arith_SOURCES = %D%/arith.c $(runtime_test_check) $(runtime_test_faults)
%C%_arith_CPPFLAGS = $(runtime_test_cppflags)
%C%_arith_LDADD = $(runtime_test_libs)

%C%_ieee_SOURCES = %D%/ieee.c $(runtime_test_check) $(runtime_test_faults)
%C%_ieee_CPPFLAGS = $(runtime_test_cppflags)
%C%_ieee_LDADD = $(runtime_test_libs)

%C%_word_SOURCES = %D%/word.c $(runtime_test_check) $(runtime_test_faults)
%C%_word_CPPFLAGS = $(runtime_test_cppflags)
%C%_word_LDADD = $(runtime_test_libs)

%C%_long_SOURCES = %D%/long.c $(runtime_test_check) $(runtime_test_faults)
%C%_long_CPPFLAGS = $(runtime_test_cppflags)
%C%_long_LDADD = $(runtime_test_libs)

%C%_real_SOURCES = %D%/real.c $(runtime_test_check) $(runtime_test_faults)
%C%_real_CPPFLAGS = $(runtime_test_cppflags)
%C%_real_LDADD = $(runtime_test_libs)

%C%_unchecked_SOURCES = %D%/unchecked.c $(runtime_test_check)
%C%_unchecked_CPPFLAGS = $(runtime_test_cppflags)
%C%_unchecked_LDADD = $(runtime_test_libs)

%C%_commstime_SOURCES = %D%/commstime.c
%C%_commstime_CPPFLAGS = $(runtime_test_cppflags)
%C%_commstime_LDADD = $(runtime_test_libs)

%C%_commstime_tail_SOURCES = %D%/commstime.c
%C%_commstime_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_commstime_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_commstime_tail_LDADD = $(runtime_test_libs)

%C%_alt_SOURCES = %D%/alt.c $(runtime_test_case)
%C%_alt_CPPFLAGS = $(runtime_test_cppflags)
%C%_alt_LDADD = $(runtime_test_libs)

%C%_alt_tail_SOURCES = %D%/alt.c $(runtime_test_case)
%C%_alt_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_alt_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_alt_tail_LDADD = $(runtime_test_libs)

%C%_barrier_SOURCES = %D%/barrier.c $(runtime_test_case)
%C%_barrier_CPPFLAGS = $(runtime_test_cppflags)
%C%_barrier_LDADD = $(runtime_test_libs)

%C%_barrier_tail_SOURCES = %D%/barrier.c $(runtime_test_case)
%C%_barrier_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_barrier_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_barrier_tail_LDADD = $(runtime_test_libs)

%C%_channel_SOURCES = %D%/channel.c $(runtime_test_case)
%C%_channel_CPPFLAGS = $(runtime_test_cppflags)
%C%_channel_LDADD = $(runtime_test_libs)

%C%_channel_tail_SOURCES = %D%/channel.c $(runtime_test_case)
%C%_channel_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_channel_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_channel_tail_LDADD = $(runtime_test_libs)

%C%_ending_SOURCES = %D%/ending.c $(runtime_test_case)
%C%_ending_CPPFLAGS = $(runtime_test_cppflags)
%C%_ending_LDADD = $(runtime_test_libs)

%C%_ending_tail_SOURCES = %D%/ending.c $(runtime_test_case)
%C%_ending_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_ending_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_ending_tail_LDADD = $(runtime_test_libs)

%C%_fork_SOURCES = %D%/fork.c $(runtime_test_case)
%C%_fork_CPPFLAGS = $(runtime_test_cppflags)
%C%_fork_LDADD = $(runtime_test_libs)

%C%_fork_tail_SOURCES = %D%/fork.c $(runtime_test_case)
%C%_fork_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_fork_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_fork_tail_LDADD = $(runtime_test_libs)

%C%_par_SOURCES = %D%/par.c $(runtime_test_case)
%C%_par_CPPFLAGS = $(runtime_test_cppflags)
%C%_par_LDADD = $(runtime_test_libs)

%C%_par_tail_SOURCES = %D%/par.c $(runtime_test_case)
%C%_par_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_par_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_par_tail_LDADD = $(runtime_test_libs)

%C%_report_SOURCES = %D%/report.c $(runtime_test_case)
%C%_report_CPPFLAGS = $(runtime_test_cppflags)
%C%_report_LDADD = $(runtime_test_libs)

%C%_report_tail_SOURCES = %D%/report.c $(runtime_test_case)
%C%_report_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_report_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_report_tail_LDADD = $(runtime_test_libs)

%C%_stack_SOURCES = %D%/stack.c $(runtime_test_case)
%C%_stack_CPPFLAGS = $(runtime_test_cppflags)
%C%_stack_LDADD = $(runtime_test_libs)

%C%_stack_tail_SOURCES = %D%/stack.c $(runtime_test_case)
%C%_stack_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_stack_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_stack_tail_LDADD = $(runtime_test_libs)

%C%_terminal_SOURCES = %D%/terminal.c $(runtime_test_case)
%C%_terminal_CPPFLAGS = $(runtime_test_cppflags)
%C%_terminal_LDADD = $(runtime_test_libs)

%C%_terminal_tail_SOURCES = %D%/terminal.c $(runtime_test_case)
%C%_terminal_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_terminal_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_terminal_tail_LDADD = $(runtime_test_libs)

%C%_timer_SOURCES = %D%/timer.c $(runtime_test_case)
%C%_timer_CPPFLAGS = $(runtime_test_cppflags)
%C%_timer_LDADD = $(runtime_test_libs)

%C%_timer_tail_SOURCES = %D%/timer.c $(runtime_test_case)
%C%_timer_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_timer_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_timer_tail_LDADD = $(runtime_test_libs)

%C%_threads_SOURCES = %D%/threads.c $(runtime_test_case)
%C%_threads_CPPFLAGS = $(runtime_test_cppflags)
%C%_threads_LDADD = $(runtime_test_libs)

%C%_threads_tail_SOURCES = %D%/threads.c $(runtime_test_case)
%C%_threads_tail_CPPFLAGS = $(runtime_test_cppflags) -DCSP_TAIL_CALLS=1
%C%_threads_tail_CFLAGS = $(runtime_test_tail_cflags)
%C%_threads_tail_LDADD = $(runtime_test_libs)
