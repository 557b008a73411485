libcompiler_a_SOURCES += \
	%D%/check.h \
	%D%/check_barrier.c \
	%D%/check_bundle.c \
	%D%/check_call.c \
	%D%/check_comm.c \
	%D%/check_expr.c \
	%D%/check_fork.c \
	%D%/check_intrinsic.c \
	%D%/check_literal.c \
	%D%/check_mobile.c \
	%D%/check_port.c \
	%D%/check_proc_type.c \
	%D%/check_process.c \
	%D%/check_retype.c \
	%D%/check_spec.c \
	%D%/check_text.c \
	%D%/check_type.c \
	%D%/check_udo.c \
	%D%/check_valof.c \
	%D%/families.c \
	%D%/fold.c \
	%D%/fold_call.c \
	%D%/names.c \
	%D%/scope.c \
	%D%/scope.h \
	%D%/sema.h \
	%D%/waits.c
