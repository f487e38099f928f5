# SPDX-FileCopyrightText: 2026 The Caducée authors
# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium at the page, and what can be measured there."""

import base64
import json
import os
import pathlib
import shutil
import time
import urllib.request

import axe_playwright_python
import websocket
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "Escape": Keys.ESCAPE, "Backspace": Keys.BACKSPACE}

# Before the page's own script: what breaks the policy, what sounds, what the live regions say, and every byte array that
# a script makes (the developer tools do not list those of a heap).
RECORDER = """
window.recorded = { violations: [], tones: [], said: [], counted: [], arrays: [], acts: [] };
const send = window.fetch;
window.fetch = (path, options) => {
  if (path === '/act') recorded.acts.push({ at: performance.now(), body: options.body });
  return send(path, options);
};
window.Uint8Array = class extends Uint8Array {
  constructor(...all) { super(...all); recorded.arrays.push(this); }
};
const encode = TextEncoder.prototype.encode;
TextEncoder.prototype.encode = function (...all) {
  const made = encode.apply(this, all);
  recorded.arrays.push(made);
  return made;
};
addEventListener('securitypolicyviolation', (event) =>
  recorded.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
window.AudioContext = class extends AudioContext {
  createOscillator() {
    const made = super.createOscillator();
    const tone = { values: [] };
    recorded.tones.push(tone);
    const { frequency } = made;
    const [set, ramp, start, stop] = [frequency.setValueAtTime, frequency.linearRampToValueAtTime, made.start, made.stop];
    frequency.setValueAtTime = (...all) => (tone.values.push(all[0]), set.apply(frequency, all));
    frequency.linearRampToValueAtTime = (...all) => (tone.values.push(all[0]), ramp.apply(frequency, all));
    made.start = (when) => { tone.begin = when; start.call(made, when); };
    made.stop = (when) => { tone.end = when; stop.call(made, when); };
    return made;
  }
};
document.addEventListener('DOMContentLoaded', () => {
  const follow = (id, list) => new MutationObserver(() => list.push(document.getElementById(id).textContent))
    .observe(document.getElementById(id), { childList: true, characterData: true, subtree: true });
  follow('spoken', recorded.said);
  follow('count', recorded.counted);
});
"""

# Every element that bears text of its own and is to be seen, with its colours and its box.
MEASURE = """
const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const texts = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility()
  && !element.closest('.unseen, noscript, svg') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
const found = texts.map((element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const box = range.getBoundingClientRect(), style = getComputedStyle(element);
  return { text: element.textContent, left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
    cut: element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 8,
    size: parseFloat(style.fontSize), contrast: ratio(parse(style.color), ground(element)) };
});
const buttons = [...document.querySelectorAll('button')].filter((button) => button.checkVisibility()).map((button) => {
  const { width, height } = button.getBoundingClientRect(), style = getComputedStyle(button);
  return { text: button.textContent, width, height, border: style.borderTopWidth, first: button.classList.contains('first'),
    edge: ratio(parse(style.borderTopColor), ground(button.parentElement)) };
});
const shape = document.querySelector('#shape');
return { texts: found, buttons, page: [document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight],
  window: [innerWidth, innerHeight], shape: ratio(parse(getComputedStyle(shape).color), ground(shape)) };
"""


def missing():
    """What is not installed."""
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        return "chromium and chromedriver (apt install chromium chromium-driver fonts-dejavu-core)"
    return None


