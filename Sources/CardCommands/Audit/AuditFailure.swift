// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import AuditTrail
public import CardToolSupport

/// Where trails are, and how what is wrong with one is told.
public enum AuditFolderName {
    /// The trail of the user.
    public static func standard(_ environment: [String: String]) -> String {
        let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? ".") + "/.local/share"
        return data + "/caducee/audit"
    }
}

extension Failure {
    /// A trail that could not be read, or written.
    public init(trail error: AuditError, path: String) {
        switch error {
        case .key: self.init(.inputInvalid, AuditMessage.badKey(path) as any Message)
        case .storage(let name, _), .exposed(let name):
            self.init(.inputInvalid, FileMessage.unreadable(path + "/" + name) as any Message)
        default: self.init(.inputInvalid, FileMessage.unreadable(path) as any Message)
        }
    }

    /// A trail that is not as it was written: exit 35 when a signature or a key is what is wrong first, else 65.
    init?(_ report: AuditReport, _ message: (Int) -> AuditMessage) {
        guard let first = report.findings.first else { return nil }
        let isSignature = first.reason == .signature || first.reason == .wrongKey
        self.init(
            isSignature ? .signatureInvalid : .inputInvalid, message(report.findings.count) as any Message,
            hint: AuditMessage.keepFolder)
    }
}
