# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: what the badge is, how it frames, and its sessions."""

import proofs
from card import Badge
from primitives import decrypted, encrypted

ATR = {
    "badge-ev2": "3B8180018080", "badge-ev3": "3B8180018080", "badge-ev3-uc": "3B8580018073C821100E",
}
ATS = {"badge-ev2": "067577810280", "badge-ev3": "067577810280", "badge-ev3-uc": "0A787791028073C82110"}
MIXED = {"1C": b"\x1C", "911C": b"\x91\x1C", "6E00": b"\x6E\0"}


class Setting:
    """A badge, what its profile says of it, and where the results go."""

    def __init__(self, reader, profile, description, originality, checks):
        self.name, self.description, self.originality, self.checks = profile, description, originality, checks
        self.random = description.get("switches", {}).get("randomUID", False)
        self.badge = Badge(reader, 240 if profile.endswith("uc") else 54)
        self.uid = bytes.fromhex(description["uid"])
        site = description["applications"][0]
        self.site = int(site["identifier"], 16)
        self.site_keys = [bytes.fromhex(each["testValue"]) for each in site["keys"]]
        self.secret = bytes.fromhex(site["files"][0]["content"])
        self.is_ev3 = profile != "badge-ev2"

    def status(self, clause, name, expected, answer):
        """A status, without data."""
        return self.checks.equal(clause, name, f"{expected:02X} ", repr(answer))

    def is_open(self, clause, name, expected):
        """Whether the card still holds the session that reads the site's secret file."""
        answer = self.badge.read(1, count=4, mode="full")
        self.checks.equal(clause, name, expected, answer.status == 0)

    def at_site(self, number=1):
        self.badge.select(self.site)
        self.badge.needs(number, self.site_keys[number])


def identity(at):
    badge, checks = at.badge, at.checks
    badge.reset()
    checks.equal("§1.2", "answer to reset", bytes.fromhex(ATR[at.name]), badge.link.answer_to_reset())
    told, word = badge.apdu("FFCA0000", expected=0)
    checks.equal("§1.2", "FF CA 00: status word", b"\x90\0", word)
    if at.random:
        checks.equal("§1.1", "random UID: 4 bytes, the first 08", (4, 8), (len(told), told[0]))
        checks.equal("§1.1", "random UID stays while the field does", told, badge.apdu("FFCA0000", expected=0)[0])
        badge.reset()
        checks.equal("§1.1", "random UID changes at activation", True, told != badge.apdu("FFCA0000", expected=0)[0])
    else:
        checks.equal("§1.2", "FF CA 00: UID", at.uid, told)
    ats = bytes.fromhex(ATS[at.name])
    checks.among("§1.2", "FF CA 01", {"historical bytes": ats[5:], "ATS": ats, "ATS without TL": ats[1:]},
                 badge.apdu("FFCA0100", expected=0)[0])
    frames = [badge.step(0x60), badge.step(0xAF), badge.step(0xAF)]
    checks.equal("§2.1", "60: statuses", [0xAF, 0xAF, 0], [frame.status for frame in frames])
    checks.equal("§2.1", "60: lengths", [7, 7, 14], [len(frame.data) for frame in frames])
    hardware, software, production = [frame.data for frame in frames]
    kind, major = {"badge-ev2": (0x01, b"\x12\0"), "badge-ev3": (0x01, b"\x33\0"),
                   "badge-ev3-uc": (0x81, b"\x43\x01")}[at.name]
    checks.equal("§2.1", "60: vendor, type, version of the hardware",
                 (4, kind, major), (hardware[0], hardware[1], hardware[3:5]))
    checks.equal("§2.1", "60: version of the software", 2 if at.name == "badge-ev2" else 3, software[3] & 0x0F)
    checks.equal("§2.1", "60: 8 KiB, protocol 5", b"\x1A\5\x1A\5", hardware[5:] + software[5:])
    checks.equal("§2.1", "60: UID, zeros when it is random", bytes(7) if at.random else at.uid, production[:7])
    signature = badge.exchange(0x3C, b"\0")
    checks.among("§2.3", "3C: status", {"90": 0x90, "00": 0x00}, signature.status)
    checks.equal("§2.5", "3C: signature of the UID by the test key", True,
                 proofs.is_original(at.originality, at.uid, signature.data))
    checks.equal("§2.5", "3C: of no other UID", False,
                 proofs.is_original(at.originality, at.uid[:-1] + bytes([at.uid[-1] ^ 1]), signature.data))
    checks.equal("§2.3", "6A: the site's application", at.site.to_bytes(3, "little"), badge.exchange(0x6A).data)
    free = badge.exchange(0x6E)
    checks.equal("§2.3", "6E: 3 bytes, less than there is", (3, True),
                 (len(free.data), 0 < int.from_bytes(free.data, "little") <= 8192))
    checks.equal("§2.2", "64: version of the master key", repr(b"\0"), repr(badge.exchange(0x64, b"\0").data))
    settings = badge.exchange(0x45)
    checks.equal("§2.2", "45: free to create, one DES key", b"\x0F\1", settings.data[:2])


