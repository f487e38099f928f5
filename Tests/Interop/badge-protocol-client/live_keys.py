# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: keys, who changes them, and sets of them (§2.2, §2.3)."""

from card import application, key
from messaging import other_key, own_key
from primitives import ZERO

KEYS, FROZEN, EACH, CHANGER, SETS = 0xAA0021, 0xAA0022, 0xAA0023, 0xAA0024, 0xAA0025


def change(badge, number, fresh, code=0xC4, header=None):
    """The raw answer: after a change of the key used there is no code to check."""
    header = bytes([number]) if header is None else header
    return badge.exchange(code, badge.session.sealed(code, header, fresh, "full"))


def other(badge, number, new, version, old):
    answer = change(badge, number, other_key(new, version, old))
    if answer.status == 0:
        answer.data = badge.session.opened(answer.data)
    return answer


def changing(at):
    badge, checks = at.badge, at.checks
    application(badge, KEYS)
    seed = KEYS & 0xFF
    checks.equal("§2.2", "64: the versions given with the keys", [1, 2, 3],
                 [badge.done(0x64, bytes([number]))[0] for number in range(3)])
    at.status("§3.3", "C4 of another key", 0, other(badge, 1, key(40), 0x55, key(1, seed)))
    checks.equal("§3.3", "64 tells its version", b"\x55", badge.done(0x64, b"\1"))
    answer = change(badge, 0, own_key(key(41), 0x66))
    checks.equal("§3.3", "C4 of the key used: 9100 without a code", (0, b""), (answer.status, answer.data))
    badge.session = None
    at.status("§3.3", "the session is closed", 0xAE, badge.call(0xC4, b"\1" + bytes(40)))
    badge.select(KEYS)
    for name, number, value, status in (("old master key", 0, key(0, seed), 0xAE), ("new master key", 0, key(41), 0),
                                        ("old key 1", 1, key(1, seed), 0xAE), ("new key 1", 1, key(40), 0),
                                        ("key 2, unchanged", 2, key(2, seed), 0)):
        checks.equal("§3.3", f"authentication with the {name}", status, badge.first(number, value).status)
    badge.needs(1, key(40))
    at.status("§4.4", "C4 by a key that may not", 0x9D, other(badge, 2, key(42), 1, key(2, seed)))
    badge.needs(0, key(41))
    at.status("§4.4", "C4 with the wrong old key", 0x1E, other(badge, 1, key(43), 1, key(44)))
    badge.select(KEYS)
    checks.equal("§4.4", "and the key is as before", 0, badge.first(1, key(40)).status)
    badge.needs(0, key(41))
    at.status("§4.4", "C4 of a key that is not there", 0x40, other(badge, 3, key(43), 1, ZERO))
    badge.needs(0, key(41))
    at.status("§2.2", "54: key settings", 0, badge.call(0x54, b"", b"\x09", "full"))
    checks.equal("§2.2", "45 tells them", b"\x09\x83", badge.done(0x45)[:2])
    badge.done(0x54, b"", b"\x01", "full")
    at.status("§2.3", "54 when settings are frozen", 0x9D, badge.call(0x54, b"", b"\x09", "full"))
    badge.needs(0, key(41))
    checks.equal("§2.3", "the master key can be changed still", 0, change(badge, 0, own_key(key(0, seed), 2)).status)


def who(at):
    """The high half of the settings: nobody, each key itself, or one key."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(0)
    for number, settings in ((FROZEN, 0xFB), (EACH, 0xEB), (CHANGER, 0x2B)):
        badge.done(0xCA, number.to_bytes(3, "little") + bytes([settings, 0x83]))
    badge.select(FROZEN)
    badge.needs(0, ZERO)
    at.status("§2.3", "F: another key is frozen", 0x9D, other(badge, 1, key(1), 1, ZERO))
    badge.needs(0, ZERO)
    checks.equal("§2.3", "F: the master key is not", 0, change(badge, 0, own_key(key(0), 1)).status)
    badge.select(EACH)
    badge.needs(0, ZERO)
    at.status("§2.3", "E: not by the master key", 0x9D, other(badge, 1, key(1), 1, ZERO))
    badge.needs(1, ZERO)
    checks.equal("§2.3", "E: each key itself", 0, change(badge, 1, own_key(key(1), 9)).status)
    badge.select(EACH)
    checks.equal("§2.3", "E: and it holds", 0, badge.first(1, key(1)).status)
    badge.select(CHANGER)
    badge.needs(0, ZERO)
    at.status("§2.3", "2: not by the master key", 0x9D, other(badge, 1, key(1), 1, ZERO))
    badge.needs(2, ZERO)
    at.status("§2.3", "2: by key 2", 0, other(badge, 1, key(1), 1, ZERO))
    badge.select(CHANGER)
    checks.equal("§2.3", "2: and it holds", 0, badge.first(1, key(1)).status)


def sets(at):
    """Three sets, rolled by key 0."""
    badge, checks = at.badge, at.checks
    # KS3 says that there are sets: version of the first, 3 sets, keys of up to 16 bytes, rolled by key 0.
    application(badge, SETS, keys=2, second=0x90, more=bytes.fromhex("01110310 00"))
    seed = SETS & 0xFF
    checks.equal("§2.2", "45: 6 bytes with sets", bytes.fromhex("0B9211031000"), badge.done(0x45))
    at.status("§2.2", "56: set 1, AES", 0, badge.call(0x56, b"\1\2"))
    for number in (0, 1):
        answer = change(badge, number, other_key(key(number, 99), 0x30 + number, ZERO), 0xC6, bytes([1, number]))
        if answer.status == 0:
            answer.data = badge.session.opened(answer.data)
        at.status("§3.3", f"C6: key {number} of set 1", 0, answer)
    checks.equal("§2.2", "64 of set 1", b"\x31", badge.done(0x64, b"\x41\1"))
    at.status("§2.2", "57: set 1 is version 22", 0, badge.call(0x57, b"\1\x22"))
    versions = badge.done(0x64, b"\x40\x80")
    checks.equal("§2.2", "64 40 80: versions of the sets", (3, b"\x11\x22"), (len(versions), versions[:2]))
    badge.select(SETS)
    checks.equal("§2.2", "the old set counts until it rolls", 0, badge.first(1, key(1, seed)).status)
    badge.needs(0, key(0, seed))
    answer = badge.exchange(0x55, badge.session.sealed(0x55, b"\1"))
    checks.equal("§2.2", "55", 0, answer.status)
    badge.session = None
    at.status("§2.2", "55: the session is lost", 0xAE, badge.call(0x56, b"\2\2"))
    badge.select(SETS)
    for number in (0, 1):
        checks.equal("§2.2", f"old key {number} counts no more", 0xAE, badge.first(number, key(number, seed)).status)
        checks.equal("§2.2", f"new key {number} does", 0, badge.first(number, key(number, 99)).status)
    badge.needs(0, key(0, 99))
    checks.equal("§2.2", "45: the set's version", 0x22, badge.done(0x45)[2])


GROUPS = (changing, who, sets)
