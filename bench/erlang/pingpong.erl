%% SPDX-License-Identifier: MIT
%% pingpong EXCHANGES: two processes; asynchronous sends.
-module(pingpong).
-include("report.hrl").

pong(Out) -> receive X -> Out ! X + 1, pong(Out) end.

ping(_, 0, X) -> X;
ping(Pong, N, X) ->
    Pong ! X,
    receive Y -> ping(Pong, N - 1, Y) end.

main(Args) ->
    Exchanges = argument(1, Args, 500000),
    Main = self(),
    Pong = spawn(fun() -> pong(Main) end),
    Start = clock(),
    Last = ping(Pong, Exchanges, 0),
    report(clock() - Start, Exchanges, "exchange", Last).
