import { beforeAll, expect, test } from 'vitest';
import { reportDocument } from '../../../model/reports/report-document.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { addWords, words } from '../../../src/kit/words.ts';
import {
  buildReport,
  findingObjects,
  type ReviewedProject,
  verdictFile,
} from '../../../src/plugins/build/build-report.ts';
import { verdictOf } from '../../../src/plugins/build/verdict-text.ts';
import { buildWords } from '../../../src/plugins/build/words.ts';
import type { Language } from '../../../src/twin/appearance.ts';
import { judgePlan } from '../../../workers/construction/plan-facts.ts';
import { findRemedies } from '../../../workers/construction/review/remedies.ts';
import type { SpaceCheckResult } from '../../../workers/construction/review/review.ts';

beforeAll(() => addWords(buildWords));

const speechIn = (language: Language) => ({
  t: words.in(language),
  of: (text: { zh: string; en: string }) => text[language],
  language,
});

/** Two works of two weeks, one of them behind its baseline, owed by Friday 23 January: they end a week later, on the 30th. */
async function reviewed(part: Partial<ReviewedProject> = {}): Promise<ReviewedProject> {
  const table =
    'id,name,duration,predecessors,start no earlier than\nA,挖土｜Dig,10d,,2026-01-05\nB,浇筑｜Pour,10d,A,\nC,围挡｜Fence,2d,,\n';
  const schedule = await readSchedule(new TextEncoder().encode(table), 'small.csv');
  const owed = { ...schedule, mustFinishMin: Date.parse('2026-01-23T17:00Z') / 60_000 };
  const steps = findRemedies(owed, []);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return {
    facts: judgePlan(owed, 'small.csv'),
    space: null,
    canCheckSpace: true,
    levelled: null,
    hasEffect: false,
    effect: null,
    remedies: step.value,
    scheduleHash: 'a'.repeat(64),
    models: [{ name: 'tower.ifc', hash: 'b'.repeat(64) }],
    ...part,
  };
}

/** One clash of a pipe and a pit, confirmed, and one that goes by a rule nobody confirmed. */
const SPACE = {
  rows: [],
  figures: { conflicts: 1, unsure: 1, kinds: { hard: 1 }, bodies: 2, cranes: 0, rules: 2 },
  groups: [
    {
      rule: 'pit',
      kind: 'hard',
      title: { zh: '管线穿过基坑', en: 'Pipe through the pit' },
      names: ['TX-3', 'Pit'],
      clause: 'GB 50497',
      verdict: 'fail',
      unit: 'm',
      value: 1.4,
      limit: 2,
      fromDay: 20_465,
      toDay: 20_470,
      count: 1,
    },
    {
      rule: 'gas',
      kind: 'clearance',
      title: { zh: '燃气净距', en: 'Gas clearance' },
      names: ['RQ-1'],
      clause: '',
      verdict: 'unsure',
      unit: 'm',
      value: 0.5,
      limit: 1,
      fromDay: 20_465,
      toDay: Number.POSITIVE_INFINITY,
      count: 3,
    },
  ],
} as unknown as SpaceCheckResult;

const PARTS = { common: [], signatures: [], pictures: [] };
const SHEET = { signatures: 'S', signatureHead: ['What', 'Who', 'Date', 'By'] };

async function printed(language: Language, part: Partial<ReviewedProject> = {}): Promise<string> {
  const project = await reviewed(part);
  return reportDocument(buildReport(project, PARTS, speechIn(language)), null, { ...SHEET, language });
}
const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('the verdict is a sentence with days, and says what holds the finish up', async () => {
  const verdict = verdictOf(await reviewed({ space: SPACE }), speechIn('zh'));
  expect(verdict.lateDays).toBe(7);
  expect(verdict.headline).toMatch(/^不通过：\d 项逻辑检查未过，竣工比合同晚 7 天，1 处时空冲突。$/);
  expect(verdict.lines[0]).toMatch(/^竣工 2026-01-30，合同 2026-01-23；八成把握要到 2026-\d\d-\d\d。$/);
  const english = verdictOf(await reviewed(), speechIn('en'));
  expect(english.headline).toMatch(
    /^Does not pass: \d logic checks? fails?, the finish is 7 days after the contract date\.$/,
  );
  expect(english.verdicts.map(({ id, state }) => [id, state])).toEqual([
    ['logic', 'fail'],
    ['time', 'fail'],
    ['resources', 'unknown'],
    ['risk', 'simulated'],
    ['space', 'unknown'],
  ]);
});

