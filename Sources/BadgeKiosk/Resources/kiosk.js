// SPDX-FileCopyrightText: 2026 The Caducée authors
// SPDX-License-Identifier: Apache-2.0

// The kiosk's page: shows what the daemon says on /events, and sends what people do to /act and /code.

/// What the page says, by language. A word in braces is put in; `.one` is for one, `.other` for any other number.
export const CATALOGUES = {
  fr: {
    "title": "Borne de session",
    "starting": "La borne démarre.",
    "idle": "Posez votre badge ou insérez votre carte.",
    "reading": "Lecture en cours : laissez votre badge en place.",
    "offer": "Poste verrouillé pour {person} : l’ouvrir pour {offered} ?",
    "code.contact-card": "{person}, tapez le code de votre carte.",
    "code.site-password": "{person}, tapez votre mot de passe.",
    "code.external": "{person}, tapez votre code de confirmation.",
    "code.needs-card": "{person}, insérez votre carte dans le lecteur.",
    "code.consent": "Un code faux peut bloquer votre carte : continuer ?",
    "code.consent.one": "Dernier essai : un code faux bloquera votre carte. Continuer ?",
    "code.consent.other": "Il reste {count} essais avant le blocage de votre carte : continuer ?",
    "code.wrong.one": "Code faux : recommencez.",
    "code.wrong.other": "Code faux {count} fois : recommencez.",
    "code.tries.one": "Il reste un seul essai.",
    "code.tries.other": "Il reste {count} essais.",
    "code.checking": "Vérification en cours.",
    "code.not-sent": "Le code n’est pas parti : recommencez.",
    "open": "Poste ouvert pour\n{person}.",
    "open.until": "Session valable jusqu’à {until}.",
    "locked": "Poste verrouillé : {person}, posez votre badge pour reprendre.",
    "refused.not-authentic": "Badge non vérifié : posez-le de nouveau, bien à plat.",
    "refused.unknown": "Ce badge n’est pas enregistré : adressez-vous à votre responsable.",
    "refused.denied": "Ce badge n’est plus valable : utilisez votre carte.",
    "refused.weaker-mode": "Ce badge n’est pas assez sûr ici : utilisez votre carte.",
    "refused.cool-down": "Trop de codes faux : attendez quelques minutes, ou insérez votre carte.",
    "closed": "Session fermée : n’oubliez ni carte ni badge.",
    "unavailable": "Vérification impossible pour le moment : réessayez, ou insérez votre carte.",
    "out_of_service": "Cette borne est hors service : utilisez un autre poste.",
    "lost": "La borne ne répond plus : utilisez un autre poste.",
    "lost.retry": "Elle se reconnectera d’elle-même.",
    "dimmed": "Ce poste va se verrouiller : touchez l’écran pour continuer.",
    "keep-card": "Laissez votre carte dans le lecteur.",
    "act.failed": "La borne n’a pas répondu : recommencez.",
    "banner.ending.one": "Votre session se termine dans une minute.",
    "banner.ending.other": "Votre session se termine dans {count} minutes.",
    "banner.over": "Session terminée : votre code sera demandé la prochaine fois.",
    "note.offline": "Hors réseau",
    "note.clock.off": "Horloge à vérifier",
    "note.clock.none": "Horloge non fiable : code demandé",
    "field.contact-card": "Code de la carte",
    "field.site-password": "Mot de passe",
    "field.external": "Code de confirmation",
    "field.empty": "Champ vide.",
    "field.digits.one": "1 chiffre saisi",
    "field.digits.other": "{count} chiffres saisis",
    "field.characters.one": "1 caractère saisi",
    "field.characters.other": "{count} caractères saisis",
    "pad": "Pavé numérique",
    "pad.erase": "Effacer",
    "pad.send": "Valider",
    "act.confirm": "Ouvrir pour {offered}",
    "act.cancel": "Annuler",
    "act.consent": "Continuer",
    "act.lock": "Verrouiller",
    "act.close": "Fermer la session",
    "means.contact-card": "Utiliser ma carte",
    "means.site-password": "Utiliser mon mot de passe",
    "means.external": "Utiliser un autre code",
    "sound.off": "Couper le son",
    "sound.on": "Remettre le son",
  },
  en: {
    "title": "Session kiosk",
    "starting": "The kiosk is starting.",
    "idle": "Place your badge or insert your card.",
    "reading": "Reading: leave your badge in place.",
    "offer": "Locked for {person}: open it for {offered}?",
    "code.contact-card": "{person}, type the code of your card.",
    "code.site-password": "{person}, type your password.",
    "code.external": "{person}, type your confirmation code.",
    "code.needs-card": "{person}, insert your card into the reader.",
    "code.consent": "A wrong code may block your card: go on?",
    "code.consent.one": "Last try: a wrong code will block your card. Go on?",
    "code.consent.other": "{count} tries left before your card is blocked: go on?",
    "code.wrong.one": "Wrong code: try again.",
    "code.wrong.other": "Wrong code {count} times: try again.",
    "code.tries.one": "One try left.",
    "code.tries.other": "{count} tries left.",
    "code.checking": "Checking.",
    "code.not-sent": "The code was not sent: try again.",
    "open": "Open for\n{person}.",
    "open.until": "Session valid until {until}.",
    "locked": "Locked: {person}, place your badge to go on.",
    "refused.not-authentic": "Badge not verified: place it again, lying flat.",
    "refused.unknown": "This badge is not enrolled: ask your manager.",
    "refused.denied": "This badge is no longer valid: use your card.",
    "refused.weaker-mode": "This badge is not secure enough here: use your card.",
    "refused.cool-down": "Too many wrong codes: wait a few minutes, or insert your card.",
    "closed": "Session closed: take your card and your badge.",
    "unavailable": "Cannot check right now: try again, or insert your card.",
    "out_of_service": "This kiosk is out of service: use another one.",
    "lost": "The kiosk does not respond: use another one.",
    "lost.retry": "It will reconnect by itself.",
    "dimmed": "About to lock: touch the screen to go on.",
    "keep-card": "Leave your card in the reader.",
    "act.failed": "The kiosk did not answer: try again.",
    "banner.ending.one": "Your session ends in one minute.",
    "banner.ending.other": "Your session ends in {count} minutes.",
    "banner.over": "Session over: next time your code will be asked for.",
    "note.offline": "Off the network",
    "note.clock.off": "Clock to be checked",
    "note.clock.none": "Clock not reliable: code needed",
    "field.contact-card": "Card code",
    "field.site-password": "Password",
    "field.external": "Confirmation code",
    "field.empty": "Field empty.",
    "field.digits.one": "1 digit typed",
    "field.digits.other": "{count} digits typed",
    "field.characters.one": "1 character typed",
    "field.characters.other": "{count} characters typed",
    "pad": "Digit pad",
    "pad.erase": "Erase",
    "pad.send": "OK",
    "act.confirm": "Open for {offered}",
    "act.cancel": "Cancel",
    "act.consent": "Go on",
    "act.lock": "Lock",
    "act.close": "Close the session",
    "means.contact-card": "Use my card",
    "means.site-password": "Use my password",
    "means.external": "Use another code",
    "sound.off": "Turn the sound off",
    "sound.on": "Turn the sound on",
  },
};

