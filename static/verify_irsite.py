#!/usr/bin/env python3
"""Verify what a newsroom that runs irsite published, without trusting the newsroom.

Needs Python 3.8 or later and nothing else: no package, no network. Download first what you
want to check, and this file from somewhere that you trust. Then, for a release at
https://ir.example.com/releases/2026/results/ :

    python verify_irsite.py statement --keys irsite-keys.json statement.json document.json

checks the signatures of `statement.json` (at the release's page or a version's), that the
document and any attachments named after it are those of it, and that it stands in the log.

    python verify_irsite.py log --keys irsite-keys.json head.json index-2025.txt index-2026.txt

checks that the index files (/log/<year>/index.txt of every year in /log/index.txt) are the
whole log that `/log/head.json` names. What is not in them was not published, as far as the
signer says.
Add `--earlier head-of-march.json` to check that nothing was taken out since, and
`--statement statement.json` to check one signed by a key that was revoked later.

Trust in the keys comes from you. Give `--key` (64 hexadecimal digits), as the domain's DNS
names it (TXT of _irsite.ir.example.com) or as you noted it; without it the keys file is
taken at its word. Standards: RFC 8032 (Ed25519), RFC 8785 (canonical JSON), RFC 9162
(Merkle tree). The exit status is 0 if everything is right, 1 if not, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path


class Wrong(Exception):
    """What was checked is not what it claims to be; the message says why."""


# --- Ed25519 (RFC 8032, 5.1) ------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def _recover_x(y, sign):
    """Return the x coordinate of a point, or None if there is no such point (5.1.3)."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


def _add(one, other):
    """Add two points in extended coordinates (5.1.4)."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _equal(one, other):
    x1, y1, z1, _ = one
    x2, y2, z2, _ = other
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def _decompress(data):
    """Return the point that 32 bytes encode, or None (5.1.3)."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_recover_x(_BASE_Y, 0), _BASE_Y, 1, _recover_x(_BASE_Y, 0) * _BASE_Y % P)


