# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A card that knows none of our applications, in a reader of vpcd."""

import socket
import struct
import threading

# The ATR of a storage card, PC/SC part 3.
ATR = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
POWER_OFF, POWER_ON, RESET, GET_ATR = 0, 1, 2, 4
FILE_NOT_FOUND, NOT_SUPPORTED = b"\x6A\x82", b"\x6D\x00"


class StrangeCard:
    """In the reader while the block lasts; keeps the commands that it was sent."""

    def __init__(self, port):
        self.port, self.commands = int(port), []

    def __enter__(self):
        self.line = socket.create_connection(("127.0.0.1", self.port))
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()

    def serve(self):
        try:
            while True:
                message = self.exactly(struct.unpack(">H", self.exactly(2))[0])
                if len(message) > 1:
                    self.commands.append(message)
                    self.send(FILE_NOT_FOUND if message[1] == 0xA4 else NOT_SUPPORTED)
                elif message[0] == GET_ATR:
                    self.send(ATR)
        except (OSError, EOFError):
            return

    def send(self, content):
        self.line.sendall(struct.pack(">H", len(content)) + content)

    def exactly(self, count):
        content = b""
        while len(content) < count:
            block = self.line.recv(count - len(content))
            if not block:
                raise EOFError
            content += block
        return content
