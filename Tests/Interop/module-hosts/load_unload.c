// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// A host that loads the module, signs with a card and lets the module go again.
// load_unload MODULE ROUNDS PIN-FILE: prints the bytes signed in each round, 0 where there is no card; then the
// OpenSSL engines mapped into the process. Exit code 0 if all went well.
// With WITHOUT_OPENSSL the module is the only one in the process that brings libcrypto in.

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WITHOUT_OPENSSL
static int begin(void) { return 1; }
static int digest(void) { return 1; }
#else
#include <openssl/crypto.h>
#include <openssl/evp.h>

// What every OpenSSL program does at its first call: with our openssl.cnf this brings in the engine.
static int begin(void) { return OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL); }

static int digest(void) {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    return EVP_Digest("TEST", 4, out, &length, EVP_sha256(), NULL) == 1 && length == 32;
}
#endif

static CK_RV failed(const char *what, CK_RV code) {
    if (code != CKR_OK) fprintf(stderr, "%s: 0x%lX\n", what, code);
    return code;
}

#define CALL(name, ...) do { \
    CK_RV code = failed(#name, calls->name(__VA_ARGS__)); \
    if (code != CKR_OK) return code; \
} while (0)

static CK_RV sign(CK_FUNCTION_LIST *calls, CK_SLOT_ID slot, const char *pin) {
    CK_SESSION_HANDLE session = 0;
    CALL(C_OpenSession, slot, CKF_SERIAL_SESSION, NULL, NULL, &session);
    CALL(C_Login, session, CKU_USER, (CK_UTF8CHAR *)pin, strlen(pin));
    CK_OBJECT_CLASS private_key = CKO_PRIVATE_KEY;
    CK_BBOOL yes = CK_TRUE;
    // Of the two keys only that of the authentication decrypts.
    CK_ATTRIBUTE wanted[] = {
        {CKA_CLASS, &private_key, sizeof private_key}, {CKA_SIGN, &yes, sizeof yes}, {CKA_DECRYPT, &yes, sizeof yes}};
    CK_OBJECT_HANDLE key = 0;
    CK_ULONG found = 0, length = 512;
    CALL(C_FindObjectsInit, session, wanted, sizeof wanted / sizeof *wanted);
    CALL(C_FindObjects, session, &key, 1, &found);
    CALL(C_FindObjectsFinal, session);
    if (!found) return failed("no key", CKR_OBJECT_HANDLE_INVALID);
    CK_MECHANISM mechanism = {CKM_RSA_PKCS, NULL, 0};
    CK_BYTE data[] = "TEST", signature[512];
    CALL(C_SignInit, session, &mechanism, key);
    CALL(C_Sign, session, data, 4, signature, &length);
    printf("%lu\n", length);
    return CKR_OK;
}

static CK_RV use(CK_FUNCTION_LIST *calls, const char *pin) {
    CK_C_INITIALIZE_ARGS arguments = {.flags = CKF_OS_LOCKING_OK};
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;
    CALL(C_Initialize, &arguments);
    CALL(C_GetSlotList, CK_TRUE, slots, &count);
    if (count && sign(calls, slots[0], pin) != CKR_OK) return CKR_GENERAL_ERROR;
    if (!count) printf("0\n");
    if (!digest()) return failed("digest", CKR_GENERAL_ERROR);
    CALL(C_Finalize, NULL);
    return CKR_OK;
}

static int one_round(const char *path, const char *pin) {
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CK_C_GetFunctionList get_list = NULL;
    CK_FUNCTION_LIST *calls = NULL;
    if (module) *(void **)&get_list = dlsym(module, "C_GetFunctionList");
    if (!get_list || get_list(&calls) != CKR_OK) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    return use(calls, pin) != CKR_OK || dlclose(module) != 0;
}

static void tell_engines(void) {
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        if (strstr(line, "/engines-3/") && strstr(line, "r-xp")) printf("%s", strchr(line, '/'));
    }
    if (maps) fclose(maps);
}

int main(int count, char **arguments) {
    char pin[16] = "";
    FILE *file = count == 4 ? fopen(arguments[3], "r") : NULL;
    if (!file || !fgets(pin, sizeof pin, file)) return 64;
    fclose(file);
    if (!begin()) return 1;
    for (int round = atoi(arguments[2]); round > 0; round -= 1) {
        if (one_round(arguments[1], pin)) return 1;
    }
    tell_engines();
    return digest() ? 0 : 1;
}
