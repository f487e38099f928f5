/* SPDX-FileCopyrightText: 2026 The Caducée authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What no caller should do, on a TEST card with a PIN of 1234 and three tries:
 * hostile_arguments READER AUTHORITIES < DOCUMENT
 * AUTHORITIES: roots, authorities and revocation lists in PEM.
 */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"

static uint8_t document[1 << 20], canonical[1 << 20], out[1 << 16];
static size_t document_length, canonical_length;
static const char *reader;

static void within_the_room(cps_card *card, cps_pin *pin)
{
    size_t length = 0;
    expect("edge: readers", CPS_OK, cps_list_readers(NULL, &length));
    expect("edge: readers, filled", CPS_OK, cps_list_readers(at_the_edge(length), &length));
    expect("edge: data", CPS_OK, cps_data(card, "CPS_NAME_PS", NULL, NULL, &length));
    expect("edge: data, filled", CPS_OK, cps_data(card, "CPS_NAME_PS", NULL, at_the_edge(length), &length));
    expect("edge: certificate", CPS_OK, cps_certificate(card, CPS_KEY_AUTHENTICATION, NULL, &length));
    expect("edge: certificate, filled", CPS_OK,
           cps_certificate(card, CPS_KEY_AUTHENTICATION, at_the_edge(length), &length));
    expect("edge: credential", CPS_OK, cps_tls_credential(card, NULL, &length));
    expect("edge: credential, filled", CPS_OK, cps_tls_credential(card, at_the_edge(length), &length));
    expect("edge: words", CPS_OK, cps_last_error(card, "fr", NULL, &length));
    expect("edge: words, filled", CPS_OK, cps_last_error(card, "fr", at_the_edge(length), &length));
    expect("edge: signature", CPS_OK, cps_sign_cades(card, NULL, NULL, document, 9, NULL, &length));
    expect("edge: signature, filled", CPS_OK,
           cps_sign_cades(card, pin, NULL, document, 9, at_the_edge(length), &length));
    expect("edge: activities", CPS_OK, cps_activities(card, pin, NULL, &length));
    expect("edge: activities, filled", CPS_OK,
           cps_activities(card, pin, at_the_edge(length * sizeof(cps_activity)), &length));
    expect("edge: info", CPS_OK, cps_card_info(card, at_the_edge(sizeof(cps_info))));
    char *place = at_the_edge(CPS_PLACE_SIZE);
    expect("edge: place", CPS_INPUT_INVALID, cps_fse_canonical(document, 1, out, &length, place));
}

