# SPDX-License-Identifier: EUPL-1.2
"""ECDSA over P-256 with SHA-256 checked as FIPS 186-5 defines it, in whole numbers.  Slow and plain; only ever checks."""
import functools
import hashlib

import group

P = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
BASE = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
        0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)


def added(p, q):
    """Of two points (x, y); None is the point at infinity."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(n, p):
    return group.times(added, None, n, p)


def on_curve(x, y):
    return x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0


def der_pair(raw):
    """The two whole numbers of a signature in its one DER spelling, or None."""
    def number(at):
        if len(raw) < at + 2 or raw[at] != 2:
            return None
        n = raw[at + 1]
        part = raw[at + 2:at + 2 + n]
        if n == 0 or n > 33 or len(part) != n or part[0] & 0x80 or (n > 1 and part[0] == 0 and not part[1] & 0x80):
            return None
        return int.from_bytes(part, "big"), at + 2 + n

    if len(raw) < 8 or raw[0] != 0x30 or raw[1] != len(raw) - 2:
        return None
    first = number(2)
    second = number(first[1]) if first else None
    return (first[0], second[0]) if second and second[1] == len(raw) else None


@functools.lru_cache(4096)
def holds(x, y, message, signature):
    """Did the key (x, y) sign the message?"""
    pair = der_pair(signature)
    if not pair or not on_curve(x, y) or not all(0 < n < N for n in pair):
        return False
    r, s = pair
    e, w = int.from_bytes(hashlib.sha256(message).digest(), "big"), pow(s, -1, N)
    point = added(times(e * w % N, BASE), times(r * w % N, (x, y)))
    return point is not None and point[0] % N == r
