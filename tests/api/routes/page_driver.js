"use strict";
// Runs the script of a page in a document that has the elements of its HTML, and does what its arguments say.
// node page_driver.js ADDRESS STEPS, where STEPS is JSON: [{"set": {ID: TEXT}}, {"send": true}, {"wait": TEXT}, ...]
const vm = require("node:vm");

const address = new URL(process.argv[2]);
const steps = JSON.parse(process.argv[3]);
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

class Element {
  constructor() {
    this.value = this.textContent = this.className = "";
    this.hidden = this.disabled = false;
    this.dataset = {};
    this.children = [];
    this.listeners = {};
  }
  addEventListener(kind, listener) {
    this.listeners[kind] = listener;
  }
  replaceChildren(...children) {
    this.children = children;
  }
  focus() {}
}

async function main() {
  const html = await (await fetch(address.origin + address.pathname)).text();
  const elements = {};
  for (const [, id] of html.matchAll(/ id="(\w+)"/g)) elements[id] = new Element();
  elements.form.dataset.page = html.match(/data-page="([\w-]+)"/)[1];
  const shown = [];
  const script = await (await fetch(`${address.origin}${html.match(/script src="([^"]+)"/)[1]}`)).text();
  const asked = [];
  vm.runInNewContext(script, {
    URLSearchParams,
    setTimeout,
    location: address,
    history: { replaceState: (_state, _title, path) => shown.push(path) },
    document: { getElementById: (id) => elements[id] ?? null, createElement: () => new Element() },
    fetch: (path, options) => {
      asked.push(path);
      return fetch(address.origin + path, { ...options, headers: { ...options.headers, origin: address.origin } });
    },
  });
  for (const step of steps) {
    for (const [id, text] of Object.entries(step.set ?? {})) {
      elements[id].value = text;
      elements[id].listeners.input?.({});
    }
    if (step.send) await elements.form.listeners.submit({ preventDefault() {} });
    for (let left = 200; step.wait && left && !state(elements).includes(step.wait); left--) await pause(50);
  }
  process.stdout.write(JSON.stringify({ ...JSON.parse(state(elements)), shown, asked: [...new Set(asked)] }));
}

function state(elements) {
  const unmet = (elements.rules?.children ?? []).filter((each) => each.className === "unmet");
  return JSON.stringify({
    said: elements.said.textContent,
    unmet: unmet.map((each) => each.textContent),
    hidden: elements.form.hidden,
  });
}

main();
