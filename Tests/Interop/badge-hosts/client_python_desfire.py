# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""python-desfire on a badge in the reader that is named: AES, and DES as far as it goes.

Prints one JSON object: what each step gave, or how it failed.
"""

import json
import sys

from desfire import DESFire, DESFireKey, PCSCDevice
from desfire.enums import DESFireCommunicationMode as Mode
from desfire.enums import DESFireFileType, DESFireKeyType
from desfire.enums import DESFireKeySettings as Bits
from desfire.schemas import FilePermissions, FileSettings, KeySettings
from smartcard.System import readers

ALLOW = [Bits.KS_ALLOW_CHANGE_MK, Bits.KS_LISTING_WITHOUT_MK, Bits.KS_CREATE_DELETE_WITHOUT_MK,
         Bits.KS_CONFIGURATION_CHANGEABLE]
TEXT = list(b"Bonjour Docteur, voici un badge de test.")
told = {}


def key(kind, data):
    return DESFireKey(KeySettings(key_type=kind), bytes(data).hex())


def step(name, work):
    try:
        told[name] = work()
    except Exception as error:  # whatever it is, it is the answer
        told[name] = {"error": f"{type(error).__name__}: {error}"}


def settings(mode):
    return FileSettings(encryption=mode, file_type=DESFireFileType.MDFT_STANDARD_DATA_FILE,
                        permissions=FilePermissions(0, 0, 0, 0), file_size=len(TEXT))


def master(card, name):
    step(f"{name}: card", lambda: card.select_application(0))
    step(f"{name}: master", lambda: card.authenticate(0, key(DESFireKeyType.DF_KEY_2K3DES, [0] * 8)))


def application(card, name, kind, first, number, new):
    """An application, its files, and other keys in both of its places."""
    step(f"{name}: create", lambda: card.create_application(
        number, KeySettings(key_type=kind, settings=ALLOW + [Bits.KS_CHANGE_KEY_WITH_MK]), 2))
    step(f"{name}: select", lambda: card.select_application(number))
    step(f"{name}: authenticate", lambda: card.authenticate(0, key(kind, first)))
    for file, mode in ((1, Mode.PLAIN), (2, Mode.CMAC), (3, Mode.ENCRYPTED)):
        step(f"{name}: create {mode.name}", lambda f=file, m=mode: card.create_standard_file(f, settings(m)))
    for file, mode in ((1, Mode.PLAIN), (3, Mode.ENCRYPTED)):
        step(f"{name}: write {mode.name}", lambda f=file, m=mode: card.write_file_data(f, 0, m, TEXT))
    step(f"{name}: files", card.get_file_ids)
    step(f"{name}: read ENCRYPTED", lambda: card.read_file_data(3, card.get_file_settings(3)))
    step(f"{name}: uid", card.get_real_uid)
    step(f"{name}: change key 1", lambda: card.change_key(1, key(kind, first), key(kind, new), 7))
    step(f"{name}: version of key 1", lambda: card.get_key_version(1))
    step(f"{name}: change key 0", lambda: card.change_key(0, key(kind, first), key(kind, new), 9))
    step(f"{name}: authenticate again", lambda: card.authenticate(0, key(kind, new)))


def main():
    connection = next(reader for reader in readers() if str(reader) == sys.argv[1]).createConnection()
    connection.connect()
    card = DESFire(PCSCDevice(connection.component))
    step("version", lambda: card.get_card_version().__dict__.get("uid"))
    master(card, "aes")
    aes, default = DESFireKeyType.DF_KEY_AES, [0xA0 + index for index in range(16)]
    step("aes: default key", lambda: card.change_default_key(key(aes, default), 5))
    application(card, "aes", aes, default, 0xC0DE01, [0x10 + 2 * index for index in range(16)])
    # The session does not survive it.
    step("aes: write CMAC", lambda: card.write_file_data(2, 0, Mode.CMAC, TEXT))
    master(card, "des")
    des = DESFireKeyType.DF_KEY_2K3DES
    step("des: default key", lambda: card.change_default_key(key(des, [0] * 8)))
    application(card, "des", des, [0] * 8, 0xC0DE02, [0x20 + 4 * index for index in range(16)])
    print(json.dumps(told, default=str))


main()
