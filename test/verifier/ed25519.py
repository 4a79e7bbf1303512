# SPDX-License-Identifier: EUPL-1.2
"""Ed25519 signatures checked as RFC 8032 §5.1.7 defines them, in whole numbers, and made (§5.1.6) for tests that forge or play
a log.  Slow and plain."""
import functools
import hashlib

import group

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)      # of -1


def recovered_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
def point(x, y):
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(recovered_x(BASE_Y, 0), BASE_Y)


def added(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    return group.times(added, (0, 1, 1, 0), n, p)


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def read_point(raw):
    y = int.from_bytes(raw, "little")
    x = recovered_x(y & ((1 << 255) - 1), y >> 255)
    return None if x is None else point(x, y & ((1 << 255) - 1))


@functools.lru_cache(4096)
def holds(key, message, signature):
    """Did `key` (32 bytes) sign the message?"""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = read_point(key), read_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(times(s, BASE), added(r, times(k, a)))


@functools.lru_cache(256)
def public(seed):
    """The public key of a seed: for tests that forge with a key they hold."""
    return written(times(secret(seed)[0], BASE))


def secret(seed):
    h = hashlib.sha512(seed).digest()
    n = int.from_bytes(h[:32], "little")
    return (n & ((1 << 254) - 8)) | (1 << 254), h[32:]


def written(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def signed(seed, message):
    """Signs: for tests that forge."""
    a, prefix = secret(seed)
    key = public(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    front = written(times(r, BASE))
    k = int.from_bytes(hashlib.sha512(front + key + message).digest(), "little") % L
    return front + ((r + k * a) % L).to_bytes(32, "little")
