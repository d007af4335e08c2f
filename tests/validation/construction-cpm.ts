import { analyse } from '../../workers/construction/cpm.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { CPM_CASES } from './construction-cpm-cases.ts';
import { type NetworkCase, readCase } from './construction-network.ts';
import { atLeast, exactly, type ValidationCase } from './verdict.ts';

/** What differs from the hand-derived dates, in words; none is right. */
export function differences({ line, schedule, options, expected }: NetworkCase): string[] {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') return [`${line}: ${compiled.why.text.en}`];
  const result = analyse(schedule, compiled.network, options);
  return expected.flatMap((one) => {
    const i = schedule.activities.findIndex(({ code }) => code === one.code);
    const pairs: [string, number, number | undefined][] = [
      ['start', result.earlyStartMin[i], one.startMin],
      ['finish', result.earlyFinishMin[i], one.finishMin],
      ['total float', result.totalFloatMin[i] / 60, one.totalFloatH],
      ['free float', result.freeFloatMin[i] / 60, one.freeFloatH],
      ['late start', result.lateStartMin[i], one.lateStartMin],
      ['late finish', result.lateFinishMin[i], one.lateFinishMin],
    ];
    return pairs
      .filter(([, got, hand]) => hand !== undefined && got !== hand)
      .map(
        ([what, got, hand]) => `${line}: ${one.code}: ${what}: expected ${told(what, hand)}, got ${told(what, got)}`,
      );
  });
}

const told = (what: string, value: number | undefined): string =>
  what.endsWith('float') ? `${value} h` : new Date((value ?? 0) * 60_000).toISOString().slice(0, 16);

export const CPM: ValidationCase = {
  name: 'construction.cpm',
  quick: true,
  run: async () => {
    const wrong = CPM_CASES.map(readCase)
      .map(differences)
      .filter(({ length }) => length > 0);
    for (const [first] of wrong) process.stderr.write(`${first}\n`);
    return [
      atLeast('construction.cpm.cases', CPM_CASES.length, 120),
      exactly('construction.cpm.wrong', wrong.length, 0),
    ];
  },
};