const SCREENS = {
  starting: { icon: "hourglass", tone: "calm" },
  idle: { icon: "badge", tone: "calm" },
  reading: { icon: "hourglass", tone: "calm" },
  offer: { icon: "swap", tone: "calm" },
  code: { icon: "keypad", tone: "calm" },
  open: { icon: "check", tone: "good" },
  locked: { icon: "padlock", tone: "calm" },
  refused: { icon: "cross", tone: "bad" },
  closed: { icon: "door", tone: "calm" },
  unavailable: { icon: "triangle", tone: "warn" },
  out_of_service: { icon: "barred", tone: "bad" },
  lost: { icon: "unplugged", tone: "bad" },
};

const MEANS = ["contact-card", "site-password", "external"];
/// The daemon sends something every 15 s at least; people are told within 20 s.
const SILENCE = 18_000;
const RETRY = 1_000;
const ACTIVITY = 5_000;
/// Longest text of one event that is taken.
const LONGEST_EVENT = 65_536;

const at = (id) => document.getElementById(id);

/// What the daemon said last, and what the page knows besides.
const kiosk = { said: null, isLost: false, checking: null, notice: null, signal: null, isMuted: false };

// Texts

const language = () => (kiosk.said?.language === "en" ? "en" : "fr");

function text(key, values = {}) {
  const chosen = language();
  let made = CATALOGUES[chosen][key];
  // Nobody is named: the sentence begins after the name.
  if (!values.person) made = made.replace(/^\{person\}, (.)/, (_, first) => first.toUpperCase());
  made = made.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  return chosen === "fr" ? made.replace(/ ([:?!])/g, "\u00a0$1") : made;
}

