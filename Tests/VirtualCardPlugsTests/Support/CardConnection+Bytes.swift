// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CardAccess
import ISO7816
import SecretMemory

extension CardConnection {
    func send(_ bytes: [UInt8]) throws(CardError) -> [UInt8] {
        Array(try exchange(WipingBytes(bytes)))
    }
}
