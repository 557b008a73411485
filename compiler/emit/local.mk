libcompiler_a_SOURCES += \
	%D%/emit.h \
	%D%/expr.c \
	%D%/frame.c \
	%D%/foreign.c \
	%D%/internal.h \
	%D%/mobile.c \
	%D%/names.c \
	%D%/program.c \
	%D%/routine.c \
	%D%/stmt.c \
	%D%/tables.c \
	%D%/types.c \
	%D%/wait.c \
	%D%/writer.c
