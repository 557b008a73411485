%% SPDX-License-Identifier: MIT
%% commstime TURNS: four processes in a ring; asynchronous sends.
-module(commstime).
-include("report.hrl").

prefix(Out) -> receive X -> Out ! X, prefix(Out) end.

succ(Out) -> receive X -> Out ! X + 1, succ(Out) end.

delta(Out0, Out1) -> receive X -> Out0 ! X, Out1 ! X, delta(Out0, Out1) end.

consume(0, X) -> X;
consume(N, _) -> receive X -> consume(N - 1, X) end.

main(Args) ->
    Turns = argument(1, Args, 500000),
    Main = self(),
    Prefix = spawn(fun() -> receive {out, Out} -> Out ! 0, prefix(Out) end end),
    Succ = spawn(fun() -> succ(Prefix) end),
    Delta = spawn(fun() -> delta(Succ, Main) end),
    Prefix ! {out, Delta},
    consume(1000, 0),
    Start = clock(),
    Last = consume(Turns, 0),
    report(clock() - Start, Turns, "turn", Last).
