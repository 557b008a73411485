%% SPDX-License-Identifier: MIT
%% million PROCESSES: a chain of them, each waiting for a message; two tokens go through.
-module(million).
-include("report.hrl").

link(_, 0) -> ok;
link(Out, N) -> receive Token -> Out ! Token + 1, link(Out, N - 1) end.

main(Args) ->
    Processes = argument(1, Args, 1000000),
    Start = clock(),
    First = lists:foldl(fun(_, To) -> spawn(fun() -> link(To, 2) end) end, self(), lists:seq(1, Processes)),
    First ! 0,
    Half = receive Token -> Token end,
    First ! Half,
    All = receive Again -> Again end,
    report(clock() - Start, Processes, "process", All).
