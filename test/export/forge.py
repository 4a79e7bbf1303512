# SPDX-License-Identifier: EUPL-1.2
"""An export made again from any entries, signed with the log's real key: what somebody can do who has the disk."""
import base64
import hashlib
import json
import os
import shutil

import ed25519
import tlog


def seed_of(key_file):
    """The seed in FILE-key (golang.org/x/mod's form of a secret key)."""
    with open(key_file, encoding="ascii") as file:
        return base64.b64decode(file.read().strip().split("+", 4)[4])[1:]


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def put(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def entries_of(folder):
    size = int(read(folder, "checkpoint").split(b"\n")[1])
    return [entry for level, number, width in tlog.tile_paths(size) if level == "entries"
            for entry in tlog.bundle_read(read(folder, tlog.tile_path(level, number, width)), width)]


def note(seed, name, leaves):
    """The log's checkpoint over these entries."""
    root = tlog.root_of([tlog.leaf_hash(leaf) for leaf in leaves])
    text = b"%s\n%d\n%s\n" % (name.encode(), len(leaves), base64.b64encode(root))
    key = tlog.Key(name, 1, ed25519.public(seed))
    return text + b"\n" + tlog.DASH + name.encode() + b" " + base64.b64encode(key.id + ed25519.signed(seed, text)) + b"\n"


def older(folder):
    """The older checkpoints' files, the smallest first."""
    place = os.path.join(folder, "checkpoints")
    return ["checkpoints/%d" % n for n in sorted(int(name) for name in os.listdir(place))] if os.path.isdir(place) else []


def sums(folder):
    """SHA256SUMS anew: who forges knows how to add up."""
    lines = []
    for name in ["README.txt", "checkpoint", *older(folder), "disclosures.jsonl", "log.vkey", "policy", "verify.html"]:
        lines.append("%s  %s\n" % (hashlib.sha256(read(folder, name)).hexdigest(), name))
    put(folder, "SHA256SUMS", "".join(lines).encode())


def forge(source, target, seed, leaves):
    """`source` as `target`, but of these entries."""
    shutil.copytree(source, target)
    shutil.rmtree(os.path.join(target, "tile"))
    name = read(source, "log.vkey").decode().split("+")[0]
    levels = [[tlog.leaf_hash(leaf) for leaf in leaves]]
    while len(levels[-1]) >= 256:
        levels.append([tlog.root_of(levels[-1][i:i + 256]) for i in range(0, len(levels[-1]) - 255, 256)])
    for level, number, width in tlog.tile_paths(len(leaves)):
        if level == "entries":
            data = b"".join(len(e).to_bytes(2, "big") + e for e in leaves[number * 256:number * 256 + width])
        else:
            data = b"".join(levels[level][number * 256:number * 256 + width])
        put(target, tlog.tile_path(level, number, width), data)
    put(target, "checkpoint", note(seed, name, leaves))
    sums(target)
    return target


def written(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def leaf(leaves, statement, **changes):
    """The next entry of a log: a statement like another one, with changes, on the present head, a second after the last."""
    line = {**statement, **changes}
    if "base" not in changes:
        line["base"] = "%d:%s" % (len(leaves), base64.b64encode(
            tlog.root_of([tlog.leaf_hash(each) for each in leaves])).decode())
    line["n"] = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
    last = json.loads(leaves[-1].split(b"\n")[1])
    return written({k: v for k, v in line.items() if v is not None}) + written(
        {"seq": len(leaves), "sig": [], "t": last["t"]})


def statements(leaves):
    return [json.loads(each.split(b"\n")[0]) for each in leaves]


def ref_of(leaves, seq):
    return "%d:%s" % (seq, base64.b64encode(tlog.leaf_hash(leaves[seq])).decode())