const counted = (key, count) => text(`${key}.${count === 1 ? "one" : "other"}`, { count });

// What is to be seen

/// The view of what the daemon said: texts, shape, actions. Nothing is shown here yet.
function view() {
  const said = kiosk.said ?? {};
  let screen = kiosk.isLost ? "lost" : said.screen ?? "starting";
  if (!Object.hasOwn(SCREENS, screen)) screen = "out_of_service";
  const seen = {
    screen, ...SCREENS[screen], key: screen, sentence: null, detail: null, notices: [], notes: [], banner: null,
    actions: [], means: null, dimmed: false,
  };
  SHOW[screen]?.(seen, said);
  seen.sentence ??= text(screen, said);
  if (kiosk.isLost) return seen;
  if (kiosk.notice) seen.notices.push(text(kiosk.notice));
  if (said.signal?.kind === "keep-card" && (screen === "open" || screen === "code")) {
    if (screen === "open") Object.assign(seen, { icon: "card", tone: "warn" });
    seen.notices.push(text("keep-card"));
  }
  if (said.offline) seen.notes.push(text("note.offline"));
  if (said.clock === "off" || said.clock === "none") seen.notes.push(text(`note.clock.${said.clock}`));
  return seen;
}

const SHOW = {
  offer(seen, said) {
    seen.actions.push(["confirm", text("act.confirm", said)], ["cancel", text("act.cancel")]);
  },

  code(seen, said) {
    const code = said.code ?? {};
    const chosen = MEANS.includes(code.chosen) ? code.chosen : "site-password";
    const left = Number.isInteger(code.triesLeft) ? code.triesLeft : null;
    seen.key = `code ${said.person} ${chosen} ${Boolean(code.needsCard)} ${Boolean(code.askConsent)}`;
    if (code.needsCard) {
      seen.icon = "card";
      seen.sentence = text("code.needs-card", said);
    } else if (code.askConsent) {
      seen.icon = "triangle";
      seen.tone = "warn";
      seen.sentence = left === null ? text("code.consent") : counted("code.consent", left);
      seen.actions.push(["consent", text("act.consent")]);
    } else {
      seen.means = chosen;
      seen.sentence = text(`code.${chosen}`, said);
    }
    if (kiosk.checking) {
      seen.notices.push(text("code.checking"));
    } else if (code.wrong > 0 && !code.askConsent) {
      seen.tone = "bad";
      seen.icon = "cross";
      seen.notices.push(counted("code.wrong", code.wrong));
    }
    if (left !== null && !code.askConsent && (code.wrong > 0 || left < 3)) seen.notices.push(counted("code.tries", left));
    for (const other of code.means ?? []) {
      if (other !== chosen && MEANS.includes(other)) seen.actions.push(["means", text(`means.${other}`), other]);
    }
    seen.actions.push(["cancel", text("act.cancel")]);
  },

  open(seen, said) {
    const until = language() === "fr" ? said.until?.replace(":", "\u00a0h\u00a0") : said.until;
    if (until && said.banner?.kind !== "over") seen.detail = text("open.until", { until });
    if (said.banner?.kind === "ending") seen.banner = counted("banner.ending", said.banner.minutes);
    if (said.banner?.kind === "over") seen.banner = text("banner.over");
    if (said.dimmed) {
      seen.dimmed = true;
      seen.tone = "warn";
      seen.notices.push(text("dimmed"));
    }
    seen.actions.push(["lock", text("act.lock")], ["close", text("act.close")]);
  },

  locked(seen) {
    seen.actions.push(["close", text("act.close")]);
  },

  refused(seen, said) {
    const why = `refused.${said.refusal}`;
    seen.key = why;
    seen.sentence = text(Object.hasOwn(CATALOGUES.fr, why) ? why : "refused.not-authentic");
  },

  lost(seen) {
    seen.detail = text("lost.retry");
  },
};

