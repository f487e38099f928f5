# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: errors, each with and without a session, and what they leave behind (§4.4)."""

from card import application, key
from live_files import four, text, three

ERRORS, PLAIN = 0xAA0041, 0xAA0042
NAME = bytes.fromhex("A00000CADC41")


def matrix(at):
    """Every error drops the session, and nothing is written."""
    badge, checks = at.badge, at.checks
    seed = ERRORS & 0xFF
    application(badge, ERRORS, second=0xA0, more=b"\x41\xE1" + NAME)
    badge.done(0xCD, b"\1\1\xE3\1\x00\x12" + three(32))
    badge.done(0xCD, b"\2\2\xE3\0\xEE\xEE" + three(16))
    badge.done(0xC1, b"\3\3\xE3\1\x00\x12" + three(8) + three(2))
    badge.done(0xCC, b"\4\1\x00\x12" + four(0) + four(10) + four(5) + b"\0")
    badge.done(0x3D, b"\1" + three(0) + three(32), text(32))
    settled = badge.done(0x6F)

    def call(code, header=b"", data=b"", mode="mac"):
        return lambda: badge.call(code, header, data, mode, "mac")

    cases = (
        ("unknown command", 0x1C, call(0x99)),
        ("stray AF", 0x1C, lambda: badge.step(0xAF)),
        ("wrong code", 0x1E, lambda: badge.exchange(0xF5, b"\1" + bytes(8))),
        ("key that is not there", 0x40, call(0x64, b"\x0A")),
        ("F5 too long", 0x7E, call(0xF5, b"\1\2")),
        ("F5 too short", 0x7E, call(0xF5)),
        ("3D with more than it says", 0x7E, call(0x3D, b"\1" + three(0) + three(5), b"123456")),
        ("CD too short", 0x7E, call(0xCD, b"\6\0\xEE\xEE")),
        ("file number 20", 0x9E, call(0xCD, b"\x20\6\xE3\0\xEE\xEE" + three(8))),
        ("file of no bytes", 0x9E, call(0xCD, b"\6\6\xE3\0\xEE\xEE" + three(0))),
        ("value beyond its limits", 0x9E, call(0xCC, b"\6\0\xEE\xEE" + four(5) + four(4) + four(5) + b"\0")),
        ("cyclic file of one record", 0x9E, call(0xC0, b"\6\6\xE3\0\xEE\xEE" + three(4) + three(1))),
        ("file that is not there", 0xF0, call(0xF5, b"\7")),
        ("3D of a file that is not there", 0xF0, call(0x3D, b"\7" + three(0) + three(1), b"x")),
        ("file number again", 0xDE, call(0xCD, b"\2\7\xE3\0\xEE\xEE" + three(8))),
        ("file identifier again", 0xDE, call(0xCD, b"\6\2\xE3\0\xEE\xEE" + three(8))),
        ("beyond the file", 0xBE, call(0x3D, b"\1" + three(30) + three(3), b"xyz")),
        ("offset beyond the file", 0xBE, call(0xBD, b"\1" + three(32) + three(1))),
        ("no record there", 0xBE, call(0xBB, b"\3" + three(0) + three(0))),
        ("value beyond its limit", 0xBE, call(0xDC, b"\4", four(6))),
        ("too large for the memory", 0x0E, call(0xCD, b"\6\6\xE3\0\xEE\xEE" + three(60000))),
        ("authentication with a key that is not there", 0x40, lambda: badge.step(0x71, b"\5\0")),
        ("wrong RndB'", 0xAE, lambda: badge.wrong_proof(1, key(1, seed))),
    )
    for name, status, action in cases:
        badge.session = None
        badge.select(ERRORS)
        badge.needs(0, key(0, seed))
        at.status("§4.4", f"{name}, in a session", status, action())
        badge.session = None
        # Without a code: a session that is still there would answer with its own error.
        at.status("§4.4", f"{name}: the session is dropped", 0xAE, badge.read(1, count=4))
    badge.select(ERRORS)
    badge.needs(0, key(0, seed))
    checks.equal("§4.4", "nothing was made", settled, badge.done(0x6F))
    checks.equal("§4.4", "nothing was written", text(32), badge.read(1, mode="mac").data)
    checks.equal("§4.4", "nor any value", four(5), badge.call(0x6C, b"\4").data)
    badge.select(ERRORS)
    for name, status, action in (
            ("unknown command", 0x1C, call(0x99)), ("stray AF", 0x1C, lambda: badge.step(0xAF)),
            ("key that is not there", 0x40, call(0x64, b"\x0A")), ("F5 too long", 0x7E, call(0xF5, b"\1\2")),
            ("file that is not there", 0xF0, call(0xF5, b"\7")),
            ("beyond a free file", 0xBE, call(0x3D, b"\2" + three(14) + three(3), b"xyz")),
            ("a key's file", 0xAE, call(0x3D, b"\1" + three(0) + three(1), b"x")),
            ("making a file without the master key", 0x9D, call(0xCD, b"\6\6\xE3\0\xEE\xEE" + three(8))),
            ("changing a key", 0xAE, call(0xC4, b"\1" + bytes(40))),
            ("an application that is not there", 0xA0, lambda: badge.exchange(0x5A, b"\x99\x99\x99"))):
        at.status("§4.4", f"{name}, without a session", status, action())
    badge.select(ERRORS)
    badge.needs(1, key(1, seed))
    at.status("§4.4", "making a file with another key", 0x9D, call(0xCD, b"\6\6\xE3\0\xEE\xEE" + three(8))())


