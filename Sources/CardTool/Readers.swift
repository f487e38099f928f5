// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
internal import ISO7816
internal import PCSCTransport

/// The one place that knows how readers are reached.
enum Readers {
    @Sendable static func open() throws(CardError) -> any CardReaderService {
        PCSCReaderService()
    }
}
