import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { siteScheduleXml } from '../../demo/site/site-schedule.ts';
import { OPEN_ENDS, siteTasks } from '../../demo/site/site-tasks.ts';
import { isLead } from '../../model/schedule/schedule.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { assess } from '../../workers/construction/dcma.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { findingRows } from '../../workers/construction/report.ts';
import { peakUse } from '../../workers/construction/resources.ts';

const schedule = await readSchedule(new TextEncoder().encode(siteScheduleXml(plan)), 'site-1.xml');
const tasks = siteTasks(plan);
const at = (key: string) => {
  const uid = tasks.find((task) => task.key === key)?.uid;
  return schedule.activities.findIndex(({ id }) => id === String(uid));
};
const compiled = compileNetwork(schedule);
if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
const { network } = compiled;
const result = analyse(schedule, network);
const point = (id: string) => assess(schedule, network, result).find(({ rule }) => rule.id === id);

test('640 activities in twelve phases, everything read', () => {
  expect(schedule.notes).toEqual([]);
  expect(schedule.activities.filter(({ kind }) => kind === 'summary')).toHaveLength(12);
  expect(schedule.activities.filter(({ kind }) => kind === 'task')).toHaveLength(640);
});

test('the planted defects of logic are there: D01, D02, D03, D10', () => {
  const start = (key: string) => result.earlyStartMin[at(key)];
  const finish = (key: string) => result.earlyFinishMin[at(key)];
  expect(start('strut.4.1')).toBeGreaterThanOrEqual(finish('dig.5.1'));
  for (const zone of [1, 2, 3]) expect(finish(`slab.2.${zone}`)).toBeLessThanOrEqual(start(`columns.2.${zone}`));
  for (const floor of [9, 10, 11, 12]) expect(start(`facade.${floor}`)).toBeLessThan(finish('frame.12'));
  expect(finish('crane.2.down')).toBeLessThan(finish('deck.4.2'));
});

test('47 tasks that nothing waits for beside the last, D04; one lead of six days, D05', () => {
  const waited = new Set(schedule.links.map(({ from }) => from));
  const open = schedule.activities.filter(({ kind }, i) => kind === 'task' && !waited.has(i));
  expect(open).toHaveLength(OPEN_ENDS + 1);
  const leads = schedule.links.filter(({ lag }) => isLead(lag));
  expect(leads.map(({ from, to }) => [from, to])).toEqual([[at('core.20'), at('frame.20')]]);
  expect(point('leads')?.links).toHaveLength(1);
});

test('one stored finish that its calendar gainsays, D06', () => {
  const wrong = findingRows(schedule, network, []).filter(({ rule }) => rule === 'stored dates');
  expect(wrong).toHaveLength(1);
});

test('the work begun is later than its baseline, and so is the end', () => {
  const last = at('accepted');
  expect(result.earlyFinishMin[last]).toBeGreaterThan(schedule.activities[last].baseline?.finishMin ?? Infinity);
  expect(schedule.activities.filter(({ progress }) => progress.status === 'done').length).toBeGreaterThan(40);
});

test('more steel fixers are wanted at once than the site has, D07', () => {
  const fixers = schedule.resources.findIndex(({ name }) => name.includes('Steel fixers'));
  expect(schedule.resources[fixers].capacity).toBe(80);
  expect(peakUse(schedule, result)[fixers].units).toBeGreaterThan(80);
});
