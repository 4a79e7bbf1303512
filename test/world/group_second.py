# SPDX-License-Identifier: EUPL-1.2
"""A second server, or a command that would be a writer, on a file that is served: never two writers."""
import os
import shutil
import subprocess
import tempfile

import controls
from house import FYR, PATIENCE, Server, demo, fyr

HERE = os.path.dirname(os.path.abspath(__file__))
SHORT_STARTS, LONG_STARTS = 20, 200


class Place:
    def __init__(self, world, name):
        self.folder = world.path(name)
        os.mkdir(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)


def ways(path, folder):
    """Other names of the same file: a hard link, a symbolic link, another path, and beyond a linked folder."""
    hard, soft, beyond = (os.path.join(folder, name) for name in ("hard", "soft", "beyond"))
    os.link(path, hard)
    os.symlink(path, soft)
    os.symlink(os.path.dirname(path), beyond)
    other = os.path.join(os.path.dirname(path), ".", os.path.basename(path))
    return {"the same name": (path, (5, 3)), "another path": (other, (5, 3)), "a hard link": (hard, (3,)),
            "a symbolic link": (soft, (2,)), "a linked folder": (os.path.join(beyond, os.path.basename(path)), (5, 3, 2))}


def starts(program, path):
    """A second server's exit code and words; None when it serves.  All are started at once, since each waits a while."""
    return subprocess.Popen([program, "serve", path, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True)


def ended(process):
    """Exit code and words of one that was refused; a second server is put down, and its code is None."""
    line = process.stdout.readline()
    if line:
        process.terminate()
    _, said = process.communicate(timeout=PATIENCE)
    return (None if line else process.returncode), said


def seconds(world):
    place = Place(world, "second")
    path = demo(place, "council")
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        names, served, unclear = ways(path, place.folder), 0, []
        count = LONG_STARTS if world.is_long else SHORT_STARTS
        chosen = [list(names)[i % len(names)] for i in range(count)]
        for at in range(0, count, 10):
            for way, process in [(way, starts(FYR, names[way][0])) for way in chosen[at:at + 10]]:
                code, said = ended(process)
                served += code is None
                if code not in names[way][1] or len(said.strip().splitlines()) != 1:
                    unclear.append((way, code, said))
        world.ok(not served, "second: %d starts beside a server, none serves" % count, served)
        world.ok(not unclear, "second: each is refused in one line, with 5, 3 or 2", unclear[:4])
        os.unlink(names["a hard link"][0])
        ran = fyr("write", "question_asked", path, "measure=1", "text=Hur går det?", "--as", "coordinator")
        world.ok(ran.code == 0, "second: a command hands over to the server instead", ran)
        ran = fyr("restore", path, path)
        world.ok(ran.code in (2, 3, 4) and ran.err, "second: nothing is restored over a served file", ran)
        ran = fyr("rebuild", path)
        world.ok(ran.code == 5 and "in use" in ran.err, "second: a rebuild is told to stop the server first, exit 5", ran)
        world.ok(visitor.post("/write/question_asked.json", {"measure": "1", "text": "Är allt väl?"}).status == 201,
                 "second: the first one serves on")
    finally:
        world.ok(server.stop() == 0, "second: it stops with 0")
    world.ok(fyr("verify", path).code == 0, "second: verify")
    os.link(path, place.path("hard"))
    ran = fyr("write", "question_asked", place.path("hard"), "measure=1", "text=Hur går det?", "--as", "coordinator")
    world.ok(ran.code == 3 and "hard link" in ran.err, "second: no command writes a file of two names, exit 3", ran)


def unlocked(world):
    """The control: with a lock that excludes nobody, a second server must be seen to serve."""
    place = Place(world, "unlocked")
    path = demo(place, "council")
    folder = tempfile.mkdtemp(dir=world.folder)
    program = controls.build(os.path.join(HERE, "controls", "second_not_locked.patch"), world.build, folder)
    first = starts(program, path)
    try:
        first.stdout.readline()
        code, said = ended(starts(program, path))
        world.ok(code is None, "second: control, without the lock a second one serves", code, said)
    finally:
        first.terminate()
        first.communicate(timeout=PATIENCE)
        shutil.rmtree(folder)


def run(world):
    seconds(world)
    unlocked(world)
