libcompiler_a_SOURCES += \
	%D%/print.c \
	%D%/type.c \
	%D%/types.h
