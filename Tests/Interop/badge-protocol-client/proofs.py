# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What is proved beside a session: diversified keys, transactions, mirrors, delegation, distance, origin."""

from primitives import aes, cmac, cmac_with, decrypted, encrypted, odd, triple_des, zero_padded


def diversified_aes(key, message):
    """AN10922: padded to 32 bytes even when 16 would do (§3.5)."""
    return cmac_with(aes(key), 16, b"\x01" + message, least=32)


def diversified_des(key, message):
    """2K3DES and 3K3DES: one code for each 8 bytes of the key, padded to 16 (§3.5)."""
    first = 0x21 if len(key) == 16 else 0x31
    return b"".join(cmac_with(triple_des(key), 8, bytes([first + part]) + message, least=16)
                    for part in range(len(key) // 8))


class TransactionKeys:
    """Of the transaction that makes the counter `count` (§3.6)."""

    def __init__(self, key, count, uid):
        rest = bytes.fromhex("00010080") + count.to_bytes(4, "little") + uid
        self.authentication, self.encryption = cmac(key, b"\x5A" + rest), cmac(key, b"\xA5" + rest)

    def value(self, pieces):
        return odd(cmac(self.authentication, pieces))

    def reader(self, answer):
        return decrypted(self.encryption, answer)


def pieces(header, data=b""):
    """A header piece and a data piece, zeros after each."""
    return zero_padded(header) + zero_padded(data)


class MirrorKeys:
    """Of one reading of a mirrored file (§3.7)."""

    def __init__(self, key, uid, counter):
        rest = bytes.fromhex("00010080") + uid + counter
        self.counter = counter
        self.authentication = cmac(key, bytes.fromhex("3CC3") + rest)
        self.encryption = cmac(key, bytes.fromhex("C33C") + rest)

    def code(self, text):
        return odd(cmac(self.authentication, text))

    def vector(self):
        return aes(self.encryption)(zero_padded(self.counter))

    def content(self, data):
        return decrypted(self.encryption, data, self.vector())


def card_data(key, data):
    """UID and counter of an encrypted PICCData."""
    plain = decrypted(key, data)
    if plain[0] != 0xC7:
        raise ValueError(f"PICCData {plain.hex()}")
    return plain[1:8], plain[8:11]


def delegated_key(key, random, initial, version):
    return encrypted(key, random + initial.ljust(24, b"\0") + bytes([version]))


def delegation_code(key, data):
    return odd(cmac(key, data))


def proximity_code(key, first, option, rounds):
    """`option`: OPT, time and, if told, PPS1; `rounds`: (of the card, of the host) (§2.5)."""
    return odd(cmac(key, bytes([first]) + option + b"".join(ours + theirs for ours, theirs in rounds)))


class Curve:
    """secp224r1: y² = x³ - 3x + b over p (SEC 2 §2.6.2)."""

    p = 2**224 - 2**96 + 1
    b = 0xB4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4
    n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D
    base = (0xB70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21,
            0xBD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34)

    @classmethod
    def point(cls, encoded):
        if encoded[0] != 4 or len(encoded) != 57:
            raise ValueError("no uncompressed point of secp224r1")
        return int.from_bytes(encoded[1:29], "big"), int.from_bytes(encoded[29:], "big")

    @classmethod
    def holds(cls, point):
        x, y = point
        return (y * y - x * x * x + 3 * x - cls.b) % cls.p == 0

    @classmethod
    def sum(cls, one, other):
        if one is None or other is None:
            return one or other
        if one[0] == other[0]:
            if (one[1] + other[1]) % cls.p == 0:
                return None
            slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, cls.p)
        else:
            slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, cls.p)
        x = (slope * slope - one[0] - other[0]) % cls.p
        return x, (slope * (one[0] - x) - one[1]) % cls.p

    @classmethod
    def multiple(cls, factor, point):
        total = None
        while factor:
            if factor & 1:
                total = cls.sum(total, point)
            point, factor = cls.sum(point, point), factor >> 1
        return total


def is_original(public, uid, signature):
    """ECDSA over the UID itself, without a hash (§2.5)."""
    point, r, s = Curve.point(public), int.from_bytes(signature[:28], "big"), int.from_bytes(signature[28:], "big")
    if len(signature) != 56 or not Curve.holds(point) or not (0 < r < Curve.n and 0 < s < Curve.n):
        return False
    inverse = pow(s, -1, Curve.n)
    total = Curve.sum(Curve.multiple(int.from_bytes(uid, "big") * inverse % Curve.n, Curve.base),
                      Curve.multiple(r * inverse % Curve.n, point))
    return total is not None and total[0] % Curve.n == r
