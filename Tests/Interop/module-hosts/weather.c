/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* A client's whole day, again and again, with a card that answers wrong, late, or not: weather MODULE ROUNDS
   Whatever the card does: a CKR code, no trap, and no signature that is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"

static unsigned long calls, good, wrong, fine;

/* Counts a call and says whether it went well. */
static bool went(CK_RV code) {
    ++calls;
    fine += code == CKR_OK;
    expect(is_return_code(code), "%#lx is no return code", code);
    return code == CKR_OK;
}

static void read_objects(CK_SESSION_HANDLE session) {
    static const CK_ATTRIBUTE_TYPE types[] = {
        CKA_CLASS, CKA_LABEL, CKA_ID, CKA_VALUE, CKA_MODULUS, CKA_SUBJECT, CKA_SERIAL_NUMBER, CKA_START_DATE,
    };
    CK_OBJECT_HANDLE objects[64];
    CK_ULONG count = 0;
    static CK_BYTE values[sizeof types / sizeof *types][4096];
    if (!went(p11->C_FindObjectsInit(session, NULL, 0))) return;
    if (!went(p11->C_FindObjects(session, objects, 64, &count))) count = 0;
    went(p11->C_FindObjectsFinal(session));
    for (CK_ULONG index = 0; index < count && index < 64; ++index) {
        CK_ATTRIBUTE lines[sizeof types / sizeof *types];
        for (size_t line = 0; line < sizeof types / sizeof *types; ++line) {
            lines[line] = (CK_ATTRIBUTE){types[line], values[line], sizeof values[line]};
        }
        went(p11->C_GetAttributeValue(session, objects[index], lines, sizeof types / sizeof *types));
    }
}

static void day(uint64_t number) {
    Signer signer = {0};
    CK_TOKEN_INFO token;
    CK_SLOT_ID slots[MOST_SLOTS];
    CK_ULONG count = MOST_SLOTS, length = 512;
    CK_BYTE bytes[512] = {0};
    CK_MECHANISM rsa = {CKM_RSA_PKCS, NULL, 0}, hashed = {CKM_SHA256_RSA_PKCS, NULL, 0};
    if (!went(p11->C_GetSlotList(CK_FALSE, slots, &count)) || !count) return;
    went(p11->C_GetTokenInfo(slots[0], &token));
    if (!went(open_signer(slots[0], &signer))) {
        /* It may come back. */
        pause_milliseconds(100);
        return;
    }
    read_objects(signer.session);
    for (int turn = 0; turn < 3; ++turn) {
        bool verified = false;
        if (!went(sign_number(&signer, number + (uint64_t)turn, &verified))) continue;
        good += verified;
        wrong += !verified;
    }
    CK_OBJECT_HANDLE keys[] = {signer.key, signer.key + 1, signer.key - 1};
    for (size_t index = 0; index < 3; ++index) {
        length = sizeof bytes;
        if (went(p11->C_SignInit(signer.session, &hashed, keys[index]))) {
            went(p11->C_Sign(signer.session, bytes, 100, bytes, &length));
        }
    }
    length = sizeof bytes;
    if (went(p11->C_DecryptInit(signer.session, &rsa, signer.key))) {
        went(p11->C_Decrypt(signer.session, bytes, 256, bytes, &length));
    }
    went(p11->C_GenerateRandom(signer.session, bytes, 64));
    went(p11->C_Logout(signer.session));
    went(p11->C_CloseSession(signer.session));
    forget_holder(&signer);
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    load_module(arguments[1]);
    int rounds = atoi(arguments[2]);
    /* A card that was reset is away for longer than a day here takes: after the last round more come, until as many
       signatures were made, or it is clear that none will be. */
    double end = seconds_now() + 120;
    for (int round = 0; round < rounds || (good < (unsigned long)rounds && seconds_now() < end); ++round) {
        if (!went(p11->C_Initialize(NULL))) break;
        for (int again = 0; again < 4; ++again) day((uint64_t)(round * 4 + again) << 8);
        went(p11->C_Finalize(NULL));
    }
    check(good >= (unsigned long)rounds && wrong == 0, "%lu signatures, none wrong; %lu calls, %lu of them well", good,
          calls, fine);
    return outcome();
}
