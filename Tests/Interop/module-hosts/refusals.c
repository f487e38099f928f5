/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong calls and the code that the standard has for each: refusals MODULE */
#include <string.h>

#include "calls.h"

#define IS(code, call) check_code(code, call, #call)

static CK_INFO info;
static CK_SLOT_INFO slotInfo;
static CK_TOKEN_INFO token;
static CK_MECHANISM_INFO mechanismInfo;
static CK_SLOT_ID slots[MOST_SLOTS];
static CK_ULONG count;
static CK_SESSION_HANDLE session, other;
static CK_BYTE input[51], output[512];
static CK_UTF8CHAR *right = (CK_UTF8CHAR *)PIN;
static CK_MECHANISM rsa = {CKM_RSA_PKCS, NULL, 0}, pss = {CKM_RSA_PKCS_PSS, NULL, 0}, unknown = {~0UL, NULL, 0};
static CK_MECHANISM hash = {CKM_SHA256, NULL, 0};

static void fresh(CK_ULONG room) {
    count = room;
}

static void before_initialisation(void) {
    fresh(MOST_SLOTS);
    IS(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_GetInfo(&info));
    IS(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_GetSlotList(CK_FALSE, slots, &count));
    IS(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, slots, NULL));
    IS(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Finalize(NULL));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetFunctionList(NULL));
    CK_C_INITIALIZE_ARGS arguments = {.LockMutex = (CK_LOCKMUTEX)(uintptr_t)before_initialisation};
    IS(CKR_ARGUMENTS_BAD, p11->C_Initialize(&arguments));
    need(p11->C_Initialize(NULL), "C_Initialize");
    IS(CKR_CRYPTOKI_ALREADY_INITIALIZED, p11->C_Initialize(NULL));
    IS(CKR_ARGUMENTS_BAD, p11->C_Finalize(&arguments));
}

static void slots_and_tokens(void) {
    CK_SLOT_ID slot;
    need(first_slot_with_token(&slot), "a slot with a token");
    IS(CKR_ARGUMENTS_BAD, p11->C_GetInfo(NULL));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetSlotList(CK_TRUE, slots, NULL));
    fresh(0);
    IS(CKR_BUFFER_TOO_SMALL, p11->C_GetSlotList(CK_TRUE, slots, &count));
    check(count >= 1, "and says how many there are");
    IS(CKR_OK, p11->C_GetSlotList(CK_TRUE, NULL, &count));
    IS(CKR_SLOT_ID_INVALID, p11->C_GetSlotInfo(99, &slotInfo));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetSlotInfo(slot, NULL));
    IS(CKR_SLOT_ID_INVALID, p11->C_GetTokenInfo(~0UL, &token));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetTokenInfo(slot, NULL));
    IS(CKR_MECHANISM_INVALID, p11->C_GetMechanismInfo(slot, ~0UL, &mechanismInfo));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetMechanismInfo(slot, CKM_RSA_PKCS, NULL));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetMechanismList(slot, NULL, NULL));
    IS(CKR_ARGUMENTS_BAD, p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, NULL, NULL));
    IS(CKR_SESSION_PARALLEL_NOT_SUPPORTED, p11->C_OpenSession(slot, 0, NULL, NULL, &session));
    IS(CKR_ARGUMENTS_BAD, p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, NULL));
    IS(CKR_SLOT_ID_INVALID, p11->C_OpenSession(99, CKF_SERIAL_SESSION, NULL, NULL, &session));
    need(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &session), "C_OpenSession");
    need(p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &other), "C_OpenSession");
}

static void logins(void) {
    CK_SESSION_INFO state;
    IS(CKR_SESSION_HANDLE_INVALID, p11->C_GetSessionInfo(0, &state));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetSessionInfo(session, NULL));
    IS(CKR_SESSION_HANDLE_INVALID, p11->C_Login(~0UL, CKU_USER, right, 4));
    IS(CKR_USER_TYPE_INVALID, p11->C_Login(session, 9, right, 4));
    check(p11->C_Login(session, CKU_USER, NULL, 0) != CKR_OK, "no login without a PIN");
    check(p11->C_Login(session, CKU_USER, right, 0) != CKR_OK, "no login with an empty PIN");
    IS(CKR_PIN_INCORRECT, p11->C_Login(session, CKU_USER, right, 3));
    IS(CKR_PIN_INCORRECT, p11->C_Login(session, CKU_USER, right, ~0UL));
    IS(CKR_SESSION_READ_ONLY_EXISTS, p11->C_Login(other, CKU_SO, (CK_UTF8CHAR *)"12345678", 8));
    IS(CKR_SESSION_READ_ONLY, p11->C_SetPIN(session, right, 4, right, 4));
    IS(CKR_PIN_LEN_RANGE, p11->C_SetPIN(other, right, 4, right, 2));
    IS(CKR_USER_NOT_LOGGED_IN, p11->C_InitPIN(other, right, 4));
    IS(CKR_USER_NOT_LOGGED_IN, p11->C_Logout(session));
    IS(CKR_OK, p11->C_Login(session, CKU_USER, right, 4));
    IS(CKR_USER_ALREADY_LOGGED_IN, p11->C_Login(session, CKU_USER, right, 4));
    CK_RV code = p11->C_Login(other, CKU_SO, (CK_UTF8CHAR *)"12345678", 8);
    check(code == CKR_USER_ANOTHER_ALREADY_LOGGED_IN || code == CKR_SESSION_READ_ONLY_EXISTS,
          "two reasons against another login: %#lx", code);
}

