# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: mirrors in a file that anybody reads (§3.7, §4.3), and reading by ISO 7816-4 (§2.6)."""

from card import application, key
from live_files import three
from proofs import MirrorKeys, card_data

MIRRORS, BINARY = 0xAA0031, 0xAA0032
NAME = bytes.fromhex("D2760000850131")
SIZE = 128
# Settings that switch mirroring on. Their right is not laid out on the page; vector C of §3.3 shows it: counter, then
# card data and file, as the file's own rights stand.
MIRRORED = 0x40


def template(*fields):
    """A text with room for fields, and where each begins."""
    body, places = b"https://badge.test/", {}
    for name, count in fields:
        body += b"&" + name.encode() + b"="
        places[name] = len(body)
        body += b"." * count
    return body.ljust(SIZE, b" "), places


def settings(options, rights, *offsets):
    return bytes([MIRRORED]) + b"\x00\xE0" + bytes([options]) + bytes.fromhex(rights) + b"".join(map(three, offsets))


def field(data, place, count):
    return bytes.fromhex(data[place:place + count].decode())


def number(counter):
    return int.from_bytes(counter, "little")


def counters(badge, file):
    return badge.call(0xF6, bytes([file]), receive="full")


def prepare(at):
    """An application that ISO 7816-4 reaches by name, three files in it; key 1 reads mirrors, key 2 card data."""
    badge = at.badge
    application(badge, MIRRORS, second=0xA0, more=b"\x31\xE1" + NAME)
    for file in (1, 2, 3):
        badge.done(0xCD, bytes([file, file, 0xE1, 0]) + b"\x00\xE0" + three(SIZE))


def encrypted_mirror(at):
    """PICCData and ENCFileData in secret, and their code."""
    if not at.is_ev3:
        return
    badge, checks = at.badge, at.checks
    prepare(at)
    body, place = template(("p", 32), ("c", 32), ("m", 16))
    body = body[:place["c"]] + b"Docteur TEST 001" + body[place["c"] + 16:]
    badge.done(0x3D, b"\1" + three(0) + three(SIZE), body, "plain", "plain")
    # UID, counter, encrypted part, text; counter for key 0; card data under key 2, file under key 1.
    data = settings(0xD1, "F021", place["p"], place["c"], place["c"], 32, place["m"])
    at.status("§4.3", "5F with mirrors", 0, badge.call(0x5F, b"\1", data, "full"))
    checks.equal("§4.3", "F5 tells them", b"\0" + data[:3] + three(SIZE) + data[3:], badge.done(0xF5, b"\1"))
    badge.session = None
    badge.select(MIRRORS)
    last = 0
    seen = set()
    for step, how in enumerate(("BD", "READ BINARY", "BD", "READ BINARY by SFI")):
        name = f"mirror, {how}, reading {step + 1}"
        if how == "BD":
            badge.reset()
            badge.select(MIRRORS)
            told = badge.read(1).data
        else:
            badge.reset()
            badge.apdu("00A4040C", NAME)
            if how == "READ BINARY":
                badge.apdu("00A4020C", b"\xE1\1")
            told, word = badge.apdu("00B00000" if how == "READ BINARY" else "00B08100", expected=0)
            checks.equal("§2.6", f"{name}: status word", b"\x90\0", word)
        if not checks.equal("§2.4", f"{name}: length", SIZE, len(told)):
            continue
        checks.equal("§3.7", f"{name}: what is not mirrored", body[:place["p"]], told[:place["p"]])
        checks.equal("§3.7", f"{name}: nor after it", body[place["m"] + 16:], told[place["m"] + 16:])
        uid, counter = card_data(key(2, MIRRORS & 0xFF), field(told, place["p"], 32))
        checks.equal("§3.7", f"{name}: UID", at.uid, uid)
        checks.equal("§3.7", f"{name}: the counter is one more", last + 1, number(counter))
        last = number(counter)
        keys = MirrorKeys(key(1, MIRRORS & 0xFF), uid, counter)
        checks.equal("§3.7", f"{name}: ENCFileData", b"Docteur TEST 001", keys.content(field(told, place["c"], 32)))
        checks.equal("§3.7", f"{name}: SDMMAC", keys.code(told[place["c"]:place["m"]]), field(told, place["m"], 16))
        checks.equal("§3.7", f"{name}: hexadecimal in capitals", told.upper()[place["p"]:place["p"] + 32],
                     told[place["p"]:place["p"] + 32])
        seen.add(told[place["p"]:place["p"] + 32])
    checks.equal("§3.7", "PICCData never twice", 4, len(seen))
    badge.reset()
    badge.select(MIRRORS)
    badge.needs(0, key(0, MIRRORS & 0xFF))
    answer = counters(badge, 1)
    checks.equal("§2.4", "F6: counter and two bytes", (0, 5, last),
                 (answer.status, len(answer.data), number(answer.data[:3])))
    checks.equal("§5", "in a session: no mirrors", body, badge.read(1).data)
    checks.equal("§5", "and no count", last, number(counters(badge, 1).data[:3]))
    badge.needs(1, key(1, MIRRORS & 0xFF))
    at.status("§4.3", "F6 with a key that has no right", 0x9D, counters(badge, 1))


