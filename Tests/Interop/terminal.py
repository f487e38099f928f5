# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A terminal and the person at it, who answers the tool's questions."""

import os
import select
import time

from card_bench import BenchFailure


class Terminal:
    """A pseudo-terminal; `answers` by the question, longest first, because one question may end like another."""

    def __init__(self, answers):
        self.master, self.slave = os.openpty()
        self.answers = sorted(answers.items(), key=lambda pair: -len(pair[0]))
        self.shown, self.asked = b"", 0

    def close(self):
        os.close(self.master)
        os.close(self.slave)

    def serve(self, is_over, seconds=20):
        """Reads what is shown and answers, until `is_over`."""
        deadline = time.monotonic() + seconds
        while True:
            over = is_over()
            while select.select([self.master], [], [], 0.01)[0]:
                self.shown += os.read(self.master, 4096)
            if over:
                return
            fresh = self.shown[self.asked:]
            for question, answer in self.answers:
                if fresh.endswith(question.encode()):
                    self.asked = len(self.shown)
                    os.write(self.master, answer.encode() + b"\n")
                    break
            if time.monotonic() > deadline:
                raise BenchFailure(f"the terminal shows {self.shown!r}")