test('what was not checked says why', async () => {
  const open = verdictOf(await reviewed(), speechIn('en')).unchecked.map(({ what }) => what);
  expect(open).toEqual(expect.arrayContaining(['Space', 'Baseline', 'Resources', 'Surroundings']));
  const checked = verdictOf(await reviewed({ space: SPACE }), speechIn('en')).unchecked.map(({ what }) => what);
  expect(checked).not.toContain('Space');
  const without = verdictOf(await reviewed({ canCheckSpace: false }), speechIn('zh'));
  expect(without.verdicts[4].note).toBe('没有模型和工地数据');
});

test.each(['zh', 'en'] as const)(
  'the document of A3 holds verdict, changes, bars, findings, checksums and lines to sign (%s)',
  async (language) => {
    const html = await printed(language, { space: SPACE });
    expect(html).toContain('@page { size: A3 landscape; }');
    const project = await reviewed({ space: SPACE });
    const text = textOf(html);
    const { t } = speechIn(language);
    for (const word of [
      t('remedy.title'),
      t('buildReport.gantt'),
      t('buildReport.top'),
      t('buildReport.unchecked'),
      t('buildReport.reviewer'),
      t('build.space'),
      SPACE.groups[0].title[language],
      'TX-3 × Pit',
      'GB 50497',
      'a'.repeat(64),
      'b'.repeat(64),
      verdictFile(project).hash,
    ])
      expect(text).toContain(word);
    // A second shift takes a week out of each of the two works; with a Saturday worked they end on Thursday 15 January.
    expect(text).toContain(t('remedy.together', { days: 15, count: 3 }));
    expect(html.match(/<svg /g)).toHaveLength(1);
    expect(html).toContain(language === 'zh' ? '>挖土</text>' : '>Dig</text>');
    expect(text).not.toMatch(/buildReport\.|verdict\.|remedy\./);
    expect(text).not.toMatch(/undefined|NaN|Infinity/);
    if (language === 'zh') expect(html).not.toContain('>Dig<');
  },
);

test('a rule that nobody confirmed gives no failure, in the list that other programs read', async () => {
  const rows = findingObjects(await reviewed({ space: SPACE }), speechIn('en'));
  const standing = Object.fromEntries(rows.map((row) => [row.Finding, [row.Verdict, row['Standing of the rule']]]));
  expect(standing['Pipe through the pit']).toEqual(['Failed', expect.stringMatching(/^read, by the project.s data$/)]);
  expect(standing['Gas clearance']).toEqual(['unconfirmed', 'unconfirmed']);
  expect(rows.map((row) => row['No.'])).toEqual(rows.map((_, at) => String(at + 1)));
});

test('the checksum is of the verdict: another finish has another, the same has the same, and only its own signatures stand under it', async () => {
  const { hash } = verdictFile(await reviewed());
  expect(verdictFile(await reviewed()).hash).toBe(hash);
  expect(verdictFile(await reviewed({ scheduleHash: 'c'.repeat(64) })).hash).not.toBe(hash);
  const signature = { statement: '{}', key: 'f'.repeat(32), value: 'AA==' };
  const signed = { who: 'Zhang', at: '2026-11-29', signature };
  const report = buildReport(
    await reviewed(),
    {
      ...PARTS,
      signatures: [
        { hash, ...signed },
        { hash: '0'.repeat(64), ...signed, who: 'Li' },
      ],
    },
    speechIn('en'),
  );
  expect(report.signatures.map(({ who }) => who)).toEqual(['Zhang']);
});
