# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The vectors of EV2, §3.3 A to N, and the two steps of §3.1 and §3.2 that lead there from a factory key."""

from messaging import EarlierSession, Session, other_key, own_key, proof, session_keys
from primitives import crc32, encrypted, triple_des_inverse, unchained

H = bytes.fromhex
ZERO = bytes(16)
CAPS = bytes(6)


def session(encryption, authentication, identifier, counter=0):
    return Session(H(encryption or "00" * 16), H(authentication or "00" * 16), H(identifier), counter)


def answer_code(used, data=b""):
    return used.code(0, data)


def handshake(checks, name, key, a, b, encrypted_b, host, keys, answer=None):
    """E(RndB), the host's proof, the session keys; gives the session when an answer is known."""
    key, a, b = H(key), H(a), H(b)
    if encrypted_b:
        checks.equal("§3.3", f"{name}: E(RndB)", H(encrypted_b), encrypted(key, b))
    if host:
        checks.equal("§3.3", f"{name}: E(RndA ‖ RndB')", H(host), proof(key, a, b))
    for label, expected, made in zip(("K_ENC", "K_MAC"), keys, session_keys(key, a, b)):
        checks.equal("§3.3", f"{name}: {label}", H(expected), made)
    return Session.first(key, a, b, H(answer)) if answer else None


def authentications(checks):
    used = handshake(checks, "A", "00" * 16, "13C5DB8A5930439FC3DEF9A4C675360F", "B9E2FC789B64BF237CCCAA20EC7E6E48",
                     "A04C124213C186F22399D33AC2A30215",
                     "35C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D",
                     ("1309C877509E5A215007FF0ED19CA564", "4C6626F5E72EA694202139295C7A7FC7"),
                     "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663")
    checks.equal("§3.3", "A: TI", H("9D00C4DF"), used.identifier)
    checks.equal("§3.3", "A: capabilities", (CAPS, CAPS), (used.card_capability, used.host_capability))
    checks.equal("§3.3", "A: vector of a command", H("D2CB7277A17841A06654A48188C1F8F5"), used.vector("A55A"))
    used.counter += 1
    checks.equal("§3.3", "A: code of an answer", H("FC222E5F7A542452"), answer_code(used))
    handshake(checks, "B", "00" * 16, "B98F4C50CF1C2E084FD150E33992B048", "91517975190DCEA6104948EFA3085C1B",
              "B875CEB0E66A6C5CD00898DC371F92D1", None,
              ("7A93D6571E4B180FCA6AC90C9A7488D4", "FC4AF159B62E549B5812394CAB1918CC"))
    used = session("7A93D6571E4B180FCA6AC90C9A7488D4", "FC4AF159B62E549B5812394CAB1918CC", "7614281A")
    header = H("030000000A0000")
    checks.equal("§3.3", "B: 10 bytes written in full",
                 header + H("6B5E6804909962FC4E3FF5522CF0F8436C0C53315B9C73AA"),
                 used.sealed(0x8D, header, bytes(range(1, 11)), "full"))
    used.counter += 1
    checks.equal("§3.3", "B: code of the answer", H("C26D236E4A7C046D"), answer_code(used))
    handshake(checks, "F", "00" * 16, "B04D0787C93EE0CC8CACC8E86F16C6FE", "FA659AD0DCA738DD65DC7DC38612AD81", None, None,
              ("63DC07286289A7A6C0334CA31C314A04", "774F26743ECE6AF5033B6AE8522946F6"))
    handshake(checks, "L", "00112233445566778899AABBCCDDEEFF", "0123456789ABCDEF" * 2, "FEDCBA9876543210" * 2, None, None,
              ("195428119C8528D59580A73C7C96C6A3", "0AF00F6E39F904C4A6388C812D53DC94"))


