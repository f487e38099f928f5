/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CCRYPTOKI_SHIM_H
#define CADUCEE_CCRYPTOKI_SHIM_H
/* The declarations of PKCS#11 2.40 with the standard's own names. Found by its full path and not through pkg-config,
   whose flags would link libp11-kit: declarations are all that is wanted of it. */
#define CRYPTOKI_COMPAT 1
#include <p11-kit-1/p11-kit/pkcs11.h>
#include "cryptoki-3.h"

/* A cast keeps Swift from seeing a macro as a constant. */
#undef CKA_VENDOR_DEFINED
#define CKA_VENDOR_DEFINED 0x80000000UL
#undef CKM_VENDOR_DEFINED
#define CKM_VENDOR_DEFINED 0x80000000UL
#undef CKO_VENDOR_DEFINED
#define CKO_VENDOR_DEFINED 0x80000000UL
#undef CKR_VENDOR_DEFINED
#define CKR_VENDOR_DEFINED 0x80000000UL
#undef CKF_EXTENSION
#define CKF_EXTENSION 0x80000000UL
#undef CK_UNAVAILABLE_INFORMATION
#define CK_UNAVAILABLE_INFORMATION (~0UL)
#endif
