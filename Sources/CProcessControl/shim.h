// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <spawn.h>
#include <sys/prctl.h>

/// prctl is variadic, and its header is in no module: Swift needs it spelled out.
static inline int caducee_forbid_dump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
static inline int caducee_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

/// Of GNU, and so left out of what Swift sees of their headers.
int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
static inline int caducee_pipe(int ends[2], int flags) { return pipe2(ends, flags); }
static inline int caducee_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
static inline int caducee_spawn_change_folder(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}
/// POSIX_SPAWN_SETSID.
static const int caducee_spawn_setsid = 0x80;
