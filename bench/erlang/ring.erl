%% SPDX-License-Identifier: MIT
%% ring TOKENS HOPS: tokens go round a ring of 503 processes, each of which adds one; asynchronous sends.
-module(ring).
-include("report.hrl").

hop(Out) -> receive Token -> Out ! Token + 1, hop(Out) end.

pass(_, 0) -> ok;
pass(Out, N) -> receive Token -> Out ! Token + 1, pass(Out, N - 1) end.

gather(0, Sum) -> Sum;
gather(N, Sum) -> receive Token -> gather(N - 1, Sum + Token) end.

main(Args) ->
    Tokens = argument(1, Args, 1),
    Rounds = argument(2, Args, 500000) div (Tokens * 503),
    Out = lists:foldl(fun(_, To) -> spawn(fun() -> hop(To) end) end, self(), lists:seq(2, 503)),
    Start = clock(),
    [Out ! 1 || _ <- lists:seq(1, Tokens)],
    pass(Out, Tokens * (Rounds - 1)),
    Sum = gather(Tokens, 0),
    report(clock() - Start, Sum, "hop", Sum).
