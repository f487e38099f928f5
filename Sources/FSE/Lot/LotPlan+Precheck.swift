// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import FSEDocuments

extension LotPlan {
    /// Reads every file before a PIN is asked for: a bad file, or the card of somebody else, costs nobody a try.
    ///
    /// The activity is not known then; ``init(files:holder:b2LineEnding:)`` checks it afterwards, with everything else.
    public static func precheck(
        files: [String], identifier: String, b2LineEnding: B2Block.LineEnding = .crlf
    ) throws(LotPlanError) {
        guard !files.isEmpty else { throw .empty }
        guard files.count <= LotIndex.maximumCount else { throw .tooMany(files.count) }
        var problems: [InputProblem] = []
        for path in files {
            do {
                try precheck(path, identifier, b2LineEnding)
            } catch {
                problems.append(InputProblem(file: PayloadFile.name(of: path), fault: error))
            }
        }
        guard problems.isEmpty else { throw .inputs(problems) }
    }

    private static func precheck(
        _ path: String, _ identifier: String, _ ending: B2Block.LineEnding
    ) throws(InputFault) {
        let (_, payload) = try PayloadFile.read(path, b2LineEnding: ending)
        guard case .document(let document) = payload else { return }
        guard document.issuer.identifier.isSameText(as: identifier) else { throw .binding(.identifier) }
    }
}
