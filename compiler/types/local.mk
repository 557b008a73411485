libcompiler_a_SOURCES += \
	%D%/format.c \
	%D%/map.c \
	%D%/mobile.c \
	%D%/print.c \
	%D%/type.c \
	%D%/types.h
