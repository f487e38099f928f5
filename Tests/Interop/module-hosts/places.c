/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
#include "places.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ROOM = 8192, PAGE = 4096, ARENAS = 2 * MOST_KINDS };

/* Lengths that no block of this machine has; who believes them reads beyond the end. */
static const unsigned long absurd[] = {~0UL, 1UL << 63, 1UL << 60, 1UL << 48, 1UL << 44, 1UL << 32};
enum { ABSURD = sizeof absurd / sizeof *absurd };
#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

/* The last `size` bytes of memory that nothing follows. */
static unsigned char *block(unsigned arena, size_t size) {
    static unsigned char *arenas[ARENAS];
    if (!arenas[arena]) {
        unsigned char *memory = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED || mprotect(memory + ROOM, PAGE, PROT_NONE)) exit(69);
        arenas[arena] = memory;
    }
    return arenas[arena] + ROOM - size;
}

static unsigned long address(const void *pointer) {
    return (unsigned long)(uintptr_t)pointer;
}

static void *filled(unsigned arena, size_t size) {
    /* RFC 8017 §9.2 note 1: what the keys sign, where there is room for it. */
    static const CK_BYTE prefix[] = {
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
        0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
    };
    unsigned char *place = block(arena, size);
    memset(place, 0xA5, size);
    if (size == sizeof prefix + 32) memcpy(place, prefix, sizeof prefix);
    return place;
}

static const size_t sizes[] = {51, 0, 1, 20, 32, 35, 102, 103, 117, 245, 246, 255, 256, 257, 512, ROOM};

static unsigned byte_choices(void) {
    return COUNT(sizes) + ABSURD + 3;
}

static void bytes(unsigned choice, unsigned index, unsigned long *words) {
    static const unsigned long nowhere[] = {0, 1, ~0UL};
    if (choice < COUNT(sizes)) {
        words[0] = address(filled(2 * index, sizes[choice])), words[1] = sizes[choice];
    } else if (choice < COUNT(sizes) + ABSURD) {
        words[0] = address(filled(2 * index, ROOM)), words[1] = absurd[choice - COUNT(sizes)];
    } else {
        words[0] = 0, words[1] = nowhere[choice - COUNT(sizes) - ABSURD];
    }
}

/* PINs that are right, or that no card is asked about for their length. */
static const char *const pins[] = {PIN, "", "1", "123", "123456789", "12345678901234567890123456789012345"};

static void pin(unsigned choice, unsigned index, unsigned long *words) {
    if (choice < COUNT(pins)) {
        size_t length = strlen(pins[choice]);
        words[0] = address(memcpy(block(2 * index, length), pins[choice], length)), words[1] = length;
    } else {
        bytes(COUNT(sizes) - 1 + choice - COUNT(pins), index, words);
    }
}

void as_unblocking_code(unsigned long *words) {
    static char code[] = "12345678";
    if (words[1] == sizeof PIN - 1) words[0] = address(code), words[1] = sizeof code - 1;
}

/* A buffer and the place of its length, which says how much room there is. */
static void output(unsigned choice, unsigned index, size_t unit, unsigned long *words) {
    static const unsigned long rooms[] = {ROOM, 0, 1, 255, 256, 257, ~0UL, 1UL << 63};
    unsigned long *length = (unsigned long *)(void *)block(2 * index + 1, sizeof *length);
    unsigned long room = choice < COUNT(rooms) ? rooms[choice] : 0;
    size_t size = room > ROOM / unit ? ROOM : room * unit;
    *length = room > ROOM / unit && room <= ROOM ? ROOM / unit : room;
    words[0] = choice <= COUNT(rooms) - 1 ? address(filled(2 * index, size)) : 0;
    words[1] = choice == COUNT(rooms) + 1 ? 0 : address(length);
}

static unsigned output_choices(void) {
    return 8 + 2;
}

