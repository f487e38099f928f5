/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CPOSTGRESQL_SHIM_H
#define CADUCEE_CPOSTGRESQL_SHIM_H
/* Where Debian has it, else where others do. */
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif
#endif
