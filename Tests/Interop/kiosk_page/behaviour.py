# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""What the page does; each check in a window and at a daemon of its own."""

import re
import time

from selenium.webdriver.common.action_chains import ActionChains

from kiosk_page.appearance import WINDOWS, layout_problems
from kiosk_page.screens import FRENCH, OPEN, SCREENS, code
from kiosk_page.server import event

SECRET = "48261597"


def keyboard(browser, daemon, results):
    """Each button is reached by Tab, shows that it is, and works by Enter; Escape cancels where something can be cancelled."""
    acts = {
        "Ouvrir pour BM": {"act": "confirm"}, "Annuler": {"act": "cancel"}, "Continuer": {"act": "consent"},
        "Verrouiller": {"act": "lock"}, "Fermer la session": {"act": "close"},
        "Utiliser mon mot de passe": {"act": "means", "value": "site-password"},
        "Utiliser un autre code": {"act": "means", "value": "external"},
        "Utiliser ma carte": {"act": "means", "value": "contact-card"}, "English": {"act": "language", "value": "en"},
    }
    for name in ("idle", "offer", "code-card", "code-password", "code-needs-card", "code-consent", "open", "locked"):
        browser.show(SCREENS["closed"])
        browser.show(SCREENS[name])
        first, _ = browser.focused()
        has_field = name in ("code-card", "code-password")
        results.equal(f"{name}: where the focus is", "#code" if has_field else "#main", first)
        shown = {button["text"].replace("\u00a0", " ") for button in browser.measure()["buttons"]} | ({"#code"} if has_field else set())
        seen = [browser.focused()] if has_field else []
        for _ in range(len(shown) - len(seen)):
            browser.press("Tab")
            seen.append(browser.focused())
        results.equal(f"{name}: all are reached by Tab", shown, {label for label, _ in seen})
        results.equal(f"{name}: the focus is seen on each", [], [label for label, wide in seen if wide < 3])
        for label in sorted(shown & acts.keys()):
            browser.show(SCREENS["closed"])
            browser.show(SCREENS[name])
            daemon.told()
            for _ in range(len(shown) + 1):
                if browser.focused()[0] == label:
                    break
                browser.press("Tab")
            browser.press("Enter")
            browser.wait(lambda: [act for act in daemon.told(forget=False) if act["act"] != "activity"], f"{label} is told")
            browser.settle()
            results.equal(f"{name}: {label} by Enter", [acts[label]],
                          [act for act in daemon.told() if act["act"] != "activity"])
    for name in SCREENS:
        browser.show(SCREENS["closed"])
        browser.show(SCREENS[name])
        daemon.told()
        browser.recorded("acts")
        browser.press("Escape")
        expected = ['{"act":"cancel"}'] if SCREENS[name]["screen"] in ("offer", "code") else []
        results.equal(f"{name}: Escape", expected, [
            act["body"] for act in browser.recorded("acts") if act["body"] != '{"act":"activity"}'])
    browser.show(SCREENS["closed"])
    browser.show(OPEN)
    browser.recorded("acts")
    browser.press("Enter")
    results.equal("an Enter too many locks nothing", [], [
        act for act in browser.recorded("acts") if act["body"] != '{"act":"activity"}'])
    results.equal("console and policy", [], browser.complaints())


