import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { type Accounts, REFUSALS } from '../../src/city/accounts.ts';
import { openCatalogue } from '../../src/city/catalogue-core.ts';
import { Refused } from '../../src/twin/account.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { AccountPanel } from '../../src/ui/account.tsx';
import { AccountRows, NEW } from '../../src/ui/accounts.tsx';
import { createPanels, type Panels } from '../../src/ui/panels.ts';
import { useReason } from '../../src/ui/reason.ts';
import { SurroundingsContext } from '../../src/ui/surroundings.tsx';
import { words } from '../../src/ui/words.ts';
import { smallCity } from '../city/small-city.ts';
import { noBuild, noCrowds, noFeeds, noFloods, noGlobe, noLinking, noProject, noSession } from './no-surroundings.ts';

const AREAS = [
  { id: 'OT', name: { zh: '老城', en: 'Old town' } },
  { id: 'NT', name: { zh: '新城', en: 'New town' } },
];
const TOLD: Accounts = {
  accounts: [
    { name: '管理员', role: 'administrator', scope: { areas: 'all', classes: 'all' }, isClosed: false },
    { name: '老城调度', role: 'dispatcher', scope: { areas: ['OT'], classes: ['pond'] }, isClosed: false },
    { name: '甲', role: 'auditor', scope: { areas: [], classes: [] }, isClosed: true },
  ],
  areas: AREAS,
  classes: ['place', 'pond'],
};

let twin: Twin;
let panels: Panels;

function markupOf(element: React.ReactNode): string {
  const { city, files } = smallCity();
  const surroundings = {
    ...{ twin, panels, globe: noGlobe, crowd: noCrowds, flood: noFloods, build: noBuild, project: noProject },
    ...{ linking: noLinking, feeds: noFeeds, session: noSession },
    catalogue: openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array()),
  };
  return renderToStaticMarkup(<SurroundingsContext value={surroundings}>{element}</SurroundingsContext>);
}
const textOf = (element: React.ReactNode) =>
  markupOf(element)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const rows = (isOpen: string | null) => <AccountRows told={TOLD} isOpen={isOpen} onChanged={() => {}} />;

beforeEach(async () => {
  twin = createTwin(smallCity().city, 0);
  panels = createPanels(false);
  await words.changeLanguage('zh');
});

test('each account with its role and its part of the city; one that is closed says so and cannot be opened', async () => {
  expect(textOf(rows(null))).toMatch(/管理员 管理员 全部片区 · 全部类别 老城调度 调度员 老城 · pond 甲 已关闭 无 · 无/);
  expect(markupOf(rows(null)).match(/<button type="button" disabled=""/g)).toHaveLength(1);
  await words.changeLanguage('en');
  expect(textOf(rows(null))).toMatch(/老城调度 Dispatcher Old town · pond 甲 Closed/);
});

test('a known account is changed or closed; a new one is made by name and password, or a link is given', () => {
  const known = markupOf(rows('老城调度'));
  expect(known).not.toContain('name="name"');
  expect(known).toContain('<option value="dispatcher" selected="">');
  expect(known).toMatch(/aria-pressed="true">老城<.*aria-pressed="false">新城</);
  expect(textOf(rows('老城调度'))).toContain('保存 关闭账户');
  expect(markupOf(rows(NEW))).toMatch(
    /required="" maxLength="64" name="name".*minLength="12" maxLength="200" name="password"/,
  );
  expect(textOf(rows(NEW))).toContain('建立账户 生成一次性链接');
});

test('who is logged in reads role, rights and part of the city; only an administrator has the list asked for', () => {
  panels.getState().showAccount(true);
  const scope = { areas: ['OT'], classes: 'all' as const };
  twin.getState().takeAccount({ name: '乙', role: 'dispatcher', scope, areas: AREAS.slice(0, 1) });
  expect(textOf(<AccountPanel />)).toContain('乙 · 调度员 处理告警和案件，作第二人确认指令。 老城 · 全部类别 退出');
});

test('each refusal of the hub has a sentence in both languages; what has none is told as it came', async () => {
  const said = (error: unknown) => {
    function Said() {
      return useReason()(error);
    }
    return textOf(<Said />);
  };
  for (const language of ['zh', 'en']) {
    await words.changeLanguage(language);
    const sentences = REFUSALS.map((word) => said(new Refused('account: expected', word)));
    expect(new Set(sentences).size).toBe(REFUSALS.length);
    for (const sentence of sentences) expect(sentence).toMatch(/[。.]$/);
  }
  expect(said(new Refused('accounts: expected 200, got 500', null))).toBe('accounts: expected 200, got 500');
});

test('a tool that opens takes the place of the login; an invitation is kept for when it is opened again', () => {
  const invited = createPanels(false, 'link');
  invited.getState().openTool('sun');
  expect(invited.getState()).toMatchObject({ tool: 'sun', account: false, invite: 'link' });
  panels.getState().showAccount(true);
  panels.getState().openTool(null);
  expect(panels.getState().account).toBe(true);
  panels.getState().openColour('building', null);
  expect(panels.getState()).toMatchObject({ tool: 'colour', account: false });
});
