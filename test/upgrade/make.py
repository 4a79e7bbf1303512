#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""How a council of test/upgrade was made: by the program of its time, through its web door.

usage: FYR=OLD_PROGRAM test/upgrade/make.py CASE ... FOLDER

The acts are those of case files (test/given) of that time, written by the administrator and the coordinator, who chose the
passphrases in upgrade.py; then a draft and a session are left in the office.
"""
import gzip
import json
import os
import shlex
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "doors"))

from house import Server, Tap, fyr, hidden  # noqa: E402

WORDS = {"administrator": "en lykta tänds vid farleden", "coordinator": "tre båtar ligger vid bryggan"}
DRAFT = "Ett utkast som ska finnas kvar efter bytet"
SIDES = ("", "-key", "-head", "-office")


def entered(server, link, words):
    visitor = server.visitor()
    token = link.split("token=")[1]
    visitor.get("/welcome?token=" + token)
    reply = visitor.post("/welcome", {"token": token, "passphrase": words, "again": words})
    if reply.status != 303:
        raise RuntimeError("welcome: %s" % reply)
    visitor.csrf = hidden(visitor.get("/overview").text, "csrf")
    return visitor


def play(people, path):
    who = "coordinator"
    for line in open(path, encoding="utf-8"):
        words = shlex.split(line, comments=True)
        if words[:1] == ["as"]:
            who = words[1]
        elif words[:1] == ["write"]:
            reply = people[who].post("/write/%s.json" % words[1], dict(w.split("=", 1) for w in words[2:]))
            if reply.status != 201:
                print("not written: %s %s" % (line.strip(), reply.text[:300]), file=sys.stderr)


def main():
    *cases, folder = sys.argv[1:]
    tap = Tap("make")
    path = tap.path("council.fyr")
    links = fyr("init", path, "--name", "Uppgraderade rådet").out.split()
    server = Server(path)
    people = {name: entered(server, link, WORDS[name]) for name, link in zip(("administrator", "coordinator"), links)}
    for case in cases:
        play(people, case)
    print(people["coordinator"].post("/write/question_asked", {"measure": "1", "text": DRAFT, "draft": "1"}).status)
    server.stop()
    os.makedirs(folder, exist_ok=True)
    for side in SIDES:
        with open(path + side, "rb") as file, open(os.path.join(folder, "council.fyr%s.gz" % side), "wb") as out:
            out.write(gzip.compress(file.read(), mtime=0))
    with open(os.path.join(folder, "session.txt"), "w", encoding="ascii") as out:
        out.write(people["coordinator"].cookies["__Host-fyr"] + "\n")
    print(json.loads(fyr("verify", path, "--json").out))
    tap.end()


if __name__ == "__main__":
    main()
