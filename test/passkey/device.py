# SPDX-License-Identifier: EUPL-1.2
"""A device with a passkey, as far as a server sees it (W3C Web Authentication level 2 §6.1, §6.5; RFC 9053): keys and signatures
by the openssl command.  Every part of an answer can be made wrong."""
import base64
import hashlib
import json
import os
import subprocess

PRESENT, VERIFIED, KEY = 1, 4, 64
SPKI_EC, SPKI_ED = 27, 12       # bytes before the point in openssl's DER of a public key


def text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def openssl(*words, data=b""):
    return subprocess.run(["openssl", *words], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def cbor(kind, data):
    n = len(data)
    head = bytes([kind << 5 | n]) if n < 24 else bytes([kind << 5 | 24, n]) if n < 256 else bytes([kind << 5 | 25, n >> 8, n & 255])
    return head + data


class Device:
    def __init__(self, folder, origin, is_edwards=False):
        self.path = os.path.join(folder, "key-%s.pem" % os.urandom(4).hex())
        self.origin, self.is_edwards, self.counter, self.id = origin, is_edwards, 0, os.urandom(32)
        sort = ("ed25519",) if is_edwards else ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        openssl("genpkey", "-algorithm", *sort, "-out", self.path)
        der = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")
        if is_edwards:
            self.cose = bytes.fromhex("a4010103272006215820") + der[SPKI_ED:]
        else:
            self.cose = bytes.fromhex("a5010203262001215820") + der[SPKI_EC:SPKI_EC + 32] + bytes.fromhex("225820") + der[SPKI_EC + 32:]

    @property
    def k(self):
        return text(hashlib.sha256(self.id).digest())

    def said(self, sort, challenge, origin=None):
        return json.dumps({"type": "webauthn." + sort, "challenge": challenge, "origin": origin or self.origin,
                           "crossOrigin": False}).encode()

    def data(self, flags, rp):
        self.counter += 1
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def make(self, challenge, flags=PRESENT | VERIFIED, rp="localhost", origin=None):
        data = self.data(flags | KEY, rp) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self.cose
        whole = b"\xa3" + cbor(3, b"fmt") + cbor(3, b"none") + cbor(3, b"attStmt") + b"\xa0" + cbor(3, b"authData") + cbor(2, data)
        return {"challenge": challenge, "attestation": text(whole), "cd": text(self.said("create", challenge, origin))}

    def sign(self, challenge, flags=PRESENT | VERIFIED, rp="localhost", origin=None, sort="get"):
        said, data = self.said(sort, challenge, origin), self.data(flags, rp)
        signed = self.path + ".signed"
        with open(signed, "wb") as file:
            file.write(data + hashlib.sha256(said).digest())
        how = ("-rawin",) if self.is_edwards else ("-rawin", "-digest", "sha256")
        return {"key_id": text(self.id), "key_ad": text(data), "key_cd": text(said),
                "key_sig": text(openssl("pkeyutl", "-sign", "-inkey", self.path, *how, "-in", signed))}
