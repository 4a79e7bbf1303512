# SPDX-License-Identifier: EUPL-1.2
"""A council's life under the recorder: the server with its processes, commands beside it, and clients that put what
they were told into the journal, between the calls it came between."""
import base64
import hashlib
import json
import os
import select
import signal
import subprocess
import threading

import frames
import replay

WAIT_SECONDS = 180
HASTE = 25


class Recorded:
    """A program under the recorder, on the council in `root`."""

    def __init__(self, program, recorder, root, work, forget=None):
        self.program, self.root, self.file = program, root, os.path.join(root, "council")
        self.journal, self.log = os.path.join(work, "journal"), open(os.path.join(work, "log"), "ab")
        self.server, self.printed = None, b""
        self.env = {**os.environ, "LD_PRELOAD": recorder, "FYR_RECORD_ROOT": root, "FYR_RECORD_JOURNAL": self.journal,
                    "FYR_RECORD_LOCK": os.path.join(work, "lock"), "FYR_RECORD_HASTE": str(HASTE)}
        if forget:
            self.env["FYR_RECORD_FORGET"] = forget

    def tell(self, **event):
        replay.note_answer(self.journal, event)

    def run(self, *words):
        """A command's exit code; what it printed is kept in `printed`."""
        done = subprocess.run([self.program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log,
                              env=self.env, timeout=WAIT_SECONDS, check=False)
        self.printed = done.stdout
        return done.returncode

    def start(self, cut=None):
        """Waits for the address; False when the server ended before."""
        env = {**self.env, "FYR_RECORD_CUT": str(cut)} if cut else self.env
        self.server = subprocess.Popen([self.program, "serve", self.file, "--listen", "127.0.0.1:0"], env=env,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log,
                                       start_new_session=True)
        ready, _, _ = select.select([self.server.stdout], [], [], WAIT_SECONDS)
        return bool(ready) and b"http" in self.server.stdout.readline()

    def end(self, how=signal.SIGTERM):
        """The server's exit code.  SIGKILL goes to all its processes, as the power does."""
        try:
            if how == signal.SIGKILL:
                os.killpg(self.server.pid, how)
            else:
                self.server.send_signal(how)
        except ProcessLookupError:
            pass
        code = self.server.wait(WAIT_SECONDS)
        self.server.stdout.close()
        return code


def writer(file):
    return frames.Line(file, WAIT_SECONDS)


def token_hash(token):
    return hashlib.blake2b(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)), digest_size=32).hexdigest()


