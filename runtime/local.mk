# The runtime library; its headers are what emitted C includes.
pkglib_LIBRARIES += libcspc.a
libcspc_a_CPPFLAGS = -I$(top_builddir) -I$(srcdir)/%D%/include
libcspc_a_SOURCES = \
  %D%/alt.c \
  %D%/await.c \
  %D%/barrier.c \
  %D%/baton.c \
  %D%/baton.h \
  %D%/bell.c \
  %D%/block.c \
  %D%/buffer.c \
  %D%/bundle.c \
  %D%/chan.c \
  %D%/collect.c \
  %D%/crew.c \
  %D%/fault.c \
  %D%/fork.c \
  %D%/foreign.c \
  %D%/format.c \
  %D%/ieee.c \
  %D%/instance.c \
  %D%/internal.h \
  %D%/io.c \
  %D%/library.c \
  %D%/long.c \
  %D%/lookout.c \
  %D%/memory.c \
  %D%/map.c \
  %D%/mobile.c \
  %D%/numbers.c \
  %D%/observe.c \
  %D%/observe.h \
  %D%/outside.c \
  %D%/par.c \
  %D%/port.c \
  %D%/report.c \
  %D%/sched.c \
  %D%/shared.c \
  %D%/signals.c \
  %D%/stack.c \
  %D%/stats.c \
  %D%/stuck.c \
  %D%/terminal.c \
  %D%/text.c \
  %D%/timeout.c \
  %D%/timer.c \
  %D%/trace.c \
  %D%/tree.c \
  %D%/watch.c

cspcincludedir = $(includedir)/cspc
cspcinclude_HEADERS = \
  %D%/include/cspc/alt.h \
  %D%/include/cspc/arith.h \
  %D%/include/cspc/barrier.h \
  %D%/include/cspc/buffer.h \
  %D%/include/cspc/bundle.h \
  %D%/include/cspc/channel.h \
  %D%/include/cspc/control.h \
  %D%/include/cspc/fault.h \
  %D%/include/cspc/fork.h \
  %D%/include/cspc/ieee.h \
  %D%/include/cspc/instance.h \
  %D%/include/cspc/library.h \
  %D%/include/cspc/map.h \
  %D%/include/cspc/mobile.h \
  %D%/include/cspc/long.h \
  %D%/include/cspc/par.h \
  %D%/include/cspc/port.h \
  %D%/include/cspc/process.h \
  %D%/include/cspc/real.h \
  %D%/include/cspc/rt.h \
  %D%/include/cspc/text.h \
  %D%/include/cspc/timeout.h \
  %D%/include/cspc/word.h

EXTRA_DIST += %D%/README.md
