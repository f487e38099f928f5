# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The PKCS#11 module as hosts of the established middleware reach it: through the pointers of C_GetFunctionList."""

import ctypes

# CK_FUNCTION_LIST of 2.40, in its order, and behind it the four functions of the update extension.
STANDARD = """
C_Initialize C_Finalize C_GetInfo C_GetFunctionList C_GetSlotList C_GetSlotInfo C_GetTokenInfo C_GetMechanismList
C_GetMechanismInfo C_InitToken C_InitPIN C_SetPIN C_OpenSession C_CloseSession C_CloseAllSessions C_GetSessionInfo
C_GetOperationState C_SetOperationState C_Login C_Logout C_CreateObject C_CopyObject C_DestroyObject C_GetObjectSize
C_GetAttributeValue C_SetAttributeValue C_FindObjectsInit C_FindObjects C_FindObjectsFinal C_EncryptInit C_Encrypt
C_EncryptUpdate C_EncryptFinal C_DecryptInit C_Decrypt C_DecryptUpdate C_DecryptFinal C_DigestInit C_Digest
C_DigestUpdate C_DigestKey C_DigestFinal C_SignInit C_Sign C_SignUpdate C_SignFinal C_SignRecoverInit C_SignRecover
C_VerifyInit C_Verify C_VerifyUpdate C_VerifyFinal C_VerifyRecoverInit C_VerifyRecover C_DigestEncryptUpdate
C_DecryptDigestUpdate C_SignEncryptUpdate C_DecryptVerifyUpdate C_GenerateKey C_GenerateKeyPair C_WrapKey C_UnwrapKey
C_DeriveKey C_SeedRandom C_GenerateRandom C_GetFunctionStatus C_CancelFunction C_WaitForSlotEvent
""".split()
UPDATE = ["C_StartUpdate", "C_EndUpdate", "C_TransmitMessage", "C_KeepAlive"]
CKF_OS_LOCKING_OK = 2


class List(ctypes.Structure):
    """CK_FUNCTION_LIST, four pointers longer."""

    _fields_ = [("major", ctypes.c_ubyte), ("minor", ctypes.c_ubyte),
                *((name, ctypes.c_void_p) for name in [*STANDARD, *UPDATE])]


class Attribute(ctypes.Structure):
    """CK_ATTRIBUTE, and CK_MECHANISM, which has the same shape."""

    _fields_ = [("type", ctypes.c_ulong), ("value", ctypes.c_void_p), ("length", ctypes.c_ulong)]


class Arguments(ctypes.Structure):
    """CK_C_INITIALIZE_ARGS."""

    _fields_ = [("mutexes", ctypes.c_void_p * 4), ("flags", ctypes.c_ulong), ("reserved", ctypes.c_char_p)]


class SlotInfo(ctypes.Structure):
    """CK_SLOT_INFO."""

    _fields_ = [("description", ctypes.c_char * 64), ("manufacturer", ctypes.c_char * 32), ("flags", ctypes.c_ulong),
                ("versions", ctypes.c_ubyte * 4)]


class TokenInfo(ctypes.Structure):
    """CK_TOKEN_INFO."""

    _fields_ = [("label", ctypes.c_char * 32), ("manufacturer", ctypes.c_char * 32), ("model", ctypes.c_char * 16),
                ("serial", ctypes.c_char * 16), ("flags", ctypes.c_ulong), ("counts", ctypes.c_ulong * 10),
                ("versions", ctypes.c_ubyte * 4), ("time", ctypes.c_char * 16)]


class Refused(Exception):
    """A call that did not return CKR_OK; `code` is what it returned."""

    def __init__(self, code):
        super().__init__(f"{code:#x}")
        self.code = code


def bytes_of(number):
    """A CK_ULONG in memory."""
    return bytes(ctypes.c_ulong(number))


class Module:
    """The functions of a module; whole numbers go as CK_ULONG, None as a null pointer."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        place = ctypes.POINTER(List)()
        if self.library.C_GetFunctionList(ctypes.byref(place)):
            raise OSError("C_GetFunctionList is refused")
        self.list = place.contents
        prototype = ctypes.CFUNCTYPE(ctypes.c_ulong)
        self.functions = {name: prototype(getattr(self.list, name)) for name in [*STANDARD, *UPDATE]}

    def call(self, name, *arguments):
        code = self.functions[name](*(ctypes.c_ulong(item) if isinstance(item, int) else item for item in arguments))
        if code:
            raise Refused(code)

    def initialize(self, is_for_update):
        reserved = b"cpsUpdate" if is_for_update else None
        arguments = Arguments(flags=CKF_OS_LOCKING_OK, reserved=reserved)
        self.call("C_Initialize", ctypes.byref(arguments))

    def output(self, name, *arguments, room):
        """A call whose last two arguments are a buffer and the place of its length; nothing is written behind it."""
        guard = b"\xA5" * 16
        buffer, length = ctypes.create_string_buffer(bytes(room) + guard), ctypes.c_ulong(room)
        self.call(name, *arguments, buffer, ctypes.byref(length))
        if length.value > room or buffer.raw[room:room + len(guard)] != guard:
            raise ValueError(f"{name} writes {length.value} bytes into {room}")
        return buffer.raw[:length.value]

    def template(self, *lines):
        """Lines of type and bytes; the object keeps the bytes alive."""
        kept = [ctypes.create_string_buffer(value, len(value) or 1) for _, value in lines]
        array = (Attribute * len(lines))(*(
            Attribute(kind, ctypes.cast(buffer, ctypes.c_void_p), len(value))
            for (kind, value), buffer in zip(lines, kept)))
        array.kept = kept
        return array

    def find(self, session, *lines):
        """Handles, all of them."""
        self.call("C_FindObjectsInit", session, self.template(*lines), len(lines))
        found, handles, count = [], (ctypes.c_ulong * 8)(), ctypes.c_ulong(1)
        while count.value:
            self.call("C_FindObjects", session, handles, 8, ctypes.byref(count))
            found += handles[:count.value]
        self.call("C_FindObjectsFinal", session)
        return found

    def attribute(self, session, handle, kind):
        """One value: its length first, then as many bytes."""
        line = (Attribute * 1)(Attribute(kind, None, 0))
        self.call("C_GetAttributeValue", session, handle, line, 1)
        asked = line[0].length
        buffer = ctypes.create_string_buffer(asked or 1)
        line[0] = Attribute(kind, ctypes.cast(buffer, ctypes.c_void_p), asked)
        self.call("C_GetAttributeValue", session, handle, line, 1)
        if line[0].length != asked:
            raise ValueError(f"attribute {kind:#x}: {asked} bytes were told, {line[0].length} given")
        return buffer.raw[:asked]
