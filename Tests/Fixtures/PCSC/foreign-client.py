# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Another program at the same reader: takes orders on standard input, one answer line each.

Written for the tests against the C interface of libpcsclite; shares no code with the library under test.
Orders: connect, begin, end, end-reset, reset, transmit HEX, disconnect, disconnect-reset, quit.
"""
import ctypes as c
import sys

library = c.CDLL("libpcsclite.so.1")
reader = sys.argv[1].encode()
context, card, protocol = c.c_long(), c.c_long(), c.c_ulong()


def number(value):
    return c.c_ulong(value)


def transmit(apdu):
    header = (c.c_ulong * 2)(protocol.value, 16)
    answer, length = c.create_string_buffer(65548), c.c_ulong(65548)
    result = library.SCardTransmit(card, header, apdu, number(len(apdu)), None, answer, c.byref(length))
    return result, answer.raw[: length.value].hex() if result == 0 else ""


result = library.SCardEstablishContext(number(2), None, None, c.byref(context))
print("%08X" % (result & 0xFFFFFFFF), flush=True)
for line in sys.stdin:
    order, *rest = line.split()
    extra = ""
    if order == "connect":
        result = library.SCardConnect(context, reader, number(2), number(3), c.byref(card), c.byref(protocol))
    elif order == "connect-exclusive":
        result = library.SCardConnect(context, reader, number(1), number(3), c.byref(card), c.byref(protocol))
    elif order == "begin":
        result = library.SCardBeginTransaction(card)
    elif order in ("end", "end-reset"):
        result = library.SCardEndTransaction(card, number(order == "end-reset"))
    elif order == "reset":
        result = library.SCardReconnect(card, number(2), number(3), number(1), c.byref(protocol))
    elif order == "transmit":
        result, extra = transmit(bytes.fromhex(rest[0]))
    elif order in ("disconnect", "disconnect-reset"):
        result = library.SCardDisconnect(card, number(order == "disconnect-reset"))
    else:
        break
    print("%08X %s" % (result & 0xFFFFFFFF, extra), flush=True)
library.SCardReleaseContext(context)
