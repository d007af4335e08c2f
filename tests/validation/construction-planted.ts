import { buildDemoCity, type DemoCity } from '../../demo/demo-city.ts';
import { buildPipeNetwork } from '../../demo/pipes/network.ts';
import { SITE_BOXES, siteBoxes, siteCase } from '../../demo/site/site-case.ts';
import { siteScheduleXml } from '../../demo/site/site-schedule.ts';
import { OPEN_ENDS, siteTasks } from '../../demo/site/site-tasks.ts';
import { sunRequestOf } from '../../model/questions/sun-study.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { parseConstructionCase } from '../../scenarios/construction.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { assess } from '../../workers/construction/dcma.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { findingRows } from '../../workers/construction/report.ts';
import { peakUse } from '../../workers/construction/resources.ts';
import { siteDays } from '../../workers/construction/site/site-days.ts';
import { checkSpace, poseSpace, type SpaceGroup } from '../../workers/construction/space/check-space.ts';
import { siteOf } from '../../workers/construction/what-if/written.ts';
import { demoSunlight, southFrontOf } from './tower-shadow.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Which groups of findings each planted defect of space is: how many, and by which rule and names. */
const SPACE: Record<string, { groups: number; is: (group: SpaceGroup, names: string) => boolean }> = {
  D01: { groups: 3, is: ({ rule }) => rule === 'strut-first' },
  D02: {
    groups: 3,
    is: ({ rule, classes }) => rule === 'support' && classes.includes('IfcSlab') && !classes.includes('Curtain'),
  },
  D03: { groups: 4, is: ({ rule, classes }) => rule === 'support' && classes.includes('IfcCurtainWall') },
  D08: { groups: 1, is: ({ rule }, names) => rule === 'height' && names === 'tc-1 tc-3' },
  D09: { groups: 1, is: ({ rule }, names) => rule === 'oversail' && names.includes('tc-3') },
  D10: { groups: 1, is: ({ rule }, names) => rule === 'removedEarly' && names.includes('tc-2') },
  D11: { groups: 1, is: ({ rule }, names) => rule === 'pipe-in-pit' && names.includes('pipe-TX3') },
  D12: { groups: 1, is: ({ rule }, names) => rule === 'pipe-in-pit' && names.includes('pipe-JS2') },
  D13: { groups: 1, is: ({ rule }, names) => rule === 'well-sewer' && names.includes('w-17') },
  D14: { groups: 1, is: ({ rule }) => rule === 'fire-lane' },
  D17: { groups: 1, is: ({ rule }) => rule === 'strut-level-3' },
  D18: { groups: 1, is: ({ rule }) => rule === 'rim' },
};

/** What the plan asks of D16: hours at the south front of the homes before the tower, and the rule's that it takes. */
const HOMES = 'bld-ND4-P01';
const BEFORE_H = 2.4;
const BEFORE_OFF_H = 0.2;
const RULE_H = 2;

/** The demo site as it is baked: its defects against plan.json's own list. */
async function plantedVerdicts(): Promise<Verdict[]> {
  const city = buildDemoCity();
  const { theCase, schedule } = await caseOf(city);
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const { network } = compiled;
  const result = analyse(schedule, network);
  const { space, site, sunlight } = theCase;
  if (!space || !site || !sunlight) throw new Error('site-1.case.json: expected space, site and sunlight');
  const boxes = new TextEncoder().encode(siteBoxes(city));
  const bodies = await poseSpace(
    space,
    async (name) => (name === SITE_BOXES ? boxes : new Uint8Array()),
    schedule,
    result,
  );
  const steps = checkSpace(space, bodies, schedule, result);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const wrong = step.value.groups.filter(({ verdict }) => verdict !== 'allowed');
  const namesOf = (group: SpaceGroup) =>
    [...new Set(group.findings.flatMap(({ elements }) => elements))].sort().join(' ');
  const plantedOf = (group: SpaceGroup) =>
    Object.entries(SPACE).find(([, { is }]) => is(group, namesOf(group)))?.[0] ?? null;
  const found = wrong.map(plantedOf);

  const points = assess(schedule, network, result);
  const waited = new Set(schedule.links.map(({ from }) => from));
  const openEnds = schedule.activities.filter(({ kind }, i) => kind === 'task' && !waited.has(i)).length;
  const peaks = peakUse(schedule, result);
  const over = schedule.resources.filter(({ capacity }, r) => capacity !== null && peaks[r].units > capacity);
  const days = siteDays(schedule, network, result, siteOf(site));
  const nightDb = days.days.reduce((most, { noise }) => Math.max(most, noise?.nightDb ?? -Infinity), -Infinity);
  const front = southFrontOf(await demoSunlight(city, sunRequestOf(sunlight)), HOMES);
  const seen: Record<string, boolean> = {
    ...Object.fromEntries(
      Object.entries(SPACE).map(([id, { groups }]) => [id, found.filter((one) => one === id).length === groups]),
    ),
    // The last of all waits for nobody by right.
    D04: openEnds === OPEN_ENDS + 1,
    D05: points.find(({ rule }) => rule.id === 'leads')?.links.length === 1,
    D06: findingRows(schedule, network, []).filter(({ rule }) => rule === 'stored dates').length === 1,
    D07: over.length === 1 && over[0].name.includes('Steel fixers'),
    D15: Math.abs(nightDb - 58) < 0.5,
    D16: front.lost > 0 && Math.abs(front.beforeH - BEFORE_H) <= BEFORE_OFF_H && front.afterH < RULE_H,
  };
  const listed = city.plan.construction.defects.map(([id]) => id);
  const missed = listed.filter((id) => !seen[id]);
  return [
    exactly('construction.planted.listed', listed.length, 18),
    exactly('construction.planted.recall', (listed.length - missed.length) / listed.length, 1),
    exactly('construction.planted.precision', found.filter((one) => one !== null).length / found.length, 1),
    atMost('construction.planted.withoutEngine', listed.filter((id) => seen[id] === undefined).length, 0),
    atMost('construction.planted.sunBefore.offH', Math.abs(front.beforeH - BEFORE_H), BEFORE_OFF_H),
    atMost('construction.planted.sunAfter.h', front.afterH, RULE_H),
    ...missed.map((id): Verdict => ({ case: `construction.planted.missed.${id}`, value: 0, mark: '= 1', pass: false })),
  ];
}

async function caseOf(city: DemoCity) {
  const xml = siteScheduleXml(city.plan);
  const schedule = await readSchedule(new TextEncoder().encode(xml), 'site-1.xml');
  const written = siteCase(city, buildPipeNetwork(city).pipes, 'site-1.xml');
  if (siteTasks(city.plan).length !== 640) throw new Error('site-1: expected 640 activities');
  return { theCase: parseConstructionCase(JSON.parse(JSON.stringify(written)), 'site-1.case.json'), schedule };
}

export const PLANTED: ValidationCase = { name: 'construction.planted', quick: false, run: plantedVerdicts };
