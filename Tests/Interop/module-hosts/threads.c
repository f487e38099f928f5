/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that log in and sign at the same time: threads MODULE [THREADS [SIGNATURES-OF-EACH]]
   Built a second and a third time with AddressSanitizer and with ThreadSanitizer. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "host.h"

enum { MOST = 64 };

static CK_SLOT_ID slot;
static int each = 20;
static atomic_uint good;

static void *work(void *place) {
    uint64_t number = (uint64_t)(uintptr_t)place << 32;
    Signer signer = {0};
    CK_RV code = open_signer(slot, &signer);
    if (!expect(code == CKR_OK, "login in a thread: %#lx", code)) return NULL;
    for (int turn = 0; turn < each; ++turn) {
        bool verified = false;
        code = sign_number(&signer, ++number, &verified);
        expect(code == CKR_OK && verified, "a signature in a thread: %#lx, %s", code, verified ? "right" : "wrong");
        good += verified;
        /* Other calls among them. */
        CK_TOKEN_INFO token;
        CK_SESSION_INFO session;
        if (turn % 8 == 0) code = p11->C_GetTokenInfo(slot, &token);
        if (code == CKR_OK) code = p11->C_GetSessionInfo(signer.session, &session);
        expect(code == CKR_OK && session.state == CKS_RW_USER_FUNCTIONS, "the state of a session: %#lx", code);
    }
    code = p11->C_CloseSession(signer.session);
    expect(code == CKR_OK, "C_CloseSession in a thread: %#lx", code);
    forget_holder(&signer);
    return NULL;
}

int main(int count, char **arguments) {
    pthread_t threads[MOST];
    int number = count > 2 ? atoi(arguments[2]) : 8;
    if (count > 3) each = atoi(arguments[3]);
    if (count < 2 || number < 1 || number > MOST || each < 1) return 64;
    load_module(arguments[1]);
    need(p11->C_Initialize(NULL), "C_Initialize");
    need(first_slot_with_token(&slot), "a slot with a token");
    /* Without a session of its own the login would end with each thread's. */
    CK_SESSION_HANDLE session;
    need(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &session), "C_OpenSession");
    for (int index = 0; index < number; ++index) {
        pthread_create(&threads[index], NULL, work, (void *)(uintptr_t)(index + 1));
    }
    for (int index = 0; index < number; ++index) pthread_join(threads[index], NULL);
    check(good == (unsigned)(number * each), "%d threads sign %d times each: %u verified", number, each, good);
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize");
    return outcome();
}
