# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The live dialogue: the card's own keys, and what stands on them (§2.5, §3.8, §3.9). Not undone: it comes last."""

import secrets

import proofs
from card import key
from live_errors import parts
from messaging import other_key, own_key
from primitives import ZERO, cmac, decrypted, exclusive_or, odd

MASTER, DELEGATED, DEFAULTED = 0x00, 0xAA0051, 0xAA0052
DAM_AUTHENTICATION, DAM_CODE, DAM_SECRET = 0x10, 0x11, 0x12
VC_CONFIGURATION, VC_PROXIMITY, VC_CODE, VC_SECRET = 0x20, 0x21, 0x22, 0x23
OWN = (DAM_AUTHENTICATION, DAM_CODE, DAM_SECRET, VC_CONFIGURATION, VC_PROXIMITY, VC_CODE, VC_SECRET)


def mine(number):
    return key(number, 0x77)


def at_card(badge):
    badge.session = None
    badge.select(0)
    badge.needs(MASTER, mine(MASTER))


def keys_of_card(at):
    """From the factory's DES key to AES by EV1, then the card's other keys by EV2."""
    badge, checks = at.badge, at.checks
    badge.reset()
    badge.select(0)
    used = badge.earlier(0, bytes(8))
    at.status("§3.2", "C4 80: the DES master key becomes AES", 0, badge.exchange(0xC4, b"\x80" + used.changed(
        0x80, ZERO, 0)))
    badge.select(0)
    checks.equal("§2.2", "71 with it", 0, badge.first(0, ZERO).status)
    answer = badge.exchange(0xC4, badge.session.sealed(0xC4, b"\x80", own_key(mine(MASTER), 3), "full"))
    checks.equal("§3.3", "C4 80 under EV2", (0, b""), (answer.status, answer.data))
    at_card(badge)
    checks.equal("§2.2", "64: version, 45: AES", (b"\3", 0x81), (badge.done(0x64, b"\0"), badge.done(0x45)[1]))
    for number in OWN:
        answer = badge.call(0xC4, bytes([number]), other_key(mine(number), 1, ZERO), "full")
        at.status("§2.2", f"C4 of key {number:02X}", 0, answer)


def rounds(badge, sizes):
    """The exchanges of a proximity check: what F0 said, and what went by."""
    option = badge.step(0xF0).data
    exchanged = []
    for size in sizes:
        host = secrets.token_bytes(size)
        exchanged.append((badge.step(0xF2, bytes([size]) + host).data, host))
    return option, exchanged


def proximity(at):
    """With VCProximityKey, and with a session's own key; 1 to 8 rounds."""
    badge, checks = at.badge, at.checks
    for sizes in ((8,), (4, 4), (1,) * 8, (3, 5)):
        badge.reset()
        name = f"proximity, rounds of {sizes}"
        option, exchanged = rounds(badge, sizes)
        checks.equal("§2.5", f"{name}: F0, OPT b0 tells PPS1", 4 if option[0] & 1 else 3, len(option))
        checks.equal("§2.5", f"{name}: F2", list(sizes), [len(card) for card, _ in exchanged])
        answer = badge.step(0xFD, proofs.proximity_code(mine(VC_PROXIMITY), 0xFD, option, exchanged))
        checks.equal("§2.5", f"{name}: FD", (0, proofs.proximity_code(mine(VC_PROXIMITY), 0x90, option, exchanged)),
                     (answer.status, answer.data))
    badge.reset()
    option, exchanged = rounds(badge, (4, 4))
    swapped = [(host, card) for card, host in exchanged]
    at.status("§5", "proximity: a wrong code", 0x1E,
              badge.step(0xFD, proofs.proximity_code(mine(VC_PROXIMITY), 0xFD, option, swapped)))
    badge.reset()
    option, exchanged = rounds(badge, (4,))
    answer = badge.step(0xFD, proofs.proximity_code(mine(VC_PROXIMITY), 0xFD, option, exchanged))
    checks.equal("§2.5", "proximity: FD before 8 bytes", True, answer.status != 0)
    at.at_site()
    option, exchanged = rounds(badge, (8,))
    own = badge.session.authentication
    answer = badge.step(0xFD, proofs.proximity_code(own, 0xFD, option, exchanged))
    checks.equal("§2.5", "proximity: FD with the session's key",
                 (0, proofs.proximity_code(own, 0x90, option, exchanged)), (answer.status, answer.data))
    badge.reset()