class Browser:
    """One window at the kiosk's page."""

    def __init__(self, daemon):
        self.daemon = daemon
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--autoplay-policy=no-user-gesture-required", "--disable-dev-shm-usage",
                         "--hide-scrollbars", "--mute-audio", "--window-size=1280,800"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            # Chromium's own sandbox does not work for root.
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        self.driver.set_script_timeout(60)
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source=RECORDER)
        self.resize()
        self.load()

    def close(self):
        self.driver.quit()

    def devtools(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def load(self):
        self.driver.get(self.daemon.door)
        self.wait(lambda: len(self.daemon.streams) == 1, "the page listens")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def resize(self, width=1280, height=800, scale=1):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def media(self, **features):
        """The person's preferences, as prefers_contrast="more"; none: the system's."""
        self.devtools("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def wait(self, condition, what, seconds=15):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s: {what}")
            time.sleep(0.02)

    def show(self, screen, language="fr", **more):
        """Has the daemon say it, and waits until it is there."""
        fields = {**screen, "language": language, **more}
        self.daemon.show(**fields)
        self.wait(lambda: self.run("return document.documentElement.dataset.sequence") == str(self.daemon.sequence),
                  f"{fields['screen']} in {language}")
        self.settle()

    def settle(self):
        """Until the page has done what was due."""
        self.driver.execute_async_script(
            "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 30);")

    def screen(self):
        return self.run("return document.documentElement.dataset.screen")

    def text(self):
        """What is to be read, on one line, its spaces plain."""
        return " ".join(self.run("return document.body.innerText").split())

    def value(self, name):
        return self.run("return document.getElementById('code')[arguments[0]]", name)

    def press(self, *keys):
        for key in keys:
            ActionChains(self.driver, duration=0).send_keys(KEYS.get(key, key)).perform()

    def click(self, label):
        """Clicks the one button of that name with the mouse."""
        found = [one for one in self.driver.find_elements("css selector", "button")
                 if one.is_displayed() and one.text.replace("\u00a0", " ") == label]
        if len(found) != 1:
            raise LookupError(f"{len(found)} buttons {label!r}")
        found[0].click()

    def focused(self):
        """The name of what has the focus, and how wide its outline is."""
        return self.run("""
            const element = document.activeElement, style = getComputedStyle(element);
            const name = element.id === 'code' ? '#code' : element.id === 'main' ? '#main' : element.textContent;
            const wide = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
            return [name.replaceAll('\\u00a0', ' '), wide]""")

    def recorded(self, what):
        """What was recorded of it since the last time."""
        return self.run("return recorded[arguments[0]].splice(0)", what)

    def measure(self):
        return self.run(MEASURE)

    def axe(self):
        """Violations found by axe-core; the strictest level of contrast included."""
        if not self.run("return typeof window.axe === 'object'"):
            self.run(AXE + "; window.axe = axe;")
        told = self.driver.execute_async_script("""
            const done = arguments[0];
            const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            axe.run({ runOnly: tags, rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } })
              .then((told) => done({ rules: told.passes.length, bad: told.violations.map((one) =>
                `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`) }), (error) => done({ bad: [String(error)] }));""")
        if not told.get("rules"):
            told["bad"].append("axe-core judged nothing")
        return told["bad"]

    def complaints(self):
        """Errors and warnings on the console, and breaches of the content security policy."""
        entries = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        return entries + self.recorded("violations")

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.devtools("Page.captureScreenshot", captureBeyondViewport=True)["data"]))

    def heap(self, wanted):
        """How often each text is among the strings of a heap snapshot, and in bytes that a script can reach."""
        address = self.driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        with urllib.request.urlopen(f"http://{address}/json") as answer:
            target = next(one for one in json.load(answer) if one["type"] == "page")
        line = websocket.create_connection(target["webSocketDebuggerUrl"], suppress_origin=True, timeout=60)
        try:
            call = Line(line).call
            call("HeapProfiler.collectGarbage")
            snapshot, _ = call("HeapProfiler.takeHeapSnapshot", collect="HeapProfiler.addHeapSnapshotChunk")
            strings = json.loads(snapshot)["strings"]
            in_strings = {text: sum(text in string for string in strings) for text in wanted}
        finally:
            line.close()
        # By their buffers: a view of a part shows all of it.
        number, counts = self.run("""
            const held = [...new Set(recorded.arrays.map((array) => array.buffer))].map((buffer) => {
              const view = new DataView(buffer);
              return Array.from({ length: view.byteLength }, (_, at) => String.fromCharCode(view.getUint8(at))).join('');
            });
            return [held.length, arguments[0].map((text) => held.filter((bytes) => bytes.includes(text)).length)];""", list(wanted))
        return in_strings, dict(zip(wanted, counts)), number


class Line:
    """A developer tools connection."""

    def __init__(self, line):
        self.line, self.number = line, 0

    def call(self, method, collect=None, **parameters):
        """The text of the events collected meanwhile, and the answer."""
        self.number += 1
        self.line.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        collected = []
        while True:
            told = json.loads(self.line.recv())
            if told.get("id") == self.number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']['message']}")
                return "".join(collected), told["result"]
            if told.get("method") == collect:
                collected.append(told["params"]["chunk"])
