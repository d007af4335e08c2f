import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WorkTime } from '../../model/schedule/calendar.ts';
import { readElementLog } from '../../readers/element-log/element-log.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { dayOf, decodeText } from '../../readers/schedule/text.ts';
import { compareDates, lateByTrade } from '../../workers/construction/compare.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { assess } from '../../workers/construction/dcma.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const FOLDER = resolve('../shared/data/construction/schependomlaan');
const SCHEDULE = resolve(FOLDER, 'Uitvoering_Schependomlaan_18-02-2015.xml');
const LOG = resolve(FOLDER, 'Schependomlaan_eventlog_as_planned_data_incl_as_built_data.csv');

const within = (name: string, value: number | null, mark: number, by: number): Verdict => ({
  case: name,
  value: value ?? 'none',
  mark: `${mark} ± ${by}`,
  pass: value !== null && Math.abs(value - mark) <= by,
});

/** Ten apartments in Nijmegen, 2015 (Van Schaijk): what its schedule and its log hold, as construction.md counted it independently. */
export const SCHEPENDOMLAAN: ValidationCase = {
  name: 'construction.schependomlaan',
  quick: true,
  missing: () => (existsSync(SCHEDULE) && existsSync(LOG) ? null : `${FOLDER} is not there`),
  run: async () => {
    const schedule = await readSchedule(readFileSync(SCHEDULE), 'schependomlaan.xml');
    const works = schedule.calendars.map((calendar) => new WorkTime(calendar));
    const lasting = schedule.activities.filter(({ durationMin }) => durationMin > 0);
    const exact = lasting.filter(
      ({ stored, calendar, durationMin }) =>
        stored && works[calendar].between(stored.startMin, stored.finishMin) === durationMin,
    );
    const compiled = compileNetwork(schedule);
    if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
    const findings = assess(schedule, compiled.network, analyse(schedule, compiled.network));
    const point = (id: string) => findings.find(({ rule }) => rule.id === id)?.value ?? null;
    const log = readElementLog(decodeText(readFileSync(LOG), LOG).text, 'event log');
    const tasks = [...new Map(log.map((row) => [row.taskId, row])).values()].map((row) => ({
      name: row.trade,
      startMin: row.startDay,
      finishMin: row.finishDay,
    }));
    const planned = schedule.activities.flatMap(({ name, stored }) =>
      stored ? [{ name: name.trim(), startMin: dayOf(stored.startMin), finishMin: dayOf(stored.finishMin) }] : [],
    );
    const { same, redated, gone } = compareDates(tasks, planned);
    const late = lateByTrade(log);
    const of = (trade: string) => late.find((one) => one.trade === trade)?.late ?? 0;
    const is = (name: string, value: number, mark: number) =>
      exactly(`construction.schependomlaan.${name}`, value, mark);
    return [
      is('activities', schedule.activities.length, 157),
      is('links', schedule.links.length, 48),
      is('durations', lasting.length, 114),
      is('exactDurations', exact.length, 114),
      within('construction.schependomlaan.missingLogicPct', point('logic'), 81.6, 0.1),
      within('construction.schependomlaan.finishToStartPct', point('relations'), 91.7, 0.1),
      within('construction.schependomlaan.lagsPct', point('lags'), 2.1, 0.1),
      is('leadsPct', point('leads') ?? -1, 0),
      is('highDurationPct', point('highDuration') ?? -1, 0),
      is('logRows', log.length, 3661),
      is('sameDates', same.length, 64),
      is('redated', redated.length, 8),
      is('gone', gone.length, 0),
      is(
        'lateRows',
        late.reduce((sum, one) => sum + one.late, 0),
        194,
      ),
      is('lateBrickwork', of('Metselwerk'), 73),
      is('lateWindowFrames', of('Plaatsen kozijnen'), 57),
      is('lateFacadeStudwork', of('Stelwerk buitengevel'), 50),
    ];
  },
};
