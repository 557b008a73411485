libcompiler_a_SOURCES += \
	%D%/source.c \
	%D%/source.h
