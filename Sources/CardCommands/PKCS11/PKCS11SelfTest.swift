// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardAccess
public import CardToolSupport
internal import ModuleSettings
internal import TokenClient

/// The command `caducee pkcs11 selftest`: whether the module works here, and what to do where it does not.
public struct PKCS11SelfTest: Sendable {
    private let path: String
    private let places: RegistrationPlaces
    private let descriptors: SecretDescriptors?

    /// For the module at a path; with `descriptors` one signature is made and verified.
    public init(module path: String, places: RegistrationPlaces, signingWith descriptors: SecretDescriptors? = nil) {
        self.path = path
        self.places = places
        self.descriptors = descriptors
    }

    /// Checks from the file to the signature; what needs the steps before is left out once one of them failed.
    public func run(_ context: CommandContext) throws -> Report {
        var checks: [CheckResult] = []
        do throws(ModuleFault) {
            let module = try TokenModule(path: path)
            checks.append(CheckResult("module", .ok, ModuleMessage.loaded(path)))
            checks += try PKCS11SelfTest.loadedChecks(module)
            checks += [serviceCheck(context)]
            checks += TokenChecks(module, context, descriptors).results
        } catch {
            checks.append(
                CheckResult(
                    "module", .failed, ModuleMessage.fault(error), hint: ModuleMessage.incompleteHint,
                    exit: Failure(error).code))
        }
        checks += PKCS11SelfTest.settingChecks()
        checks += places.checks(module: path)
        return Report(checks: checks, context)
    }

    /// What can be asked of a module before it has begun.
    private static func loadedChecks(_ module: TokenModule) throws(ModuleFault) -> [CheckResult] {
        var checks: [CheckResult] = []
        let exported = StandardFunctions.names.count { module.exports($0) }
        let all = StandardFunctions.names.count
        // Only C_GetFunctionList must be exported (PKCS#11 2.40 §3.6); some programs look for the others by name.
        checks.append(
            CheckResult("symbols", exported == all ? .ok : .warning, ModuleMessage.exports(exported, of: all)))
        if module.emptyEntries > 0 {
            checks.append(
                CheckResult(
                    "functions", .failed, ModuleMessage.incomplete(module.emptyEntries),
                    hint: ModuleMessage.incompleteHint))
        }
        let lifecycle = try hasRightLifecycle(module)
        checks.append(
            CheckResult(
                "lifecycle", lifecycle ? .ok : .failed,
                lifecycle ? ModuleMessage.lifecycle : ModuleMessage.lifecycleWrong,
                hint: lifecycle ? nil : ModuleMessage.incompleteHint))
        checks.append(CheckResult("version", .ok, ModuleMessage.version(try module.information())))
        let layout = try module.keepsToLayouts()
        checks.append(
            CheckResult(
                "structures", layout ? .ok : .failed, ModuleMessage.layout(layout),
                hint: layout ? nil : ModuleMessage.incompleteHint))
        return checks
    }

    /// Begins and ends twice, each wrongly repeated once; leaves the module begun.
    private static func hasRightLifecycle(_ module: TokenModule) throws(ModuleFault) -> Bool {
        var isRight = true
        for _ in 0..<2 {
            try module.initialize()
            isRight = isRight && returns(.alreadyInitialized) { () throws(ModuleFault) in try module.initialize() }
            try module.finalize()
            isRight = isRight && returns(.notInitialized) { () throws(ModuleFault) in try module.finalize() }
        }
        try module.initialize()
        return isRight
    }

    private static func returns(_ value: ReturnValue, _ call: () throws(ModuleFault) -> Void) -> Bool {
        do throws(ModuleFault) {
            try call()
            return false
        } catch {
            return error.value == value
        }
    }

    private func serviceCheck(_ context: CommandContext) -> CheckResult {
        do {
            let count = try context.openReaders().readers().count
            return CheckResult("service", .ok, count == 0 ? DoctorMessage.noReader : DoctorMessage.serviceAnswers)
        } catch {
            let failure = Failure(any: error)
            return CheckResult("service", .failed, failure.message, hint: failure.hint, exit: failure.code)
        }
    }

    private static func settingChecks() -> [CheckResult] {
        let diagnostics = ModuleSettings.load().diagnostics
        guard !diagnostics.isEmpty else { return [CheckResult("settings", .ok, ModuleMessage.settings)] }
        return diagnostics.map { diagnostic in
            CheckResult(
                "settings", .warning, ModuleMessage.setting(diagnostic.description), hint: ModuleMessage.mendSettings)
        }
    }
}

/// The functions of PKCS#11 2.40 by name, as a module exports them.
enum StandardFunctions {
    static let names: [String] =
        """
        Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo GetMechanismList
        GetMechanismInfo InitToken InitPIN SetPIN OpenSession CloseSession CloseAllSessions GetSessionInfo
        GetOperationState SetOperationState Login Logout CreateObject CopyObject DestroyObject GetObjectSize
        GetAttributeValue SetAttributeValue FindObjectsInit FindObjects FindObjectsFinal EncryptInit Encrypt
        EncryptUpdate EncryptFinal DecryptInit Decrypt DecryptUpdate DecryptFinal DigestInit Digest DigestUpdate
        DigestKey DigestFinal SignInit Sign SignUpdate SignFinal SignRecoverInit SignRecover VerifyInit Verify
        VerifyUpdate VerifyFinal VerifyRecoverInit VerifyRecover DigestEncryptUpdate DecryptDigestUpdate
        SignEncryptUpdate DecryptVerifyUpdate GenerateKey GenerateKeyPair WrapKey UnwrapKey DeriveKey SeedRandom
        GenerateRandom GetFunctionStatus CancelFunction WaitForSlotEvent
        """
        .split(whereSeparator: \.isWhitespace).map { "C_" + $0 }
}
