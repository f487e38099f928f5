#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""LDAP servers that no directory should be, for the tests of site passwords.

  Tests/Interop/odd_directory.py CERTIFICATE KEY

Tells "NAME=PORT" for each, then `ready`, and serves on 127.0.0.1 until its input ends:

  yes          success to every bind; says that we are nobody
  other        success to every bind; says that we are somebody else
  user         success to every bind; says that we are u:SITE\\name, as Active Directory does
  mute         success to every bind; has no "Who am I?"
  garbled      success to every bind; names what is no UTF-8
  locked-out   says to every bind what Active Directory says of an account that is locked
  referral     sends every bind to `yes`
  busy         refuses every bind as busy
  leaves       closes the connection when it is bound to
  nonsense     answers a bind with bytes that are no LDAP
  silent       secures the connection, and says nothing more
  trickle      sends a byte of a handshake now and then
  hangs        takes connections, and says nothing
  pretends     without TLS: says yes to StartTLS, then goes on in clear
  injects      without TLS: says yes to StartTLS and to the bind to come in one go, then secures the connection
"""

import pathlib
import socket
import ssl
import sys
import threading
import time

SECURED = "yes other user mute garbled locked-out referral busy leaves nonsense silent".split()
CLEAR = "trickle hangs pretends injects".split()
BIND, EXTENDED = 0x60, 0x77
ports = {}


def tlv(tag, content):
    length = len(content)
    head = bytes([length]) if length < 128 else bytes([0x82, length >> 8, length & 255])
    return bytes([tag]) + head + content


def answer(number, tag, code, words=b"", more=b""):
    body = tlv(0x0A, bytes([code])) + tlv(0x04, b"") + tlv(0x04, words) + more
    return tlv(0x30, tlv(0x02, number) + tlv(tag, body))


def exactly(stream, count):
    data = b""
    while len(data) < count:
        piece = stream.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def element(stream):
    tag, length = exactly(stream, 2)
    if length & 0x80:
        length = int.from_bytes(exactly(stream, length & 0x7F), "big")
    return tag, exactly(stream, length)


def request(stream):
    """Number and tag of the next request."""
    _, body = element(stream)
    size = body[1]
    return body[2:2 + size], body[2 + size]


def bound(name, number):
    """What is answered to a bind."""
    if name == "locked-out":
        words = b"80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v2580\0"
        return answer(number, 0x61, 49, words)
    if name == "referral":
        return answer(number, 0x61, 10, b"", tlv(0xA3, tlv(0x04, f"ldaps://127.0.0.1:{ports['yes']}".encode())))
    if name == "busy":
        return answer(number, 0x61, 51)
    if name == "nonsense":
        return b"\x30\x84\x00\x00\x00\x05HTTP/"
    return answer(number, 0x61, 0)


IDENTITIES = {
    "yes": b"", "other": b"dn:uid=899700000002,ou=people,dc=example,dc=org", "user": b"u:SITE\\camille",
    "garbled": b"dn:uid=\xff\xfe",
}


def talk(name, stream):
    while True:
        number, tag = request(stream)
        if name == "silent":
            continue
        if tag == BIND:
            if name == "leaves":
                return
            stream.sendall(bound(name, number))
        elif tag == EXTENDED and name in IDENTITIES:
            # RFC 4511 §4.12: responseValue is [11].
            stream.sendall(answer(number, 0x78, 0, b"", tlv(0x8B, IDENTITIES[name])))
        elif tag == EXTENDED:
            stream.sendall(answer(number, 0x78, 2, b"unknown operation"))
        else:
            return


def serve(name, stream, context):
    try:
        if name in SECURED:
            talk(name, context.wrap_socket(stream, server_side=True))
        elif name == "trickle":
            stream.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb")
            while True:
                time.sleep(0.05)
                stream.sendall(b"\x03")
        elif name == "hangs":
            while stream.recv(4096):
                pass
        else:
            number, _ = request(stream)
            yes = answer(number, 0x78, 0)
            if name == "injects":
                stream.sendall(yes + answer(b"\x02", 0x61, 0))
                talk("silent", context.wrap_socket(stream, server_side=True))
            stream.sendall(yes)
            talk("yes", stream)
    except (EOFError, OSError):
        pass
    finally:
        stream.close()


def listen(name, server, context):
    while True:
        stream, _ = server.accept()
        threading.Thread(target=serve, args=(name, stream, context), daemon=True).start()


def main():
    if len(sys.argv) != 3 or not all(pathlib.Path(path).is_file() for path in sys.argv[1:]):
        print(__doc__.strip())
        return 64
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sys.argv[1:])
    for name in SECURED + CLEAR:
        server = socket.create_server(("127.0.0.1", 0))
        ports[name] = server.getsockname()[1]
        threading.Thread(target=listen, args=(name, server, context), daemon=True).start()
        print(f"{name}={ports[name]}")
    print("ready", flush=True)
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
