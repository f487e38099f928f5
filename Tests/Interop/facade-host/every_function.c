/* SPDX-FileCopyrightText: 2026 The Caducée authors. SPDX-License-Identifier: Apache-2.0
 * Every function of caducee_cps.h on a TEST card: every_function READER < DOCUMENT */
#include <stdio.h>
#include "caducee_cps.h"

static cps_card *card;
static uint8_t document[1 << 20], canonical[1 << 20], out[1 << 16];
static char text[1 << 13];
#define ROOM(array) (length = sizeof array, array), &length
#define CALL(function, ...) do { int code = function(__VA_ARGS__); size_t said = sizeof text; \
        printf("%s %d %s\n", #function, code, cps_error_text(code, "en")); \
        if (code && !cps_last_error(card, "fr", text, &said)) printf("%s\n", text); } while (0)

static void save(const char *name, const void *bytes, size_t length) {
    FILE *file = fopen(name, "wb");
    if (file) { fwrite(bytes, 1, length, file); fclose(file); }
}

int main(int count, char **arguments) {
    cps_pin pin = {"1234", 4, 0, 0}, chosen = {"87654", 5, 0, 0}, puk = {"12345678", 8, 0, 0};
    cps_options options = {CPS_SCHEME_DEFAULT, 1795197600, "text/plain", NULL, 0};
    cps_info info; cps_activity activities[CPS_ACTIVITIES_MAX];
    size_t length, found = CPS_ACTIVITIES_MAX, read = fread(document, 1, sizeof document, stdin);
    CALL(cps_list_readers, ROOM(text)); printf("= %s\n", text);
    CALL(cps_open, count > 1 ? arguments[1] : NULL, &card);
    CALL(cps_card_info, card, &info);
    printf("= %s %s %s %d\n", info.generation, info.serial, info.holder, info.pin_tries);
    CALL(cps_data, card, "CPS_NAME_PS", NULL, ROOM(out)); save("name.bin", out, length);
    CALL(cps_activities, card, &pin, activities, &found); printf("= %d %s\n", (int)found, activities[0].structure);
    CALL(cps_certificate, card, CPS_KEY_SIGNATURE, ROOM(out)); save("certificate.der", out, length);
    CALL(cps_change_pin, card, &pin, &chosen); CALL(cps_verify_pin, card, &pin); printf("= %d\n", pin.tries_left);
    CALL(cps_unblock_pin, card, &puk, &pin);
    CALL(cps_open_session, card, CPS_PKCS1, &pin);
    CALL(cps_sign_cades, card, NULL, &options, document, read, ROOM(out)); save("document.p7s", out, length);
    CALL(cps_fse_canonical, document, read, (length = sizeof canonical, canonical), &length, NULL); read = length;
    CALL(cps_sign_fse, card, NULL, &options, CPS_FSE_JSON, 1, canonical, read, ROOM(out)); save("fse.p7s", out, length);
    save("fse.json", canonical, read); CALL(cps_close_session, card);
    CALL(cps_tls_credential, card, ROOM(text)); printf("= %s\n", text); cps_close(card);
}
