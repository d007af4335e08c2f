import { expect, test } from 'vitest';
import { isWallId, MAX_STEP_BYTES, parseSentStep, parseWallStep } from '../../../model/walls/wall-step.ts';
import { sentStep, wallShown } from './steps.ts';

test('a step is read as it was sent, in some hundred bytes', () => {
  const sent = sentStep({ seq: 7 });
  expect(parseSentStep(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  expect(JSON.stringify(sent).length).toBeLessThan(800);
  expect(MAX_STEP_BYTES).toBeGreaterThan(8000 + 800);
});

test('a step with the table of its leader is read whole', () => {
  const table = {
    block: { eastM: -300, northM: 250, sizeM: 1200 },
    pose: { turnDeg: 40, tipDeg: 30, rangeRatio: 2, over: [0.1, -0.2] as [number, number] },
  };
  expect(parseSentStep(sentStep({ shown: { ...wallShown(), table } })).shown.table).toEqual(table);
});

const { camera } = wallShown();

test.each([
  ['no object', null],
  ['another field', { ...sentStep(), extra: 1 }],
  ['no number', { ...sentStep(), seq: '7' }],
  ['a number from nowhere', { ...sentStep(), seq: 0 }],
  ['a leader with markup', { ...sentStep(), leader: '<b>leader</b>' }],
  ['a camera off the Earth', sentStep({ shown: { ...wallShown(), camera: { ...camera, latDeg: 91 } } })],
  ['a camera that is no number', sentStep({ shown: { ...wallShown(), camera: { ...camera, lonDeg: Number.NaN } } })],
  ['a clock beyond all days', sentStep({ shown: { ...wallShown(), shownTimeMs: 9e15 } })],
  ['a rate of nothing', sentStep({ shown: { ...wallShown(), rate: 0 } })],
  ['a picture too long', sentStep({ shown: { ...wallShown(), picture: 'l'.repeat(8001) } })],
  ['a selection too long', sentStep({ shown: { ...wallShown(), selectedId: 'x'.repeat(201) } })],
  ['a prototype', JSON.parse(`{"__proto__": {"seq": 1}}`)],
])('%s is refused with the place', (_, json) => {
  expect(() => parseSentStep(json)).toThrow(/wall/);
});

test('what the hub passes on has the account and its time', () => {
  const { claims: _, ...sent } = sentStep();
  expect(parseWallStep({ ...sent, by: '王芳', atMs: 5 })).toMatchObject({ by: '王芳', atMs: 5 });
  expect(() => parseWallStep(sent)).toThrow(/by/);
});

test.each([
  ['hall-1', true],
  ['指挥中心.大屏', true],
  ['', false],
  ['a/b', false],
  ['+', false],
  ['#', false],
  ['x'.repeat(65), false],
])('%s names a wall: %s', (text, isName) => expect(isWallId(text)).toBe(isName));
