# SPDX-License-Identifier: EUPL-1.2
"""What a disk may hold after the power went, from a journal of recorder.c.

A file keeps what was written before its last fsync; of what came later any part may be there: each write is kept,
dropped or torn at sectors of 512 bytes, each truncation kept or dropped, in any combination.  A name (made, taken away,
given to another file) is kept when its folder was synced afterwards; of later changes either a beginning is there, as
file systems with a journal do it, or any of them, which is all that POSIX promises.
"""
import json
import os
import struct

HEAD = struct.Struct("<IIQQIHHcb6x")
MAGIC = 0x43524f50
SECTOR = 512


class Call:
    __slots__ = ("pid", "inode", "at", "name", "name_2", "call", "is_folder", "bytes")

    def __init__(self, *parts):
        self.pid, self.inode, self.at, self.name, self.name_2, self.call, self.is_folder, self.bytes = parts


def read_journal(path):
    calls = []
    with open(path, "rb") as file:
        raw = file.read()
    at = 0
    while at < len(raw):
        magic, pid, inode, where, n, name, name_2, call, is_folder = HEAD.unpack_from(raw, at)
        if magic != MAGIC:
            raise ValueError("the journal is damaged at %d" % at)
        at += HEAD.size
        names = raw[at:at + name].decode(), raw[at + name:at + name + name_2].decode()
        at += name + name_2
        calls.append(Call(pid, inode, where, *names, call.decode(), bool(is_folder), raw[at:at + n]))
        at += n
    return calls


def note_answer(path, event):
    """The client's own line in the journal: all that was promised before anything later happened."""
    text = json.dumps(event).encode()
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(fd, HEAD.pack(MAGIC, os.getpid(), 0, 0, len(text), 0, 0, b"A", 0) + text)
    os.close(fd)


LEFT_OUT = ("-shm", "-lock", "-socket", "-signer", "-reserve")


def read_folder(root):
    """All that keeps something below a folder: (path, inode, bytes or None for a folder)."""
    found = []
    for folder, folders, names in os.walk(root):
        for name in folders + names:
            path = os.path.join(folder, name)
            if name.endswith(LEFT_OUT) or not (os.path.isfile(path) or os.path.isdir(path)):
                continue
            content = None
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    content = file.read()
            found.append((os.path.relpath(path, root), os.stat(path).st_ino, content))
    return found


class File:
    """Bytes that are safe, and what has been done to them since, oldest first: (offset, bytes) or (length, None)."""

    def __init__(self, content=b""):
        self.safe, self.later, self.version = bytearray(content), [], 0

    def sync(self):
        if self.later:
            for change in self.later:
                change_bytes(self.safe, *change)
            self.later, self.version = [], self.version + 1

    def now(self):
        content = self.safe
        if self.later:
            content = bytearray(content)
            for change in self.later:
                change_bytes(content, *change)
        return content

    def cut(self, chance, keep, tear):
        content = bytearray(self.safe)
        for at, put in self.later:
            if chance.random() >= keep:
                continue
            if put is not None and chance.random() < tear:
                tear_bytes(content, at, put, chance)
            else:
                change_bytes(content, at, put)
        return content


def change_bytes(content, at, put):
    if put is None:
        if at <= len(content):
            del content[at:]
        else:
            content.extend(bytes(at - len(content)))
        return
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at:at + len(put)] = put


