// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki

/// What a PKCS#11 function answers when it fails: a `CKR_` value.
public struct ReturnCode: Error, RawRepresentable, Hashable, Sendable {
    /// The value.
    public let rawValue: UInt

    /// Any value.
    public init(rawValue: UInt) {
        self.rawValue = rawValue
    }

    init(_ rawValue: UInt) {
        self.rawValue = rawValue
    }
}

extension ReturnCode {
    /// `CKR_OK`.
    public static let ok = ReturnCode(UInt(CKR_OK))
    /// `CKR_HOST_MEMORY`.
    public static let hostMemory = ReturnCode(UInt(CKR_HOST_MEMORY))
    /// `CKR_SLOT_ID_INVALID`.
    public static let slotIDInvalid = ReturnCode(UInt(CKR_SLOT_ID_INVALID))
    /// `CKR_GENERAL_ERROR`.
    public static let generalError = ReturnCode(UInt(CKR_GENERAL_ERROR))
    /// `CKR_FUNCTION_FAILED`.
    public static let functionFailed = ReturnCode(UInt(CKR_FUNCTION_FAILED))
    /// `CKR_ARGUMENTS_BAD`.
    public static let argumentsBad = ReturnCode(UInt(CKR_ARGUMENTS_BAD))
    /// `CKR_NO_EVENT`.
    public static let noEvent = ReturnCode(UInt(CKR_NO_EVENT))
    /// `CKR_CANT_LOCK`.
    public static let cantLock = ReturnCode(UInt(CKR_CANT_LOCK))
    /// `CKR_ATTRIBUTE_READ_ONLY`.
    public static let attributeReadOnly = ReturnCode(UInt(CKR_ATTRIBUTE_READ_ONLY))
    /// `CKR_ATTRIBUTE_SENSITIVE`.
    public static let attributeSensitive = ReturnCode(UInt(CKR_ATTRIBUTE_SENSITIVE))
    /// `CKR_ATTRIBUTE_TYPE_INVALID`.
    public static let attributeTypeInvalid = ReturnCode(UInt(CKR_ATTRIBUTE_TYPE_INVALID))
    /// `CKR_ATTRIBUTE_VALUE_INVALID`.
    public static let attributeValueInvalid = ReturnCode(UInt(CKR_ATTRIBUTE_VALUE_INVALID))
    /// `CKR_DATA_INVALID`.
    public static let dataInvalid = ReturnCode(UInt(CKR_DATA_INVALID))
    /// `CKR_DATA_LEN_RANGE`.
    public static let dataLengthRange = ReturnCode(UInt(CKR_DATA_LEN_RANGE))
    /// `CKR_DEVICE_ERROR`.
    public static let deviceError = ReturnCode(UInt(CKR_DEVICE_ERROR))
    /// `CKR_DEVICE_MEMORY`.
    public static let deviceMemory = ReturnCode(UInt(CKR_DEVICE_MEMORY))
    /// `CKR_ENCRYPTED_DATA_INVALID`.
    public static let encryptedDataInvalid = ReturnCode(UInt(CKR_ENCRYPTED_DATA_INVALID))
    /// `CKR_ENCRYPTED_DATA_LEN_RANGE`.
    public static let encryptedDataLengthRange = ReturnCode(UInt(CKR_ENCRYPTED_DATA_LEN_RANGE))
    /// `CKR_FUNCTION_CANCELED`.
    public static let functionCanceled = ReturnCode(UInt(CKR_FUNCTION_CANCELED))
    /// `CKR_FUNCTION_NOT_PARALLEL`.
    public static let functionNotParallel = ReturnCode(UInt(CKR_FUNCTION_NOT_PARALLEL))
    /// `CKR_FUNCTION_NOT_SUPPORTED`.
    public static let functionNotSupported = ReturnCode(UInt(CKR_FUNCTION_NOT_SUPPORTED))
    /// `CKR_KEY_HANDLE_INVALID`.
    public static let keyHandleInvalid = ReturnCode(UInt(CKR_KEY_HANDLE_INVALID))
    /// `CKR_KEY_TYPE_INCONSISTENT`.
    public static let keyTypeInconsistent = ReturnCode(UInt(CKR_KEY_TYPE_INCONSISTENT))
    /// `CKR_KEY_FUNCTION_NOT_PERMITTED`.
    public static let keyFunctionNotPermitted = ReturnCode(UInt(CKR_KEY_FUNCTION_NOT_PERMITTED))
    /// `CKR_MECHANISM_INVALID`.
    public static let mechanismInvalid = ReturnCode(UInt(CKR_MECHANISM_INVALID))
    /// `CKR_MECHANISM_PARAM_INVALID`.
    public static let mechanismParameterInvalid = ReturnCode(UInt(CKR_MECHANISM_PARAM_INVALID))
    /// `CKR_OBJECT_HANDLE_INVALID`.
    public static let objectHandleInvalid = ReturnCode(UInt(CKR_OBJECT_HANDLE_INVALID))
    /// `CKR_OPERATION_ACTIVE`.
    public static let operationActive = ReturnCode(UInt(CKR_OPERATION_ACTIVE))
    /// `CKR_OPERATION_NOT_INITIALIZED`.
    public static let operationNotInitialized = ReturnCode(UInt(CKR_OPERATION_NOT_INITIALIZED))
    /// `CKR_PIN_INCORRECT`.
    public static let pinIncorrect = ReturnCode(UInt(CKR_PIN_INCORRECT))
    /// `CKR_PIN_INVALID`.
    public static let pinInvalid = ReturnCode(UInt(CKR_PIN_INVALID))
    /// `CKR_PIN_LEN_RANGE`.
    public static let pinLengthRange = ReturnCode(UInt(CKR_PIN_LEN_RANGE))
    /// `CKR_PIN_LOCKED`.
    public static let pinLocked = ReturnCode(UInt(CKR_PIN_LOCKED))
    /// `CKR_SESSION_COUNT`.
    public static let sessionCount = ReturnCode(UInt(CKR_SESSION_COUNT))
    /// `CKR_SESSION_HANDLE_INVALID`.
    public static let sessionHandleInvalid = ReturnCode(UInt(CKR_SESSION_HANDLE_INVALID))
    /// `CKR_SESSION_PARALLEL_NOT_SUPPORTED`.
    public static let sessionParallelNotSupported = ReturnCode(UInt(CKR_SESSION_PARALLEL_NOT_SUPPORTED))
    /// `CKR_SESSION_READ_ONLY`.
    public static let sessionReadOnly = ReturnCode(UInt(CKR_SESSION_READ_ONLY))
    /// `CKR_SESSION_READ_ONLY_EXISTS`.
    public static let sessionReadOnlyExists = ReturnCode(UInt(CKR_SESSION_READ_ONLY_EXISTS))
    /// `CKR_SESSION_READ_WRITE_SO_EXISTS`.
    public static let sessionReadWriteSOExists = ReturnCode(UInt(CKR_SESSION_READ_WRITE_SO_EXISTS))
    /// `CKR_SIGNATURE_INVALID`.
    public static let signatureInvalid = ReturnCode(UInt(CKR_SIGNATURE_INVALID))
    /// `CKR_SIGNATURE_LEN_RANGE`.
    public static let signatureLengthRange = ReturnCode(UInt(CKR_SIGNATURE_LEN_RANGE))
    /// `CKR_TEMPLATE_INCONSISTENT`.
    public static let templateInconsistent = ReturnCode(UInt(CKR_TEMPLATE_INCONSISTENT))
    /// `CKR_TOKEN_NOT_PRESENT`.
    public static let tokenNotPresent = ReturnCode(UInt(CKR_TOKEN_NOT_PRESENT))
    /// `CKR_TOKEN_NOT_RECOGNIZED`.
    public static let tokenNotRecognized = ReturnCode(UInt(CKR_TOKEN_NOT_RECOGNIZED))
    /// `CKR_TOKEN_WRITE_PROTECTED`.
    public static let tokenWriteProtected = ReturnCode(UInt(CKR_TOKEN_WRITE_PROTECTED))
    /// `CKR_USER_ALREADY_LOGGED_IN`.
    public static let userAlreadyLoggedIn = ReturnCode(UInt(CKR_USER_ALREADY_LOGGED_IN))
    /// `CKR_USER_ANOTHER_ALREADY_LOGGED_IN`.
    public static let userAnotherAlreadyLoggedIn = ReturnCode(UInt(CKR_USER_ANOTHER_ALREADY_LOGGED_IN))
    /// `CKR_USER_NOT_LOGGED_IN`.
    public static let userNotLoggedIn = ReturnCode(UInt(CKR_USER_NOT_LOGGED_IN))
    /// `CKR_USER_PIN_NOT_INITIALIZED`.
    public static let userPINNotInitialized = ReturnCode(UInt(CKR_USER_PIN_NOT_INITIALIZED))
    /// `CKR_USER_TYPE_INVALID`.
    public static let userTypeInvalid = ReturnCode(UInt(CKR_USER_TYPE_INVALID))
    /// `CKR_RANDOM_SEED_NOT_SUPPORTED`.
    public static let randomSeedNotSupported = ReturnCode(UInt(CKR_RANDOM_SEED_NOT_SUPPORTED))
    /// `CKR_BUFFER_TOO_SMALL`.
    public static let bufferTooSmall = ReturnCode(UInt(CKR_BUFFER_TOO_SMALL))
    /// `CKR_FUNCTION_REJECTED`.
    public static let functionRejected = ReturnCode(UInt(CKR_FUNCTION_REJECTED))
    /// `CKR_STATE_UNSAVEABLE`.
    public static let stateUnsaveable = ReturnCode(UInt(CKR_STATE_UNSAVEABLE))
    /// `CKR_CRYPTOKI_NOT_INITIALIZED`.
    public static let notInitialized = ReturnCode(UInt(CKR_CRYPTOKI_NOT_INITIALIZED))
    /// `CKR_CRYPTOKI_ALREADY_INITIALIZED`.
    public static let alreadyInitialized = ReturnCode(UInt(CKR_CRYPTOKI_ALREADY_INITIALIZED))
    /// The card's content was being changed and the change was not ended; the established middleware's own code.
    public static let updateInterrupted = ReturnCode(0x8000_0001)
}
