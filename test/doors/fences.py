# SPDX-License-Identifier: EUPL-1.2
"""What each process can no longer do, what whoever has taken over a worker gets from a signer of another user's, and what a
server says of its fences: each is raised here, and a program that does not see them or sees those that are not is found out."""
import ctypes
import os
import platform
import shutil
import signal
import socket
import struct
import subprocess

import controls
import house
from house import FYR, PATIENCE, Server, demo, fyr, is_signed, until

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER, SIGNER = 65533, 65532    # users that nobody has; the signer's group is shared
PTRACE_ATTACH = 16
ASK = ("measure=1", "text=Hur går det?", "--as", "coordinator")


def seccomp(pid):
    """What the kernel says of a process, which takes its name before its fence stands; None of none."""
    if not pid:
        return None
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file)["Seccomp"]


def as_user(uid, do):
    """What a child of that user says of itself: the words it wrote."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setgroups([])
            os.setgid(SERVER)
            os.setuid(uid)
            os.write(writer, do().encode())
        except BaseException as error:  # pylint: disable=broad-except
            os.write(writer, ("fell over: %r" % error).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        said = file.read()
    os.waitpid(pid, 0)
    return said


def tried(do):
    try:
        do()
    except OSError as error:
        return "refused: %s" % os.strerror(error.errno)
    return "done"


def ask(path, line):
    """One question to the signer, in its frame (base/frame.h)."""
    with socket.socket(socket.AF_UNIX) as line_in:
        line_in.connect(path)
        line_in.sendall(struct.pack(">I", len(line)) + line)
        n = struct.unpack(">I", line_in.recv(4, socket.MSG_WAITALL))[0]
        return line_in.recv(n, socket.MSG_WAITALL).decode()


class Signer:
    """`fyr signer` run by its own user, in a folder of its own."""

    def __init__(self, folder, council):
        self.folder = os.path.join(folder, "signer")
        self.socket = os.path.join(self.folder, "socket")
        os.mkdir(self.folder, 0o750)
        for side in ("-key", "-head"):
            shutil.move(council + side, os.path.join(self.folder, "council" + side))
            os.chown(os.path.join(self.folder, "council" + side), SIGNER, SERVER)
            os.chmod(os.path.join(self.folder, "council" + side), 0o600)
        os.chown(self.folder, SIGNER, SERVER)
        program = shutil.copy(FYR, os.path.join(folder, "fyr"))  # the tree it lies in may be closed to others
        self.process = subprocess.Popen([program, "signer", os.path.join(self.folder, "council"), "--signer", self.socket],
                                        user=SIGNER, group=SERVER, extra_groups=[], stderr=subprocess.PIPE)
        until(lambda: os.path.exists(self.socket) or self.process.poll() is not None)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def attacks(signer):
    """What a worker that was taken over may try."""
    key = os.path.join(signer.folder, "council-key")
    pid = signer.process.pid
    libc = ctypes.CDLL(None, use_errno=True)

    def trace():
        if libc.ptrace(PTRACE_ATTACH, pid, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    root = "A" * 43 + "="
    signs = ('{"old":0,"op":"sign","proof":[],"root":"%s","size":1}' % root,
             '{"old":%d,"op":"sign","proof":["%s"],"root":"%s","size":%d}' % (10 ** 6, root, root, 10 ** 7),
             '{"bytes":"x","op":"sign"}', '{"op":"export"}')
    yield "reads the key", lambda: tried(lambda: open(key, "rb").read())
    yield "reads the memory of what was signed", lambda: tried(lambda: open(signer.folder + "/council-head", "rb").read())
    yield "puts another key there", lambda: tried(lambda: os.rename(signer.folder + "/council-head", key))
    yield "traces the signer", lambda: tried(trace)
    yield "reads its memory", lambda: tried(lambda: open("/proc/%d/mem" % pid, "rb").read(1))
    yield "stops it", lambda: tried(lambda: os.kill(pid, signal.SIGKILL))
    for words in signs:
        yield "asks " + words[:34], lambda w=words: "refused" if '"error"' in ask(signer.socket, w.encode() + b"\n") else "done"


def another_user(tap, path):
    folder = os.path.join(tap.folder, "apart")
    os.mkdir(folder, 0o755)
    os.chmod(tap.folder, 0o755)
    council = os.path.join(folder, "council.fyr")
    for side in ("", "-key", "-head", "-office"):
        shutil.copyfile(path + side, council + side)
    signer = Signer(folder, council)
    try:
        beside(tap, council, signer)
        everything(tap, folder, council, signer)
    finally:
        tap.same(signer.stop(), 0, "the signer stops")


def beside(tap, council, signer):
    server = Server(council, "--signer", signer.socket)
    tap.ok(until(lambda: seccomp(signer.process.pid) == "2"), "a signer of its own user's stands behind its fence")
    tap.ok("fyr: fences that stand: signer" in server.said, "the server says that it has one", server.said)
    tap.ok("fyr-signer" not in server.names(), "the server starts none beside it")
    silent = socket.socket(socket.AF_UNIX)
    silent.connect(signer.socket)
    tap.same(fyr("write", "question_asked", council, *ASK).code, 0, "an entry is written")
    tap.ok(until(lambda: is_signed(council)), "and signed, though somebody has the signer's line and says nothing")
    silent.close()
    tap.same(as_user(SIGNER, lambda: tried(lambda: open(signer.folder + "/council-key", "rb").read())), "done",
             "while the signer's own user can (so the attacks could have worked)")
    tap.same(server.stop(), 0, "the server stops")
    # The signer answers one line at a time, and the writer keeps its own for as long as it runs.
    for what, attack in attacks(signer):
        said = as_user(SERVER, attack)
        tap.ok(said.startswith("refused"), "the server's user %s: refused" % what, said)
    ran = fyr("verify", council, "--json")
    tap.ok(ran.code == 0 and '"entries"' in ran.out, "what it wrote is whole", ran)
    head = open(os.path.join(signer.folder, "council-head"), encoding="utf-8").read().split("\n")[1]
    tap.ok('"checkpoint":%s,' % head in ran.out and '"entries":%s,' % head in ran.out, "and all of it signed by that signer", ran)


# Each is the program %(fyr)s behind one more fence, put up as a unit of systemd would.
FILTERED = """#!/usr/bin/env python3
import ctypes, os, struct, sys
libc = ctypes.CDLL(None)
# (code, jump if so, jump if not, k): which call; %(call)d? its first argument; %(first)d? then it fails with %(errno)d
program = ((0x20, 0, 0, 0), (0x15, 0, 3, %(call)d), (0x20, 0, 0, 16), (0x15, 0, 1, %(first)d), (0x06, 0, 0, 0x50000 | %(errno)d),
           (0x06, 0, 0, 0x7fff0000))
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
class Fprog(ctypes.Structure):
    _fields_ = (("n", ctypes.c_ushort), ("at", ctypes.c_void_p))
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(Fprog(len(program), ctypes.addressof(code))), 0, 0):
    sys.exit("no filter")