def creation(at):
    """What an application must not be."""
    badge, checks = at.badge, at.checks
    before = None
    for name, status, number, more in (
            ("the same identifier", 0xDE, ERRORS, b"\x0B\x81"),
            ("15 keys", 0x9E, PLAIN, b"\x0B\x8F"),
            ("the same file identifier", 0xDE, PLAIN, b"\x0B\xA1\x41\xE1"),
            ("the same name", 0xDE, PLAIN, b"\x0B\xA1\x42\xE1" + NAME),
            ("key type 11", 0x9E, PLAIN, b"\x0B\xC1"),
            ("a name of 17 bytes", 0x7E, PLAIN, b"\x0B\xA1\x42\xE1" + bytes(range(17))),
            ("too short", 0x7E, PLAIN, b"\x0B")):
        badge.reset()
        badge.select(0)
        before = before or badge.exchange(0x6A).data
        at.status("§4.4", f"CA, {name}", status, badge.exchange(0xCA, number.to_bytes(3, "little") + more))
        checks.equal("§4.4", f"CA, {name}: nothing was made", before, badge.exchange(0x6A).data)
    application(badge, PLAIN)
    at.status("§4.4", "a file identifier where none are allowed", 0x9E,
              badge.call(0xCD, b"\1\1\xE3\0\xEE\xEE" + three(8)))
    badge.needs(0, key(0, PLAIN & 0xFF))
    badge.done(0xCD, b"\1\0\xEE\xEE" + three(8))
    at.status("§2.4", "DF", 0, badge.call(0xDF, b"\1"))
    checks.equal("§2.4", "6F: gone", b"", badge.done(0x6F))
    badge.select(0)
    answer = badge.exchange(0xDA, PLAIN.to_bytes(3, "little"))
    checks.among("§2.3", "DA without a key", {"AE": 0xAE, "9D": 0x9D}, answer.status)
    checks.equal("§2.3", "6A: still there", True, PLAIN.to_bytes(3, "little") in parts(badge.exchange(0x6A).data))
    badge.select(0)
    badge.done(0xCA, b"\x43\0\xAA\x0F\x81")
    badge.select(0xAA0043)
    badge.needs(0, bytes(16))
    answer = badge.exchange(0xDA, badge.session.sealed(0xDA, b"\x43\0\xAA"))
    checks.equal("§2.3", "DA inside, with its master key", 0, answer.status)
    badge.session = None
    checks.equal("§5", "DA of the selected one: back at the card", False,
                 b"\x43\0\xAA" in parts(badge.exchange(0x6A).data))
    at.status("§4.4", "and it cannot be selected", 0xA0, badge.exchange(0x5A, b"\x43\0\xAA"))


def parts(data):
    return {data[start:start + 3] for start in range(0, len(data), 3)}


GROUPS = (matrix, creation)
