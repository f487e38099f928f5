// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// Where sessions are kept: for one kiosk, or for a fleet.
public enum SessionStores {}
