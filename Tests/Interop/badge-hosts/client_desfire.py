# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""desfire on a badge in the reader that is named: it has no authentication, so it works with what is free.

Prints one JSON object: what each step gave, or how it failed.
"""

import json
import sys

from desfire.pcsc import PCSCDevice
from desfire.protocol import DESFire
from smartcard.System import readers

told = {}


def step(name, work):
    try:
        told[name] = work()
    except Exception as error:  # whatever it is, it is the answer
        told[name] = {"error": f"{type(error).__name__}: {error}"}


def main():
    connection = next(reader for reader in readers() if str(reader) == sys.argv[1]).createConnection()
    connection.connect()
    card = DESFire(PCSCDevice(connection.component))
    step("applications", card.get_applications)
    # It writes application identifiers most significant byte first.
    step("select", lambda: card.select_application(0x01CAF5))
    step("files", card.get_file_ids)
    step("settings", lambda: card.get_file_settings(2))
    step("read free", lambda: card.read_data_file(2))
    step("read secret", lambda: card.read_data_file(1))
    step("create value", lambda: card.create_value_file(
        9, 0x00, 0xEEEE, 0, 1000, 10, 0))
    step("credit", lambda: card.credit_value(9, 25))
    step("debit", lambda: card.debit_value(9, 5))
    step("commit", card.commit)
    step("value", lambda: card.get_value(9))
    step("delete", lambda: card.delete_file(9))
    step("authenticate", lambda: card.authenticate(0x01CAF5, 0))
    print(json.dumps(told, default=str))


main()