def verify_ed25519(public, message, signature):
    """Return whether the signature (64 bytes) of the message is the key's (5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = _decompress(public), _decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(digest, "little") % L
    return _equal(_multiply(s, BASE), _add(r, _multiply(h, key)))


# --- Canonical JSON (RFC 8785), as far as irsite uses it --------------------------------


def canonical(value):
    """Return the bytes of a value of objects, lists, strings and whole numbers."""
    _only_plain(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _only_plain(value):
    if isinstance(value, dict):
        for name, member in value.items():
            if not name.isascii():
                raise Wrong("a member has a name that is not ASCII")
            _only_plain(member)
    elif isinstance(value, list):
        for member in value:
            _only_plain(member)
    elif type(value) not in (str, int):
        raise Wrong("it holds a value that irsite never writes")


def read_json(content, form):
    """Return what canonical JSON says, whose `format` is this one."""
    try:
        value = json.loads(content.decode())
        exact = canonical(value) == content
    except (ValueError, RecursionError):
        raise Wrong("it is not JSON") from None
    if not exact:
        raise Wrong("it is not canonical JSON: a byte was changed")
    if not isinstance(value, dict) or value.get("format") != form:
        raise Wrong(f"it is not of the format {form}")
    return value


def members(value, *names):
    """Return the members of an object, which has exactly these."""
    if not isinstance(value, dict) or set(value) != set(names):
        raise Wrong("it does not have the members that it must have")
    return [value[name] for name in names]


def hexadecimal(text, size):
    """Return the bytes of a text of lower-case hexadecimal digits."""
    is_hexadecimal = isinstance(text, str) and re.fullmatch("[0-9a-f]+", text)
    if not is_hexadecimal or len(text) != 2 * size:
        raise Wrong("a hash, key or signature is not in hexadecimal")
    return bytes.fromhex(text)


def check_signature(value, key, signature, what):
    """Check that the key signed the canonical form of the value."""
    public, signed = hexadecimal(key, 32), hexadecimal(signature, 64)
    if not verify_ed25519(public, canonical(value), signed):
        raise Wrong(f"the signature of {what} is not the key's")


# --- Merkle tree (RFC 9162, 2.1) --------------------------------------------------------


def leaf_hash(entry):
    """Return the hash of an entry of the log."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves):
    """Return the root over leaf hashes (2.1.1)."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(tree_root(leaves[:middle]), tree_root(leaves[middle:]))


def root_from_path(leaf, index, size, path):
    """Return the root that an inclusion path leads to (2.1.3.2)."""
    if not 0 <= index < size:
        raise Wrong("its index lies outside of the log")
    place, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Wrong("its path in the log is too long")
        if place % 2 or place == last:
            node = node_hash(sibling, node)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("its path in the log is too short")
    return node


# --- What irsite signs ------------------------------------------------------------------

ENVELOPE = (
    *("type", "host", "kind", "address", "number", "dated", "live_from"),
    *("digest", "files", "previous"),
)
HEAD = ("type", "host", "instant", "size", "root")
KEY = ("type", "host", "key", "from", "introduced_by")
REVOCATION = ("type", "host", "key", "instant", "size", "root")


def check_type(value, names, kind):
    """Check that a signed value is of its kind, and has its members."""
    members(value, *names)
    if value["type"] != kind:
        raise Wrong(f"what is signed is not of the type {kind}")


class Keys:
    """The keys of a site: which of them count, and which are revoked.

    `trusted` are public keys that you know; a key counts if it is one of them, or was
    introduced by one that counts. Without any, the first key of the file is trusted.
    """

    def __init__(self, content, trusted=()):
        value = read_json(content, "irsite-keys-1")
        _, entries, revocations = members(value, "format", "keys", "revocations")
        self.taken_at_its_word = not trusted
        self.trusted = set(trusted)
        self.revoked = {}
        self.host = None
        self._statements = [self._key(entry) for entry in entries]
        self._check_ends(entries)
        for entry in revocations:
            self._revocation(entry)

    def _key(self, entry):
        statement, signed_by, signature, _ = members(
            entry, "statement", "signed_by", "signature", "until"
        )
        check_type(statement, KEY, "irsite-key-1")
        self._check_host(statement)
        hexadecimal(statement["key"], 32)
        if signed_by != (statement["introduced_by"] or statement["key"]):
            raise Wrong("a key is introduced by another one than it says")
        check_signature(statement, signed_by, signature, "a key")
        introduces_itself = not statement["introduced_by"]
        if introduces_itself and self.taken_at_its_word:
            self.trusted.add(statement["key"])
        if statement["introduced_by"] in self.trusted:
            self.trusted.add(statement["key"])
        return statement

    def _check_ends(self, entries):
        until = {each["introduced_by"]: each["from"] for each in self._statements}
        for entry, statement in zip(entries, self._statements):  # noqa: B905 - Python 3.8
            if entry["until"] != until.get(statement["key"], ""):
                raise Wrong("a key does not end where the next one begins")

    def _revocation(self, entry):
        statement, signed_by, signature = members(
            entry, "statement", "signed_by", "signature"
        )
        check_type(statement, REVOCATION, "irsite-revocation-1")
        self._check_host(statement)
        if signed_by == statement["key"] or signed_by not in self.trusted:
            raise Wrong("a key is revoked by one that does not count")
        check_signature(statement, signed_by, signature, "a revocation")
        self.revoked[statement["key"]] = statement

    def _check_host(self, statement):
        if self.host not in (None, statement["host"]):
            raise Wrong("the keys are of several sites")
        self.host = statement["host"]

    def check(self, value, key, signature, what):
        """Check a signature by one of the keys; return the key's revocation, or None."""
        if key not in self.trusted:
            raise Wrong(f"{what} is signed by a key that does not count")
        if value["host"] != self.host:
            raise Wrong(f"{what} is of another site than the keys")
        check_signature(value, key, signature, what)
        return self.revoked.get(key)


