/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Every slot that there can be: slots MODULE SLOTS TOKENS SIGNERS */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

static CK_SLOT_ID all[MOST_SLOTS + 1], full[MOST_SLOTS + 1];
static CK_ULONG signs[MOST_SLOTS];

static void *sign_in_slot(void *place) {
    CK_ULONG index = (CK_ULONG)(uintptr_t)place;
    Signer signer = {0};
    bool verified = false;
    if (open_signer(full[index], &signer) == CKR_OK && sign_number(&signer, index, &verified) == CKR_OK && verified) {
        signs[index] = 1;
    }
    forget_holder(&signer);
    return NULL;
}

int main(int count, char **arguments) {
    if (count != 5) return 64;
    CK_ULONG expected = strtoul(arguments[2], NULL, 10), cards = strtoul(arguments[3], NULL, 10);
    CK_ULONG signers = strtoul(arguments[4], NULL, 10), signatures = 0;
    CK_ULONG found = MOST_SLOTS + 1, tokens = MOST_SLOTS + 1;
    pthread_t threads[MOST_SLOTS];
    CK_SLOT_INFO infos[MOST_SLOTS];
    load_module(arguments[1]);
    need(p11->C_Initialize(NULL), "C_Initialize");
    check_code(CKR_OK, p11->C_GetSlotList(CK_FALSE, all, &found), "C_GetSlotList");
    check(found == expected, "%lu slots of %lu", found, expected);
    check_code(CKR_OK, p11->C_GetSlotList(CK_TRUE, full, &tokens), "C_GetSlotList with tokens");
    check(tokens == cards, "%lu tokens of %lu", tokens, cards);
    bool distinct = true, present = true;
    CK_ULONG occupied = 0;
    for (CK_ULONG index = 0; index < found; ++index) {
        present &= all[index] < MOST_SLOTS && p11->C_GetSlotInfo(all[index], &infos[index]) == CKR_OK;
        occupied += (infos[index].flags & CKF_TOKEN_PRESENT) != 0;
        for (CK_ULONG earlier = 0; earlier < index; ++earlier) {
            distinct &= all[index] != all[earlier];
            distinct &= memcmp(infos[index].slotDescription, infos[earlier].slotDescription, 64) != 0;
        }
    }
    check(present, "slots 0 to 15, each described");
    check(distinct, "no two slots have the same number or description");
    check(occupied == cards, "%lu slots say that a token is present", occupied);
    for (CK_ULONG index = 0; index < tokens; ++index) {
        CK_TOKEN_INFO token;
        CK_RV code = p11->C_GetTokenInfo(full[index], &token);
        check(code == CKR_OK, "the token in slot %lu: %#lx", full[index], code);
        pthread_create(&threads[index], NULL, sign_in_slot, (void *)(uintptr_t)index);
    }
    for (CK_ULONG index = 0; index < tokens; ++index) {
        pthread_join(threads[index], NULL);
        signatures += signs[index];
    }
    check(signatures == signers, "%lu of %lu cards with a PIN sign at the same time", signatures, signers);
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize");
    return outcome();
}