os.execv("%(fyr)s", ["%(fyr)s"] + sys.argv[1:])
"""
READ_ONLY = """#!/bin/sh
exec %(apart)s sh -c 'mount --bind /usr /usr && mount -o remount,bind,ro /usr && exec %(user)s "$0" "$@"' "%(fyr)s" "$@"
"""
# With mounts of its own: whoever is not root takes a user namespace for that, and stays who it is.
APART = "unshare --mount" + (" --map-current-user --keep-caps" if os.geteuid() else "")
AS_SERVER = "setpriv --reuid=%d --regid=%d --clear-groups" % (SERVER, SERVER)
X86_SOCKET, X86_SECCOMP, AF_NETLINK, GET_ACTION = 41, 317, 16, 2


def fenced(folder, name, script, fyr, **words):
    """A program behind a fence, as a program."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(script % {"fyr": fyr, **words})
    os.chmod(path, 0o755)
    return path


def behind_all(folder, fyr, user=""):
    """The program behind what needs no unit: a filter that refuses the kernel's own sockets, and system files that can be read."""
    inner = fenced(folder, "read_only", READ_ONLY, fyr, apart=APART, user=user)
    return fenced(folder, "narrow", FILTERED, inner, call=X86_SOCKET, first=AF_NETLINK, errno=97)


def why_not(folder):
    """Why a test can put up no fences here; None when it can."""
    if platform.machine() != "x86_64":
        return "the numbers of the calls are those of x86_64"
    done = subprocess.run([behind_all(folder, "true")], stderr=subprocess.PIPE, check=False)
    return "no mounts of its own: " + done.stderr.decode().strip() if done.returncode else None


def can_give_up_calls():
    with open(FYR, "rb") as file:
        program = file.read()
    return b"__asan_init" not in program and b"__tsan_init" not in program