def framing(at):
    badge, checks = at.badge, at.checks
    badge.reset()
    checks.equal("§1.3", "P1 that is not 00", b"\x6A\x86", badge.apdu("90600100", expected=0)[1])
    checks.equal("§1.3", "P2 that is not 00", b"\x6A\x86", badge.apdu("90600001", expected=0)[1])
    checks.equal("§1.3", "Lc beyond the data", b"\x91\x7E", badge.link.send(bytes.fromhex("905A00000501020300")))
    checks.equal("§4.4", "class 80", b"\x6E\0", badge.apdu("80600000", expected=0)[1])
    at.status("§4.4", "unknown command", 0x1C, badge.step(0x99))
    at.status("§1.3", "stray AF", 0x1C, badge.step(0xAF))
    badge.step(0x60)
    at.status("§1.3", "another command in a chain", 0xCA, badge.step(0x6A))
    at.status("§1.3", "and the chain is over", 0x1C, badge.step(0xAF))
    at.at_site()
    session = badge.session
    answer = badge.step(0x60, session.sealed(0x60))
    checks.equal("§2.1", "60 in a session: first frame", (0xAF, 7), (answer.status, len(answer.data)))
    at.status("§1.3", "another command in a chain, in a session", 0xCA, badge.step(0x6F, session.sealed(0x6F)))
    at.status("§1.3", "the session is over", 0xAE, badge.read(1, count=4, mode="full"))
    badge.reset()
    native = badge.link.send_native(b"\x60")
    checks.equal("§1.3", "native 60", (0xAF, 7), (native[0], len(native[1:])))
    native = badge.link.send_native(b"\xAF")
    checks.equal("§1.3", "native AF", (0xAF, 7), (native[0], len(native[1:])))
    native = badge.link.send_native(b"\xAF")
    checks.equal("§1.3", "native end", (0x00, 14), (native[0], len(native[1:])))
    native = badge.link.send_native(bytes.fromhex("9060000000"))
    checks.among("§1.3", "wrapped after native", MIXED, native)
    badge.reset()
    badge.step(0x6A)
    checks.among("§1.3", "native after wrapped", MIXED,
                 badge.link.send_native(b"\x60"))
    badge.reset()


