import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Schedule } from '../../model/schedule/schedule.ts';
import { encodeWindows1252 } from '../../model/schedule/windows-1252.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { analyse, type CpmOptions, DEFAULT_CPM } from '../../workers/construction/cpm.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { writeCsv } from '../../workers/construction/write/csv.ts';
import { writeIfc } from '../../workers/construction/write/ifc.ts';
import { writeMspdi } from '../../workers/construction/write/mspdi.ts';
import { writePmxml } from '../../workers/construction/write/pmxml.ts';
import { writeXer } from '../../workers/construction/write/xer.ts';
import { CPM_CASES } from './construction-cpm-cases.ts';
import { readCase } from './construction-network.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const REAL = resolve('../shared/data/construction/schependomlaan/Uitvoering_Schependomlaan_18-02-2015.xml');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Format {
  write: (schedule: Schedule) => Uint8Array;
  /** What of the cases the format has no place for, each with its reason. */
  lacks: RegExp;
}

/** `startOn`, `finishOn`: MSPDI has only what holds against logic; `sm`: nor does it tell milestones of starts from those of ends. `@W` after a lag: a calendar of its own. `setup` before the first bar. */
const FORMATS: Record<string, Format> = {
  mspdi: {
    write: (schedule) => utf8(writeMspdi(schedule)),
    lacks: /\[(?:SO|FO) |(?:FS|SS|FF|SF)[+-][\d.]+@|\b(?:lag|due)=|\]\[|0sm/,
  },
  xer: { write: (schedule) => utf8(writeXer(schedule)), lacks: /[+-][\d.]+e\b|(?:FS|SS|FF|SF)[+-][\d.]+@/ },
  xer1252: {
    write: (schedule) => encodeWindows1252(writeXer(schedule)).bytes,
    lacks: /[+-][\d.]+e\b|(?:FS|SS|FF|SF)[+-][\d.]+@/,
  },
  p6xml: { write: (schedule) => utf8(writePmxml(schedule)), lacks: /[+-][\d.]+e\b|(?:FS|SS|FF|SF)[+-][\d.]+@/ },
  ifc: {
    write: (schedule) => utf8(writeIfc(schedule)),
    lacks: /(?:FS|SS|FF|SF)[+-][\d.]+@|\blag=(?:successor|project)/,
  },
  csv: { write: (schedule) => utf8(writeCsv(schedule)), lacks: /(?:FS|SS|FF|SF)[+-][\d.]+@/ },
};

/** Dates and floats of tasks in their order, and the network's links as they bind: what must not change. Summaries have none of their own. */
function toldBy(schedule: Schedule, options: CpmOptions): string {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') return compiled.why.text.en;
  const { first, from, kind, lagMin } = compiled.network;
  const result = analyse(schedule, compiled.network, options);
  let tasks = 0;
  const place = schedule.activities.map(({ kind: what }) => (what === 'summary' ? -1 : tasks++));
  const rows = place.flatMap((own, i) => {
    if (own < 0) return [];
    const numbers = [result.earlyStartMin, result.earlyFinishMin, result.lateStartMin, result.lateFinishMin];
    const floats = [result.totalFloatMin, result.freeFloatMin];
    const links = Array.from({ length: first[i + 1] - first[i] }, (_, at) => {
      const e = first[i] + at;
      return `${place[from[e]]} ${kind[e]} ${lagMin[e]}`;
    });
    return [[own, ...[...numbers, ...floats].map((of) => of[i]), ...links.sort()].join(' ')];
  });
  return rows.join('\n');
}

async function changedBy({ write }: Format, schedule: Schedule, options: CpmOptions): Promise<boolean> {
  return toldBy(await readSchedule(write(schedule), 'plan'), options) !== toldBy(schedule, options);
}

/** Every case of the critical path, and a real plan, written and read again in each format. */
export const ROUND_TRIP: ValidationCase = {
  name: 'construction.roundTrip',
  quick: true,
  run: async () => {
    const verdicts = Object.entries(FORMATS).map(([name, format]) => verdictsOf(name, format));
    return (await Promise.all(verdicts)).flat();
  },
};

async function verdictsOf(name: string, format: Format): Promise<Verdict[]> {
  const kept = CPM_CASES.filter((line) => !format.lacks.test(line)).map(readCase);
  const changed: typeof kept = [];
  for (const one of kept) if (await changedBy(format, one.schedule, one.options)) changed.push(one);
  for (const { line } of changed) process.stderr.write(`${name}: ${line}\n`);
  const figure = (what: string) => `construction.roundTrip.${name}.${what}`;
  const verdicts = [
    { case: figure('cases'), value: kept.length, mark: '≥ 100', pass: kept.length >= 100 },
    exactly(figure('changed'), changed.length, 0),
  ];
  if (!existsSync(REAL)) return verdicts;
  const real = await readSchedule(readFileSync(REAL), 'real.xml');
  const isChanged = await changedBy(format, real, DEFAULT_CPM);
  return [...verdicts, exactly(figure('realPlanChanged'), Number(isChanged), 0)];
}