def typing(browser, daemon, results):
    """Keys and pad fill the field; what is typed is sent once, as it is."""
    browser.show(code())
    browser.press(*"12x34", "Backspace")
    results.equal("keys: three dots, letters not taken", "•••", browser.value("value"))
    for label in ("5", "6", "Effacer", "0"):
        browser.click(label)
    results.equal("pad: with the keys", "•••••", browser.value("value"))
    results.equal("pad: the field keeps the focus", "#code", browser.focused()[0])
    browser.click("Valider")
    browser.wait(lambda: daemon.codes, "the code is sent")
    results.equal("the bytes", [b"12350"], daemon.codes)
    results.equal("while it is checked", True, "Vérification en cours." in browser.text())
    browser.press(*"99", "Enter")
    browser.settle()
    results.equal("nothing is taken meanwhile", ("", [b"12350"]), (browser.value("value"), daemon.codes))
    browser.show(code(wrong=1, triesLeft=2))
    results.equal("wrong: said, field empty", ("", True), (browser.value("value"), "Code faux : recommencez." in browser.text()))
    browser.press(*"77", "Enter")
    browser.wait(lambda: len(daemon.codes) == 2, "the second code is sent")
    results.equal("the bytes of the second", b"77", daemon.codes[1])

    browser.show(SCREENS["closed"])
    browser.show(code("site-password"))
    browser.press(*"aé€ Z", "Backspace", "!", "Enter")
    browser.wait(lambda: len(daemon.codes) == 3, "the password is sent")
    results.equal("a password in UTF-8", "aé€ !", daemon.codes[2].decode())
    browser.show(SCREENS["closed"])
    browser.show(code("site-password"))
    browser.driver.execute_cdp_cmd("Input.insertText", {"text": "é" * 63 + "abc"})
    browser.settle()
    results.equal("no more than 128 bytes", 65, len(browser.value("value")))
    browser.press("Enter")
    browser.wait(lambda: len(daemon.codes) == 4, "the long password is sent")
    results.equal("the long password", "é" * 63 + "ab", daemon.codes[3].decode())

    browser.show(SCREENS["closed"])
    browser.show(code())
    browser.press("Enter")
    browser.settle()
    results.equal("nothing typed, nothing sent", 4, len(daemon.codes))
    browser.press(*"12")
    browser.show({**code(), "person": "BM"})
    results.equal("what one typed is not there for another", "", browser.value("value"))
    browser.press(*"12")
    daemon.say(event({**daemon.last, "offline": True}))
    browser.wait(lambda: "Hors réseau" in browser.text(), "the event is taken")
    results.equal("another event leaves what is typed", "••", browser.value("value"))
    browser.press("Escape")
    browser.wait(lambda: browser.value("value") == "", "Escape empties the field")
    results.equal("console and policy", [], browser.complaints())
    daemon.refuses = True
    browser.press(*"12", "Enter")
    browser.wait(lambda: "Le code n’est pas parti" in browser.text(), "a refused code is told")
    results.equal("refused: not sent, field free again", (4, False), (len(daemon.codes), browser.value("readOnly")))


def secrecy(browser, daemon, results):
    """Neither document, storage nor memory has the code once it is sent; nor has the accessibility tree, ever."""
    marker = "TEST" + "marker" * 3
    browser.show(code())
    browser.press(*SECRET)
    page = browser.run("return document.documentElement.outerHTML + [...document.querySelectorAll('*')].map((one) => one.value)")
    results.equal("typed: the document", (False, []), (SECRET in page, re.findall(r"count[^<]*>[^<]*[0-79]", page)))
    tree = str([node for node in browser.devtools("Accessibility.getFullAXTree")["nodes"]])
    results.equal("typed: the accessibility tree", (False, True), (SECRET in tree, "8 chiffres saisis" in tree.replace("\u00a0", " ")))
    strings, held, number = browser.heap([SECRET])
    results.equal("typed: memory has it once, as bytes", (0, 1), (strings[SECRET], held[SECRET]))
    browser.press("Enter")
    browser.wait(lambda: daemon.codes, "the code is sent")
    results.equal("the bytes", [SECRET.encode()], daemon.codes)
    # What must be found, so that nothing found means something.
    browser.run("window.marker = [arguments[0].slice(0), new TextEncoder().encode(arguments[0])];", marker)
    strings, held, number = browser.heap([SECRET, marker])
    results.equal("sent: strings of the heap", (0, True), (strings[SECRET], strings[marker] > 0))
    results.equal(f"sent: all {number} byte arrays", (0, True), (held[SECRET], held[marker] > 0))
    stored = browser.run("return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href])")
    results.equal("sent: storage", '[{},{},"",null,"http://127.0.0.1:%d/"]' % daemon.port, stored)
    browser.show(SCREENS["closed"])
    for what, leave in {
        "cancelled": lambda: browser.press("Escape"), "the time is over": lambda: browser.show(SCREENS["idle"]),
    }.items():
        browser.show(code())
        browser.press(*SECRET)
        leave()
        browser.settle()
        _, held, _ = browser.heap([SECRET])
        results.equal(f"{what}: memory", 0, held[SECRET])
        browser.show(SCREENS["closed"])


