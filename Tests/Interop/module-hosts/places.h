/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* The arguments themselves. Every block ends where memory ends: one byte too many, read or written, is a fault. */
#ifndef CADUCEE_MODULE_PLACES_H
#define CADUCEE_MODULE_PLACES_H
#include "calls.h"

/* Writes the words of an argument, and says how many they are. `index` tells arguments of a call apart. */
unsigned place_argument(char kind, unsigned choice, unsigned index, unsigned long *words);
/* Makes the right PIN the right unblocking code; leaves any other as it is. */
void as_unblocking_code(unsigned long *words);
#endif
