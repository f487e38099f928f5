// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import CardToolSupport
internal import HealthCard
internal import ISO7816

/// The command `caducee card read LABEL`.
public struct CardRead: Sendable {
    private let label: String
    private let output: String?
    private let presentation: PresentationOptions

    /// Reads one data object by its label; to a file where one is named.
    public init(label: String, output: String?, presentation: PresentationOptions) {
        self.label = label
        self.output = output
        self.presentation = presentation
    }

    /// Reads and tells: bytes as they are on the card.
    public func run(_ context: CommandContext) throws -> Report {
        let token = try context.openToken()
        let objects = try telling { () throws(TokenError) in try token.objects() }
        guard let object = objects.first(where: { $0.label == label }) else {
            throw Failure(TokenError.noSuchObject(label))
        }
        let content: [UInt8]
        if object.isPrivate {
            let given = try context.present(.holder, to: token, presentation)
            content = try given.using { (pin, consent) throws(TokenError) in
                try token.read(label, with: pin, consent: consent)
            }
        } else {
            content = try telling { () throws(TokenError) in try token.read(label) }
        }
        var data: JSONValue = ["label": .string(label), "bytes": .number(content.count)]
        guard let output else {
            data = data.adding(["hex": .string(content.hexadecimal)])
            return Report(lines: [content.hexadecimal], data: data)
        }
        try OutputFile.write(content, to: output)
        return Report(
            lines: [context.text(CardMessage.written(output))], data: data.adding(["file": .string(output)]))
    }
}
