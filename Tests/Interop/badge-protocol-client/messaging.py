# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""EV2 secure messaging with AES (§3.3), and as much of EV1 (§3.2) as leads there from a factory key."""

from primitives import (aes, chained, cmac, crc32, decrypted, encrypted, exclusive_or, odd, padded, rotated,
                        triple_des, triple_des_inverse, unchained, unpadded, zero_padded)


class Refused(Exception):
    """The card's answer does not prove what it should."""


def vector_of_session(prefix, a, b):
    return (bytes.fromhex(prefix) + bytes.fromhex("00010080") + a[:2] + exclusive_or(a[2:8], b[:6]) + b[6:] + a[8:])


def session_keys(key, a, b):
    return tuple(cmac(key, vector_of_session(prefix, a, b)) for prefix in ("A55A", "5AA5"))


def proof(key, a, b):
    """The host's part of the handshake, E(K, RndA ‖ RndB')."""
    return encrypted(key, a + rotated(b))


class Session:
    def __init__(self, encryption, authentication, identifier, counter=0):
        self.encryption, self.authentication = encryption, authentication
        self.identifier, self.counter = identifier, counter
        self.card_capability = self.host_capability = None

    @classmethod
    def first(cls, key, a, b, answer):
        """From E(K, TI ‖ RndA' ‖ PDcap ‖ PCDcap)."""
        plain = decrypted(key, answer)
        if plain[4:20] != rotated(a):
            raise Refused("RndA' is wrong")
        session = cls(*session_keys(key, a, b), plain[:4])
        session.card_capability, session.host_capability = plain[20:26], plain[26:]
        return session

    def following(self, key, a, b, answer):
        """From E(K, RndA'): other keys, the same TI and counter."""
        if decrypted(key, answer) != rotated(a):
            raise Refused("RndA' is wrong")
        return Session(*session_keys(key, a, b), self.identifier, self.counter)

    def number(self):
        return self.counter.to_bytes(2, "little")

    def vector(self, prefix):
        return aes(self.encryption)(bytes.fromhex(prefix) + self.identifier + self.number() + bytes(8))

    def code(self, first, data):
        return odd(cmac(self.authentication, bytes([first]) + self.number() + self.identifier + data))

    def sealed(self, command, header=b"", data=b"", mode="mac"):
        """What follows the command's code on the wire."""
        if mode == "full" and data:
            data = encrypted(self.encryption, padded(data), self.vector("A55A"))
        body = header + data
        return body if mode == "plain" else body + self.code(command, body)

    def opened(self, body, mode="mac", status=0):
        """The data of an answer; counts the command."""
        self.counter += 1
        if mode == "plain":
            return body
        if len(body) < 8:
            raise Refused(f"no code in {body.hex()}")
        body, code = body[:-8], body[-8:]
        if code != self.code(status, body):
            raise Refused(f"code {code.hex()} instead of {self.code(status, body).hex()}")
        if mode == "full" and body:
            body = unpadded(decrypted(self.encryption, body, self.vector("5AA5")))
        return body


def own_key(new, version):
    return new + bytes([version])


def other_key(new, version, old):
    return exclusive_or(new, old) + bytes([version]) + crc32(new)


class EarlierSession:
    """EV1 after 1A on a DES or 2K3DES key, or AA on an AES key: only what a change of the key used needs (§3.2)."""

    def __init__(self, key):
        self.key, self.size = key, 8 if len(key) == 8 or self.is_des(key) else 16
        self.block = triple_des(key) if self.size == 8 else aes(key)

    @staticmethod
    def is_des(key):
        # Keys with equal halves are single DES everywhere (§2.2); no AES key of ours has them.
        return len(key) == 16 and key[:8] == key[8:]

    def nonce(self, encrypted_nonce):
        """RndB; the vector is chained through the handshake."""
        self.last = encrypted_nonce[-self.size:]
        return unchained(triple_des_inverse(self.key), encrypted_nonce, bytes(self.size))

    def proof(self, a, b):
        answer = chained(self.block, a + rotated(b), self.last)
        self.last = answer[-self.size:]
        self.session_key = (a[:4] + b[:4]) * 2
        return answer

    def accept(self, a, answer):
        if unchained(triple_des_inverse(self.key), answer, self.last) != rotated(a):
            raise Refused("RndA' is wrong")

    def changed(self, number, new, version):
        """The cryptogram that replaces the key used by an AES key."""
        plain = new + bytes([version])
        plain += crc32(bytes([0xC4, number]) + plain)
        return chained(triple_des(self.session_key), zero_padded(plain, 8), bytes(8))
