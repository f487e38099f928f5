# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What GnuTLS's p11tool and p11-kit must show of the module's tokens, and must be able to do with them."""

import ssl

from module_bench import PIN, Holder
from pkcs11_tool import CARDS, Token

# p11-kit reads no configuration of a user who is root; in a name space of its own the same user is somebody else.
AS_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


def p11tool(bench, *arguments, **variables):
    return bench.run("p11tool", "--provider", bench.module, *arguments, GNUTLS_PIN=PIN, **variables)


def labels(text):
    return [line.split(": ", 1)[1] for line in text.splitlines() if line.startswith("\tLabel: ")]


def labels_of(token, reference):
    """Labels in a listing of pkcs11-tool, where those of data stand in quotes."""
    found = [line.split(":", 1)[1].strip() for line in token.references.lines(reference)
             if line.strip().startswith("label:")]
    return [label.removeprefix("'").removesuffix("'") for label in found]


def tokens(bench, results):
    """p11tool --list-tokens: the URLs that configurations will hold."""
    for profile in CARDS:
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            token.references.values["module"] = ""
            token.shows("--list-tokens", f"{profile}.tokens", p11tool(bench, "--list-tokens"))


def objects(bench, results):
    """p11tool lists what pkcs11-tool lists, and exports certificates."""
    for profile in CARDS:
        with Holder(bench, profile) as card:
            token = Token(bench, results, card)
            url = f"pkcs11:serial={card.description['serial']};token=CPX%20IAS"
            for name, reference, login in (("", "objects", ()), ("--login ", "login", ("--login",))):
                told = p11tool(bench, *login, "--list-all", url)
                results.equal(f"{profile}: p11tool {name}--list-all", labels_of(token, f"{profile}.{reference}"),
                              labels(told.output.decode()))
            told = p11tool(bench, "--login", "--list-privkeys", url)
            results.equal(f"{profile}: p11tool --list-privkeys", ["CPS_PRIV_SIG", "CPS_PRIV_AUT"],
                          labels(told.output.decode()))
            for role, certificate in card.certificates.items():
                told = p11tool(bench, "--export", card.uri(role, "cert"))
                exported = told.output.decode() if told.status == 0 else ""
                results.true(
                    f"{profile}: p11tool --export, {role}",
                    exported and ssl.PEM_cert_to_DER_cert(exported.strip()) == ssl.PEM_cert_to_DER_cert(
                        certificate.read_text().strip()), told.text)
            results.equal(f"{profile}: no operation of a key, no try lost", (3, {}), card.counters())


def signatures(bench, results):
    """p11tool --test-sign: signs with a key, and verifies with its certificate's."""
    for profile in CARDS:
        with Holder(bench, profile) as card:
            kinds = [()] if card.generation == "cps3" else [(), ("--sign-params", "RSA-PSS")]
            for role in ("signature", "authentication"):
                for kind in kinds:
                    told = p11tool(bench, "--login", "--test-sign", *kind, card.uri(role))
                    good = "Signing using" in told.text and told.text.count("... ok") == 3
                    results.true(f"{profile}: p11tool {' '.join(('--test-sign', *kind))}, {role}",
                                 told.status == 0 and good, told.text)
            told = bench.run("p11tool", "--provider", bench.module, "--login", "--test-sign", "--set-pin", PIN,
                             card.uri("authentication"))
            results.true(f"{profile}: p11tool --set-pin", told.status == 0 and "... ok" in told.text, told.text)


def registration(bench, results):
    """A module file for p11-kit: programs find the token with no path to the module."""
    modules = bench.folder / "pkcs11" / "modules"
    modules.mkdir(parents=True)
    (modules / "caducee.module").write_text(f"module: {bench.module}\n")
    with Holder(bench, "cps4-medecin") as card:
        told = bench.run(*AS_USER, "p11-kit", "list-modules")
        listed = told.text.split("caducee:", 1)[-1] if "caducee:" in told.text else ""
        results.true("p11-kit list-modules: the module and its token",
                     "token: CPX IAS" in listed and f"serial-number: {card.description['serial']}" in listed, told.text)
        url = f"pkcs11:model=IAS%20ECC;manufacturer=TEST%20CADUCEE;serial={card.description['serial']};token=CPX%20IAS"
        told = bench.run(*AS_USER, "p11tool", "--list-token-urls")
        results.true("p11tool --list-token-urls", url in told.output.decode().splitlines(), told.text)
        told = bench.run(*AS_USER, "p11tool", "--login", "--test-sign", card.uri("authentication"), GNUTLS_PIN=PIN)
        results.true("p11tool --test-sign", told.status == 0 and told.text.count("... ok") == 3, told.text)
