# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""Judges XML signatures without our code: xmlsec1 for the whole, this page for what xmlsec1 does not look at.

The canonical forms here come from Python's own canonicaliser (C14N 2.0, which declares the namespaces that exclusive
C14N 1.0 declares), and the RSA value is opened by hand.
"""

import base64
import hashlib
import io
import re
import subprocess
import xml.etree.ElementTree as ElementTree

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
NAMES = {"ds": DS, "xades": XADES, "saml": SAML}


class Unsound(Exception):
    """What does not hold."""


def require(holds, what):
    if not holds:
        raise Unsound(what)


def xmlsec(pki, document, folder):
    """Whether xmlsec1 takes a signed document, chain included; references beside it are looked up in `folder`."""
    command = ["xmlsec1", "--verify", "--id-attr:ID", "Assertion", "--id-attr:Id", f"{XADES}:SignedProperties"]
    for kind, option in (("roots", "--trusted-pem"), ("intermediates", "--untrusted-pem")):
        for path in sorted((pki / kind).iterdir()):
            command += [option, path]
    done = subprocess.run([*command, document], cwd=folder, capture_output=True, timeout=60, check=False)
    return done.returncode == 0, done.stderr.decode(errors="replace")


def canonical(text, without=()):
    return ElementTree.canonicalize(text, exclude_tags=without).encode()


def part(text, prefix, name):
    """An element with its namespaces: as it would be canonicalised alone."""
    found = re.findall(rf"<{prefix}:{name}[ >].*?</{prefix}:{name}>", text, re.DOTALL)
    require(len(found) == 1, f"one {name}")
    declarations = "".join(f' xmlns:{key}="{NAMES[key]}"' for key in ("ds", "xades"))
    own = re.sub(r' xmlns:\w+="[^"]*"', "", found[0].split(">", 1)[0])
    return canonical(own + declarations + ">" + found[0].split(">", 1)[1])


def digest(content):
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def check(document, certificate, scope=None, detached=None):
    """Every digest and the value of a signed document, recomputed; returns the ds:Signature.

    `scope` is the part that is signed without the signature, as text; `detached` the bytes beside it."""
    text = document.decode()
    root = ElementTree.fromstring(text)
    signatures = [root] if root.tag == f"{{{DS}}}Signature" else root.findall(f".//{{{DS}}}Signature")
    require(len(signatures) == 1, "one signature")
    signature = signatures[0]
    require(algorithm(signature, "ds:SignedInfo/ds:CanonicalizationMethod") == EXCLUSIVE, "exclusive C14N")
    method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    require(algorithm(signature, "ds:SignedInfo/ds:SignatureMethod") == method, "rsa-sha256")
    first, *others = signature.findall("ds:SignedInfo/ds:Reference", NAMES)
    require(algorithm(first, "ds:DigestMethod") == SHA256, "SHA-256")
    transforms = [transform.get("Algorithm") for transform in first.findall("ds:Transforms/ds:Transform", NAMES)]
    if detached is None:
        require(transforms == [DS + "enveloped-signature", EXCLUSIVE], f"transforms {transforms}")
        content = canonical(text if scope is None else scope(text), [f"{{{DS}}}Signature"])
    else:
        require(transforms == [], "no transforms")
        content = detached
    require(first.findtext("ds:DigestValue", namespaces=NAMES) == digest(content), "digest of the content")
    for reference in others:
        require(reference.get("Type") == "http://uri.etsi.org/01903#SignedProperties", "type of the properties")
        found = digest(part(text, "xades", "SignedProperties"))
        require(reference.findtext("ds:DigestValue", namespaces=NAMES) == found, "digest of the properties")
    value = base64.b64decode(signature.findtext("ds:SignatureValue", namespaces=NAMES))
    require(opened(value, certificate).endswith(hashlib.sha256(part(text, "ds", "SignedInfo")).digest()), "value")
    carried = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", namespaces=NAMES)
    require(base64.b64decode(carried) == certificate, "the certificate of the signature key")
    return signature


def algorithm(element, path):
    return element.find(path, NAMES).get("Algorithm")


def opened(value, certificate):
    """The block in an RSA value."""
    key = subprocess.run(["openssl", "x509", "-inform", "DER", "-pubkey", "-noout"], input=certificate,
                         capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=key, capture_output=True,
                            check=True).stdout
    modulus, exponent = rsa(public)
    number = pow(int.from_bytes(value, "big"), exponent, modulus)
    block = number.to_bytes((modulus.bit_length() + 7) // 8, "big")
    # RFC 8017 §9.2 with DigestInfo of SHA-256.
    info = bytes.fromhex("3031300d060960864801650304020105000420")
    filling = b"\xff" * (len(block) - 3 - len(info) - 32)
    require(block.startswith(b"\x00\x01" + filling + b"\x00" + info), "PKCS #1 v1.5 padding")
    return block


def elements(der):
    """The elements of a DER value: tag, content, encoding."""
    while der:
        length, start = der[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[2:start], "big")
        yield der[0], der[start:start + length], der[:start + length]
        der = der[start + length:]


def rsa(public):
    (_, info, _), = elements(public)
    (_, _, _), (_, bits, _) = elements(info)
    (_, numbers, _), = elements(bits[1:])
    (_, modulus, _), (_, exponent, _) = elements(numbers)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


def check_properties(signature, certificate, mime_type, time):
    """What XAdES baseline B-B asks for (EN 319 132-1 §6.3)."""
    qualifying = signature.find("ds:Object/xades:QualifyingProperties", NAMES)
    require(qualifying.get("Target") == "#" + signature.get("Id"), "target")
    signed = qualifying.find("xades:SignedProperties", NAMES)
    own, data = signed
    require([child.tag for child in own] == [f"{{{XADES}}}SigningTime", f"{{{XADES}}}SigningCertificateV2"], "order")
    require(own.findtext("xades:SigningTime", namespaces=NAMES) == time, "signing time")
    named = own.find("xades:SigningCertificateV2/xades:Cert", NAMES)
    require(algorithm(named, "xades:CertDigest/ds:DigestMethod") == SHA256, "SHA-256 of the certificate")
    found = named.findtext("xades:CertDigest/ds:DigestValue", namespaces=NAMES)
    require(found == digest(certificate), "digest of the certificate")
    require(issuer_serial(base64.b64decode(named.findtext("xades:IssuerSerialV2", namespaces=NAMES)))
            == issuer_serial_of(certificate), "issuer and serial number")
    first, properties = signature.findall("ds:SignedInfo/ds:Reference", NAMES)
    require(properties.get("URI") == "#" + signed.get("Id"), "reference to the properties")
    described = data.find("xades:DataObjectFormat", NAMES)
    require(described.get("ObjectReference") == "#" + first.get("Id"), "what the format is of")
    require(described.findtext("xades:MimeType", namespaces=NAMES) == mime_type, "media type")


def issuer_serial(der):
    """RFC 5035 §5: GeneralNames with one directoryName, and the number."""
    (_, content, whole), = elements(der)
    require(whole == der, "IssuerSerial and nothing behind it")
    (_, names, _), (_, number, _) = elements(content)
    (tag, name, _), = elements(names)
    require(tag == 0xA4, "a directoryName")
    return name, number


def issuer_serial_of(certificate):
    (_, outer, _), *_ = elements(certificate)
    (_, inner, _), *_ = elements(outer)
    _, (_, number, _), _, (_, _, issuer), *_ = elements(inner)
    return issuer, number


def assertion_alone(text):
    """The element without what stands around it."""
    return re.search(r"<(\w+:)?Assertion.*</(\w+:)?Assertion>", text, re.DOTALL)[0]


def well_formed(document):
    try:
        ElementTree.parse(io.BytesIO(document))
        return True
    except ElementTree.ParseError:
        return False
