/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* What PKCS#11 3.0 adds to the declarations of 2.40, as far as it is used here, and the remote-update extension. */
#ifndef CADUCEE_CRYPTOKI_3_H
#define CADUCEE_CRYPTOKI_3_H

/* Names of 2.40 and 3.0 that p11-kit's header gained at different times. */
#ifndef CK_CERTIFICATE_CATEGORY_UNSPECIFIED
#define CK_CERTIFICATE_CATEGORY_UNSPECIFIED 0UL
#define CK_CERTIFICATE_CATEGORY_TOKEN_USER 1UL
#define CK_CERTIFICATE_CATEGORY_AUTHORITY 2UL
#define CK_CERTIFICATE_CATEGORY_OTHER_ENTITY 3UL
#endif
#ifndef CKA_UNIQUE_ID
#define CKA_UNIQUE_ID 4UL
#endif
#ifndef CKO_PROFILE
#define CKO_PROFILE 9UL
#define CKA_PROFILE_ID 0x601UL
#define CKP_BASELINE_PROVIDER 1UL
#define CKP_EXTENDED_PROVIDER 2UL
#define CKP_AUTHENTICATION_TOKEN 3UL
#endif
#ifndef CKR_TOKEN_RESOURCE_EXCEEDED
#define CKR_TOKEN_RESOURCE_EXCEEDED 0x201UL
#define CKR_OPERATION_CANCEL_FAILED 0x202UL
#endif

/* From 3 on, p11-kit's header declares the interfaces under the same names. */
#if CRYPTOKI_VERSION_MAJOR < 3
#define CKF_INTERFACE_FORK_SAFE 1UL
#define CKF_END_OF_MESSAGE 1UL
#define CKF_MESSAGE_ENCRYPT (1UL << 1)
#define CKF_MESSAGE_DECRYPT (1UL << 2)
#define CKF_MESSAGE_SIGN (1UL << 3)
#define CKF_MESSAGE_VERIFY (1UL << 4)
#define CKF_FIND_OBJECTS (1UL << 6)

typedef struct CK_INTERFACE {
    CK_UTF8CHAR *pInterfaceName;
    void *pFunctionList;
    CK_FLAGS flags;
} CK_INTERFACE, *CK_INTERFACE_PTR, **CK_INTERFACE_PTR_PTR;

/* A function and the type of a pointer to it. The first argument of most is a session. */
#define CK3_FUNCTION(name, ...) typedef CK_RV (*CK_##name)(__VA_ARGS__); CK_RV name(__VA_ARGS__)
#define CK3_INIT(name) CK3_FUNCTION(name, CK_SESSION_HANDLE, CK_MECHANISM *, CK_OBJECT_HANDLE key)
#define CK3_FINAL(name) CK3_FUNCTION(name, CK_SESSION_HANDLE)
#define CK3_IN(name) CK_BYTE *name, CK_ULONG name##Length
#define CK3_OUT(name) CK_BYTE *name, CK_ULONG *name##Length
/* The parameter of one message may carry something back, such as a generated IV. */
#define CK3_MESSAGE(name, ...) CK3_FUNCTION(name, CK_SESSION_HANDLE, void *parameter, CK_ULONG parameterLength, __VA_ARGS__)

CK3_FUNCTION(C_GetInterfaceList, CK_INTERFACE *interfaces, CK_ULONG *count);
CK3_FUNCTION(C_GetInterface, CK_UTF8CHAR *name, CK_VERSION *, CK_INTERFACE **, CK_FLAGS);
CK3_FUNCTION(C_LoginUser, CK_SESSION_HANDLE, CK_USER_TYPE, CK_UTF8CHAR *pin, CK_ULONG pinLength,
             CK_UTF8CHAR *userName, CK_ULONG userNameLength);
