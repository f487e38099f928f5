# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: what a transaction holds together, and how it is proved (§3.6, §4.5)."""

from card import application, key
from live_files import four, text, three
from primitives import zero_padded
from proofs import TransactionKeys, pieces

BACKUP, FIRST, SECOND, PROVED, CLAIMED = 0xAA0011, 0xAA0012, 0xAA0013, 0xAA0014, 0xAA0015
TRANSACTION_KEY = bytes(range(0x81, 0x91))


def rollback(at):
    """Pending until the commit; undone by everything that ends the session's hold."""
    badge, checks = at.badge, at.checks
    application(badge, BACKUP)
    badge.done(0xCB, b"\1\1\x00\xF0" + three(40))
    badge.done(0xCC, b"\2\1\x00\xF0" + four(0) + four(100) + four(50) + b"\0")
    badge.done(0xC1, b"\3\1\x00\xF0" + three(8) + three(3))
    badge.done(0xCD, b"\4\1\x00\xF0" + three(8))
    old, new = bytes(40), text(40, 9)

    def opened():
        badge.session = None
        badge.select(BACKUP)
        badge.needs(0, key(0, 0x11))

    def changes():
        for answer in (badge.write(1, new, mode="mac"), badge.call(0xDC, b"\2", four(20)),
                       badge.call(0x3B, b"\3" + three(0) + three(8), text(8))):
            if answer.status:
                return answer.status
        return 0

    def state():
        return (badge.read(1, mode="mac").data, badge.call(0x6C, b"\2").data, badge.call(0xF5, b"\3").data[-3:])

    before = (old, four(50), three(0))
    opened()
    at.status("§4.4", "C7 with nothing to commit", 0x0C, badge.call(0xC7))
    opened()
    at.status("§4.4", "A7 with nothing to undo", 0x0C, badge.call(0xA7))

    def abort():
        badge.done(0xA7)

    def failed_authentication():
        badge.session = None
        badge.wrong_proof(0, key(0, 0x11))

    def error():
        badge.call(0xF5, b"\x1E")

    for name, undo in (("A7", abort), ("selecting", opened), ("the field", badge.reset),
                       ("a failed authentication", failed_authentication), ("an error, then selecting", error)):
        opened()
        checks.equal("§4.5", f"{name}: three files changed", 0, changes())
        checks.equal("§4.5", f"{name}: read before the commit", before, state())
        undo()
        opened()
        checks.equal("§4.5", f"{name}: rolled back", before, state())
        at.status("§4.4", f"{name}: nothing is pending", 0x0C, badge.call(0xC7))
    opened()
    badge.write(4, b"standard", mode="mac")
    changes()
    badge.done(0xA7)
    checks.equal("§4.5", "a standard file is written at once", b"standard", badge.read(4, mode="mac").data)
    changes()
    at.status("§4.5", "C7", 0, badge.call(0xC7))
    after = (new, four(30), three(1))
    checks.equal("§4.5", "one commit for three files", after, state())
    badge.reset()
    opened()
    checks.equal("§4.5", "and it stays", after, state())


def two_applications(at):
    """Dual selection: bit 7 addresses the second application (§2.2)."""
    badge, checks = at.badge, at.checks
    for number in (FIRST, SECOND):
        application(badge, number)
        badge.done(0xCB, b"\1\1\x10\xF1" + three(8))
        badge.done(0xCD, b"\2\0\xE0\xEE" + three(8))
    badge.select(FIRST)
    badge.write(2, b"first   ")
    badge.select(SECOND)
    badge.write(2, b"second  ")
    badge.select(FIRST, SECOND)
    checks.equal("§2.2", "two selected: a file of each", (b"first   ", b"second  "),
                 (badge.read(2).data, badge.read(0x82).data))
    answer = badge.first(0x81, key(1, SECOND & 0xFF))
    at.checks.equal("§2.2", "two selected: a key of the second", 0, answer.status)
    checks.equal("§2.2", "two selected: written in the second", 0, badge.write(0x81, b"of two  ", mode="mac").status)
    badge.done(0xC7)
    checks.equal("§2.2", "two selected: and read there", b"of two  ", badge.read(0x81, mode="mac").data)
    badge.select(FIRST)
    badge.needs(1, key(1, FIRST & 0xFF))
    checks.equal("§2.2", "the first was not touched", bytes(8), badge.read(1, mode="mac").data)


def debit(amount):
    """What pieces it gives is an open question (§9.3)."""
    return {"DC ‖ file ‖ amount": pieces(b"\xDC\2" + four(amount)),
            "DC ‖ file, amount": pieces(b"\xDC\2", four(amount))}


