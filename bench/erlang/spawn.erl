%% SPDX-License-Identifier: MIT
%% spawn PROCESSES: batches of 1,000 short processes, started and joined.
-module(spawn).
-include("report.hrl").

start(1000, _, _) -> ok;
start(I, Batch, Main) -> spawn(fun() -> Main ! I + Batch end), start(I + 1, Batch, Main).

join(0, Largest) -> Largest;
join(N, Largest) -> receive X -> join(N - 1, max(X, Largest)) end.

batches(N, N, Sum) -> Sum;
batches(Batch, N, Sum) ->
    start(0, Batch, self()),
    batches(Batch + 1, N, Sum + join(1000, 0)).

main(Args) ->
    Batches = argument(1, Args, 500000) div 1000,
    Start = clock(),
    Sum = batches(0, Batches, 0),
    report(clock() - Start, Batches * 1000, "process", Sum).
