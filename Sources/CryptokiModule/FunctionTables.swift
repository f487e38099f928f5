// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CCryptoki
internal import Cryptoki

/// Fills the tables through which callers reach the functions.
enum FunctionTables {
    /// The 68 functions of 2.40.
    static func standard(_ version: CK_VERSION) -> CK_FUNCTION_LIST {
        var list = CK_FUNCTION_LIST()
        list.version = version
        unsafe list.C_Initialize = initialize
        unsafe list.C_Finalize = finalize
        unsafe list.C_GetInfo = getInfo
        unsafe list.C_GetFunctionList = getFunctionList
        unsafe list.C_GetSlotList = getSlotList
        unsafe list.C_GetSlotInfo = getSlotInfo
        unsafe list.C_GetTokenInfo = getTokenInfo
        unsafe list.C_GetMechanismList = getMechanismList
        unsafe list.C_GetMechanismInfo = getMechanismInfo
        unsafe list.C_InitToken = initToken
        unsafe list.C_InitPIN = initPIN
        unsafe list.C_SetPIN = setPIN
        unsafe list.C_OpenSession = openSession
        list.C_CloseSession = closeSession
        list.C_CloseAllSessions = closeAllSessions
        unsafe list.C_GetSessionInfo = getSessionInfo
        unsafe list.C_GetOperationState = getOperationState
        unsafe list.C_SetOperationState = setOperationState
        unsafe list.C_Login = login
        list.C_Logout = logout
        unsafe list.C_CreateObject = createObject
        unsafe list.C_CopyObject = copyObject
        list.C_DestroyObject = destroyObject
        unsafe list.C_GetObjectSize = getObjectSize
        unsafe list.C_GetAttributeValue = getAttributeValue
        unsafe list.C_SetAttributeValue = setAttributeValue
        unsafe list.C_FindObjectsInit = findObjectsInit
        unsafe list.C_FindObjects = findObjects
        list.C_FindObjectsFinal = findObjectsFinal
        unsafe list.C_EncryptInit = encryptInit
        unsafe list.C_Encrypt = encrypt
        unsafe list.C_EncryptUpdate = encryptUpdate
        unsafe list.C_EncryptFinal = encryptFinal
        unsafe list.C_DecryptInit = decryptInit
        unsafe list.C_Decrypt = decrypt
        unsafe list.C_DecryptUpdate = decryptUpdate
        unsafe list.C_DecryptFinal = decryptFinal
        unsafe list.C_DigestInit = digestInit
        unsafe list.C_Digest = digest
        unsafe list.C_DigestUpdate = digestUpdate
        list.C_DigestKey = digestKey
        unsafe list.C_DigestFinal = digestFinal
        unsafe list.C_SignInit = signInit
        unsafe list.C_Sign = sign
        unsafe list.C_SignUpdate = signUpdate
        unsafe list.C_SignFinal = signFinal
        unsafe list.C_SignRecoverInit = signRecoverInit
        unsafe list.C_SignRecover = signRecover
        unsafe list.C_VerifyInit = verifyInit
        unsafe list.C_Verify = verify
        unsafe list.C_VerifyUpdate = verifyUpdate
        unsafe list.C_VerifyFinal = verifyFinal
        unsafe list.C_VerifyRecoverInit = verifyRecoverInit
        unsafe list.C_VerifyRecover = verifyRecover
        unsafe list.C_DigestEncryptUpdate = digestEncryptUpdate
        unsafe list.C_DecryptDigestUpdate = decryptDigestUpdate
        unsafe list.C_SignEncryptUpdate = signEncryptUpdate
        unsafe list.C_DecryptVerifyUpdate = decryptVerifyUpdate
        unsafe list.C_GenerateKey = generateKey
        unsafe list.C_GenerateKeyPair = generateKeyPair
        unsafe list.C_WrapKey = wrapKey
        unsafe list.C_UnwrapKey = unwrapKey
        unsafe list.C_DeriveKey = deriveKey
        unsafe list.C_SeedRandom = seedRandom
        unsafe list.C_GenerateRandom = generateRandom
        list.C_GetFunctionStatus = getFunctionStatus
        list.C_CancelFunction = cancelFunction
        unsafe list.C_WaitForSlotEvent = waitForSlotEvent
        return list
    }

