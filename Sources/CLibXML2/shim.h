/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CADUCEE_CLIBXML2_SHIM_H
#define CADUCEE_CLIBXML2_SHIM_H
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#endif
