import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PictureStyle, STYLE_BASES, STYLE_STRENGTHS } from '../../model/scenarios/picture-style.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { parsePictureStyle, SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';

function faultOf(json: unknown): string {
  try {
    parsePictureStyle(json, 'mine.json');
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
  }
  return 'none';
}

test('one style is shipped of each base, under the name of its base', () => {
  expect(SHIPPED_STYLES.map(({ id }) => id).sort()).toEqual([...STYLE_BASES].sort());
  for (const { id, base } of SHIPPED_STYLES) expect(base).toBe(id);
});

test('paper has all matter off and keeps its colours, the thematic city is grey', () => {
  const [, paper, , thematic] = SHIPPED_STYLES;
  for (const key of ['facade', 'ground', 'ambient', 'water', 'trees'] as const) expect(paper[key]).toBe(0);
  expect(paper.colour).toBe(1);
  expect(thematic.colour).toBeLessThan(0.1);
  for (const key of STYLE_STRENGTHS) expect(SHIPPED_STYLES[0][key]).toBe(1);
});

test('a broken style is named by file, place, what was expected and what came', () => {
  const good = SHIPPED_STYLES[0];
  expect(faultOf(good)).toBe('none');
  expect(faultOf({ ...good, facade: 2 })).toMatch(/mine\.json.*facade.*0 to 1.*2/);
  expect(faultOf({ ...good, base: 'oil' })).toMatch(/mine\.json.*base/);
  expect(faultOf({ ...good, id: '../x' })).toMatch(/mine\.json.*id/);
  expect(faultOf({ ...good, script: 'x' })).toMatch(/mine\.json.*script/);
});

test('a style may colour layers by attributes; one without says so and stands as it was', () => {
  const { colours: _, ...before } = SHIPPED_STYLES[0];
  expect(parsePictureStyle(before, 'mine.json').colours).toEqual([]);
  const withRule = (rule: object) => faultOf({ ...before, colours: [{ layer: 'roads', attribute: 'width', ...rule }] });
  expect(withRule({})).toBe('none');
  expect(withRule({ breaks: [3, 7] })).toBe('none');
  expect(withRule({ kind: 'building' })).toMatch(/mine\.json.*colours.*Either a layer or a kind/);
  expect(withRule({ breaks: [7, 3] })).toMatch(/colours.*breaks.*from low to high/);
  expect(withRule({ breaks: [3], method: 'equal' })).toMatch(/one of method, breaks and values/);
  expect(withRule({ ramp: 'rainbow' })).toMatch(/colours.*ramp/);
  expect(faultOf({ ...before, colours: Array(9).fill({ layer: 'a', attribute: 'b' }) })).toMatch(
    /colours: expected at most 8, got 9/,
  );
});

test('the thematic style colours the buildings of any city by height', () => {
  expect(SHIPPED_STYLES[3].colours).toMatchObject([{ kind: 'building', attribute: 'height' }]);
  for (const style of SHIPPED_STYLES.slice(0, 3)) expect(style.colours).toEqual([]);
});

test('style.schema.json is what the parser reads', () => {
  const file = readFileSync(resolve(import.meta.dirname, '../../scenarios/style.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(PictureStyle, 'Shapan picture style'));
});