static void random_output(unsigned choice, unsigned index, unsigned long *words) {
    static const unsigned long lengths[] = {16, 0, 1, 256, ROOM};
    if (choice < COUNT(lengths)) {
        words[0] = address(filled(2 * index, lengths[choice])), words[1] = lengths[choice];
    } else {
        choice -= COUNT(lengths);
        words[0] = choice < ABSURD ? address(filled(2 * index, ROOM)) : 0, words[1] = absurd[choice % ABSURD];
    }
}

static void found(unsigned choice, unsigned index, unsigned long *words) {
    static const unsigned long most[] = {16, 0, 1, ROOM / 8, ~0UL, 1UL << 63};
    unsigned long *count = (unsigned long *)(void *)block(2 * index + 1, sizeof *count);
    unsigned long room = choice < COUNT(most) ? most[choice] : 16;
    size_t size = room > ROOM / 8 ? ROOM : room * 8;
    words[0] = choice == COUNT(most) ? 0 : address(filled(2 * index, size));
    words[1] = room;
    words[2] = choice == COUNT(most) + 1 ? 0 : address(count);
}

/* Mechanisms, with parameters of all lengths. */
static const CK_MECHANISM_TYPE types[] = {
    CKM_RSA_PKCS, CKM_SHA1_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_SHA384_RSA_PKCS, CKM_SHA512_RSA_PKCS, CKM_RSA_PKCS_PSS,
    CKM_SHA1_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS, CKM_SHA512_RSA_PKCS_PSS, CKM_RSA_X_509, CKM_RSA_PKCS_OAEP,
    CKM_SHA_1, CKM_SHA256, CKM_SHA384, CKM_SHA512, CKM_MD5, CKM_AES_CBC, CKM_RSA_PKCS_KEY_PAIR_GEN,
    ~0UL, 1UL << 63, CKM_VENDOR_DEFINED,
};
static const CK_RSA_PKCS_PSS_PARAMS parameters[] = {
    {CKM_SHA256, CKG_MGF1_SHA256, 32}, {CKM_SHA_1, CKG_MGF1_SHA1, 20}, {CKM_SHA256, CKG_MGF1_SHA256, ~0UL},
    {CKM_SHA256, CKG_MGF1_SHA256, 1UL << 63}, {CKM_SHA256, CKG_MGF1_SHA1, 32}, {~0UL, ~0UL, ~0UL}, {0, 0, 0},
    {CKM_SHA512, CKG_MGF1_SHA512, 222}, {CKM_SHA256, CKG_MGF1_SHA256, 223},
};
static const unsigned long partial[] = {1, 8, 23};
enum { SHAPES = 1 + sizeof parameters / sizeof *parameters + sizeof partial / sizeof *partial + ABSURD + 2 };

static unsigned long mechanism(unsigned choice, unsigned index) {
    CK_MECHANISM *place = (CK_MECHANISM *)(void *)block(2 * index, sizeof *place);
    if (choice == COUNT(types) * SHAPES) return 0;
    unsigned shape = choice / COUNT(types);
    *place = (CK_MECHANISM){types[choice % COUNT(types)], NULL, 0};
    if (shape == 0) return address(place);
    shape -= 1;
    if (shape < COUNT(parameters)) {
        place->ulParameterLen = sizeof *parameters;
        place->pParameter = memcpy(block(2 * index + 1, sizeof *parameters), &parameters[shape], sizeof *parameters);
    } else if ((shape -= COUNT(parameters)) < COUNT(partial)) {
        place->ulParameterLen = partial[shape];
        place->pParameter = filled(2 * index + 1, partial[shape]);
    } else if ((shape -= COUNT(partial)) < ABSURD) {
        place->ulParameterLen = absurd[shape];
        place->pParameter = filled(2 * index + 1, sizeof *parameters);
    } else {
        place->ulParameterLen = shape == ABSURD ? sizeof *parameters : ~0UL;
    }
    return address(place);
}