static void without_a_handle(void)
{
    cps_pin pin = pin_of("1234");
    cps_info info;
    cps_activity activities[CPS_ACTIVITIES_MAX];
    size_t length = sizeof out;

    expect("list: nowhere for the length", CPS_USAGE, cps_list_readers((char *)out, NULL));
    expect("list: length only", CPS_OK, cps_list_readers(NULL, &length));
    expect("list: no room", CPS_BUFFER_TOO_SMALL, cps_list_readers((char *)out, &(size_t){1}));
    expect("open: nowhere for the handle", CPS_USAGE, cps_open(reader, NULL));
    cps_close(NULL);
    length = sizeof out;
    expect("info: NULL", CPS_USAGE, cps_card_info(NULL, &info));
    expect("data: NULL", CPS_USAGE, cps_data(NULL, "CPS_NAME_PS", NULL, out, &length));
    expect("activities: NULL", CPS_USAGE, cps_activities(NULL, &pin, activities, &length));
    expect("activities: tries unknown", -1, pin.tries_left);
    expect("certificate: NULL", CPS_USAGE, cps_certificate(NULL, CPS_KEY_SIGNATURE, out, &length));
    expect("verify: NULL", CPS_USAGE, cps_verify_pin(NULL, &pin));
    expect("change: NULL", CPS_USAGE, cps_change_pin(NULL, &pin, &pin));
    expect("unblock: NULL", CPS_USAGE, cps_unblock_pin(NULL, &pin, &pin));
    expect("session: NULL", CPS_USAGE, cps_open_session(NULL, CPS_PKCS1, &pin));
    expect("end of session: NULL", CPS_USAGE, cps_close_session(NULL));
    expect("sign: NULL", CPS_USAGE, cps_sign_cades(NULL, &pin, NULL, document, 1, out, &length));
    expect("sign FSE: NULL", CPS_USAGE, cps_sign_fse(NULL, &pin, NULL, 0, 0, document, 1, out, &length));
    expect("sign VIHF: NULL", CPS_USAGE, cps_sign_vihf(NULL, &pin, NULL, document, 1, out, &length));
    expect("sign XAdES: NULL", CPS_USAGE, cps_sign_xades(NULL, &pin, NULL, "a", document, 1, out, &length));
    expect("update: NULL", CPS_USAGE, cps_update_start(NULL));
    expect("update command: NULL", CPS_USAGE, cps_update_transmit(NULL, document, 5, out, &length));
    expect("update alive: NULL", CPS_USAGE, cps_update_keep_alive(NULL));
    expect("update end: NULL", CPS_USAGE, cps_update_end(NULL));
    expect("credential: NULL", CPS_USAGE, cps_tls_credential(NULL, (char *)out, &length));
    expect("last error: NULL", CPS_USAGE, cps_last_error(NULL, "fr", (char *)out, &length));
    expect("text of any code", 1, cps_error_text(-1, NULL) && cps_error_text(12345, "xx") && cps_error_text(80, "en"));

    char place[CPS_PLACE_SIZE], deep[4096], *long_name = malloc(1 << 20);
    memset(long_name, 'A', 1 << 20);
    long_name[(1 << 20) - 1] = 0;
    cps_card *none = NULL;
    expect("open: a name of 1 MiB", CPS_USAGE, cps_open(long_name, &none));
    expect("open: not UTF-8", CPS_USAGE, cps_open("\xff\xfe", &none));
    expect("open: nobody's name", CPS_NO_READER, cps_open("nobody", &none));
    expect("open: handle as it was", 1, none == NULL);
    length = sizeof out;
    expect("canonical: NULL", CPS_USAGE, cps_fse_canonical(NULL, 5, out, &length, place));
    expect("canonical: longer than memory", CPS_INPUT_INVALID,
           cps_fse_canonical(document, SIZE_MAX, out, &length, NULL));
    expect("canonical: longer than allowed", CPS_INPUT_INVALID,
           cps_fse_canonical(document, (1 << 20) + 1, out, &length, NULL));
    expect("canonical: empty", CPS_INPUT_INVALID, cps_fse_canonical(document, 0, out, &length, place));
    memset(deep, '[', sizeof deep);
    expect("canonical: deep", CPS_INPUT_INVALID, cps_fse_canonical((uint8_t *)deep, sizeof deep, out, &length, place));
    expect("canonical: length untouched", 1, length == sizeof out);
    const char *other = "{\"schema\":\"fse-open/1\",\"accredited\":true}";
    expect("canonical: not ours", CPS_INPUT_INVALID,
           cps_fse_canonical((const uint8_t *)other, strlen(other), out, &length, place));
    expect("canonical: place", 0, strcmp(place, "/accredited"));
    expect("canonical: room for all there is", CPS_OK,
           cps_fse_canonical(document, document_length, canonical, &(size_t){SIZE_MAX}, place));
    expect("canonical: length", CPS_OK, cps_fse_canonical(document, document_length, NULL, &canonical_length, NULL));
    length = canonical_length - 1;
    expect("canonical: one byte short", CPS_BUFFER_TOO_SMALL,
           cps_fse_canonical(document, document_length, canonical, &length, NULL));
    expect("canonical: what is needed", 1, length == canonical_length);
    free(long_name);
}

