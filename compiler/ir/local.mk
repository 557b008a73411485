libcompiler_a_SOURCES += \
	%D%/build.c \
	%D%/check.c \
	%D%/dump.c \
	%D%/ir.h \
	%D%/place.c
