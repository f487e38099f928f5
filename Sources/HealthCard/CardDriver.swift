// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardCrypto
internal import ISO7816
internal import PKCS15
internal import SecretMemory

/// How sure we are of what the card has selected.
enum Footing {
    /// As we left it at the end of our last transaction: other processes may have moved it.
    case believed
    /// Said in this transaction.
    case known
}

/// One generation's dialect behind the operations that both have.
///
/// A driver lives as long as the connection.
protocol CardDriver: AnyObject {
    /// The directory of the PKCS#15 application.
    var application: FilePath { get }
    /// Begins each transaction: what was selected is now only believed; after a reset, nothing is.
    func beginTransaction(afterReset: Bool)
    /// EF.SN of whatever card answers now.
    func serialNumber() throws(CardError) -> SerialNumber
    /// EF_ACTUA, where the generation has it: nil when the card has none.
    func updateMarker() throws(CardError) -> [UInt8]?
    /// A whole file.
    func file(_ path: FilePath, _ extent: FileExtent) throws(CardError) -> [UInt8]
    /// Writes a whole file from its start.
    func update(_ path: FilePath, with content: [UInt8]) throws(CardError)
    /// A file of the CPS2ter volet; nil on a card that mirrors it in its own directory.
    func volet(_ path: [UInt16]) throws(CardError) -> [UInt8]?
    /// How a PIN stands, without spending a try.
    func state(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState
    /// The tries left of a PIN by one empty VERIFY, without uses.
    func tries(of role: PINRole, _ object: AuthenticationObject?) throws(CardError) -> PINState
    /// Presents a PIN, once.
    func verify(_ role: PINRole, reference: UInt8, _ pin: borrowing SecretBytes) throws(CardError)
    /// Replaces the holder's PIN; the steps done so far are told through `progress`.
    func changePIN(
        reference: UInt8, from old: borrowing SecretBytes, to new: borrowing SecretBytes,
        progress: inout PINChangeProgress) throws(CardError)
    /// Unblocks the holder's PIN and gives it a new value, once the unblocking code was accepted.
    func resetPIN(
        reference: UInt8, to new: borrowing SecretBytes, progress: inout PINChangeProgress) throws(CardError)
    /// Makes a signature the short way: selections and environments that this transaction has said are not repeated.
    func sign(_ input: SignatureInput, _ scheme: SignatureScheme, with key: CardKey) throws(CardError) -> [UInt8]
    /// Forgets what was selected and set, so that the next operation says everything, in its documented form.
    func forgetContext()
    /// Deciphers a PKCS#1 v1.5 cryptogram; padding removed.
    func decipher(_ cryptogram: [UInt8], with key: CardKey) throws(CardError) -> WipingBytes
    /// Eight random bytes of the card.
    func challenge() throws(CardError) -> [UInt8]
}

/// How far a change of PIN came before something failed: decides which PIN holds.
package enum PINChangeProgress: Hashable, Sendable {
    /// No command that changes anything was sent.
    case nothingSent
    /// The proof (old PIN or PUK) was accepted, nothing is changed yet.
    case proven
    /// The tries are restored, the value is still the old one.
    case unblocked
    /// The command that changes the value was sent and not answered.
    case changeSent
    /// The card confirmed.
    case changed

    /// Where the command that sets the new value leads by its answer.
    ///
    /// ISO/IEC 7816-4 §5.6: 64xx leaves the memory as it was, 67xx to 6Exx and 63Cx refuse. Other words (65xx, 6F00)
    /// may come after the change: then it counts as not answered.
    init(answered status: StatusWord, refused: PINChangeProgress) {
        switch (status.meaning, status.sw1) {
        case (.success, _), (.moreData, _): self = .changed
        case (.triesLeft, _), (_, 0x64), (_, 0x67...0x6E): self = refused
        default: self = .changeSent
        }
    }
}

/// Maps the status of a PIN command.
func judge(_ status: StatusWord, _ role: PINRole, _ operation: CardOperation) throws(CardError) {
    switch (status.meaning, status) {
    case (.success, _): return
    case (.triesLeft(0), _), (_, .authenticationMethodBlocked): throw .pinBlocked(role)
    case (.triesLeft(let left), _): throw .wrongPIN(role, triesLeft: left)
    default: throw .status(status, during: operation)
    }
}