def messages(checks):
    used = session(None, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E")
    checks.equal("§3.3", "C: F5", H("026597A457C8CD442C"), used.sealed(0xF5, H("02")))
    data = H("0040EEEE000100D1FE001F00004400004400002000006A0000")
    checks.equal("§3.3", "C: answer", data, used.opened(data + H("2A474282E7A47986")))
    used = session("2B4D963C014DC36F24F69A50A394F875", "379D32130CE61705DD5FD8C36B95D764", "DF055522")
    checks.equal("§3.3", "D: 51", H("8E2C155ADDA99BE3"), used.sealed(0x51))
    checks.equal("§3.3", "D: UID", H("04958CAA5C5E80"),
                 used.opened(H("70756055688505B52A5E26E59E329CD6595F672298EA41B7"), "full"))
    for name, keys, counter, vector, new, version, sealed in (
            ("E", ("4CF3CB41A22583A61E89B158D252FC53", "5529860B2FC5FB6154B7F28361D30BF9", "7614281A"), 3,
             "01602D579423B2797BE8B478B0B4D27B", "5004BF991F408672B1EF00F08F9E8647", 1,
             "C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FDA6610234BDED6432"),
            ("H", ("E156C8522F7C8DC82B0C99BA847DE723", "45D50C1570000D2F173DF949288E3CAD", "94297F4D"), 0,
             "BF4A2FB89311ED58E9DCBE56FC17794C", "01234567890123456789012345678901", 0,
             "BF5400DC97A1FBD65BE870716D6F11F8161BB4CA472856DB94AB94B2EC1A13E627CE07CF56C11091")):
        used = session(*keys, counter)
        checks.equal("§3.3", f"{name}: vector", H(vector), used.vector("A55A"))
        checks.equal("§3.3", f"{name}: own key", b"\0" + H(sealed),
                     used.sealed(0xC4, b"\0", own_key(H(new), version), "full"))
    used = session(None, "9366FA195EB566F5BD2BAD4020B83002", "E2D3AF69")
    header, data = H("00000000190000"), b"\x22" * 25
    checks.equal("§3.3", "G: written with a code", header + data + H("68F2C28C575A1628"),
                 used.sealed(0x8D, header, data))
    checks.equal("§3.3", "G: answer", b"", used.opened(H("0820F68898C2A7F1")))
    header = H("00000000300000")
    checks.equal("§3.3", "G: reading", header + H("0D9BE191D5960834"), used.sealed(0xAD, header))
    checks.equal("§3.3", "G: read", data + bytes(23), used.opened(data + bytes(23) + H("A49A44222D926666")))
    used = session(None, "AAB799EBB2B22AC79D7F3EB0E1CFD49E", "5084A1A3")
    checks.equal("§3.3", "I: 64", H("007F0A6EABC174B6DF"), used.sealed(0x64, b"\0"))
    used = session("1D8C929597A19990295306DEFC57755A", "2D9377F5CAAA1D53935454806B170723", "FBCF7BCF")
    checks.equal("§3.3", "J: vector", H("6034C0FA74F032CBFFED3B6F3E9C584A"), used.vector("A55A"))
    header = H("00000000050000")
    checks.equal("§3.3", "J: written in full", header + H("77A2FD1B2BC19EC917B26D17694B6844CD3177470834C634"),
                 used.sealed(0x8D, header, H("3132333435"), "full"))
    counting = bytes(range(1, 17)).hex()
    for key, identifier, counter, vector in (
            ("66A8CB93269DC9BC2885B7A91B9C697B", "ED56F6E6", 0, "DA0F644A4986275957CF1EC3AF4CCE53"),
            ("445A8626B3338459321232FADF6ADE2B", "11223344", 5, "177494FCC4F1DAB2AFBE8FAE2057A9D2"),
            (counting, "0A0B0C0D", 3, "528283B1F572A77B44BFFCA4D1F89A49")):
        checks.equal("§3.3", f"K: vector at {counter}", H(vector),
                     session(key, None, identifier, counter).vector("A55A"))
    checks.equal("§3.3", "K: code of CA", H("00019DA19BEF7ABB8A6C"),
                 session(None, counting, "0A0B0C0D", 3).sealed(0xCA, H("0001")))


def transcript(checks):
    key, old, new = H("00112233445566778899AABBCCDDEEFF"), ZERO, bytes(range(0xA0, 0xB0))
    used = handshake(checks, "M", key.hex(), "0F1E2D3C4B5A69788796A5B4C3D2E1F0", "F0E1D2C3B4A5968778695A4B3C2D1E0F",
                     "C96BF47FDF7F6B27640F17CD1EBE8CDE",
                     "8E7DE3065E4B6BF0C478D86372BF78B521B8662A905B56E5CBE5B27A448BAB2D",
                     ("E1532982DB3A19F77B67843640DFFA95", "A5ACB569C2B5924C750FC8D4538ACC2E"),
                     "3227F2D48C8BAF23EE4CD91C85F2665784E56DB0C2FCE557CA6EAA8FD18D3483")
    header, data = H("02000000100000"), bytes(range(16))
    checks.equal("§3.3", "M: 3D", header + H("246B21264F07FB2AC34F8E8144B3A39D817FF50DEA1B18397C803A0DD5C4AC7A"
                                             "ACCAD9419F58E12E"), used.sealed(0x3D, header, data, "full"))
    checks.equal("§3.3", "M: its answer", b"", used.opened(H("9D62A3DCD7F4507F"), "full"))
    checks.equal("§3.3", "M: BD", header + H("421BAF2628F0B292"), used.sealed(0xBD, header))
    checks.equal("§3.3", "M: its answer", data, used.opened(
        H("B86F217855223610D4239AE0097E0B1C1642C48DDFAE694D97E5AC728DE23984CA48DA31782934D4"), "full"))
    checks.equal("§3.3", "M: CRC32 of the new key", H("90DBDA4D"), crc32(new))
    checks.equal("§3.3", "M: C4 of another key", H(
        "01781358779BBF7282A5A5CBAD47AE6B90A545FFDB00868FBCC40B7678D0A0E3CD9819D40E4BB75F84"),
        used.sealed(0xC4, b"\1", other_key(new, 1, old), "full"))
    checks.equal("§3.3", "M: its answer", b"", used.opened(H("B63195F0E3EBC389")))
    a, b = H("44" * 8 + "55" * 8), b"\x33" * 16
    checks.equal("§3.3", "M: 77, E(RndB)", H("70FBF4C4CA28872105665449765B13E1"), encrypted(new, b))
    checks.equal("§3.3", "M: 77, E(RndA ‖ RndB')",
                 H("D1B4106613B1BCCA56ACDB2960DCA2D7898D6857C37B02B30F4086D27EDDD24C"), proof(new, a, b))
    used = used.following(new, a, b, H("D594DBB17F8DA0BC08BB6D0973F7043B"))
    checks.equal("§3.3", "M: 77, keys, TI, counter",
                 ("a5b4506affa3827a57855aa094bae209", "4b8c84a9b2a536f5ec2c679e539dc990", "11223344", 3),
                 (used.encryption.hex(), used.authentication.hex(), used.identifier.hex(), used.counter))
    checks.equal("§3.3", "M: 6F at 3", H("F557BEB0785C0678"), used.sealed(0x6F))
    a, b, card = bytes(range(0x10, 0x20)), bytes(range(16)), H("00000000A55A")
    checks.equal("§3.3", "N: E(RndB)", H("7ACA0FD9BCD6EC7C9F97466616E6A282"), encrypted(ZERO, b))
    checks.equal("§3.3", "N: E(RndA ‖ RndB')",
                 H("358D5B59ADB65D04107676586F4734468AE4FC4E8630324D15ABDA99C0D0202C"), proof(ZERO, a, b))
    for host, answer in ((CAPS, "4D693FA018614D600133425883AE77E27E888514CBB6195AD99B1E6B9512EEAD"),
                         (H("010203040506"), "4D693FA018614D600133425883AE77E2D1796CC80A0A7BF756479D07782A67A9")):
        used = Session.first(ZERO, a, b, H(answer))
        checks.equal("§3.3", f"N: TI and capabilities, host {host.hex()}", (H("A1B2C3D4"), card, host),
                     (used.identifier, used.card_capability, used.host_capability))


def earlier(checks):
    """§3.2: 1A on a DES key, and a DES master key replaced by an AES key."""
    used = EarlierSession(bytes(8))
    a, b = H("849B36C5F8BF4A09"), H("4FD1B75942A8B8E1")
    checks.equal("§3.2", "1A on DES: RndB", b, used.nonce(H("5D994CE085F24089")))
    checks.equal("§3.2", "1A on DES: proof", H("21D0AD5F2FD97454A746CC80567F1B1C"), used.proof(a, b))
    used.accept(a, H("913C6DED84221C41"))
    checks.equal("§3.2", "1A on DES: session", H("849B36C54FD1B759" * 2), used.session_key)
    used = EarlierSession(b"\2" * 16)
    b = used.nonce(H("AD3463C0300F23CA"))
    proved = H("19D1EBA52085BA1B6510F72968F9D00F")
    # The host's nonce is not told: it is read from its proof, which chains on from the card's block.
    a = unchained(triple_des_inverse(used.key), proved, used.last)[:8]
    checks.equal("§3.2", "tour on EV3: proof", proved, used.proof(a, b))
    used.accept(a, H("8BF91BF7656411A5"))
    checks.equal("§3.2", "tour on EV3: C4 80 to AES", H("BED765948D2BA93908216473D9323F8616353B071C8AAAA7"),
                 used.changed(0x80, ZERO, 0))


def run(checks):
    for group in (authentications, messages, transcript, earlier):
        group(checks)
