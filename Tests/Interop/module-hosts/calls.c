/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#include "calls.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "places.h"

/* s session, o object, t slot, y mechanism type, f flags, w flags of a wait, u user, b boolean, i C_Initialize's
   argument, v reserved, n callback, z name, e version, I structure, L handle or pointer written, m mechanism,
   T template, A template to fill, p bytes, q parameter of a message, k PIN, R bytes written, O words written with
   their count, P bytes written with their count, F handles written with their count. In the standard's order. */
const Function functions[] = {
    {"C_Initialize", "i"}, {"C_Finalize", "v"}, {"C_GetInfo", "I"}, {"C_GetFunctionList", "L"},
    {"C_GetSlotList", "bO"}, {"C_GetSlotInfo", "tI"}, {"C_GetTokenInfo", "tI"}, {"C_GetMechanismList", "tO"},
    {"C_GetMechanismInfo", "tyI"}, {"C_InitToken", "tkI"}, {"C_InitPIN", "sk"}, {"C_SetPIN", "skk"},
    {"C_OpenSession", "tfvnL"}, {"C_CloseSession", "s"}, {"C_CloseAllSessions", "t"}, {"C_GetSessionInfo", "sI"},
    {"C_GetOperationState", "sP"}, {"C_SetOperationState", "spoo"}, {"C_Login", "suk"}, {"C_Logout", "s"},
    {"C_CreateObject", "sTL"}, {"C_CopyObject", "soTL"}, {"C_DestroyObject", "so"}, {"C_GetObjectSize", "soL"},
    {"C_GetAttributeValue", "soA"}, {"C_SetAttributeValue", "soT"}, {"C_FindObjectsInit", "sT"},
    {"C_FindObjects", "sF"}, {"C_FindObjectsFinal", "s"}, {"C_EncryptInit", "smo"}, {"C_Encrypt", "spP"},
    {"C_EncryptUpdate", "spP"}, {"C_EncryptFinal", "sP"}, {"C_DecryptInit", "smo"}, {"C_Decrypt", "spP"},
    {"C_DecryptUpdate", "spP"}, {"C_DecryptFinal", "sP"}, {"C_DigestInit", "sm"}, {"C_Digest", "spP"},
    {"C_DigestUpdate", "sp"}, {"C_DigestKey", "so"}, {"C_DigestFinal", "sP"}, {"C_SignInit", "smo"},
    {"C_Sign", "spP"}, {"C_SignUpdate", "sp"}, {"C_SignFinal", "sP"}, {"C_SignRecoverInit", "smo"},
    {"C_SignRecover", "spP"}, {"C_VerifyInit", "smo"}, {"C_Verify", "spp"}, {"C_VerifyUpdate", "sp"},
    {"C_VerifyFinal", "sp"}, {"C_VerifyRecoverInit", "smo"}, {"C_VerifyRecover", "spP"},
    {"C_DigestEncryptUpdate", "spP"}, {"C_DecryptDigestUpdate", "spP"}, {"C_SignEncryptUpdate", "spP"},
    {"C_DecryptVerifyUpdate", "spP"}, {"C_GenerateKey", "smTL"}, {"C_GenerateKeyPair", "smTTLL"},
    {"C_WrapKey", "smooP"}, {"C_UnwrapKey", "smopTL"}, {"C_DeriveKey", "smoTL"}, {"C_SeedRandom", "sp"},
    {"C_GenerateRandom", "sR"}, {"C_GetFunctionStatus", "s"}, {"C_CancelFunction", "s"},
    {"C_WaitForSlotEvent", "wLv"}, {"C_GetInterfaceList", "O"}, {"C_GetInterface", "zeLf"},
    {"C_LoginUser", "sukk"}, {"C_SessionCancel", "sf"}, {"C_MessageEncryptInit", "smo"},
    {"C_EncryptMessage", "sqppP"}, {"C_EncryptMessageBegin", "sqp"}, {"C_EncryptMessageNext", "sqpPf"},
    {"C_MessageEncryptFinal", "s"}, {"C_MessageDecryptInit", "smo"}, {"C_DecryptMessage", "sqppP"},
    {"C_DecryptMessageBegin", "sqp"}, {"C_DecryptMessageNext", "sqpPf"}, {"C_MessageDecryptFinal", "s"},
    {"C_MessageSignInit", "smo"}, {"C_SignMessage", "sqpP"}, {"C_SignMessageBegin", "sq"},
    {"C_SignMessageNext", "sqpP"}, {"C_MessageSignFinal", "s"}, {"C_MessageVerifyInit", "smo"},
    {"C_VerifyMessage", "sqpp"}, {"C_VerifyMessageBegin", "sq"}, {"C_VerifyMessageNext", "sqpp"},
    {"C_MessageVerifyFinal", "s"},
    /* The update extension: behind the list of C_GetFunctionList. */
    {"C_StartUpdate", "s"}, {"C_EndUpdate", "s"}, {"C_TransmitMessage", "spPf"}, {"C_KeepAlive", "s"},
};
enum { FUNCTIONS_3_0 = 92, EXTENSION = 4 };

