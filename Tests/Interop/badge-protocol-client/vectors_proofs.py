# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""The vectors beside the sessions of EV2: LRP §3.4, and §3.5 to §3.10."""

import lrp
import proofs
from lrp import LRP
from primitives import aes, cmac, encrypted, odd, subkeys, triple_des

H = bytes.fromhex
ZERO = bytes(16)
KEY = H("00112233445566778899AABBCCDDEEFF")


def nibbles(text):
    return [int(character, 16) for character in text]


def lrp_primitive(checks):
    made = LRP(H("567826B8DA8E768432A9548DBE4AA3A0"))
    for name, expected, value in (
            ("p0", "AC20D39F5341FE98DFCA21DA86BA7914", made.plaintexts[0]),
            ("p15", "71B444AF257A93215311D758DD333247", made.plaintexts[15]),
            ("u0", "163D14ED24ED935373568EC521E96CF4", made.updated[0]),
            ("u2", "FE30AB50467E61783BFE6B5E0560160E", made.updated[2]),
            ("Eval(u2, 1359)", "1BA2C0C578996BC497DD181C6885A9DD", made.evaluated(2, nibbles("1359")))):
        checks.equal("§3.4", name, H(expected), value)
    for key, index, halves, final, expected in (
            ("B65557CE0E9B4C5886F232200113562B", 1, "BB4FCF27C94076F756AB030D", False, "6FDFA8D2A6AA8476BF94E71F25637F96"),
            ("88B95581002057A93E421EFE4076338B", 2, "77299D", True, "E9C04556A214AC3297B83E4BDF46F142"),
            ("C48A8E8B16571645A1557825AA66AC91", 3, "1F0B7C0DB12889CA436CABB78BE42F9", True,
             "51296B5E6D3B8DB8A1A7399760A19189"),
            ("9AFF3EF56FFEC3153B1CADB48B445409", 3, "4B073B247CD48F7E0A", False, "909415E5C8BE77563050F2227E17C0E4")):
        checks.equal("§3.4", f"Eval(u{index}, {halves})", H(expected),
                     LRP(H(key)).evaluated(index, nibbles(halves), final))
    for key, data, expected in (
            ("63A0169B4D9FE42C72B2784C806EAC21", "", "0E07C601970814A4176FDA633C6FC3DE"),
            ("8195088CE6C393708EBBE6C7914ECB0B", "BBD5B85772C7", "AD8595E0B49C5C0DB18E77355F5AAFF6"),
            ("E2F84A0B0AF40EFEB3EEA215A436605C", "8BF1DDA9FE445560A4F4EB9CE0", "D04382DF71BC293FEC4BB10BDB13805F"),
            ("5AA9F6C6DE5138113DF5D6B6C77D5D52", "A4434D740C2CB665FE5396959189383F", "8B43ADF767E46B692E8F24E837CB5EFC")):
        checks.equal("§3.4", f"CMAC of {len(data) // 2} bytes", H(expected), LRP(H(key)).cmac(H(data)))
    for key, counter, pad, plain, expected in (
            ("E0C4935FF0C254CD2CEF8FDDC32460CF", "C3315DBF", True, "012D7F1653CAF6503C6AB0C1010E8CB0",
             "FCBBACAA4F29182464F99DE41085266F480E863E487BAAF687B43ED1ECE0D623"),
            ("EFA5B7429CD153BF0086DEF900C0F235", "9036FFFF", False, "E7F61E012F4F3255312BA68B1D2FDABF",
             "EA6E09AC2FB97E102D8CA64C1CBC0C0C"),
            ("9D813134CFDEE9D58755DEACD4AF72A7", "FFFFFFFF", True, "27", "F5833FC397356EA3D9ECADBB9F6FE440"),
            ("F5C3E99FB75E316B76689FC5464260CD", "0797F6B7", True, "", "93DC3EE14B612BE6A3E9E2E8040CDFCB"),
            ("9B1E418DF9752F37EBBD8EE833BDF2D7", "24FFFFFF", True,
             "55534E159F14DD7731368988EE6DD7C6114E747F9C17A91BBC12D68C26531F2FFCFC",
             "158B3B9C6136FB715CCF435CA4CADE808D1F98431327061A9A64D52A5FE7B2746D7F5A633FC0CFE7855656AD3C6B94CF")):
        name = f"LRICB from {counter}, {len(plain) // 2} bytes"
        checks.equal("§3.4", name, H(expected), LRP(H(key)).encrypted(H(counter), H(plain), pad, index=0))
        checks.equal("§3.4", f"{name}, back", H(plain), LRP(H(key)).decrypted(H(counter), H(expected), pad, index=0))


