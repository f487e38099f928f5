/* SPDX-FileCopyrightText: 2026 The Caducée authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * libcaducee-cps: CPS3 and CPS4 cards for applications that sign FSE. C99, C++.
 *
 * Answers   A cps_code: CPS_OK, or why not. Nothing is printed. After a refusal, outputs are as they were, but for the
 *           lengths after CPS_BUFFER_TOO_SMALL and tries_left.
 * Buffers   The caller's. *length is the room on entry and what was written on return. A NULL buffer asks how much
 *           there is; too little room answers CPS_BUFFER_TOO_SMALL. Either way *length then says what is needed.
 * Handles   One thread at a time: a lock in the handle makes others wait. None may be used after cps_close. A child
 *           of fork opens its own: those of its parent answer CPS_USAGE there, and cps_close releases nothing.
 * PIN       Digits, copied into memory that is wiped when the call (or the session) ends; the caller wipes its own.
 *           They are sent once, never again by themselves, and the card is reset afterwards. The last tries are
 *           guarded: 1 of the PIN, 3 of the PUK, 5 uses of the PUK answer CPS_TRY_GUARD unless use_last_try is set.
 * Global    The library keeps no state beside the handles, calls nobody back, touches no signal and no locale. Threads
 *           of its own, which block all signals, wait for pcscd and for the end of a session or an update.
 * Not here  FSE signatures are not accredited by the GIE SESAM-Vitale; numbering FSE without gap or reuse is the
 *           application's business (or that of `caducee fse sign`). No protocol of an update server is published:
 *           cps_update_* carries its commands, and only those that change nothing.
 */
#ifndef CADUCEE_CPS_H
#define CADUCEE_CPS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The exit codes of the command `caducee`, and one more. */
enum cps_code {
    CPS_OK = 0, CPS_FAILED = 1,
    CPS_NO_READER = 10, CPS_NO_CARD = 11, CPS_UNSUPPORTED_CARD = 12, CPS_CARD_REMOVED = 13, CPS_CARD_BUSY = 14,
    CPS_SERVICE_UNAVAILABLE = 15, CPS_ACCESS_DENIED = 16, CPS_COMMUNICATION = 17,
    CPS_WRONG_PIN = 20, CPS_PIN_BLOCKED = 21, CPS_TRY_GUARD = 22, CPS_CANCELLED = 23, CPS_PIN_EXPIRED = 24,
    CPS_REFUSED_BY_POLICY = 30, CPS_CERTIFICATE_EXPIRED = 31, CPS_CERTIFICATE_REVOKED = 32, CPS_UNTRUSTED = 33,
    CPS_CLOCK_UNTRUSTED = 34, CPS_SIGNATURE_INVALID = 35, CPS_CARD_NEEDS_SERVICE = 52,
    CPS_USAGE = 64 /* NULL, a bad length, a call that does not fit the state of the handle */,
    CPS_INPUT_INVALID = 65, CPS_INTERNAL = 70, CPS_BUFFER_TOO_SMALL = 80
};

enum cps_key { CPS_KEY_SIGNATURE = 0, CPS_KEY_AUTHENTICATION = 1, CPS_KEY_TECHNICAL = 2 /* contactless CPS3 */ };
enum cps_scheme { CPS_SCHEME_DEFAULT = 0 /* the session's, else PKCS1 */, CPS_PKCS1 = 1, CPS_PSS = 2 /* CPS4 */ };
enum cps_fse_kind { CPS_FSE_JSON = 0 /* fse-open/1, canonical */, CPS_FSE_B2 = 1 /* records end with CR LF */ };
enum { CPS_ACTIVITIES_MAX = 16, CPS_DATA_MAX = 16384, CPS_PLACE_SIZE = 160 };
enum { CPS_COMMAND_MAX = 65544, CPS_ANSWER_MAX = 65538 };

typedef struct cps_card cps_card;

typedef struct cps_pin {
    const char *digits;
    size_t length;
    int use_last_try; /* not 0: the holder was told the tries left and wants to use a guarded one */
    int tries_left;   /* out: told with CPS_WRONG_PIN, CPS_PIN_BLOCKED and CPS_TRY_GUARD, else -1 */
} cps_pin;

