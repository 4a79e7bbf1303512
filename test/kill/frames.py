# SPDX-License-Identifier: EUPL-1.2
"""A line to the writer (base/frame.h)."""
import json
import socket
import struct


class Line:
    def __init__(self, file, seconds):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        try:
            self.socket.connect(file + "-socket")
        except OSError:
            self.close()
            raise

    def ask(self, **question):
        line = json.dumps(question, ensure_ascii=False).encode() + b"\n"
        self.socket.sendall(struct.pack(">I", len(line)) + line)
        return json.loads(self.read(struct.unpack(">I", self.read(4))[0]))

    def read(self, n):
        got = b""
        while len(got) < n:
            piece = self.socket.recv(n - len(got))
            if not piece:
                raise OSError("the writer went away")
            got += piece
        return got

    def close(self):
        self.socket.close()
