// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

/// A place in a JSON document (RFC 6901).
///
/// Kept as steps and only written out when somebody reads it: a hostile document must not make us copy its long names
/// once per element.
public struct JSONPointer: Hashable, Sendable {
    private enum Step: Hashable, Sendable {
        case member(String)
        case element(Int)
    }

    private var steps: [Step]

    /// The whole document.
    public static let root = JSONPointer(steps: [])

    /// The member `name` of the value here.
    public func member(_ name: String) -> JSONPointer { JSONPointer(steps: steps + [.member(name)]) }

    /// The element `index` of the value here.
    public func element(_ index: Int) -> JSONPointer { JSONPointer(steps: steps + [.element(index)]) }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer's text: empty for the whole document.
    public var description: String {
        steps.map { step in
            switch step {
            case .element(let index): "/" + String(index)
            case .member(let name): "/" + Self.escaped(name)
            }
        }.joined()
    }

    private static func escaped(_ name: String) -> String {
        var escaped = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
