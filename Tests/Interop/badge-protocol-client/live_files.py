# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: files of every type, in every mode (§2.4, §4.1 to §4.3)."""

from card import application, key

FILES, RECORDS, RIGHTS = 0xAA0001, 0xAA0002, 0xAA0003
MODES = {"plain": 0, "mac": 1, "full": 3}


def three(number):
    return number.to_bytes(3, "little")


def four(number):
    return number.to_bytes(4, "little", signed=True)


def text(count, start=0):
    return bytes((start + 3 * place) & 0xFF for place in range(count))


def data_files(at):
    """Standard and backup files; key 1 reads, key 2 writes, key 0 changes."""
    badge, checks = at.badge, at.checks
    application(badge, FILES)
    for number, (mode, option) in enumerate(MODES.items(), 1):
        for code, file, kind in ((0xCD, number, 0), (0xCB, number + 8, 1)):
            badge.done(code, bytes([file, option]) + b"\xF0\x12" + three(200))
            checks.equal("§4.3", f"F5 of a new {mode} file, type {kind}",
                         bytes([kind, option]) + b"\xF0\x12" + three(200), badge.done(0xF5, bytes([file])))
    checks.equal("§2.4", "6F: what was made", {1, 2, 3, 9, 10, 11}, set(badge.done(0x6F)))
    for number, mode in enumerate(MODES, 1):
        for file, pending in ((number, False), (number + 8, True)):
            kind = "backup" if pending else "standard"
            # Lengths beside the blocks and beside the frames: 16-aligned data takes a whole block of padding.
            for count in (1, 15, 16, 17, 47, 48, 49, 64, 200):
                badge.needs(2, key(2, 1))
                written = badge.write(file, text(count, count), mode=mode)
                if pending:
                    badge.done(0xC7)
                badge.following(1, key(1, 1))
                read = badge.read(file, count=count, mode=mode)
                checks.equal("§3.3", f"{kind}, {mode}: {count} bytes there and back",
                             (0, text(count, count)), (written.status, read.data))
            badge.needs(1, key(1, 1))
            checks.equal("§2.4", f"{kind}, {mode}: length 0 is up to the end", text(200, 200)[150:],
                         badge.read(file, 150, 0, mode).data)
            answer = badge.read(file, 0, 0, mode)
            checks.equal("§3.3", f"{kind}, {mode}: bytes on the wire", {"plain": 200, "mac": 208, "full": 216}[mode],
                         sum(map(len, answer.frames)))
            if not at.name.endswith("uc"):
                checks.equal("§1.2", f"{kind}, {mode}: no frame beyond 60 bytes", True,
                             max(map(len, answer.frames)) < 60)
                if mode == "full":
                    checks.equal("§1.3", f"{kind}, full: pieces of 48", {48},
                                 {len(part) for part in answer.frames[:-1]})
            badge.needs(2, key(2, 1))
            badge.write(file, b"\xEE" * 5, 20, mode)
            if pending:
                badge.done(0xC7)
            badge.following(1, key(1, 1))
            checks.equal("§2.4", f"{kind}, {mode}: written inside",
                         text(200, 200)[:20] + b"\xEE" * 5 + text(200, 200)[25:], badge.read(file, mode=mode).data)
    # The same in one APDU: 8D and AD have no AF.
    badge.needs(2, key(2, 1))
    at.status("§1.3", "8D: 120 bytes in one APDU", 0, badge.write(3, text(120), mode="full", code=0x8D, whole=True))
    badge.following(1, key(1, 1))
    answer = badge.read(3, 0, 120, "full", 0xAD, True)
    checks.equal("§1.3", "AD: 120 bytes in one APDU", (1, text(120)), (len(answer.frames), answer.data))
    # The first frame may hold the header alone.
    badge.needs(2, key(2, 1))
    sealed = badge.session.sealed(0x3D, bytes([2]) + three(0) + three(10), text(10))
    first, second = badge.step(0x3D, sealed[:7]), None
    if first.status == 0xAF:
        second = badge.step(0xAF, sealed[7:])
        second.data = badge.session.opened(second.data)
    checks.equal("§1.3", "a first frame of the header alone", (0xAF, 0), (first.status, second and second.status))


