# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: LRP (§3.4), which is switched on for ever. Whether an EV3 has it is open; the card is its own."""

from card import application, key
from live_files import text, three
from live_mirrors import field, number, settings, template
from live_picc import at_card, keys_of_card
from lrp import LRP
from messaging import other_key, own_key
from primitives import cmac, odd
from proofs import pieces

RESILIENT = 0xAA0061
NAME = bytes.fromhex("A00000CADC61")
TRANSACTION_KEY = bytes(range(0x81, 0x91))
SIZE = 128


def switched_on(at):
    badge, checks = at.badge, at.checks
    keys_of_card(at)
    application_for_it(at)
    at_card(badge)
    at.status("§2.5", "5C 05: LRP", 0, badge.call(0x5C, b"\5", bytes.fromhex("00000000020000000000"), "full"))
    badge.reset()
    badge.select(RESILIENT)
    answer, told = badge.resilient(1, key(1, RESILIENT & 0xFF))
    checks.equal("§3.4", "71: 01 and 16 bytes, then 32", (0, 32), (answer.status, len(answer.data)))
    checks.equal("§3.4", "71: both capabilities", bytes.fromhex("020000000000" * 2), told)
    if told is None:
        return
    for count in (1, 15, 16, 17, 64):
        checks.equal("§3.4", f"full: {count} bytes there and back", (0, text(count)),
                     (badge.write(1, text(count), mode="full").status, badge.read(1, count=count, mode="full").data))
    checks.equal("§3.4", "with a code: there and back", (0, text(20)), (
        badge.write(2, text(20), mode="mac").status, badge.read(2, count=20, mode="mac").data))
    checks.equal("§3.4", "51", at.uid, badge.call(0x51, receive="full").data)
    identifier, counter = badge.session.identifier, badge.session.counter
    answer, told = badge.resilient(2, key(2, RESILIENT & 0xFF), 0x77)
    checks.equal("§3.4", "77: 16 bytes, TI and CmdCtr stay", (0, 16), (answer.status, len(answer.data)))
    checks.equal("§3.4", "77: a code with them", (identifier, counter, b"\2"),
                 (badge.session.identifier, badge.session.counter, badge.done(0x64, b"\1")))
    checks.equal("§3.4", "77: full", at.uid, badge.call(0x51, receive="full").data)
    at.status("§4.4", "a wrong code", 0x1E, badge.exchange(0xF5, b"\1" + bytes(8)))
    at.status("§4.4", "closes the session", 0xAE, badge.read(1, count=4))
    badge.select(RESILIENT)
    badge.resilient(0, key(0, RESILIENT & 0xFF))
    at.status("§3.4", "C4 of another key", 0, badge.call(0xC4, b"\2", other_key(
        key(50), 9, key(2, RESILIENT & 0xFF)), "full"))
    answer = badge.exchange(0xC4, badge.session.sealed(0xC4, b"\0", own_key(key(51), 9), "full"))
    checks.equal("§3.4", "C4 of the key used", (0, b""), (answer.status, answer.data))
    badge.select(RESILIENT)
    for index, value, good in ((2, key(50), True), (0, key(51), True), (0, key(0, RESILIENT & 0xFF), False)):
        checks.equal("§3.4", f"key {index}, {'new' if good else 'old'}", good,
                     badge.resilient(index, value)[1] is not None)


def application_for_it(at):
    """Made while sessions are AES still: files, a TMAC file, a file to mirror in."""
    badge = at.badge
    application(badge, RESILIENT, second=0xA0, more=b"\x61\xE1" + NAME)
    badge.done(0xCD, b"\1\1\xE1\3\x10\xF1" + three(64))
    badge.done(0xCD, b"\2\2\xE1\1\x10\xF1" + three(64))
    badge.done(0xCB, b"\3\3\xE1\1\x10\xF1" + three(32))
    badge.done(0xCD, b"\4\4\xE1\0\x00\xE0" + three(SIZE))
    badge.done(0xCE, b"\x0F\0\xF0\x1F\2", TRANSACTION_KEY + b"\7", "full")


def transaction(at):
    """The keys of a transaction come from LRP; by which of both its code is made is open."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(RESILIENT)
    badge.resilient(1, key(1, RESILIENT & 0xFF))
    header = b"\3" + three(0) + three(16)
    badge.done(0x3D, header, text(16))
    answer = badge.call(0xC7, b"\1")
    count = int.from_bytes(answer.data[:4], "little")
    checks.equal("§3.6", "LRP: C7 01", (0, 12), (answer.status, len(answer.data)))
    low = (count & 0xFFFF).to_bytes(2, "little")
    derived = LRP(TRANSACTION_KEY).cmac(b"\0\1\0\x80" + low + low + at.uid + b"\x5A")
    gathered = pieces(b"\x3D" + header, text(16))
    checks.among("§3.6", "LRP: TMV", {"by LRP": LRP(derived).code(gathered), "by AES": odd(cmac(derived, gathered))},
                 answer.data[4:])


def mirror(at):
    """PICCData as random ‖ LRICB, SDMMAC by the key of UID and counter (§3.7)."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(RESILIENT)
    badge.resilient(0, key(51))
    body, place = template(("p", 48), ("m", 16))
    badge.done(0x3D, b"\4" + three(0) + three(SIZE), body, "plain", "plain")
    data = settings(0xC1, "F021", place["p"], place["p"], place["m"])
    at.status("§3.7", "LRP: 5F with mirrors", 0, badge.call(0x5F, b"\4", data, "full"))
    for count in (1, 2):
        badge.reset()
        badge.select(RESILIENT)
        told = badge.read(4).data
        if not checks.equal("§3.7", f"LRP mirror {count}: length", SIZE, len(told)):
            return
        secret = field(told, place["p"], 48)
        # Key 2 was changed above.
        plain = LRP(key(50)).decrypted(secret[:8], secret[8:], pad=False, index=0)
        checks.equal("§3.7", f"LRP mirror {count}: C7, UID, counter", (b"\xC7", at.uid, count),
                     (plain[:1], plain[1:8], number(plain[8:11])))
        used = LRP(LRP(key(1, RESILIENT & 0xFF)).cmac(b"\0\1\0\x80" + plain[1:11] + b"\x1E\xE1"))
        checks.equal("§3.7", f"LRP mirror {count}: SDMMAC", used.code(told[place["p"]:place["m"]]),
                     field(told, place["m"], 16))


GROUPS = (switched_on, transaction, mirror)
