/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* What the C programs that load the module share: loading, PASS and FAIL lines, a session that signs, its proof. */
#ifndef CADUCEE_MODULE_HOST_H
#define CADUCEE_MODULE_HOST_H
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

#include "shim.h"

/* Test value of the virtual cards, which protects nothing. */
#define PIN "1234"
#define MOST_SLOTS 16

/* The functions of the loaded module. */
extern CK_FUNCTION_LIST *p11;

/* Loads the module and asks for its functions; ends the program with 69 when that fails. */
void load_module(const char *path);
void unload_module(void);

/* One line for a check; false when it failed. */
bool check(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool check_code(CK_RV expected, CK_RV happened, const char *what);
/* A line that is printed only when it failed. */
bool expect(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The exit status after all checks. */
int outcome(void);
/* Without a card to work with nothing can be said: ends the program with 69. */
void need(CK_RV code, const char *what);

double seconds_now(void);
void pause_milliseconds(long milliseconds);

/* A session that is logged in, the authentication key and what its signatures are verified with. */
typedef struct {
    CK_SLOT_ID slot;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    EVP_PKEY *holder;
} Signer;

CK_RV first_slot_with_token(CK_SLOT_ID *slot);
CK_RV open_signer(CK_SLOT_ID slot, Signer *signer);
void forget_holder(Signer *signer);
/* Signs a message made of the number, and says whether the holder's certificate verifies it. */
CK_RV sign_number(const Signer *signer, uint64_t number, bool *verified);
/* All of it at once: initialise, sign, verify, finalise. */
bool sign_once(const char *what);
/* Runs `body` in a child process: its exit status, or -signal; killed after so many seconds. */
int in_child(int (*body)(void), unsigned seconds);
#endif