def heard(path, *words, **more):
    """What a server says of its fences when it starts; and to its administrator and its coordinator, as rows and as a page."""
    server = Server(path, *words, **more)
    try:
        lines = [line for line in server.said.split("\n") if line.startswith("fyr: fences that stand: ")]
        stand, _, missing = lines[-1][len("fyr: fences that stand: "):].partition("; missing: ") if lines else ("", "", "")
        said = {**dict.fromkeys(stand.split(", "), "stands"), **dict.fromkeys(missing.split(", "), "missing")}
        said.pop("none", None)
        shown = []
        for person in ("administrator", "coordinator"):
            visitor = server.visitor()
            visitor.become(person)
            rows = {row["fence"]: row["fence_state"] for row in visitor.get("/help.json").json["fences"]}
            shown.append((rows, 'id="fences"' in visitor.get("/help").text))
        return said, shown
    finally:
        server.stop()


def told(tap, path, what, expected, *words, **more):
    """`expected` says whether they stand."""
    said, shown = heard(path, *words, **more)
    states = {name: "stands" if is_so else "missing" for name, is_so in expected.items()}
    tap.same(said, states, what + ": it says so when it starts")
    tap.same(shown[0], (said, True), what + ": and to its administrator, in words too")
    tap.same(shown[1], ({}, False), what + ": and to nobody else")


def broken(tap, name):
    """The program with a fault in it, where any user may run it; None when it cannot be built."""
    folder = tap.path(name)
    os.mkdir(folder, 0o755)
    return controls.built(tap, os.path.join(HERE, "controls", name + ".patch"), os.path.dirname(FYR), folder)


def levels(tap, path):
    """None but what this place has itself, then all that a test may put up."""
    here = {"user": os.geteuid() != 0, "signer": False, "calls": can_give_up_calls(), "filter": seccomp(os.getpid()) == "2",
            "files": bool(os.statvfs("/usr").f_flag & os.ST_RDONLY),
            "network": tried(lambda: socket.socket(AF_NETLINK, socket.SOCK_RAW)) != "done"}
    told(tap, path, "a server without a unit", here)
    granting = broken(tap, "fences_granted")
    if granting:
        said, _ = heard(path, program=granting)
        tap.ok(all(said[name] == "stands" for name, is_so in here.items() if not is_so), "control fences_granted is found", said)
    why = why_not(tap.folder)
    if why:
        tap.skip("a server behind a filter, with files of the system that it can only read", why)
        return
    told(tap, path, "a server behind a filter, with files of the system that it can only read",
         {**here, "filter": True, "files": True, "network": True}, program=behind_all(tap.folder, FYR))
    program = fenced(tap.folder, "forbidden", FILTERED, FYR, call=X86_SECCOMP, first=GET_ACTION, errno=1)
    told(tap, path, "a server that may not give up calls", {**here, "calls": False, "filter": True}, program=program)


def everything(tap, folder, council, signer):
    """All at once: also a user that is not root, and a signer of another's."""
    why = why_not(tap.folder)
    if why:
        tap.skip("a server behind every fence", why)
        return
    for path in [folder] + [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("council")]:
        os.chown(path, SERVER, SERVER)
    stand = {**dict.fromkeys(("user", "signer", "filter", "files", "network"), True), "calls": can_give_up_calls()}
    program = behind_all(tap.folder, os.path.join(folder, "fyr"), AS_SERVER)
    told(tap, council, "a server behind every fence", stand, "--signer", signer.socket, program=program)
    blind = broken(tap, "fences_unseen")
    if blind:
        said, _ = heard(council, "--signer", signer.socket, program=behind_all(tap.folder, blind, AS_SERVER))
        tap.ok(all(said[name] == "missing" for name, is_so in stand.items() if is_so), "control fences_unseen is found", said)


def run(tap):
    path = demo(tap)
    server = Server(path)
    tap.ok(until(lambda: seccomp(server.names().get("fyr-signer")) == "2"), "the signer stands behind its fence", server.names())
    tap.same(server.stop(), 0, "and stops")
    levels(tap, path)
    tap.same(fyr("signer", path).code, 2, "a signer without a socket: exit 2")
    tap.same(fyr("signer", path + "-nowhere", "--signer", path + "-s").code, 1, "a signer without a key: exit 1")
    if os.geteuid():
        tap.skip("a signer of another user's", "only root can be two users")
    else:
        another_user(tap, path)
