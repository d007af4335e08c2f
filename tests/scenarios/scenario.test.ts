import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FloodScenario } from '../../model/questions/flood.ts';
import { ANALYSIS_CASES, type AnalysisKind, parseAnalysisCase } from '../../scenarios/analysis-cases.ts';
import { parseCrowdScenario } from '../../scenarios/crowd.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { parseIncidentScenario } from '../../scenarios/incident.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { parseScenario } from '../../scenarios/scenario.ts';
import { worksOf } from '../../workers/flood/question.ts';

const FOLDER = resolve('scenarios');
/** Folders of files that tests of their own read: a file a tour, a file a style. */
const OTHERS = ['tours', 'styles'];
const scenarios = readdirSync(FOLDER, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && !OTHERS.includes(entry.name),
);

const small = () => ({
  ...{ format: 1, kind: 'flood', id: 'small', title: { zh: '小', en: 'Small' }, endH: 2, frameEveryMin: 10 },
  ground: { kind: 'dem', file: 'dem.asc', manningN: 0.03 },
});

test.each(scenarios.map(({ name }) => name))('%s is a scenario, and its folder has its name', (name) => {
  const file = `${FOLDER}/${name}/scenario.json`;
  const json = JSON.parse(readFileSync(file, 'utf8')) as { kind: string };
  if (json.kind in ANALYSIS_CASES) expect(parseAnalysisCase(json.kind as AnalysisKind, json, file).id).toBe(name);
  else if (json.kind === 'incident-scenario') expect(`incident-${parseIncidentScenario(json, file).id}`).toBe(name);
  else expect((json.kind === 'crowd' ? parseCrowdScenario : parseScenario)(json, file).id).toBe(name);
});

test('the JSON Schema is what the parser reads', () => {
  const written = JSON.parse(readFileSync(`${FOLDER}/flood.schema.json`, 'utf8'));
  expect(written).toEqual(jsonSchemaOf(FloodScenario, 'Shapan flood scenario'));
});

test('what is not said is walls, no rain and the second order', () => {
  expect(parseScenario(small())).toMatchObject({ rain: { kind: 'none' }, scheme: 'second', breaches: [], works: [] });
});

test('works come in hours and go in seconds', () => {
  const inflow = {
    ...{ kind: 'inflow', id: 'in', from: [0, 0], to: [0, 10] },
    dischargeM3ps: { timesH: [0, 1.5], values: [0, 20] },
  };
  const pump = {
    ...{ kind: 'pump', id: 'p', from: [0, 0], to: null, rateM3ps: 1, startM: 3, stopM: 2 },
    offH: [[0.5, 1]],
  };
  expect(worksOf(parseScenario({ ...small(), works: [inflow, pump] }))).toMatchObject([
    { dischargeM3ps: { timesS: [0, 5400], values: [0, 20] } },
    { id: 'p', to: null, offS: [[1800, 3600]] },
  ]);
});

describe('what no run could use is refused by file and place', () => {
  const refused = (part: object): string => {
    try {
      parseScenario({ ...small(), ...part }, 'scenario.json');
    } catch (error) {
      if (error instanceof ScenarioError) return error.message;
    }
    return '';
  };
  const inflow = (dischargeM3ps: unknown) => ({
    works: [{ kind: 'inflow', id: 'in', from: [0, 0], to: [0, 1], dischargeM3ps }],
  });

  test.each([
    [
      'rain of "heavy"',
      { rain: { kind: 'uniform', rateMmPerH: 'heavy', hours: 1 } },
      'rain.rateMmPerH: expected 0 to 500, got "heavy"',
    ],
    [
      'a negative Manning n',
      { ground: { ...small().ground, manningN: -0.03 } },
      'ground.manningN: expected 0.001 to 1, got -0.03',
    ],
    [
      'a number that is none in a series',
      inflow({ timesH: [0, 1], values: [1, null] }),
      'works.0.dischargeM3ps.values.1: expected 0 to 1000000, got null',
    ],
    [
      'a series that goes back in time',
      inflow({ timesH: [1, 0], values: [1, 2] }),
      'works.0.dischargeM3ps.timesH.1: expected more than 1, got 0',
    ],
    [
      'fewer values than times',
      inflow({ timesH: [0, 1], values: [1] }),
      'works.0.dischargeM3ps.timesH: expected as many values as times, got 1 and 2',
    ],
    ['a scheme nobody knows', { scheme: 'quick' }, 'scheme: expected "second" | "first" | "fast", got "quick"'],
    ['a word too many', { colour: 'blue' }, 'colour: expected nothing of this name, got "colour"'],
    ['no end', { endH: undefined }, 'endH: expected 0.001 to 1000, got undefined'],
    [
      'friction twice',
      { ground: { ...small().ground, chezyC: 40 } },
      'ground: expected either manningN or chezyC, got both',
    ],
    [
      'Chezy in the fast scheme',
      { scheme: 'fast', ground: { kind: 'dem', file: 'dem.asc', chezyC: 40 } },
      'ground.chezyC: expected "second" or "first" as scheme, for "fast" has not this, got "fast"',
    ],
    [
      'a pump that stops above where it starts',
      { works: [{ kind: 'pump', id: 'p', from: [0, 0], to: null, rateM3ps: 1, startM: 2, stopM: 3 }] },
      'works.0.startM: expected stopM (3 m) or more, got 2',
    ],
    [
      'a breach in the fast scheme',
      { scheme: 'fast', breaches: [{ kind: 'planned', id: 'b', beginH: 0 }] },
      'scheme: expected "second" or "first", for a breach sends a shock that "fast" has not, got "fast"',
    ],
  ])('%s', (_, part, message) => {
    expect(refused(part)).toBe(`scenario.json: ${message}`);
  });

  test('all that is wrong with a file, a line each; of many the first twenty and how many more', () => {
    expect(refused({ endH: -1, frameEveryMin: 'ten' })).toBe(
      [
        'scenario.json: endH: expected 0.001 to 1000, got -1',
        'scenario.json: frameEveryMin: expected 0.1 to 10000, got "ten"',
      ].join('\n'),
    );
    const works = Array.from({ length: 23 }, () => ({ kind: 'nothing' }));
    const lines = refused({ works }).split('\n');
    // Of twenty and the line of three more, those that stand in 2,000 bytes; the last line counts the others.
    expect(lines).toHaveLength(15);
    expect(lines[14]).toBe('… (+7)');
  });

  test('a name that would reach the prototype', () => {
    const json: unknown = JSON.parse(`{ "__proto__": { "polluted": true }, ${JSON.stringify(small()).slice(1)}`);
    expect(() => parseScenario(json)).toThrow(ScenarioError);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
