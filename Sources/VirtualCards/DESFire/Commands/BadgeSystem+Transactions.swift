// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import SecretMemory

extension BadgeSystem {
    /// All changes at once, in both selected applications, or none.
    func commitTransaction(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let option = try open(call).header
        guard option.count <= (profile.generation >= .ev2 ? 1 : 0) else { throw .lengthError }
        guard (option.first ?? 0) <= 1 else { throw .parameterError }
        guard !transaction.isEmpty else { throw .noChanges }
        for (place, pending) in transaction.files {
            try change(place) { $0.content = pending.content }
        }
        var told: WipingBytes = []
        for identifier in selected {
            guard let code = try countTransaction(identifier) else { continue }
            if identifier == selected[0] { told = code }
        }
        transaction = BadgeTransaction()
        guard option.first == 1 else { return .done }
        guard !told.isEmpty else { throw .parameterError }
        return .data(told)
    }

    /// Moves the counter of an application and writes the code; nil where there is none to write.
    private func countTransaction(_ identifier: UInt32) throws(BadgeStatus) -> WipingBytes? {
        guard let (place, file, code) = transactionCode(of: identifier),
            let input = transaction.inputs[identifier]
        else { return nil }
        let reader = transaction.readers[identifier]
        // Who may write into the file must have told who it is.
        guard reader != nil || file.rights[0].write == 0xF else { throw .permissionDenied }
        guard code.counter < code.limit ?? .max else { throw .permissionDenied }
        var next = code
        next.counter += 1
        let keys = try TransactionKeyPair(code.key, counter: next.counter, uid: state.uid, resilient: isResilient)
        next.value = Array(try keys.code(input))
        next.reader = reader.map { Array($0) } ?? code.reader
        let made = next
        try change(place) { $0.content = .transactionCode(made) }
        return WipingBytes(made.content)
    }

    private func transactionCode(of identifier: UInt32) -> (FilePlace, BadgeFile, TransactionCodeFile)? {
        guard let index = state.index(of: identifier), let found = state.applications[index].transactionFile else {
            return nil
        }
        let file = state.applications[index].files[found]
        return file.transactionCode.map { (FilePlace(application: identifier, file: file.number), file, $0) }
    }

    private var isResilient: Bool { state.configuration.isLeakageResilient }

    func abortTransaction(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        try openEmpty(call)
        guard !transaction.isEmpty else { throw .noChanges }
        transaction = BadgeTransaction()
        return .done
    }

    /// Who makes this transaction; the answer is who made the last one, for the owner of the key alone.
    func commitReaderID(_ call: BadgeCall) throws(BadgeStatus) -> BadgeAnswer {
        let data = try open(call).header
        guard data.count == 16 else { throw .lengthError }
        guard let (_, file, code) = transactionCode(of: selected[0]) else { throw .permissionDenied }
        let right = file.rights[0].write
        guard right != 0xF, right == 0xE || session?.key == KeyReference(application: selected[0], number: right) else {
            throw session == nil && right < 0xE ? .authenticationError : .permissionDenied
        }
        // Once in a transaction.
        guard transaction.readers[selected[0]] == nil else { throw .permissionDenied }
        guard code.counter < code.limit ?? .max else { throw .permissionDenied }
        let keys = try TransactionKeyPair(code.key, counter: code.counter + 1, uid: state.uid, resilient: isResilient)
        transaction.readers[selected[0]] = data
        transaction.cover(selected[0], call.code, [], data)
        return BadgeAnswer(data: try keys.secret(WipingBytes(code.reader)), shape: AnswerShape(mode: .full))
    }
}

/// The keys of one transaction.
struct TransactionKeyPair {
    private enum Keys {
        case ciphers(codes: CMAC, secrets: BlockCipher)
        case functions(codes: LeakageResilientFunction, secrets: LeakageResilientFunction)
    }

    private let keys: Keys

    init(_ key: BadgeKey, counter: UInt32, uid: [UInt8], resilient: Bool) throws(BadgeStatus) {
        let cipher = try key.cipher()
        keys = try guarded { () throws(CryptoError) in
            let id = WipingBytes(uid)
            if resilient {
                // Two counters of two bytes: the transaction's, and the session's, which move together here.
                let low = WipingBytes(counter & 0xFFFF, count: 2)
                let head = WipingBytes([0x00, 0x01, 0x00, 0x80], low, low, id)
                let function = try LeakageResilientFunction(key.bytes)
                return .functions(
                    codes: try LeakageResilientFunction(function.code(WipingBytes(head, [0x5A]))),
                    secrets: try LeakageResilientFunction(function.code(WipingBytes(head, [0xA5]))))
            }
            let tail = WipingBytes([0x00, 0x01, 0x00, 0x80], WipingBytes(counter, count: 4), id)
            let derivation = try CMAC(cipher)
            return .ciphers(
                codes: try CMAC(BlockCipher(.aes128, key: derivation.code(WipingBytes([0x5A], tail)))),
                secrets: try BlockCipher(.aes128, key: derivation.code(WipingBytes([0xA5], tail))))
        }
    }

    /// The code over a transaction.
    func code(_ input: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            switch keys {
            case .ciphers(let codes, _): try codes.code(input)
            case .functions(let codes, _): try codes.code(input)
            }
        }.everySecond
    }

    /// The identifier of a reader, enciphered.
    func secret(_ block: WipingBytes) throws(BadgeStatus) -> WipingBytes {
        try guarded { () throws(CryptoError) in
            switch keys {
            case .ciphers(_, let secrets):
                var vector = secrets.zeroVector
                return try secrets.encryptCBC(block, &vector)
            case .functions(_, let secrets):
                var counter = WipingBytes.zeros(4)
                return try secrets.transform(block, &counter, deciphers: false)
            }
        }
    }
}