CK3_FUNCTION(C_SessionCancel, CK_SESSION_HANDLE, CK_FLAGS);
CK3_INIT(C_MessageEncryptInit);
CK3_MESSAGE(C_EncryptMessage, CK3_IN(associated), CK3_IN(plain), CK3_OUT(cipher));
CK3_MESSAGE(C_EncryptMessageBegin, CK3_IN(associated));
CK3_MESSAGE(C_EncryptMessageNext, CK3_IN(plain), CK3_OUT(cipher), CK_FLAGS);
CK3_FINAL(C_MessageEncryptFinal);
CK3_INIT(C_MessageDecryptInit);
CK3_MESSAGE(C_DecryptMessage, CK3_IN(associated), CK3_IN(cipher), CK3_OUT(plain));
CK3_MESSAGE(C_DecryptMessageBegin, CK3_IN(associated));
CK3_MESSAGE(C_DecryptMessageNext, CK3_IN(cipher), CK3_OUT(plain), CK_FLAGS);
CK3_FINAL(C_MessageDecryptFinal);
CK3_INIT(C_MessageSignInit);
CK3_MESSAGE(C_SignMessage, CK3_IN(data), CK3_OUT(signature));
CK3_FUNCTION(C_SignMessageBegin, CK_SESSION_HANDLE, void *parameter, CK_ULONG parameterLength);
CK3_MESSAGE(C_SignMessageNext, CK3_IN(data), CK3_OUT(signature));
CK3_FINAL(C_MessageSignFinal);
CK3_INIT(C_MessageVerifyInit);
CK3_MESSAGE(C_VerifyMessage, CK3_IN(data), CK3_IN(signature));
CK3_FUNCTION(C_VerifyMessageBegin, CK_SESSION_HANDLE, void *parameter, CK_ULONG parameterLength);
CK3_MESSAGE(C_VerifyMessageNext, CK3_IN(data), CK3_IN(signature));
CK3_FINAL(C_MessageVerifyFinal);

#define CK3_4(a, b, c, d) CK_##a a; CK_##b b; CK_##c c; CK_##d d;
typedef struct CK_FUNCTION_LIST_3_0 {
    CK_VERSION version;
    CK3_4(C_Initialize, C_Finalize, C_GetInfo, C_GetFunctionList)
    CK3_4(C_GetSlotList, C_GetSlotInfo, C_GetTokenInfo, C_GetMechanismList)
    CK3_4(C_GetMechanismInfo, C_InitToken, C_InitPIN, C_SetPIN)
    CK3_4(C_OpenSession, C_CloseSession, C_CloseAllSessions, C_GetSessionInfo)
    CK3_4(C_GetOperationState, C_SetOperationState, C_Login, C_Logout)
    CK3_4(C_CreateObject, C_CopyObject, C_DestroyObject, C_GetObjectSize)
    CK3_4(C_GetAttributeValue, C_SetAttributeValue, C_FindObjectsInit, C_FindObjects)
    CK3_4(C_FindObjectsFinal, C_EncryptInit, C_Encrypt, C_EncryptUpdate)
    CK3_4(C_EncryptFinal, C_DecryptInit, C_Decrypt, C_DecryptUpdate)
    CK3_4(C_DecryptFinal, C_DigestInit, C_Digest, C_DigestUpdate)
    CK3_4(C_DigestKey, C_DigestFinal, C_SignInit, C_Sign)
    CK3_4(C_SignUpdate, C_SignFinal, C_SignRecoverInit, C_SignRecover)
    CK3_4(C_VerifyInit, C_Verify, C_VerifyUpdate, C_VerifyFinal)
    CK3_4(C_VerifyRecoverInit, C_VerifyRecover, C_DigestEncryptUpdate, C_DecryptDigestUpdate)
    CK3_4(C_SignEncryptUpdate, C_DecryptVerifyUpdate, C_GenerateKey, C_GenerateKeyPair)
    CK3_4(C_WrapKey, C_UnwrapKey, C_DeriveKey, C_SeedRandom)
    CK3_4(C_GenerateRandom, C_GetFunctionStatus, C_CancelFunction, C_WaitForSlotEvent)
    CK3_4(C_GetInterfaceList, C_GetInterface, C_LoginUser, C_SessionCancel)
    CK3_4(C_MessageEncryptInit, C_EncryptMessage, C_EncryptMessageBegin, C_EncryptMessageNext)
    CK3_4(C_MessageEncryptFinal, C_MessageDecryptInit, C_DecryptMessage, C_DecryptMessageBegin)
    CK3_4(C_DecryptMessageNext, C_MessageDecryptFinal, C_MessageSignInit, C_SignMessage)
    CK3_4(C_SignMessageBegin, C_SignMessageNext, C_MessageSignFinal, C_MessageVerifyInit)
    CK3_4(C_VerifyMessage, C_VerifyMessageBegin, C_VerifyMessageNext, C_MessageVerifyFinal)
} CK_FUNCTION_LIST_3_0, *CK_FUNCTION_LIST_3_0_PTR;
#endif

/* The established CPS module's list: four functions for remote update follow the 68. They are not exported by name. */
typedef struct {
    CK_FUNCTION_LIST standard;
    CK_RV (*C_StartUpdate)(CK_SESSION_HANDLE);
    CK_RV (*C_EndUpdate)(CK_SESSION_HANDLE);
    CK_RV (*C_TransmitMessage)(CK_SESSION_HANDLE, CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *, CK_ULONG type);
    CK_RV (*C_KeepAlive)(CK_SESSION_HANDLE);
} CPS_FUNCTION_LIST;
#endif
