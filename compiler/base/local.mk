libcompiler_a_SOURCES += \
	%D%/hash.c \
	%D%/hash.h \
	%D%/ice.c \
	%D%/ice.h \
	%D%/map.c \
	%D%/map.h \
	%D%/mem.c \
	%D%/mem.h \
	%D%/name.c \
	%D%/name.h \
	%D%/text.c \
	%D%/text.h \
	%D%/vec.c \
	%D%/vec.h
