/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that sign while the card comes and goes: stress MODULE THREADS SIGNATURES NUMBER
   Ends when so many signatures are made and verified. The last argument tells processes apart. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "host.h"

enum { MOST = 64, SECONDS_WITHOUT_PROGRESS = 90 };

static uint64_t process;
static long wanted;
static atomic_long good, wrong, interrupted, started;
static atomic_bool over;
/* A reader keeps its slot, whatever comes and goes in it. */
static CK_SLOT_ID slot;
/* The certificate is read once: it must stay the right one whatever happens to the card. */
static EVP_PKEY *holder;

/* What a card that leaves, comes back or is reset may answer; anything else is an error of the module. */
static bool is_interruption(CK_RV code) {
    switch (code) {
    case CKR_TOKEN_NOT_PRESENT: case CKR_TOKEN_NOT_RECOGNIZED: case CKR_SESSION_HANDLE_INVALID: case CKR_DEVICE_REMOVED:
    case CKR_DEVICE_ERROR: case CKR_USER_NOT_LOGGED_IN: case CKR_SLOT_ID_INVALID: case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID: case CKR_OPERATION_NOT_INITIALIZED: return true;
    default: return false;
    }
}

static void *work(void *place) {
    uint64_t number = process << 48 | (uint64_t)(uintptr_t)place << 32;
    while (!over) {
        Signer signer = {.holder = holder};
        CK_RV code = open_signer(slot, &signer);
        while (code == CKR_OK && !over) {
            bool verified = false;
            /* Taken before it is made, so that no more are made than were asked for; one that fails is given back. */
            if (atomic_fetch_add(&started, 1) >= wanted) {
                --started;
                if (good + wrong >= wanted) over = true;
                pause_milliseconds(1);
                continue;
            }
            code = sign_number(&signer, ++number, &verified);
            if (code != CKR_OK) --started;
            else if (verified) ++good;
            else ++wrong;
        }
        if (code == CKR_OK) {
            p11->C_CloseSession(signer.session);
        } else {
            ++interrupted;
            if (!expect(is_interruption(code), "a signing thread is told %#lx", code)) over = true;
            pause_milliseconds(20);
        }
    }
    return NULL;
}

static void *watch(void *unused) {
    (void)unused;
    long before = -1;
    double since = seconds_now();
    for (;;) {
        pause_milliseconds(500);
        if (good != before) before = good, since = seconds_now();
        if (seconds_now() - since > SECONDS_WITHOUT_PROGRESS) {
            check(false, "no signature for %d s after %ld: a deadlock", SECONDS_WITHOUT_PROGRESS, before);
            /* With the stacks of all threads, where the system keeps them. */
            abort();
        }
    }
}

int main(int count, char **arguments) {
    pthread_t threads[MOST], watcher;
    if (count != 5) return 64;
    int number = atoi(arguments[2]);
    wanted = atol(arguments[3]), process = strtoull(arguments[4], NULL, 10);
    if (number < 1 || number > MOST || wanted < 1) return 64;
    load_module(arguments[1]);
    Signer signer = {0};
    CK_RV code = p11->C_Initialize(NULL);
    need(code, "C_Initialize");
    CK_SLOT_ID slots[MOST_SLOTS];
    CK_ULONG all = MOST_SLOTS;
    code = p11->C_GetSlotList(CK_FALSE, slots, &all);
    if (code == CKR_OK && all == 0) code = CKR_SLOT_ID_INVALID;
    need(code, "a reader");
    slot = slots[0];
    /* The card may be out just now. */
    for (double start = seconds_now(); !signer.holder && seconds_now() - start < SECONDS_WITHOUT_PROGRESS;) {
        code = open_signer(slot, &signer);
        if (code != CKR_OK) pause_milliseconds(50);
    }
    need(code, "a card");
    p11->C_CloseSession(signer.session);
    holder = signer.holder;
    printf("READY\n");
    fflush(stdout);
    pthread_create(&watcher, NULL, watch, NULL);
    for (int index = 0; index < number; ++index) {
        pthread_create(&threads[index], NULL, work, (void *)(uintptr_t)(index + 1));
    }
    for (int index = 0; index < number; ++index) pthread_join(threads[index], NULL);
    check(good == wanted && wrong == 0, "%ld signatures right, %ld wrong, %ld interruptions", (long)good, (long)wrong,
          (long)interrupted);
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize");
    return outcome();
}
