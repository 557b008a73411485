# The standard library: source files found by #USE and #INCLUDE.
stdlibdir = $(pkgdatadir)
nobase_dist_stdlib_DATA = \
	%D%/consts.inc \
	%D%/course.module \
	%D%/course/ask.inc \
	%D%/course/buffer.inc \
	%D%/course/consts.inc \
	%D%/course/cycles.inc \
	%D%/course/file_in.inc \
	%D%/course/in.inc \
	%D%/course/nets.inc \
	%D%/course/out.inc \
	%D%/course/out_real.inc \
	%D%/course/random.inc \
	%D%/course/real.inc \
	%D%/course/string.inc \
	%D%/course/terminal.inc \
	%D%/shared_screen.module \
	%D%/shared_screen/driver.inc \
	%D%/shared_screen/types.inc \
	%D%/ss.module
EXTRA_DIST += %D%/README.md
