# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""RSA with a public key, in nothing but the arithmetic of RFC 8017: signatures opened, messages encrypted."""

import hashlib
import os

PREFIXES = {  # RFC 8017 §9.2, note 1
    "sha1": bytes.fromhex("3021300906052B0E03021A05000414"),
    "sha256": bytes.fromhex("3031300D060960864801650304020105000420"),
}


def digest_info(name, message):
    return PREFIXES[name] + hashlib.new(name, message).digest()


def mask(seed, count, name):
    """MGF1 (RFC 8017 §B.2.1)."""
    blocks = (hashlib.new(name, seed + number.to_bytes(4, "big")).digest() for number in range(count // 20 + 1))
    return b"".join(blocks)[:count]


class PublicKey:
    """Modulus and exponent."""

    def __init__(self, modulus, exponent):
        self.modulus, self.exponent = modulus, exponent
        self.size = (modulus.bit_length() + 7) // 8

    def _power(self, block):
        return pow(int.from_bytes(block, "big"), self.exponent, self.modulus).to_bytes(self.size, "big")

    def encrypt(self, plaintext):
        """RSAES-PKCS1-v1_5 (§7.2.1)."""
        padding = bytes(byte or 1 for byte in os.urandom(self.size - 3 - len(plaintext)))
        return self._power(b"\x00\x02" + padding + b"\x00" + plaintext)

    def confirms(self, signature, block):
        """Whether a signature of type 1 carries this block (§9.2)."""
        padded = b"\x00\x01" + b"\xFF" * (self.size - 3 - len(block)) + b"\x00" + block
        return len(signature) == self.size and self._power(signature) == padded

    def confirms_pss(self, signature, digest, name="sha256"):
        """EMSA-PSS-VERIFY (§9.1.2) with one hash and a salt as long as it, for a modulus of whole bytes."""
        count = len(digest)
        if len(signature) != self.size:
            return False
        encoded = self._power(signature)
        masked, tag = encoded[:-count - 1], encoded[-count - 1:-1]
        block = bytearray(a ^ b for a, b in zip(masked, mask(tag, len(masked), name)))
        block[0] &= 0x7F
        salt = bytes(block[-count:])
        is_padded = bytes(block[:-count]) == bytes(len(masked) - count - 1) + b"\x01" and encoded[-1] == 0xBC
        return is_padded and masked[0] < 0x80 and hashlib.new(name, bytes(8) + digest + salt).digest() == tag