class Head:
    """A signed head of the log."""

    def __init__(self, value, key, signature, keys):
        check_type(value, HEAD, "irsite-log-head-1")
        self.revocation = keys.check(value, key, signature, "the head of the log")
        self.size, self.instant = value["size"], value["instant"]
        self.root = hexadecimal(value["root"], 32)

    @classmethod
    def read(cls, content, keys):
        """Return the head in a file such as /log/head.json."""
        value = read_json(content, "irsite-signed-head-1")
        _, *signed = members(value, "format", "head", "head_key", "head_signature")
        return cls(*signed, keys)


class Statement:
    """A publication's statement, checked: signed, and in the log of its instant."""

    def __init__(self, content, keys):
        value = read_json(content, "irsite-statement-1")
        _, envelope, key, signature, self.index, path, *head = members(
            value,
            *("format", "envelope", "key", "signature", "index", "path"),
            *("head", "head_key", "head_signature"),
        )
        check_type(envelope, ENVELOPE, "irsite-envelope-1")
        revocation = keys.check(envelope, key, signature, "the statement")
        self.envelope = envelope
        self.head = Head(*head, keys)
        self.revocation = revocation or self.head.revocation
        if self.head.instant != envelope["live_from"]:
            raise Wrong("its log is that of another instant")
        self.leaf = leaf_hash(canonical(envelope))
        siblings = [hexadecimal(node, 32) for node in path]
        root = root_from_path(self.leaf, self.index, self.head.size, siblings)
        if root != self.head.root:
            raise Wrong("it does not stand in the log")

    def check_file(self, content):
        """Return what the file is of it: its document, or a file beside it."""
        digest = hashlib.sha256(content).hexdigest()
        if digest == self.envelope["digest"]:
            return "its document"
        if digest in self.envelope["files"]:
            return "a file that went out with it"
        raise Wrong(
            "the statement does not name it: it is not part of this publication"
        )


class Log:
    """The whole log, from its index files."""

    def __init__(self, contents):
        lines = {}
        for content in contents:
            for index, entry in self._lines(content):
                if index in lines:
                    raise Wrong(f"entry {index} stands in it twice")
                lines[index] = entry
        if set(lines) != set(range(len(lines))):
            raise Wrong("entries are missing: give the index of every year")
        entries = [lines[index] for index in range(len(lines))]
        self.leaves = [leaf_hash(entry) for entry in entries]
        try:
            self.envelopes = [json.loads(entry.decode()) for entry in entries]
            self._check_order()
        except (ValueError, AttributeError, TypeError):
            raise Wrong("an entry of the log is not what irsite writes") from None

    @staticmethod
    def _lines(content):
        if content and not content.endswith(b"\n"):
            raise Wrong("its last line is not whole")
        for line in content.split(b"\n")[:-1]:
            number, _, entry = line.partition(b" ")
            if not re.fullmatch(rb"0|[1-9][0-9]*", number):
                raise Wrong("a line does not begin with an index")
            yield int(number), entry

    def _check_order(self):
        """Check that each entry is an envelope, later or equal, after the one it follows."""
        latest, instant = {}, ""
        for leaf, envelope in zip(self.leaves, self.envelopes):  # noqa: B905 - Python 3.8
            check_type(envelope, ENVELOPE, "irsite-envelope-1")
            chain = (envelope["kind"], envelope["address"])
            number, before = latest.get(chain, (0, ""))
            if envelope["number"] != number + 1 or envelope["previous"] != before:
                raise Wrong(f"{chain[1]} does not follow the version before it")
            if comparable(envelope["live_from"]) < instant:
                raise Wrong("its entries are not in the order of time")
            latest[chain] = (number + 1, leaf.hex())
            instant = comparable(envelope["live_from"])

    def check_head(self, head):
        """Check that the log is this one, or began with it if the head is earlier."""
        if head.size > len(self.leaves):
            raise Wrong("the head names more entries than there are")
        if tree_root(self.leaves[: head.size]) != head.root:
            raise Wrong("the entries are not those of the head")

    def check_revoked(self, statement):
        """Check a statement by a key that was revoked: the log had it by then."""
        revocation = statement.revocation
        size, root = revocation["size"], hexadecimal(revocation["root"], 32)
        if size > len(self.leaves) or tree_root(self.leaves[:size]) != root:
            raise Wrong("the entries are not those of the key's revocation")
        if statement.index >= size:
            raise Wrong("its key was revoked before it was published")

    def check_statement(self, statement):
        """Check that a statement's entry is where it says."""
        if self.leaves[statement.index : statement.index + 1] != [statement.leaf]:
            raise Wrong("the log has something else in its place")
        self.check_head(statement.head)


