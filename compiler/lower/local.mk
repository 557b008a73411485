libcompiler_a_SOURCES += \
	%D%/alt.c \
	%D%/alt_count.c \
	%D%/apart.c \
	%D%/array.c \
	%D%/barrier.c \
	%D%/bundle.c \
	%D%/call.c \
	%D%/comm.c \
	%D%/context.c \
	%D%/ends.c \
	%D%/expr.c \
	%D%/fork.c \
	%D%/finally.c \
	%D%/internal.h \
	%D%/intrinsic.c \
	%D%/keep.c \
	%D%/lower.h \
	%D%/mobile.c \
	%D%/operators.c \
	%D%/par.c \
	%D%/port.c \
	%D%/process.c \
	%D%/recursion.c \
	%D%/room.c \
	%D%/routine.c \
	%D%/spec.c \
	%D%/valof.c
