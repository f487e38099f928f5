// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki

/// Makes the arguments of one call out of bytes: right ones mostly, and everything that a caller can get wrong.
///
/// Lengths are either those of the memory behind them, or shorter, or longer than anything the module may believe:
/// a length in between would make it read what no caller owns.
struct CallArguments {
    /// Handles that the module gave.
    struct Known {
        var sessions: [UInt] = []
        var objects: [UInt] = []
    }

    let memory: CallerMemory
    private let function: ModuleFunction
    private let known: Known
    private var rest: ArraySlice<UInt8>
    private(set) var words: [UInt] = []
    /// What came with each PIN; nil for no pointer.
    private(set) var pins: [[UInt8]?] = []
    /// Where a handle was to be written, and where a list of them with its count.
    private(set) var handlePlace: UInt = 0
    private(set) var list: (place: UInt, count: UInt) = (0, 0)

    private static let absurd: [UInt] = [.max, .max >> 1, 1 << 63, 1 << 32, (1 << 28) + 1]

    init(_ function: ModuleFunction, _ bytes: ArraySlice<UInt8>, _ known: Known) {
        self.function = function
        self.known = known
        rest = bytes
        memory = CallerMemory(guarded: (rest.popFirst() ?? 0) & 1 == 0)
        for kind in function.kinds { add(kind) }
    }

    private mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

