import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAYER_COLOURS } from '../../model/city/layer-colours.ts';

const CSS = readFileSync(join(import.meta.dirname, '../../src/kit/styles/tokens.css'), 'utf8');

const THEMES = {
  plan: tokensOf(/:root,\s*\[data-theme="plan"\] \{([^}]*)\}/),
  command: tokensOf(/\n\[data-theme="command"\] \{([^}]*)\}/),
};

function tokensOf(block: RegExp): Map<string, string> {
  const [, body] = block.exec(CSS) ?? [];
  if (!body) throw new Error(`tokens.css: expected a block ${block}`);
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name, colour]) => [name, colour]));
}

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'warn', 'ok', 'info', 'mode-run', 'mode-plan', 'mode-open'];
const GROUNDS = ['paper', 'surface', 'surface-2', 'sunken'];
const PAIRS = [
  ['on-accent', 'accent'],
  ['on-ink', 'ink'],
  ['danger', 'danger-tint'],
  ['warn', 'warn-tint'],
  ['ok', 'ok-tint'],
  ['accent', 'accent-tint'],
  ['mode-run', 'mode-run-tint'],
  ['mode-open', 'mode-open-tint'],
];

for (const [theme, tokens] of Object.entries(THEMES)) {
  const of = (name: string) => {
    const colour = tokens.get(name);
    if (!colour) throw new Error(`tokens.css: ${theme}: expected --${name}`);
    return colour;
  };

  test(`${theme}: text is at least 4.5 to 1 on every ground and on its tint`, () => {
    for (const text of TEXT)
      for (const ground of GROUNDS)
        expect({ text, ground, enough: contrast(of(text), of(ground)) >= 4.5 }).toEqual({ text, ground, enough: true });
    for (const [text, ground] of PAIRS)
      expect({ text, ground, enough: contrast(of(text), of(ground)) >= 4.5 }).toEqual({ text, ground, enough: true });
  });

  test(`${theme}: has every colour that a layer may name`, () => {
    expect(LAYER_COLOURS.filter((name) => !tokens.has(name))).toEqual([]);
  });

  test(`${theme}: edges of controls are at least 3 to 1`, () => {
    for (const ground of GROUNDS) expect(contrast(of('line-strong'), of(ground))).toBeGreaterThanOrEqual(3);
  });
}

test('both themes define the same colours', () => {
  expect([...THEMES.command.keys()].sort()).toEqual([...THEMES.plan.keys()].sort());
});

test('panels use no colour outside the tokens but the white and slate of the hall', () => {
  const allowed = new Set(['#fff', '#c3c7cb', '#171a1e', '#f2f2ee', '#14171a']);
  const folder = join(import.meta.dirname, '../../src');
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(kit|plugins)\/.*\.css$/.test(name),
  );
  for (const file of sheets.filter((name) => !name.endsWith('tokens.css'))) {
    const css = readFileSync(join(folder, file), 'utf8');
    const strange = [...css.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([colour]) => colour.toLowerCase());
    expect(strange.filter((colour) => !allowed.has(colour) && colour !== '#ui')).toEqual([]);
  }
});

test('words are sized by the browser’s own size of text: no size of a font is in pixels', () => {
  const folder = join(import.meta.dirname, '../../src');
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
  for (const file of sheets) {
    const css = readFileSync(join(folder, file), 'utf8');
    expect([...css.matchAll(/(?:font-size|--t-[a-z]+): *[\d.]+px/g)].map(([text]) => `${file} ${text}`)).toEqual([]);
  }
});
