// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
internal import ISO7816
internal import TokenClient

/// The command `caducee pkcs11 list`: what any PKCS#11 module shows without a login.
public struct PKCS11List: Sendable {
    private let path: String

    /// For the module at a path.
    public init(module path: String) {
        self.path = path
    }

    /// Asks the module; a token that fails is told beside the others.
    public func run(_ context: CommandContext) throws -> Report {
        let module = try asking { () throws(ModuleFault) in try TokenModule(path: path) }
        try asking { () throws(ModuleFault) in try module.initialize() }
        let information = try asking { () throws(ModuleFault) in try module.information() }
        let slots = try context.slots(of: module).map { SlotView($0, module) }
        return Report(
            lines: [context.text(ModuleMessage.version(information))] + slots.flatMap { $0.lines(context) },
            data: [
                "module": .string(path),
                "description": .string(information.description),
                "manufacturer": .string(information.manufacturer),
                "version": .string(information.libraryVersion.description),
                "cryptoki": .string(information.interfaceVersion.description),
                "slots": .array(slots.map(\.json)),
            ])
    }
}

extension CommandContext {
    /// The slots that the command is about: one reader's where one was named.
    func slots(of module: TokenModule) throws(Failure) -> [SlotInformation] {
        let slots = try asking { () throws(ModuleFault) in try module.slots() }
        guard let name = readerName else { return slots }
        let named = slots.filter { $0.description.hasPrefix(name) }
        guard !named.isEmpty else { throw Failure(.noReader, .noReaderNamed(name), hint: .listReaders) }
        return named
    }
}

/// A slot, what is in it, and what went wrong on the way there.
struct SlotView {
    private let slot: SlotInformation
    private var token: TokenInformation?
    private var mechanisms: [UInt] = []
    private var objects: [ObjectView] = []
    private var fault: ModuleFault?

    init(_ slot: SlotInformation, _ module: TokenModule) {
        self.slot = slot
        guard slot.hasToken else { return }
        do throws(ModuleFault) {
            let token = try module.token(in: slot.id)
            self.token = token
            mechanisms = try module.mechanisms(in: slot.id)
            guard token.isInitialized else { return }
            let session = try module.openSession(in: slot.id)
            for handle in try session.objects() { objects.append(try ObjectView(handle, session)) }
        } catch {
            fault = error
        }
    }

    func lines(_ context: CommandContext) -> [String] {
        var lines: [String] = []
        if let token {
            lines.append(context.text(ModuleMessage.token(token, slot: slot.description)))
            lines.append("  " + context.text(ModuleMessage.mechanisms(mechanisms.count)))
        } else if fault == nil {
            let colon = context.language == .french ? " : " : ": "
            lines.append(slot.description + colon + context.text(FailureMessage.noCard))
        }
        if let fault { lines.append(context.text(ModuleMessage.tokenFails(slot: slot.description, fault))) }
        return lines + objects.map { "  " + $0.line }
    }

    var json: JSONValue {
        [
            "slot": .number(Int(clamping: slot.id)),
            "reader": .string(slot.description),
            "token": token.map { token in
                [
                    "label": .string(token.label),
                    "manufacturer": .string(token.manufacturer),
                    "model": .string(token.model),
                    "serial": .string(token.serialNumber),
                    "initialized": .bool(token.isInitialized),
                    "login_required": .bool(token.requiresLogin),
                    "pin": .string(token.pin.rawValue),
                    "mechanisms": .array(mechanisms.map { .number(Int(clamping: $0)) }),
                    "objects": .array(objects.map(\.json)),
                ]
            } ?? .null,
            "error": JSONValue(fault?.words),
        ]
    }
}

/// An object as a list shows it.
struct ObjectView {
    let handle: UInt
    let kind: ObjectClass
    let label: String
    let id: [UInt8]

    init(_ handle: UInt, _ session: TokenSession) throws(ModuleFault) {
        self.handle = handle
        guard let kind = try session.attribute(.objectClass, of: handle).flatMap({ ObjectClass($0) }) else {
            throw .malformed("CKA_CLASS")
        }
        self.kind = kind
        label = String(decoding: try session.attribute(.label, of: handle) ?? [], as: UTF8.self)
        id = try session.attribute(.id, of: handle) ?? []
    }

    var line: String {
        [kind.description, label, id.hexadecimal].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    var json: JSONValue {
        ["class": .string(kind.description), "label": .string(label), "id": .string(id.hexadecimal)]
    }
}
