# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Another program at the same card, with no middleware: raw_card.py [--reset] READER APDU…, one status word a line.

It shares the card and leaves it as it is, or resets it at the end; all its commands go in one transaction.
"""

import ctypes
import sys

SCOPE_SYSTEM, SHARE_SHARED, PROTOCOL_ANY, LEAVE_CARD, RESET_CARD = 2, 2, 3, 0, 1


class Request(ctypes.Structure):
    """SCARD_IO_REQUEST."""

    _fields_ = [("protocol", ctypes.c_ulong), ("length", ctypes.c_ulong)]


def checked(code):
    if code & 0xFFFFFFFF:
        sys.exit(f"raw_card: {code & 0xFFFFFFFF:08X}")


def main():
    library = ctypes.CDLL("libpcsclite.so.1")
    end = RESET_CARD if sys.argv[1] == "--reset" else LEAVE_CARD
    reader, *commands = sys.argv[2 if end else 1:]
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    checked(library.SCardEstablishContext(ctypes.c_ulong(SCOPE_SYSTEM), None, None, ctypes.byref(context)))
    checked(library.SCardConnect(
        context, reader.encode(), ctypes.c_ulong(SHARE_SHARED), ctypes.c_ulong(PROTOCOL_ANY), ctypes.byref(card),
        ctypes.byref(protocol)))
    checked(library.SCardBeginTransaction(card))
    request = Request(protocol.value, ctypes.sizeof(Request))
    for text in commands:
        command = bytes.fromhex(text)
        answer, length = ctypes.create_string_buffer(512), ctypes.c_ulong(512)
        checked(library.SCardTransmit(
            card, ctypes.byref(request), command, ctypes.c_ulong(len(command)), None, answer, ctypes.byref(length)))
        print(answer.raw[:length.value][-2:].hex().upper(), flush=True)
    library.SCardEndTransaction(card, ctypes.c_ulong(LEAVE_CARD))
    checked(library.SCardDisconnect(card, ctypes.c_ulong(end)))
    library.SCardReleaseContext(context)


if __name__ == "__main__":
    main()