class Clients:
    """Each goes through its acts once a round; the counts are of acts answered."""

    def __init__(self, recorded, rounds, persons, life):
        self.recorded, self.rounds, self.persons, self.life = recorded, rounds, persons, life
        self.counts, self.wrong, self.lock, self.texts, self.given = {}, [], threading.Lock(), 0, []

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1
            self.texts += 1
            return self.texts

    def write(self, line, kind, who, **fields):
        number = self.count(kind)
        text = fields.get("text")
        if text:
            fields["text"] = text = "%s Nummer %d i liv %d." % (text, number, self.life)
        answer = line.ask(op="write", kind=kind, fields=list(fields.items()), **who)
        if answer.get("refusals") or "seq" not in answer or answer["seq"] is None:
            raise ValueError("%s: %s" % (kind, json.dumps(answer, ensure_ascii=False)[:300]))
        self.recorded.tell(entries=[[answer["seq"], answer["hash"], text]], note=answer["checkpoint"],
                           letter="session" in who)
        return answer["seq"]

    def reporter(self, line):
        n = self.write(line, "status_reported", {"as": "contact"}, measure="1", process="green", evidence="counted",
                       text="Två öppna kvällar i veckan.")
        self.write(line, "status_confirmed", {"as": "second"}, statuses=str(n))

    def eraser(self, line):
        n = self.write(line, "question_asked", {"as": "coordinator"}, measure="1", text="Det här skulle inte ha skrivits.")
        p = self.write(line, "erasure_proposed", {"as": "coordinator"}, entry=str(n), fields="text", ground="Gallring",
                       basis="correction")
        by = self.write(line, "erasure_seconded", {"as": "registrar"}, proposal=str(p))
        self.recorded.tell(erased=n, by=by)

    def batcher(self, line):
        texts = ["Fråga i en hop. Nummer %d i liv %d." % (self.count("batch"), self.life) for _ in range(3)]
        answer = line.ask(**{"op": "batch", "as": "coordinator", "offers": [
            {"kind": "question_asked", "fields": [["measure", "2"], ["text", text]]} for text in texts]})
        if not answer.get("written"):
            raise ValueError("batch: %s" % answer)
        self.recorded.tell(entries=[[a["seq"], a["hash"], text] for a, text in zip(answer["answers"], texts)])

    def secretary(self, line):
        """What the office keeps: links, letters, drafts, sessions; and a status by letter."""
        self.recorded.tell(drop=list(self.given))   # a new letter or link ends the one before
        self.given.clear()
        answer = line.ask(**{"op": "letters", "as": "coordinator", "persons": [self.persons["contact"]]})
        letter = answer["letters"][0][1]
        self.give(letter)
        session = line.ask(op="open_letter", token=letter, source="127.0.0.1")["session"]
        self.give(session)
        self.write(line, "status_reported", {"session": session}, measure="1", process="green", evidence="counted",
                   text="Skrivet ur ett brev.")
        line.ask(**{"op": "draft", "as": "second", "kind": "question_asked", "obj": "",
                    "fields": [["text", "Halvfärdigt %d" % self.count("letter")]]})
        self.give(line.ask(**{"op": "show_as", "as": "second"})["session"])
        self.give(line.ask(**{"op": "link", "as": "coordinator", "person": "second"})["token"])
        self.count("link")

    def leaver(self, line):
        """Somebody comes, is given a link, and is closed: nothing of the person stays in the office."""
        login, who = "vikarie%d" % self.life, {"as": "administrator"}
        person = str(self.persons[""] + 1 + self.life)
        proposal = self.write(line, "enrolment_proposed", who, function="Vikarie", name="Vi Karie %d" % self.life, role="member")
        self.write(line, "enrolment_seconded", {"as": "coordinator"}, proposal=str(proposal))
        self.write(line, "person_bound", who, person=person, sort="login", name=login)
        link = line.ask(**{"op": "link", "as": "administrator", "person": login})["token"]
        by = self.write(line, "person_closed", who, person=person)
        self.recorded.tell(left=token_hash(link), by=by)

    def give(self, token):
        self.given.append(token_hash(token))
        self.recorded.tell(office=self.given[-1:])

    def go(self, acts):
        line = writer(self.recorded.file)
        try:
            for _ in range(1 if acts == self.leaver else self.rounds):
                acts(line)
        except (OSError, ValueError, KeyError) as error:
            self.wrong.append("%s: %r" % (acts.__name__, error))

    def run(self, is_cut=False):
        """Is the power about to be cut, nobody comes and leaves: the next one's number would not be known."""
        acts = [self.reporter, self.eraser, self.batcher, self.secretary] + [self.leaver] * (not is_cut)
        crew = [threading.Thread(target=self.go, args=(act,)) for act in acts]
        for client in crew:
            client.start()
        return crew


def commands(recorded, count):
    """While no server runs a command is the writer, with a signer of its own; and the state is made again."""
    for number in range(count):
        text = "Skrivet utan server. Nummer %d." % number
        if recorded.run("write", "question_asked", recorded.file, "measure=2", "text=" + text, "--as", "contact", "--json"):
            return ["a command could not write"]
        answer = json.loads(recorded.printed)
        recorded.tell(entries=[[answer["seq"], answer["hash"], text]], note=answer["checkpoint"])
    return ["rebuild failed"] if recorded.run("rebuild", recorded.file) else []


def live(recorded, persons, rounds, backups):
    """Three lives of a server: one that is stopped, one whose processes are all killed, one that is stopped again;
    backups are made meanwhile, and commands do their work alone before it.  (counts of acts, what went wrong)"""
    counts, wrong = {"command": rounds, "rebuild": 1}, commands(recorded, rounds)
    for life, (how, code) in enumerate(((signal.SIGTERM, 0), (signal.SIGKILL, -9), (signal.SIGTERM, 0))):
        if not recorded.start():
            return counts, wrong + ["the server did not start"]
        clients = Clients(recorded, rounds, persons, life)
        crew = clients.run()
        for _ in range(backups):
            name = "backup-%d" % (counts.get("backup", 0) + 1)
            if recorded.run("backup", recorded.file, os.path.join(recorded.root, name)):
                wrong.append("no backup")
            recorded.tell(backup=name)
            counts["backup"] = counts.get("backup", 0) + 1
        for client in crew:
            client.join()
        ended = recorded.end(how)
        if ended != code:
            wrong.append("the server ended with %d" % ended)
        wrong += clients.wrong
        for what, n in clients.counts.items():
            counts[what] = counts.get(what, 0) + n
    return counts, wrong
