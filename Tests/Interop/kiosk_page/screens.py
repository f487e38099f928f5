# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What a daemon may have the page show. All persons are made up."""

OPEN = {"screen": "open", "person": "DR CAMILLE TESTDUPONT", "until": "17:42"}
MEANS = ["contact-card", "site-password", "external"]


def code(chosen="contact-card", **more):
    return {"screen": "code", "person": "CT", "code": {
        "means": MEANS, "chosen": chosen, "wrong": 0, "triesLeft": None, "askConsent": False, "needsCard": False, **more}}


SCREENS = {
    "idle": {"screen": "idle"},
    "reading": {"screen": "reading"},
    "offer": {"screen": "offer", "person": "CT", "offered": "BM"},
    "code-card": code(triesLeft=3),
    "code-password": code("site-password"),
    "code-external": code("external"),
    "code-wrong": code("site-password", wrong=2),
    "code-few-tries": code(wrong=1, triesLeft=2),
    "code-needs-card": code(needsCard=True),
    "code-consent": code(triesLeft=1, askConsent=True),
    "open": OPEN,
    "open-ending": {**OPEN, "banner": {"kind": "ending", "minutes": 15}},
    "open-over": {**OPEN, "banner": {"kind": "over"}},
    "open-dimmed": {**OPEN, "dimmed": True, "banner": {"kind": "ending", "minutes": 1}},
    "open-long-name": {**OPEN, "person": "PR MARIE-ANTOINETTE TESTDELAROCHEFOUCAULD-TESTVANDERMEERSCH"},
    "locked": {"screen": "locked", "person": "CT"},
    "refused-not-authentic": {"screen": "refused", "refusal": "not-authentic"},
    "refused-unknown": {"screen": "refused", "refusal": "unknown"},
    "refused-denied": {"screen": "refused", "refusal": "denied"},
    "refused-weaker-mode": {"screen": "refused", "refusal": "weaker-mode"},
    "refused-cool-down": {"screen": "refused", "refusal": "cool-down"},
    "closed": {"screen": "closed"},
    "unavailable": {"screen": "unavailable"},
    "out-of-service": {"screen": "out_of_service"},
    "offline": {"screen": "idle", "offline": True, "clock": "none"},
    "offline-code": {**code("site-password", wrong=1), "offline": True, "clock": "off"},
    "open-keep-card": {**OPEN, "signal": "keep-card"},
}

# What is to be read on each, in French.
FRENCH = {
    "idle": "Posez votre badge ou insérez votre carte.",
    "reading": "Lecture en cours : laissez votre badge en place.",
    "offer": "Poste verrouillé pour CT : l’ouvrir pour BM ?",
    "code-card": "CT, tapez le code de votre carte.",
    "code-password": "CT, tapez votre mot de passe.",
    "code-external": "CT, tapez votre code de confirmation.",
    "code-wrong": "Code faux 2 fois : recommencez.",
    "code-few-tries": "Il reste 2 essais.",
    "code-needs-card": "CT, insérez votre carte dans le lecteur.",
    "code-consent": "Dernier essai : un code faux bloquera votre carte. Continuer ?",
    "open": "Poste ouvert pour DR CAMILLE TESTDUPONT. Session valable jusqu’à 17 h 42.",
    "open-ending": "Votre session se termine dans 15 minutes.",
    "open-over": "Session terminée : votre code sera demandé la prochaine fois.",
    "open-dimmed": "Ce poste va se verrouiller : touchez l’écran pour continuer.",
    "open-keep-card": "Laissez votre carte dans le lecteur.",
    "locked": "Poste verrouillé : CT, posez votre badge pour reprendre.",
    "refused-not-authentic": "Badge non vérifié : posez-le de nouveau, bien à plat.",
    "refused-unknown": "Ce badge n’est pas enregistré : adressez-vous à votre responsable.",
    "refused-denied": "Ce badge n’est plus valable : utilisez votre carte.",
    "refused-weaker-mode": "Ce badge n’est pas assez sûr ici : utilisez votre carte.",
    "refused-cool-down": "Trop de codes faux : attendez quelques minutes, ou insérez votre carte.",
    "closed": "Session fermée : n’oubliez ni carte ni badge.",
    "unavailable": "Vérification impossible pour le moment : réessayez, ou insérez votre carte.",
    "out-of-service": "Cette borne est hors service : utilisez un autre poste.",
    "offline": "Hors réseau Horloge non fiable : code demandé",
    "offline-code": "Horloge à vérifier",
}