/* Text ends with NUL and is empty where the card says nothing; names are cut to fit, at a character. */
typedef struct cps_info {
    char generation[8], face[12];                /* "cps3" "cps4"; "contact" "contactless" */
    char serial[24], label[64], last_update[24]; /* EF.SN, 8 digits; EF.TokenInfo */
    char holder[96], valid_until[12];            /* name on the card; YYYYMMDD */
    char update_begun[16], update_ended[16];     /* EF_ACTUA, YYYYMMDDhhmmss */
    int pin_digits_least, pin_digits_most, pin_tries, pin_tries_most;
    int puk_tries, puk_tries_most, puk_uses;     /* -1: none, or not counted */
} cps_info;

typedef struct cps_activity {
    int number;                                    /* 1 to 16, with holes */
    char mode[8], sector[16], structure[64];       /* G17; R02; type digit and identifier */
    char structure_name[192];
} cps_activity;

typedef struct cps_options {
    int scheme;            /* cps_scheme */
    int64_t signing_time;  /* seconds since 1970; 0: this machine's clock */
    const char *mime_type; /* of the content; NULL: application/xml for XAdES without a URI, else
                              application/octet-stream. An FSE has its own, a VIHF none. */
    const uint8_t *trust;  /* roots, authorities and CRLs in PEM; NULL: only the certificate's dates are checked */
    size_t trust_length;
} cps_options;

/* Names of all readers, each ended by NUL and the last by another: at least 1 byte. */
int cps_list_readers(char *names, size_t *length);

/* Opens the card in a reader; NULL: the only reader that holds one (CPS_USAGE when several do). */
int cps_open(const char *reader, cps_card **card);
/* Ends the session, if one is open, and the handle. NULL is let pass. */
void cps_close(cps_card *card);

/* Who and what, tries left included; spends no try. CPS_CARD_NEEDS_SERVICE after an interrupted update. */
int cps_card_info(cps_card *card, cps_info *info);
/* A data object such as CPS_NAME_PS, as stored, at most CPS_DATA_MAX bytes. pin: for private ones, else NULL. */
int cps_data(cps_card *card, const char *label, cps_pin *pin, uint8_t *content, size_t *length);
/* The holder's activities (situations d'exercice); *count as *length. pin: NULL in a session. */
int cps_activities(cps_card *card, cps_pin *pin, cps_activity *activities, size_t *count);
/* The X.509 certificate of a key, in DER. */
int cps_certificate(cps_card *card, int key, uint8_t *der, size_t *length);

int cps_verify_pin(cps_card *card, cps_pin *pin);
/* When it was cut short (CPS_CARD_REMOVED, CPS_COMMUNICATION…), cps_last_error tells which PIN holds. */
int cps_change_pin(cps_card *card, cps_pin *pin, const cps_pin *chosen);
int cps_unblock_pin(cps_card *card, cps_pin *puk, const cps_pin *chosen);

/* A session signs a lot after one presentation of the PIN, for at most five minutes: then it ends by itself and answers
 * CPS_PIN_EXPIRED. Other programs wait meanwhile. Only cps_activities and cps_sign_* work in it, with pin NULL. */
int cps_open_session(cps_card *card, int scheme, cps_pin *pin);
int cps_close_session(cps_card *card);

/* A detached CAdES baseline B-B signature by CPS_PRIV_SIG over exactly these bytes (at most 256 MiB), in DER. With a
 * NULL signature the length is a bound that always suffices, no PIN is needed and nothing is signed. */
int cps_sign_cades(cps_card *card, cps_pin *pin, const cps_options *options, const uint8_t *content,
                   size_t content_length, uint8_t *signature, size_t *length);

/* Checks an FSE (fse-open/1, at most 1 MiB) and writes its canonical form (RFC 8785), the bytes to sign and to keep.
 * place: NULL, or CPS_PLACE_SIZE bytes for the field at fault as a JSON pointer. No card is needed. */