def lrp_sessions(checks):
    a, b = H("74D7DF6A2CEC0B72B412DE0D2B1117E6"), H("56109A31977C855319CD4618C9D2AED2")
    checks.equal("§3.4", "SV", H("0001008074D7897AB6DD9C0E855319CD4618C9D2AED2B412DE0D2B1117E69669"),
                 lrp.session_vector(a, b))
    checks.equal("§3.4", "session", H("132D7E6F35BA861F39B37221214E25A5"), lrp.session_key(ZERO, a, b))
    used = lrp.session(ZERO, a, b)
    checks.equal("§3.4", "proof of the host", H("189B59DCEDC31A3D3F38EF8D4810B3B4"), used.cmac(a + b))
    answer = H("F4FC209D9D60623588B299FA5D6B2D71")
    checks.equal("§3.4", "proof of the card", H("0125F8547D9FB8D572C90D2C2A14E235"), used.cmac(b + a + answer))
    checks.equal("§3.4", "TI and capabilities", H("58EE9424020000000000020000000000"),
                 used.decrypted(bytes(4), answer, pad=False))
    vector = H("00010080993C4EED466BFC0E7EE1D30C1EBD0DEA6F6481E0D70E9A174E789669")
    checks.equal("§3.4", "log 1: session", H("0856D337F42AE40EFF294C4326D9C1F1"), LRP(ZERO).cmac(vector))
    used, identifier = LRP(H("0856D337F42AE40EFF294C4326D9C1F1")), H("4F5E8407")
    for count, (command, answer) in enumerate((
            ("C37D6270F674CC6D", "5EC351196B8E2943DB04FCD4A952F53DA2830DC2258E4539"),
            ("D65CCB81E5591400", "D80B735F7B4C8E7E8A3CDAAA4410F35F752769C8EBC48E1A"),
            ("8C677D7DCC349371", "9CCD031474A50199C696D8EF272E231A10173FAF41B614E4"))):
        number, following = count.to_bytes(2, "little"), (count + 1).to_bytes(2, "little")
        answer, code = H(answer)[:-8], H(answer)[-8:]
        checks.equal("§3.4", f"log 1: 51 at {count}", H(command), used.code(b"\x51" + number + identifier))
        checks.equal("§3.4", f"log 1: answer at {count}", code, used.code(b"\0" + following + identifier + answer))
        checks.equal("§3.4", f"log 1: UID at {count}", H("04940D2A2F7080"),
                     used.decrypted((count + 1).to_bytes(4, "big"), answer))
    vector = H("0001008008A6953C60BC3D34E53766689732E2A203FF23855751D644ED519669")
    checks.equal("§3.4", "log 2: session", H("AF11924734B7A8F7B72AA37CDE57B155"), LRP(ZERO).cmac(vector))
    used, identifier = LRP(H("AF11924734B7A8F7B72AA37CDE57B155")), H("204F2276")
    header, sealed = H("03000000030000"), used.encrypted(H("00000001"), H("010203"))
    checks.equal("§3.4", "log 2: 8D", H("EAF0FAD0430ECDC947A822E12EC8D5F3BB75F218B405FDBC"),
                 sealed + used.code(b"\x8D\0\0" + identifier + header + sealed))
    checks.equal("§3.4", "log 2: its answer", H("D5B8D8F8CD67F23C"), used.code(b"\0\1\0" + identifier))
    checks.equal("§3.4", "log 2: AD", H("59858E133A7F487D"), used.code(b"\xAD\1\0" + identifier + header))
    answer = H("39665FAE8AF18FEB23DA1767EAF2274B")
    checks.equal("§3.4", "log 2: its answer", H("B97FC66CC9437713"), used.code(b"\0\2\0" + identifier + answer))
    checks.equal("§3.4", "log 2: read", H("010203"), used.decrypted(H("00000002"), answer))
    checks.equal("§3.4", "non-zero key: session", H("1AC2B1021F6EF99E79B703B6B33F65E6"),
                 lrp.session_key(KEY, H("0123456789ABCDEF" * 2), H("FEDCBA9876543210" * 2)))
    a, b = H("0F1E2D3C4B5A69788796A5B4C3D2E1F0"), H("F0E1D2C3B4A5968778695A4B3C2D1E0F")
    checks.equal("§3.4", "nonces of M: session", H("DD978EBB50254DF2A578295239136535"), lrp.session_key(KEY, a, b))
    used = lrp.session(KEY, a, b)
    sealed = used.encrypted(bytes(4), H("11223344020000000000020000000000"), pad=False)
    checks.equal("§3.4", "nonces of M: proof", H("13109EF2D8B0ABFF225C351D80943FE3"), used.cmac(a + b))
    checks.equal("§3.4", "nonces of M: answer", H("C7EDB253B4870FA37B047D3BEE0577FD843E92378AB91915194E318AAEB558B9"),
                 sealed + used.cmac(b + a + sealed))


