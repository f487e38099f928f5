# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""How the screens look and what they say; each check in a window and at a daemon of its own."""

import re

from kiosk_page.screens import FRENCH, SCREENS

LANGUAGES = ("fr", "en")
PALETTES = {
    "plain": {}, "dark": {"prefers_color_scheme": "dark"}, "more contrast": {"prefers_contrast": "more"},
    "more contrast, dark": {"prefers_contrast": "more", "prefers_color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
# WCAG 2.2, 1.4.10: 320 pixels wide is 1280 pixels wide at 400 %.
WINDOWS = {"1280x800": (1280, 800, 1), "400 %": (320, 200, 4), "320 wide": (320, 640, 1)}


def layout_problems(seen, window):
    """What is cut off, too small, too pale or on top of something else."""
    width, height = seen["window"]
    wide = window == "1280x800"
    problems = []
    if seen["page"][0] > width:
        problems.append(f"scrolls sideways: {seen['page'][0]} > {width}")
    if wide and seen["page"][1] > height:
        problems.append(f"scrolls at 1280x800: {seen['page'][1]}")
    for text in seen["texts"]:
        if text["left"] < 0 or text["right"] > width or text["bottom"] > seen["page"][1] or text["cut"]:
            problems.append(f"cut off: {text}")
        if text["size"] < (24 if wide else 18):
            problems.append(f"too small: {text}")
        if text["contrast"] < 7:
            problems.append(f"too pale: {text}")
    for number, one in enumerate(seen["texts"]):
        for other in seen["texts"][:number]:
            if (min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
                    and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1):
                problems.append(f"on top of each other: {one['text']!r} {other['text']!r}")
    for button in seen["buttons"]:
        if button["width"] < 64 or button["height"] < 64:
            problems.append(f"hard to hit: {button}")
        if button["border"] == "0px" or button["edge"] < 3:
            problems.append(f"no edge to be seen: {button}")
    if seen["shape"] < 4.5:
        problems.append(f"the shape is pale: {seen['shape']}")
    return "\n".join(problems)


def screens(browser, daemon, results):
    """Every screen, language, window and palette: its words, what axe-core says, what can be measured."""
    for palette, features in PALETTES.items():
        if palette != "plain" and not results.every:
            continue
        browser.media(**features)
        for name, fields in SCREENS.items():
            for language in LANGUAGES if palette == "plain" else ("fr",):
                title = f"{name}, {language}, {palette}"
                browser.show(fields, language)
                problems = []
                for window, size in WINDOWS.items():
                    browser.resize(*size)
                    browser.settle()
                    bad = layout_problems(browser.measure(), window)
                    if window != "320 wide" and (palette == "plain" or window == "1280x800"):
                        bad = "\n".join([*browser.axe(), *filter(None, [bad])])
                    if bad:
                        problems.append(f"{window}: {bad}")
                    if results.pictures and window != "400 %":
                        browser.picture(results.pictures / f"{name}-{language}-{palette}-{window}.png".replace(" ", "-"))
                results.report(title, "\n".join(problems))
                if language == "fr" and palette == "plain":
                    results.report(f"{name}: its words", None if FRENCH.get(name, "") in browser.text() else browser.text())
                unfilled = re.findall(r"undefined|null|\{\w*\}", browser.text())
                results.equal(f"{title}: every word is there", [], unfilled)
        results.equal(f"{palette}: console and policy", [], browser.complaints())


def catalogues(browser, daemon, results):
    """Both languages have the same texts with the same words to be put in; French until the daemon says otherwise."""
    results.equal("before the daemon speaks: French", ("fr", "La borne démarre."), (
        browser.run("return document.documentElement.lang"), browser.run("return document.querySelector('h1').textContent")))
    both = browser.driver.execute_async_script(
        "const done = arguments[0]; import('/kiosk.js').then((module) => done(module.CATALOGUES));")
    results.equal("languages", ["en", "fr"], sorted(both))
    results.equal("the same keys, in the same order", list(both["fr"]), list(both["en"]))
    words = {language: {key: sorted(set(re.findall(r"\{(\w+)\}", text))) for key, text in texts.items()}
             for language, texts in both.items()}
    results.equal("the same words to be put in", words["fr"], words["en"])
    results.equal("nothing empty, nothing untranslated", [], [
        key for key, text in both["fr"].items() if not text.strip() or not both["en"][key].strip() or text == both["en"][key]])
    browser.show(SCREENS["idle"])
    browser.click("English")
    browser.wait(lambda: daemon.acts, "the language is asked for")
    results.equal("the other language is asked for", [{"act": "language", "value": "en"}], daemon.told())


def motion(browser, daemon, results):
    """Something moves while a badge is read, and nothing for who does not want that."""
    browser.media(prefers_reduced_motion="no-preference")
    browser.show(SCREENS["reading"])
    running = "return document.getAnimations().filter((one) => one.playState === 'running').length"
    results.equal("reading breathes", 1, browser.run(running))
    browser.media(prefers_reduced_motion="reduce")
    for name, fields in SCREENS.items():
        browser.show(fields)
        results.equal(f"{name}: still", 0, browser.run(running))
