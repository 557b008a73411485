%% SPDX-License-Identifier: MIT
%% sieve COUNT: the pipeline of filters, with an answer to every message.
-module(sieve).
-include("report.hrl").

generate(Out, N) -> put(Out, N), generate(Out, N + 1).

filter(Out) -> filter(Out, get()).

filter(Out, Prime) ->
    N = get(),
    case N rem Prime of
        0 -> ok;
        _ -> put(Out, N)
    end,
    filter(Out, Prime).

%% How many communications it takes until the prime Last reaches the last process: each number goes through
%% the filters up to that of its smallest divisor.
communications(N, Last, _, Sum) when N > Last -> Sum;
communications(N, Last, Primes, Sum) ->
    case place(N, Primes, 1) of
        none -> communications(N + 1, Last, Primes ++ [N], Sum + length(Primes) + 1);
        Place -> communications(N + 1, Last, Primes, Sum + Place)
    end.

place(_, [], _) -> none;
place(N, [Prime | _], _) when Prime * Prime > N -> none;
place(N, [Prime | _], I) when N rem Prime =:= 0 -> I;
place(N, [_ | Primes], I) -> place(N, Primes, I + 1).

main(Args) ->
    Count = argument(1, Args, 1000),
    Main = self(),
    Start = clock(),
    First = lists:foldl(fun(_, To) -> spawn(fun() -> filter(To) end) end, Main, lists:seq(2, Count)),
    spawn(fun() -> generate(First, 2) end),
    Prime = get(),
    report(clock() - Start, communications(2, Prime, [], 0), "communication", Prime).