def diversification(checks):
    message = H("04782E21801D803042F54E585020416275")
    checks.equal("§3.5", "AES", H("A8DD63A3B89D54B37CA802473FDA9175"), proofs.diversified_aes(KEY, message))
    checks.equal("§3.5", "AES subkeys", [H("FBC9F75C9413C041DFEE452D3F0706D1"), H("F793EEB928278083BFDC8A5A7E0E0D25")],
                 subkeys(aes(KEY), 16))
    key, message = H("F3F9377698707B688EAF84ABE39E3791"), H("04DEADBEEFFEED")
    checks.equal("§3.5", "AES, short", H("0BB408BAFF98B6EE9F2E1585777F6A51"), proofs.diversified_aes(key, message))
    checks.equal("§3.5", "AES, short, padded to 16: the error it must not be", H("721E2C01E81AF85D815633969CEA2607"),
                 cmac(key, b"\1" + message))
    message = H("04782E21801D803042F54E58502041")
    two = proofs.diversified_des(KEY, message)
    checks.equal("§3.5", "2K", H("16F8597C9E8910C86B9648D006107DD7"), two)
    checks.equal("§3.5", "2K subkeys", [H("F612EB32E46035F3"), H("EC25D665C8C06BFD")], subkeys(triple_des(KEY), 8))
    # Rewritten with version 55: its complement in the second half keeps the halves apart.
    checks.equal("§3.5", "2K, version bits rewritten", H("16F9587D9E8910C96B9649D007107DD6"), bytes(
        byte & 0xFE | (0x55AA >> (15 - place)) & 1 for place, byte in enumerate(two)))
    three = KEY + H("0102030405060708")
    checks.equal("§3.5", "3K", H("2F0DD03675D3FB9A5705AB0BDA91CA0B55B8E07FCDBF10EC"),
                 proofs.diversified_des(three, H("04782E21801D803042F54E5850")))
    checks.equal("§3.5", "3K subkeys", [H("A3ED58F8E6941BCA"), H("47DAB1F1CD28378F")], subkeys(triple_des(three), 8))


