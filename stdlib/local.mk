# The standard library: source files found by #USE and #INCLUDE.
stdlibdir = $(pkgdatadir)
nobase_dist_stdlib_DATA = \
	%D%/consts.inc \
	%D%/convert.module \
	%D%/convert/bool.inc \
	%D%/convert/digits.inc \
	%D%/convert/hex.inc \
	%D%/convert/hex_sized.inc \
	%D%/convert/integer.inc \
	%D%/convert/integer_sized.inc \
	%D%/convert/real.inc \
	%D%/convert/real_text.inc \
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
	%D%/course/string.inc \
	%D%/course/terminal.inc \
	%D%/dblmath.module \
	%D%/file.module \
	%D%/file/arguments.inc \
	%D%/file/files.inc \
	%D%/file/options.inc \
	%D%/ioconv.module \
	%D%/maths.module \
	%D%/maths/consts.inc \
	%D%/random.module \
	%D%/shared_screen.module \
	%D%/shared_screen/driver.inc \
	%D%/shared_screen/types.inc \
	%D%/snglmath.module \
	%D%/ss.module \
	%D%/string.module \
	%D%/string/append.inc \
	%D%/string/chars.inc \
	%D%/string/edit.inc \
	%D%/string/search.inc \
	%D%/string/words.inc \
	%D%/time.module \
	%D%/useful.module \
	%D%/useful/complex.inc \
	%D%/useful/matrices.inc \
	%D%/useful/numbers.inc \
	%D%/useful/print.inc \
	%D%/useful/texts.inc \
	%D%/useful/trace.inc \
	%D%/useful/vectors.inc
EXTRA_DIST += %D%/README.md
