# `make bench` runs the benchmarks, `make bench BENCH="-r 9 ring1 alt"` some of them; see README.md here.
# dist-hook in tests/local.mk takes the folder into the tarball.
BENCH =

.PHONY: bench
bench: cspc libcspc.a
	@CSPC='$(abs_top_builddir)/cspc' CC='$(CC)' $(abs_top_srcdir)/%D%/run $(BENCH)
