# Unit tests: one Criterion program per module of the compiler, made of the .c file of its name.
if HAVE_CRITERION
check_PROGRAMS += \
	%D%/diag \
	%D%/directives \
	%D%/fold \
	%D%/fixit \
	%D%/form \
	%D%/hash \
	%D%/json \
	%D%/layout \
	%D%/map \
	%D%/name \
	%D%/options \
	%D%/place \
	%D%/render \
	%D%/source \
	%D%/text \
	%D%/types \
	%D%/vec \
	%D%/verify
endif

# What programs link that say nothing else.
LDADD = libcompiler.a libgrammar.a libcompiler.a $(GC_LIBS) -lcriterion -lm
EXTRA_DIST += %D%/front.h %D%/helper.h