static void objects(void) {
    CK_OBJECT_HANDLE found[4];
    CK_ATTRIBUTE secret = {CKA_PRIVATE_EXPONENT, output, sizeof output}, none = {0x7FFFFFFF, output, sizeof output};
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_FindObjects(session, found, 4, &count));
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_FindObjectsFinal(session));
    IS(CKR_ARGUMENTS_BAD, p11->C_FindObjectsInit(session, NULL, 1));
    IS(CKR_OK, p11->C_FindObjectsInit(session, NULL, 0));
    IS(CKR_OPERATION_ACTIVE, p11->C_FindObjectsInit(session, NULL, 0));
    IS(CKR_ARGUMENTS_BAD, p11->C_FindObjects(session, NULL, 4, &count));
    IS(CKR_ARGUMENTS_BAD, p11->C_FindObjects(session, found, 4, NULL));
    IS(CKR_OK, p11->C_FindObjectsFinal(session));
    IS(CKR_OK, p11->C_FindObjectsInit(session, &none, 1));
    IS(CKR_OK, p11->C_FindObjects(session, found, 4, &count));
    check(count == 0, "no object has an attribute that nobody knows");
    IS(CKR_OK, p11->C_FindObjectsFinal(session));
    IS(CKR_OBJECT_HANDLE_INVALID, p11->C_GetAttributeValue(session, ~0UL, &secret, 1));
    IS(CKR_ARGUMENTS_BAD, p11->C_GetAttributeValue(session, known.authentication, NULL, 1));
    IS(CKR_ATTRIBUTE_SENSITIVE, p11->C_GetAttributeValue(session, known.authentication, &secret, 1));
    check(secret.ulValueLen == CK_UNAVAILABLE_INFORMATION, "a secret attribute has no length");
    CK_OBJECT_CLASS class = 99;
    CK_ATTRIBUTE three[] = {{0x7FFFFFFF, output, 8}, {CKA_CLASS, &class, sizeof class}, {CKA_LABEL, output, 1}};
    CK_RV code = p11->C_GetAttributeValue(session, known.authentication, three, 3);
    check(code == CKR_ATTRIBUTE_TYPE_INVALID || code == CKR_BUFFER_TOO_SMALL, "two of three attributes: %#lx", code);
    check(three[0].ulValueLen == CK_UNAVAILABLE_INFORMATION && three[2].ulValueLen == CK_UNAVAILABLE_INFORMATION &&
          three[1].ulValueLen == sizeof class && class == CKO_PRIVATE_KEY, "and the right one is there");
    CK_ATTRIBUTE value = {CKA_VALUE, output, 4};
    IS(CKR_SESSION_READ_ONLY, p11->C_SetAttributeValue(session, known.data, &value, 1));
    IS(CKR_ATTRIBUTE_READ_ONLY, p11->C_SetAttributeValue(other, known.certificate, &value, 1));
    check(p11->C_CreateObject(other, three, 1, found) != CKR_OK, "nothing is created");
    check(p11->C_DestroyObject(other, known.certificate) != CKR_OK, "nothing is destroyed");
}

static void operations(void) {
    fresh(sizeof output);
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_Sign(session, input, sizeof input, output, &count));
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_Digest(session, input, sizeof input, output, &count));
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_Decrypt(session, input, sizeof input, output, &count));
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_Verify(session, input, sizeof input, output, 256));
    IS(CKR_ARGUMENTS_BAD, p11->C_DigestInit(session, NULL));
    IS(CKR_MECHANISM_INVALID, p11->C_SignInit(session, &unknown, known.authentication));
    IS(CKR_KEY_HANDLE_INVALID, p11->C_SignInit(session, &rsa, ~0UL));
    CK_RV code = p11->C_SignInit(session, &pss, known.authentication);
    check(code == CKR_MECHANISM_INVALID || code == CKR_MECHANISM_PARAM_INVALID, "PSS without parameters: %#lx", code);
    IS(CKR_OK, p11->C_DigestInit(session, &hash));
    IS(CKR_OPERATION_ACTIVE, p11->C_DigestInit(session, &hash));
    IS(CKR_ARGUMENTS_BAD, p11->C_DigestUpdate(session, NULL, 1));
    fresh(0);
    code = p11->C_SignInit(session, &rsa, known.authentication);
    check(code == CKR_OK, "C_SignInit during a digest: %#lx", code);
    IS(CKR_OPERATION_ACTIVE, p11->C_SignInit(session, &rsa, known.authentication));
    IS(CKR_BUFFER_TOO_SMALL, p11->C_Sign(session, input, sizeof input, output, &count));
    check(count == 256, "and says how long a signature is");
    IS(CKR_OK, p11->C_Sign(session, input, sizeof input, NULL, &count));
    fresh(sizeof output);
    IS(CKR_DATA_LEN_RANGE, p11->C_Sign(session, output, sizeof output, output, &count));
    IS(CKR_OPERATION_NOT_INITIALIZED, p11->C_Sign(session, input, sizeof input, output, &count));
    IS(CKR_ARGUMENTS_BAD, p11->C_GenerateRandom(session, NULL, 16));
    IS(CKR_FUNCTION_NOT_PARALLEL, p11->C_GetFunctionStatus(session));
    IS(CKR_FUNCTION_NOT_PARALLEL, p11->C_CancelFunction(session));
}

static void ends(void) {
    IS(CKR_OK, p11->C_CloseSession(session));
    IS(CKR_SESSION_HANDLE_INVALID, p11->C_CloseSession(session));
    IS(CKR_OK, p11->C_Logout(other));
    IS(CKR_SLOT_ID_INVALID, p11->C_CloseAllSessions(99));
    IS(CKR_OK, p11->C_Finalize(NULL));
    IS(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Logout(other));
}

int main(int arguments, char **values) {
    if (arguments != 2) return 64;
    load_module(values[1]);
    before_initialisation();
    slots_and_tokens();
    logins();
    need(prepare(true), "objects");
    objects();
    operations();
    ends();
    return outcome();
}
