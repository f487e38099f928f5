# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What OpenSC's programs and its PKCS#11 module must show of the cards, and must be able to do with them."""

import hashlib

from card_bench import Card
from checks import Checks

APPLICATION = "E828BD080F8025000001FF0010"
IDS = {"signature": APPLICATION + "01", "authentication": APPLICATION + "02"}
MESSAGE = b"Bonjour Docteur"
# Test values of the profiles, which protect nothing.
PIN, NEW_PIN, WRONG_PIN, PUK, WRONG_PUK = "1234", "5678", "9999", "12345678", "87654321"


class OpenSCChecks(Checks):
    """The groups of checks; each takes a card fresh from its profile."""

    def pkcs15(self, *arguments):
        return ["pkcs15-tool", "--reader", self.bench.contact, *arguments]

    def pkcs11(self, *arguments):
        return ["pkcs11-tool", "--token-label", "CPX IAS (PIN CPS)", *arguments]

    def verify(self, name, pin, reference="nothing", status=0):
        self.output(name, reference, *self.pkcs15("--verify-pin", "--pin", pin), status=status)

    def counters(self, name, card, pin, puk):
        now = card.statistics()
        happened = (now["pin_tries_left"], now["puk_tries_left"])
        self.equal(f"  {name}: tries left of PIN and PUK", (pin, puk), happened)

    def know(self, card):
        """The values that depend on the card's keys, from its profile and never from the card."""
        values = {"contact": self.bench.contact, "contactless": self.bench.contactless, "zeros": " 00" * 106}
        for role, file in card.description["certificates"].items():
            certificate = card.folder / file
            x509 = ["x509", "-inform", "DER", "-in", certificate, "-noout"]
            serial = self.bench.openssl(*x509, "-serial").decode().strip()
            values[f"serial.{role}"] = serial.removeprefix("serial=")
            values[f"size.{role}"] = f"{certificate.stat().st_size:04X}"
            key = self.bench.folder / f"{role}.pub"
            key.write_bytes(self.bench.openssl(*x509, "-pubkey"))
        for role, identifier in IDS.items():
            # OpenSC makes it of the key's identifier and the serial number: no key in it.
            made = hashlib.sha1(bytes.fromhex(identifier + "000001990010016F")).hexdigest()
            values[f"guid.{role}"] = "-".join((made[:8], made[8:12], made[12:16], made[16:20], made[20:32]))
        values["digest"] = hashlib.sha256(MESSAGE).hexdigest()
        self.references.values = values

    @property
    def groups(self):
        return (self.recognition, self.objects, self.transcripts, self.pin, self.module, self.cps4)

    def recognition(self):
        """The CPS3 as OpenSC's own programs show it."""
        with Card(self.bench, "cps3-medecin") as card:
            self.know(card)
            reader = ["--reader", self.bench.contact]
            self.output("opensc-tool -n", "name", "opensc-tool", *reader, "-n")
            self.output("opensc-tool --atr", "atr", "opensc-tool", *reader, "--atr")
            card.exchanges()
            self.output("opensc-tool --serial", "serial", "opensc-tool", *reader, "--serial")
            self.dialogue(card, "dialogue-start")
            self.output(
                "iasecc-tool --list-applications", "applications", "iasecc-tool", *reader, "--list-applications")
            self.dialogue(card, "dialogue-start", "dialogue-directory")
            self.output("iasecc-tool --list-sdos 1", "sdos-pins", "iasecc-tool", *reader, "--list-sdos", "1")
            self.output(
                "iasecc-tool --list-sdos 0x10", "sdos-private-keys", "iasecc-tool", *reader, "--list-sdos", "0x10")
            self.output(
                "iasecc-tool --list-sdos 0x7B", "sdos-environments", "iasecc-tool", *reader, "--list-sdos", "0x7B")
            card.exchanges()
            self.output("opensc-tool -n, contactless", "unsupported",
                        "opensc-tool", "--reader", self.bench.contactless, "-n")
            self.recorded(card, "cps3-contactless-opensc-tool-name", " contactless")

    def objects(self):
        """PKCS#15: what the directories list, and what the files hold."""
        with Card(self.bench, "cps3-medecin") as card:
            self.know(card)
            self.output("pkcs15-tool -k", "private-keys", *self.pkcs15("-k"))
            self.dialogue(card, "dialogue-keys")
            self.output("pkcs15-tool -D", "dump", *self.pkcs15("-D"))
            self.dialogue(card, "dialogue-keys", "dialogue-public-keys", "dialogue-certificate")
            for role, identifier in IDS.items():
                pem = self.bench.run(*self.pkcs15("--read-certificate", identifier), status=0).output
                der = self.bench.openssl("x509", "-outform", "DER", data=pem)
                file = card.folder / card.description["certificates"][role]
                self.equal(f"pkcs15-tool --read-certificate, {role}", file.read_bytes(), der)
                card.exchanges()
                pem = self.bench.run(*self.pkcs15("--read-public-key", identifier), status=0).output
                expected = (self.bench.folder / f"{role}.pub").read_bytes()
                self.equal(f"pkcs15-tool --read-public-key, {role}", expected, pem)
            self.dialogue(card, "dialogue-public-key-value")
            self.output("pkcs15-tool --read-data-object after the PIN", "activity", *self.pkcs15(
                "--verify-pin", "--pin", PIN, "--read-data-object", "CPS_ACTIVITY_01_PS"))

    def transcripts(self):
        """The recorded dialogues of the same programs, whole, with a card that holds the recorded contents."""
        reader = ["--reader", self.bench.contact]
        names = {
            "cps3-opensc-tool-atr-name": ["opensc-tool", *reader, "-a", "-n"],
            "cps3-iasecc-list-applications": ["iasecc-tool", *reader, "--list-applications"],
            "cps3-iasecc-list-sdos": ["iasecc-tool", *reader, "--list-sdos", "1"],
            "cps3-pkcs15-dump": self.pkcs15("-D"),
            "cps3-pkcs15-verify-pin": self.pkcs15("--verify-pin", "--pin", PIN),
            "cps3-pkcs15-unblock-pin": self.pkcs15("--unblock-pin", "--puk", PUK, "--new-pin", PIN),
            "cps3-pkcs15-change-pin": self.pkcs15("--change-pin", "--pin", PIN, "--new-pin", NEW_PIN),
        }
        with Card(self.bench, "transcript-cps3") as card:
            card.exchanges()
            for transcript, command in names.items():
                self.bench.run(*command, status=0)
                self.recorded(card, transcript)

    def pin(self):
        """The PIN's life: right, wrong, changed, blocked, unblocked."""
        with Card(self.bench, "cps3-medecin") as card:
            card.exchanges()
            self.verify("pkcs15-tool --verify-pin", PIN)
            self.dialogue(card, "dialogue-verify")
            self.verify("pkcs15-tool --verify-pin, wrong", WRONG_PIN, "pin-incorrect", 255)
            self.dialogue(card, "dialogue-verify-incorrect")
            self.counters("one wrong PIN", card, 2, 10)
            self.verify("pkcs15-tool --verify-pin, too short", "12", "pin-length", 255)
            self.verify("pkcs15-tool --verify-pin, right again", PIN)
            self.counters("the right PIN", card, 3, 10)
            card.exchanges()
            self.output("pkcs15-tool --change-pin", "nothing",
                        *self.pkcs15("--change-pin", "--pin", PIN, "--new-pin", NEW_PIN))
            self.dialogue(card, "dialogue-change")
            self.verify("the new PIN", NEW_PIN)
            self.verify("the old PIN", PIN, "pin-incorrect", 255)
            self.verify("wrong, second time", WRONG_PIN, "pin-incorrect", 255)
            self.verify("wrong, third time", WRONG_PIN, "pin-blocked", 255)
            self.verify("the right PIN when blocked", NEW_PIN, "pin-blocked", 255)
            self.counters("blocked", card, 0, 10)
            card.exchanges()
            self.output("pkcs15-tool --unblock-pin", "nothing",
                        *self.pkcs15("--unblock-pin", "--puk", PUK, "--new-pin", PIN))
            self.dialogue(card, "dialogue-unblock")
            self.counters("unblocked", card, 3, 10)
            self.verify("the PIN given with the PUK", PIN)
            self.output("pkcs15-tool --unblock-pin, wrong PUK", "puk-incorrect",
                        *self.pkcs15("--unblock-pin", "--puk", WRONG_PUK, "--new-pin", NEW_PIN), status=3)
            self.counters("wrong PUK", card, 3, 9)
            self.verify("the PIN that stayed", PIN)

    def module(self):
        """PKCS#11: slots, objects, signature, decipherment, random."""
        with Card(self.bench, "cps3-medecin") as card:
            self.know(card)
            login = ["--login", "--pin", PIN]
            self.output("pkcs11-tool -L", "slots", "pkcs11-tool", "-L")
            self.dialogue(card, "dialogue-second-application")
            self.output("pkcs11-tool -O --login", "objects", *self.pkcs11("-O", *login))
            self.sign(card, login)
            self.decipher(card, login)
            self.random(card)
            self.output(
                "pkcs11-tool --change-pin", "changed", *self.pkcs11(*login, "--change-pin", "--new-pin", NEW_PIN))
            self.verify("  the new PIN", NEW_PIN)
            self.output("pkcs11-tool --login, wrong PIN", "login-incorrect",
                        *self.pkcs11("-O", "--login", "--pin", WRONG_PIN), status=1)
            self.counters("wrong PIN of the module", card, 2, 10)

    def sign(self, card, login):
        folder = self.bench.folder
        (folder / "message").write_bytes(MESSAGE)
        # RFC 8017 §9.2 note 1: the DigestInfo of each hash, less the digest.
        prefixes = {
            "sha256": "3031300d060960864801650304020105000420", "sha512": "3051300d060960864801650304020305000440",
        }
        for function, prefix in prefixes.items():
            digest = hashlib.new(function, MESSAGE).digest()
            (folder / "digest-info").write_bytes(bytes.fromhex(prefix) + digest)
            card.exchanges()
            self.output(f"pkcs11-tool --sign, authentication key, {function}", "sign", *self.pkcs11(
                *login, "--sign", "-m", "RSA-PKCS", "--id", IDS["authentication"], "-i", "digest-info",
                "-o", "signature"))
            if function == "sha256":
                self.references.values["signature"] = (folder / "signature").read_bytes().hex()
                self.dialogue(card, "dialogue-sign")
            verify = ["dgst", f"-{function}", "-verify", "authentication.pub", "-signature", "signature", "message"]
            self.equal(f"  openssl dgst -{function} -verify", "Verified OK\n", self.bench.run("openssl", *verify).text)
        card.exchanges()
        self.output("pkcs11-tool --sign, signature key: OpenSC cannot", "sign-refused", *self.pkcs11(
            *login, "--sign", "-m", "SHA256-RSA-PKCS", "--id", IDS["signature"], "-i", "message"), status=1)
        self.dialogue(card, "dialogue-sign-refused")
        self.equal("  two signatures, by the authentication key", {"authentication": 2},
                   card.statistics()["private_operations"])

    def decipher(self, card, login):
        cryptogram = self.bench.openssl(
            "pkeyutl", "-encrypt", "-pubin", "-inkey", "authentication.pub", data=MESSAGE)
        (self.bench.folder / "cryptogram").write_bytes(cryptogram)
        self.references.values["cryptogram.head"] = cryptogram[:254].hex()
        self.references.values["cryptogram.tail"] = cryptogram[254:].hex()
        card.exchanges()
        self.output("pkcs11-tool --decrypt", "decrypt", *self.pkcs11(
            *login, "--decrypt", "-m", "RSA-PKCS", "--id", IDS["authentication"], "-i", "cryptogram", "-o", "plain"))
        self.dialogue(card, "dialogue-decipher")
        self.equal("  the message again", MESSAGE, (self.bench.folder / "plain").read_bytes())

    def random(self, card):
        card.exchanges()
        command = self.pkcs11("--generate-random", "20", "-o")
        self.output("pkcs11-tool --generate-random", "nothing", *command, "random")
        exchanges = card.exchanges()
        self.report("  dialogue-random", self.references.dialogue_problem("dialogue-random", exchanges))
        challenges = "".join(answer[:-4] for sent, answer in exchanges if sent == "0084000008")
        first = (self.bench.folder / "random").read_bytes()
        self.equal("  the card's own bytes", bytes.fromhex(challenges)[:20], first)
        self.bench.run(*command, "other", status=0)
        self.equal("  others the second time", True, (self.bench.folder / "other").read_bytes() != first)

    def cps4(self):
        """What OpenSC does not serve: it mistakes one CPS4 for an IAS-ECC card and knows no other."""
        with Card(self.bench, "cps4-t0") as card:
            card.exchanges()
            self.output("opensc-tool -n, CPS4 with T=0 only", "class-not-supported",
                        "opensc-tool", "--reader", self.bench.contact, "-n", status=1)
            self.recorded(card, "cps4-t0-opensc-tool-name")
        with Card(self.bench, "cps4-medecin") as card:
            card.exchanges()
            self.output("opensc-tool -n, CPS4 with T=0 and T=1", "unsupported",
                        "opensc-tool", "--reader", self.bench.contact, "-n")
            self.recorded(card, "cps4-t1-opensc-tool-name")
