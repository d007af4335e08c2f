import type { WhatIf } from '../../model/questions/construction-what-if.ts';
import { DAY_MIN, type Schedule } from '../../model/schedule/schedule.ts';
import { csvOfObjects } from '../../model/tables/csv-cell.ts';
import { isoOf } from '../../readers/schedule/text.ts';
import type { CpmOptions, CpmResult } from '../../workers/construction/cpm.ts';
import type { Network } from '../../workers/construction/network.ts';
import { pitGround } from '../../workers/construction/site/pit-ground.ts';
import { type Site, type SiteReport, siteDays } from '../../workers/construction/site/site-days.ts';
import {
  compareScenarios,
  isFeasible,
  type ScenarioRow,
} from '../../workers/construction/what-if/compare-scenarios.ts';
import { type Difference, siteWith } from '../../workers/construction/what-if/difference.ts';
import { differenceOf } from '../../workers/construction/what-if/written.ts';
import { pitFiles } from './pit-files.ts';

const dateOf = (day: number): string => isoOf(day * DAY_MIN).slice(0, 10);

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The plan and each scenario: what stands in scenarios.json and .csv. */
export function playScenarios(
  schedule: Schedule,
  scenarios: readonly WhatIf[],
  site: Site | null,
  options: { cpm: CpmOptions; schedules: number; seed: number; costPerDay: number },
  watch: (what: string, ratio: number) => void,
): { files: Record<string, string>; rows: object[] } {
  const impactOf = (
    plan: Schedule,
    network: Network,
    result: CpmResult,
    differences: readonly Difference[],
  ): number => {
    const { residentDays } = siteDays(plan, network, result, siteWith(site ?? NO_SITE, differences));
    return residentDays.noise + residentDays.closures;
  };
  const rows = compareScenarios(
    schedule,
    scenarios.map((one) => [differenceOf(one)]),
    {
      ...options,
      ...(site ? { impactOf } : {}),
      progress: (_, done) => watch('scenarios', done / (scenarios.length + 1)),
    },
  ).map(rowOf);
  return { rows, files: { 'scenarios.json': json(rows), 'scenarios.csv': csvOfObjects(rows) } };
}

const NO_SITE: Site = {
  pits: [],
  closures: [],
  sources: [],
  facades: [],
  limits: { dayDb: 0, nightDb: 0, clause: '', verified: false },
};

function rowOf(row: ScenarioRow) {
  const { ids, resources, finishMin, logicFinishMin, days, cost, critical, overloaded, residentDays, best } = row;
  const known = resources.kind === 'within';
  return {
    scenario: ids.join(' + ') || 'plan',
    ...(isFeasible(row)
      ? { finish: isoOf(finishMin), days: rounded(days), cost: rounded(cost) }
      : { finish: null, days: null, cost: null }),
    unbeaten: best,
    residentDays,
    finishByLogic: isoOf(logicFinishMin),
    noEarlierThan: known ? isoOf(resources.noEarlierThanMin) : null,
    gapPct: known ? rounded(resources.gapPct) : null,
    resources: known ? 'within limits' : resources.reason,
    criticalTasks: critical,
    overloadedResources: overloaded,
  };
}

/** The site day by day as a table, its totals, and the ground with the pits of one day as `sim flood` plays it. */
export function playSite(
  report: SiteReport,
  site: Site,
  atDay: number,
): { files: Record<string, string>; figures: object } {
  const rows = report.days.map((day) => ({
    date: dateOf(day.day),
    cutM3: rounded(day.cutM3),
    trips: day.trips,
    pits: day.pits.map(({ id, levelM }) => `${id} ${rounded(levelM)}`).join('; '),
    lanesClosed: day.closures.reduce((sum, { lanes }) => sum + lanes, 0),
    closed: day.closures
      .map(({ street, lanes, footway }) => `${street}: ${lanes}${footway ? ' + footway' : ''}`)
      .join('; '),
    loudestFacade: day.noise?.facade ?? '',
    dayDb: level(day.noise?.dayDb),
    nightDb: level(day.noise?.nightDb),
    overDb: level(day.noise?.overDb),
    loudResidents: day.loudResidents,
    closedResidents: day.closedResidents,
  }));
  const { cutM3, trips, residentDays, limitsVerified } = report;
  const figures = {
    days: rows.length,
    cutM3: rounded(cutM3),
    trips,
    residentDays,
    noiseVerdict: limitsVerified ? (residentDays.noise > 0 ? 'fail' : 'pass') : '待核',
  };
  const day = report.days.findLast((one) => one.day <= atDay && one.pits.length > 0);
  const ground = day ? pitGround(site, day) : null;
  const pit = day && ground ? pitFiles(ground, `pit-${dateOf(day.day)}`) : null;
  return {
    figures,
    files: {
      'site-days.csv': csvOfObjects(rows),
      'site.json': json(report.days.map(dated)),
      ...(pit ? { [pit.ground.name]: pit.ground.text, [pit.scenario.name]: pit.scenario.text } : {}),
    },
  };
}

const dated = ({ day, noise, ...rest }: SiteReport['days'][number]) => ({
  date: dateOf(day),
  ...rest,
  noise: noise && { ...noise, dayDb: finite(noise.dayDb), nightDb: finite(noise.nightDb) },
});
const rounded = (value: number): number => Number(value.toFixed(3));
/** Silence has no level. */
const finite = (db: number): number | null => (Number.isFinite(db) ? rounded(db) : null);
const level = (db: number | undefined): number | '' => (db === undefined || !Number.isFinite(db) ? '' : rounded(db));
