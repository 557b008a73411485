# No input crashes the compiler: fixed texts, and for some seconds changed ones.
check_PROGRAMS += %D%/fuzz
%C%_fuzz_LDADD = libcompiler.a libgrammar.a libcompiler.a $(GC_LIBS) -lm
