# SPDX-License-Identifier: EUPL-1.2
"""What each process can no longer do, and what whoever has taken over a worker gets from a signer of another user's."""
import ctypes
import os
import shutil
import signal
import socket
import struct
import subprocess

from house import FYR, PATIENCE, Server, demo, fyr, is_signed, until

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
    server = Server(council, "--signer", signer.socket)
    tap.ok(until(lambda: seccomp(signer.process.pid) == "2"), "a signer of its own user's stands behind its fence")
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
    tap.same(signer.stop(), 0, "the signer stops")


def run(tap):
    path = demo(tap)
    server = Server(path)
    tap.ok(until(lambda: seccomp(server.names().get("fyr-signer")) == "2"), "the signer stands behind its fence", server.names())
    tap.same(server.stop(), 0, "and stops")
    tap.same(fyr("signer", path).code, 2, "a signer without a socket: exit 2")
    tap.same(fyr("signer", path + "-nowhere", "--signer", path + "-s").code, 1, "a signer without a key: exit 1")
    if os.geteuid():
        tap.skip("a signer of another user's", "only root can be two users")
    else:
        another_user(tap, path)
