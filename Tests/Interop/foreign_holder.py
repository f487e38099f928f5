# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Another program that holds the card: foreign_holder.py READER, until its standard input ends."""

import ctypes
import sys

SCOPE_SYSTEM, SHARE_SHARED, PROTOCOL_ANY, LEAVE_CARD = 2, 2, 3, 0


def main():
    library = ctypes.CDLL("libpcsclite.so.1")
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    code = library.SCardEstablishContext(ctypes.c_ulong(SCOPE_SYSTEM), None, None, ctypes.byref(context))
    code = code or library.SCardConnect(
        context, sys.argv[1].encode(), ctypes.c_ulong(SHARE_SHARED), ctypes.c_ulong(PROTOCOL_ANY), ctypes.byref(card),
        ctypes.byref(protocol))
    code = code or library.SCardBeginTransaction(card)
    print(f"{code & 0xFFFFFFFF:08X}", flush=True)
    sys.stdin.read()
    library.SCardEndTransaction(card, ctypes.c_ulong(LEAVE_CARD))
    library.SCardDisconnect(card, ctypes.c_ulong(LEAVE_CARD))
    library.SCardReleaseContext(context)


if __name__ == "__main__":
    main()
