libcompiler_a_SOURCES += \
	%D%/cache.c \
	%D%/cache.h \
	%D%/cc.c \
	%D%/cc.h \
	%D%/draw.c \
	%D%/driver.c \
	%D%/driver.h \
	%D%/explain.c \
	%D%/fix.c \
	%D%/home.c \
	%D%/home.h \
	%D%/info.c \
	%D%/options.c \
	%D%/options.h \
	%D%/pipeline.c \
	%D%/pipeline.h \
	%D%/run.c \
	%D%/status.c \
	%D%/status.h \
	%D%/test.c \
	%D%/trace.c \
	%D%/verbs.h

# Where the installed parts are; home.c prefers to look from the place of the program.
AM_CPPFLAGS += \
	-DBINDIR='"$(bindir)"' -DINCLUDEDIR='"$(includedir)"' \
	-DLIBRARYDIR='"$(pkglibdir)"' -DDATADIR='"$(pkgdatadir)"' \
	-DMANUALDIR='"$(docdir)"'
