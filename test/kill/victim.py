# SPDX-License-Identifier: EUPL-1.2
"""The program under the knife: one council's file and the server on it."""
import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

ANSWER_SECONDS = 180


def without_memory(source):
    """Takes from a program with a fault the look at the signer's memory, which finds lost entries at the start: it is the
    oracle that is tried."""
    with open(source, encoding="utf-8") as file:
        text = file.read()
    with open(source, "w", encoding="utf-8") as file:
        file.write(re.sub(r"\tif \(!f\)\n\t\tf = head_agrees\([^;]*;\n", "", text))


class Victim:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.file = os.path.join(folder, "council")
        self.log = open(os.path.join(folder, "log"), "ab")
        self.server, self.port = None, 0
        self.gave_up = []           # exit codes of servers that ended unasked
        self.run("demo", self.file)

    def run(self, *words):
        done = subprocess.run([self.program, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=ANSWER_SECONDS, check=False)
        self.log.write(done.stderr.encode())
        return done

    def spawn(self):
        self.server = subprocess.Popen([self.program, "serve", self.file, "--listen", "127.0.0.1:%d" % self.port],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)

    def start(self):
        """Starts the server and reads its address; it keeps its first port for ever.  False when it would not."""
        self.spawn()
        ready, _, _ = select.select([self.server.stdout], [], [], ANSWER_SECONDS)
        line = self.server.stdout.readline().decode() if ready else ""
        if not line.startswith("http://localhost:"):
            self.server.kill()
            self.gave_up.append("start: exit %s" % self.server.wait())
            return False
        self.port = int(line.rsplit(":", 1)[1])
        return True

    def children(self):
        """Process ids by duty, as the kernel names them."""
        found = {}
        try:
            with open("/proc/%d/task/%d/children" % (self.server.pid, self.server.pid), encoding="ascii") as file:
                for pid in file.read().split():
                    with open("/proc/%s/comm" % pid, encoding="utf-8") as name:
                        found.setdefault(name.read().strip().replace("fyr-", ""), []).append(int(pid))
        except OSError:
            pass                    # one of them ended while we looked
        return found

    def kill(self, duties, chance):
        """kill -9 of one process of each duty, or of `parent`, or of everything (`all`).  False when one was not
        there to be killed."""
        children = self.children()
        pids = []
        for duty in duties:
            if duty == "all":
                pids += [self.server.pid] + [pid for some in children.values() for pid in some]
            elif duty == "parent":
                pids.append(self.server.pid)
            elif duty in children:
                pids.append(chance.choice(children[duty]))
            else:
                return False
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return True

    def is_down(self):
        return self.server.poll() is not None

    def stop(self):
        """Stops it as an operator does.  Seconds it took; None when it had to be killed or did not exit with 0."""
        began = time.monotonic()
        self.server.send_signal(signal.SIGTERM)
        try:
            code = self.server.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill(["all"], None)
            code = self.server.wait()
        return time.monotonic() - began if code == 0 else None

    def end(self):
        """When this is done no process has the council any more, also of those whose parent was killed before them."""
        if self.server and not self.is_down():
            self.kill(["all"], None)
            self.server.wait()
        self.log.close()
        end = time.monotonic() + ANSWER_SECONDS
        while self.at_work():
            if time.monotonic() > end:
                raise RuntimeError("processes do not end: %s" % self.at_work())
            time.sleep(0.01)

    def at_work(self):
        """Processes that were started with the council's file."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid, "rb") as file:
                    if self.file.encode() in file.read().split(b"\0"):
                        found.append(int(pid))
            except OSError:
                pass                # it ended meanwhile
        return found

    def verify(self, alone=False):
        """What `verify` finds, as complaints.  Alone: of a copy of FILE without its -wal and its neighbours, which
        after a stop must be signed to the last entry."""
        with tempfile.TemporaryDirectory() as folder:
            file = self.file
            if alone:
                file = os.path.join(folder, "alone")
                shutil.copy(self.file, file)
            done = self.run("verify", "--json", file)
        if done.returncode:
            return ["verify: exit %d" % done.returncode, done.stdout + done.stderr]
        verdict = json.loads(done.stdout)
        is_signed = verdict["checkpoint"] == verdict["entries"]
        return [] if is_signed or not alone else ["the last entries are not signed: " + done.stdout]
