%% SPDX-License-Identifier: MIT
%% alt WRITERS MESSAGES: the mailbox of the reader is the choice; an answer to every message.
-module(alt).
-include("report.hrl").

writer(_, N, N) -> ok;
writer(Out, I, N) -> put(Out, I), writer(Out, I + 1, N).

reader(0, Sum) -> Sum;
reader(N, Sum) -> reader(N - 1, Sum + get()).

main(Args) ->
    Writers = argument(1, Args, 8),
    Each = argument(2, Args, 500000) div Writers,
    Main = self(),
    [spawn(fun() -> writer(Main, 0, Each) end) || _ <- lists:seq(1, Writers)],
    Start = clock(),
    Sum = reader(Each * Writers, 0),
    report(clock() - Start, Each * Writers, "message", Sum).
