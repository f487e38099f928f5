/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CPOSTGRESQL_SHIM_H
#define CADUCEE_CPOSTGRESQL_SHIM_H
#include <libpq-fe.h>
#endif
