# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A host that makes recorded calls: replay_host.py MODULE, one call a line of JSON on standard input.

The first line tells of the recording: its public keys, whether it is for the update extension, the labels that it reads.
Each call is answered by a line with the CK_RV of the call, null where it could not be made, and what was wrong besides.
"""

import ctypes
import hashlib
import json
import sys

sys.dont_write_bytecode = True
from function_list import Attribute, Module, Refused, SlotInfo, TokenInfo, bytes_of  # noqa: E402
from rsa_public_key import PREFIXES, PublicKey, digest_info  # noqa: E402

CKA_CLASS, CKA_LABEL, CKA_VALUE, CKA_ID = 0x000, 0x003, 0x011, 0x102
CKO_PUBLIC_KEY, CKO_PRIVATE_KEY = 2, 3
CKU_SO, CKU_USER = 0, 1
CKM_SHA256 = 0x250
SESSION_FLAGS = 4 | 2
MESSAGE, FREE_MESSAGE = b"TEST", b"a"
MECHANISMS = {
    "CKM_RSA_PKCS": 0x001, "CKM_RSA_X_509": 0x003, "CKM_SHA1_RSA_PKCS": 0x006, "CKM_RSA_PKCS_PSS": 0x00D,
    "CKM_SHA256_RSA_PKCS": 0x040, "CKM_SHA256_RSA_PKCS_PSS": 0x043,
}
LABELS = {"SIG": "CPS_PRIV_SIG", "AUT": "CPS_PRIV_AUT", "TECH": "CPS_PRIV_TECH_AUT"}
# Last bytes of CKA_ID on a CPS3 and on a CPS4.
ENDINGS = {"SIG": (0x01, 0x10), "AUT": (0x02, 0x20), "TECH": (0x03,)}
# CKF_USER_PIN_COUNT_LOW, _FINAL_TRY, _LOCKED by the tries that the card has left.
COUNTER_FLAGS, ALL_COUNTER_FLAGS = {0: 0x40000, 1: 0x20000, 2: 0x10000}, 0x70000


class Pss(ctypes.Structure):
    """CK_RSA_PKCS_PSS_PARAMS."""

    _fields_ = [("hash", ctypes.c_ulong), ("mask", ctypes.c_ulong), ("salt", ctypes.c_ulong)]


class Impossible(Exception):
    """A line that nobody has taught us, or a thing that is not as it should be."""


def expect(holds, otherwise):
    if not holds:
        raise Impossible(otherwise)


def mechanism(name):
    kind = MECHANISMS[name]
    if not name.endswith("_PSS"):
        return Attribute(kind, None, 0)
    parameter = Pss(CKM_SHA256, 2, 32)  # CKG_MGF1_SHA256
    line = Attribute(kind, ctypes.cast(ctypes.byref(parameter), ctypes.c_void_p), ctypes.sizeof(parameter))
    line.kept = parameter
    return line


class Host:
    """The host of one recording, with the state that a host has."""

    def __init__(self, path, facts):
        self.module = Module(path)
        self.is_for_update, self.read_labels = facts["update"], facts["read"]
        self.public = {name: PublicKey(int(key["modulus"], 16), key["exponent"]) for name, key in facts["keys"].items()}
        self.slot, self.session, self.keys = None, 0, {}
        self.unpresentable = ["123", "123456789"]
        self.plain = {
            ("C_Initialize", "cpsUpdate" if self.is_for_update else ""): self.initialize,
            ("C_Finalize", ""): lambda _: self.module.call("C_Finalize", None),
            ("C_GetSlotList", ""): self.slot_list, ("C_GetSlotList", "present"): self.slot_list,
            ("C_OpenSession", ""): self.open_session, ("C_OpenSession", "RW"): self.open_session,
            ("C_CloseSession", ""): self.on_session("C_CloseSession"),
            ("C_Login", "USER"): lambda call: self.login(call, CKU_USER),
            ("C_Login", "SO"): lambda call: self.login(call, CKU_SO),
            ("C_Logout", ""): self.on_session("C_Logout"),
            ("C_FindObjectsInit", ""): lambda _: self.module.call("C_FindObjectsInit", self.session, None, 0),
            ("C_FindObjects", ""): self.find_nothing, ("C_FindObjects", "all"): self.find_all,
            ("C_GenerateRandom", "20"): self.random,
            **{(name, ""): self.on_session(name) for name in ("C_StartUpdate", "C_EndUpdate", "C_KeepAlive")},
        }
        self.worded = {
            "C_Sign": self.sign, "pkcs11-tool": self.sign_into_much_room, "C_Decrypt": self.decrypt,
            "C_Encrypt": self.encrypt, "C_SetPIN": self.set_pin, "C_InitPIN": self.init_pin,
        }
        self.argued = {
            "C_GetAttributeValue": self.attribute_value, "C_SetAttributeValue": self.set_attribute_value,
            "C_TransmitMessage": self.transmit,
        }

    def make(self, call):
        """Makes one call; a refusal is for the caller to note."""
        name = call["name"]
        if not call["callable"]:
            return expect(self.session == 0, "there is a session, so this can be called")
        word, _, rest = name.partition(" ")
        if word in self.worded:
            return self.worded[word](call, rest)
        function, _, argument = name.partition("(")
        argument = argument.removesuffix(")")
        if function in self.argued:
            return self.argued[function](argument)
        if function == "C_GetTokenInfo":
            return self.token_info(call)
        expect((function, argument) in self.plain, "unknown call")
        return self.plain[function, argument](call)

    def on_session(self, name):
        return lambda _: self.module.call(name, self.session)

    def initialize(self, _):
        self.module.initialize(self.is_for_update)

    def slot_list(self, _):
        slots = (ctypes.c_ulong * 16)()
        count = ctypes.c_ulong()
        self.module.call("C_GetSlotList", ctypes.c_ubyte(1), None, ctypes.byref(count))
        expect(count.value == 1, f"{count.value} slots with a card")
        count.value = 16
        self.module.call("C_GetSlotList", ctypes.c_ubyte(1), slots, ctypes.byref(count))
        self.slot = slots[0]
        self.module.call("C_GetSlotInfo", self.slot, ctypes.byref(SlotInfo()))

    def token_info(self, call):
        info = TokenInfo()
        self.module.call("C_GetTokenInfo", self.slot, ctypes.byref(info))
        if call["tries"] is not None:
            wanted = COUNTER_FLAGS.get(call["tries"], 0)
            expect(info.flags & ALL_COUNTER_FLAGS == wanted, f"flags {info.flags:#x} for {call['tries']} tries")

    def open_session(self, call):
        self.session, place = 0, ctypes.c_ulong()
        self.module.call("C_OpenSession", self.slot, SESSION_FLAGS, None, None, ctypes.byref(place))
        self.session = place.value
        if "private key visible without login: False" in call["notes"]:
            found = self.module.find(self.session, (CKA_CLASS, bytes_of(CKO_PRIVATE_KEY)))
            expect(not found, "a private key is visible without login")

    def login(self, call, user):
        # What did not go to the card was too short or too long for it.
        spare = self.unpresentable.pop() if not call["presented"] and self.unpresentable else "1"
        pin = (call["presented"] or [spare])[0].encode()
        self.module.call("C_Login", self.session, user, pin, len(pin))
        if user == CKU_USER:
            found = {name: self.module.find(self.session, (CKA_LABEL, label.encode())) for name, label in LABELS.items()}
            self.keys = {name: handles[0] for name, handles in found.items() if len(handles) == 1}

    def object(self, label):
        found = self.module.find(self.session, (CKA_LABEL, label.encode()))
        expect(len(found) == 1, f"{len(found)} objects {label!r}")
        return found[0]

    def key(self, name):
        return self.keys[name] if name in self.keys else self.object(LABELS[name])

    def public_object(self, name):
        for handle in self.module.find(self.session, (CKA_CLASS, bytes_of(CKO_PUBLIC_KEY))):
            if self.module.attribute(self.session, handle, CKA_ID)[-1] in ENDINGS[name]:
                return handle
        raise Impossible(f"no public key for {name}")

    def find_all(self, _):
        handles = self.module.find(self.session)
        labels = [self.module.attribute(self.session, handle, CKA_LABEL).decode() for handle in handles]
        expect(sorted(labels) == sorted(self.read_labels), f"objects {sorted(labels)}")

    def find_nothing(self, _):
        handles, count = (ctypes.c_ulong * 64)(), ctypes.c_ulong()
        self.module.call("C_FindObjects", self.session, handles, 64, ctypes.byref(count))
        expect(count.value == 0, "there are objects")

    def random(self, _):
        buffer = ctypes.create_string_buffer(20)
        self.module.call("C_GenerateRandom", self.session, buffer, 20)
        expect(any(buffer.raw), "nothing was written")

    def attribute_value(self, argument):
        self.module.attribute(self.session, self.object(argument.removesuffix(" CKA_VALUE")), CKA_VALUE)

    def set_attribute_value(self, argument):
        value, handle = bytes(range(0x41, 0x51)), self.object(argument.removesuffix(",16 bytes"))
        self.module.call("C_SetAttributeValue", self.session, handle, self.module.template((CKA_VALUE, value)), 1)
        written = self.module.attribute(self.session, handle, CKA_VALUE)
        expect(written.startswith(value), "another value is read than was written")

    def set_pin(self, _, rest):
        old, new = {"wrong old": ("9999", "1234"), "too short": ("1234", "123")}.get(rest) or rest.split("->")
        self.module.call("C_SetPIN", self.session, old.encode(), len(old), new.encode(), len(new))

    def init_pin(self, _, rest):
        self.module.call("C_InitPIN", self.session, rest.encode(), len(rest))

    def transmit(self, argument):
        command = bytes.fromhex(argument)
        buffer, length = ctypes.create_string_buffer(258), ctypes.c_ulong(258)
        self.module.call("C_TransmitMessage", self.session, command, len(command), buffer, ctypes.byref(length), 1)
        # Channel 0 of a CPS4 is not the ChipDoc applet's: recorded so, and the answer is handed over as it is.
        expect(buffer.raw[:length.value] == b"\x6E\x00", f"answer {buffer.raw[:length.value].hex()}")

    def sign(self, call, rest):
        words = rest.split(" ")
        name, words = words[0], words[1:]
        # The scenarios of one key leave it out.
        kind = "CKM_SHA256_RSA_PKCS" if name == "SIG" else "CKM_RSA_PKCS"
        if words and words[0] in MECHANISMS:
            kind, words = words[0], words[1:]
        data = self.data(" ".join(words), kind)
        self.module.call("C_SignInit", self.session, ctypes.byref(mechanism(kind)), self.key(name))
        signature = self.module.output("C_Sign", self.session, data, len(data), room=256)
        expect(self.is_right(signature, data, name, kind), "the signature is wrong")

    @staticmethod
    def data(words, kind):
        """The data that a recording's words stand for."""
        known = {
            "DigestInfo-SHA256": digest_info("sha256", MESSAGE), "DigestInfo-SHA1": digest_info("sha1", MESSAGE),
            "bare 32-byte hash": hashlib.sha256(MESSAGE).digest(), "(hash)": hashlib.sha256(MESSAGE).digest(),
            "35 free bytes": b"F" * 35, "36 bytes (TLS1.0 md5sha1)": b"T" * 36,
        }
        if words in known:
            return known[words]
        if words.endswith(" bytes"):
            return FREE_MESSAGE * int(words.removesuffix(" bytes"))
        plain = ("", "#1", "#2", "#3", "again", "after pin state lost", "after reset by another process", "DigestInfo")
        expect(words in plain, f"unknown input {words!r}")
        return known["DigestInfo-SHA256"] if kind == "CKM_RSA_PKCS" else FREE_MESSAGE * 24

    def is_right(self, signature, data, name, kind):
        public = self.public[name]
        if kind.endswith("_PSS"):
            return public.confirms_pss(signature, data if kind == "CKM_RSA_PKCS_PSS" else hashlib.sha256(data).digest())
        if kind != "CKM_RSA_PKCS":
            return public.confirms(signature, digest_info("sha1" if "SHA1" in kind else "sha256", data))
        # The signature key is given the DigestInfo of a bare digest; the other keys sign what they are given.
        is_bare = name == "SIG" and len(data) == 32
        return public.confirms(signature, PREFIXES["sha256"] + data if is_bare else data)

    def sign_into_much_room(self, _, rest):
        """What pkcs11-tool did with a buffer that is larger than a signature."""
        expect(rest.endswith("output buffer larger than 256 bytes"), "unknown call")
        self.initialize(None)
        self.slot_list(None)
        self.open_session({"notes": []})
        self.login({"presented": ["1234"]}, CKU_USER)
        self.module.call("C_SignInit", self.session, ctypes.byref(mechanism("CKM_RSA_PKCS")), self.key("AUT"))
        self.module.call("C_SignUpdate", self.session, MESSAGE, len(MESSAGE))
        signature = self.module.output("C_SignFinal", self.session, room=2048)
        expect(self.public["AUT"].confirms(signature, MESSAGE), "the signature is wrong")

    def decrypt(self, _, rest):
        """The length first, then the plaintext."""
        name, kind = rest.split(" ")
        cryptogram, length = self.public["AUT"].encrypt(MESSAGE), ctypes.c_ulong()
        self.module.call("C_DecryptInit", self.session, ctypes.byref(mechanism(kind)), self.key(name))
        self.module.call("C_Decrypt", self.session, cryptogram, len(cryptogram), None, ctypes.byref(length))
        plaintext = self.module.output("C_Decrypt", self.session, cryptogram, len(cryptogram), room=256)
        expect(plaintext == MESSAGE, "another plaintext")

    def encrypt(self, _, rest):
        expect(rest == "AUT public CKM_RSA_PKCS", "unknown call")
        handle = self.public_object("AUT")
        self.module.call("C_EncryptInit", self.session, ctypes.byref(mechanism("CKM_RSA_PKCS")), handle)
        cryptogram = self.module.output("C_Encrypt", self.session, MESSAGE, len(MESSAGE), room=256)
        expect(len(cryptogram) == 256, f"a cryptogram of {len(cryptogram)} bytes")


def main():
    host = Host(sys.argv[1], json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        call = json.loads(line)
        answer = {"code": 0 if call["callable"] else None, "problem": None}
        try:
            host.make(call)
        except Refused as refusal:
            answer["code"] = refusal.code
        except (Impossible, ValueError, KeyError) as error:
            answer["problem"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