def transactions(checks):
    for key, count, uid, authentication, encryption in (
            ("66A8CB93269DC9BC2885B7A91B9C697B", 9, "04010203040506", "7C1AD2D9C5C08154A0A4914B401A6598",
             "119B902A07B18A865B8E1B0060594784"),
            ("0123456789ABCDEFFEDCBA9876543210", 0x12345679, "04A1B2C3D4E5F6", "8F76D21BAE6765845188BCF9159BE0EC",
             "6F701DC037A5F0757A7FF667055F4B25"),
            (KEY.hex(), 1, "04782E21801D80", "2DB206D20F493AC4524EADE977E976B4", "A0DD3EA52546EC462FE0F466FEB3A62F")):
        used = proofs.TransactionKeys(H(key), count, H(uid))
        checks.equal("§3.6", f"keys of transaction {count}", (H(authentication), H(encryption)),
                     (used.authentication, used.encryption))
    made = proofs.pieces(H("3D02000000030000"), H("102030"))
    checks.equal("§3.6", "TMV", H("C01F2C3365B855EF"), used.value(made))
    checks.equal("§3.6", "TMV of 33 bytes, as one public test has it", H("1E285E485BA62DE1"),
                 used.value(made[:16] + b"\0" + made[16:]))
    checks.equal("§3.6", "reader before", KEY, used.reader(H("4CBA5402F5723FA30DFCDF9477E623F5")))
    uid = H("04782E21801D80")
    for name, label, expected in (("MAC", "5A", "2D5BA917D8539675CE15D7EEF2599080"),
                                  ("ENC", "A5", "C87362306C6A8ED1684CF11E10FFC214")):
        checks.equal("§3.6", f"LRP: {name}", H(expected), LRP(KEY).cmac(H("0001008001000100") + uid + H(label)))


def mirrors(checks):
    uid, counter = proofs.card_data(ZERO, H("EF963FF7828658A599F3041510671E88"))
    checks.equal("§3.7", "PICCData", (H("04DE5F1EACC040"), H("3D0000")), (uid, counter))
    used = proofs.MirrorKeys(ZERO, uid, counter)
    checks.equal("§3.7", "K_MAC", H("3FB5F6E3A807A03D5E3570ACE393776F"), used.authentication)
    checks.equal("§3.7", "SDMMAC of nothing", H("94EED9EE65337086"), used.code(b""))
    used = proofs.MirrorKeys(ZERO, H("04958CAA5C5E80"), H("010000"))
    checks.equal("§3.7", "K_ENC", H("8097D73344D53F963B09E23E03B62336"), used.encryption)
    checks.equal("§3.7", "vector", H("7B3F3CFC39D3B7FF5868636E38AF7C3A"), used.vector())
    checks.equal("§3.7", "ENCFileData", b"x" * 16, used.content(H("94592FDE69FA06E8E3B6CA686A22842B")))
    plain = LRP(ZERO).decrypted(H("AAE1508939ECF6FF"), H("26BCE407959AB1A5EC022819A35CD293"), pad=False, index=0)
    checks.equal("§3.7", "LRP: PICCData", H("C7042E1D222A63806A000016E2CA89D1"), plain)
    key = LRP(ZERO).cmac(H("00010080") + plain[1:8] + plain[8:11] + H("1EE1"))
    checks.equal("§3.7", "LRP: session", H("99C2FD9C885C2CA3C9089C20057310C0"), key)
    # Its input is not on the page: the text of PICCData and the letter after it, as the log's file has them.
    text = b"AAE1508939ECF6FF26BCE407959AB1A5EC022819A35CD293x"
    checks.equal("§3.7", "LRP: SDMMAC", H("5E3DB82C19E3865F"), LRP(key).code(text))


def delegation(checks):
    made = proofs.delegated_key(b"\x22" * 16, H("F5E876FEE27560"), bytes(24), 0)
    checks.equal("§3.8", "EncK", H("9232C82A913FA1CFCDC7ED5EC63AB45CE991C06A1F485156DB8C3CDCB689BD27"), made)
    key = b"\x11" * 16
    checks.equal("§3.8", "DAMMAC", H("5D941683B901612B"),
                 proofs.delegation_code(key, H("C912345600000040" "00EF81") + made))
    checks.equal("§3.8", "DAMMAC to delete", H("DCD2F30E702C9370"), proofs.delegation_code(key, H("DA123456")))
    # What it covers is not on the page: both records, and nothing before them.
    renamed = b"".join(b"\7" + name.ljust(16, b"\0") for name in (H("A0000003965643"), H("A0000003965644")))
    checks.equal("§3.8", "DAMMAC to rename", H("D28CA69A54454B38"), proofs.delegation_code(key, renamed))