def screen_reader(browser, daemon, results):
    """The live regions: a screen once, the count and never a digit; names and roles in the accessibility tree."""
    browser.show(SCREENS["idle"])
    browser.recorded("said")
    for name in ("reading", "offer", "code-card", "open", "locked", "refused-denied", "closed", "unavailable", "out-of-service", "idle"):
        for _ in range(3):
            browser.show(SCREENS[name])
        said = browser.recorded("said")
        results.equal(f"{name}: announced once", 1, len(said))
        sentence = browser.run("return document.querySelector('h1').textContent")
        results.equal(f"{name}: with its sentence", True, said[0].startswith(sentence))
    browser.show(OPEN)
    browser.recorded("said")
    browser.show({**OPEN, "banner": {"kind": "ending", "minutes": 5}})
    results.equal("a banner: alone", ["Votre session se termine dans 5 minutes."], browser.recorded("said"))
    browser.show(code("site-password"))
    browser.recorded("said")
    for wrong in (1, 2):
        browser.show(code("site-password", wrong=wrong))
    results.equal("each wrong code", ["Code faux\u00a0: recommencez.", "Code faux 2 fois\u00a0: recommencez."], browser.recorded("said"))
    browser.show(SCREENS["idle"])
    browser.show(code())
    browser.recorded("counted")
    browser.recorded("said")
    browser.press(*"795", "Backspace", "Backspace", "Backspace")
    results.equal("the count", ["1 chiffre saisi", "2 chiffres saisis", "3 chiffres saisis", "2 chiffres saisis", "1 chiffre saisi",
                                "Champ vide."], browser.recorded("counted"))
    results.equal("nothing else is said meanwhile", [], browser.recorded("said"))
    nodes = browser.devtools("Accessibility.getFullAXTree")["nodes"]
    told = {(node.get("role", {}).get("value"), node.get("name", {}).get("value")) for node in nodes if not node.get("ignored")}
    for expected in (("main", ""), ("heading", "CT, tapez le code de votre carte."), ("textbox", "Code de la carte"),
                     ("group", "Pavé numérique"), ("button", "Annuler"), ("button", "Effacer")):
        results.equal(f"tree: {expected[0]} {expected[1]!r}", True, expected in told)
    regions = browser.run("return [...document.querySelectorAll('[role=status]')].map((one) => one.id)")
    results.equal("no other live region", ["count", "spoken"], sorted(regions))


def sounds(browser, daemon, results):
    """Each signal once, with the tones it should have; none where policy or the person says so."""
    low, equal, tick = [(196, 196)], [(660, 660)] * 2, [(1200, 1200)]
    expected = {"reading": [], "accepted": [(523, 1047)], "code-needed": equal, "offer": equal, "code-wrong": low, "refused": low,
                "unavailable": low, "keep-card": tick, "locked": tick}

    def heard(**more):
        daemon.show("idle", **more)
        number = daemon.sequence
        browser.show(SCREENS["closed"])
        assert number < daemon.sequence
        return browser.recorded("tones")

    browser.show(SCREENS["idle"], signal="refused")
    results.equal("what was before the page came is not played", [], browser.recorded("tones"))
    for kind, tones in expected.items():
        made = heard(signal=kind)
        results.equal(f"{kind}: its tones", tones, [tuple(tone["values"]) for tone in made])
        results.equal(f"{kind}: one after the other", [], [
            (one, next_one) for one, next_one in zip(made, made[1:]) if next_one["begin"] < one["end"]])
    results.equal("the same number again", [], heard())
    results.equal("the policy mutes", [], heard(signal="refused", muted=True))
    browser.show(SCREENS["idle"], muted=True)
    results.equal("muted by policy: no button for it", False, "Couper le son" in browser.text())
    browser.show(SCREENS["idle"])
    browser.click("Couper le son")
    results.equal("the person mutes", [], heard(signal="refused"))
    browser.show(SCREENS["idle"])
    browser.click("Remettre le son")
    results.equal("and not any more", 1, len(heard(signal="refused")))
    daemon.number = 0
    results.equal("a daemon that counts anew: what it has is old", [], heard(signal="refused"))
    results.equal("then it is heard", 1, len(heard(signal="refused")))
    results.equal("audio runs", True, browser.run("return new AudioContext().state === 'running'"))


def activity(browser, daemon, results):
    """Told while open, at most once in 5 s, the last included; nowhere else."""
    browser.show(SCREENS["locked"])
    browser.press("a", "Tab")
    results.equal("locked: nothing", [], browser.recorded("acts"))
    browser.show(OPEN)
    begun = time.monotonic()
    while time.monotonic() - begun < 7:
        ActionChains(browser.driver, duration=0).move_by_offset(1, 1).move_by_offset(-1, -1).perform()
        browser.press("a")
    browser.wait(lambda: len(daemon.acts) >= 3, "the first, the second, and the last after the hand has gone")
    results.equal("only that", [{"act": "activity"}] * len(daemon.acts), daemon.told())
    moments = [act["at"] for act in browser.recorded("acts")]
    # A timer may be early by less than a millisecond.
    results.equal("5 s apart", [], [after - before for before, after in zip(moments, moments[1:]) if after - before < 4999])
    time.sleep(5.5)
    results.equal("nobody there: nothing more", [], browser.recorded("acts"))


