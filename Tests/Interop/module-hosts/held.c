/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* While another process holds the card, every call has an answer within ten seconds: held MODULE
   Says what it wants on its output, `hold` or `release`, and goes on when a line comes on its input. */
#include <stdio.h>

#include "host.h"

enum { MOST_SECONDS = 10 };

static void ask(const char *word) {
    char line[64];
    printf("%s\n", word);
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) line[0] = 0;
}

static CK_RV timed(const char *what, CK_RV code, double start) {
    double seconds = seconds_now() - start;
    check(seconds <= MOST_SECONDS, "%s: %#lx after %.1f s", what, code, seconds);
    return code;
}

#define TIMED(call) (start = seconds_now(), timed(#call, call, start))

static void calls(const Signer *signer, const char *when) {
    double start;
    CK_SLOT_ID slots[MOST_SLOTS];
    CK_ULONG count = MOST_SLOTS, size;
    CK_SLOT_INFO slot;
    CK_TOKEN_INFO token;
    CK_SESSION_INFO state;
    CK_SESSION_HANDLE session = signer->session;
    CK_BYTE output[512];
    CK_ATTRIBUTE label = {CKA_LABEL, output, sizeof output};
    bool verified;
    printf("-- %s\n", when);
    TIMED(p11->C_GetSlotList(CK_TRUE, slots, &count));
    TIMED(p11->C_GetSlotInfo(signer->slot, &slot));
    TIMED(p11->C_GetTokenInfo(signer->slot, &token));
    count = 0;
    TIMED(p11->C_GetMechanismList(signer->slot, NULL, &count));
    if (!session && TIMED(p11->C_OpenSession(signer->slot, CKF_SERIAL_SESSION, NULL, NULL, &session)) != CKR_OK) return;
    TIMED(p11->C_GetSessionInfo(session, &state));
    TIMED(p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)PIN, sizeof PIN - 1));
    TIMED(p11->C_FindObjectsInit(session, NULL, 0));
    TIMED(p11->C_FindObjectsFinal(session));
    TIMED(p11->C_GetAttributeValue(session, signer->key, &label, 1));
    TIMED(p11->C_GetObjectSize(session, signer->key, &size));
    start = seconds_now();
    timed("C_Sign", sign_number(signer, 1, &verified), start);
    TIMED(p11->C_GenerateRandom(session, output, 16));
    TIMED(p11->C_Logout(session));
    TIMED(p11->C_CloseSession(session));
    TIMED(p11->C_CloseAllSessions(signer->slot));
}

int main(int count, char **arguments) {
    double start;
    Signer signer = {0};
    if (count != 2) return 64;
    load_module(arguments[1]);
    ask("hold");
    TIMED(p11->C_Initialize(NULL));
    Signer cold = {.slot = 0};
    CK_ULONG slots = MOST_SLOTS;
    CK_SLOT_ID list[MOST_SLOTS];
    if (p11->C_GetSlotList(CK_FALSE, list, &slots) == CKR_OK && slots) cold.slot = list[0];
    calls(&cold, "a card that was never seen");
    TIMED(p11->C_Finalize(NULL));
    ask("release");
    need(p11->C_Initialize(NULL), "C_Initialize");
    need(first_slot_with_token(&signer.slot), "a slot with a token");
    need(open_signer(signer.slot, &signer), "login");
    bool verified = false;
    check(sign_number(&signer, 1, &verified) == CKR_OK && verified, "signs when nobody holds the card");
    ask("hold");
    calls(&signer, "a card that is in use");
    TIMED(p11->C_Finalize(NULL));
    ask("release");
    sign_once("signs when the card is free again");
    need(p11->C_Initialize(NULL), "C_Initialize");
    need(open_signer(signer.slot, &signer), "login");
    ask("hold");
    TIMED(p11->C_Finalize(NULL));
    ask("release");
    sign_once("signs after C_Finalize under a held card");
    forget_holder(&signer);
    return outcome();
}
