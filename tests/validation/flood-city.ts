import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCase } from '../../cli/sim/flood-case.ts';
import { checkExpected, parseExpected } from '../../scenarios/expected.ts';
import { played } from './flood-published.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve('public/city');

/** The demo city's scenarios that are played here, against the hand calculations of its plan (`expected.json` beside each). */
const PLAYED = [
  { name: 'flood.leveeBreach', scenario: 'chengchuan-levee-breach' },
  { name: 'flood.underpass', scenario: 'chengchuan-underpass' },
  { name: 'flood.storm120mm', scenario: 'chengchuan-storm-120mm' },
];

async function play(name: string, scenario: string): Promise<Verdict[]> {
  const folder = resolve('scenarios', scenario);
  const { input } = await readCase(`${folder}/scenario.json`, CITIES);
  const result = played(input);
  const expected = parseExpected(JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')), 'expected.json');
  const shortfalls = checkExpected(expected, result);
  for (const { what, expected: wanted, got } of shortfalls)
    process.stderr.write(`${what}: expected ${wanted}, got ${got}\n`);
  return [
    exactly(`${name}.shortfalls`, shortfalls.length, 0),
    atMost(`${name}.ledger`, Math.abs(result.ledger.errorRatio), 1e-6),
  ];
}

export const CASES: ValidationCase[] = PLAYED.map(({ name, scenario }) => ({
  name,
  quick: false,
  missing: () =>
    existsSync(`${CITIES}/chengchuan/flood-works.json`) ? null : 'chengchuan is not baked: npm run bake chengchuan',
  run: () => play(name, scenario),
}));
