// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CMSSigning

/// Why a lot stopped before its end.
public enum LotStop: Error {
    /// The caller asked to stop.
    case cancelled
    /// The key did not sign; the error is the key's own.
    case key(any Error)
    /// The signature could not be put together.
    case signature(CAdESError)
    /// The numbering register refused.
    case register(RegisterError)
    /// The clock shows a time before the certificate begins.
    case clockBeforeCertificate(notBefore: Int64)
    /// The clock shows a time before the issuer's last signature.
    case clockBeforeLastSignature(Int64)
    /// The certificate is over.
    case certificateExpired(notAfter: Int64)
    /// The key's certificate is not the holder's for whom the lot was validated.
    case otherHolder
    /// An input file changed after the lot was validated.
    case contentChanged(file: String)
    /// Another file bears the name of one that would be written.
    case outputExists(file: String)
    /// A file cannot be written.
    case output(file: String)
    /// The lot would be too large for its container.
    case tooLarge

    /// A stable name for programs and for translation.
    public var code: String {
        switch self {
        case .cancelled: "lot.cancelled"
        case .key: "lot.key"
        case .signature: "lot.signature"
        case .register(let error): error.code
        case .clockBeforeCertificate: "lot.clock-before-certificate"
        case .clockBeforeLastSignature: "lot.clock-before-last-signature"
        case .certificateExpired: "lot.certificate-expired"
        case .otherHolder: "lot.other-holder"
        case .contentChanged: "lot.content-changed"
        case .outputExists: "lot.output-exists"
        case .output: "lot.output"
        case .tooLarge: "lot.too-large"
        }
    }
}

/// How far a lot came; the account is exact whatever happened.
public struct LotOutcome {
    /// The lot's number; nil if nothing was bound.
    public internal(set) var lot: Int?
    /// Numbers whose signature is kept, in this run or before it.
    public internal(set) var signed: [Int] = []
    /// Numbers without signature.
    public internal(set) var notSigned: [Int]
    /// The finished container; nil if the lot stopped.
    public internal(set) var archive: String?
    /// Why it stopped; nil if it did not.
    public internal(set) var stop: LotStop?

    init(notSigned: [Int]) {
        self.notSigned = notSigned
    }

    mutating func markSigned(_ number: Int) {
        notSigned.removeAll { $0 == number }
        signed.append(number)
    }
}

/// What just became true; each is safe on disk when it is told.
public enum LotProgress: Hashable, Sendable {
    /// The numbers are bound to their contents and to this lot.
    case bound(lot: Int)
    /// An FSE has its signature.
    case signed(number: Int, count: Int, of: Int)
    /// The manifest has its signature.
    case manifestSigned(lot: Int)
    /// The container is complete.
    case archived(lot: Int)
}