def proximity(checks):
    host, card = H("0011223344556677"), H("8899AABBCCDDEEFF")
    for name, parts, ours, theirs in (
            ("1 round", [(card, host)], "DA41AE5F51513074", "87FECB646FFA0FEA"),
            ("2 rounds", [(card[:4], host[:4]), (card[4:], host[4:])], "398435346E2A34F1", "C7674FCCAC78C5F7")):
        checks.equal("§3.9", f"{name}: host", H(ours), proofs.proximity_code(KEY, 0xFD, H("0103B400"), parts))
        checks.equal("§3.9", f"{name}: card", H(theirs), proofs.proximity_code(KEY, 0x90, H("0103B400"), parts))
    challenge, data = bytes(range(0xA0, 0xB0)), H("01000004A1B2C3D4E5F6").ljust(16, b"\0")
    checks.equal("§3.9", "virtual card: answer", H("5E18D1FEF61D087EC0A33ED734A7918F05D2B5B29B16A165BFA7ECA2C3C57FFB"),
                 encrypted(bytes(range(16)), challenge + data))
    checks.equal("§3.9", "virtual card: proof", H("76116254D44716BA"), odd(cmac(bytes(range(16, 32)), challenge + data)))


ORIGINALITY = {
    "EV3": "041DB46C145D0A36539C6544BD6D9B0AA62FF91EC48CBC6ABAE36E0089A46F0D08C8A715EA40A63313B92E90DDC1730230E0458A33276FB743",
    "EV2": "04B304DC4C615F5326FE9383DDEC9AA892DF3A57FA7FFB3276192BC0EAA252ED45A865E3B093A3D0DCE5BE29E92F1392CE7DE321E3E5C52B3A",
    "EV2 XL": "04CD5D45E50B1502F0BA4656FF37669597E7E183251150F9574CC8DA56BF01C7ABE019E29FEA48F9CE22C3EA4029A765E1BC95A89543BAD1BC",
    "EV1": "04BB5D514F7050025C7D0F397310360EEC91EAF792E96FC7E0F496CB4E669D414F877B7B27901FE67C2E3B33CD39D1C797715189AC951C2ADD",
    "Light": "040E98E117AAA36457F43173DC920A8757267F44CE4EC5ADD3C54075571AEBBF7B942A9774A1D94AD02572427E5AE0A2DD36591B1FB34FCF3D",
    "424": "048A9B380AF2EE1B98DC417FECC263F8449C7625CECE82D9B916C992DA209D68422B81EC20B65A66B5102A61596AF3379200599316A00A1410",
}


def origin(checks):
    for name, key in ORIGINALITY.items():
        checks.equal("§3.10", f"{name}: on the curve", True, proofs.Curve.holds(proofs.Curve.point(H(key))))
    for name, uid, signature in (
            ("Light", "045A115A346180", "1CA298FC3F0F04A329254AC0DF7A3EB8E756C076CD1BAAF47B8BBA6D"
             "CD78BCC64DFD3E80E679D9A663CAE9E4D4C2C77023077CC549CE4A61"),
            ("424", "04518DFAA96180", "D1940D17CFEDA4BFF80359AB975F9F6514313E8F90C1D3CAAF5941AD"
             "744A1CDF9A83F883CAFE0FE95D1939B1B7E47113993324473B785D21")):
        key, uid, signature = H(ORIGINALITY[name]), H(uid), H(signature)
        checks.equal("§3.10", f"{name}: signature", True, proofs.is_original(key, uid, signature))
        checks.equal("§3.10", f"{name}: not of another UID", False,
                     proofs.is_original(key, uid[:-1] + b"\x01", signature))


def run(checks):
    for group in (lrp_primitive, lrp_sessions, diversification, transactions, mirrors, delegation, proximity, origin):
        group(checks)
