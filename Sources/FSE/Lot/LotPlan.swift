// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CertificateTrust
public import FSEDocuments
internal import Foundation

/// A day's lot, validated whole before anything is bound or signed: what a person consents to.
public struct LotPlan: Sendable {
    /// One FSE of the lot; its content stays on disk.
    public struct Item: Sendable, Hashable {
        /// The input file.
        public let path: String
        /// Document or B2 block.
        public let kind: FSEPayload.Kind
        /// The FSE's number.
        public let number: Int
        /// SHA-256 of the bytes that will be signed.
        public let digest: [UInt8]
        /// The FSE's day; nil for a B2 block.
        public let date: CivilDate?
        /// The FSE's sums; nil for a B2 block.
        public let totals: Totals?

        /// Name of the payload's file in the output folder and in the lot.
        public var name: String { baseName + "." + kind.rawValue }
        /// Name of the signature's file.
        public var signatureName: String { baseName + ".p7s" }

        private var baseName: String {
            let digits = String(number)
            return "fse-" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits
        }
    }

    /// Whose lot it is, and for which activity.
    public let holder: HolderBinding
    /// How B2 records end.
    public let b2LineEnding: B2Block.LineEnding
    /// The FSE in ascending order of their numbers, without gap.
    public let items: [Item]
    /// Sums over the documents.
    public let sums: LotIndex.Sums

    /// Reads and checks every file; says everything that is wrong, not only the first thing.
    public init(
        files: [String], holder: HolderBinding, b2LineEnding: B2Block.LineEnding = .crlf
    ) throws(LotPlanError) {
        guard !files.isEmpty else { throw .empty }
        guard files.count <= LotIndex.maximumCount else { throw .tooMany(files.count) }
        var items: [Item] = []
        var problems: [InputProblem] = []
        for path in files {
            do {
                items.append(try Self.item(path, holder, b2LineEnding))
            } catch {
                problems.append(InputProblem(file: PayloadFile.name(of: path), fault: error))
            }
        }
        items.sort { $0.number < $1.number }
        for (item, next) in zip(items, items.dropFirst()) where next.number != item.number + 1 {
            let fault: InputFault =
                next.number == item.number ? .duplicateNumber(next.number) : .gap(after: item.number)
            problems.append(InputProblem(file: PayloadFile.name(of: next.path), fault: fault))
        }
        guard problems.isEmpty else { throw .inputs(problems) }
        self.holder = holder
        self.b2LineEnding = b2LineEnding
        self.items = items
        sums = items.compactMap(\.totals).reduce(into: LotIndex.Sums()) { $0.add($1) }
    }

    /// What the numbering register binds.
    public var binding: LotRecord.Binding {
        LotRecord.Binding(
            issuer: holder.certificateIdentifier,
            entries: items.map { LotRecord.Entry(number: $0.number, digest: $0.digest) })
    }

    private static func item(
        _ path: String, _ holder: HolderBinding, _ ending: B2Block.LineEnding
    ) throws(InputFault) -> Item {
        let (kind, payload) = try PayloadFile.read(path, b2LineEnding: ending)
        let digest = DigestAlgorithm.sha256.digest(payload.signedBytes)
        do { try holder.check(payload) } catch { throw .binding(error) }
        switch payload {
        case .document(let document):
            return Item(
                path: path, kind: kind, number: document.number, digest: digest, date: document.date,
                totals: document.totals)
        case .b2:
            guard let number = PayloadFile.number(inNameOf: path) else { throw .noNumber }
            return Item(path: path, kind: kind, number: number, digest: digest, date: nil, totals: nil)
        }
    }
}
