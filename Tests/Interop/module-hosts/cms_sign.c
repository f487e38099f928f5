// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Signs a file as the open FSE profile asks, with nothing but a PKCS#11 module and libcrypto's CMS.
// cms_sign MODULE PIN-FILE KEY-LABEL FILE MEDIA-TYPE SIGNING-TIME > OUT.p7s     (the time as YYMMDDhhmmssZ)

// A key of which the private half is elsewhere is made by what OpenSSL 3 calls deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <dlfcn.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static CK_FUNCTION_LIST *p11;
static CK_SESSION_HANDLE session;
static CK_OBJECT_HANDLE key;

static void need(int good, const char *what) {
    if (good) return;
    fprintf(stderr, "cms_sign: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static CK_OBJECT_HANDLE find(CK_OBJECT_CLASS kind, CK_ATTRIBUTE_TYPE type, void *value, CK_ULONG length) {
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &kind, sizeof kind}, {type, value, length}};
    CK_OBJECT_HANDLE found = 0;
    CK_ULONG count = 0;
    need(p11->C_FindObjectsInit(session, wanted, 2) == CKR_OK, "C_FindObjectsInit");
    need(p11->C_FindObjects(session, &found, 1, &count) == CKR_OK && count == 1, "no such object");
    need(p11->C_FindObjectsFinal(session) == CKR_OK, "C_FindObjectsFinal");
    return found;
}

// Opens the first token and logs in; the certificate is the one with the identifier of the key.
static X509 *open_token(const char *module, const char *pin_file, char *label) {
    void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
    CK_C_GetFunctionList list = NULL;
    if (library) *(void **)&list = dlsym(library, "C_GetFunctionList");
    need(list && list(&p11) == CKR_OK, "no PKCS#11 module");
    CK_C_INITIALIZE_ARGS locking = {.flags = CKF_OS_LOCKING_OK};
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;
    need(p11->C_Initialize(&locking) == CKR_OK, "C_Initialize");
    need(p11->C_GetSlotList(CK_TRUE, slots, &count) == CKR_OK && count > 0, "no card");
    need(p11->C_OpenSession(slots[0], CKF_SERIAL_SESSION, NULL, NULL, &session) == CKR_OK, "C_OpenSession");
    char pin[16] = "";
    FILE *file = fopen(pin_file, "r");
    need(file && fgets(pin, sizeof pin, file), "no PIN");
    fclose(file);
    CK_RV code = p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)pin, strcspn(pin, "\n"));
    OPENSSL_cleanse(pin, sizeof pin);
    need(code == CKR_OK, "C_Login");
    key = find(CKO_PRIVATE_KEY, CKA_LABEL, label, strlen(label));
    CK_BYTE id[64], der[8192];
    const CK_BYTE *cursor = der;
    CK_ATTRIBUTE identifier = {CKA_ID, id, sizeof id}, value = {CKA_VALUE, der, sizeof der};
    need(p11->C_GetAttributeValue(session, key, &identifier, 1) == CKR_OK, "CKA_ID");
    CK_OBJECT_HANDLE certificate = find(CKO_CERTIFICATE, CKA_ID, id, identifier.ulValueLen);
    need(p11->C_GetAttributeValue(session, certificate, &value, 1) == CKR_OK, "CKA_VALUE");
    return d2i_X509(NULL, &cursor, (long)value.ulValueLen);
}

// libcrypto has a digest; the card wants it as DigestInfo (RFC 8017 §9.2).
static int sign(int type, const unsigned char *digest, unsigned length, unsigned char *out, unsigned *count,
                const RSA *rsa) {
    static const CK_BYTE sha256[] = {0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                     0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    CK_BYTE info[sizeof sha256 + 32];
    if (type != NID_sha256 || length != 32) return 0;
    memcpy(info, sha256, sizeof sha256);
    memcpy(info + sizeof sha256, digest, length);
    CK_MECHANISM mechanism = {CKM_RSA_PKCS, NULL, 0};
    CK_ULONG size = (CK_ULONG)RSA_size(rsa);
    if (p11->C_SignInit(session, &mechanism, key) != CKR_OK) return 0;
    if (p11->C_Sign(session, info, sizeof info, out, &size) != CKR_OK) return 0;
    *count = (unsigned)size;
    return 1;
}

// A key for libcrypto: the numbers of the certificate, the private operation of the card.
static EVP_PKEY *card_key(X509 *certificate) {
    RSA *rsa = EVP_PKEY_get1_RSA(X509_get0_pubkey(certificate));
    RSA_METHOD *method = RSA_meth_dup(RSA_get_default_method());
    EVP_PKEY *result = EVP_PKEY_new();
    need(rsa && method && result && RSA_meth_set_sign(method, sign), "no RSA key");
    need(RSA_set_method(rsa, method) && EVP_PKEY_assign_RSA(result, rsa), "no method");
    return result;
}

int main(int count, char **arguments) {
    need(count == 7, "MODULE PIN-FILE KEY-LABEL FILE MEDIA-TYPE SIGNING-TIME");
    const char *media = arguments[5], *time = arguments[6];
    X509 *certificate = open_token(arguments[1], arguments[2], arguments[3]);
    need(certificate != NULL, "no certificate");
    BIO *content = BIO_new_file(arguments[4], "rb"), *out = BIO_new_fp(stdout, BIO_NOCLOSE);
    unsigned flags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP;
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
    need(cms && content && out, "no content");
    CMS_SignerInfo *signer = CMS_add1_signer(cms, certificate, card_key(certificate), EVP_sha256(), flags);
    need(signer != NULL, "CMS_add1_signer");
    need(CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, V_ASN1_UTCTIME, time, (int)strlen(time)), "time");
    // mime-type of ETSI EN 319 122-1 §5.2.4.3
    need(CMS_signed_add1_attr_by_txt(signer, "0.4.0.1733.2.1", V_ASN1_UTF8STRING, media, (int)strlen(media)), "type");
    need(CMS_final(cms, content, NULL, flags) && i2d_CMS_bio(out, cms), "no signature");
    need(BIO_flush(out) == 1 && p11->C_Finalize(NULL) == CKR_OK, "C_Finalize");
    return 0;
}
