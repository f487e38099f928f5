// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0
//
// A C host of one PKCS#11 module, which measures what the module costs it:
//
//   module start MODULE              dlopen, C_Initialize and C_GetSlotList, without a card: "TOTAL LOAD" in ms
//   module sign MODULE COUNT         signatures with the authentication key; the first line of the input is the PIN
//
// `sign` prints "ready KIB", with the private dirty memory that the module has added by its first signature, and then
// "MILLISECONDS SIGNATURE" for each further line of the input: the time of COUNT signatures, the last of them in hex.

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <p11-kit/pkcs11.h>

static CK_FUNCTION_LIST_PTR module;

static void fail(const char *what, unsigned long code) {
    fprintf(stderr, "bench: %s: 0x%lx\n", what, code);
    exit(1);
}

static void check(const char *what, CK_RV code) {
    if (code != CKR_OK) fail(what, code);
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

// Memory that is this process's alone and written to, in KiB.
static long private_dirty(void) {
    char line[256];
    long found = -1;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    if (!file) fail("smaps_rollup", 0);
    while (fgets(line, sizeof line, file)) sscanf(line, "Private_Dirty: %ld", &found);
    fclose(file);
    if (found < 0) fail("Private_Dirty", 0);
    return found;
}

static void load(const char *path) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        fprintf(stderr, "bench: %s\n", dlerror());
        exit(1);
    }
    CK_C_GetFunctionList entry = (CK_C_GetFunctionList)dlsym(handle, "C_GetFunctionList");
    if (!entry) fail("no C_GetFunctionList", 0);
    check("C_GetFunctionList", entry(&module));
}

static void start(const char *path) {
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;
    double begin = milliseconds();
    load(path);
    double loaded = milliseconds();
    check("C_Initialize", module->C_Initialize(NULL));
    check("C_GetSlotList", module->C_GetSlotList(CK_FALSE, slots, &count));
    double end = milliseconds();
    if (count == 0) fail("no reader", 0);
    printf("%.4f %.4f\n", end - begin, loaded - begin);
}

static CK_SESSION_HANDLE open_session(char *pin) {
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;
    CK_SESSION_HANDLE session;
    check("C_Initialize", module->C_Initialize(NULL));
    check("C_GetSlotList", module->C_GetSlotList(CK_TRUE, slots, &count));
    if (count == 0) fail("no card", 0);
    check("C_OpenSession", module->C_OpenSession(slots[0], CKF_SERIAL_SESSION, NULL, NULL, &session));
    check("C_Login", module->C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR)pin, strlen(pin)));
    return session;
}

// Both modules call it so: the label is the card's own.
static CK_OBJECT_HANDLE find_key(CK_SESSION_HANDLE session) {
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    char label[] = "CPS_PRIV_AUT";
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, label, sizeof label - 1}};
    CK_OBJECT_HANDLE key;
    CK_ULONG count = 0;
    check("C_FindObjectsInit", module->C_FindObjectsInit(session, template, 2));
    check("C_FindObjects", module->C_FindObjects(session, &key, 1, &count));
    check("C_FindObjectsFinal", module->C_FindObjectsFinal(session));
    if (count != 1) fail("no authentication key", 0);
    return key;
}

// Signs a DigestInfo of SHA-256 with `number` in the digest; returns the length.
static CK_ULONG sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, unsigned number, CK_BYTE signature[512]) {
    static const CK_BYTE prefix[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                     0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    CK_BYTE data[sizeof prefix + 32] = {0};
    CK_MECHANISM mechanism = {CKM_RSA_PKCS, NULL, 0};
    CK_ULONG length = 512;
    memcpy(data, prefix, sizeof prefix);
    memcpy(data + sizeof prefix, &number, sizeof number);
    check("C_SignInit", module->C_SignInit(session, &mechanism, key));
    check("C_Sign", module->C_Sign(session, data, sizeof data, signature, &length));
    return length;
}

static void sign_often(const char *path, unsigned count) {
    char line[256];
    CK_BYTE signature[512];
    if (!fgets(line, sizeof line, stdin)) fail("no PIN", 0);
    line[strcspn(line, "\n")] = 0;
    // Once for what the measure itself takes.
    private_dirty();
    long before = private_dirty();
    load(path);
    CK_SESSION_HANDLE session = open_session(line);
    CK_OBJECT_HANDLE key = find_key(session);
    sign(session, key, 0, signature);
    printf("ready %ld\n", private_dirty() - before);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        CK_ULONG length = 0;
        double begin = milliseconds();
        for (unsigned number = 1; number <= count; number++) length = sign(session, key, number, signature);
        printf("%.3f ", milliseconds() - begin);
        for (CK_ULONG index = 0; index < length; index++) printf("%02x", signature[index]);
        printf("\n");
        fflush(stdout);
    }
    check("C_CloseSession", module->C_CloseSession(session));
    check("C_Finalize", module->C_Finalize(NULL));
}

int main(int count, char **arguments) {
    if (count == 3 && !strcmp(arguments[1], "start")) {
        start(arguments[2]);
    } else if (count == 4 && !strcmp(arguments[1], "sign")) {
        sign_often(arguments[2], (unsigned)strtoul(arguments[3], NULL, 10));
    } else {
        fprintf(stderr, "usage: module start MODULE | sign MODULE COUNT\n");
        return 64;
    }
    return 0;
}
