# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A host of the PKCS#11 module that does as told: cryptoki_host.py MODULE, one call a line on standard input.

Each line is answered with the CK_RV in hexadecimal, and what the call returned.
"""

import ctypes
import sys

CKF_SERIAL_SESSION, CKF_RW_SESSION = 4, 2
CKA_CLASS, CKA_LABEL, CKO_PRIVATE_KEY = 0x000, 0x003, 3
USERS = {"so": 0, "user": 1, "context": 2}


class Attribute(ctypes.Structure):
    """CK_ATTRIBUTE, and CK_MECHANISM, which has the same shape."""

    _fields_ = [("type", ctypes.c_ulong), ("value", ctypes.c_void_p), ("length", ctypes.c_ulong)]


class Refused(Exception):
    """A call that did not return CKR_OK."""


class Host:
    """One session on one slot."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        self.session = ctypes.c_ulong()

    def call(self, name, *arguments):
        function = self.library[name]
        function.restype = ctypes.c_ulong
        code = function(*arguments)
        if code:
            raise Refused(f"{code:X}")

    def initialize(self):
        self.call("C_Initialize", None)

    def open(self, slot):
        flags = ctypes.c_ulong(CKF_SERIAL_SESSION | CKF_RW_SESSION)
        self.call("C_OpenSession", ctypes.c_ulong(int(slot)), flags, None, None, ctypes.byref(self.session))

    def login(self, user, pin, length=None):
        """`null` is no pointer, `empty` one to no byte."""
        text = None if pin == "null" else b"" if pin == "empty" else pin.encode()
        count = int(length) if length is not None else len(text or b"")
        self.call("C_Login", self.session, ctypes.c_ulong(USERS[user]), text, ctypes.c_ulong(count))

    def logout(self):
        self.call("C_Logout", self.session)

    def close(self):
        self.call("C_CloseSession", self.session)

    def finalize(self):
        self.call("C_Finalize", None)

    def find(self, label):
        number, name = ctypes.c_ulong(CKO_PRIVATE_KEY), label.encode()
        template = (Attribute * 2)(
            Attribute(CKA_CLASS, ctypes.cast(ctypes.byref(number), ctypes.c_void_p), ctypes.sizeof(number)),
            Attribute(CKA_LABEL, ctypes.cast(ctypes.c_char_p(name), ctypes.c_void_p), len(name)))
        found, count = ctypes.c_ulong(), ctypes.c_ulong()
        self.call("C_FindObjectsInit", self.session, template, ctypes.c_ulong(2))
        self.call("C_FindObjects", self.session, ctypes.byref(found), ctypes.c_ulong(1), ctypes.byref(count))
        self.call("C_FindObjectsFinal", self.session)
        return found if count.value else None

    def keys(self):
        """How many private keys can be seen."""
        return sum(self.find(label) is not None for label in ("CPS_PRIV_SIG", "CPS_PRIV_AUT"))

    def begin(self, label, mechanism):
        key = self.find(label)
        if key is None:
            raise Refused("no such key")
        self.call("C_SignInit", self.session, ctypes.byref(Attribute(int(mechanism, 16), None, 0)), key)

    def sign(self, data):
        message = bytes.fromhex(data)
        signature, length = ctypes.create_string_buffer(512), ctypes.c_ulong(512)
        self.call("C_Sign", self.session, message, ctypes.c_ulong(len(message)), signature, ctypes.byref(length))
        return signature.raw[:length.value].hex()


def main():
    host = Host(sys.argv[1])
    calls = {name: getattr(host, name) for name in (
        "initialize", "open", "login", "logout", "close", "finalize", "keys", "begin", "sign")}
    for line in sys.stdin:
        name, *words = line.split()
        try:
            answer = calls[name](*words)
            print("0", "" if answer is None else answer, flush=True)
        except Refused as refusal:
            print(refusal, flush=True)


if __name__ == "__main__":
    main()
