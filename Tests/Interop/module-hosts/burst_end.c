// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// A host that signs in a loop and exits without C_Finalize, while a helper thread of the module is about to let go of the
// card, or is at it: burst_end MODULE MICROSECONDS, the time from the last signature to the exit. Once handlers of the
// exit run, which is before libpcsclite is taken down, no helper may be in it nor enter it. The PIN comes on the input.
// Exit code 0 if all is quiet; 3 if the module never kept the card between two signatures, so that nothing was tried.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int inside, calls, begun;
static pthread_t owner;
static int needed = 3;

static void *real(const char *name) {
    static void *library;
    if (!library) library = dlopen("libpcsclite.so.1", RTLD_NOW);
    void *function = library ? dlsym(library, name) : NULL;
    if (!function) _exit(2);
    return function;
}

// The module calls these instead of libpcsclite's, because the program stands first in the search.

long SCardEndTransaction(long card, unsigned long disposition) {
    int helps = !pthread_equal(pthread_self(), owner);
    inside += helps;
    calls += helps;
    long code = ((long (*)(long, unsigned long))real("SCardEndTransaction"))(card, disposition);
    // Long enough for an exit that does not wait to be seen.
    if (helps && begun) usleep(100000);
    inside -= helps;
    return code;
}

long SCardBeginTransaction(long card) {
    begun++;
    return ((long (*)(long))real("SCardBeginTransaction"))(card);
}

// Registered before the module is loaded, hence called after whatever the module has registered.
static void look(void) {
    int before = calls;
    if (inside) needed = 1;
    usleep(200000);
    if (inside || calls != before) needed = 1;
    _exit(needed);
}

static void need(int good, const char *what) {
    if (good) return;
    printf("%s\n", what);
    fflush(stdout);
    _exit(2);
}

int main(int count, char **arguments) {
    char pin[64];
    owner = pthread_self();
    need(count == 3 && fgets(pin, sizeof pin, stdin), "usage");
    atexit(look);
    void *module = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    CK_C_GetFunctionList list = module ? (CK_C_GetFunctionList)dlsym(module, "C_GetFunctionList") : NULL;
    CK_FUNCTION_LIST *p11;
    need(list && list(&p11) == CKR_OK, "no module");
    CK_SLOT_ID slots[16];
    CK_ULONG slotCount = 16;
    CK_SESSION_HANDLE session;
    need(p11->C_Initialize(NULL) == CKR_OK, "C_Initialize");
    need(p11->C_GetSlotList(CK_TRUE, slots, &slotCount) == CKR_OK && slotCount > 0, "no slot");
    need(p11->C_OpenSession(slots[0], CKF_SERIAL_SESSION, NULL, NULL, &session) == CKR_OK, "C_OpenSession");
    need(p11->C_Login(session, CKU_USER, (CK_BYTE *)pin, strcspn(pin, "\n")) == CKR_OK, "C_Login");

    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    char label[] = "CPS_PRIV_AUT";
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, label, sizeof label - 1}};
    CK_OBJECT_HANDLE key;
    CK_ULONG found = 0;
    need(p11->C_FindObjectsInit(session, template, 2) == CKR_OK, "C_FindObjectsInit");
    need(p11->C_FindObjects(session, &key, 1, &found) == CKR_OK && found == 1, "no key");
    need(p11->C_FindObjectsFinal(session) == CKR_OK, "C_FindObjectsFinal");

    // Until two signatures need no transaction of their own.
    for (int tries = 0, kept = 0; tries < 2000 && kept < 2; tries++) {
        CK_MECHANISM mechanism = {CKM_RSA_PKCS, NULL, 0};
        CK_BYTE data[32] = {0}, signature[256];
        CK_ULONG length = sizeof signature;
        int before = begun;
        need(p11->C_SignInit(session, &mechanism, key) == CKR_OK, "C_SignInit");
        need(p11->C_Sign(session, data, sizeof data, signature, &length) == CKR_OK, "C_Sign");
        kept = begun == before ? kept + 1 : 0;
        if (kept == 2) needed = 0;
    }
    usleep((useconds_t)atoi(arguments[2]));
    exit(0);
}
