%% SPDX-License-Identifier: MIT
%% timers PROCESSES: so many processes, each of which sleeps ten times for 0 to 100 ms.
-module(timers).
-include("report.hrl").

sleeper(Main, 0, _, Asked) -> Main ! Asked;
sleeper(Main, N, X0, Asked) ->
    X = (X0 * 1664525 + 1013904223) band 16#FFFFFFFF,
    Time = (X bsr 16) rem 101,
    receive after Time -> ok end,
    sleeper(Main, N - 1, X, Asked + Time).

gather(0, Sum) -> Sum;
gather(N, Sum) -> receive Asked -> gather(N - 1, Sum + Asked) end.

main(Args) ->
    Processes = argument(1, Args, 10000),
    Main = self(),
    Start = clock(),
    [spawn(fun() -> sleeper(Main, 10, I, 0) end) || I <- lists:seq(0, Processes - 1)],
    Sum = gather(Processes, 0),
    report(clock() - Start, Processes * 10, "sleep", Sum).