def virtual_card(at):
    """Selection by an identifier of the card's own, answered in secret and proved."""
    badge, checks = at.badge, at.checks
    name = bytes.fromhex("A00000CADCEE01")
    at_card(badge)
    at.status("§2.5", "5C 06: an identifier", 0, badge.call(
        0x5C, b"\6", bytes([len(name)]) + name.ljust(16, b"\0"), "full"))
    badge.reset()
    told, word = badge.apdu("00A40400", name, 0)
    checks.equal("§2.5", "SELECT: 6F 22 85 20, then 32 bytes", (bytes.fromhex("6F228520"), 36, b"\x90\0"),
                 (told[:4], len(told), word))
    plain = decrypted(mine(VC_SECRET), told[4:])
    challenge, data = plain[:16], plain[16:]
    checks.equal("§2.5", "SELECT: the UID in secret", at.uid, data[3:10])
    checks.equal("§3.9", "SELECT: zeros to the end", bytes(6), data[10:])
    proof = odd(cmac(mine(VC_CODE), challenge + data))
    checks.equal("§2.5", "EXTERNAL AUTHENTICATE", (b"", b"\x90\0"), badge.apdu("00820000", proof))
    badge.reset()
    again = decrypted(mine(VC_SECRET), badge.apdu("00A40400", name, 0)[0][4:])
    checks.equal("§2.5", "another challenge each time", True, again[:16] != challenge)
    checks.equal("§2.5", "EXTERNAL AUTHENTICATE with the proof before", True,
                 badge.apdu("00820000", proof)[1] != b"\x90\0")
    badge.reset()
    checks.equal("§2.5", "SELECT of an identifier that is not there", (b"", b"\x6A\x82"),
                 badge.apdu("00A40400", name[:-1] + b"\2", 0))


def delegated(at):
    """Another party makes an application in a slot of the card's holder."""
    badge, checks = at.badge, at.checks
    initial = key(9, 9)
    slot, version, quota = b"\1\0", b"\0", (16).to_bytes(2, "little")
    header = DELEGATED.to_bytes(3, "little") + slot + version + quota + b"\x0F\x82"
    secret = proofs.delegated_key(mine(DAM_SECRET), secrets.token_bytes(7), initial, 5)
    code = proofs.delegation_code(mine(DAM_CODE), b"\xC9" + header + secret)

    def create(command, code):
        badge.session = None
        badge.select(0)
        badge.needs(DAM_AUTHENTICATION, mine(DAM_AUTHENTICATION))
        sealed = badge.session.sealed(0xC9, command + secret + code)
        first = badge.step(0xC9, sealed[:len(command)])
        return first if first.status != 0xAF else badge.step(0xAF, sealed[len(command):])

    at.status("§3.8", "C9 with a wrong code", 0x1E, create(header, exclusive_or(code, b"\1" + bytes(7))))
    checks.equal("§4.4", "and nothing was made", False,
                 DELEGATED.to_bytes(3, "little") in parts(badge.exchange(0x6A).data))
    answer = create(header, code)
    checks.equal("§3.8", "C9", (0, 8), (answer.status, len(answer.data)))
    if answer.status == 0:
        checks.equal("§3.3", "C9: its code counts one command", b"", badge.session.opened(answer.data))
    told = badge.call(0x69, slot).data
    checks.equal("§2.3", "69: slot version, quota, application", (version, quota, DELEGATED.to_bytes(3, "little"), 8),
                 (told[:1], told[1:3], told[5:], len(told)))
    at.checks.equal("§2.3", "69: less is free than the quota", True,
                    int.from_bytes(told[3:5], "little") <= int.from_bytes(quota, "little"))
    badge.session = None
    badge.select(DELEGATED)
    checks.equal("§3.8", "its keys are what EncK held", [0, 0],
                 [badge.first(number, initial).status for number in (0, 1)])
    badge.needs(0, initial)
    checks.equal("§3.8", "64: the version in EncK", b"\5", badge.done(0x64, b"\0"))
    badge.done(0xCD, b"\1\0\xEE\xEE" + (64).to_bytes(3, "little"))
    answer = badge.call(0xCD, b"\2\0\xEE\xEE" + (1024).to_bytes(3, "little"))
    at.status("§3.8", "a file beyond the quota", 0x0E, answer)
    checks.equal("§3.8", "C9 again into the slot", True, create(header, code).status not in (0, 0xAF))
    delete = DELEGATED.to_bytes(3, "little")
    badge.select(0)
    badge.needs(DAM_AUTHENTICATION, mine(DAM_AUTHENTICATION))
    answer = badge.call(0xDA, delete, proofs.delegation_code(mine(DAM_CODE), b"\xDA" + delete))
    at.status("§3.8", "DA with its code", 0, answer)
    badge.session = None
    badge.select(0)
    checks.equal("§3.8", "gone", False, delete in parts(badge.exchange(0x6A).data))
    checks.equal("§5", "C9 with the same slot version: no replay", True, create(header, code).status not in (0, 0xAF))


