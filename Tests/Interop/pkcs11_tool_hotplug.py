# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Cards that come and go while pkcs11-tool looks."""

import subprocess

from module_bench import Holder
from tool_bench import wait_until


class Conversation:
    """pkcs11-tool --test-hotplug, which waits for a key before each step."""

    def __init__(self, bench):
        self.log = bench.folder / "hotplug.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["stdbuf", "-o0", "pkcs11-tool", "--module", str(bench.module), "--test-hotplug"],
                env=bench.environment, cwd=bench.folder, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def say(self, text, prompts):
        """Sends a line and waits until so many prompts have been printed."""
        self.process.stdin.write(text)
        self.process.stdin.flush()
        wait_until(lambda: self.said.count("to exit: ") >= prompts or self.process.poll() is not None,
                   f"no answer of pkcs11-tool:\n{self.said}")

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()


def last_listing(text):
    """The first slot in the last listing: its token's serial number, or None."""
    slot = text.rsplit("Slot 0 ", 1)[-1].split("Slot 1 ", 1)[0]
    found = [line.split(":")[1].strip() for line in slot.splitlines() if "serial num" in line]
    return found[0] if found else None


def hotplug(bench, results):
    """pkcs11-tool --test-hotplug: cards taken out, put in and swapped, seen by polling and by waiting."""
    with Holder(bench, "cps4-medecin") as card:
        def control(*words):
            bench.run(bench.server, "ctl", "--control", card.control, *words, status=0)

        tool = Conversation(bench)
        try:
            tool.say(b"\n", 2)
            results.equal("the card in the reader", "99001003", last_listing(tool.said))
            control("remove")
            bench.wait_for_cards(set())
            tool.say(b"\n", 3)
            results.equal("no card", None, last_listing(tool.said))
            control("insert")
            bench.wait_for_cards({bench.contact})
            tool.say(b"\n", 4)
            results.equal("the card is back", "99001003", last_listing(tool.said))
            control("swap", "cpe-secretaire")
            wait_until(lambda: serial_number(bench) == "99001008", "pcscd does not see the other card")
            tool.say(b"\n", 5)
            results.equal("another card", "99001008", last_listing(tool.said))
            # On to C_WaitForSlotEvent, which returns at once for what has happened and then waits for the rest.
            tool.say(b"x\n", 6)
            tool.say(b"\n", 7)
            for prompts, verb, expected in ((8, "remove", None), (9, "insert", "99001008")):
                calls = tool.said.count("Calling")
                tool.process.stdin.write(b"\n")
                tool.process.stdin.flush()
                wait_until(lambda: tool.said.count("Calling") > calls, "it does not wait")
                control(verb)
                wait_until(lambda: tool.said.count("to exit: ") >= prompts, f"no event after {verb}:\n{tool.said}")
                results.equal(f"C_WaitForSlotEvent wakes on {verb}", expected, last_listing(tool.said))
                results.true("  and names the slot", "event on slot 0x0" in tool.said.rsplit("Calling", 1)[-1],
                             tool.said)
            tool.process.stdin.write(b"x\n")
            tool.process.stdin.flush()
            results.equal("pkcs11-tool ends well", 0, tool.process.wait(10))
        finally:
            tool.end()


def serial_number(bench):
    """Of the token in the first slot, as a process sees it that knows nothing of before."""
    return last_listing(bench.run("pkcs11-tool", "--module", bench.module, "-L").text)
