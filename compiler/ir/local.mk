libcompiler_a_SOURCES += \
	%D%/away.c \
	%D%/build.c \
	%D%/check.c \
	%D%/drops.c \
	%D%/dump.c \
	%D%/ir.h \
	%D%/place.c \
	%D%/turns.c
