/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* A program that has PKCS#11 functions of its own, and lets everybody see them: interpose MODULE
   Linked with -rdynamic. The module's functions must stay the module's. */
#include <dlfcn.h>
#include <string.h>

#include "host.h"

#pragma GCC visibility push(default)
CK_RV C_Initialize(void *arguments) { (void)arguments; return CKR_VENDOR_DEFINED; }
CK_RV C_Sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature, CK_ULONG *room) {
    (void)session, (void)data, (void)length, (void)signature, (void)room;
    return CKR_VENDOR_DEFINED;
}
#pragma GCC visibility pop

int main(int count, char **arguments) {
    if (count != 2) return 64;
    /* Another module that everybody sees, as some programs load theirs. */
    void *shown = dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL);
    check(shown != NULL, "loaded for everybody to see");
    load_module(arguments[1]);
    const size_t most = (sizeof(CK_FUNCTION_LIST) - offsetof(CK_FUNCTION_LIST, C_Initialize)) / sizeof(void *);
    void *functions[sizeof(CK_FUNCTION_LIST) / sizeof(void *)];
    memcpy(functions, &p11->C_Initialize, most * sizeof(void *));
    Dl_info own, place;
    bool ours = dladdr(dlsym(shown, "C_GetFunctionList"), &own) != 0;
    for (size_t index = 0; ours && index < most; ++index) {
        ours = dladdr(functions[index], &place) && place.dli_fbase == own.dli_fbase;
    }
    check(ours, "all %zu functions of the list are the module's own", most);
    sign_once("signs");
    return outcome();
}
