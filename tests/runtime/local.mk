# Tests of the runtime library: plain programs that end with status 0. For each program:
#
#     check_PROGRAMS += %D%/channel
#     %C%_channel_CPPFLAGS = -I$(top_srcdir)/runtime/include -I$(top_srcdir)/runtime
#     %C%_channel_LDADD = libcspc.a -lm -lpthread