def proved(at):
    """A TMAC file without CommitReaderID."""
    badge, checks = at.badge, at.checks
    application(badge, PROVED)
    badge.done(0xCB, b"\1\3\x10\xF1" + three(64))
    badge.done(0xCC, b"\2\1\x10\xF1" + four(0) + four(100) + four(50) + b"\0")
    badge.done(0xC1, b"\3\1\x10\xF1" + three(16) + three(5))
    # Read by key 1, no commit of a reader's identity, changed by key 0.
    badge.done(0xCE, b"\x0F\0\xF0\x1F\2", TRANSACTION_KEY + b"\7", "full")
    checks.equal("§4.3", "F5 of a TMAC file", b"\5\0\xF0\x1F\2\7", badge.done(0xF5, b"\x0F"))
    badge.needs(1, key(1, PROVED & 0xFF))

    def proof_of(name, count, gathered):
        answer = badge.call(0xC7, b"\1")
        checks.equal("§3.6", f"{name}: C7 01 gives TMC and TMV", (0, 12), (answer.status, len(answer.data)))
        checks.equal("§3.6", f"{name}: TMC", count.to_bytes(4, "little"), answer.data[:4])
        keys = TransactionKeys(TRANSACTION_KEY, count, at.uid)
        if isinstance(gathered, bytes):
            checks.equal("§3.6", f"{name}: TMV", keys.value(gathered), answer.data[4:])
        else:
            checks.among("§3.6 §9.3", f"{name}: TMV", {
                label: keys.value(each) for label, each in gathered.items()}, answer.data[4:])
        checks.equal("§3.6", f"{name}: the file holds both", answer.data, badge.read(0x0F, count=12).data)

    header = b"\1" + three(0) + three(3)
    badge.done(0x3D, header, b"\x10\x20\x30", "full")
    proof_of("3 bytes", 1, pieces(b"\x3D" + header, b"\x10\x20\x30"))
    header = b"\1" + three(5) + three(32)
    badge.done(0x3D, header, text(32), "full")
    proof_of("32 bytes", 2, pieces(b"\x3D" + header, text(32)))
    gathered = b""
    for offset in (0, 20):
        header = b"\1" + three(offset) + three(17)
        badge.done(0x3D, header, text(17, offset), "full")
        gathered += pieces(b"\x3D" + header, text(17, offset))
    proof_of("two commands", 3, gathered)
    badge.done(0xDC, b"\2", four(7))
    proof_of("debit", 4, debit(7))
    header = b"\3" + three(0) + three(16)
    badge.done(0x3B, header, text(16))
    proof_of("record", 5, pieces(b"\x3B" + header, text(16)))
    badge.done(0xDC, b"\2", four(7))
    badge.done(0xA7)
    badge.done(0xDC, b"\2", four(1))
    proof_of("after an aborted one", 6, debit(1))
    badge.done(0xDC, b"\2", four(1))
    answer = badge.call(0xC7)
    at.status("§2.3", "C7 without an option: no data", 0, answer)
    checks.equal("§3.6", "counted all the same", (7).to_bytes(4, "little"), badge.read(0x0F, count=4).data)
    at.status("§4.1", "nobody writes the TMAC file", 0x9D, badge.write(0x0F, bytes(12)))
    badge.needs(0, key(0, PROVED & 0xFF))
    at.status("§4.2", "5F: a limit of 8", 0, badge.call(0x5F, b"\x0F", b"\x20\xF0\x1F" + four(8), "full"))
    checks.equal("§4.3", "F5 tells the limit", b"\5\x20\xF0\x1F\2\7" + four(8), badge.done(0xF5, b"\x0F"))
    badge.needs(1, key(1, PROVED & 0xFF))
    badge.done(0xDC, b"\2", four(1))
    at.status("§4.2", "the transaction that reaches the limit", 0, badge.call(0xC7))
    answer = badge.call(0xDC, b"\2", four(1))
    if answer.status == 0:
        answer = badge.call(0xC7)
    checks.equal("§4.2", "none beyond it", True, answer.status != 0)


def claimed(at):
    """A TMAC file that wants the reader's identity: its right to write is a key's."""
    badge, checks = at.badge, at.checks
    application(badge, CLAIMED)
    badge.done(0xCB, b"\1\1\x10\xF1" + three(16))
    badge.done(0xCE, b"\x0F\0\xF0\x11\2", TRANSACTION_KEY + b"\7", "full")
    badge.needs(1, key(1, CLAIMED & 0xFF))
    header = b"\1" + three(0) + three(16)
    badge.done(0x3D, header, text(16))
    at.status("§3.6", "C7 without C8", 0x9D, badge.call(0xC7))
    badge.needs(1, key(1, CLAIMED & 0xFF))
    checks.equal("§3.6", "and nothing was written", bytes(16), badge.read(1, mode="mac").data)
    before = bytes(16)
    for count, reader in enumerate((text(16, 100), text(16, 200)), 1):
        badge.select(CLAIMED)
        badge.needs(1, key(1, CLAIMED & 0xFF))
        badge.done(0x3D, header, text(16, count))
        raw = badge.exchange(0xC8, badge.session.sealed(0xC8, reader))
        keys = TransactionKeys(TRANSACTION_KEY, count, at.uid)
        checks.equal("§2.3", f"C8, transaction {count}: in secret, 32 bytes and a code", (0, 40),
                     (raw.status, len(raw.data)))
        answer = badge.session.opened(raw.data, "full" if len(raw.data) == 40 else "mac")
        checks.equal("§3.6", f"C8, transaction {count}: the reader before, zeros at first", before, keys.reader(answer))
        committed = badge.call(0xC7, b"\1")
        checks.equal("§3.6", f"C8, transaction {count}: TMC", (0, four(count)), (committed.status, committed.data[:4]))
        # What C8 adds to the proof is not told: the identity, or it and its answer, in one piece or two, or nothing.
        written = pieces(b"\x3D" + header, text(16, count))
        checks.among("§3.6 §9.3", f"C8, transaction {count}: TMV", {
            label: keys.value(written + added) for label, added in {
                "nothing": b"", "C8 ‖ identity": zero_padded(b"\xC8" + reader), "C8, identity": pieces(b"\xC8", reader),
                "C8 ‖ identity ‖ answer": zero_padded(b"\xC8" + reader + answer),
                "C8 ‖ identity, answer": pieces(b"\xC8" + reader, answer),
                "C8, identity ‖ answer": pieces(b"\xC8", reader + answer)}.items()}, committed.data[4:])
        checks.equal("§3.6", f"C8, transaction {count}: written", text(16, count), badge.read(1, mode="mac").data)
        before = reader
    badge.select(CLAIMED)
    badge.needs(2, key(2, CLAIMED & 0xFF))
    at.status("§3.6", "C8 with another key", 0x9D, badge.call(0xC8, text(16)))


GROUPS = (rollback, two_applications, proved, claimed)
