// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Both are GNU or Linux only, and in no module of the C library.
static inline int caducee_runs_with_raised_rights(void) { return getauxval(AT_SECURE) != 0; }
static inline int caducee_thread_number(void) { return (int)syscall(SYS_gettid); }