static void on_a_card(cps_card *card)
{
    cps_pin pin = pin_of("1234"), empty = {"", 0, 0, 7}, nowhere = {NULL, 4, 0, 7}, huge = {"1234", SIZE_MAX, 0, 7};
    cps_pin letters = pin_of("12a4"), short_one = pin_of("1"), wrong = pin_of("9999");
    cps_options bad_scheme = {77, 0, NULL, NULL, 0}, bad_type = {0, 0, "", NULL, 0};
    cps_options bad_trust = {0, 0, NULL, document, 5};
    cps_options lost_trust = {0, 0, NULL, NULL, 5}, past = {0, 86400, NULL, NULL, 0};
    cps_options never = {0, INT64_MIN, NULL, NULL, 0};
    cps_activity activities[CPS_ACTIVITIES_MAX];
    size_t length = sizeof out, needed = 0;

    expect("info: nowhere", CPS_USAGE, cps_card_info(card, NULL));
    expect("data: no label", CPS_USAGE, cps_data(card, NULL, NULL, out, &length));
    expect("data: no such label", CPS_INPUT_INVALID, cps_data(card, "NOTHING", NULL, out, &length));
    expect("data: no room", CPS_BUFFER_TOO_SMALL, cps_data(card, "CPS_NAME_PS", NULL, out, &(size_t){0}));
    expect("data: private without PIN", 1, cps_data(card, "CPS_ACTIVITY_01_PS", NULL, out, &length) != CPS_OK);
    expect("certificate: no such key", CPS_USAGE, cps_certificate(card, 99, out, &length));
    expect("certificate: negative key", CPS_USAGE, cps_certificate(card, -1, out, &length));
    expect("verify: no PIN", CPS_USAGE, cps_verify_pin(card, NULL));
    expect("verify: empty", CPS_USAGE, cps_verify_pin(card, &empty));
    expect("verify: NULL digits", CPS_USAGE, cps_verify_pin(card, &nowhere));
    expect("verify: length of everything", CPS_USAGE, cps_verify_pin(card, &huge));
    expect("verify: letters", CPS_INPUT_INVALID, cps_verify_pin(card, &letters));
    expect("verify: too short", CPS_INPUT_INVALID, cps_verify_pin(card, &short_one));
    expect("change: no new PIN", CPS_USAGE, cps_change_pin(card, &pin, NULL));
    expect("change: bad new PIN", CPS_INPUT_INVALID, cps_change_pin(card, &pin, &letters));
    expect("activities: no PIN, no session", CPS_USAGE, cps_activities(card, NULL, activities, &length));
    expect("activities: room for none", CPS_BUFFER_TOO_SMALL, cps_activities(card, &pin, activities, &(size_t){0}));

    expect("sign: NULL content", CPS_USAGE, cps_sign_cades(card, &pin, NULL, NULL, 9, out, &length));
    expect("sign: content of everything", CPS_INPUT_INVALID,
           cps_sign_cades(card, &pin, NULL, document, SIZE_MAX, out, &length));
    expect("sign: nowhere for the length", CPS_USAGE, cps_sign_cades(card, &pin, NULL, document, 1, out, NULL));
    expect("sign: bad scheme", CPS_USAGE, cps_sign_cades(card, &pin, &bad_scheme, document, 1, out, &length));
    expect("sign: empty media type", CPS_USAGE, cps_sign_cades(card, &pin, &bad_type, document, 1, out, &length));
    expect("sign: trust that is none", CPS_INPUT_INVALID,
           cps_sign_cades(card, &pin, &bad_trust, document, 1, out, &length));
    expect("sign: trust nowhere", CPS_USAGE, cps_sign_cades(card, &pin, &lost_trust, document, 1, out, &length));
    expect("sign: in 1970", CPS_CLOCK_UNTRUSTED, cps_sign_cades(card, &pin, &past, document, 1, out, &length));
    expect("sign: before time", CPS_CLOCK_UNTRUSTED, cps_sign_cades(card, &pin, &never, document, 1, out, &length));
    expect("sign: length without PIN", CPS_OK, cps_sign_cades(card, NULL, NULL, document, 1, NULL, &needed));
    length = needed - 1;
    pin.digits = "0000";
    expect("sign: one byte short, PIN not sent", CPS_BUFFER_TOO_SMALL,
           cps_sign_cades(card, &pin, NULL, document, 1, out, &length));
    pin.digits = "1234";
    expect("sign: exactly enough", CPS_OK, cps_sign_cades(card, &pin, NULL, document, 1, out, &length));
    expect("sign: as long as said", 1, length == needed);
    length = sizeof out;
    expect("sign: nothing", CPS_OK, cps_sign_cades(card, &pin, NULL, NULL, 0, out, &length));
    length = sizeof out;
    expect("sign FSE: no such kind", CPS_USAGE,
           cps_sign_fse(card, &pin, NULL, 9, 0, canonical, canonical_length, out, &length));
    expect("sign FSE: not canonical", CPS_INPUT_INVALID,
           cps_sign_fse(card, &pin, NULL, CPS_FSE_JSON, 0, document, document_length, out, &length));
    expect("sign FSE: no such activity", CPS_INPUT_INVALID,
           cps_sign_fse(card, &pin, NULL, CPS_FSE_JSON, -5, canonical, canonical_length, out, &length));
    expect("sign FSE: no B2", CPS_INPUT_INVALID,
           cps_sign_fse(card, &pin, NULL, CPS_FSE_B2, 1, canonical, canonical_length, out, &length));

    expect("session: none to end", CPS_USAGE, cps_close_session(card));
    expect("session: bad scheme", CPS_USAGE, cps_open_session(card, 5, &pin));
    expect("session: no PIN", CPS_USAGE, cps_open_session(card, CPS_PKCS1, NULL));
    expect("session", CPS_OK, cps_open_session(card, CPS_PKCS1, &pin));
    expect("session: not twice", CPS_USAGE, cps_open_session(card, CPS_PKCS1, &pin));
    expect("session: no PIN beside it", CPS_USAGE, cps_verify_pin(card, &pin));
    expect("session: no data beside it", CPS_USAGE, cps_data(card, "CPS_NAME_PS", NULL, out, &length));
    cps_options pss = {CPS_PSS, 0, NULL, NULL, 0};
    expect("session: another scheme", CPS_USAGE, cps_sign_cades(card, NULL, &pss, document, 1, out, &length));
    expect("session: a PIN in it", CPS_USAGE, cps_sign_cades(card, &pin, NULL, document, 1, out, &length));
    length = sizeof out;
    expect("session: signs still", CPS_OK, cps_sign_cades(card, NULL, NULL, document, 1, out, &length));
    expect("session: end", CPS_OK, cps_close_session(card));

    expect("wrong PIN", CPS_WRONG_PIN, cps_verify_pin(card, &wrong));
    expect("wrong PIN: tries left", 2, wrong.tries_left);
    length = sizeof out;
    expect("wrong PIN: words", CPS_OK, cps_last_error(card, "en", (char *)out, &length));
    expect("wrong PIN: which words", 0, strcmp((char *)out, "Wrong PIN. Tries left: 2."));
    expect("words: no room", CPS_BUFFER_TOO_SMALL, cps_last_error(card, "en", (char *)out, &(size_t){3}));
    expect("wrong PIN again", CPS_WRONG_PIN, cps_verify_pin(card, &wrong));
    expect("the last try is guarded", CPS_TRY_GUARD, cps_verify_pin(card, &pin));
    expect("the last try: told", 1, pin.tries_left);
    pin.use_last_try = 1;
    expect("the last try, wanted", CPS_OK, cps_verify_pin(card, &pin));
    expect("tries not told when right", -1, pin.tries_left);
}

