// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816

/// Classes of security data objects, without the "local" bit.
private enum ObjectClass {
    static let pin: UInt8 = 0x01
    static let keySet: UInt8 = 0x0A
    static let privateKey: UInt8 = 0x10
    static let publicKey: UInt8 = 0x20
    static let environment: UInt8 = 0x7B
}

extension IASApplet {
    /// GET DATA `3FFF` with an extended header list: `4D L 70 L BF class reference L wanted 80`.
    func getData(_ command: CardCommand) -> Reply {
        guard command.parameters == 0x3FFF else { return .status(.incorrectParameters) }
        guard let template = DataObject.only(0x4D, in: command.body).flatMap({ DataObject.only(0x70, in: $0) }) else {
            // Lists of plain tags (5C) name objects that this card does not have.
            return .status(command.body.first == 0x5C ? .referencedDataNotFound : .incorrectData)
        }
        guard template.count >= 6, template.first == 0xBF else { return .status(.incorrectData) }
        let start = template.startIndex
        let (kind, reference) = (template[start + 1] & 0x7F, template[start + 2])
        guard Int(template[start + 3]) == template.count - 4, template.last == 0x80 else {
            return .status(.incorrectData)
        }
        return describe(kind, reference, wanted: template[(start + 4)...].dropLast())
    }

    private func describe(_ kind: UInt8, _ reference: UInt8, wanted: ArraySlice<UInt8>) -> Reply {
        let body: [UInt8]?
        if wanted.elementsEqual([0xA0]) {
            body = controlParameters(kind, reference).map { DataObject.encode(0xA0, $0) }
        } else {
            // A body that no one may read is a matter of parameters: OpenSC 0.23 goes on after 6A86, not after 6A88.
            switch kind {
            case ObjectClass.pin where isAtRoot && wanted.elementsEqual([0x7F, 0x41]),
                ObjectClass.privateKey where wanted.elementsEqual([0x7F, 0x48]),
                ObjectClass.keySet where wanted.elementsEqual([0xA2]):
                return .status(.incorrectParameters)
            case ObjectClass.publicKey where wanted.elementsEqual([0x7F, 0x49]):
                guard let value = publicKey(reference) else { return .status(.incorrectParameters) }
                body = DataObject.encode(0x7F49, value)
            case ObjectClass.environment where isAtRoot && wanted.elementsEqual([0x7B]):
                body = IASObjects.environments[reference].map { DataObject.encode(0x7B, $0) }
            default:
                body = nil
            }
        }
        guard let body else { return .status(.referencedDataNotFound) }
        let tag = 0xBF_8000 | UInt32(kind) << 8 | UInt32(reference)
        return .data(DataObject.encode(0x70, DataObject.encode(tag, body)))
    }

    /// PIN and environment objects belong to the master file.
    private var isAtRoot: Bool { selection.directory === selection.root }

    /// The content of A0 (DOCP).
    private func controlParameters(_ kind: UInt8, _ reference: UInt8) -> [UInt8]? {
        switch kind {
        case ObjectClass.pin:
            guard isAtRoot, !isContactless else { return nil }
            switch reference {
            // Change free, verify free, reset by environment 3 (PUK), put never, get free.
            case 0x01: return counters(memory.pin) + rules([0xF3, 0x00, 0x00, 0x13, 0xFF, 0x00])
            // Change never, verify free, reset and put never, get free.
            case 0x02: return counters(memory.puk) + rules([0xF3, 0xFF, 0x00, 0xFF, 0xFF, 0x00])
            default: return nil
            }
        case ObjectClass.privateKey:
            guard let key = objects.key(reference, in: selection.directory.id) else { return nil }
            let size: [UInt8] = [0x80, 0x02, 0x01, 0x00]
            switch key.role {
            // PSO CDS by environment 1 (PIN); 9E = 01: a non-repudiation key.
            case .signature: return rules([0x43, 0x11, 0xFF, 0x00]) + size + [0x9E, 0x01, 0x01]
            // INTERNAL AUTHENTICATE and PSO DECIPHER by environment 1.
            case .authentication: return rules([0x33, 0x11, 0x11, 0xFF, 0x00]) + size + [0x9E, 0x01, 0x00]
            // INTERNAL AUTHENTICATE free.
            case .technical: return rules([0x23, 0x00, 0xFF, 0x00]) + size + [0x9E, 0x01, 0x00]
            }
        case ObjectClass.publicKey:
            guard objects.key(reference, in: selection.directory.id) != nil else { return nil }
            return rules([0x03, 0xFF, 0x00]) + [0x80, 0x02, 0x01, 0x00]
        default:
            return nil
        }
    }

    private func rules(_ compact: [UInt8]) -> [UInt8] { DataObject.encode(0xA1, DataObject.encode(0x8C, compact)) }

    private func counters(_ data: ReferenceData) -> [UInt8] {
        let tries: [UInt8] = [
            0x9A, 0x01, UInt8(clamping: data.tries), 0x9B, 0x01, UInt8(clamping: data.left),
        ]
        guard let uses = data.uses else { return tries }
        return tries + [0x9D, 0x02, UInt8(truncatingIfNeeded: uses >> 8), UInt8(truncatingIfNeeded: uses)]
    }

    private func publicKey(_ reference: UInt8) -> [UInt8]? {
        guard let key = objects.key(reference, in: selection.directory.id)?.key.publicKey else { return nil }
        return DataObject.encode(0x81, key.modulus) + DataObject.encode(0x82, key.exponent)
    }
}
