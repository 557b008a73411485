%% SPDX-License-Identifier: MIT
%% million PROCESSES: a chain of them, each waiting for a message; two tokens go through.
-module(million).
-include("report.hrl").

link(_, _, 0) -> ok;
link(Number, Out, N) -> receive Token -> Out ! Token + Number, link(Number, Out, N - 1) end.

main(Args) ->
    Processes = argument(1, Args, 1000000),
    Start = clock(),
    First = lists:foldl(fun(I, To) -> spawn(fun() -> link(I, To, 2) end) end, self(),
                        lists:seq(0, Processes - 1)),
    First ! 0,
    Half = receive Token -> Token end,
    First ! Half,
    All = receive Again -> Again end,
    report(clock() - Start, Processes, "process", All).