Known known;

static CK_FUNCTION_LIST_3_0 *newest(void) {
    static CK_FUNCTION_LIST *asked;
    static CK_FUNCTION_LIST_3_0 *list;
    if (asked == p11) return list;
    Dl_info place;
    asked = p11, list = NULL;
    /* Asked of the library that the functions are in, whatever else is loaded. */
    if (!dladdr((void *)p11->C_Initialize, &place)) return NULL;
    void *library = dlopen(place.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    CK_C_GetInterface get = NULL;
    if (library) *(void **)&get = dlsym(library, "C_GetInterface");
    CK_INTERFACE *interface = NULL;
    CK_VERSION version = {3, 0};
    if (get && get((CK_UTF8CHAR *)"PKCS 11", &version, &interface, 0) == CKR_OK) list = interface->pFunctionList;
    if (library) dlclose(library);
    return list;
}

unsigned function_count(void) {
    /* Only our module is known to have both 3.0 and the extension. */
    return newest() ? FUNCTIONS_3_0 + EXTENSION : 68;
}

bool needs_initialize(unsigned function) {
    const char *name = functions[function].name;
    return strcmp(name, "C_Initialize") && strcmp(name, "C_GetFunctionList") && strncmp(name, "C_GetInterface", 14);
}

static CK_OBJECT_HANDLE first(CK_OBJECT_CLASS class, const char *label) {
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG count = 0;
    CK_ULONG length = label ? strlen(label) : 0;
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, (void *)label, length}};
    p11->C_FindObjectsInit(known.sessions[0], template, label ? 2 : 1);
    p11->C_FindObjects(known.sessions[0], &object, 1, &count);
    p11->C_FindObjectsFinal(known.sessions[0]);
    return count ? object : 0;
}

CK_RV prepare(bool login) {
    CK_RV code = first_slot_with_token(&known.slot);
    if (code != CKR_OK) return code;
    CK_FLAGS flags = CKF_SERIAL_SESSION;
    code = p11->C_OpenSession(known.slot, flags | CKF_RW_SESSION, NULL, NULL, &known.sessions[0]);
    if (code == CKR_OK) code = p11->C_OpenSession(known.slot, flags, NULL, NULL, &known.sessions[1]);
    if (code == CKR_OK) code = p11->C_OpenSession(known.slot, flags, NULL, NULL, &known.closed);
    if (code != CKR_OK) return code;
    p11->C_CloseSession(known.closed);
    if (login) code = p11->C_Login(known.sessions[0], CKU_USER, (CK_UTF8CHAR *)PIN, sizeof PIN - 1);
    if (code == CKR_USER_ALREADY_LOGGED_IN) code = CKR_OK;
    known.certificate = first(CKO_CERTIFICATE, NULL);
    known.publicKey = first(CKO_PUBLIC_KEY, NULL);
    known.data = first(CKO_DATA, "CPS_DATA");
    known.authentication = first(CKO_PRIVATE_KEY, "CPS_PRIV_AUT");
    known.signature = first(CKO_PRIVATE_KEY, "CPS_PRIV_SIG");
    return code;
}