static void with_authorities(cps_card *card, cps_pin *pin, const char *path)
{
    static uint8_t bundle[1 << 16];
    FILE *file = fopen(path, "rb");
    size_t read = file ? fread(bundle, 1, sizeof bundle, file) : 0, alone = 0, length = sizeof out;
    uint8_t *lists = (uint8_t *)strstr((char *)bundle, "-----BEGIN X509 CRL-----");
    if (file)
        fclose(file);
    cps_options options = {CPS_PKCS1, 1795197600, NULL, NULL, 0};
    expect("authorities: length without", CPS_OK, cps_sign_cades(card, NULL, &options, document, 9, NULL, &alone));
    options.trust = bundle;
    options.trust_length = read;
    expect("authorities: signed", CPS_OK, cps_sign_cades(card, pin, &options, document, 9, out, &length));
    expect("authorities: they travel along", 1, length > alone + 500);
    options.trust_length = lists ? (size_t)(lists - bundle) : 0;
    length = sizeof out;
    expect("authorities: no revocation lists", CPS_UNTRUSTED,
           cps_sign_cades(card, pin, &options, document, 9, out, &length));
    options.trust_length = 64;
    expect("authorities: cut", CPS_INPUT_INVALID, cps_sign_cades(card, pin, &options, document, 9, out, &length));
}

