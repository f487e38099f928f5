// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// A host that looks what the module does with libpcsclite around C_Finalize: when that has returned, nobody may be in
// libpcsclite any more, since the host may exit, and libpcsclite then takes down what such a call stands on.
// quiet_end MODULE [wait]: with `wait`, a thread waits for a slot event meanwhile. Exit code 0 if all is quiet.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int inside, calls, waits;

static void *real(const char *name) {
    static void *library;
    if (!library) library = dlopen("libpcsclite.so.1", RTLD_NOW);
    void *function = library ? dlsym(library, name) : NULL;
    if (!function) {
        fprintf(stderr, "quiet_end: no %s\n", name);
        _exit(2);
    }
    return function;
}

// The module calls these instead of libpcsclite's, because the program stands first in the search.

long SCardCancel(long context) {
    inside++;
    calls++;
    // Long enough for a caller that does not wait to be seen.
    usleep(200000);
    long code = ((long (*)(long))real("SCardCancel"))(context);
    inside--;
    return code;
}

long SCardReleaseContext(long context) {
    inside++;
    calls++;
    usleep(200000);
    long code = ((long (*)(long))real("SCardReleaseContext"))(context);
    inside--;
    return code;
}

long SCardGetStatusChange(long context, unsigned long milliseconds, void *states, unsigned long count) {
    inside++;
    calls++;
    if (milliseconds > 0) waits++;
    long code = ((long (*)(long, unsigned long, void *, unsigned long))real("SCardGetStatusChange"))(
        context, milliseconds, states, count);
    inside--;
    return code;
}

static CK_FUNCTION_LIST *p11;

static void *waiter(void *result) {
    CK_SLOT_ID slot;
    *(CK_RV *)result = p11->C_WaitForSlotEvent(0, &slot, NULL);
    return NULL;
}

static void need(int good, const char *what) {
    if (good) return;
    printf("%s\n", what);
    exit(1);
}

int main(int count, char **arguments) {
    int waiting = count > 2 && strcmp(arguments[2], "wait") == 0;
    void *module = count > 1 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    CK_C_GetFunctionList list = module ? (CK_C_GetFunctionList)dlsym(module, "C_GetFunctionList") : NULL;
    need(list && list(&p11) == CKR_OK, "no module");
    CK_ULONG slots = 0;
    need(p11->C_Initialize(NULL) == CKR_OK, "C_Initialize");
    need(p11->C_GetSlotList(CK_FALSE, NULL, &slots) == CKR_OK && slots > 0, "no slot");
    pthread_t thread;
    CK_RV woken = CKR_OK;
    if (waiting) {
        need(pthread_create(&thread, NULL, waiter, &woken) == 0, "no thread");
        for (int tries = 0; waits == 0 && tries < 1000; tries++) usleep(10000);
        need(waits > 0, "C_WaitForSlotEvent does not wait for pcscd");
        // Until it has begun, not just been called.
        usleep(100000);
    }
    need(p11->C_Finalize(NULL) == CKR_OK, "C_Finalize");
    if (waiting) {
        pthread_join(thread, NULL);
        need(woken == CKR_CRYPTOKI_NOT_INITIALIZED, "the wait for an event ends with another code");
    }
    need(inside == 0, "somebody is in libpcsclite");
    int before = calls;
    usleep(300000);
    need(inside == 0 && calls == before, "somebody calls libpcsclite later");
    return 0;
}
