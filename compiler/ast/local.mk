libcompiler_a_SOURCES += \
	%D%/ast.h \
	%D%/build.c \
	%D%/check.c \
	%D%/copy.c \
	%D%/dump.c \
	%D%/intrinsics.def \
	%D%/nodes.def \
	%D%/operators.def \
	%D%/walk.c
