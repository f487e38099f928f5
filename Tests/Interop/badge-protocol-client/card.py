# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A badge in a PC/SC reader: commands in the wrapped syntax, and sessions (§1.3, §3.3)."""

import secrets

from smartcard.scard import SCARD_PCI_T1, SCARD_S_SUCCESS, SCARD_UNPOWER_CARD, SCardTransmit
from smartcard.System import readers

import lrp
from messaging import EarlierSession, Refused, Session, other_key, own_key, proof
from primitives import ZERO, decrypted, rotated

MORE, GOOD, GOOD_TOO = 0xAF, 0x00, 0x90
MOST_FRAMES = 64


class Answer:
    def __init__(self, status, data, frames=()):
        self.status, self.data, self.frames = status, data, list(frames)

    def __repr__(self):
        return f"{self.status:02X} {self.data.hex().upper()}"


class Link:
    """APDUs to the reader that is named."""

    def __init__(self, name):
        self.connection = next(reader for reader in readers() if str(reader) == name).createConnection()
        self.connection.connect()

    def reset(self):
        """The field goes and comes back."""
        self.connection.reconnect(disposition=SCARD_UNPOWER_CARD)

    def answer_to_reset(self):
        return bytes(self.connection.getATR())

    def send(self, command):
        """Any bytes; the answer with its status word."""
        data, first, second = self.connection.transmit(list(command))
        return bytes(data) + bytes([first, second])

    def send_native(self, command):
        """A native answer may be a single byte, which pyscard's connections take for no answer at all."""
        outcome, answer = SCardTransmit(self.connection.component.hcard, SCARD_PCI_T1, list(command))
        if outcome != SCARD_S_SUCCESS:
            raise Refused(f"SCardTransmit: {outcome}")
        return bytes(answer)


