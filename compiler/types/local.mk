libcompiler_a_SOURCES += \
	%D%/mobile.c \
	%D%/print.c \
	%D%/type.c \
	%D%/types.h
