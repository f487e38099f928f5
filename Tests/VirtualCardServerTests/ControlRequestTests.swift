// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ISO7816
import Testing
import VirtualCardPlugs

@testable import VirtualCardServer

@Suite("Requests to the control socket")
struct ControlRequestTests {
    private func request(_ text: String) throws -> ControlRequest { try ControlRequest(line: Data(text.utf8)) }

    @Test func readsEveryField() throws {
        let request = try request(
            #"""
            {"verb":"fault","card":"c","face":"contactless","kind":"announced-reset","command":3,"byte":7,"sw":"6A82",
             "extra":2,"milliseconds":5,"apdus":["00A40000"],"counter":"pin-tries","value":1,"file":"f","profile":"p"}
            """#)
        #expect(request.face == .contactless)
        #expect(try request.fault() == .announcedReset)
        #expect(try request.faultPoint() == .after(command: 3, bytes: 7))
        #expect(try ControlRequest(line: JSONEncoder().encode(request)) == request)
    }

    @Test(arguments: [
        ("", "not a JSON object"), ("[1]", "not a JSON object"), ("{}", "missing field: verb"),
        (#"{"verb":"dance"}"#, "bad field: verb"), (#"{"verb":"fault","command":"3"}"#, "bad field: command"),
        (#"{"verb":"fault","comand":3}"#, "unknown field: comand"),
    ])
    func saysWhatIsWrong(line: String, reason: String) {
        #expect(throws: ControlFailure(reason)) { try request(line) }
    }

    @Test(arguments: [
        (#"{"verb":"fault","kind":"remove"}"#, Fault.remove, FaultPoint.before(command: 1)),
        (#"{"verb":"fault","kind":"reset","command":4}"#, .reset, .before(command: 4)),
        (#"{"verb":"fault","kind":"truncate","command":2,"byte":0}"#, .truncate, .after(command: 2, bytes: 0)),
        (#"{"verb":"fault","kind":"oversize","extra":9}"#, .oversize(by: 9), .before(command: 1)),
        (#"{"verb":"fault","kind":"status","sw":"6f 00"}"#, .status(.noPreciseDiagnosis), .before(command: 1)),
        (#"{"verb":"fault","kind":"endless"}"#, .endlessData, .before(command: 1)),
        (#"{"verb":"fault","kind":"field-loss","command":2}"#, .announcedReset, .before(command: 2)),
        (#"{"verb":"fault","kind":"duplicate","byte":1}"#, .duplicate, .after(command: 1, bytes: 1)),
        (#"{"verb":"fault","kind":"silence","answer_byte":12}"#, .silence, .answerByte(12)),
        (#"{"verb":"fault","kind":"delay","milliseconds":8}"#, .delay(.milliseconds(8)), .before(command: 1)),
        (
            #"{"verb":"fault","kind":"foreign","apdus":["00A40000","0084000008"]}"#,
            .foreign([[0, 0xA4, 0, 0], [0, 0x84, 0, 0, 8]]), .before(command: 1)
        ),
    ])
    func meansAFault(line: String, fault: Fault, point: FaultPoint) throws {
        let request = try request(line)
        #expect(try request.fault() == fault)
        #expect(try request.faultPoint() == point)
    }

    @Test(arguments: [
        #"{"verb":"fault"}"#, #"{"verb":"fault","kind":"status"}"#, #"{"verb":"fault","kind":"status","sw":"6F"}"#,
        #"{"verb":"fault","kind":"delay"}"#, #"{"verb":"fault","kind":"delay","milliseconds":-1}"#,
        #"{"verb":"fault","kind":"foreign","apdus":["00"]}"#, #"{"verb":"fault","kind":"remove","command":0}"#,
        #"{"verb":"fault","kind":"remove","byte":-1}"#, #"{"verb":"fault","kind":"remove","answer_byte":0}"#,
        #"{"verb":"fault","kind":"remove","answer_byte":1,"command":1}"#,
        #"{"verb":"fault","kind":"remove","command":9223372036854775807}"#,
    ])
    func refusesFaultWithoutSense(line: String) throws {
        let request = try request(line)
        #expect(throws: ControlFailure.self) {
            _ = try request.fault()
            _ = try request.faultPoint()
        }
    }
}

@Suite("Command line")
struct CommandLineTests {
    @Test(arguments: [
        (["status"], #"{"verb":"status"}"#),
        (["remove", "--card", "a", "--face", "contactless"], #"{"verb":"remove","card":"a","face":"contactless"}"#),
        (["swap", "other"], #"{"verb":"swap","profile":"other"}"#),
        (["slow", "250"], #"{"verb":"slow","milliseconds":250}"#),
        (["set", "puk-uses", "7"], #"{"verb":"set","counter":"puk-uses","value":7}"#),
        (["save", "/a/b"], #"{"verb":"save","file":"/a/b"}"#),
        (
            ["fault", "status", "--sw", "6983", "--command", "2"],
            #"{"verb":"fault","kind":"status","sw":"6983","command":2}"#
        ),
        (["fault", "silence", "--answer-byte", "3"], #"{"verb":"fault","kind":"silence","answer_byte":3}"#),
        (["fault", "foreign", "--apdu", "00A40000"], #"{"verb":"fault","kind":"foreign","apdus":["00A40000"]}"#),
        (["lose-pin"], #"{"verb":"lose-pin"}"#),
    ])
    func ctlMeansOneRequest(arguments: [String], line: String) throws {
        let command = try ControlCommand.parse(["--control", "s"] + arguments)
        #expect(try command.request() == ControlRequest(line: Data(line.utf8)))
    }

    @Test(arguments: [
        ["set", "pin-tries"], ["set", "tries", "1"], ["slow", "soon"], ["status", "x"], ["fault", "magic"],
    ])
    func ctlRefusesValuesThatFitNoVerb(arguments: [String]) throws {
        let command = try ControlCommand.parse(["--control", "s"] + arguments)
        #expect(throws: ValidationError.self) { try command.request() }
    }

    @Test func portsAreTwoApart() throws {
        #expect(try RunCommand.parse(["a", "b", "c", "--port", "4000"]).ports() == [4000, 4002, 4004])
        #expect(try RunCommand.parse(["a", "b", "--port", "4000,5000"]).ports() == [4000, 5000])
    }

    @Test(arguments: ["0", "x", "65535", "65533", "1,2,3", "1,", ""])
    func portsThatDoNotFitAreRefused(port: String) {
        #expect(throws: (any Error).self) { try RunCommand.parse(["a", "b", "--port", port]) }
    }
}
