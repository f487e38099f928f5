// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <sys/prctl.h>

/// prctl is variadic, and its header is in no module: Swift needs it spelled out.
static inline int caducee_forbid_dump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
static inline int caducee_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
