#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Alters one thing in signed FSE or in a lot, for demonstrations and tests: alter.py KIND FILE

content      one digit of an amount in a payload (.json)
signature    one bit of the signature value (.p7s)
certificate  one bit of the digest in the signing-certificate attribute (.p7s)
manifest     one character of a digest in the manifest (.asice)
order        two FSE exchanged in the manifest (.asice)
"""
import struct
import sys
import zipfile
import zlib

# id-aa-signingCertificateV2, 1.2.840.113549.1.9.16.2.47
SIGNING_CERTIFICATE = bytes.fromhex("060B2A864886F70D010910022F")
MANIFEST = "META-INF/ASiCManifest001.xml"


def content(data):
    at = data.index(b'"amount":') + len(b'"amount":')
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def signature(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def certificate(data):
    at = data.index(b"\x04\x20", data.index(SIGNING_CERTIFICATE)) + 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def manifest(text):
    start = text.index(b"<ds:DigestValue>") + len(b"<ds:DigestValue>")
    other = b"A" if text[start:start + 1] != b"A" else b"B"
    return text[:start] + other + text[start + 1:]


def order(text):
    opening, closing = b"<asic:DataObjectReference", b"</asic:DataObjectReference>"
    parts = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.index(closing, start) + len(closing)
        parts.append((start, end))
        at = end
    (a, b), (c, d) = [part for part in parts if b".json" in text[part[0]:part[1]] and b"fse-" in text[part[0]:part[1]]][:2]
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def in_archive(path, change):
    """Changes the manifest where it lies (entries are stored, not compressed) and corrects the checksums."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(MANIFEST)
        old = archive.read(entry)
    new = change(old)
    with open(path, "rb") as file:
        data = file.read()
    # Only the signature may give the change away: CRC-32 in the local header and in the central directory.
    checksum, corrected = (struct.pack("<I", zlib.crc32(text)) for text in (old, new))
    at = data.index(old, entry.header_offset)
    data = data[:at] + new + data[at + len(old):]
    with open(path, "wb") as file:
        file.write(data.replace(checksum, corrected))


def main():
    kind, path = sys.argv[1:]
    if kind in ("manifest", "order"):
        in_archive(path, {"manifest": manifest, "order": order}[kind])
        return
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write({"content": content, "signature": signature, "certificate": certificate}[kind](data))


main()
