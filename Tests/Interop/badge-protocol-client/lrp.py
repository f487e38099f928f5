# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""LRP: a cipher and a code that leak less, and sessions made of them (§3.4)."""

from Crypto.Cipher import AES

from messaging import Refused, vector_of_session
from primitives import aes, cmac_with, odd, padded, unpadded

AA, FIVES, ZERO = b"\xAA" * 16, b"\x55" * 16, bytes(16)


def nibbles(data):
    return [half for byte in data for half in (byte >> 4, byte & 15)]


class LRP:
    def __init__(self, key):
        self.plaintexts, self.updated = [], []
        state = aes(key)(FIVES)
        for _ in range(16):
            self.plaintexts.append(aes(state)(AA))
            state = aes(state)(FIVES)
        state = aes(key)(AA)
        for _ in range(4):
            self.updated.append(aes(state)(AA))
            state = aes(state)(FIVES)

    def evaluated(self, index, halves, final=True):
        value = self.updated[index]
        for half in halves:
            value = aes(value)(self.plaintexts[half])
        return aes(value)(ZERO) if final else value

    def cmac(self, data):
        return cmac_with(lambda block: self.evaluated(0, nibbles(block)), 16, data)

    def code(self, data):
        return odd(self.cmac(data))

    def keys(self, counter, count, index):
        size, value = len(counter), int.from_bytes(counter, "big")
        for step in range(count):
            number = (value + step) % (1 << 8 * size)
            yield self.evaluated(index, nibbles(number.to_bytes(size, "big")))

    def encrypted(self, counter, data, pad=True, index=1):
        data = padded(data) if pad else data
        keys = self.keys(counter, len(data) // 16, index)
        return b"".join(aes(key)(data[16 * step:16 * step + 16]) for step, key in enumerate(keys))

    def decrypted(self, counter, data, pad=True, index=1):
        keys = self.keys(counter, len(data) // 16, index)
        plain = b"".join(AES.new(key, AES.MODE_ECB).decrypt(data[16 * step:16 * step + 16])
                         for step, key in enumerate(keys))
        return unpadded(plain) if pad else plain


def session_vector(a, b):
    return vector_of_session("", a, b) + bytes.fromhex("9669")


def session(key, a, b):
    return LRP(session_key(key, a, b))


def session_key(key, a, b):
    return LRP(key).cmac(session_vector(a, b))


class ResilientSession:
    """Like the AES session of §3.3; one function for both, and a count of blocks instead of vectors."""

    def __init__(self, function, identifier, counter=0, blocks=1):
        self.function, self.identifier, self.counter, self.blocks = function, identifier, counter, blocks

    def code(self, first, data):
        return self.function.code(bytes([first]) + self.counter.to_bytes(2, "little") + self.identifier + data)

    def _count(self, data):
        begin = self.blocks.to_bytes(4, "big")
        self.blocks += len(data) // 16
        return begin

    def sealed(self, command, header=b"", data=b"", mode="mac"):
        if mode == "full" and data:
            data = padded(data)
            data = self.function.encrypted(self._count(data), data, pad=False)
        body = header + data
        return body if mode == "plain" else body + self.code(command, body)

    def opened(self, body, mode="mac", status=0):
        self.counter += 1
        if mode == "plain":
            return body
        body, code = body[:-8], body[-8:]
        if code != self.code(status, body):
            raise Refused(f"code {code.hex()} instead of {self.code(status, body).hex()}")
        return self.function.decrypted(self._count(body), body) if mode == "full" and body else body
