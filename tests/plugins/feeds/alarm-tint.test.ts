import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../../src', path), 'utf8');
const CSS = read('plugins/feeds/style.css');
const TOKENS = read('kit/styles/tokens.css');

/** The declarations of one selector, whole. */
function ruleOf(selector: string): string {
  const at = CSS.indexOf(`\n${selector} {`);
  if (at < 0) throw new Error(`style.css: expected ${selector}`);
  return CSS.slice(CSS.indexOf('{', at) + 1, CSS.indexOf('}', at));
}

test('a row that waits is tinted by its own priority, and each priority has a colour of its own in both themes', () => {
  expect(ruleOf('.alarm.unacknowledged')).toMatch(/background:[^;]*var\(--alarm\)/);
  for (const priority of [1, 2, 3])
    expect(ruleOf(`.alarm.p${priority}`)).toContain(`--alarm: var(--alarm-${priority})`);
  const themes = TOKENS.split(/\n(?=[^\s{}][^{}]*\{)/).filter((block) => block.includes('--alarm-1:'));
  expect(themes.length).toBeGreaterThanOrEqual(2);
  for (const theme of themes) {
    const colours = [...theme.matchAll(/--alarm-(\d): (#[0-9a-f]{6})/g)];
    expect(colours.map(([, n]) => n)).toEqual(['1', '2', '3', '4']);
    expect(new Set(colours.map(([, , colour]) => colour)).size).toBe(4);
  }
});
