// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import ISO7816
public import SecretMemory

/// The descriptors from which secrets and confirmations come instead of the terminal.
public struct SecretDescriptors: Hashable, Sendable {
    /// The descriptor of `--pin-fd`.
    public var pin: Int32?
    /// The descriptor of `--new-pin-fd`.
    public var newPIN: Int32?
    /// The descriptor of `--puk-fd`.
    public var puk: Int32?
    /// The descriptor of `--confirm-fd`.
    public var confirmation: Int32?

    /// From the options; none by default.
    public init(pin: Int32? = nil, newPIN: Int32? = nil, puk: Int32? = nil, confirmation: Int32? = nil) {
        self.pin = pin
        self.newPIN = newPIN
        self.puk = puk
        self.confirmation = confirmation
    }

    func of(_ kind: SecretKind) -> Int32? {
        switch kind {
        case .pin: pin
        case .newPIN: newPIN
        case .puk: puk
        }
    }
}

/// Asks for secrets: from a descriptor where one was given, else at the terminal.
public struct SecretInput: Sendable {
    private let descriptors: SecretDescriptors
    private let terminal: TerminalPrompt
    private let language: Language
    private let patience: Duration

    /// With sixty seconds for each answer by default.
    public init(
        _ descriptors: SecretDescriptors, terminal: TerminalPrompt, language: Language,
        patience: Duration = .seconds(60)
    ) {
        self.descriptors = descriptors
        self.terminal = terminal
        self.language = language
        self.patience = patience
    }

    /// A secret that somebody has just given; at the terminal, a new PIN is asked for twice.
    public func ask(_ kind: SecretKind) throws(Failure) -> SecretBytes {
        if let descriptor = descriptors.of(kind) {
            guard isatty(descriptor) == 1 else { return try nonEmpty(line(from: descriptor, option: kind.option)) }
            // A terminal given by its number must not show the PIN either.
            return try nonEmpty(terminal.ask(kind.prompt.text(in: language), on: descriptor, patience: patience))
        }
        let secret = try nonEmpty(terminal.ask(kind.prompt.text(in: language), patience: patience))
        guard kind == .newPIN else { return secret }
        let again = try nonEmpty(terminal.ask(PromptMessage.newPINAgain.text(in: language), patience: patience))
        guard secret.isEqual(to: again) else { throw Failure(.pinsDiffer, .pinsDiffer, hint: .tryAgain) }
        return secret
    }

    /// Has the person type a word before something that cannot be undone; anything else refuses.
    ///
    /// A program that answers by `--confirm-fd` may use either language's word.
    public func confirm(_ about: PromptMessage) throws(Failure) {
        let typed = try answer(about)
        let words = Language.allCases.map { PromptMessage.confirmationWord.text(in: $0) }
        guard words.contains(where: { typed.spells($0) }) else { throw Failure(.consentRefused, .notConfirmed) }
    }

    /// Lets the last tries be used only when the person has asked for it and confirms it; else the guard stops.
    public func permitLastTry(_ role: PINRole, left: Int, isAskedFor: Bool) throws(Failure) {
        guard isAskedFor else { throw Failure(CardError.tryGuard(role, triesLeft: left)) }
        try confirm(.aboutToUseLastTry(left: left))
    }

    private func answer(_ about: PromptMessage) throws(Failure) -> SecretBytes {
        if let descriptor = descriptors.confirmation {
            return try line(from: descriptor, option: "--confirm-fd")
        }
        let word = PromptMessage.confirmationWord.text(in: language)
        let question = PromptMessage.typeToConfirm(word: word).text(in: language)
        do {
            return try terminal.ask(about.text(in: language) + "\n" + question, echoing: true, patience: patience)
        } catch {
            guard error.code == .noTerminal else { throw error }
            throw Failure(.noTerminal, .confirmationNeeded, hint: .useConfirmDescriptor)
        }
    }

    private func line(from descriptor: Int32, option: String) throws(Failure) -> SecretBytes {
        do {
            return try DescriptorLine(descriptor: descriptor, deadline: .now + patience).read()
        } catch {
            switch error {
            case .closed, .cancelled: throw Failure(.cancelled, .cancelled)
            case .tooLong: throw Failure(.inputInvalid, .pinTooLong)
            case .timeout: throw Failure(.pinTimeout, .pinTimeout)
            // The number is not repeated: it may be a PIN that was given in the wrong place.
            case .unreadable: throw Failure(.usage, .descriptorUnusable(option), hint: .usePINDescriptor)
            }
        }
    }

    private func nonEmpty(_ secret: consuming SecretBytes) throws(Failure) -> SecretBytes {
        guard secret.count > 0 else { throw Failure(.cancelled, .cancelled) }
        return secret
    }
}

extension SecretBytes {
    fileprivate borrowing func spells(_ word: String) -> Bool {
        let expected = Array(word.utf8)
        return withSpan { typed in
            typed.count == expected.count && expected.indices.allSatisfy { typed[$0] == expected[$0] }
        }
    }
}

extension CommandContext {
    /// The way to secrets, from these descriptors or the terminal.
    public func secrets(_ descriptors: SecretDescriptors) -> SecretInput {
        SecretInput(descriptors, terminal: TerminalPrompt(interruption: interruption), language: language)
    }
}