def lost(browser, daemon, results):
    """A daemon that dies or falls silent is told within 20 s; the page comes back by itself, and what was typed does not."""
    words = "La borne ne répond plus : utilisez un autre poste."
    for how, leave in {"dies": daemon.die, "falls silent": daemon.fall_silent}.items():
        browser.show(code())
        browser.press(*SECRET)
        results.equal(f"{how}: before", "code", browser.screen())
        begun = time.monotonic()
        leave()
        browser.wait(lambda: browser.screen() == "lost", "lost is told", seconds=25)
        taken = time.monotonic() - begun
        results.report(f"{how}: told within 20 s", None if taken <= 20 else f"{taken:.1f} s")
        results.equal(f"{how}: its words, no button", (True, []), (words in browser.text(), browser.measure()["buttons"]))
        _, held, _ = browser.heap([SECRET])
        results.equal(f"{how}: what was typed is gone", (0, ""), (held[SECRET], browser.value("value")))
        results.equal(f"{how}: axe-core", [], browser.axe())
        for window, size in WINDOWS.items():
            browser.resize(*size)
            browser.settle()
            results.report(f"{how}: {window}", layout_problems(browser.measure(), window))
            if results.pictures and window != "400 %":
                browser.picture(results.pictures / f"lost-{window}.png".replace(" ", "-"))
        browser.resize()
        daemon.rise()
        daemon.show("idle")
        browser.wait(lambda: browser.screen() == "idle", "the page comes back", seconds=25)
        results.equal(f"{how}: back", True, FRENCH["idle"] in browser.text())
        browser.wait(lambda: len(daemon.streams) == 1, "one stream only")
    browser.complaints()
    daemon.heartbeat = 14
    begun = time.monotonic()
    while time.monotonic() - begun < 32 and browser.screen() == "idle":
        time.sleep(0.5)
    results.equal("a comment every 14 s is enough", "idle", browser.screen())
    results.equal("console and policy", [], browser.complaints())


def hostile(browser, daemon, results):
    """Names are text, pieces are put together, and what is not understood opens nothing."""
    name = "<img src=x onerror=alert(1)>TEST</h1>"
    browser.show({**OPEN, "person": name})
    results.equal("a name is text", (True, 0), (name in browser.text(), browser.run("return document.images.length")))
    browser.show({"screen": "code"})
    results.equal("nobody named", True, "Tapez votre mot de passe." in browser.text())
    browser.show({"screen": "refused", "refusal": "constructor"})
    results.equal("an unknown refusal is one", True, FRENCH["refused-not-authentic"] in browser.text())
    daemon.show("__proto__")
    browser.wait(lambda: browser.screen() == "out_of_service", "an unknown screen")
    results.equal("an unknown screen: out of service", True, FRENCH["out-of-service"] in browser.text())
    browser.show(SCREENS["idle"])
    raw = event({**daemon.last, "screen": "closed"}).replace(b"\n", b"\r\n")
    for place in range(len(raw)):
        daemon.say(raw[place:place + 1])
    browser.wait(lambda: browser.screen() == "closed", "an event in pieces")
    daemon.say(b": a comment\n\nevent: other\ndata: {}\n\nid: 3\n\n")
    browser.settle()
    results.equal("an event in pieces; others are passed over", "closed", browser.screen())
    results.equal("console and policy", [], browser.complaints())
    for what, raw in {"no JSON": b"event: screen\ndata: {\n\n", "no screen": b"event: screen\ndata: null\n\n",
                      "no end": b"x" * 70_000}.items():
        browser.show(OPEN)
        # Not open any more for somebody, because of a daemon that talks nonsense.
        daemon.last = None
        daemon.say(raw)
        browser.wait(lambda: browser.screen() == "lost", what)
        results.equal(f"{what}: lost", "lost", browser.screen())
        browser.wait(lambda: len(daemon.streams) == 1, "the page listens again", seconds=25)
        daemon.show("idle")
        browser.wait(lambda: browser.screen() == "idle", "the page comes back")
