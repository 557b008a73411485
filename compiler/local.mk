# The compiler is a library, which the unit tests link too, and main.c.
bin_PROGRAMS += cspc
cspc_SOURCES = %D%/main.c
cspc_LDADD = libcompiler.a libgrammar.a libcompiler.a $(GC_LIBS) -lm
EXTRA_DIST += %D%/README.md %D%/LAYERS

noinst_LIBRARIES += libcompiler.a
libcompiler_a_SOURCES =

# The scanner and the parser are written by flex and bison, whose C is not held to our warnings.
noinst_LIBRARIES += libgrammar.a
libgrammar_a_SOURCES =
libgrammar_a_CFLAGS = -std=c11 $(SANITIZE_CFLAGS) $(COVERAGE_CFLAGS)

include %D%/base/local.mk
include %D%/source/local.mk
include %D%/diag/local.mk
include %D%/types/local.mk
include %D%/ast/local.mk
include %D%/syntax/local.mk
include %D%/sema/local.mk
include %D%/usage/local.mk
include %D%/ir/local.mk
include %D%/lower/local.mk
include %D%/emit/local.mk
include %D%/draw/local.mk
include %D%/trace/local.mk
include %D%/driver/local.mk
