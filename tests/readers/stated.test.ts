import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assumptionText } from '../../model/city/assumption.ts';
import type { Stated } from '../../readers/shared/stated.ts';
import * as stated from '../../readers/stated.ts';
import { isProblemCode } from '../../src/kit/words.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Folders below `readers` that are of no format of their own. */
const NO_FORMAT = ['foreign', 'schedule', 'shared'];

const sourcesIn = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('stated.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
const SOURCES = `${sourcesIn('readers')}\n${sourcesIn('tiles')}`;
/** Codes of refusals in words, as the reference of errors lists them. */
const REFUSALS = new Set(
  [...readFileSync(join(ROOT, 'docs/en/reference/errors.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, code]) => code,
  ),
);

/** A code without words of its own is shown as it is. */
const isAssumption = (code: string): boolean => assumptionText({ code, values: {} }, 'en') !== code;

test('every format has its list of what it states beside its values', () => {
  const formats = readdirSync(join(ROOT, 'readers'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_FORMAT.includes(entry.name))
    .map(({ name }) => name);
  const named = formats.map((name) => `${name.toUpperCase().replaceAll('-', '_')}_STATED`);
  expect(Object.keys(stated).sort()).toEqual(named.sort());
});

const OUTCOMES = Object.entries<Stated>(stated).flatMap(([format, attributes]) =>
  attributes.flatMap(([attribute, , ...outcomes]) => outcomes.map((outcome) => ({ format, attribute, outcome }))),
);

test('what is not converted is named by a problem, an assumption or a refusal that has words and is raised', () => {
  const unknown = OUTCOMES.filter(({ outcome }) => {
    if (outcome === 'converted') return false;
    const hasWords = isProblemCode(outcome) || isAssumption(outcome) || REFUSALS.has(outcome);
    // Problems of building models and their places are raised without the beginning that their words have.
    return !hasWords || !SOURCES.includes(`'${outcome.replace(/^ifc-(?!start|duration)/, '')}'`);
  });
  expect(unknown).toEqual([]);
});
