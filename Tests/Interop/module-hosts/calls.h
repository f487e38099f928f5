/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Every function of the C interface with arguments that no honest caller passes. */
#ifndef CADUCEE_MODULE_CALLS_H
#define CADUCEE_MODULE_CALLS_H
#include "host.h"

enum { MOST_KINDS = 8, MOST_WORDS = 12 };

/* A function, and a letter for the kind of each argument or pair of pointer and length. */
typedef struct {
    const char *name;
    const char *kinds;
} Function;

extern const Function functions[];
/* How many of them the module has: all with the list of PKCS#11 3.0, else 68. */
unsigned function_count(void);
/* Whether C_Initialize has to come first. */
bool needs_initialize(unsigned function);

/* What calls refer to: set before any is made. */
typedef struct {
    CK_SLOT_ID slot;
    CK_SESSION_HANDLE sessions[2], closed;
    CK_OBJECT_HANDLE authentication, signature, certificate, publicKey, data;
} Known;
extern Known known;

/* Begins sessions, logs in when told to, and finds the objects. */
CK_RV prepare(bool login);
/* Begins an operation of each sort, whatever is active already. */
void begin_operations(void);

/* How many choices there are for an argument of a kind; the choice 0 is an honest one. */
unsigned choices(char kind);
/* Calls with the chosen arguments, and says what they were in `text`. */
CK_RV call_with(unsigned function, const unsigned *chosen);
void describe(unsigned function, const unsigned *chosen, char *text, size_t room);
/* Whether PKCS#11 or the established CPS module knows this code. */
bool is_return_code(CK_RV code);
#endif