void begin_operations(void) {
    CK_MECHANISM rsa = {CKM_RSA_PKCS, NULL, 0}, hash = {CKM_SHA256, NULL, 0};
    CK_SESSION_HANDLE session = known.sessions[0];
    p11->C_SignInit(session, &rsa, known.authentication);
    p11->C_DecryptInit(session, &rsa, known.authentication);
    p11->C_VerifyInit(session, &rsa, known.publicKey);
    p11->C_EncryptInit(session, &rsa, known.publicKey);
    p11->C_DigestInit(session, &hash);
    p11->C_FindObjectsInit(session, NULL, 0);
}

typedef unsigned long Word;
typedef CK_RV (*Entry)(Word, Word, Word, Word, Word, Word, Word, Word, Word, Word, Word, Word);

CK_RV call_with(unsigned function, const unsigned *chosen) {
    CK_FUNCTION_LIST_3_0 *list = newest();
    Entry entry;
    /* Words only, in registers and on the stack: a function that takes fewer does not see the rest. */
    Word words[MOST_WORDS + 4] = {0};
    unsigned count = 0;
    const char *kinds = functions[function].kinds;
    const char *start = (char *)(list ? (void *)list : (void *)p11) + offsetof(CK_FUNCTION_LIST, C_Initialize);
    unsigned place = function;
    if (function >= FUNCTIONS_3_0) {
        start = (char *)p11 + offsetof(CPS_FUNCTION_LIST, C_StartUpdate), place -= FUNCTIONS_3_0;
    }
    memcpy(&entry, start + place * sizeof entry, sizeof entry);
    for (unsigned index = 0; kinds[index]; ++index) {
        count += place_argument(kinds[index], chosen[index], index, &words[count]);
    }
    /* A PIN that costs no try: the right one of whoever logs in. */
    if (strstr(kinds, "uk") && words[1] == CKU_SO && words[2]) as_unblocking_code(&words[2]);
    return entry(words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], words[8], words[9],
                 words[10], words[11]);
}

void describe(unsigned function, const unsigned *chosen, char *text, size_t room) {
    int length = snprintf(text, room, "%s(", functions[function].name);
    for (unsigned index = 0; functions[function].kinds[index] && length < (int)room; ++index) {
        length += snprintf(text + length, room - (size_t)length, "%s%c%u", index ? ", " : "",
                           functions[function].kinds[index], chosen[index]);
    }
    if (length < (int)room) snprintf(text + length, room - (size_t)length, ")");
}

bool is_return_code(CK_RV code) {
    static const struct {
        CK_RV first, last;
    } ranges[] = {
        {0x00, 0x03}, {0x05, 0x0A}, {0x10, 0x13}, {0x1B, 0x1B}, {0x20, 0x21}, {0x30, 0x32}, {0x40, 0x42}, {0x50, 0x51},
        {0x54, 0x54}, {0x60, 0x60}, {0x62, 0x6A}, {0x70, 0x71}, {0x82, 0x82}, {0x90, 0x91}, {0xA0, 0xA4}, {0xB0, 0xB1},
        {0xB3, 0xB8}, {0xC0, 0xC1}, {0xD0, 0xD1}, {0xE0, 0xE2}, {0xF0, 0xF2}, {0x100, 0x105}, {0x110, 0x110},
        {0x112, 0x115}, {0x120, 0x121}, {0x130, 0x130}, {0x140, 0x140}, {0x150, 0x150}, {0x160, 0x160}, {0x170, 0x170},
        {0x180, 0x180}, {0x190, 0x191}, {0x1A0, 0x1A1}, {0x1B0, 0x1B1}, {0x1B9, 0x1B9}, {0x200, 0x203},
        {0x80000001, 0x80000002},
    };
    for (size_t index = 0; index < sizeof ranges / sizeof *ranges; ++index) {
        if (code >= ranges[index].first && code <= ranges[index].last) return true;
    }
    return false;
}
