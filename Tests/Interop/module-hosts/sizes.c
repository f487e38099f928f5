/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* The structures of the C interface on LP64, as every PKCS#11 client on this machine was compiled with them. */
#include <stddef.h>

#include "shim.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type)
#define PLACE(type, member, bytes) _Static_assert(offsetof(type, member) == (bytes), #type "." #member)

SIZE(CK_ULONG, 8);
SIZE(CK_BBOOL, 1);
SIZE(CK_VERSION, 2);
SIZE(CK_DATE, 8);
SIZE(CK_INFO, 88);
SIZE(CK_SLOT_INFO, 112);
SIZE(CK_TOKEN_INFO, 208);
SIZE(CK_SESSION_INFO, 32);
SIZE(CK_ATTRIBUTE, 24);
SIZE(CK_MECHANISM, 24);
SIZE(CK_MECHANISM_INFO, 24);
SIZE(CK_C_INITIALIZE_ARGS, 48);
SIZE(CK_RSA_PKCS_PSS_PARAMS, 24);
SIZE(CK_INTERFACE, 24);
SIZE(CK_FUNCTION_LIST, 8 + 68 * 8);
SIZE(CK_FUNCTION_LIST_3_0, 8 + 92 * 8);
SIZE(CPS_FUNCTION_LIST, 8 + 72 * 8);

/* A host reads either list through either type. */
#define SAME(member) PLACE(CK_FUNCTION_LIST_3_0, member, offsetof(CK_FUNCTION_LIST, member))
SAME(C_Initialize);
SAME(C_GetFunctionList);
SAME(C_OpenSession);
SAME(C_GetAttributeValue);
SAME(C_Encrypt);
SAME(C_DigestKey);
SAME(C_Sign);
SAME(C_VerifyRecover);
SAME(C_GenerateKeyPair);
SAME(C_WaitForSlotEvent);
PLACE(CK_FUNCTION_LIST_3_0, C_GetInterfaceList, 552);
PLACE(CK_FUNCTION_LIST_3_0, C_LoginUser, 552 + 2 * 8);
PLACE(CK_FUNCTION_LIST_3_0, C_MessageSignInit, 552 + 14 * 8);
PLACE(CK_FUNCTION_LIST_3_0, C_MessageVerifyFinal, 552 + 23 * 8);
PLACE(CPS_FUNCTION_LIST, C_StartUpdate, 552);
PLACE(CPS_FUNCTION_LIST, C_TransmitMessage, 568);
PLACE(CPS_FUNCTION_LIST, C_KeepAlive, 576);

int main(void) {
    return 0;
}
