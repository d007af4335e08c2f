import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { hubMessage } from '../../../hub/messages.ts';
import { type Accounts, REFUSALS } from '../../../model/accounts/accounts.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import type { App } from '../../../src/kit/plugin.ts';
import { useErrorText } from '../../../src/kit/reason.ts';
import { words } from '../../../src/kit/words.ts';
import { accountsController } from '../../../src/plugins/accounts/controller.ts';
import { AccountRows, NEW } from '../../../src/plugins/accounts/panels/accounts.tsx';
import { Refused } from '../../../src/twin/account-session.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { inSlot } from '../../kit/slot-view.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

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
let app: App;

function markupOf(element: React.ReactNode): string {
  return renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
}
const textOf = (element: React.ReactNode) =>
  markupOf(element)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const rows = (isOpen: string | null) => <AccountRows accountList={TOLD} isOpen={isOpen} onChanged={() => {}} />;

beforeEach(async () => {
  twin = pageTwin(smallCity().city, 0);
  app = testApp(twin);
  await words.changeLanguage('zh');
});

test('each account with its role and its part of the city; one that is closed says so and cannot be opened', async () => {
  expect(textOf(rows(null))).toMatch(/管理员 管理员 全部片区 · 全部类别 老城调度 调度员 老城 · pond 甲 已停用 无 · 无/);
  expect(markupOf(rows(null)).match(/<button type="button" disabled=""/g)).toHaveLength(1);
  await words.changeLanguage('en');
  expect(textOf(rows(null))).toMatch(/老城调度 Dispatcher Old town · pond 甲 Closed/);
});

test('where nobody may act on alarms the administrator is offered an account that may', () => {
  const offered = /还没有可处置告警的账户.*创建控制员账户并以其登录/;
  expect(textOf(rows(null))).not.toMatch(offered);
  const alone = { ...TOLD, accounts: TOLD.accounts.slice(0, 1) };
  expect(textOf(<AccountRows accountList={alone} onChanged={() => {}} />)).toMatch(offered);
});

test('a known account is changed or closed; a new one is made by name and password, or a link is given', () => {
  const known = markupOf(rows('老城调度'));
  expect(known).not.toContain('name="name"');
  expect(known).toContain('<option value="dispatcher" selected="">');
  expect(known).toMatch(/aria-pressed="true">老城<.*aria-pressed="false">新城</);
  expect(textOf(rows('老城调度'))).toContain('保存 停用账户');
  expect(markupOf(rows(NEW))).toMatch(
    /required="" maxLength="64" name="name".*minLength="12" maxLength="200" name="password"/,
  );
  expect(textOf(rows(NEW))).toContain('创建账户 生成邀请链接');
});

test('who is logged in reads role, rights and part of the city; only an administrator has the list asked for', () => {
  app.panels.getState().show('accounts', true);
  const scope = { areas: ['OT'], classes: 'all' as const };
  twin.getState().takeAccount({ name: '乙', role: 'dispatcher', scope, areas: AREAS.slice(0, 1) });
  expect(textOf(inSlot('window'))).toContain('乙 · 调度员 处理告警和案件；作为第二人确认指令。 老城 · 全部类别 退出');
});

test('each refusal of the hub has a sentence in both languages; what has none is said as the hub said it', async () => {
  const said = (error: unknown) => {
    function Said() {
      return useErrorText()(error);
    }
    return textOf(<Said />);
  };
  for (const language of ['zh', 'en'] as const) {
    await words.changeLanguage(language);
    const sentences = REFUSALS.map((word) => said(new Refused(word, hubMessage('used-invite', {}))));
    expect(new Set(sentences).size).toBe(REFUSALS.length);
    for (const sentence of sentences) expect(sentence).toMatch(/[。.]$/);
  }
  expect(said(new Refused(null, hubMessage('second-person', {})))).toBe(hubMessage('second-person', {}).text.en);
});

test('the login stays open beside a tool, and an invitation is kept until it is closed', () => {
  const { panels } = app;
  const { invite } = app.controllerOf(accountsController);
  const { show, openTool } = panels.getState();
  invite.setState('link', true);
  show('accounts', true);
  openTool('sun');
  expect(panels.getState().opened).toContain('accounts');
  expect(invite.getState()).toBe('link');
  show('accounts', false);
  expect(invite.getState()).toBeNull();
});

test.each([
  ['#invite=secret', '', '/?city=x'],
  ['#c=1,2', '&invite=secret', '/?city=x#c=1,2'],
])('an invitation is taken out of the address, %s%s, and of nothing else', (hash, query, left) => {
  const replaced: string[] = [];
  vi.stubGlobal('location', { hash, search: `?city=x${query}`, pathname: '/' });
  vi.stubGlobal('history', { replaceState: (_: unknown, __: unknown, to: string) => void replaced.push(to) });
  const opened = accountsController.open(app);
  expect(opened.invite.getState()).toBe('secret');
  expect(replaced).toEqual([left]);
  opened.close?.();
  vi.unstubAllGlobals();
});