def plain_mirror(at):
    """UID and counter in the open, their code, and a limit."""
    if not at.is_ev3:
        return
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(MIRRORS)
    badge.needs(0, key(0, MIRRORS & 0xFF))
    body, place = template(("u", 14), ("n", 6), ("m", 16))
    badge.done(0x3D, b"\2" + three(0) + three(SIZE), body, "plain", "plain")
    # Card data free, file under key 1, counter for key 0; up to 3. The code covers nothing.
    data = settings(0xE1, "F0E1", place["u"], place["n"], place["m"], place["m"], 3)
    at.status("§3.7", "one mirrored file an application", 0x9D, badge.call(0x5F, b"\2", data, "full"))
    badge.needs(0, key(0, MIRRORS & 0xFF))
    badge.done(0x5F, b"\1", b"\0\x00\xE0", "full")
    at.status("§4.3", "5F with open mirrors and a limit", 0, badge.call(0x5F, b"\2", data, "full"))
    checks.equal("§4.3", "F5 tells them", b"\0" + data[:3] + three(SIZE) + data[3:], badge.done(0xF5, b"\2"))
    for count in (1, 2, 3):
        badge.reset()
        badge.select(MIRRORS)
        told = badge.read(2).data
        if not checks.equal("§2.4", f"open mirror {count}: length", SIZE, len(told)):
            return
        checks.equal("§3.7", f"open mirror {count}: UID", at.uid, field(told, place["u"], 14))
        counter = field(told, place["n"], 6)
        checks.among("§3.7", f"open mirror {count}: counter", {
            "most significant byte first": count.to_bytes(3, "big"), "least": count.to_bytes(3, "little")}, counter)
        keys = MirrorKeys(key(1, MIRRORS & 0xFF), at.uid, count.to_bytes(3, "little"))
        checks.equal("§3.7", f"open mirror {count}: SDMMAC of nothing", keys.code(b""), field(told, place["m"], 16))
    badge.reset()
    badge.select(MIRRORS)
    at.status("§5", "beyond the limit", 0x9D, badge.read(2))
    badge.reset()
    badge.apdu("00A4040C", NAME)
    data, word = badge.apdu("00B08200", expected=0)
    checks.equal("§5", "nor by READ BINARY", (b"", True), (data, word != b"\x90\0"))


def wrong_mirrors(at):
    """Mirrors that do not fit into the file; and none of it on an EV2."""
    badge, checks = at.badge, at.checks
    if not at.is_ev3:
        prepare(at)
        answer = badge.call(0x5F, b"\1", settings(0xC1, "F0E1", 10, 30, 40, 40), "full")
        checks.equal("§4.6", "5F with mirrors on an EV2", True, answer.status != 0)
        badge.select(MIRRORS)
        at.status("§2.4", "F6 on an EV2", 0x1C, badge.call(0xF6, b"\1"))
        return
    for name, data in (("UID", settings(0xC1, "F0E1", SIZE - 13, 30, 60, 60)),
                       ("counter", settings(0xC1, "F0E1", 10, SIZE - 5, 60, 60)),
                       ("code", settings(0xC1, "F0E1", 10, 30, 60, SIZE - 15)),
                       ("encrypted part", settings(0xD1, "F021", 0, 40, SIZE - 31, 32, 100)),
                       ("offset that is missing", settings(0xC1, "F0E1", 10, 30, 60))):
        badge.reset()
        badge.select(MIRRORS)
        badge.needs(0, key(0, MIRRORS & 0xFF))
        answer = badge.call(0x5F, b"\3", data, "full")
        checks.equal("§5", f"mirrors beyond the file: {name}", True, answer.status not in (0, 0xAF))
        badge.needs(0, key(0, MIRRORS & 0xFF))
        checks.equal("§4.4", f"and nothing changed: {name}", b"\0\0\x00\xE0" + three(SIZE), badge.done(0xF5, b"\3"))


