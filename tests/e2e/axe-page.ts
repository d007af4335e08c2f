import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { evaluateSource } from './browser.ts';
import { type House, nextPicture, type OpenOptions, openPage } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/**
 * The page by the rules of WCAG 2.2 A and AA that a program can check (axe-core), in both languages and both themes: no violation of impact
 * serious or critical; lesser ones are printed. The second theme is asked for its contrasts alone, since nothing else changes with it. The
 * page never ships axe: its source is run as a developer's console would run it.
 */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'target-size': { enabled: true } },
};
const CONTRAST: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
const GRAVE = ['serious', 'critical'];

export const LANGUAGES = ['zh', 'en'] as const;

/** A page under the eyes of axe: where it stands by name, and all that was found there, one line each. */
export interface Look {
  readonly page: Page;
  readonly findings: string[];
  name: string;
}

/** What axe finds wrong within an element: rule, element and reason, lesser impacts in brackets before them. The canvas has no text for axe. */
async function violationsOf(page: Page, within: string, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(
    async ([root, how]) => {
      const { axe } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } };
      const { violations } = await axe.run({ include: [[root]], exclude: [['.cesium-widget']] }, how);
      return violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, any, all, none }) => ({
          impact: impact ?? '',
          line: `${id}: ${target.join(' ')} — ${[...any, ...all, ...none][0]?.message ?? ''}`,
        })),
      );
    },
    [within, { ...options, resultTypes: ['violations'] } as object] as const,
  );
  return found.map(({ impact, line }) => (GRAVE.includes(impact) ? line : `(${impact}) ${line}`));
}

/** Buttons in different rows of one list that a reader of the page hears by the same name: which row each belongs to is nowhere said. */
async function sameNames(page: Page, within: string): Promise<string[]> {
  return page.evaluate((root) => {
    const parts = [...document.querySelectorAll(root)];
    const lists = new Set(parts.flatMap((part) => [...part.querySelectorAll('ul, ol, tbody')]));
    return [...lists].flatMap((list) => {
      const counts = new Map<string, number>();
      for (const row of list.children) {
        const buttons = [...row.querySelectorAll('button')].filter(
          (button) => button.closest('ul, ol, tbody') === list,
        );
        const names = buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? '');
        for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const repeated = [...counts].filter(([, count]) => count > 1);
      return repeated.map(([name, count]) => `same-name: ${list.className || list.tagName} — ${count} × “${name}”`);
    });
  }, within);
}

/** Words that end at an edge and stand whole nowhere, as no title of theirs or of what holds them. */
async function cutWords(page: Page, within: string): Promise<string[]> {
  return page.evaluate((root) => {
    const roomPx = ({ clientWidth }: Element, { paddingLeft, paddingRight }: CSSStyleDeclaration) =>
      clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    const widthPx = (text: string, { font }: CSSStyleDeclaration) => {
      const ink = document.createElement('canvas').getContext('2d');
      if (!ink) return 0;
      ink.font = font;
      return ink.measureText(text).width;
    };
    const isWhole = (element: Element, text: string) =>
      element.closest('[title]')?.getAttribute('title')?.includes(text) ?? false;
    const isCut = (element: Element, text: string) => {
      const style = getComputedStyle(element);
      if (element instanceof HTMLInputElement) return widthPx(text, style) > roomPx(element, style) + 1;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      const isCutBelow = style.overflowY === 'hidden' && scrollHeight > clientHeight + 3;
      return clientWidth > 2 && ((style.overflowX !== 'visible' && scrollWidth > clientWidth + 1) || isCutBelow);
    };
    return [...document.querySelectorAll(`${root}, ${root} *`)].flatMap((element) => {
      const isField = element instanceof HTMLInputElement && element.value === '';
      const text = (isField ? element.placeholder : element.children.length === 0 ? element.textContent : '')?.trim();
      if (
        !text ||
        !element.checkVisibility({ visibilityProperty: true }) ||
        element.matches('.unseen, .unseen *, option, textarea')
      )
        return [];
      return isCut(element, text) && !isWhole(element, text)
        ? [`cut-words: ${element.className || element.tagName} — ${text.slice(0, 60)}`]
        : [];
    });
  }, within);
}

/** Asks axe for a part of the page, in both themes: the dark one in one language, since colours are the same in both. */
export async function look({ page, findings, name }: Look, what: string, within: string): Promise<void> {
  if ((await page.locator(within).count()) === 0) return;
  const isFirst = (await readTwin(page, 'language')) === LANGUAGES[0];
  for (const theme of isFirst ? (['plan', 'command'] as const) : (['plan'] as const)) {
    await act(page, 'setTheme', theme);
    await nextPicture(page);
    const found = await violationsOf(page, within, theme === 'plan' ? EVERYTHING : CONTRAST);
    if (theme === 'plan') found.push(...(await sameNames(page, within)), ...(await cutWords(page, within)));
    findings.push(...found.map((line) => `${name} › ${what}, ${theme === 'plan' ? 'light' : 'dark'}: ${line}`));
  }
}

export async function openLook(
  house: Pick<House, 'url' | 'browser'>,
  at: string,
  options: Pick<OpenOptions, 'picture'> = {},
): Promise<Look> {
  const { page } = await openPage(house, { at, width: 1280, height: 720, scale: 0.1, ...options });
  await page.locator('.desk, .tour').first().waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'landmarks') await act(page, 'showLayer', id, false);
  await evaluateSource(page, AXE);
  return { page, findings: [], name: '' };
}

/** What was found, printed; what is grave fails. */
export async function closeLook({ page, findings }: Look): Promise<void> {
  await page.context().close();
  if (findings.length > 0) process.stdout.write(`${findings.join('\n')}\n`);
  expect(findings.filter((line) => !/: \(\w+\) /.test(line))).toEqual([]);
}
