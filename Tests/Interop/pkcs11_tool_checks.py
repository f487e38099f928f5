# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What OpenSC's pkcs11-tool must be able to do with the module's tokens, and what the other modes show."""

from card_bench import BenchFailure
from module_bench import Holder
from pkcs11_tool import LOGIN, LONG_MESSAGE, MESSAGE, PREFIXES, Token, cards


def compat(bench, results):
    """Compat mode: what software that was written for the established middleware sees, and is refused."""
    with Holder(bench, "cps4-medecin") as card:
        token = Token(bench, results, card, mode="compat")
        token.shows("-M", "cps4.compat.mechanisms", token.on_slot("-M"))
        token.signs("signature", "SHA256-RSA-PKCS", "sha256")
        # pkcs11-tool's buffer is larger than a signature, which the established middleware does not bear.
        token.signs("authentication", "RSA-PKCS", "sha256", given="DigestInfo")
    with Holder(bench, "cps3-medecin") as card:
        token = Token(bench, results, card, mode="compat")
        token.shows("-I", "information.compat", token.run("-I"))
        token.shows("-M", "cps3.compat.mechanisms", token.on_slot("-M"))
        token.shows("--login -O", "cps3-medecin.compat", token.on_slot(*LOGIN, "-O"))
        token.signs("signature", "SHA256-RSA-PKCS", "sha256")
        for role, mechanism, code in (
                ("authentication", "SHA256-RSA-PKCS", "CKR_KEY_TYPE_INCONSISTENT"),
                ("signature", "SHA512-RSA-PKCS", "CKR_MECHANISM_INVALID"),
                ("authentication", "RSA-X-509", "CKR_FUNCTION_NOT_SUPPORTED")):
            token.refused(f"sign, {role}, {mechanism}", code, token.sign(role, mechanism, MESSAGE))


def strict(bench, results):
    """Strict mode: pkcs11-tool sees that the signature key wants the PIN each time, and gives it."""
    with Holder(bench, "cps4-medecin") as card:
        token = Token(bench, results, card, mode="strict")
        token.shows("--login -O, private keys", "cps4-medecin.strict", token.on_slot(*LOGIN, "-O", "--type", "privkey"))
        for role in ("signature", "authentication"):
            token.signs(role, "SHA256-RSA-PKCS", "sha256")


def signatures(bench, results):
    """Both keys with every mechanism; openssl verifies, and so does the module."""
    for profile in cards(bench):
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            _, before = card.counters()
            for role in ("signature", "authentication"):
                token.signs(role, "SHA1-RSA-PKCS", "sha1")
                token.signs(role, "SHA256-RSA-PKCS", "sha256")
                token.signs(role, "SHA256-RSA-PKCS", "sha256", LONG_MESSAGE)
                token.signs(role, "RSA-PKCS", "sha256", given="DigestInfo")
                if card.generation == "cps4":
                    token.signs(role, "SHA1-RSA-PKCS-PSS", "sha1")
                    token.signs(role, "SHA256-RSA-PKCS-PSS", "sha256")
                    token.signs(role, "RSA-PKCS-PSS", "sha256", given="digest", options=(
                        "--hash-algorithm", "SHA256", "--mgf", "MGF1-SHA256"))
            token.signs("signature", "RSA-PKCS", "sha256", given="digest")
            token.signs("signature", "RSA-PKCS", "sha1", given="DigestInfo")
            for function in ("sha384", "sha512"):
                token.signs("authentication", f"{function.upper()}-RSA-PKCS", function)
            token.signs("authentication", "RSA-PKCS", "sha512", given="DigestInfo")
            wanted = {"cps3": {"signature": 6, "authentication": 7}, "cps4": {"signature": 9, "authentication": 10}}
            _, after = card.counters()
            results.equal(f"{profile}: one operation of the card for each signature, none to verify",
                          wanted[card.generation], {role: after.get(role, 0) - before.get(role, 0) for role in after})


def contactless(bench, results):
    """The technical key of a CPS3 signs without any login."""
    with Holder(bench, "cps3-medecin") as card:
        certificate = card.folder / card.description["certificates"]["technical"]
        card.public_keys["technical"] = bench.write("technical.pub", bench.openssl(
            "x509", "-inform", "DER", "-in", certificate, "-noout", "-pubkey"))
        token = Token(bench, results, card, slot=1)
        token.signs("technical", "SHA256-RSA-PKCS", "sha256")
        token.signs("technical", "RSA-PKCS", "sha256", given="DigestInfo")
        results.equal("cps3-medecin: by the technical key", {"technical": 2}, card.counters()[1])


