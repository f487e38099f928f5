// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import CCryptoki
import CardTesting
import Cryptoki
import ISO7816
import SecretMemory
import Testing

extension RecordedHost {
    /// C_GetAttributeValue of `LABEL` or `LABEL CKA_VALUE`, length first, as hosts do.
    func attributeValue(_ argument: String) throws -> ReturnCode {
        let suffix = " CKA_VALUE"
        let label = argument.hasSuffix(suffix) ? String(argument.dropLast(suffix.count)) : argument
        let object = try bench.object(session, label)
        return code {
            let length = try bench.library.attributes(session, object, [.init(UInt(CKA_VALUE), lengthOnly: true)])
            let value = try bench.library.attributes(session, object, [.init(UInt(CKA_VALUE), lengthOnly: false)])
            let (asked, given) = (try length[0].get().count, try value[0].get().count)
            #expect(asked == given)
        }
    }

    /// C_SetAttributeValue of `CPS_DATA,16 bytes` or `CPS_NAME_PS`.
    func setAttributeValue(_ argument: String) throws -> ReturnCode {
        let value: [UInt8] = Array(0x41...0x50)
        let label = argument.hasSuffix(",16 bytes") ? String(argument.dropLast(9)) : argument
        let object = try bench.object(session, label)
        return code {
            try bench.library.setAttributes(session, object, [Attribute(UInt(CKA_VALUE), value)])
            #expect(try bench.value(session, object, CKA_VALUE).starts(with: value))
        }
    }

    /// C_FindObjects(all): the objects whose values the host goes on to read, and no others.
    func findAll() throws -> ReturnCode {
        let suffix = " CKA_VALUE)"
        let read = try recordedCalls().compactMap { call in
            call.name.hasSuffix(suffix)
                ? String(call.name.dropFirst("C_GetAttributeValue(".count).dropLast(suffix.count)) : nil
        }
        return code {
            let labels = try bench.labels(session)
            #expect(labels.sorted() == read.sorted())
        }
    }

    /// C_SetPIN `OLD->NEW`, or one of the refused ones.
    func setPIN(_ argument: String) throws -> ReturnCode {
        let pins: (old: String, new: String)
        switch argument {
        case "wrong old": pins = ("9999", "1234")
        case "too short": pins = ("1234", "123")
        default:
            let digits = argument.split(separator: "->").map(String.init)
            guard digits.count == 2 else { throw UnknownCall(name: "C_SetPIN " + argument) }
            pins = (digits[0], digits[1])
        }
        return code {
            try bench.library.setPIN(session, from: TestBench.pin(pins.old), to: TestBench.pin(pins.new))
        }
    }

    /// C_TransmitMessage of a command in hexadecimal, with its answer wanted.
    func transmit(_ argument: String) throws -> ReturnCode {
        guard let bytes = [UInt8](hexadecimal: argument) else { throw UnknownCall(name: argument) }
        return code {
            let output = try bench.library.transmit(session, WipingBytes(bytes), room: 258)
            // Channel 0 of a CPS4 is not the ChipDoc applet's: recorded so, and the answer is handed over as it is.
            #expect(try bench.bytes(output) == [0x6E, 0x00])
        }
    }
}
