// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

internal import CardToolSupport
internal import FSE
internal import FSEDocuments

/// What verification found, in words.
struct FindingText: Message {
    private let code: FindingCode

    init(_ code: FindingCode) {
        self.code = code
    }

    var french: String {
        switch code {
        case .contentAltered: "le contenu a été modifié après la signature"
        case .signatureInvalid: "la signature est fausse"
        case .signingCertificateMissing: "l'attribut du certificat signataire manque"
        case .signingCertificateMismatch: "l'attribut du certificat signataire a été modifié"
        case .signatureMalformed: "la signature est illisible"
        case .signatureUnsupported: "ce genre de signature n'est pas accepté"
        case .signerCertificateMissing: "le certificat du signataire manque"
        case .signatureMissing: "la signature manque"
        case .payloadMissing: "le document signé manque"
        case .mediaType: "la signature est pour un autre genre de document"
        case .untrusted: "l'autorité du signataire est inconnue"
        case .revoked: "le certificat du signataire est révoqué"
        case .expired: "le certificat du signataire était expiré"
        case .notYetValid: "le certificat du signataire n'était pas encore valable"
        case .badUsage: "ce certificat ne signe pas de documents"
        case .revocationUnknown: "la révocation ne peut être vérifiée : liste manquante"
        case .revocationStale: "la révocation ne peut être vérifiée : liste périmée"
        case .revocationInvalid: "la liste de révocation est fausse"
        case .unreadable: "fichier illisible"
        case .documentInvalid: "ce n'est pas une FSE du format ouvert"
        case .notCanonical: "les octets ne sont pas dans la forme canonique"
        case .holder: "l'émetteur n'est pas le signataire"
        case .activity: "la structure ou le secteur ne sont pas ceux du lot"
        case .archiveInvalid: "le fichier du lot est illisible"
        case .archiveForeign: "ce conteneur n'est pas un lot de ce format"
        case .archiveChecksum: "la somme de contrôle du conteneur est fausse"
        case .archiveType: "le type du conteneur n'est pas celui d'un ASiC-E"
        case .archiveEntryMissing: "une partie du conteneur manque"
        case .manifestMalformed: "le manifeste est illisible"
        case .manifestAltered: "le manifeste a été modifié après la signature"
        case .manifestSignature: "la signature du manifeste est fausse"
        case .manifestDigest: "l'empreinte d'un fichier n'est pas celle du manifeste"
        case .manifestUnlisted: "un fichier n'est pas dans le manifeste"
        case .manifestMissing: "un fichier du manifeste manque"
        case .lotMalformed: "la description du lot est illisible"
        case .lotOrder: "les FSE ne sont pas dans l'ordre de leurs numéros"
        case .lotGap: "des numéros de FSE manquent"
        case .duplicateNumber: "un numéro de FSE est répété"
        case .lotNumber: "le numéro de la FSE n'est pas celui du lot"
        case .lotFile: "un fichier n'est pas celui que décrit le lot"
        case .lotTotals: "les totaux du lot sont faux"
        case .lotSigner: "les signataires du lot et de la FSE diffèrent"
        case .lotChain: "le lot précédent n'est pas celui qui est annoncé"
        case .lotReused: "deux lots portent le même numéro"
        case .proofNotVerifiable: "la preuve du patient n'est pas vérifiable par un tiers"
        case .b2NotChecked: "contenu B2 vérifié dans la limite du texte public"
        case .noInput: "rien à vérifier"
        }
    }

    var english: String {
        switch code {
        case .contentAltered: "the content was altered after signing"
        case .signatureInvalid: "the signature is wrong"
        case .signingCertificateMissing: "the signing-certificate attribute is missing"
        case .signingCertificateMismatch: "the signing-certificate attribute was altered"
        case .signatureMalformed: "the signature is unreadable"
        case .signatureUnsupported: "this kind of signature is not accepted"
        case .signerCertificateMissing: "the signer's certificate is missing"
        case .signatureMissing: "the signature is missing"
        case .payloadMissing: "the signed document is missing"
        case .mediaType: "the signature is for another kind of document"
        case .untrusted: "the signer's authority is unknown"
        case .revoked: "the signer's certificate is revoked"
        case .expired: "the signer's certificate was over"
        case .notYetValid: "the signer's certificate was not yet valid"
        case .badUsage: "this certificate signs no documents"
        case .revocationUnknown: "revocation cannot be checked: no list"
        case .revocationStale: "revocation cannot be checked: outdated list"
        case .revocationInvalid: "the revocation list is wrong"
        case .unreadable: "unreadable file"
        case .documentInvalid: "not an FSE of the open format"
        case .notCanonical: "the bytes are not in canonical form"
        case .holder: "the issuer is not the signer"
        case .activity: "structure or sector are not the lot's"
        case .archiveInvalid: "the lot's file is unreadable"
        case .archiveForeign: "this container is no lot of this format"
        case .archiveChecksum: "the container's checksum is wrong"
        case .archiveType: "the container's type is not ASiC-E"
        case .archiveEntryMissing: "a part of the container is missing"
        case .manifestMalformed: "the manifest is unreadable"
        case .manifestAltered: "the manifest was altered after signing"
        case .manifestSignature: "the manifest's signature is wrong"
        case .manifestDigest: "a file's digest is not the manifest's"
        case .manifestUnlisted: "a file is not in the manifest"
        case .manifestMissing: "a file of the manifest is missing"
        case .lotMalformed: "the lot's description is unreadable"
        case .lotOrder: "the FSE are not in the order of their numbers"
        case .lotGap: "FSE numbers are missing"
        case .duplicateNumber: "an FSE number is repeated"
        case .lotNumber: "the FSE's number is not the lot's"
        case .lotFile: "a file is not the one that the lot describes"
        case .lotTotals: "the lot's totals are wrong"
        case .lotSigner: "lot and FSE have different signers"
        case .lotChain: "the lot before is not the one announced"
        case .lotReused: "two lots have the same number"
        case .proofNotVerifiable: "the patient's proof cannot be verified by third parties"
        case .b2NotChecked: "B2 content checked as far as the public text goes"
        case .noInput: "nothing to verify"
        }
    }
}
