# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""OpenSC's pkcs11-tool on the module: how it is run, and how its results are judged."""

import hashlib
import pathlib

from module_bench import PIN, WRONG_PIN
from references import References

REFERENCES = pathlib.Path(__file__).resolve().parent / "module-reference"
NEW_PIN, PUK, WRONG_PUK = "5678", "12345678", "87654321"
MESSAGE = b"Bonjour Docteur"
# More than pkcs11-tool reads at once: it signs such a message in parts.
LONG_MESSAGE = bytes(index * index % 251 for index in range(5000))
# RFC 8017 §9.2 note 1: the DigestInfo of each hash, less the digest.
PREFIXES = {
    "sha1": "3021300906052b0e03021a05000414", "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430", "sha512": "3051300d060960864801650304020305000440",
}
PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest")
SECRETS = {"CARD_PIN": PIN, "CARD_NEW_PIN": NEW_PIN, "CARD_WRONG_PIN": WRONG_PIN, "CARD_PUK": PUK,
           "CARD_WRONG_PUK": WRONG_PUK}
LOGIN = ("--login", "--pin", "env:CARD_PIN")
# The key of a CPS3's contactless face, which has no PIN.
TECHNICAL = "E828BD080F8025000001FF002003"
CARDS = ("cps3-medecin", "cps4-medecin")


def cards(bench):
    """The profiles of most groups; with --all the one that speaks T=0 too."""
    return (*CARDS, "cps4-t0") if bench.all else CARDS


class Token:
    """pkcs11-tool on one slot of the card in the reader."""

    def __init__(self, bench, results, card, slot=0, mode="native"):
        self.bench, self.results, self.card, self.slot, self.mode = bench, results, card, slot, mode
        values = {"contact": bench.contact, "contactless": bench.contactless, "module": str(bench.module)}
        for role in card.description["certificates"]:
            der = card.folder / card.description["certificates"][role]
            serial = bench.openssl("x509", "-inform", "DER", "-in", der, "-noout", "-serial").decode()
            values[f"serial.{role}"] = serial.strip().split("=")[1]
        self.references = References(REFERENCES, values)

    def run(self, *arguments):
        return self.bench.run(
            "pkcs11-tool", "--module", self.bench.module, *arguments, **SECRETS, CADUCEE_PKCS11_MODE=self.mode)

    def on_slot(self, *arguments):
        return self.run("--slot", self.slot, *arguments)

    def report(self, name, problem):
        where = self.card.profile if self.mode == "native" else f"{self.card.profile}, {self.mode} mode"
        self.results.report(f"{where}: {name}", problem)

    def shows(self, name, reference, outcome, status=0):
        try:
            problem = self.references.text_problem(reference, outcome.text)
        except FileNotFoundError:
            # One that nobody wrote is a failure, not a check less.
            problem = f"{reference}.txt is not in {REFERENCES.name}: to be written by hand, from the sources named there"
        if outcome.status != status:
            problem = f"exit code {outcome.status}, not {status}\n{problem or ''}"
        self.report(name, problem)

    def refused(self, name, code, outcome):
        """Ends with an error that names the code."""
        self.report(name, None if outcome.status == 1 and f"{code} (" in outcome.text else
                    f"exit code {outcome.status}, not 1 and {code}\n{outcome.text}")

    def key(self, role):
        return "--id", self.card.identifiers.get(role, TECHNICAL).lower()

    def sign(self, role, mechanism, data, *options):
        """The file that pkcs11-tool wrote, or its words."""
        self.bench.write("data", data)
        signature = self.bench.folder / "signature"
        signature.unlink(missing_ok=True)
        login = LOGIN if role in self.card.identifiers else ()
        told = self.on_slot(*login, "--sign", "-m", mechanism, *self.key(role), *options, "-i", "data", "-o", signature)
        return signature if told.status == 0 and signature.exists() else told

    def signs(self, role, mechanism, function, message=MESSAGE, given="", options=()):
        """Signs, and has openssl and the module verify. `given`: what the tool gets instead of the message."""
        digest = hashlib.new(function, message).digest()
        data = {"": message, "digest": digest, "DigestInfo": bytes.fromhex(PREFIXES[function]) + digest}[given]
        size = "" if message is MESSAGE else f", {len(message)} bytes"
        name = f"{role}, {mechanism}{' of a ' + given if given else ''}{size}, {function}"
        made = self.sign(role, mechanism, data, *options)
        if not isinstance(made, pathlib.Path):
            self.report(f"sign, {name}", made.text)
            return
        self.bench.write("message", message)
        padding = PSS if "PSS" in mechanism else ()
        self.report(f"sign, {name}", self.card.verifies(role, function, made, "message", *padding))
        if given == "digest" and "PSS" not in mechanism:
            # What the card added, the verifier must bring.
            self.bench.write("data", bytes.fromhex(PREFIXES[function]) + digest)
        told = self.on_slot("--verify", "-m", mechanism, *self.key(role), *options, "-i", "data", "--signature-file",
                            made)
        self.report(f"verify, {name}",
                    None if told.status == 0 and "Signature is valid" in told.text else told.text)
