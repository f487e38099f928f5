# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Expected texts and dialogues, written by hand, and their comparison with what happened."""

import difflib
import re

ANY = "@any@"


class References:
    """A folder of expectations; `@name@` in a file is a value, `@any@` stands for anything."""

    def __init__(self, folder, values):
        self.folder, self.values = folder, values

    def lines(self, name):
        text = (self.folder / f"{name}.txt").read_text()
        for key, value in self.values.items():
            text = text.replace(f"@{key}@", value)
        unknown = set(re.findall("@[a-z0-9.-]+@", text)) - {ANY}
        if unknown:
            raise KeyError(f"{name}.txt: {', '.join(sorted(unknown))}")
        return text.splitlines()

    def text_problem(self, name, text):
        """How a program's output differs from a reference; None when it does not. Blanks at line ends do not count."""
        expected = [line.rstrip() for line in self.lines(name)]
        return difference(name, expected, [line.rstrip() for line in text.rstrip("\n").splitlines()])

    def dialogue_problem(self, name, exchanges):
        """How a dialogue fails to hold a reference without a gap; None when it holds it."""
        expected = dialogue(self.lines(name))
        happened = [line for command, answer in exchanges for line in (f"> {command}", f"< {answer}")]
        starts = [index for index, line in enumerate(happened) if agree(expected[0], line)]
        found = [happened[start:start + len(expected)] for start in starts]
        if any(len(part) == len(expected) and all(map(agree, expected, part)) for part in found):
            return None
        return difference(name, expected, found[-1] if found else happened[-len(expected):])


def agree(expected, line):
    return re.fullmatch(re.escape(expected).replace(re.escape(ANY), ".*"), line) is not None


def difference(name, expected, happened):
    if len(expected) == len(happened) and all(map(agree, expected, happened)):
        return None
    # Lines that agree with one that stands for many are no difference to show.
    open_lines = [line for line in expected if ANY in line]
    shown = [next((line for line in open_lines if agree(line, what)), what) for what in happened]
    return "\n".join(difflib.unified_diff(
        expected, happened if shown == expected else shown, f"{name}.txt", "happened", lineterm=""))


def dialogue(lines):
    """`> command` and `< answer` in hexadecimal or "text"; an indented line goes on; `#` begins a remark."""
    result = []
    for line in lines:
        line = re.sub("#.*", "", line)
        if not line.strip():
            continue
        hexadecimal = re.sub('"([^"]*)"', lambda found: found[1].encode().hex(), line.strip())
        if line.startswith((" ", "\t")):
            result[-1] += re.sub(r"\s", "", hexadecimal).replace(ANY.upper(), ANY)
        else:
            result.append(f"{line[0]} " + re.sub(r"\s", "", hexadecimal[1:]))
    return [line.upper().replace(ANY.upper(), ANY) for line in result]
