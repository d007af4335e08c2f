import { type FaultScript, faultScript, permutationLaw, walkLaw } from './feeds-laws.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const PERMUTATIONS = 10_000;
const WALKS = 100_000;
const SCRIPTS = 10;

async function laws(): Promise<Verdict[]> {
  const sets = permutationLaw(PERMUTATIONS, 20_261_120);
  const walks = walkLaw(WALKS, 20_261_120);
  const scripts: FaultScript[] = [];
  for (let seed = 1; seed <= SCRIPTS; seed++) scripts.push(await faultScript(seed));
  const count = (test: (script: FaultScript) => boolean) => scripts.filter(test).length;
  const sum = (of: (script: FaultScript) => number) => scripts.reduce((total, one) => total + of(one), 0);
  return [
    exactly('feeds.permutations alike', sets.alike, PERMUTATIONS),
    exactly('feeds.walks illegal states', walks.illegal, 0),
    exactly('feeds.walks arrows never taken', walks.untaken, 0),
    exactly(
      'feeds.faults same as a clean wire',
      count(({ isSame }) => isSame),
      SCRIPTS,
    ),
    exactly(
      'feeds.faults same as true clocks, each by its own error',
      count(({ isSameButClocks }) => isSameButClocks),
      SCRIPTS,
    ),
    exactly(
      'feeds.faults holes left',
      sum(({ holesLeft }) => holesLeft),
      0,
    ),
    exactly(
      'feeds.faults clocks named',
      sum(({ skewedTold, skewedTrue }) => Math.abs(skewedTold - skewedTrue)),
      0,
    ),
    atLeast(
      'feeds.faults messages lost on the wire',
      sum(({ lost }) => lost),
      1000,
    ),
    atLeast(
      'feeds.faults alarm steps compared',
      sum(({ alarmSteps }) => alarmSteps),
      1000,
    ),
  ];
}

export const CASES: ValidationCase[] = [{ name: 'feeds.laws', quick: false, run: laws }];