int cps_fse_canonical(const uint8_t *document, size_t document_length, uint8_t *canonical, size_t *length, char *place);
/* As cps_sign_cades, with the signed attributes of `caducee fse sign`, over a canonical document or a B2 block. It must
 * be this holder's and name this activity of the card (0: the only one), else CPS_INPUT_INVALID and nothing is signed;
 * cards that may not bill answer CPS_REFUSED_BY_POLICY. */
int cps_sign_fse(cps_card *card, cps_pin *pin, const cps_options *options, int kind, int activity,
                 const uint8_t *payload, size_t payload_length, uint8_t *signature, size_t *length);

/* XML signatures are made by CPS_PRIV_SIG with exclusive canonicalisation, SHA-256 and RSA PKCS #1 v1.5: CPS_PSS
 * answers CPS_USAGE. XML is in UTF-8, without DOCTYPE and without any ds:Signature, at most 64 levels deep; otherwise
 * the answer is CPS_INPUT_INVALID, and cps_last_error names the place. Bytes around the signature stay as they were
 * given. With a NULL output nothing is signed, no PIN is needed, and *length is exact.
 *
 * A VIHF: a SAML 2.0 assertion (at most 256 KiB), with an enveloped signature behind its Issuer and the certificate of
 * the signature key. Issuer and Subject/NameID must be the holder's national identifier, bare or as the CN of a name,
 * and the one attribute Identifiant_Structure must be the structure of one activity of the card. Only the last of these
 * takes the PIN to be known; nothing is signed then either. */
int cps_sign_vihf(cps_card *card, cps_pin *pin, const cps_options *options, const uint8_t *assertion,
                  size_t assertion_length, uint8_t *vihf, size_t *length);
/* XAdES baseline B-B. uri NULL: content is an XML document (at most 16 MiB), and comes back with the signature last in
 * its element. Otherwise a ds:Signature alone, over these bytes (at most 256 MiB) as verifiers find them at uri. */
int cps_sign_xades(cps_card *card, cps_pin *pin, const cps_options *options, const char *uri, const uint8_t *content,
                   size_t content_length, uint8_t *signature, size_t *length);

/* The PKCS#11 URI (RFC 7512) that names the authentication certificate and its key, for TLS through
 * libcaducee-pkcs11.so; ends with NUL, which counts. */
int cps_tls_credential(cps_card *card, char *uri, size_t *length);

/* An update takes the card for commands that a server sends, in one exclusive transaction; the card is reset at its
 * end. Other programs wait, and all other work on the handle answers CPS_USAGE. It ends by itself with the handle,
 * after five minutes without a call (cps_update_keep_alive is one), and when a call answers CPS_CARD_REMOVED,
 * CPS_COMMUNICATION or the like: the server knows no longer what the card has done. These calls answer CPS_USAGE
 * without an open one. */
int cps_update_start(cps_card *card);
/* One APDU (ISO/IEC 7816-4 §5.2, at most CPS_COMMAND_MAX bytes) as it is, and the answer with its status word, in T=0
 * and T=1; channel, Le and GET RESPONSE are the caller's. Only commands that read are sent: SELECT, READ BINARY, READ
 * RECORD, GET DATA, GET RESPONSE, GET CHALLENGE, VERIFY without data. All else, PIN commands first, answers
 * CPS_REFUSED_BY_POLICY. An answer without enough room is kept for who repeats the command: it is sent once. */
int cps_update_transmit(cps_card *card, const uint8_t *command, size_t command_length, uint8_t *answer,
                        size_t *length);
/* Whether the card is still there; no command is sent. */
int cps_update_keep_alive(cps_card *card);
int cps_update_end(cps_card *card);

/* What a code means, in "fr" or "en" (NULL: fr); never NULL, valid for ever. */
const char *cps_error_text(int code, const char *language);
/* What the last refusal on this handle was, in more words: field, tries, status word. Ends with NUL, which counts. */
int cps_last_error(cps_card *card, const char *language, char *text, size_t *length);

#ifdef __cplusplus
}
#endif
#endif
