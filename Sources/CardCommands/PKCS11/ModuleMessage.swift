// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

public import CardToolSupport
public import TokenClient

/// What is said about PKCS#11 modules.
public enum ModuleMessage: Message, Hashable {
    case notFound(String), nameModule
    case fault(ModuleFault)
    case loaded(String)
    case exports(Int, of: Int), incomplete(Int), incompleteHint
    case version(ModuleInformation), layout(Bool), lifecycle, lifecycleWrong
    case slots(Int, tokens: Int), noToken, insertToken
    case token(TokenInformation, slot: String), tokenFails(slot: String, ModuleFault)
    case mechanisms(Int), noMechanisms
    case digest, digestWrong, digestMissing
    case certificates(Int), certificateUnreadable(String)
    case settings, setting(String), mendSettings
    case registered(String), notRegistered, registeredElsewhere(file: String, path: String), installHint
    case nssRegistered(String), nssNotRegistered(String), nssAbsent, nssHint(String)
    case signed(String), signatureWrong(String), noKey, lastTry, wrongPIN

    /// The sentence in French.
    public var french: String {
        switch self {
        case .notFound(let path): "Le module PKCS#11 n'est pas là : \(path)"
        case .nameModule: "Installez-le, ou nommez-le avec --module."
        case .fault(.notLoaded(let words)): "Le module ne se charge pas : \(words)"
        case .fault(.noModule): "Ce fichier n'est pas un module PKCS#11."
        case .fault(.missing(let call)): "Il manque au module une fonction : \(call)"
        case .fault(.malformed(let call)): "La réponse du module n'a pas de sens : \(call)"
        case .fault(let fault): "Le module a refusé : \(fault.words)"
        case .loaded(let path): "module : \(path)"
        case .exports(let count, let all):
            "\(Count.french(count, "fonction exportée", "fonctions exportées")) sur \(all)"
        case .incomplete(let count): Count.french(count, "fonction manque au module", "fonctions manquent au module")
        case .incompleteHint: "Réinstallez le module."
        case .version(let facts):
            "\(facts.description) \(facts.libraryVersion), \(facts.manufacturer), PKCS#11 \(facts.interfaceVersion)"
        case .layout(true): "les structures ont leur taille"
        case .layout(false): "le module écrit des structures d'une autre taille"
        case .lifecycle: "C_Initialize et C_Finalize, deux fois"
        case .lifecycleWrong: "C_Initialize ou C_Finalize ne suivent pas la norme"
        case .slots(let slots, let tokens):
            "\(Count.french(slots, "emplacement", "emplacements")), \(Count.french(tokens, "carte", "cartes"))"
        case .noToken: "aucune carte : ni algorithmes ni certificats ne sont vérifiés"
        case .insertToken: "Insérez une carte, puis recommencez."
        case .token(let token, let slot): "\(slot) : \(token.label), \(token.model), \(token.serialNumber)"
        case .tokenFails(let slot, let fault): "\(slot) : \(fault.words)"
        case .mechanisms(let count): Count.french(count, "algorithme", "algorithmes")
        case .noMechanisms: "la carte n'offre aucun algorithme"
        case .digest: "SHA-256 donne la valeur de la norme"
        case .digestWrong: "SHA-256 donne une valeur fausse"
        case .digestMissing: "le module n'offre pas SHA-256"
        case .certificates(let count): Count.french(count, "certificat lu", "certificats lus")
        case .certificateUnreadable(let label): "ce certificat ne se lit pas : \(label)"
        case .settings: "aucun réglage à reprendre"
        case .setting(let line): line
        case .mendSettings: "Corrigez ce réglage de caducee.toml ou de l'environnement ; il est ignoré."
        case .registered(let file): "déclaré à p11-kit : \(file)"
        case .notRegistered: "le module n'est pas déclaré à p11-kit"
        case .registeredElsewhere(let file, let path): "\(file) déclare un module absent : \(path)"
        case .installHint: "Déclarez-le : caducee pkcs11 install"
        case .nssRegistered(let folder): "déclaré à NSS : \(folder)"
        case .nssNotRegistered(let folder): "le module n'est pas déclaré à NSS : \(folder)"
        case .nssAbsent: "pas de base NSS pour cet utilisateur"
        case .nssHint(let folder): "Si vos navigateurs doivent voir la carte : caducee pkcs11 install --nss \(folder)"
        case .signed(let label): "signature vérifiée : \(label)"
        case .signatureWrong(let label): "signature fausse : \(label)"
        case .noKey: "la carte n'a pas de clé d'authentification RSA"
        case .lastTry: "Un seul essai reste : l'essai du module ne le prend pas."
        case .wrongPIN: "Code porteur incorrect."
        }
    }