def values(at):
    """A value file: key 1 reads and debits, key 2 reads and writes, key 0 changes."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(FILES)
    badge.needs(0, key(0, 1))
    for file, option, flags in ((20, 3, 1), (21, 1, 0), (22, 0, 2)):
        badge.done(0xCC, bytes([file, option]) + b"\x20\x1F" + four(-100) + four(1000) + four(100) + bytes([flags]))
    checks.equal("§4.3", "F5 of a value file", b"\2\3\x20\x1F" + four(-100) + four(1000) + four(0) + b"\1",
                 badge.done(0xF5, b"\x14"))
    for file, mode in ((20, "full"), (21, "mac"), (22, "plain")):
        send, name = bytes([file]), f"value file, {mode}"
        sent = "plain" if mode == "plain" else "mac"

        def value():
            return badge.call(0x6C, send, b"", sent, mode).data

        def change(code, amount):
            return badge.call(code, send, four(amount), mode, sent)

        badge.needs(1, key(1, 1))
        checks.equal("§2.4", f"{name}: 6C, signed", four(100), value())
        at.status("§2.4", f"{name}: debit beyond the value, not beyond the limit", 0, change(0xDC, 130))
        checks.equal("§4.5", f"{name}: before the commit the old value", four(100), value())
        badge.done(0xC7)
        checks.equal("§4.5", f"{name}: after it the new one", four(-30), value())
        at.status("§4.1", f"{name}: credit needs the right to read and write", 0x9D, change(0x0C, 1))
        badge.needs(2, key(2, 1))
        at.status("§2.4", f"{name}: credit", 0, change(0x0C, 50))
        badge.done(0xA7)
        checks.equal("§4.5", f"{name}: aborted", four(-30), value())
        at.status("§4.4", f"{name}: credit beyond the limit", 0xBE, change(0x0C, 1031))
        badge.needs(2, key(2, 1))
        at.status("§2.4", f"{name}: credit up to the limit", 0, change(0x0C, 1030))
        badge.done(0xC7)
        checks.equal("§2.4", f"{name}: at the limit", four(1000), value())
        at.status("§2.4", f"{name}: debit down to the limit", 0, change(0xDC, 1100))
        badge.done(0xC7)
        at.status("§4.4", f"{name}: debit below it", 0xBE, change(0xDC, 1))
        badge.needs(2, key(2, 1))
        checks.equal("§4.4", f"{name}: nothing written on error", four(-100), value())
        limited = badge.call(0xF5, send).data[12:16]
        if file == 20:
            checks.equal("§4.3", f"{name}: F5 tells the limited credit", four(1100), limited)
            at.status("§2.4", f"{name}: limited credit", 0, change(0x1C, 1100))
            badge.done(0xC7)
            checks.equal("§2.4", f"{name}: limited credit came", four(1000), value())
            at.status("§4.4", f"{name}: limited credit is used up", 0xBE, change(0x1C, 1))
        else:
            checks.equal("§4.3", f"{name}: F5 tells no limited credit where there is none", four(0), limited)
            at.status("§4.4", f"{name}: limited credit is off", 0x9D, change(0x1C, 1))
    badge.needs(2, key(2, 1))
    at.status("§2.4", "B1: file 22 as file 21", 0, badge.call(0xB1, b"\x16\x15"))
    badge.done(0xC7)
    checks.equal("§2.4", "B1: the value came over", badge.call(0x6C, b"\x15").data,
                 badge.call(0x6C, b"\x16", b"", "plain", "plain").data)
    badge.reset()
    badge.select(FILES)
    checks.equal("§4.3", "flag b1: 6C is free", (0, 4), (lambda told: (told.status, len(told.data)))(
        badge.call(0x6C, b"\x16")))
    at.status("§4.4", "without it 6C is not", 0xAE, badge.call(0x6C, b"\x15"))


def records(at):
    """Linear and cyclic files; key 1 reads, key 2 writes and updates."""
    badge, checks = at.badge, at.checks
    application(badge, RECORDS)
    for file, code, option in ((1, 0xC1, 3), (2, 0xC0, 1), (3, 0xC1, 0)):
        badge.done(code, bytes([file, option]) + b"\x20\x1F" + three(20) + three(4))
    for file, kind, name in ((1, b"\3\3", "linear"), (2, b"\4\1", "cyclic")):
        checks.equal("§4.3", f"F5 of a {name} file", kind + b"\x20\x1F" + three(20) + three(4) + three(0),
                     badge.done(0xF5, bytes([file])))
    for file, mode, most in ((1, "full", 4), (2, "mac", 3), (3, "plain", 4)):
        name = f"records, {'cyclic' if file == 2 else 'linear'}, {mode}"
        sent = "plain" if mode == "plain" else "mac"

        def write(data, offset=0):
            return badge.call(0x3B, bytes([file]) + three(offset) + three(len(data)), data, mode, sent)

        def read(first=0, count=0):
            return badge.call(0xBB, bytes([file]) + three(first) + three(count), b"", sent, mode)

        badge.needs(2, key(2, 2))
        at.status("§4.4", f"{name}: nothing to read yet", 0xBE, read())
        badge.needs(2, key(2, 2))
        for step in range(most):
            at.status("§2.4", f"{name}: record {step}", 0, write(text(20, step)))
            badge.done(0xC7)
        checks.equal("§2.4", f"{name}: all, the oldest first", b"".join(text(20, step) for step in range(most)),
                     read().data)
        checks.equal("§2.4", f"{name}: record 0 is the newest", text(20, most - 1), read(0, 1).data)
        checks.equal("§2.4", f"{name}: two from the second newest", text(20, most - 3) + text(20, most - 2),
                     read(1, 2).data)
        checks.equal("§4.3", f"{name}: F5 counts", three(most), badge.done(0xF5, bytes([file]))[-3:])
        answer = write(text(20, 77))
        if file == 2:
            at.status("§2.4", f"{name}: goes round", 0, answer)
            checks.equal("§4.5", f"{name}: before the commit all old ones",
                         b"".join(text(20, step) for step in range(3)), read().data)
            badge.done(0xC7)
            checks.equal("§2.4", f"{name}: the oldest is gone", text(20, 1) + text(20, 2) + text(20, 77), read().data)
        else:
            at.status("§4.4", f"{name}: full", 0xBE, answer)
            badge.needs(2, key(2, 2))
        newest = read(0, 1).data
        update = badge.call(0xDB, bytes([file]) + three(0) + three(5) + three(3), b"abc", mode, sent)
        at.status("§2.4", f"{name}: DB", 0, update)
        badge.done(0xC7)
        checks.equal("§2.4", f"{name}: updated inside", newest[:5] + b"abc" + newest[8:], read(0, 1).data)
        at.status("§4.4", f"{name}: beyond a record", 0xBE, write(b"12345", 16))
        badge.needs(1, key(1, 2))
        at.status("§4.4", f"{name}: written with the reading key", 0x9D, write(text(20)))
        badge.needs(2, key(2, 2))
        at.status("§2.4", f"{name}: EB", 0, badge.call(0xEB, bytes([file])))
        badge.done(0xA7)
        checks.equal("§4.5", f"{name}: clearing was aborted", most * 20, len(read().data))
        badge.done(0xEB, bytes([file]))
        badge.done(0xC7)
        at.status("§2.4", f"{name}: cleared", 0xBE, read())


def rights(at):
    """Who may: keys, free, never, several sets; and what a free right does to the mode (§4.1)."""
    badge, checks = at.badge, at.checks
    application(badge, RIGHTS, keys=4)
    for file, option, right in ((1, 3, "F0E2"), (2, 3, "00FF"), (3, 3, "0E1E"), (4, 1, "30FF")):
        badge.done(0xCD, bytes([file, option]) + bytes.fromhex(right) + three(32))
    badge.needs(2, key(2, 3))
    badge.done(0x3D, b"\1" + three(0) + three(32), text(32), "full")
    badge.session = None
    badge.select(RIGHTS)
    checks.equal("§4.1", "free to read: plain, though the file is full", text(32), badge.read(1).data)
    at.status("§4.4", "not free to write", 0xAE, badge.write(1, b"x"))
    at.status("§4.4", "a key's file, without a session", 0xAE, badge.read(2))
    badge.needs(1, key(1, 3))
    raw = badge.exchange(0xBD, b"\1" + three(0) + three(32))
    # "With CMAC when a session is open", says §4.1; under EV2 that can only be the code of a MACed answer.
    badge.session.counter += 1
    checks.among("§4.1", "free to read, in a session whose key has no right: plain",
                 {"no code": text(32), "a code": text(32) + badge.session.code(0, text(32))}, raw.data)
    checks.equal("§3.3", "and it was counted", b"\0\3", badge.call(0xF5, b"\1").data[:2])
    badge.needs(1, key(1, 3))
    at.status("§4.4", "another key's file", 0x9D, badge.read(2, count=4, mode="full"))
    badge.needs(0, key(0, 3))
    at.status("§4.1", "read and write with one key", 0, badge.write(2, text(32), mode="full"))
    checks.equal("§4.1", "and read", text(32), badge.read(2, mode="full").data)
    badge.needs(3, key(3, 3))
    checks.equal("§4.1", "another key to read, this one for both", bytes(32), badge.read(4, mode="mac").data)
    badge.needs(0, key(0, 3))
    at.status("§4.1", "and to no other key", 0x9D, badge.read(4, count=4, mode="mac"))
    # Other rights, in full, by the key that may change them.
    badge.needs(2, key(2, 3))
    at.status("§2.4", "5F without the right to change", 0x9D, badge.call(0x5F, b"\2", b"\1\0\x33", "full"))
    badge.needs(0, key(0, 3))
    at.status("§2.4", "5F: mode and rights", 0, badge.call(0x5F, b"\1", b"\1\x20\x33", "full"))
    checks.equal("§4.3", "F5 tells them", b"\0\1\x20\x33" + three(32), badge.done(0xF5, b"\1"))
    badge.needs(3, key(3, 3))
    checks.equal("§4.1", "and they hold", text(32), badge.read(1, mode="mac").data)
    badge.select(RIGHTS)
    at.status("§4.4", "F for changing: frozen", 0x9D, frozen(badge))
    # Sets beside the first.
    badge.needs(0, key(0, 3))
    more = b"\2\xF0\x1F\xF0\x3F"
    at.status("§4.1", "5F: two sets more", 0, badge.call(0x5F, b"\2", b"\x83\x00\xFF" + more, "full"))
    checks.equal("§4.3", "F5 ends with them", b"\0\x83\x00\xFF" + three(32) + more, badge.done(0xF5, b"\2"))
    for number, status in ((1, 0), (3, 0), (2, 0x9D)):
        badge.needs(number, key(number, 3))
        checks.equal("§4.1", f"key {number} among several sets", status, badge.read(2, count=4, mode="full").status)
    # Free to change: plain.
    badge.select(RIGHTS)
    at.status("§2.4", "5F of a file that is free to change: plain, without a session", 0,
              badge.call(0x5F, b"\3", b"\0\xEE\xEE"))
    checks.equal("§4.1", "free to write and read now", (0, b"free"),
                 (badge.write(3, b"free").status, badge.read(3, count=4).data))


def frozen(badge):
    badge.needs(0, key(0, 3))
    badge.done(0xCD, b"\5\0\x0F\x00" + three(8))
    return badge.call(0x5F, b"\5", b"\0\x00\x00", "full")


GROUPS = (data_files, values, records, rights)
