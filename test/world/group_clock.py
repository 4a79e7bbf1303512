# SPDX-License-Identifier: EUPL-1.2
"""A clock that jumps, by libfaketime under a whole server: the book's order stays, nobody is let in for ever or put out for
nothing, and what is due follows the calendar."""
import calendar
import datetime
import glob
import os
import shutil
import tempfile

import controls
import oracle
from house import FYR, Server, fyr
import group_disk

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = (glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1") or [None])[0]
FORM = "%Y-%m-%d %H:%M:%S"
NOW = datetime.date.today().year
LEAP = next(year for year in range(NOW + 1, NOW + 9) if calendar.isleap(year))
SPRING, AUTUMN = ("%d-%02d-%d" % (NOW + 1, month, 31 - (calendar.weekday(NOW + 1, month, 31) + 1) % 7) for month in (3, 10))
# Jumps from the moment before: seconds back, days back, a leap day, both changes of summer time, ten years and home again.
JUMPS = ("-1s", "-3d", "+0s", "%d-02-28 23:59:58" % LEAP, "%d-02-29 12:00:00" % LEAP, "%d-03-01 00:00:01" % LEAP,
         SPRING + " 01:59:59", SPRING + " 03:00:01", AUTUMN + " 02:59:59", AUTUMN + " 02:00:01", "+10y", "+0s")


class Clock:
    """What the server takes for the time: a line in a file that libfaketime reads at each call."""

    def __init__(self, world):
        self.file = world.path("now")
        self.set("+0s")

    def set(self, when):
        with open(self.file + ".new", "w", encoding="ascii") as file:
            file.write(("@" + when if when[0].isdigit() else when) + "\n")
        os.rename(self.file + ".new", self.file)

    def environment(self):
        return {"LD_PRELOAD": LIBRARY, "FAKETIME_NO_CACHE": "1", "FAKETIME_TIMESTAMP_FILE": self.file,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "Europe/Stockholm"}


class Served:
    """A server in a clock's world; `program` other than the honest one for a control."""

    def __init__(self, path, clock, program=FYR):
        import house
        kept, old = house.FYR, dict(os.environ)
        house.FYR = program
        os.environ.update(clock.environment())
        try:
            self.server = Server(path)
        finally:
            house.FYR = kept
            os.environ.clear()
            os.environ.update(old)


def jumped(world, path, clock, jumps, program=FYR):
    """Writes at each jump; what was answered, and how often the session of before was still good."""
    server = Served(path, clock, program).server
    told, sessions = None, []
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        told = group_disk.Told(visitor)
        for i, jump in enumerate(jumps):
            clock.set(jump)
            reply = told.ask("%s %d" % (group_disk.TEXT, i))
            sessions.append((jump, reply.status))
            if reply.status != 201:    # signed out: as anybody does then
                visitor.become("coordinator")
                reply = told.ask("%s %d igen" % (group_disk.TEXT, i))
                sessions[-1] += (reply.status,)
    finally:
        code = server.stop()
        clock.set("+0s")
    return told, sessions, code


def times_of(path):
    return [lines[1]["t"] for lines in oracle.Book(path).lines]


def jumps(world, path):
    clock = Clock(world)
    told, sessions, code = jumped(world, path, clock, JUMPS)
    times = times_of(path)
    world.ok(code == 0 and all(s[-1] == 201 for s in sessions), "clock: an act is taken at every time, after signing in anew if need be", sessions)
    world.ok(times == sorted(times), "clock: the times of entries never go back",
             [pair for pair in zip(times, times[1:]) if pair[0] > pair[1]][:4])
    world.ok(any("%d-02-29" % LEAP in t for t in times) and max(times) > str(NOW + 9), "clock: the clock did jump",
             times[-len(JUMPS):])
    world.ok(not told.missing(path), "clock: what was answered is there")
    ran = fyr("verify", path)
    world.ok(ran.code == 0, "clock: verify", ran)
    world.ok(sessions[0] == ("-1s", 201), "clock: a second back signs nobody out", sessions[:3])


def sessions(world, path):
    """A session made in the far future, and one that was made before: neither lives for ever."""
    clock = Clock(world)
    server = Served(path, clock).server
    try:
        old = server.visitor()
        old.become("coordinator")
        world.ok(old.get("/people").status == 200, "clock: signed in")
        clock.set("+10y")
        world.ok(old.get("/people").status in (401, 403), "clock: ten years on the session is over", old.get("/people").status)
        late = server.visitor()
        late.become("coordinator")
        world.ok(late.get("/people").status == 200, "clock: signed in ten years on")
        clock.set("+0s")
        world.ok(late.get("/people").status in (401, 403), "clock: back again, a session from the future is none", late.get("/people").status)
        new = server.visitor()
        new.become("coordinator")
        world.ok(new.get("/people").status == 200, "clock: and one can sign in")
        clock.set("-1s")
        world.ok(new.get("/people").status == 200, "clock: a second back it is still good")
    finally:
        world.ok(server.stop() == 0, "clock: a stop ends with 0")


def due(world, path):
    """What is late follows the calendar, forth and back."""
    clock = Clock(world)
    server = Served(path, clock).server
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        pages = []
        for when in ("+0s", "+60d", "+0s"):
            clock.set(when)
            visitor.become("coordinator")
            pages.append(visitor.get("/tasks.json").text)
        world.ok(pages[0] == pages[2], "clock: what is to be done is the same when the clock is back")
        world.ok(pages[0] != pages[1], "clock: two months on other things are due")
    finally:
        server.stop()


def back_in_time(world, path):
    """The control: a book that believes the clock must be seen to go back."""
    folder = tempfile.mkdtemp(dir=world.folder)
    program = controls.build(os.path.join(HERE, "controls", "clock_goes_back.patch"), world.build, folder)
    jumped(world, path, Clock(world), ("+0s", "-3d"), program)
    times = times_of(path)
    ran = fyr("verify", path)
    world.ok(times != sorted(times) and ran.code == 4, "clock: control, times that go back are seen, and verify names them", ran)
    shutil.rmtree(folder)


def run(world):
    if not LIBRARY:
        world.ok(False, "clock: libfaketime is there (script/setup --test)")
        return
    for at, part in enumerate((jumps, sessions, due, back_in_time)):
        folder = world.path("clock-%d" % at)
        os.mkdir(folder)
        part(world, group_disk.whole(world, folder))
