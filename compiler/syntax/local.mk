libcompiler_a_SOURCES += \
	%D%/actions.c \
	%D%/actions.h \
	%D%/brackets.c \
	%D%/conditions.c \
	%D%/directives.c \
	%D%/directives.h \
	%D%/errors.c \
	%D%/keywords.def \
	%D%/layout.c \
	%D%/scan.c \
	%D%/scan.h \
	%D%/syntax.c \
	%D%/syntax.h \
	%D%/tests.c \
	%D%/token.h \
	%D%/units.c \
	%D%/words.c

# What flex and bison make of these is in the tarball, never in git.
AM_YFLAGS = -d -Wcounterexamples
libgrammar_a_SOURCES += \
	%D%/parser.y \
	%D%/scanner.l
BUILT_SOURCES += %D%/parser.h
MAINTAINERCLEANFILES += %D%/parser.c %D%/parser.h %D%/scanner.c