def binary(at):
    """SELECT, READ and UPDATE BINARY, records, by file identifier and by short one."""
    badge, checks = at.badge, at.checks
    name = bytes.fromhex("A00000CADC32")
    application(badge, BINARY, second=0xA0, more=b"\x32\xE1" + name)
    badge.done(0xCD, b"\1\1\xE2\0\xEE\xEE" + three(40))
    badge.done(0xC1, b"\2\2\xE2\0\xEE\xEE" + three(4) + three(3))
    badge.done(0xCD, b"\3\3\xE2\0\x00\x10" + three(40))
    checks.equal("§2.4", "61: file identifiers", {b"\1\xE2", b"\2\xE2", b"\3\xE2"},
                 (lambda told: {told[start:start + 2] for start in range(0, len(told), 2)})(badge.done(0x61)))
    badge.reset()
    names = [frame for frame in badge.exchange(0x6D).frames if frame]
    checks.equal("§2.3", "6D: AID, file identifier, name, a frame each", True,
                 BINARY.to_bytes(3, "little") + b"\x32\xE1" + name in names)
    for how, apdu, data in (("by name", "00A4040C", name), ("by identifier", "00A4000C", b"\xE1\x32")):
        badge.reset()
        checks.equal("§2.6", f"SELECT {how}", (b"", b"\x90\0"), badge.apdu(apdu, data))
        checks.equal("§2.6", f"SELECT {how}: a file", (b"", b"\x90\0"), badge.apdu("00A4020C", b"\xE2\1"))
        checks.equal("§2.6", f"SELECT {how}: UPDATE BINARY", (b"", b"\x90\0"), badge.apdu("00D60003", b"abcd"))
        checks.equal("§2.6", f"SELECT {how}: READ BINARY", (bytes(3) + b"abcd" + bytes(3), b"\x90\0"),
                     badge.apdu("00B00000", expected=10))
    checks.equal("§2.6", "READ BINARY by SFI, at an offset", (b"abcd", b"\x90\0"), badge.apdu("00B08103", expected=4))
    checks.equal("§2.6", "READ BINARY of the whole file", (40, b"\x90\0"),
                 (lambda told: (len(told[0]), told[1]))(badge.apdu("00B08100", expected=0)))
    checks.equal("§2.6", "READ BINARY of a key's file", (b"", b"\x69\x82"), badge.apdu("00B08300", expected=4))
    checks.equal("§2.6", "SELECT of a file that is not there", (b"", b"\x6A\x82"), badge.apdu("00A4020C", b"\xE2\x99"))
    checks.equal("§2.6", "SELECT of a name that is not there", (b"", b"\x6A\x82"), badge.apdu("00A4040C", b"\xA0" * 6))
    badge.reset()
    badge.apdu("00A4040C", name)
    for record in (b"one.", b"two."):
        checks.equal("§2.6", f"APPEND RECORD {record.decode()}", (b"", b"\x90\0"), badge.apdu("00E20010", record))
        badge.step(0xC7)
    told = badge.apdu("00B20114", expected=0)
    checks.equal("§2.6", "READ RECORD 1, the newest as in BB", (b"two.", b"\x90\0"), told)
    checks.equal("§2.6", "READ RECORDS from 1", (8, b"\x90\0"),
                 (lambda told: (len(told[0]), told[1]))(badge.apdu("00B20115", expected=0)))


GROUPS = (encrypted_mirror, plain_mirror, wrong_mirrors, binary)
