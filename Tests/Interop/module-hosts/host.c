/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <dlfcn.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINES = 50 };

CK_FUNCTION_LIST *p11;
static void *library;
static unsigned passed, failed;

void load_module(const char *path) {
    /* Our own threads still verify signatures while a program exits: libcrypto must not be taken down under them. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        exit(69);
    }
    CK_C_GetFunctionList get = NULL;
    *(void **)&get = dlsym(library, "C_GetFunctionList");
    if (!get || get(&p11) != CKR_OK || !p11) {
        fprintf(stderr, "%s: no function list\n", path);
        exit(69);
    }
}

void unload_module(void) {
    dlclose(library);
    library = NULL;
    p11 = NULL;
}

static bool say(bool holds, bool always, const char *format, va_list values) {
    /* One write for the whole line: threads and children speak too. */
    char line[1024];
    int length = vsnprintf(line, sizeof line, format, values);
    (void)length;
    unsigned same = __atomic_add_fetch(holds ? &passed : &failed, 1, __ATOMIC_RELAXED);
    /* One broken thing can fail in thousands of ways. */
    if (always || (!holds && same <= MOST_LINES)) {
        printf("%s %s\n", holds ? "PASS" : "FAIL", line);
        fflush(stdout);
    }
    return holds;
}

bool check(bool holds, const char *format, ...) {
    va_list values;
    va_start(values, format);
    say(holds, true, format, values);
    va_end(values);
    return holds;
}

bool expect(bool holds, const char *format, ...) {
    va_list values;
    va_start(values, format);
    say(holds, false, format, values);
    va_end(values);
    return holds;
}

bool check_code(CK_RV expected, CK_RV happened, const char *what) {
    if (expected == happened) return check(true, "%s", what);
    return check(false, "%s: expected %#lx, happened %#lx", what, expected, happened);
}

int outcome(void) {
    return failed || !passed;
}

void need(CK_RV code, const char *what) {
    if (code == CKR_OK) return;
    printf("FAIL %s: %#lx\n", what, code);
    fflush(stdout);
    exit(69);
}

double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void pause_milliseconds(long milliseconds) {
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left)) {}
}

CK_RV first_slot_with_token(CK_SLOT_ID *slot) {
    CK_SLOT_ID slots[MOST_SLOTS];
    CK_ULONG count = MOST_SLOTS;
    CK_RV code = p11->C_GetSlotList(CK_TRUE, slots, &count);
    if (code != CKR_OK) return code;
    if (count == 0) return CKR_TOKEN_NOT_PRESENT;
    *slot = slots[0];
    return CKR_OK;
}

static CK_RV find_one(CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG lines, CK_OBJECT_HANDLE *object) {
    CK_ULONG found = 0;
    CK_RV code = p11->C_FindObjectsInit(session, template, lines);
    if (code != CKR_OK) return code;
    code = p11->C_FindObjects(session, object, 1, &found);
    CK_RV end = p11->C_FindObjectsFinal(session);
    if (code != CKR_OK) return code;
    if (end != CKR_OK) return end;
    return found == 1 ? CKR_OK : CKR_KEY_HANDLE_INVALID;
}

static CK_RV read_holder(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, EVP_PKEY **holder) {
    CK_BYTE identifier[64], value[8192];
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_OBJECT_HANDLE certificate = 0;
    CK_ATTRIBUTE own = {CKA_ID, identifier, sizeof identifier};
    CK_RV code = p11->C_GetAttributeValue(session, key, &own, 1);
    if (code != CKR_OK) return code;
    CK_ATTRIBUTE same[] = {{CKA_CLASS, &class, sizeof class}, {CKA_ID, identifier, own.ulValueLen}};
    code = find_one(session, same, 2, &certificate);
    if (code != CKR_OK) return code;
    CK_ATTRIBUTE content = {CKA_VALUE, value, sizeof value};
    code = p11->C_GetAttributeValue(session, certificate, &content, 1);
    if (code != CKR_OK) return code;
    const unsigned char *place = value;
    X509 *x509 = d2i_X509(NULL, &place, (long)content.ulValueLen);
    *holder = x509 ? X509_get_pubkey(x509) : NULL;
    X509_free(x509);
    return *holder ? CKR_OK : CKR_DATA_INVALID;
}

CK_RV open_signer(CK_SLOT_ID slot, Signer *signer) {
    static char label[] = "CPS_PRIV_AUT";
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, label, sizeof label - 1}};
    signer->slot = slot;
    CK_RV code = p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &signer->session);
    if (code != CKR_OK) return code;
    code = p11->C_Login(signer->session, CKU_USER, (CK_UTF8CHAR *)PIN, sizeof PIN - 1);
    if (code == CKR_USER_ALREADY_LOGGED_IN) code = CKR_OK;
    if (code == CKR_OK) code = find_one(signer->session, wanted, 2, &signer->key);
    if (code == CKR_OK && !signer->holder) code = read_holder(signer->session, signer->key, &signer->holder);
    if (code != CKR_OK) p11->C_CloseSession(signer->session);
    return code;
}

void forget_holder(Signer *signer) {
    EVP_PKEY_free(signer->holder);
    signer->holder = NULL;
}

CK_RV sign_number(const Signer *signer, uint64_t number, bool *verified) {
    /* RFC 8017 §9.2 note 1: the DigestInfo of SHA-256, less the digest. */
    static const CK_BYTE prefix[] = {
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
        0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
    };
    CK_BYTE message[8], input[sizeof prefix + 32], signature[512];
    CK_ULONG length = sizeof signature;
    CK_MECHANISM mechanism = {CKM_RSA_PKCS, NULL, 0};
    *verified = false;
    memcpy(message, &number, sizeof message);
    memcpy(input, prefix, sizeof prefix);
    EVP_Digest(message, sizeof message, input + sizeof prefix, NULL, EVP_sha256(), NULL);
    CK_RV code = p11->C_SignInit(signer->session, &mechanism, signer->key);
    if (code != CKR_OK) return code;
    code = p11->C_Sign(signer->session, input, sizeof input, signature, &length);
    if (code != CKR_OK) return code;
    EVP_MD_CTX *verification = EVP_MD_CTX_new();
    *verified = EVP_DigestVerifyInit(verification, NULL, EVP_sha256(), NULL, signer->holder) == 1 &&
        EVP_DigestVerify(verification, signature, length, message, sizeof message) == 1;
    EVP_MD_CTX_free(verification);
    return CKR_OK;
}

bool sign_once(const char *what) {
    Signer signer = {0};
    bool verified = false;
    const char *step = "C_Initialize";
    CK_RV code = p11->C_Initialize(NULL);
    if (code == CKR_OK) step = "C_GetSlotList", code = first_slot_with_token(&signer.slot);
    if (code == CKR_OK) step = "login", code = open_signer(signer.slot, &signer);
    if (code == CKR_OK) step = "C_Sign", code = sign_number(&signer, 1, &verified);
    if (code == CKR_OK) step = "C_Finalize", code = p11->C_Finalize(NULL);
    forget_holder(&signer);
    return check(code == CKR_OK && verified, "%s (%s: %#lx)", what, step, code);
}

int in_child(int (*body)(void), unsigned seconds) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(seconds);
        passed = failed = 0;
        int result = body();
        fflush(stdout);
        _exit(result);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return -SIGABRT;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}
