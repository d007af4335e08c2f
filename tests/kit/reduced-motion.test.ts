import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Whoever asks the system for less motion gets none: every duration in a style is a token that this query sets to nothing. */
const ROOT = join(import.meta.dirname, '../..');
const STYLES = ['src', 'docs/site'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.css'))
    .map((file) => `${folder}/${file}`),
);
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

const REDUCED = /@media \(prefers-reduced-motion: reduce\) \{\n(?:[^{}]*\{[^{}]*\}\n)*\}/g;
const tokens = textOf('src/kit/styles/tokens.css');
const namesIn = (text: string, value: RegExp) =>
  [...text.matchAll(/(--d-[\w-]+):\s*([^;]+);/g)].filter(([, , given]) => value.test(given)).map(([, name]) => name);
const ZEROED = new Set((tokens.match(REDUCED) ?? []).flatMap((block) => namesIn(block, /^0ms$/)));

/** Durations of a declaration that go on when motion is to be reduced. */
function movingParts(value: string): string[] {
  if (value.trim() === 'none') return [];
  return value.split(/,(?![^(]*\))/).filter((part) => {
    const used = /var\((--d-[\w-]+)\)/.exec(part)?.[1];
    return used === undefined || !ZEROED.has(used) || /[\d.]+m?s\b/.test(part);
  });
}

test('each duration is a token that reduced motion sets to nothing', () => {
  expect([...ZEROED].sort()).toEqual([...new Set(namesIn(tokens, /./))].sort());
});

test('no style animates by a duration of its own, and none scrolls smoothly', () => {
  expect(STYLES.length).toBeGreaterThan(20);
  const moving = STYLES.flatMap((file) =>
    [
      ...textOf(file)
        .replaceAll(REDUCED, '')
        .matchAll(/[\s;{](animation|transition)(-duration)?:\s*([^;}]+)/g),
    ].flatMap(([, , , value]) => movingParts(value).map((part) => `${file}: ${part.trim()}`)),
  );
  expect(moving).toEqual([]);
  expect(STYLES.filter((file) => /scroll-behavior:\s*smooth/.test(textOf(file)))).toEqual([]);
});

test('the check tells a duration of its own from a token', () => {
  expect(movingParts('transform var(--d-1) var(--ease), opacity 200ms')).toEqual([' opacity 200ms']);
  expect(movingParts('background var(--d-2) cubic-bezier(0.2, 0, 0, 1)')).toEqual([]);
  expect(movingParts('spin 1s linear infinite')).toEqual(['spin 1s linear infinite']);
  expect(movingParts('none')).toEqual([]);
});

test('whatever moves the camera by time asks first whether it may', () => {
  const moving = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: textOf(`src/${file}`) }))
    .filter(({ text }) => /\b(setView|poseTable)\(/.test(text) && /elapsedMs|durationMs/.test(text));
  expect(moving.map(({ file }) => file)).toContain('view/globe/camera/flight.ts');
  expect(moving.filter(({ text }) => !text.includes('prefers-reduced-motion')).map(({ file }) => file)).toEqual([]);
});