    /// The 92 functions of 3.0.
    static func version3() -> CK_FUNCTION_LIST_3_0 {
        var list = CK_FUNCTION_LIST_3_0()
        list.version = CK_VERSION(major: 3, minor: 0)
        unsafe list.C_Initialize = initialize
        unsafe list.C_Finalize = finalize
        unsafe list.C_GetInfo = getInfo
        unsafe list.C_GetFunctionList = getFunctionList
        unsafe list.C_GetSlotList = getSlotList
        unsafe list.C_GetSlotInfo = getSlotInfo
        unsafe list.C_GetTokenInfo = getTokenInfo
        unsafe list.C_GetMechanismList = getMechanismList
        unsafe list.C_GetMechanismInfo = getMechanismInfo
        unsafe list.C_InitToken = initToken
        unsafe list.C_InitPIN = initPIN
        unsafe list.C_SetPIN = setPIN
        unsafe list.C_OpenSession = openSession
        list.C_CloseSession = closeSession
        list.C_CloseAllSessions = closeAllSessions
        unsafe list.C_GetSessionInfo = getSessionInfo
        unsafe list.C_GetOperationState = getOperationState
        unsafe list.C_SetOperationState = setOperationState
        unsafe list.C_Login = login
        list.C_Logout = logout
        unsafe list.C_CreateObject = createObject
        unsafe list.C_CopyObject = copyObject
        list.C_DestroyObject = destroyObject
        unsafe list.C_GetObjectSize = getObjectSize
        unsafe list.C_GetAttributeValue = getAttributeValue
        unsafe list.C_SetAttributeValue = setAttributeValue
        unsafe list.C_FindObjectsInit = findObjectsInit
        unsafe list.C_FindObjects = findObjects
        list.C_FindObjectsFinal = findObjectsFinal
        unsafe list.C_EncryptInit = encryptInit
        unsafe list.C_Encrypt = encrypt
        unsafe list.C_EncryptUpdate = encryptUpdate
        unsafe list.C_EncryptFinal = encryptFinal
        unsafe list.C_DecryptInit = decryptInit
        unsafe list.C_Decrypt = decrypt
        unsafe list.C_DecryptUpdate = decryptUpdate
        unsafe list.C_DecryptFinal = decryptFinal
        unsafe list.C_DigestInit = digestInit
        unsafe list.C_Digest = digest
        unsafe list.C_DigestUpdate = digestUpdate
        list.C_DigestKey = digestKey
        unsafe list.C_DigestFinal = digestFinal
        unsafe list.C_SignInit = signInit
        unsafe list.C_Sign = sign
        unsafe list.C_SignUpdate = signUpdate
        unsafe list.C_SignFinal = signFinal
        unsafe list.C_SignRecoverInit = signRecoverInit
        unsafe list.C_SignRecover = signRecover
        unsafe list.C_VerifyInit = verifyInit
        unsafe list.C_Verify = verify
        unsafe list.C_VerifyUpdate = verifyUpdate
        unsafe list.C_VerifyFinal = verifyFinal
        unsafe list.C_VerifyRecoverInit = verifyRecoverInit
        unsafe list.C_VerifyRecover = verifyRecover
        unsafe list.C_DigestEncryptUpdate = digestEncryptUpdate
        unsafe list.C_DecryptDigestUpdate = decryptDigestUpdate
        unsafe list.C_SignEncryptUpdate = signEncryptUpdate
        unsafe list.C_DecryptVerifyUpdate = decryptVerifyUpdate
        unsafe list.C_GenerateKey = generateKey
        unsafe list.C_GenerateKeyPair = generateKeyPair
        unsafe list.C_WrapKey = wrapKey
        unsafe list.C_UnwrapKey = unwrapKey
        unsafe list.C_DeriveKey = deriveKey
        unsafe list.C_SeedRandom = seedRandom
        unsafe list.C_GenerateRandom = generateRandom
        list.C_GetFunctionStatus = getFunctionStatus
        list.C_CancelFunction = cancelFunction
        unsafe list.C_WaitForSlotEvent = waitForSlotEvent
        unsafe list.C_GetInterfaceList = getInterfaceList
        unsafe list.C_GetInterface = getInterface
        unsafe list.C_LoginUser = loginUser
        list.C_SessionCancel = sessionCancel
        unsafe list.C_MessageEncryptInit = messageEncryptInit
        unsafe list.C_EncryptMessage = encryptMessage
        unsafe list.C_EncryptMessageBegin = encryptMessageBegin
        unsafe list.C_EncryptMessageNext = encryptMessageNext
        list.C_MessageEncryptFinal = messageEncryptFinal
        unsafe list.C_MessageDecryptInit = messageDecryptInit
        unsafe list.C_DecryptMessage = decryptMessage
        unsafe list.C_DecryptMessageBegin = decryptMessageBegin
        unsafe list.C_DecryptMessageNext = decryptMessageNext
        list.C_MessageDecryptFinal = messageDecryptFinal
        unsafe list.C_MessageSignInit = messageSignInit
        unsafe list.C_SignMessage = signMessage
        unsafe list.C_SignMessageBegin = signMessageBegin
        unsafe list.C_SignMessageNext = signMessageNext
        list.C_MessageSignFinal = messageSignFinal
        unsafe list.C_MessageVerifyInit = messageVerifyInit
        unsafe list.C_VerifyMessage = verifyMessage
        unsafe list.C_VerifyMessageBegin = verifyMessageBegin
        unsafe list.C_VerifyMessageNext = verifyMessageNext
        list.C_MessageVerifyFinal = messageVerifyFinal
        return list
    }
}