def tear_bytes(content, at, put, chance):
    """Of the sectors that a write touches, some reach the disk."""
    first = 0
    while first < len(put):
        last = min(len(put), (at + first) // SECTOR * SECTOR + SECTOR - at)
        if chance.random() < 0.5:
            change_bytes(content, at + first, put[first:last])
        first = last


class Folder:
    """Names that are safe, and changes since: (name or None, name that goes or None, what)."""

    def __init__(self):
        self.safe, self.later = {}, []

    def sync(self):
        for change in self.later:
            change_names(self.safe, *change)
        self.later = []

    def now(self):
        return self.some(self.later) if self.later else self.safe

    def some(self, changes):
        names = dict(self.safe)
        for change in changes:
            change_names(names, *change)
        return names

    def cut(self, chance, keep, is_ordered):
        if not self.later:
            return self.safe
        if is_ordered:
            return self.some(self.later[:sum(chance.random() < keep for _ in self.later)])
        return self.some([change for change in self.later if chance.random() < keep])


def change_names(names, name, gone, what):
    if gone is not None:
        names.pop(gone, None)
    if name is not None:
        names[name] = what


class Disk:
    def __init__(self, found):
        self.root = Folder()
        self.by_inode = {}
        for path, inode, content in found:
            thing = Folder() if content is None else File(content)
            self.by_inode[inode] = thing
            folder, name = self.place(path)
            folder.safe[name] = thing

    def place(self, path):
        """The folder a path stands in, as it is now, and the last name."""
        *folders, name = path.split("/")
        folder = self.root
        for part in folders:
            folder = folder.now()[part]
        return folder, name

    def do(self, call):
        c = call.call
        if c in "CM":
            self.by_inode[call.inode] = File() if c == "C" else Folder()
            folder, name = self.place(call.name)
            folder.later.append((name, None, self.by_inode[call.inode]))
        elif c == "W":
            self.by_inode[call.inode].later.append((call.at, call.bytes))
        elif c == "T":
            self.by_inode[call.inode].later.append((call.at, None))
        elif c == "S":
            (self.root if call.is_folder and not call.name else self.by_inode[call.inode]).sync()
        elif c == "U":
            folder, name = self.place(call.name)
            folder.later.append((None, name, None))
        elif c == "R":
            (folder, name), (folder_2, name_2) = self.place(call.name), self.place(call.name_2)
            what = folder.now()[name]
            if folder is folder_2:
                folder.later.append((name_2, name, what))
            else:                   # each folder is synced for itself
                folder_2.later.append((name_2, None, what))
                folder.later.append((None, name, None))

    def now(self):
        """Every change done so far is on the disk: what a killed program leaves, and one of the power cuts."""
        return self.listed(self.root, "", lambda folder: folder.now(), lambda file: file.now(), {})

    def cut(self, chance, forms):
        """One of the states a power cut may leave; how often each form of it was chosen is counted in `forms`."""
        keep, tear = chance.choice((0, 0.2, 0.5, 0.8, 1)), chance.choice((0, 0, 0.3, 1))
        is_ordered = chance.random() < 0.6
        forms["ordered names" if is_ordered else "free names"] += 1
        forms["nothing unsynced" if keep == 0 else "all unsynced" if keep == 1 else "some unsynced"] += 1
        forms["torn"] += keep > 0 and tear > 0
        forms["unsynced bytes"] += any(thing.later for thing in self.root.now().values() if isinstance(thing, File))
        forms["unsynced names"] += bool(self.root.later)
        return self.listed(self.root, "", lambda folder: folder.cut(chance, keep, is_ordered),
                           lambda file: file.cut(chance, keep, tear) if file.later else file.safe, {})

    def listed(self, folder, prefix, names_of, bytes_of, into):
        """Path -> (thing, bytes); a folder's bytes are None."""
        for name, thing in names_of(folder).items():
            if isinstance(thing, Folder):
                into[prefix + name] = (thing, None)
                self.listed(thing, prefix + name + "/", names_of, bytes_of, into)
            else:
                into[prefix + name] = (thing, bytes_of(thing))
        return into


def lay(state, root):
    """A state as real files."""
    os.makedirs(root)
    for path, (_, content) in sorted(state.items()):
        if content is None:
            os.mkdir(os.path.join(root, path), 0o700)
            continue
        fd = os.open(os.path.join(root, path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(content)


def differences(state, root):
    """Between a state and real files: a recorder that missed something is seen here."""
    real = {path: content for path, _, content in read_folder(root)}
    for path in sorted(set(real) | set(state)):
        if path not in real:
            yield "%s should not be gone" % path
        elif path not in state:
            yield "%s is there and the journal does not know it" % path
        elif real[path] is not None and bytes(state[path][1]) != real[path]:
            yield "%s: %d bytes, the journal says %d" % (path, len(real[path]), len(state[path][1]))