def configuration(at):
    """SetConfiguration: default key, random UID, earlier sessions off, no format."""
    badge, checks = at.badge, at.checks
    at_card(badge)
    standard = key(5, 5)
    at.status("§2.5", "5C 01: default key", 0, badge.call(0x5C, b"\1", standard + bytes(8) + b"\x44", "full"))
    badge.select(0)
    badge.done(0xCA, DEFAULTED.to_bytes(3, "little") + b"\x0F\x81")
    badge.select(DEFAULTED)
    checks.equal("§2.5", "a new application's key", 0, badge.first(0, standard).status)
    checks.equal("§2.5", "and its version", b"\x44", badge.done(0x64, b"\0"))
    badge.select(DEFAULTED)
    badge.needs(0, standard)
    at.status("§2.5", "5C 00 with an application's key", 0x9D, badge.call(0x5C, b"\0", b"\2", "full"))
    # Who makes and deletes applications.
    at_card(badge)
    badge.done(0x54, b"", b"\x0B", "full")
    badge.select(0)
    at.status("§2.3", "CA where making is not free", 0x9D, badge.exchange(0xCA, b"\x53\0\xAA\x0F\x81"))
    gone = DEFAULTED.to_bytes(3, "little")
    badge.select(DEFAULTED)
    badge.needs(0, standard)
    at.status("§2.3", "DA inside, with its master key, where that is not free", 0x9D, badge.call(0xDA, gone))
    at_card(badge)
    at.status("§2.3", "DA by the card's master key", 0, badge.call(0xDA, gone))
    checks.equal("§2.3", "6A: gone", False, gone in parts(badge.done(0x6A)))
    badge.done(0x54, b"", b"\x0F", "full")
    at_card(badge)
    at.status("§2.5", "5C 02: an ATS", 0, badge.call(0x5C, b"\2", bytes.fromhex("0877778102 80CADC"), "full"))
    badge.reset()
    checks.equal("§1.2", "the answer to reset has its historical bytes", bytes.fromhex("3B83800180CADC94"),
                 badge.link.answer_to_reset())
    at_card(badge)
    free = int.from_bytes(badge.done(0x6E), "little")
    at.status("§2.3", "FC", 0, badge.call(0xFC))
    badge.session = None
    badge.select(0)
    checks.equal("§2.3", "FC: no application is left", b"", badge.exchange(0x6A).data)
    checks.equal("§5", "FC: memory is back", True, int.from_bytes(badge.exchange(0x6E).data, "little") > free)
    at_card(badge)
    checks.equal("§2.3", "FC: the master key stays", 0x81, badge.done(0x45)[1])
    if not at.random:
        at.status("§2.5", "5C 00: random UID", 0, badge.call(0x5C, b"\0", b"\2", "full"))
        badge.reset()
        told = badge.apdu("FFCA0000", expected=0)[0]
        checks.equal("§1.1", "4 bytes, the first 08", (4, 8), (len(told), told[0]))
        checks.equal("§2.1", "60: zeros for the UID", bytes(7), badge.exchange(0x60).data[14:21])
        at_card(badge)
        checks.equal("§1.1", "51: the true one", at.uid, badge.call(0x51, receive="full").data)
    at.status("§2.5", "5C 04: no D40, no EV1", 0, badge.call(0x5C, b"\4", b"\0\3", "full"))
    badge.reset()
    for code in (0x0A, 0x1A, 0xAA):
        checks.equal("§5", f"{code:02X} is refused", True, badge.step(code, b"\0").status in (0x9D, 0x1C))
    checks.equal("§5", "71 is not", 0, badge.first(MASTER, mine(MASTER)).status)
    if not at.is_ev3:
        answer = badge.call(0x5C, b"\5", bytes.fromhex("00000000020000000000"), "full")
        checks.equal("§4.6", "5C 05 with the LRP bit on an EV2", True, answer.status not in (0, 0xAF))
        at_card(badge)
    at.status("§2.5", "5C 00: no format", 0, badge.call(0x5C, b"\0", b"\3", "full"))
    at.status("§5", "FC is refused", 0x9D, badge.call(0xFC))
    at_card(badge)
    badge.call(0x5C, b"\0", b"\0", "full")
    at_card(badge)
    at.status("§2.5", "for ever", 0x9D, badge.call(0xFC))
    at_card(badge)
    at.status("§2.5", "5C 00: proximity before all", 0, badge.call(0x5C, b"\0", b"\7", "full"))
    badge.reset()
    # "Other commands": those that open what the check may be proved with can hardly be meant.
    at.status("§2.5", "6A before the proximity check", 0x0B, badge.step(0x6A))
    badge.reset()
    at.status("§2.5", "6E before it", 0x0B, badge.step(0x6E))
    badge.reset()
    checks.among("§2.5", "71 before it", {"0B": 0x0B, "AF": 0xAF}, badge.step(0x71, b"\0\0").status)
    badge.reset()
    option, exchanged = rounds(badge, (8,))
    badge.step(0xFD, proofs.proximity_code(mine(VC_PROXIMITY), 0xFD, option, exchanged))
    checks.equal("§2.5", "71 after it", 0, badge.first(MASTER, mine(MASTER)).status)


GROUPS = (keys_of_card, proximity, virtual_card, delegated, configuration)