/* Templates. */
static const CK_ATTRIBUTE_TYPE asked[] = {
    CKA_CLASS, CKA_LABEL, CKA_ID, CKA_VALUE, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT, CKA_PRIVATE,
    CKA_ALLOWED_MECHANISMS, CKA_WRAP_TEMPLATE, CKA_ALWAYS_AUTHENTICATE, CKA_SUBJECT, CKA_START_DATE, CKA_UNIQUE_ID,
    CKA_VENDOR_DEFINED, ~0UL,
};
enum { VALUES = 5, ATTRIBUTE_LINES = 64 };

static void template(unsigned choice, unsigned index, unsigned long *words) {
    static const unsigned long lengths[VALUES] = {8, 0, 1, ROOM, ~0UL};
    static CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    unsigned plain = COUNT(asked) * VALUES;
    if (choice < plain) {
        CK_ATTRIBUTE *line = (CK_ATTRIBUTE *)(void *)block(2 * index, sizeof *line);
        unsigned long length = lengths[choice % VALUES];
        unsigned char *value = filled(2 * index + 1, length > ROOM ? ROOM : length);
        if (length == sizeof class) memcpy(value, &class, sizeof class);
        *line = (CK_ATTRIBUTE){asked[choice / VALUES], value, length};
        words[0] = address(line), words[1] = 1;
    } else if ((choice -= plain) < COUNT(asked) * 2) {
        CK_ATTRIBUTE *line = (CK_ATTRIBUTE *)(void *)block(2 * index, sizeof *line);
        *line = (CK_ATTRIBUTE){asked[choice / 2], NULL, choice % 2 ? ~0UL : 0};
        words[0] = address(line), words[1] = 1;
    } else if ((choice -= COUNT(asked) * 2) < ABSURD) {
        CK_ATTRIBUTE *line = (CK_ATTRIBUTE *)(void *)block(2 * index, sizeof *line);
        *line = (CK_ATTRIBUTE){CKA_CLASS, &class, sizeof class};
        words[0] = address(line), words[1] = absurd[choice];
    } else if ((choice -= ABSURD) == 0) {
        CK_ATTRIBUTE *lines = (CK_ATTRIBUTE *)(void *)block(2 * index, ATTRIBUTE_LINES * sizeof *lines);
        unsigned char *values = filled(2 * index + 1, ROOM);
        for (unsigned line = 0; line < ATTRIBUTE_LINES; ++line) {
            lines[line] = (CK_ATTRIBUTE){asked[line % COUNT(asked)], values + 64 * line, 64};
        }
        words[0] = address(lines), words[1] = ATTRIBUTE_LINES;
    } else {
        words[0] = 0, words[1] = choice == 1 ? 0 : choice == 2 ? 1 : ~0UL;
    }
}

static unsigned template_choices(void) {
    return COUNT(asked) * VALUES + COUNT(asked) * 2 + ABSURD + 4;
}

static CK_RV mutex_call(void *mutex) {
    (void)mutex;
    return CKR_OK;
}

static CK_RV mutex_made(void **mutex) {
    *mutex = NULL;
    return CKR_OK;
}

static unsigned long initialisation(unsigned choice, unsigned index) {
    static char update[] = "cpsUpdate-not", nonsense[] = ";;=;winlogonProcess;x=\xFF\xFE;dataByThread=1";
    CK_C_INITIALIZE_ARGS *place = (CK_C_INITIALIZE_ARGS *)(void *)block(2 * index, sizeof *place);
    memset(place, 0, sizeof *place);
    switch (choice) {
    case 0: return 0;
    case 1: break;
    case 2: place->flags = CKF_OS_LOCKING_OK; break;
    case 3: place->LockMutex = mutex_call; break;
    case 4:
        place->CreateMutex = mutex_made;
        place->DestroyMutex = place->LockMutex = place->UnlockMutex = mutex_call;
        break;
    case 5: place->pReserved = update; break;
    case 6: place->pReserved = nonsense; break;
    case 7: place->flags = CKF_LIBRARY_CANT_CREATE_OS_THREADS; break;
    default: place->flags = ~0UL; break;
    }
    return address(place);
}