static void update(cps_card *card, cps_pin *pin)
{
    static const uint8_t verify[] = {0, 0x20, 0, 1, 4, '0', '0', '0', '0'}, write[] = {0, 0xD6, 0, 0, 1, 0};
    static const uint8_t challenge[] = {0, 0x84, 0, 0, 8};
    uint8_t answer[CPS_ANSWER_MAX];
    size_t length = sizeof answer;
    cps_info info;
    cps_card *other = NULL;

    expect("update: none to send in", CPS_USAGE, cps_update_transmit(card, challenge, 5, answer, &length));
    expect("update: none to keep", CPS_USAGE, cps_update_keep_alive(card));
    expect("update: none to end", CPS_USAGE, cps_update_end(card));
    expect("update: none, words", 1, says(card, "No update is open."));
    expect("update", CPS_OK, cps_update_start(card));
    expect("update: not twice", CPS_USAGE, cps_update_start(card));
    expect("update: no info beside it", CPS_USAGE, cps_card_info(card, &info));
    expect("update: info, words", 1, says(card, "An update is open."));
    expect("update: no PIN beside it", CPS_USAGE, cps_verify_pin(card, pin));
    expect("update: no session beside it", CPS_USAGE, cps_open_session(card, CPS_PKCS1, pin));
    expect("update: no signature beside it", CPS_USAGE, cps_sign_cades(card, pin, NULL, document, 9, answer, &length));
    expect("update: NULL command", CPS_USAGE, cps_update_transmit(card, NULL, 5, answer, &length));
    expect("update: no command", CPS_INPUT_INVALID, cps_update_transmit(card, challenge, 0, answer, &length));
    expect("update: half a command", CPS_INPUT_INVALID, cps_update_transmit(card, verify, 8, answer, &length));
    expect("update: command of everything", CPS_INPUT_INVALID,
           cps_update_transmit(card, challenge, SIZE_MAX, answer, &length));
    expect("update: nowhere for the length", CPS_USAGE, cps_update_transmit(card, challenge, 5, answer, NULL));
    expect("update: a PIN", CPS_REFUSED_BY_POLICY, cps_update_transmit(card, verify, 9, answer, &length));
    expect("update: a write", CPS_REFUSED_BY_POLICY, cps_update_transmit(card, write, 6, answer, &length));
    expect("update: length only", CPS_OK, cps_update_transmit(card, challenge, 5, NULL, &length));
    expect("update: no room", CPS_BUFFER_TOO_SMALL, cps_update_transmit(card, challenge, 5, answer, &(size_t){1}));
    expect("update: to the edge", CPS_OK, cps_update_transmit(card, challenge, 5, at_the_edge(length), &length));
    expect("update: alive", CPS_OK, cps_update_keep_alive(card));
    expect("update: another program waits", CPS_OK, cps_open(reader, &other) == CPS_CARD_BUSY ? CPS_OK : 1);
    expect("update: end", CPS_OK, cps_update_end(card));
    expect("update: not twice over", CPS_USAGE, cps_update_end(card));
    expect("update: another handle", CPS_OK, cps_open(reader, &other));
    expect("update: of the other", CPS_OK, cps_update_start(other));
    cps_close(other);
    expect("update: ended with its handle", CPS_OK, cps_card_info(card, &info));
}

static cps_card *shared;

static void *reads(void *unused)
{
    cps_info info;
    long good = 0;
    for (int turn = 0; turn < 5; turn++)
        good += cps_card_info(shared, &info) == CPS_OK && info.pin_tries == 3;
    (void)unused;
    return (void *)good;
}

static void threads_and_processes(void)
{
    pthread_t threads[4];
    long good = 0;
    for (int index = 0; index < 4; index++)
        pthread_create(&threads[index], NULL, reads, NULL);
    for (int index = 0; index < 4; index++) {
        void *result;
        pthread_join(threads[index], &result);
        good += (long)result;
    }
    expect("four threads, one handle", 20, (int)good);

    pid_t child = fork();
    if (child == 0) {
        cps_info info;
        cps_card *own = NULL;
        int inherited = cps_card_info(shared, &info);
        if (cps_update_start(shared) != CPS_USAGE)
            _exit(2);
        cps_close(shared);
        int opened = cps_open(reader, &own), works = cps_card_info(own, &info);
        cps_close(own);
        _exit(inherited == CPS_USAGE && opened == CPS_OK && works == CPS_OK ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    expect("a child does not use its parent's handle, and opens its own", 0, status);
    cps_info info;
    expect("the parent's handle after that", CPS_OK, cps_card_info(shared, &info));
}

int main(int count, char **arguments)
{
    reader = count > 1 ? arguments[1] : NULL;
    document_length = fread(document, 1, sizeof document, stdin);
    without_a_handle();
    expect("open", CPS_OK, cps_open(reader, &shared));
    if (!shared)
        return 1;
    on_a_card(shared);
    cps_pin pin = pin_of("1234");
    within_the_room(shared, &pin);
    with_authorities(shared, &pin, count > 2 ? arguments[2] : "");
    update(shared, &pin);
    threads_and_processes();
    cps_close(shared);
    puts("done");
    return 0;
}
