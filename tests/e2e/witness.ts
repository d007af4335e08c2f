import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Watch } from './house.ts';
import { marked, SLASH_OF_FILES } from './marked-city.ts';
import { MARK, PAYLOADS } from './payloads.ts';

/** Sees every text that ever stands in a page, however shortly, and whatever a text must never become: an element, a handler, an address. */
export interface Witness {
  /** Which payloads of a field have stood in the page. */
  of(field: string): ReadonlySet<number>;
  /** Resolves when this payload of the field has stood there. */
  until(field: string, i: number): Promise<void>;
  /** Resolves when all that stands there now has been seen. */
  settled(): Promise<void>;
  /** Nothing ran, no dialog came, the policy had nothing to report, and no element or handler was made of a text. */
  expectNothingRan(): Promise<void>;
}

type Note = { kind: 'text'; text: string } | { kind: 'made' | 'policy'; text: string };

/** Must be called before the page is opened; it goes on through reloads. */
export async function openWitness(page: Page, watch: () => Watch): Promise<Witness> {
  const seen = new Map<string, Set<number>>();
  const made: string[] = [];
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  await page.exposeFunction('shapanWitness', (notes: Note[]) => {
    for (const { kind, text } of notes) {
      if (kind === 'text') takeText(seen, text);
      else made.push(`${kind}: ${text}`);
    }
  });
  await page.addInitScript(watchPage, MARK);
  const settled = async () => {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 0)));
  };
  const of = (field: string) => seen.get(field) ?? new Set<number>();
  return {
    of,
    settled,
    async until(field, i) {
      for (const endMs = Date.now() + 60_000; Date.now() < endMs && !of(field).has(i); )
        await new Promise((done) => setTimeout(done, 5));
      if (!of(field).has(i)) throw new Error(`${field} ${i} never stood on the page: ${marked(field, i)}`);
    },
    async expectNothingRan() {
      await settled();
      const hasRun = await page.evaluate((mark) => Reflect.has(globalThis, mark), MARK);
      const reports = watch().errors.filter((text) => /Content Security Policy|Refused to/.test(text));
      expect({ hasRun, made: made.slice(0, 5), dialogs, reports: reports.slice(0, 5) }).toEqual({
        hasRun: false,
        made: [],
        dialogs: 0,
        reports: [],
      });
    },
  };
}

/** A payload is told by the field's name behind it; in names of files no slash may stand. */
const ENCODED = /(?:%[0-9A-F]{2})+/gi;
const FIELD = /\/\/([a-z][a-z ]*)\./g;

/** A part of a link is told as the address has it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function takeText(seen: Map<string, Set<number>>, stood: string): void {
  const text = stood.replaceAll(SLASH_OF_FILES, '/').replaceAll(ENCODED, decoded);
  for (const field of new Set(Array.from(text.matchAll(FIELD), ([, name]) => name.trim()))) {
    const known = seen.get(field) ?? new Set();
    seen.set(field, known);
    if (known.size === PAYLOADS.length) continue;
    for (let i = 0; i < PAYLOADS.length; i++) if (!known.has(i) && text.includes(marked(field, i))) known.add(i);
  }
}

/** Runs in the page, before anything of it. */
function watchPage(mark: string): void {
  const TEXTS = ['title', 'aria-label', 'placeholder', 'value', 'alt', 'label', 'content'];
  const NEVER = 'iframe, object, embed, base, math, animate, video, source';
  // The engine's own name stands where credits of tiles would: a word without a link.
  const isCredit = (element: Element) =>
    element.matches('.cesium-credit-wrapper') && element.innerHTML.trim() !== 'CesiumJS';
  const ADDRESSES = /^(href|src|srcdoc|action|formaction|data|style|xlink:href)$/;
  const queue: Note[] = [];
  const witness = (notes: Note[]) =>
    (globalThis as unknown as { shapanWitness(of: Note[]): void }).shapanWitness(notes);
  const flush = () => {
    if (queue.length > 0) witness(queue.splice(0));
  };
  const take = (text: string | null) => {
    if (text && /\/\/|∕∕|%2F%2F/.test(text)) queue.push({ kind: 'text', text });
  };
  const judge = (element: Element) => {
    const isScript = element.matches('script, style') && element.textContent?.includes(mark);
    const bad = [...element.attributes].find(
      ({ name, value }) =>
        name.startsWith('on') || (ADDRESSES.test(name) && (value.includes(mark) || /^\s*javascript:/i.test(value))),
    );
    if (isScript || bad || element.matches(NEVER) || isCredit(element))
      queue.push({ kind: 'made', text: element.outerHTML.slice(0, 200) });
    for (const name of TEXTS) take(element.getAttribute(name));
    if ('value' in element) take(String(element.value));
  };
  const takeTree = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) take(node.nodeValue);
    if (!(node instanceof Element)) return;
    judge(node);
    for (const child of node.childNodes) takeTree(child);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'characterData') take(target.nodeValue);
      else if (type === 'attributes') judge(target as Element);
      else for (const node of addedNodes) takeTree(node);
    }
    flush();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  document.addEventListener('input', ({ target }) => {
    if (target instanceof Element) judge(target);
    flush();
  });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    queue.push({ kind: 'policy', text: `${violatedDirective} ${blockedURI}` });
    flush();
  });
}
