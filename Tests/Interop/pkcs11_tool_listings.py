# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What OpenSC's pkcs11-tool must show of the module's tokens: every profile of Cards/, each face it has."""

import json

from card_bench import ROOT, BenchFailure
from module_bench import Holder
from pkcs11_tool import LOGIN, REFERENCES, Token

# What the references tell of no single profile.
COMMON = {"information", "contactless", "cps3", "cps4"}


def profiles():
    """Whatever is there: a new profile is covered, or fails, without a word here."""
    # A badge is no token.
    found = sorted(path.parent.name for path in (ROOT / "Cards").glob("*/card.json")
                   if json.loads(path.read_text()).get("kind") != "badge")
    if not found:
        raise BenchFailure("no profile in Cards")
    return found


def listings(bench, results):
    """What pkcs11-tool shows of slots, mechanisms and objects, before and after login."""
    for profile in profiles():
        with Holder(bench, profile) as card:
            contact(Token(bench, results, card))
            # The other side of a CPS4 is a badge.
            if "contactless" in card.description and card.generation == "cps3":
                contactless(Token(bench, results, card, slot=1))
    subjects = {path.name.split(".")[0] for path in REFERENCES.glob("*.txt")}
    results.equal("references of no profile", set(), subjects - COMMON - set(profiles()))


def contact(token):
    card = token.card
    if card.profile == "cps3-medecin":
        token.shows("-I", "information", token.run("-I"))
    token.shows("-L", f"{card.profile}.slots", token.run("-L"))
    token.shows("-M", f"{card.generation}.mechanisms", token.on_slot("-M"))
    told = token.on_slot("-O")
    token.shows("-O", f"{card.profile}.objects", told)
    identifiers(token, "-O", 4, told)
    told = token.on_slot(*LOGIN, "-O")
    blocked = card.description["pin"]["left"] == 0
    token.shows("--login -O", f"{card.profile}.login", told, status=1 if blocked else 0)
    if not blocked:
        identifiers(token, "--login -O", 6, told)


def contactless(token):
    token.shows("contactless: -M", "contactless.mechanisms", token.on_slot("-M"))
    told = token.on_slot("-O")
    token.shows("contactless: -O", f"{token.card.profile}.contactless", told)
    identifiers(token, "contactless: -O", 3, told)
    token.shows("contactless: --login -O", "contactless.login", token.on_slot(*LOGIN, "-O"), status=1)


def identifiers(token, name, count, told):
    """One for each key and certificate, no two alike."""
    found = [line for line in told.text.splitlines() if line.startswith("  Unique ID:")]
    token.results.equal(f"{token.card.profile}: {name}: unique identifiers are", (count, count),
                        (len(found), len(set(found))))
