# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Another program at the same card, with no middleware: raw_card.py READER APDU…, one status word a line.

It shares the card and leaves it as it is; all its commands go in one transaction.
"""

import ctypes
import sys

SCOPE_SYSTEM, SHARE_SHARED, PROTOCOL_ANY, LEAVE_CARD = 2, 2, 3, 0


class Request(ctypes.Structure):
    """SCARD_IO_REQUEST."""

    _fields_ = [("protocol", ctypes.c_ulong), ("length", ctypes.c_ulong)]


def checked(code):
    if code & 0xFFFFFFFF:
        sys.exit(f"raw_card: {code & 0xFFFFFFFF:08X}")


def main():
    library = ctypes.CDLL("libpcsclite.so.1")
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    checked(library.SCardEstablishContext(ctypes.c_ulong(SCOPE_SYSTEM), None, None, ctypes.byref(context)))
    checked(library.SCardConnect(
        context, sys.argv[1].encode(), ctypes.c_ulong(SHARE_SHARED), ctypes.c_ulong(PROTOCOL_ANY), ctypes.byref(card),
        ctypes.byref(protocol)))
    checked(library.SCardBeginTransaction(card))
    request = Request(protocol.value, ctypes.sizeof(Request))
    for text in sys.argv[2:]:
        command = bytes.fromhex(text)
        answer, length = ctypes.create_string_buffer(512), ctypes.c_ulong(512)
        checked(library.SCardTransmit(
            card, ctypes.byref(request), command, ctypes.c_ulong(len(command)), None, answer, ctypes.byref(length)))
        print(answer.raw[:length.value][-2:].hex().upper(), flush=True)
    library.SCardEndTransaction(card, ctypes.c_ulong(LEAVE_CARD))
    library.SCardDisconnect(card, ctypes.c_ulong(LEAVE_CARD))
    library.SCardReleaseContext(context)


if __name__ == "__main__":
    main()
