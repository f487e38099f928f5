# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Looks for digits, however written, in bytes, files, the memory of a process, arguments and environments."""

import base64
import io
import os
import pathlib
import re
import zipfile

# Four bytes come about by chance now and then; what is found in these forms is looked at twice.
WEAK = {"BCD", "BCD, nibbles swapped"}
ZEROS = re.compile(rb"\0{64,}")


def forms(digits):
    """Every way in which software keeps a PIN; a form is named once."""
    plain, nibbles = digits.encode(), bytes.fromhex(digits)
    found = {
        "ASCII": plain,
        "ASCII backwards": plain[::-1],
        "UTF-16LE": digits.encode("utf-16-le"),
        "UTF-16BE": digits.encode("utf-16-be"),
        "UTF-32LE": digits.encode("utf-32-le"),
        "numbers": bytes(map(int, digits)),
        "BCD": nibbles,
        "BCD, nibbles swapped": bytes((byte << 4 | byte >> 4) & 0xFF for byte in nibbles),
        # ISO 9564-1 format 2, the PIN block of ISO 7816 cards.
        "PIN block": bytes([0x20 | len(digits)]) + nibbles + b"\xFF" * (7 - len(nibbles)),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, spaced": plain.hex(" ").encode(),
        "decimal list": ", ".join(map(str, plain)).encode(),
    }
    # In base64 the same bytes look different at each of three places; ends depend on the neighbours.
    for shift in range(3):
        found[f"base64 +{shift}"] = base64.b64encode(bytes(shift) + plain + bytes(3))[-(-shift * 8 // 6):][:10]
    return found


class Search:
    """For several secrets at once; a hit is told as (name of the secret, form)."""

    def __init__(self, **secrets):
        self.needles = [(name, form, needle) for name, digits in secrets.items()
                        for form, needle in forms(digits).items()]

    def bytes(self, content):
        return {(name, form) for name, form, needle in self.needles if needle in content}

    def file(self, path):
        """A file, and what is inside when it is a container."""
        try:
            content = pathlib.Path(path).read_bytes()
        except FileNotFoundError:
            return set()
        hits = self.bytes(content)
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as container:
                for member in container.namelist():
                    hits |= self.bytes(container.read(member)) | self.bytes(member.encode())
        return hits

    def folder(self, path, since=0.0):
        """Names and contents below a folder, of files changed since."""
        hits = {}
        for folder, _, files in os.walk(path):
            for name in files:
                file = os.path.join(folder, name)
                try:
                    if not os.path.isfile(file) or os.stat(file).st_mtime < since:
                        continue
                    hits[file] = self.file(file) | self.bytes(os.fsencode(file))
                except PermissionError:
                    continue
        return {file: found for file, found in hits.items() if found}

    def memory(self, pid):
        """Everything that a process can write to; needs CAP_SYS_PTRACE when the process is not dumpable."""
        hits = set()
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            for line in pathlib.Path(f"/proc/{pid}/maps").read_text(errors="replace").splitlines():
                span, permissions, _, _, inode = line.split()[:5]
                # A page of a file that cannot be written holds the file.
                if permissions[0] != "r" or (permissions[1] != "w" and inode != "0") or "[v" in line:
                    continue
                begin, end = (int(address, 16) for address in span.split("-"))
                rest = b""
                while begin < end:
                    memory.seek(begin)
                    try:
                        content = memory.read(min(end - begin, 1 << 24))
                    except OSError:
                        break
                    if not content:
                        break
                    # Most of it is zeros, and no form has more than a few in a row.
                    hits |= self.bytes(ZEROS.sub(bytes(16), rest + content))
                    rest, begin = content[-64:], begin + len(content)
        return hits

    def processes(self):
        """Arguments and environments of every process that we may look at."""
        hits = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            for part in ("cmdline", "environ"):
                try:
                    with open(f"/proc/{pid}/{part}", "rb") as file:
                        found = self.bytes(file.read())
                except OSError:
                    continue
                if found:
                    hits[f"{part} of {pid}"] = found
        return hits
