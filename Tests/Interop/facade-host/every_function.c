/* SPDX-FileCopyrightText: 2026 The Caducée authors. SPDX-License-Identifier: Apache-2.0
 * Every function of caducee_cps.h on a TEST card: every_function READER "<saml:Assertion ..." < DOCUMENT */
#include <stdio.h>
#include <string.h>
#include "caducee_cps.h"
static cps_card *card;
static uint8_t document[1 << 20], canonical[1 << 20], out[1 << 20];
static char text[1 << 13];
#define ROOM(array) (length = sizeof array, array), &length
#define CALL(function, ...) do { int code = function(__VA_ARGS__); size_t said = sizeof text; \
        printf("%s %d %s\n", #function, code, cps_error_text(code, "en")); \
        if (code && !cps_last_error(card, "fr", text, &said)) printf("%s\n", text); } while (0)
#define KEEP(name, bytes) do { FILE *file = fopen(name, "wb"); \
        if (file) { fwrite(bytes, 1, length, file); fclose(file); } } while (0)
#define MAKE(name, function, ...) do { CALL(function, __VA_ARGS__, ROOM(out)); KEEP(name, out); } while (0)

int main(int count, char **arguments) {
    cps_pin pin = {"1234", 4, 0, 0}, chosen = {"87654", 5, 0, 0}, puk = {"12345678", 8, 0, 0};
    cps_options options = {CPS_SCHEME_DEFAULT, 1795197600, "text/plain", NULL, 0};
    cps_info info; cps_activity activities[CPS_ACTIVITIES_MAX];
    size_t length, found = CPS_ACTIVITIES_MAX, read = fread(document, 1, sizeof document, stdin);
    const char *xml = count > 2 ? arguments[2] : ""; CALL(cps_list_readers, ROOM(text)); printf("= %s\n", text);
    CALL(cps_open, count > 1 ? arguments[1] : NULL, &card); CALL(cps_card_info, card, &info);
    printf("= %s %s %s %d\n", info.generation, info.serial, info.holder, info.pin_tries);
    MAKE("name.bin", cps_data, card, "CPS_NAME_PS", NULL);
    MAKE("certificate.der", cps_certificate, card, CPS_KEY_SIGNATURE);
    CALL(cps_activities, card, &pin, activities, &found); printf("= %d %s\n", (int)found, activities[0].structure);
    CALL(cps_change_pin, card, &pin, &chosen); CALL(cps_verify_pin, card, &pin); printf("= %d\n", pin.tries_left);
    CALL(cps_unblock_pin, card, &puk, &pin); CALL(cps_open_session, card, CPS_PKCS1, &pin);
    MAKE("document.p7s", cps_sign_cades, card, NULL, &options, document, read);
    MAKE("detached.xml", cps_sign_xades, card, NULL, &options, "document.json", document, read);
    MAKE("xades.xml", cps_sign_xades, card, NULL, &options, NULL, (const uint8_t *)xml, strlen(xml));
    MAKE("vihf.xml", cps_sign_vihf, card, NULL, &options, (const uint8_t *)xml, strlen(xml));
    CALL(cps_fse_canonical, document, read, ROOM(canonical), NULL); KEEP("fse.json", canonical); read = length;
    MAKE("fse.p7s", cps_sign_fse, card, NULL, &options, CPS_FSE_JSON, 1, canonical, read);
    CALL(cps_close_session, card); CALL(cps_tls_credential, card, ROOM(text)); printf("= %s\n", text);
    const uint8_t challenge[] = {info.generation[3] == '4' /* channel 1 */, 132, 0, 0, 8}; CALL(cps_update_start, card);
    CALL(cps_update_transmit, card, challenge, sizeof challenge, ROOM(out)); printf("= %d\n", (int)length);
    CALL(cps_update_keep_alive, card); CALL(cps_update_end, card); cps_close(card);
}