let shown = { key: null, lines: [], actions: null, language: null };

function put(id, line) {
  const element = at(id);
  element.hidden = !line;
  if (element.textContent !== (line ?? "")) element.textContent = line ?? "";
}

function render() {
  const seen = view();
  const root = document.documentElement;
  const isNew = seen.key !== shown.key;
  if (isNew) wipe();
  root.lang = language();
  root.dataset.screen = seen.screen;
  root.dataset.sequence = kiosk.said?.sequence ?? "";
  root.dataset.tone = seen.tone;
  root.toggleAttribute("data-dimmed", seen.dimmed);
  root.toggleAttribute("data-entry", seen.means !== null);
  document.title = text("title");
  put("name", text("title"));
  at("icon").setAttribute("href", `/icon.svg#${seen.icon}`);
  put("sentence", seen.sentence);
  put("detail", seen.detail);
  put("notice", seen.notices.join("\n"));
  put("banner", seen.banner);
  root.toggleAttribute("data-checking", kiosk.checking !== null);
  renderNotes(seen.notes);
  renderEntry(seen.means);
  renderActions(seen.actions);
  renderFooter();
  // The first thing that is to be done has the focus: the field, else whatever Tab finds first.
  if (isNew) at(seen.means ? "code" : "main").focus();
  speak([seen.sentence, seen.detail, seen.banner, ...seen.notices, ...seen.notes].filter(Boolean));
  shown.key = seen.key;
}

function renderNotes(notes) {
  at("notes").hidden = notes.length === 0;
  at("notes").replaceChildren(...notes.map((note) => Object.assign(document.createElement("li"), { textContent: note })));
}

function renderActions(actions) {
  const wanted = JSON.stringify(actions);
  // Buttons that stay keep the focus.
  if (wanted === shown.actions) return;
  shown.actions = wanted;
  const hadFocus = at("actions").contains(document.activeElement);
  at("actions").replaceChildren(...actions.map(([act, label, value], place) => {
    const isFirst = place === 0 && act !== "cancel" && act !== "means" && kiosk.said.screen !== "locked";
    return button(label, isFirst ? "first" : "", () => tell({ act, value }));
  }));
  if (hadFocus) at("main").focus();
}

function renderEntry(means) {
  at("entry").hidden = means === null;
  if (means === null) return;
  put("label", text(`field.${means}`));
  at("code").inputMode = means === "contact-card" ? "none" : "text";
  at("code").readOnly = kiosk.checking !== null;
  if (shown.language === language()) return;
  shown.language = language();
  at("pad").setAttribute("aria-label", text("pad"));
  const digit = (name) => button(name, "", () => type(name));
  at("pad").replaceChildren(
    ..."123456789".split("").map(digit),
    button(text("pad.erase"), "word", erase), digit("0"), button(text("pad.send"), "word first", send),
  );
}

function renderFooter() {
  const other = language() === "fr" ? "en" : "fr";
  at("language").hidden = at("sound").hidden = kiosk.said === null || kiosk.isLost;
  at("language").lang = other;
  put("language", kiosk.said && !kiosk.isLost ? { fr: "Français", en: "English" }[other] : null);
  put("sound", kiosk.said && !kiosk.isLost && !kiosk.said.muted ? text(kiosk.isMuted ? "sound.on" : "sound.off") : null);
}

function button(label, kind, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: kind });
  made.addEventListener("click", act);
  return made;
}

/// Has a screen reader say what was not there before, once.
function speak(lines) {
  const fresh = lines.filter((line) => !shown.lines.includes(line));
  shown.lines = lines;
  if (fresh.length > 0) at("spoken").textContent = fresh.join(" ");
}

// The code: bytes that are overwritten as soon as they are sent, and never a string of more than one character.

