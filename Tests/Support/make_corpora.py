#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the fuzzers that come from other fixtures, and the table of where each comes from.

Usage: make_corpora.py. Needs openssl. Seeds of whole conversations come from `tools/fuzz record`, those of lots from
`tools/bench lot`, those of the module's C functions from `swift run ModuleSeeds record`; findings are added by hand,
each with a line in Tests/Fixtures/Corpora/origins.txt.
"""

import io
import json
import pathlib
import subprocess
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "Tests/Fixtures"
CORPORA = FIXTURES / "Corpora"
PKI = FIXTURES / "PKI"

origins = {}


def seed(target, name, content, origin):
    folder = CORPORA / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    origins[f"{target}/{name}"] = origin


def lines(transcript):
    for line in (FIXTURES / "Transcripts" / transcript).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def exchanges(transcript):
    for line in lines(transcript):
        if "c" in line:
            yield bytes.fromhex(line["c"]), bytes.fromhex(line["r"]), line.get("comment", "")


def files(transcript):
    """Files as they were read, by the name that the transcript's comments give them."""
    found = {}
    for command, answer, comment in exchanges(transcript):
        if command[1] == 0xB0 and " of " in comment and answer[-2:] in (b"\x90\x00", b"\x62\x82"):
            name = comment.split(" of ")[1].split(" (")[0].split(" ->")[0].split("/")[-1]
            offset = command[2] << 8 | command[3]
            content = found.setdefault(name, b"")
            if command[2] < 0x80 and offset == len(content):
                found[name] = content + answer[:-2]
    return found


def card_formats():
    for card, scenario in (("cps3", "cps3"), ("cps4", "cps4-t1")):
        transcript = f"cryptolib/{scenario}-cold-objects.jsonl"
        for name, content in files(transcript).items():
            if name in {"ODF", "TokenInfo", "AODF", "PrKDF", "PuKDF", "CDF", "DODF", "EF.SN"}:
                seed("pkcs15", f"{card}-{name.lower()}.bin", content, transcript)
            elif name.startswith("CPS_NAME") or name.startswith("EF.DIR") or name.startswith("EF.ATR"):
                seed("tlv", f"{card}-{name.split()[0].lower()}.bin", content, transcript)
        selected = [answer for _, answer, _ in exchanges(transcript) if len(answer) > 4 and answer[0] in (0x62, 0x6F)]
        for index, answer in enumerate(dict.fromkeys(selected[:2])):
            seed("tlv", f"{card}-control-parameters-{index}.bin", answer[:-2], transcript)
    for command, answer, _ in exchanges("opensc/cps3-iasecc-list-sdos.jsonl"):
        if command[1] == 0xCB and len(answer) > 40:
            seed("tlv", "cps3-sdo.bin", answer[:-2], "opensc/cps3-iasecc-list-sdos.jsonl")
            break
    seed("tlv", "deep.bin", bytes.fromhex("300c" * 7 + "0400"), "by hand: nesting that lies about its lengths")
    seed("tlv", "long-form.bin", bytes.fromhex("7f4981050681020500bf8101820001aa0000"), "by hand: long tags and lengths")


def commands():
    transcript = "cryptolib/cps4-t1-sign-sig.jsonl"
    for index, (command, answer, _) in enumerate(list(exchanges(transcript))[-3:]):
        seed("apdu", f"command-{index}.bin", command, transcript)
        seed("apdu", f"answer-{index}.bin", answer, transcript)
    seed("apdu", "extended-case-4.bin", bytes.fromhex("00cb3fff0000044d0270800000"), "by hand: ISO/IEC 7816-4 §5.2")
    seed("apdu", "extended-case-2.bin", bytes.fromhex("00b00000000000"), "by hand: ISO/IEC 7816-4 §5.2")
    for profile in ("transcript-cps3", "transcript-cps4", "transcript-cps4-t0"):
        card = json.loads((ROOT / "Cards" / profile / "card.json").read_text(encoding="utf-8"))
        for face in ("contact", "contactless"):
            if face in card:
                seed("atr", f"{profile}-{face}.bin", bytes.fromhex(card[face]["atr"]), f"Cards/{profile}/card.json")
    seed("atr", "many-interface-bytes.bin", bytes.fromhex("3bf0ffffff80ffff80ffff80ffff80ffff80ffff8000"), "by hand")


def certificates():
    for name in ("signer.crt.der", "elliptic.crt.der", "intermediate.crl.pem", "signer.crt.pem", "ca.pem"):
        seed("certificate", name, (PKI / name).read_bytes(), f"Tests/Fixtures/PKI/{name}")
    card = ROOT / "Cards/cps4-medecin/keys"
    certificate = sorted(card.glob("*.der"))[0]
    seed("certificate", "card.crt.der", certificate.read_bytes() + bytes(32), f"{certificate.relative_to(ROOT)}, padded")
    with tempfile.TemporaryDirectory() as folder:
        content = pathlib.Path(folder) / "content"
        content.write_bytes(b"FSE TEST 1\n")
        pss = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"]
        for name, padding in (("pkcs1", []), ("pss", pss)):
            # Its time, and the salt of PSS, differ every time: what is there stays.
            if (CORPORA / f"certificate/cades-{name}.p7s").is_file():
                continue
            made = subprocess.run(
                ["openssl", "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER", "-in", content,
                 "-signer", PKI / "signer.crt.pem", "-inkey", PKI / "signer.key.pem",
                 "-certfile", PKI / "intermediate.crt.pem", *padding], check=True, capture_output=True)
            seed("certificate", f"cades-{name}.p7s", made.stdout, "openssl cms -sign -cades with Tests/Fixtures/PKI")