def refusals(bench, results):
    """What a key is not for costs no operation; a signature that is none is found out."""
    with Holder(bench, "cps3-medecin") as card:
        token = Token(bench, results, card)
        for role, mechanism, data, code in (
                ("signature", "SHA512-RSA-PKCS", MESSAGE, "CKR_KEY_TYPE_INCONSISTENT"),
                ("signature", "RSA-PKCS", MESSAGE, "CKR_DATA_INVALID"),
                ("authentication", "RSA-PKCS", bytes(103), "CKR_DATA_LEN_RANGE")):
            token.refused(f"sign, {role}, {mechanism}, {len(data)} bytes", code, token.sign(role, mechanism, data))
        results.equal("cps3-medecin: no operation of a key, no try lost", (3, {}), card.counters())
        bench.write("data", MESSAGE)
        bench.write("signature", bytes(256))
        told = token.on_slot("--verify", "-m", "SHA256-RSA-PKCS", *token.key("signature"), "-i", "data",
                             "--signature-file", "signature")
        # pkcs11-tool ends with 0 whatever it found.
        results.true("cps3-medecin: verify, a signature of zeros", "Invalid signature" in told.text, told.text)


def decryption(bench, results):
    """The authentication key opens what openssl closed, once; a padding that is none is one error."""
    for profile in cards(bench):
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            for size in (0, 1, 48, 245):
                plain = LONG_MESSAGE[:size]
                bench.openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", card.public_keys["authentication"], "-out",
                              "cryptogram", data=plain)
                told = token.on_slot(*LOGIN, "--decrypt", "-m", "RSA-PKCS", *token.key("authentication"),
                                     "-i", "cryptogram", "-o", "plain")
                opened = (bench.folder / "plain").read_bytes() if told.status == 0 else told.text
                results.equal(f"{profile}: decrypt, {size} bytes", plain, opened)
            results.equal(f"{profile}: one operation for each", {"authentication": 4}, card.counters()[1])
            # 00 01: a signature's padding, where an encryption's is 00 02.
            bench.openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", card.public_keys["authentication"], "-pkeyopt",
                          "rsa_padding_mode:none", "-out", "cryptogram", data=b"\0\1" + b"\xFF" * 221 + bytes(33))
            token.refused("decrypt, wrong padding", "CKR_ENCRYPTED_DATA_INVALID", token.on_slot(
                *LOGIN, "--decrypt", "-m", "RSA-PKCS", *token.key("authentication"), "-i", "cryptogram", "-o", "wrong"))


def pins(bench, results):
    """Change of the PIN, tries, and unblocking as security officer."""
    for profile in cards(bench):
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)

            def login(name, variable, code=None):
                told = token.on_slot("--login", "--pin", f"env:{variable}", "-O", "--type", "privkey")
                if code:
                    token.refused(f"login, {name}", code, told)
                else:
                    token.report(f"login, {name}", None if told.status == 0 else told.text)

            def tries(name, left):
                results.equal(f"{profile}: {name}: tries left", left, card.counters()[0])

            told = token.on_slot(*LOGIN, "--change-pin", "--new-pin", "env:CARD_NEW_PIN")
            results.true(f"{profile}: --change-pin",
                         told.status == 0 and "PIN successfully changed" in told.text, told.text)
            login("the new PIN", "CARD_NEW_PIN")
            login("the old PIN", "CARD_PIN", "CKR_PIN_INCORRECT")
            tries("one lost", 2)
            login("wrong", "CARD_WRONG_PIN", "CKR_PIN_INCORRECT")
            tries("another lost", 1)
            # Nobody is to block a card by mistake: the last try is not taken.
            login("wrong, before the last try", "CARD_WRONG_PIN", "CKR_PIN_LOCKED")
            tries("the last is kept", 1)
            officer = ("--login", "--login-type", "so", "--so-pin")
            token.refused("--init-pin, wrong PUK", "CKR_PIN_INCORRECT", token.on_slot(
                *officer, "env:CARD_WRONG_PUK", "--init-pin", "--new-pin", "env:CARD_PIN"))
            told = token.on_slot(*officer, "env:CARD_PUK", "--init-pin", "--new-pin", "env:CARD_PIN")
            results.true(f"{profile}: --init-pin with the PUK", told.status == 0, told.text)
            tries("unblocked", 3)
            login("the PIN given with the PUK", "CARD_PIN")


def own_test(bench, results):
    """pkcs11-tool --test: its own judgement of digests, signatures, verification, decryption."""
    for profile in cards(bench):
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            told = token.on_slot(*LOGIN, "--test")
            token.report("--test", None if told.status == 0 and "No errors" in told.text else told.text)


def random(bench, results):
    """Random bytes of the card, other ones each time."""
    for profile in cards(bench):
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            seen = set()
            for name in ("one", "other"):
                told = token.on_slot("--generate-random", "20", "-o", name)
                if told.status:
                    raise BenchFailure(told.text)
                seen.add((bench.folder / name).read_bytes())
            results.equal(f"{profile}: twice 20 bytes, different", (2, {20}), (len(seen), {len(item) for item in seen}))