def comparable(instant):
    """Return an instant (RFC 3339, UTC) in a form that sorts by time."""
    whole, _, fraction = instant.rstrip("Z").partition(".")
    return whole + "." + fraction.ljust(6, "0")


# --- The command ------------------------------------------------------------------------


def main(arguments=None):
    """Check what the command line names, and say line by line what is right."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(dest="action", required=True)
    of_one = actions.add_parser("statement", help="check one publication")
    of_one.add_argument("statement")
    of_one.add_argument("files", nargs="*", help="its document and its files")
    of_log = actions.add_parser("log", help="check the whole log")
    of_log.add_argument("head")
    of_log.add_argument("index", nargs="+", help="/log/<year>/index.txt of every year")
    of_log.add_argument("--earlier", action="append", default=[], metavar="HEAD")
    of_log.add_argument("--statement", action="append", default=[])
    for action in (of_one, of_log):
        action.add_argument("--keys", required=True, help="irsite-keys.json")
        action.add_argument(
            "--key", action="append", default=[], help="a key you trust"
        )
    options = parser.parse_args(arguments)
    check = check_statement if options.action == "statement" else check_log
    try:
        keys = checked(options.keys, lambda content: Keys(content, options.key))
        check(options, keys)
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}")
        return 2
    if keys.taken_at_its_word:
        print(
            "The keys file was taken at its word: compare its first key with the DNS."
        )
    print("Everything is right.")
    return 0


def check_statement(options, keys):
    """Check a statement, and the files that are given with it."""
    statement = checked(options.statement, lambda content: Statement(content, keys))
    print(described(statement))
    if statement.revocation:
        raise Wrong(
            f"its key was revoked at {statement.revocation['instant']}: check it with"
            " “log --statement”"
        )
    for name in options.files:
        print(f"{name} is {checked(name, statement.check_file)}.")


def check_log(options, keys):
    """Check the log, and the heads and statements that are given with it."""
    head = checked(options.head, lambda content: Head.read(content, keys))
    log = Log([Path(name).read_bytes() for name in options.index])
    if head.size != len(log.leaves):
        raise Wrong(f"the head names {head.size} entries, not {len(log.leaves)}")
    log.check_head(head)
    if head.revocation and head.size > head.revocation["size"]:
        raise Wrong("the head's key was revoked before it was signed")
    print(f"The log has {head.size} entries, the last of {head.instant}.")
    for name in options.earlier:
        log.check_head(checked(name, lambda content: Head.read(content, keys)))
        print(f"Since {name} nothing was taken out or changed.")
    for name in options.statement:
        statement = checked(name, lambda content: Statement(content, keys))
        log.check_statement(statement)
        if statement.revocation:
            log.check_revoked(statement)
        print(described(statement))


def described(statement):
    """Return a sentence on what a statement says."""
    envelope = statement.envelope
    version = (
        f"version {envelope['number']} of {envelope['kind']} {envelope['address']}"
    )
    place = f"entry {statement.index} of the log"
    return (
        f"{envelope['host']} published {version} at {envelope['live_from']} ({place})."
    )


def checked(name, check):
    """Return what the check makes of the file; name the file where it is wrong."""
    try:
        return check(Path(name).read_bytes())
    except (AttributeError, KeyError, TypeError):
        raise Wrong(f"{name}: it is not what irsite writes") from None
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from None


if __name__ == "__main__":
    sys.exit(main())
