libcompiler_a_SOURCES += \
	%D%/internal.h \
	%D%/json.c \
	%D%/read.c \
	%D%/text.c \
	%D%/trace.h