const typed = { bytes: new Uint8Array(128), ends: [] };

function length() {
  return typed.ends.at(-1) ?? 0;
}

function type(character) {
  const chosen = kiosk.said?.code?.chosen;
  if (at("entry").hidden || kiosk.checking || (chosen === "contact-card" && !/^[0-9]$/.test(character))) return;
  const { read, written } = new TextEncoder().encodeInto(character, typed.bytes.subarray(length()));
  if (read < character.length) typed.bytes.fill(0, length());
  else typed.ends.push(length() + written);
  kiosk.notice = null;
  count();
}

function erase() {
  if (kiosk.checking) return;
  typed.ends.pop();
  typed.bytes.fill(0, length());
  count();
}

function wipe() {
  typed.bytes.fill(0);
  typed.ends = [];
  at("code").value = "";
  at("count").textContent = "";
}

function count() {
  const number = typed.ends.length;
  const unit = kiosk.said?.code?.chosen === "contact-card" ? "field.digits" : "field.characters";
  at("code").value = "•".repeat(number);
  at("count").textContent = number === 0 ? text("field.empty") : counted(unit, number);
}

/// What ends the waiting for an outcome: any change of these.
const outcome = () => JSON.stringify([kiosk.said.screen, kiosk.said.code, kiosk.said.signal?.number]);

async function send() {
  if (at("entry").hidden || kiosk.checking || length() === 0) return;
  kiosk.checking = outcome();
  kiosk.notice = null;
  // fetch takes a copy of its body before it returns (Fetch standard, "extract a body").
  const sent = post("/code", "application/octet-stream", typed.bytes.subarray(0, length()));
  wipe();
  render();
  if (await sent || kiosk.checking === null) return;
  kiosk.checking = null;
  kiosk.notice = "code.not-sent";
  render();
}

// To the daemon

function post(path, type, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": type }, body, cache: "no-store" })
    .then((answer) => answer.ok, () => false);
}

async function tell(what) {
  kiosk.notice = null;
  if (what.act === "cancel") wipe();
  if (await post("/act", "application/json", JSON.stringify(what))) return;
  kiosk.notice = "act.failed";
  render();
}

const activity = { last: -Infinity, timer: null };

/// Somebody is there: said at most once in 5 s, the last time included.
function noteActivity() {
  if (kiosk.said?.screen !== "open" || kiosk.isLost || activity.timer !== null) return;
  const tellIt = () => {
    activity.timer = null;
    activity.last = performance.now();
    if (kiosk.said.screen === "open") post("/act", "application/json", '{"act":"activity"}');
  };
  const wait = activity.last + ACTIVITY - performance.now();
  if (wait <= 0) tellIt();
  else activity.timer = setTimeout(tellIt, wait);
}

// From the daemon

function receive(said) {
  if (said.screen !== kiosk.said?.screen) kiosk.notice = null;
  kiosk.said = said;
  kiosk.isLost = false;
  if (kiosk.checking && kiosk.checking !== outcome()) kiosk.checking = null;
  const number = said.signal?.number ?? null;
  // The first that is heard of may be old, and after a restart the daemon counts anew.
  if (kiosk.signal !== null && number > kiosk.signal) {
    kiosk.notice = null;
    play(said.signal.kind);
  }
  kiosk.signal = number ?? kiosk.signal ?? 0;
  render();
}

function lose() {
  kiosk.isLost = true;
  kiosk.checking = kiosk.notice = null;
  render();
}

/// Takes the whole events of a text, and gives what is left of it.
function take(received) {
  const blocks = received.replaceAll("\r\n", "\n").split("\n\n");
  const rest = blocks.pop();
  if (rest.length > LONGEST_EVENT) throw new RangeError("an event without an end");
  for (const block of blocks) {
    const fields = block.split("\n").map((line) => /^(event|data): ?(.*)$/.exec(line)).filter(Boolean);
    const data = fields.filter(([, name]) => name === "data").map(([, , value]) => value).join("\n");
    if (!data || !fields.some(([, name, value]) => name === "event" && value === "screen")) continue;
    const said = JSON.parse(data);
    if (typeof said?.screen !== "string") throw new SyntaxError("an event without a screen");
    receive(said);
  }
  return rest;
}