static CK_RV notified(CK_SESSION_HANDLE session, CK_NOTIFICATION event, void *application) {
    (void)session, (void)event, (void)application;
    return CKR_OK;
}

static unsigned long single(char kind, unsigned choice, unsigned index) {
    const unsigned long sessions[] = {
        known.sessions[0], known.sessions[1], known.closed, 0, 1, ~0UL, known.sessions[0] ^ 1, 1UL << 63,
    };
    const unsigned long objects[] = {
        known.authentication, known.signature, known.certificate, known.publicKey, known.data, 0, 1, ~0UL, 1UL << 63,
    };
    const unsigned long slots[] = {known.slot, 1, 15, 16, 17, ~0UL, 1UL << 63};
    static const unsigned long flags[] = {
        CKF_SERIAL_SESSION | CKF_RW_SESSION, CKF_SERIAL_SESSION, CKF_RW_SESSION, 0, ~0UL,
    };
    static const unsigned long users[] = {CKU_USER, CKU_SO, CKU_CONTEXT_SPECIFIC, 3, ~0UL};
    static const unsigned long waits[] = {CKF_DONT_BLOCK, 3, ~0UL}, truths[] = {CK_TRUE, CK_FALSE, 2, 255};
    static const CK_VERSION versions[] = {{3, 0}, {2, 40}, {2, 20}, {0, 0}, {255, 255}};
    static const char *const names[] = {"PKCS 11", "", "PKCS", "PKCS 11 ", "Vendor NSS Module Interface"};
    switch (kind) {
    case 's': return sessions[choice];
    case 'o': return objects[choice];
    case 't': return slots[choice];
    case 'y': return types[choice];
    case 'f': return flags[choice];
    case 'u': return users[choice];
    case 'w': return waits[choice];
    case 'b': return truths[choice];
    case 'i': return initialisation(choice, index);
    case 'v': return choice ? address(block(2 * index, 8)) : 0;
    case 'n': return choice ? address((void *)(uintptr_t)notified) : 0;
    case 'm': return mechanism(choice, index);
    case 'L': return choice ? 0 : address(block(2 * index, 8));
    case 'I': return choice ? 0 : address(filled(2 * index, sizeof(CK_TOKEN_INFO)));
    case 'e': return choice < COUNT(versions) ? address(memcpy(block(2 * index, 2), &versions[choice], 2)) : 0;
    default: break;
    }
    if (choice == COUNT(names)) return 0;
    size_t length = strlen(names[choice]) + 1;
    return address(memcpy(block(2 * index, length), names[choice], length));
}

unsigned choices(char kind) {
    switch (kind) {
    case 's': return 8;
    case 'o': return 9;
    case 't': return 7;
    case 'y': return COUNT(types);
    case 'f': case 'u': return 5;
    case 'w': return 3;
    case 'b': return 4;
    case 'i': return 9;
    case 'v': case 'n': case 'L': case 'I': return 2;
    case 'e': case 'z': return 6;
    case 'm': return COUNT(types) * SHAPES + 1;
    case 'T': case 'A': return template_choices();
    case 'p': case 'q': return byte_choices();
    case 'k': return COUNT(pins) + 1 + ABSURD + 3;
    case 'R': return 5 + 2 * ABSURD;
    case 'O': case 'P': return output_choices();
    default: return 8;
    }
}

unsigned place_argument(char kind, unsigned choice, unsigned index, unsigned long *words) {
    switch (kind) {
    case 'p': case 'q': bytes(choice, index, words); return 2;
    case 'k': pin(choice, index, words); return 2;
    case 'T': case 'A': template(choice, index, words); return 2;
    case 'P': output(choice, index, 1, words); return 2;
    /* The largest of what is listed is an interface. */
    case 'O': output(choice, index, sizeof(CK_INTERFACE), words); return 2;
    case 'R': random_output(choice, index, words); return 2;
    case 'F': found(choice, index, words); return 3;
    default: words[0] = single(kind, choice, index); return 1;
    }
}