    /// The sentence in English.
    public var english: String {
        switch self {
        case .notFound(let path): "The PKCS#11 module is not there: \(path)"
        case .nameModule: "Install it, or name it with --module."
        case .fault(.notLoaded(let words)): "The module cannot be loaded: \(words)"
        case .fault(.noModule): "This file is no PKCS#11 module."
        case .fault(.missing(let call)): "The module lacks a function: \(call)"
        case .fault(.malformed(let call)): "The module's answer makes no sense: \(call)"
        case .fault(let fault): "The module refused: \(fault.words)"
        case .loaded(let path): "module: \(path)"
        case .exports(let count, let all): "\(count) of \(all) functions exported"
        case .incomplete(let count): "the module lacks \(Count.english(count, "function", "functions"))"
        case .incompleteHint: "Install the module again."
        case .version(let facts):
            "\(facts.description) \(facts.libraryVersion), \(facts.manufacturer), PKCS#11 \(facts.interfaceVersion)"
        case .layout(true): "structures have their sizes"
        case .layout(false): "the module writes structures of another size"
        case .lifecycle: "C_Initialize and C_Finalize, twice"
        case .lifecycleWrong: "C_Initialize or C_Finalize do not follow the standard"
        case .slots(let slots, let tokens):
            "\(Count.english(slots, "slot", "slots")), \(Count.english(tokens, "token", "tokens"))"
        case .noToken: "no card: neither mechanisms nor certificates are checked"
        case .insertToken: "Insert a card and try again."
        case .token(let token, let slot): "\(slot): \(token.label), \(token.model), \(token.serialNumber)"
        case .tokenFails(let slot, let fault): "\(slot): \(fault.words)"
        case .mechanisms(let count): Count.english(count, "mechanism", "mechanisms")
        case .noMechanisms: "the card offers no mechanism"
        case .digest: "SHA-256 gives the value of the standard"
        case .digestWrong: "SHA-256 gives a wrong value"
        case .digestMissing: "the module does not offer SHA-256"
        case .certificates(let count): Count.english(count, "certificate read", "certificates read")
        case .certificateUnreadable(let label): "this certificate cannot be read: \(label)"
        case .settings: "no setting to mend"
        case .setting(let line): line
        case .mendSettings: "Mend this setting of caducee.toml or of the environment; it is ignored."
        case .registered(let file): "registered with p11-kit: \(file)"
        case .notRegistered: "the module is not registered with p11-kit"
        case .registeredElsewhere(let file, let path): "\(file) registers a module that is not there: \(path)"
        case .installHint: "Register it: caducee pkcs11 install"
        case .nssRegistered(let folder): "registered with NSS: \(folder)"
        case .nssNotRegistered(let folder): "the module is not registered with NSS: \(folder)"
        case .nssAbsent: "this user has no NSS database"
        case .nssHint(let folder): "If your browsers are to see the card: caducee pkcs11 install --nss \(folder)"
        case .signed(let label): "signature verified: \(label)"
        case .signatureWrong(let label): "wrong signature: \(label)"
        case .noKey: "the card has no RSA key for authentication"
        case .lastTry: "One try is left: the test of the module does not take it."
        case .wrongPIN: "Wrong PIN."
        }
    }
}
