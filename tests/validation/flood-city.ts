import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCase } from '../../cli/flood-case.ts';
import { checkExpected, parseExpected } from '../../scenarios/expected.ts';
import { played } from './flood-published.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve('public/city');
const SCENARIO = resolve('scenarios/chengchuan-levee-breach');

/** The demo city's levee breach against the hand calculation of its plan (`expected.json` beside the scenario). */
async function leveeBreach(): Promise<Verdict[]> {
  const { input } = await readCase(`${SCENARIO}/scenario.json`, CITIES);
  const result = played(input);
  const expected = parseExpected(JSON.parse(readFileSync(`${SCENARIO}/expected.json`, 'utf8')), 'expected.json');
  const shortfalls = checkExpected(expected, result);
  for (const { what, expected: wanted, got } of shortfalls)
    process.stderr.write(`${what}: expected ${wanted}, got ${got}\n`);
  return [
    exactly('flood.leveeBreach.shortfalls', shortfalls.length, 0),
    atMost('flood.leveeBreach.ledger', Math.abs(result.ledger.errorRatio), 1e-6),
  ];
}

export const CITY_FLOOD: ValidationCase = {
  name: 'flood.leveeBreach',
  quick: false,
  missing: () =>
    existsSync(`${CITIES}/chengchuan/flood-works.json`) ? null : 'chengchuan is not baked: npm run bake chengchuan',
  run: leveeBreach,
};
