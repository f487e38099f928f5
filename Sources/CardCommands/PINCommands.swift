// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToken
public import CardToolSupport
internal import HealthCard
internal import ISO7816
internal import SecretMemory

/// The commands `caducee pin status|verify|change|unblock`.
public enum PINCommands {
    /// Tells how both codes stand; spends no try.
    public static func status(_ context: CommandContext) throws -> Report {
        let token = try context.openToken()
        let states = [
            try telling { () throws(TokenError) in try token.pinState(.holder) },
            try telling { () throws(TokenError) in try token.pinState(.unblocking) },
        ]
        return Report(
            lines: states.map { context.text(CardMessage.pinState($0)) },
            data: [
                "serial": .string(token.identity.serial.digits),
                "pin": states[0].json,
                "puk": states[1].json,
            ],
            warnings: states[0].isBlocked ? [FailureMessage.pinBlocked(.holder)] : [])
    }

    /// Presents the holder's PIN once.
    public static func verify(_ context: CommandContext, _ options: PresentationOptions) throws -> Report {
        let token = try context.openToken()
        let given = try context.present(.holder, to: token, options)
        try given.using { (pin, consent) throws(TokenError) in try token.verify(.holder, pin, consent: consent) }
        return done(context, .pinRight, token)
    }

    /// Replaces the holder's PIN.
    public static func change(_ context: CommandContext, _ options: PresentationOptions) throws -> Report {
        let token = try context.openToken()
        let given = try context.present(.holder, to: token, options)
        let new = try context.secrets(options.descriptors).ask(.newPIN)
        try context.interruption.changingCard { () throws(Failure) in
            try given.using { (pin, consent) throws(TokenError) in
                try token.changePIN(from: pin, to: new, consent: consent)
            }
        }
        return done(context, .pinChanged, token)
    }

    /// Unblocks the holder's PIN and sets a new one.
    public static func unblock(_ context: CommandContext, _ options: PresentationOptions) throws -> Report {
        let token = try context.openToken()
        let given = try context.present(.unblocking, to: token, options)
        let new = try context.secrets(options.descriptors).ask(.newPIN)
        try context.interruption.changingCard { () throws(Failure) in
            try given.using { (puk, consent) throws(TokenError) in
                try token.unblockPIN(with: puk, to: new, consent: consent)
            }
        }
        return done(context, .pinUnblocked, token)
    }

    private static func done(_ context: CommandContext, _ message: CardMessage, _ token: HealthCardToken) -> Report {
        let state = try? token.pinState(.holder)
        return Report(
            lines: [context.text(message)],
            data: ["serial": .string(token.identity.serial.digits), "pin": state?.json ?? .null])
    }
}

extension PINState {
    var json: JSONValue {
        [
            "tries_left": .number(triesLeft), "tries": .number(maximumTries), "uses_left": JSONValue(usesLeft),
            "blocked": .bool(isBlocked),
        ]
    }
}
