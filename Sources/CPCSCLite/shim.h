/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CPCSCLITE_SHIM_H
#define CADUCEE_CPCSCLITE_SHIM_H
#include <winscard.h>
#include <reader.h>
#endif