    /// A length and so many bytes.
    private mutating func block() -> [UInt8] {
        let count = byte()
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private mutating func add(_ kind: Character) {
        switch kind {
        case "s": words.append(CallArguments.choose(byte(), known.sessions))
        case "o": words.append(CallArguments.choose(byte(), known.objects))
        case "t": words.append(CallArguments.number(byte(), [0, 1, 2, 15, 16, .max]))
        case "y": words.append(mechanismType())
        case "f": words.append(CallArguments.number(byte(), [6, 4, 1, 0, 2, CKF_INTERFACE_FORK_SAFE, .max]))
        case "w": words.append(CallArguments.number(byte(), [CKF_DONT_BLOCK, 0, .max]))
        case "u": words.append(CallArguments.number(byte(), [CKU_USER, CKU_SO, CKU_CONTEXT_SPECIFIC, .max]))
        case "b": words.append(UInt(byte()))
        case "i": words.append(initializeArguments())
        case "v": words.append(byte() == 0xFF ? memory.place([0, 0, 0, 0, 0, 0, 0, 0]) : 0)
        case "n": words.append(byte() == 0xFF ? ModuleCallbacks.mutex : 0)
        case "z": words.append(name())
        case "e": words.append(version())
        case "I": words.append(byte() == 0xFF ? 0 : memory.room(function.elementSize, told: function.elementSize))
        case "L":
            handlePlace = byte() == 0xFF ? 0 : memory.word(0)
            words.append(handlePlace)
        case "m": words.append(mechanism())
        case "T", "A": addTemplate(filled: kind == "T")
        case "p", "q": addBytes()
        case "k": addPIN()
        case "R": addRoom()
        case "O": addList(elementSize: function.elementSize)
        case "P": addList(elementSize: 1)
        default: addHandles()
        }
    }

    /// A handle that is known, mostly the last; else one that is not.
    private static func choose(_ choice: Int, _ known: [UInt]) -> UInt {
        if choice >= 0xF0 { return [0, .max, 1, 0x7FFF_FFFF][choice % 4] }
        return known.isEmpty ? UInt(choice) : known[known.count - 1 - choice % known.count]
    }

    private static func number(_ choice: Int, _ known: [UInt]) -> UInt {
        choice < 0x80 ? known[choice % known.count] : UInt(choice)
    }

    private static let mechanisms: [UInt] = [
        CKM_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_SHA1_RSA_PKCS, CKM_SHA384_RSA_PKCS, CKM_SHA512_RSA_PKCS,
        CKM_RSA_PKCS_PSS,
        CKM_SHA256_RSA_PKCS_PSS, CKM_SHA1_RSA_PKCS_PSS, CKM_RSA_X_509, CKM_SHA_1, CKM_SHA256, CKM_SHA384, CKM_SHA512,
        CKM_RSA_PKCS_OAEP, .max,
    ]

    private mutating func mechanismType() -> UInt { CallArguments.number(byte(), CallArguments.mechanisms) }

    private mutating func mechanism() -> UInt {
        let choice = byte()
        guard choice != 0xFF else { return 0 }
        let type = CallArguments.number(choice, CallArguments.mechanisms)
        let shape = byte()
        let (parameter, count): (UInt, UInt)
        switch shape % 6 {
        case 0:
            let isPSS = [CKM_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS, CKM_SHA1_RSA_PKCS_PSS].contains(type)
            (parameter, count) = isPSS ? (memory.place(pss(CKM_SHA256, UInt(CKG_MGF1_SHA256), 32)), 24) : (0, 0)
        case 1:
            let content = block()
            (parameter, count) = (memory.place(content), UInt(content.count))
        case 2: (parameter, count) = (0, UInt(byte()))
        case 3: (parameter, count) = (memory.place(block()), CallArguments.absurd[shape / 6 % 5])
        case 4: (parameter, count) = (memory.place(pss(CKM_SHA_1, UInt(CKG_MGF1_SHA1), 20)), 24)
        default: (parameter, count) = (memory.place(pss(mechanismType(), UInt(byte()), UInt(byte()))), 24)
        }
        return memory.place([type, parameter, count].flatMap(CallerMemory.bytes))
    }

    private func pss(_ hash: UInt, _ mask: UInt, _ salt: UInt) -> [UInt8] {
        [hash, mask, salt].flatMap(CallerMemory.bytes)
    }

    private mutating func initializeArguments() -> UInt {
        let choice = byte()
        let own = ModuleCallbacks.mutex
        var fields = [UInt](repeating: 0, count: 6)
        switch choice % 5 {
        case 0: return 0
        case 1: fields[4] = CKF_OS_LOCKING_OK
        case 2: fields[5] = memory.place(Array("cpsUpdate".utf8) + [0])
        case 3:
            for index in 0..<4 where choice >> (4 + index) & 1 != 0 { fields[index] = own }
            fields[4] = UInt(byte())
        default:
            // A text of the caller's: with its end, or longer than anybody reads.
            let text = block().filter { $0 != 0 }
            fields[5] = memory.place(text.isEmpty ? [UInt8](repeating: 0x3B, count: 1024) : text + [0])
        }
        return memory.place(fields.flatMap(CallerMemory.bytes))
    }

    private mutating func name() -> UInt {
        let choice = byte()
        if choice == 0 { return 0 }
        return memory.place((choice < 0x80 ? Array("PKCS 11".utf8) : block().filter { $0 != 0 }) + [0])
    }

    private mutating func version() -> UInt {
        let versions: [[UInt8]] = [[], [3, 0], [2, 40], [2, 20]]
        let choice = byte()
        let version = choice < 0x80 ? versions[choice % 4] : [UInt8(choice), UInt8(byte())]
        return version.isEmpty ? 0 : memory.place(version)
    }

    private static let attributes: [UInt] = [
        CKA_CLASS, CKA_LABEL, CKA_ID, CKA_VALUE, CKA_TOKEN, CKA_PRIVATE, CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT,
        CKA_SUBJECT, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_START_DATE, CKA_ALLOWED_MECHANISMS, CKA_OBJECT_ID,
        CKA_APPLICATION, CKA_PRIVATE_EXPONENT, CKA_CERTIFICATE_TYPE, CKA_SIGN, CKA_DECRYPT, CKA_MODULUS_BITS, .max,
    ]

    private mutating func addTemplate(filled: Bool) {
        let shape = byte()
        let count = shape % 8
        var lines: [UInt] = []
        for _ in 0..<count {
            let type = CallArguments.number(byte(), CallArguments.attributes)
            let choice = byte()
            switch choice % 5 {
            case 0 where filled:
                let content = block()
                lines += [type, memory.place(content), UInt(content.count)]
            case 0, 1:
                let room = choice / 5 * 16
                lines += [type, memory.room(room, told: filled ? 0 : room), UInt(room)]
            case 2: lines += [type, 0, 0]
            case 3: lines += [type, 0, CallArguments.absurd[choice / 5 % 5]]
            default:
                // As much room as any value needs, and more is told; a value to be read is refused for its length.
                lines += [
                    type, memory.room(filled ? 8 : 8192, told: filled ? 0 : 8192), CallArguments.absurd[choice / 5 % 5],
                ]
            }
        }
        let isLie = shape & 0x80 != 0
        let place =
            shape & 0x40 != 0
            ? 0
            : memory.place(
                lines.flatMap(CallerMemory.bytes), writable: filled ? 0 : lines.count * 8)
        words += [place, isLie ? CallArguments.absurd[count % 5] : UInt(count)]
    }

    private mutating func addBytes() {
        let shape = byte()
        switch shape {
        case 0xFF: words += [0, UInt(byte())]
        case 0xFE: words += [0, CallArguments.absurd[byte() % 5]]
        case 0xFD: words += [memory.place([1, 2, 3, 4]), CallArguments.absurd[byte() % 5]]
        case 0xFC: words += [memory.place([UInt8](repeating: 0x61, count: 4096)), 4096]
        case 0xFB: words += [memory.place([UInt8](repeating: 1, count: 256)), 256]
        case 0xFA: words += [memory.place([UInt8](repeating: 0x5A, count: 32)), 32]
        default:
            rest = [UInt8(shape)] + rest
            let content = block()
            words += [memory.place(content), UInt(content.count)]
        }
    }

    private mutating func addPIN() {
        let shape = byte()
        let fixed: [String] = ["1234", "12345678", "5678", "9999", "4321", "123", "123456789", ""]
        switch shape {
        case 0xFF: (pins, words) = (pins + [nil], words + [0, UInt(byte())])
        case 0xFE: (pins, words) = (pins + [[]], words + [memory.place([0x31]), CallArguments.absurd[byte() % 5]])
        default:
            let pin = shape < 0x80 ? Array(fixed[shape % fixed.count].utf8) : block()
            pins.append(pin)
            words += [memory.place(pin), UInt(pin.count)]
        }
    }

    private mutating func addRoom() {
        let shape = byte()
        switch shape {
        case 0xFF: words += [0, 8]
        case 0xFE: words += [memory.room(8, told: 0), CallArguments.absurd[byte() % 5]]
        default: words += [memory.room(shape, told: shape), UInt(shape)]
        }
    }

    private mutating func addList(elementSize: Int) {
        let shape = byte()
        let place: UInt
        var told = UInt(shape)
        switch shape {
        case 0xFF: place = 0
        case 0xFE:
            words += [memory.room(64, told: 0), 0]
            return
        case 0xFD:
            told = CallArguments.absurd[byte() % 5]
            place = memory.room(70_000, told: 70_000)
        case 0xFC:
            told = 256
            place = memory.room(256 * elementSize + 40, told: 256 * elementSize)
        default: place = memory.room(shape * elementSize + 24, told: shape * elementSize)
        }
        words += [place, memory.word(told)]
    }

    private mutating func addHandles() {
        let shape = byte()
        let most = shape < 0xF0 ? shape : 256
        let place = shape == 0xFF ? 0 : memory.room(max(most, 256) * 8, told: most * 8)
        let count = shape == 0xFE ? 0 : memory.word(0)
        words += [place, shape == 0xFD ? .max : UInt(most), count]
        list = (place, count)
    }
}

/// What callers hand over to be called back; the module never does.
enum ModuleCallbacks {
    private typealias Callback = @convention(c) (UnsafeMutableRawPointer?) -> UInt

    static let mutex: UInt = {
        let callback: Callback = { _ in
            preconditionFailure("the module calls a caller's function")
        }
        return unsafe unsafeBitCast(callback, to: UInt.self)
    }()
}
