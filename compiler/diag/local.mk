libcompiler_a_SOURCES += \
	%D%/codes.def \
	%D%/diag.c \
	%D%/diag.h \
	%D%/fixit.c \
	%D%/internal.h \
	%D%/json.c \
	%D%/options.c \
	%D%/render.c \
	%D%/repair.c \
	%D%/show.c \
	%D%/verify.c \
	%D%/warnings.def