def sessions(at):
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(at.site)
    for capability in (b"", b"\1", bytes.fromhex("010203"), bytes.fromhex("010203040506")):
        name = f"71, capability {capability.hex() or 'of no length'}"
        answer = badge.first(1, at.site_keys[1], capability)
        checks.equal("§3.3", f"{name}: 32 bytes, RndA' right", (0, 32), (answer.status, len(answer.data)))
        checks.equal("§3.3", f"{name}: echo, filled with zeros", capability.ljust(6, b"\0"),
                     badge.session.host_capability)
        checks.equal("§3.3", f"{name}: a secret read with the session keys", at.secret,
                     badge.read(1, mode="full").data)
    seen = set()
    for _ in range(4):
        badge.needs(1, at.site_keys[1])
        seen.add(badge.session.identifier)
    checks.equal("§5", "no TI twice", 4, len(seen))

    # The counter, through all modes.
    badge.needs(0, at.site_keys[0])
    session = badge.session
    checks.equal("§2.4", "6F", b"\1\2\3", badge.call(0x6F).data)
    checks.equal("§2.4", "F5: full, key 1 reads, key 2 writes, key 0 changes", bytes.fromhex("0003F012200000"),
                 badge.call(0xF5, b"\1").data)
    version = badge.call(0x60)
    checks.equal("§2.1", "60 in a session: one code after three frames, and the true UID", (28, at.uid),
                 (len(version.data), version.data[14:21]))
    checks.equal("§2.2", "64", b"\1", badge.call(0x64, b"\2").data)
    checks.equal("§2.2", "45", bytes.fromhex("0B83"), badge.call(0x45).data[:2])
    checks.equal("§3.3", "CmdCtr counts each command once", 5, session.counter)
    checks.equal("§2.3", "51: the true UID, in secret", at.uid, badge.call(0x51, receive="full").data)

    # A plain command counts too, on both sides.
    badge.needs(1, at.site_keys[1])
    before = badge.session.counter
    raw = badge.exchange(0xBD, bytes.fromhex("02000000000000"))
    checks.equal("§4.1", "a free plain file in a session: data without a code", at.secret, raw.data)
    badge.session.counter += 1
    checks.equal("§3.3", "the next code counts it", at.secret, badge.read(1, mode="full").data)
    checks.equal("§3.3", "CmdCtr after both", before + 2, badge.session.counter)

    # The second authentication keeps TI and counter.
    identifier, counter, old = badge.session.identifier, badge.session.counter, badge.session.encryption
    answer = badge.following(2, at.site_keys[2])
    checks.equal("§3.3", "77: 16 bytes, RndA' right", (0, 16), (answer.status, len(answer.data)))
    checks.equal("§3.3", "77: TI and CmdCtr stay, keys do not", (identifier, counter, True),
                 (badge.session.identifier, badge.session.counter, badge.session.encryption != old))
    at.status("§3.3", "77: written with key 2", 0, badge.write(1, at.secret, mode="full"))
    badge.following(1, at.site_keys[1])
    checks.equal("§3.3", "77: and back to key 1", at.secret, badge.read(1, mode="full").data)
    badge.following(1, at.site_keys[1])
    checks.equal("§3.3", "77 to the same key", at.secret, badge.read(1, mode="full").data)

    # What must not open or keep a session.
    at.status("§4.4", "71 with a wrong RndB'", 0xAE, badge.wrong_proof(1, at.site_keys[1]))
    at.status("§4.4", "after it nothing is open", 0xAE, badge.read(1, count=4, mode="full"))
    at.status("§4.4", "71 with a key that is not there", 0x40, badge.step(0x71, b"\3\0"))
    badge.select(at.site)
    checks.equal("§2.2", "77 without a session opens none", False, badge.step(0x77, b"\1").status in (0, 0xAF))
    badge.select(0)
    at.status("§5", "71 with a DES key", 0xAE, badge.step(0x71, b"\0\0"))
    at.at_site()
    at.status("§3.3", "a wrong code", 0x1E, badge.exchange(0x6F, bytes(8)))
    at.status("§3.3", "closes the session", 0xAE, badge.read(1, count=4, mode="full"))
    at.at_site()
    badge.session.counter += 1
    at.status("§3.3", "a code for the command after", 0x1E, badge.exchange(0xF5, badge.session.sealed(0xF5, b"\1")))
    at.at_site()
    at.status("§3.3", "no code", 0x7E, badge.exchange(0x6F))
    at.status("§3.3", "closes the session too", 0xAE, badge.read(1, count=4, mode="full"))
    for name, action in (("selecting again", lambda: badge.select(at.site)), ("the field", badge.reset)):
        at.at_site()
        action()
        badge.session = None
        badge.exchange(0x5A, at.site.to_bytes(3, "little"))
        at.status("§4.4", f"{name} ends a session", 0xAE, badge.read(1, count=4))

    # LRP is open (§3.4 [U]): a card that does not know it may refuse, or hold an ordinary handshake.
    badge.select(at.site)
    answer, told = badge.resilient(1, at.site_keys[1])
    checks.equal("§2.5", "no LRP before it is switched on", (None, False), (told, len(answer.data) == 17))


def other_handshake(at):
    """EXTERNAL and INTERNAL AUTHENTICATE (§2.6)."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(at.site)
    card, word = badge.apdu("00840000", expected=16)
    checks.equal("§2.6", "GET CHALLENGE: 16 bytes", (16, b"\x90\0"), (len(card), word))
    host = bytes(range(0x30, 0x40))
    data, word = badge.apdu("00820981", encrypted(at.site_keys[1], host + card))
    checks.equal("§2.6", "EXTERNAL AUTHENTICATE", (b"", b"\x90\0"), (data, word))
    second = bytes(range(0x50, 0x60))
    data, word = badge.apdu("00880981", second, expected=32)
    checks.equal("§2.6", "INTERNAL AUTHENTICATE: RndPICC2 ‖ RndPCD2", (32, second, b"\x90\0"),
                 (len(data), decrypted(at.site_keys[1], data)[16:], word))
    badge.reset()
    badge.select(at.site)
    badge.apdu("00840000", expected=16)
    checks.equal("§2.6", "EXTERNAL AUTHENTICATE with another nonce", True,
                 badge.apdu("00820981", encrypted(at.site_keys[1], host + bytes(16)))[1] != b"\x90\0")


def exhaustion(at):
    """65535 commands in one session: long, so only with --all."""
    badge, checks = at.badge, at.checks
    badge.reset()
    at.at_site()
    count, answer = 0, None
    while count <= 0x10000:
        answer = badge.step(0xBD, bytes.fromhex("02000000010000"))
        if answer.status:
            break
        count += 1
    checks.equal("§3.3", "FFFF is reached and not used", 0xFFFF, count)
    at.status("§3.3", "then nothing is open", 0xAE, badge.read(1, count=4))
    at.at_site()
    checks.equal("§3.3", "a new session begins at 0", at.secret, badge.read(1, mode="full").data)


LONG = (exhaustion,)
GROUPS = (identity, framing, sessions, other_handshake)
