# `make check` runs tests/check; `make check SUITES="run diag/E0301_name.csp"` runs a part of it.
EXTRA_DIST += \
	%D%/README.md %D%/check %D%/corpus %D%/first-steps %D%/fresh-root %D%/manual %D%/mutate %D%/one \
	%D%/page

include %D%/unit/local.mk
include %D%/runtime/local.mk
include %D%/fuzz/local.mk

# The tests themselves go into the tarball folder by folder.
dist-hook:
	@cd $(srcdir) && for folder in bench examples tests/diag tests/driver tests/emit tests/fuzz/corpus tests/house tests/ir \
		tests/layout tests/random tests/render tests/run tests/stress tests/syntax; do \
	    test -d $$folder || continue; \
	    mkdir -p $(abs_builddir)/$(distdir)/$$folder && \
	        cp -fpR $$folder/. $(abs_builddir)/$(distdir)/$$folder/ || exit 1; \
	done

SUITES =
test_environment = \
	CSPC='$(abs_top_builddir)/cspc' CC='$(CC)' SOURCE='$(abs_top_srcdir)' \
	PROGRAMS='$(check_PROGRAMS)'

check-local: cspc libcspc.a
	@$(test_environment) $(abs_top_srcdir)/%D%/check $(SUITES)

# Accept what the compiler says now as right; read the difference before it is committed.
.PHONY: bless format
bless: cspc
	@BLESS=1 $(test_environment) $(abs_top_srcdir)/%D%/check \
		syntax layout ir emit render

# Bring the C files into the form that tests/house/format asks for.
format:
	cd $(srcdir) && find bench compiler runtime tests -name '*.[ch]' ! -path 'tests/emit/*' -exec clang-format -i {} +

clean-local:
	rm -rf tests/results
