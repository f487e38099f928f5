/* SPDX-FileCopyrightText: 2026 The Caducée authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * XML that nobody should want signed, on a TEST card with a PIN of 1234 and three tries:
 * hostile_xml READER ASSERTION < DOCUMENT
 * ASSERTION: one of the holder, as text. DOCUMENT: no XML. Whatever must not cost a try comes with a wrong PIN.
 */
#include "checks.h"

static uint8_t document[1 << 20], out[1 << 16];

/* The assertion with the first byte behind `mark` changed. */
static const uint8_t *altered(const char *assertion, const char *mark)
{
    static char copy[1 << 16];
    strncpy(copy, assertion, sizeof copy - 1);
    char *place = strstr(copy, mark);
    if (!place)
        abort();
    place[strlen(mark)] ^= 1;
    return (const uint8_t *)copy;
}

static void assertions(cps_card *card, cps_pin *pin, const char *text)
{
    const uint8_t *assertion = (const uint8_t *)text;
    size_t count = strlen(text), needed = 0, length = sizeof out;
    cps_options pss = {CPS_PSS, 0, NULL, NULL, 0}, past = {0, 86400, NULL, NULL, 0};
    cps_pin wrong = pin_of("0000");
    const char *laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>";
    static char deep[1 << 18], attributes[1 << 18] = "<a ";
    for (size_t index = 0; index + 3 <= sizeof deep; index += 3)
        memcpy(deep + index, "<a>", 3);
    for (int index = 0; index < 20000; index++)
        sprintf(attributes + 3 + index * 11, "a%05d=\"\" ", index);

    expect("vihf: NULL", CPS_USAGE, cps_sign_vihf(card, &wrong, NULL, NULL, 9, out, &length));
    expect("vihf: of everything", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, assertion, SIZE_MAX, out, &length));
    expect("vihf: nowhere for the length", CPS_USAGE, cps_sign_vihf(card, &wrong, NULL, assertion, count, out, NULL));
    expect("vihf: nothing", CPS_INPUT_INVALID, cps_sign_vihf(card, &wrong, NULL, NULL, 0, out, &length));
    expect("vihf: no XML", CPS_INPUT_INVALID, cps_sign_vihf(card, &wrong, NULL, document, 300, out, &length));
    expect("vihf: cut", CPS_INPUT_INVALID, cps_sign_vihf(card, &wrong, NULL, assertion, count / 2, out, &length));
    expect("vihf: entities", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, (const uint8_t *)laughs, strlen(laughs), out, &length));
    expect("vihf: entities, words", 1, says(card, "(DOCTYPE)"));
    expect("vihf: deep", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, (uint8_t *)deep, sizeof deep, out, &length));
    expect("vihf: attributes", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, (uint8_t *)attributes, strlen(attributes), out, &length));
    expect("vihf: PSS", CPS_USAGE, cps_sign_vihf(card, &wrong, &pss, assertion, count, out, &length));
    expect("vihf: in 1970", CPS_CLOCK_UNTRUSTED, cps_sign_vihf(card, &wrong, &past, assertion, count, out, &length));
    expect("vihf: somebody else's", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, altered(text, "<saml:Issuer>"), count, out, &length));
    expect("vihf: somebody else's, words", 1, says(card, "(Assertion/Issuer)"));
    expect("vihf: of somebody else", CPS_INPUT_INVALID,
           cps_sign_vihf(card, &wrong, NULL, altered(text, "<saml:NameID>"), count, out, &length));
    expect("vihf: of somebody else, words", 1, says(card, "(Assertion/Subject/NameID)"));
    expect("vihf: exact length without PIN", CPS_OK, cps_sign_vihf(card, NULL, NULL, assertion, count, NULL, &needed));
    length = needed - 1;
    expect("vihf: one byte short, PIN not sent", CPS_BUFFER_TOO_SMALL,
           cps_sign_vihf(card, &wrong, NULL, assertion, count, out, &length));
    expect("vihf: no PIN", CPS_USAGE, cps_sign_vihf(card, NULL, NULL, assertion, count, out, &length));
    length = sizeof out;
    expect("vihf: another structure", CPS_INPUT_INVALID,
           cps_sign_vihf(card, pin, NULL, altered(text, "Identifiant_Structure\"><saml:AttributeValue>"), count, out,
                         &length));
    expect("vihf: another structure, words", 1, says(card, "Identifiant_Structure"));
    length = needed;
    expect("vihf: to the edge", CPS_OK,
           cps_sign_vihf(card, pin, NULL, assertion, count, at_the_edge(needed), &length));
    expect("vihf: as long as said", 1, length == needed);
    memcpy(out, at_the_edge(needed), needed);
    expect("vihf: not twice", CPS_INPUT_INVALID, cps_sign_vihf(card, &wrong, NULL, out, needed, out, &length));
    expect("vihf: not twice, words", 1, says(card, "(Signature)"));
}

static void documents(cps_card *card, cps_pin *pin)
{
    static char endless[1 << 18];
    size_t length = sizeof out;
    cps_options bad_type = {0, 0, "a\nb", NULL, 0};
    cps_pin wrong = pin_of("0000");

    for (const char **uri = (const char *[]){"", "#a", "a b", "\xc3\xa9", NULL}; *uri; uri++)
        expect("xades: no URI", CPS_INPUT_INVALID, cps_sign_xades(card, &wrong, NULL, *uri, document, 9, out, &length));
    memset(endless, 'a', sizeof endless - 1);
    expect("xades: endless URI", CPS_USAGE, cps_sign_xades(card, &wrong, NULL, endless, document, 9, out, &length));
    expect("xades: no XML", CPS_INPUT_INVALID, cps_sign_xades(card, &wrong, NULL, NULL, document, 9, out, &length));
    expect("xades: no media type", CPS_INPUT_INVALID,
           cps_sign_xades(card, &wrong, &bad_type, "a", document, 9, out, &length));
    expect("xades: of everything", CPS_INPUT_INVALID,
           cps_sign_xades(card, &wrong, NULL, "a", document, SIZE_MAX, out, &length));
    expect("xades: of nothing", CPS_OK, cps_sign_xades(card, pin, NULL, "a", NULL, 0, out, &length));
}

int main(int count, char **arguments)
{
    cps_card *card = NULL;
    cps_pin pin = pin_of("1234");
    if (count < 3 || !fread(document, 1, sizeof document, stdin))
        return 64;
    expect("open", CPS_OK, cps_open(arguments[1], &card));
    if (!card)
        return 1;
    assertions(card, &pin, arguments[2]);
    documents(card, &pin);
    cps_close(card);
    puts("done");
    return 0;
}
