%% SPDX-License-Identifier: MIT
%% What the benchmarks share: numbers among the arguments, the line that bench/run reads, and a rendezvous:
%% Erlang's send is asynchronous; put/2 and get/0 add the answer that makes it synchronous. The networks whose
%% shape lets no messages pile up do without.
-compile([nowarn_unused_function, {no_auto_import, [get/0, put/2]}]).
-export([main/1]).

argument(1, [Text | _], _) -> list_to_integer(Text);
argument(2, [_, Text | _], _) -> list_to_integer(Text);
argument(_, _, Otherwise) -> Otherwise.

clock() -> erlang:monotonic_time(nanosecond).

report(Time, Count, What, Check) ->
    io:format("~.2f ns per ~s, check ~b~n", [Time / Count, What, Check]),
    erlang:halt(0, [{flush, true}]).

put(To, X) ->
    To ! {self(), X},
    receive {To, taken} -> ok end.

get() ->
    receive {From, X} -> From ! {self(), taken}, X end.
