libcompiler_a_SOURCES += \
	%D%/hash.c \
	%D%/hash.h \
	%D%/ice.c \
	%D%/ice.h \
	%D%/json.c \
	%D%/json.h \
	%D%/map.c \
	%D%/map.h \
	%D%/mem.c \
	%D%/mem.h \
	%D%/name.c \
	%D%/name.h \
	%D%/text.c \
	%D%/text.h \
	%D%/utf8.c \
	%D%/utf8.h \
	%D%/vec.c \
	%D%/vec.h
