/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CLDAP_SHIM_H
#define CADUCEE_CLDAP_SHIM_H
#include <sys/time.h>
#include <ldap.h>
#endif
