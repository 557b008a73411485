%% SPDX-License-Identifier: MIT
%% mandelbrot SIZE: a farmer hands out the rows of a picture to eight workers.
-module(mandelbrot).
-include("report.hrl").
-define(LIMIT, 1000).

iterations(_, _, _, _, ?LIMIT) -> ?LIMIT;
iterations(Re, Im, X, Y, N) when Re * Re + Im * Im =< 4.0 ->
    iterations(Re * Re - Im * Im + X, 2.0 * Re * Im + Y, X, Y, N + 1);
iterations(_, _, _, _, N) -> N.

row(_, Size, Size, Sum) -> Sum;
row(Im, X, Size, Sum) ->
    row(Im, X + 1, Size, Sum + iterations(0.0, 0.0, 3.0 * X / Size - 2.0, Im, 0)).

worker(Farmer, Size) ->
    receive Y -> Farmer ! {self(), row(2.0 * Y / Size - 1.0, 0, Size, 0)} end,
    worker(Farmer, Size).

farm(0, _, _, Sum) -> Sum;
farm(Left, Size, Size, Sum) -> receive {_, N} -> farm(Left - 1, Size, Size, Sum + N) end;
farm(Left, Next, Size, Sum) ->
    receive {Worker, N} -> Worker ! Next, farm(Left - 1, Next + 1, Size, Sum + N) end.

main(Args) ->
    Size = argument(1, Args, 500),
    Main = self(),
    Start = clock(),
    [spawn(fun() -> worker(Main, Size) end) ! Y || Y <- lists:seq(0, 7)],
    Sum = farm(Size, 8, Size, 0),
    report(clock() - Start, Sum, "iteration", Sum).