/// Reads the events for ever. Not an EventSource: that hides the comments by which we know that the daemon lives.
async function listen() {
  for (let failures = 0; ; failures += 1) {
    const line = new AbortController();
    let timer;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { lose(); line.abort(); }, SILENCE);
    };
    heard();
    try {
      const answer = await fetch("/events", { cache: "no-store", signal: line.signal });
      if (!answer.ok) throw new Error(`events: ${answer.status}`);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { value, done } = await reader.read();
        if (done) break;
        failures = 0;
        heard();
        rest = take(rest + value);
      }
    } catch (error) {
      // Gone for a moment: the next try tells. What is not understood is no better the next time.
      if (error instanceof SyntaxError || error instanceof RangeError) lose();
    }
    clearTimeout(timer);
    line.abort();
    if (failures > 0) lose();
    await new Promise((resume) => setTimeout(resume, RETRY));
  }
}

// Sounds: the same for everybody, told apart without a musical ear.

const SOUNDS = {
  "accepted": [{ from: 523, to: 1047, length: 0.28 }],
  "code-needed": [{ from: 660, to: 660, length: 0.14 }, { from: 660, to: 660, length: 0.14, after: 0.24 }],
  "offer": [{ from: 660, to: 660, length: 0.14 }, { from: 660, to: 660, length: 0.14, after: 0.24 }],
  "code-wrong": [{ from: 196, to: 196, length: 0.45 }],
  "refused": [{ from: 196, to: 196, length: 0.45 }],
  "unavailable": [{ from: 196, to: 196, length: 0.45 }],
  "locked": [{ from: 1200, to: 1200, length: 0.03 }],
  "keep-card": [{ from: 1200, to: 1200, length: 0.03 }],
};
let audio = null;

/// Where the browser wants a gesture first, nothing sounds before it and nothing is put off until then.
function play(kind) {
  const tones = Object.hasOwn(SOUNDS, kind) ? SOUNDS[kind] : [];
  if (tones.length === 0 || kiosk.isMuted || kiosk.said.muted) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
  for (const { from, to, length, after = 0 } of tones) {
    const [begin, end] = [audio.currentTime + after, audio.currentTime + after + length];
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.setValueAtTime(from, begin);
    tone.frequency.linearRampToValueAtTime(to, end);
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.3, begin + 0.01);
    volume.gain.setValueAtTime(0.3, end - 0.01);
    volume.gain.linearRampToValueAtTime(0, end);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(end);
  }
}

// What people do

at("language").addEventListener("click", () => tell({ act: "language", value: at("language").lang }));
at("sound").addEventListener("click", () => {
  kiosk.isMuted = !kiosk.isMuted;
  render();
});

// Whatever would change the field is taken from it before it does.
at("code").addEventListener("beforeinput", (event) => {
  if (event.cancelable) event.preventDefault();
  if (event.inputType === "insertText") [...(event.data ?? "")].forEach(type);
  else if (event.inputType.startsWith("delete")) erase();
});
// An accent typed with a dead key cannot be taken before; it goes as soon as it is there.
at("code").addEventListener("compositionend", (event) => {
  [...event.data].forEach(type);
  count();
});
// A finger or a mouse on the pad leaves the focus in the field.
at("pad").addEventListener("pointerdown", (event) => event.preventDefault());

document.addEventListener("keydown", (event) => {
  const screen = document.documentElement.dataset.screen;
  const isButton = event.target instanceof HTMLButtonElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && (screen === "offer" || screen === "code")) {
    if (!event.repeat) tell({ act: "cancel" });
  } else if (event.key === "Enter") {
    // A key that is held down does one thing.
    if (event.repeat) event.preventDefault();
    else if (screen === "code" && !isButton) send();
  } else if (screen === "code" && event.target !== at("code")) {
    if (event.key === "Backspace") erase();
    else if ([...event.key].length === 1 && event.key !== " ") type(event.key);
  }
});
for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  document.addEventListener(kind, noteActivity, { passive: true });
}
addEventListener("pagehide", wipe);

render();
listen();
