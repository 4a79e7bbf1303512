#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""In the guest: serves the council on its disk and writes to it until the power goes.  What clients are told goes to the
console, which is the host's: a line there outlives the guest.

usage: life.py PROGRAM CYCLE PERSONS      PERSONS: login=id,login=id
"""
import json
import os
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import load    # noqa: E402

FILE = "/mnt/council"
ENDLESS = 10 ** 9


class Told:
    file = FILE

    def __init__(self):
        self.lock = threading.Lock()

    def tell(self, **event):
        with self.lock:
            os.write(1, b"TOLD " + json.dumps(event).encode() + b"\n")


def main(program, cycle, persons):
    log = open("/mnt/log", "ab")
    server = subprocess.Popen([program, "serve", FILE, "--listen", "127.0.0.1:0"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=log)
    line = server.stdout.readline()
    os.write(1, b"POWER serves\n" if b"http" in line else b"POWER does not serve\n")
    clients = load.Clients(Told(), ENDLESS, dict(pair.split("=") for pair in persons.split(",")), int(cycle))
    for client in clients.run(is_cut=True):
        client.join()
    os.write(1, b"POWER ended: " + json.dumps(clients.wrong).encode() + b"\n")
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
