// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// Functions bear the names of caducee_cps.h, and the compiler holds each against its declaration there.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CCaduceeCPS
internal import CPSFacade

/// Lists the readers.
@c @implementation
public func cps_list_readers(_ names: UnsafeMutablePointer<CChar>?, _ length: UnsafeMutablePointer<Int>?) -> CInt {
    answer { () throws(Refusal) in
        let buffer = try unsafe CallerBuffer(names, length)
        let found: [String]
        do throws(CPSFailure) {
            found = try CPSReaders().names()
        } catch {
            throw .failure(error)
        }
        let list: [UInt8] = found.flatMap { Array($0.utf8) + [0] } + [0]
        try buffer.write(list.map { CChar(bitPattern: $0) })
    }
}

/// Opens the card in a reader.
@c @implementation
public func cps_open(_ reader: UnsafePointer<CChar>?, _ card: UnsafeMutablePointer<OpaquePointer?>?) -> CInt {
    answer { () throws(Refusal) in
        guard let card = unsafe card else { throw .usage }
        let name = try unsafe CallerInput.text(reader)
        do throws(CPSFailure) {
            unsafe card.pointee = try CardHandle(name).retained()
        } catch {
            throw .failure(error)
        }
    }
}

/// Ends a handle.
@c @implementation
public func cps_close(_ card: OpaquePointer?) {
    guard let card = unsafe card else { return }
    unsafe CardHandle.release(card)
}
