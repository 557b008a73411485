libcompiler_a_SOURCES += \
	%D%/alias.c \
	%D%/barrier.c \
	%D%/call.c \
	%D%/channel.c \
	%D%/defined.c \
	%D%/ends.c \
	%D%/expression.c \
	%D%/flow.h \
	%D%/follow.c \
	%D%/form.c \
	%D%/internal.h \
	%D%/meet.c \
	%D%/par.c \
	%D%/part.c \
	%D%/prove.c \
	%D%/purity.c \
	%D%/reach.c \
	%D%/region.c \
	%D%/relate.c \
	%D%/relate.h \
	%D%/scope.c \
	%D%/separate.c \
	%D%/summary.c \
	%D%/usage.c \
	%D%/usage.h \
	%D%/walk.c \
	%D%/ways.c
