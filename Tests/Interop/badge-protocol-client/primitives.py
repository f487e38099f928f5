# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Block ciphers, codes and paddings, as the facts about DESFire name them (§3)."""

import zlib

from Crypto.Cipher import AES, DES

ZERO = bytes(16)


def exclusive_or(one, other):
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def rotated(nonce):
    return nonce[1:] + nonce[:1]


def encrypted(key, data, vector=ZERO):
    return AES.new(key, AES.MODE_CBC, vector).encrypt(data)


def decrypted(key, data, vector=ZERO):
    return AES.new(key, AES.MODE_CBC, vector).decrypt(data)


def aes(key):
    """One block under AES."""
    return AES.new(key, AES.MODE_ECB).encrypt


def triple_des(key):
    """One block under DES, 2K3DES or 3K3DES: by hand, because libraries refuse keys whose halves are equal (§2.2)."""
    parts = [key[start:start + 8] for start in range(0, len(key), 8)]
    first, second, third = (parts * 3 if len(parts) == 1 else parts + parts[:1])[:3]
    ciphers = [DES.new(part, DES.MODE_ECB) for part in (first, second, third)]
    return lambda block: ciphers[2].encrypt(ciphers[1].decrypt(ciphers[0].encrypt(block)))


def triple_des_inverse(key):
    parts = [key[start:start + 8] for start in range(0, len(key), 8)]
    first, second, third = (parts * 3 if len(parts) == 1 else parts + parts[:1])[:3]
    ciphers = [DES.new(part, DES.MODE_ECB) for part in (first, second, third)]
    return lambda block: ciphers[0].decrypt(ciphers[1].encrypt(ciphers[2].decrypt(block)))


def chained(block, data, vector):
    """CBC with a block function of any size."""
    size, output = len(vector), b""
    for start in range(0, len(data), size):
        vector = block(exclusive_or(data[start:start + size], vector))
        output += vector
    return output


def unchained(inverse, data, vector):
    size, output = len(vector), b""
    for start in range(0, len(data), size):
        part = data[start:start + size]
        output += exclusive_or(inverse(part), vector)
        vector = part
    return output


def padded(data, size=16):
    """80 and zeros, always (§3.3)."""
    return zero_padded(data + b"\x80", size)


def unpadded(data):
    end = data.rstrip(b"\0")
    if end[-1:] != b"\x80":
        raise ValueError(f"no padding in {data.hex()}")
    return end[:-1]


def zero_padded(data, size=16):
    return data + bytes(-len(data) % size)


def subkeys(block, size):
    """K1 and K2 of SP 800-38B."""
    constant, mask = (0x87 if size == 16 else 0x1B), (1 << 8 * size) - 1
    value, keys = int.from_bytes(block(bytes(size)), "big"), []
    for _ in range(2):
        value = (value << 1 & mask) ^ (constant if value >> (8 * size - 1) else 0)
        keys.append(value.to_bytes(size, "big"))
    return keys


def cmac_with(block, size, data, least=0, vector=None):
    """SP 800-38B; `least`: the length to which data is padded at any rate (§3.5)."""
    whole, broken = subkeys(block, size)
    target = max(least, size, -(-len(data) // size) * size)
    last = whole
    if len(data) < target:
        data, last = (data + b"\x80").ljust(target, b"\0"), broken
    data = data[:-size] + exclusive_or(data[-size:], last)
    return chained(block, data, vector or bytes(size))[-size:]


def cmac(key, data):
    return cmac_with(aes(key), 16, data)


def odd(code):
    """MACt: bytes 1, 3, 5, … of a code (§3.3)."""
    return code[1::2]


def crc32(data):
    """JAMCRC, least significant byte first (§3.2)."""
    return (zlib.crc32(data) ^ 0xFFFFFFFF).to_bytes(4, "little")
