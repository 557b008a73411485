%% SPDX-License-Identifier: MIT
%% chameneos MEETINGS: creatures of three colours meet in pairs, at a place where there is room for two.
-module(chameneos).
-include("report.hrl").

complement(Colour, Colour) -> Colour;
complement(Mine, Other) -> 3 - (Mine + Other).

creature(Place, Colour, Met) ->
    Place ! {self(), Colour},
    receive
        closed -> Place ! {met, Met};
        Other -> creature(Place, complement(Colour, Other), Met + 1)
    end.

place(0) -> ok;
place(Meetings) ->
    receive {One, Colour1} -> ok end,
    receive {Two, Colour2} -> ok end,
    One ! Colour2,
    Two ! Colour1,
    place(Meetings - 1).

close(0, Sum) -> Sum;
close(Left, Sum) ->
    receive {Creature, Colour} when Creature =/= met, is_integer(Colour) -> Creature ! closed end,
    receive {met, Met} -> close(Left - 1, Sum + Met) end.

main(Args) ->
    Meetings = argument(1, Args, 500000),
    Main = self(),
    Start = clock(),
    [spawn(fun() -> creature(Main, I rem 3, 0) end) || I <- lists:seq(0, 7)],
    place(Meetings),
    Sum = close(8, 0),
    report(clock() - Start, Meetings, "meeting", Sum).