class Badge:
    def __init__(self, name, frame):
        self.link, self.frame, self.session = Link(name), frame, None

    def reset(self):
        self.link.reset()
        self.session = None

    # Frames.

    def step(self, code, data=b""):
        """One frame there and one back."""
        body = bytes([len(data)]) + data if data else b""
        answer = self.link.send(bytes([0x90, code, 0, 0]) + body + b"\0")
        if answer[-2] != 0x91:
            raise Refused(f"{code:02X}: status word {answer[-2:].hex()}")
        if answer[-1] not in (GOOD, GOOD_TOO, MORE):
            self.session = None
        return Answer(answer[-1], answer[:-2], [answer[:-2]])

    def exchange(self, code, data=b"", whole=False):
        """A logical command: cut into frames there, put together again here. `whole`: in one APDU."""
        room = 255 if whole else self.frame
        parts = [data[start:start + room] for start in range(0, len(data), room)] or [b""]
        answer = self.step(code, parts[0])
        for part in parts[1:]:
            if answer.status != MORE:
                return answer
            answer = self.step(MORE, part)
        while answer.status == MORE:
            if len(answer.frames) > MOST_FRAMES:
                raise Refused(f"{code:02X}: no end of frames")
            following = self.step(MORE)
            answer = Answer(following.status, answer.data + following.data, answer.frames + following.frames)
        return answer

    # Sessions.

    def begin(self, code, data, key, follow):
        answer = self.step(code, data)
        if answer.status != MORE:
            return answer
        a, b = secrets.token_bytes(16), decrypted(key, answer.data)
        answer = self.step(MORE, proof(key, a, b))
        self.session = follow(key, a, b, answer.data) if answer.status == GOOD else None
        return answer

    def first(self, number, key, capability=b""):
        return self.begin(0x71, bytes([number, len(capability)]) + capability, key, Session.first)

    def following(self, number, key):
        old = self.session
        return self.begin(0x77, bytes([number]), key, old.following if old else None)

    def needs(self, number, key):
        """For steps whose subject is something else."""
        answer = self.first(number, key)
        if self.session is None:
            raise Refused(f"key {number} refused: {answer}")

    def earlier(self, number, key):
        """1A with a DES key."""
        used = EarlierSession(key)
        answer = self.step(0x1A, bytes([number]))
        if answer.status != MORE:
            raise Refused(f"1A: {answer}")
        a, b = secrets.token_bytes(8), used.nonce(answer.data)
        answer = self.step(MORE, used.proof(a, b))
        if answer.status != GOOD:
            raise Refused(f"1A: {answer}")
        used.accept(a, answer.data)
        return used

    def resilient(self, number, key, code=0x71):
        """71 or 77 with LRP; the card's capabilities after a first one, else nothing."""
        old, self.session = self.session, None
        answer = self.step(code, bytes([number, 6, 2, 0, 0, 0, 0, 0] if code == 0x71 else [number]))
        if answer.status != MORE or len(answer.data) != 17 or answer.data[0] != 1:
            return answer, None
        a, b = secrets.token_bytes(16), answer.data[1:]
        used = lrp.session(key, a, b)
        answer = self.step(MORE, a + used.cmac(a + b))
        if answer.status != GOOD:
            return answer, None
        sealed, proved = answer.data[:-16], answer.data[-16:]
        if proved != used.cmac(b + a + sealed):
            raise Refused("LRP: the card's proof is wrong")
        if code == 0x77:
            self.session = lrp.ResilientSession(used, old.identifier, old.counter, blocks=0)
            return answer, b""
        plain = used.decrypted(bytes(4), sealed, pad=False)
        self.session = lrp.ResilientSession(used, plain[:4])
        return answer, plain[4:]

    def wrong_proof(self, number, key):
        answer = self.step(0x71, bytes([number, 0]))
        a, b = secrets.token_bytes(16), decrypted(key, answer.data)
        return self.step(MORE, proof(key, a, rotated(rotated(b))))

    # Commands in a session, or outside one.

    def call(self, code, header=b"", data=b"", send="mac", receive="mac", whole=False):
        """`send`, `receive`: plain, mac or full. Outside a session everything is plain."""
        session = self.session
        if session is None:
            return self.exchange(code, header + data, whole)
        answer = self.exchange(code, session.sealed(code, header, data, send), whole)
        if answer.status in (GOOD, GOOD_TOO):
            answer.data = session.opened(answer.data, receive, answer.status)
        return answer

    def select(self, *numbers):
        self.session = None
        answer = self.exchange(0x5A, b"".join(number.to_bytes(3, "little") for number in numbers))
        if answer.status != GOOD:
            raise Refused(f"5A: {answer}")

    def done(self, code, header=b"", data=b"", send="mac", receive="mac"):
        """For steps whose subject is something else."""
        answer = self.call(code, header, data, send, receive)
        if answer.status not in (GOOD, GOOD_TOO):
            raise Refused(f"{code:02X} {header.hex()}: {answer}")
        return answer.data

    def write(self, file, data, offset=0, mode="plain", code=0x3D, whole=False):
        header = bytes([file]) + offset.to_bytes(3, "little") + len(data).to_bytes(3, "little")
        return self.call(code, header, data, mode, "mac" if mode == "full" else mode, whole)

    def read(self, file, offset=0, count=0, mode="plain", code=0xBD, whole=False):
        header = bytes([file]) + offset.to_bytes(3, "little") + count.to_bytes(3, "little")
        return self.call(code, header, b"", "plain" if mode == "plain" else "mac", mode, whole)

    def apdu(self, text, data=b"", expected=None):
        """ISO 7816-4: header in hex; the answer's data and status word."""
        command = bytes.fromhex(text) + (bytes([len(data)]) + data if data else b"")
        command += b"" if expected is None else bytes([expected])
        answer = self.link.send(command)
        return answer[:-2], answer[-2:]


def key(number, seed=0):
    """Keys that are neither zero nor alike."""
    return bytes((17 * number + 7 * place + 31 * seed + 1) & 0xFF for place in range(16))


def application(badge, number, keys=3, settings=0x0B, second=0x80, more=b"", seed=None):
    """An AES application whose keys are no zeros; leaves it selected, with its master key's session open."""
    badge.reset()
    badge.select(0)
    badge.done(0xCA, number.to_bytes(3, "little") + bytes([settings, second | keys]) + more)
    badge.select(number)
    badge.needs(0, ZERO)
    seed = number & 0xFF if seed is None else seed
    for index in range(keys - 1, -1, -1):
        fresh = own_key(key(0, seed), 1) if index == 0 else other_key(key(index, seed), index + 1, ZERO)
        answer = badge.exchange(0xC4, badge.session.sealed(0xC4, bytes([index]), fresh, "full"))
        if answer.status != GOOD:
            raise Refused(f"C4 {index}: {answer}")
        if index:
            badge.session.opened(answer.data)
    badge.needs(0, key(0, seed))
