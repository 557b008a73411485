libcompiler_a_SOURCES += \
	%D%/dot.c \
	%D%/draw.h \
	%D%/internal.h \
	%D%/network.c \
	%D%/values.c \
	%D%/walk.c
