# The standard library: source files found by #USE and #INCLUDE.
stdlibdir = $(pkgdatadir)/stdlib
nobase_stdlib_DATA =