def documents():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [ROOT / "tools/make-sample-fse", folder, "2", "899700012345", "4899700012345001", "SA07"], check=True,
            capture_output=True)
        for path in sorted(pathlib.Path(folder).iterdir()):
            seed("fse", path.name, path.read_bytes(), "tools/make-sample-fse")
    nir = "2852075123456" + "%02d" % (97 - 2852075123456 % 97)
    records = ["2".ljust(128), "2S".ljust(49) + nir, "3", "4", "5"]
    for name, ending in (("crlf", "\r\n"), ("lf", "\n")):
        block = "".join(record.ljust(128) + ending for record in records)
        seed("fse", f"block-{name}.b2", block.encode("latin-1"), "by hand, after the public text of the B2 norm")
    text = "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/"
    vector = '{"numbers":[333333333],"string":"' + text + '","literals":[null,true,false]}'
    seed("fse", "canonical.json", vector.encode(), "RFC 8785 §3.2.2, without its broken numbers")


def conversations_with_cards():
    chosen = {
        "cps3": (0, ["sign-sig", "sign-aut", "decrypt", "change-pin", "unblock-puk", "data-read-write", "wrong-pin"]),
        "cps3-contactless": (1, ["sign", "cold-list"]),
        "cps4-t1": (2, ["sign-sig", "sign-aut", "decrypt", "change-pin", "unblock-puk", "data-read-write"]),
        "cps4-t0": (3, ["sign-sig", "decrypt"]),
    }
    for card, (face, scenarios) in chosen.items():
        for scenario in scenarios:
            transcript = f"cryptolib/{card}-{scenario}.jsonl"
            records = [bytes([face])]
            for line in lines(transcript):
                command = bytes.fromhex(line["c"]) if "c" in line else b"" if "reset" in line.get("event", "") else None
                if command is not None:
                    length = bytes([len(command)]) if len(command) < 255 else b"\xff" + len(command).to_bytes(2, "big")
                    records.append(length + command)
            seed("virtual-card", f"{card}-{scenario}.bin", b"".join(records), transcript)


def lots():
    """Variants of a lot that the product made."""
    whole = (CORPORA / "lot/cps4-medecin.bin").read_bytes()
    origins["lot/cps4-medecin.bin"] = "tools/bench lot, with two FSE"
    seed("lot", "cut.bin", whole[: len(whole) // 2] + whole[-22:], "lot/cps4-medecin.bin without its middle")
    altered = bytearray(whole)
    altered[len(whole) // 3] ^= 1
    seed("lot", "altered.bin", bytes(altered), "lot/cps4-medecin.bin with one bit changed")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name, target in (("lot.json", "lot.json"), ("META-INF/ASiCManifest001.xml", "manifest.xml")):
            path = next(entry for entry in archive.namelist() if entry.endswith(name))
            seed("fse", target, archive.read(path), f"{path} of lot/cps4-medecin.bin")


def xml():
    def assertion(prefix, declaration):
        value = "<s:AttributeValue>499700000013001</s:AttributeValue>"
        text = (
            f'<s:Assertion {declaration}="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0">'
            "<s:Issuer>CN=899700000013,C=FR</s:Issuer><s:Subject><s:NameID>899700000013</s:NameID></s:Subject>"
            f'<s:AttributeStatement><s:Attribute Name="Identifiant_Structure">{value}</s:Attribute>'
            "</s:AttributeStatement></s:Assertion>")
        return text.replace("<s:", f"<{prefix}").replace("</s:", f"</{prefix}").encode()

    declared = b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n" + assertion("saml:", "xmlns:saml")
    seed("xml", "assertion.xml", assertion("", "xmlns"), "by hand, after SAML 2.0 core")
    seed("xml", "assertion-declared.xml", declared, "by hand, after SAML 2.0 core")
    markup = "<?a b?><!-- c --><a b='&#10;&lt;' c=\"'>\"><![CDATA[<]]>&#13;<d/>é</a\n><?e?>"
    namespaces = "<a xmlns='urn:x:a' xmlns:b='urn:x:b'><b:c b:d='' d=''/><c xmlns=''/></a>"
    for name, text in (("markup", markup), ("namespaces", namespaces), ("empty", "<a:a xmlns:a='urn:x:a'/>")):
        seed("xml", f"{name}.xml", text.encode(), "by hand, after the examples of W3C Canonical XML §3")
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;"><!ENTITY d "&c;&c;">]><a>&d;</a>'
    seed("xml", "entities.xml", laughs.encode(), "by hand")
    seed("xml", "signed.xml", b"<a><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></a>", "by hand")


def write_origins():
    path = CORPORA / "origins.txt"
    kept = {}
    if path.exists():
        kept = dict(line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if line)
    kept.update(origins)
    for script in CORPORA.glob("conversation/*.bin"):
        profile = script.stem.removesuffix("-contactless")
        kept.setdefault(f"conversation/{script.name}", f"tools/fuzz record, Cards/{profile}")
    present = {name: origin for name, origin in kept.items() if (CORPORA / name).is_file()}
    path.write_text("".join(f"{name}\t{origin}\n" for name, origin in sorted(present.items())), encoding="utf-8")


card_formats()
commands()
certificates()
documents()
conversations_with_cards()
lots()
xml()
write_origins()
