import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hubMessage } from '../../hub/messages.ts';
import { FeedError } from '../../model/sensors/decode.ts';
import { feedMessage } from '../../model/sensors/feed-messages.ts';
import { DESKS } from '../../src/app/desks.ts';
import { parseLink } from '../../src/app/link.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { Page } from '../../src/app/shell/page.tsx';
import { AppContext } from '../../src/kit/app-context.tsx';
import { ErrorNotice } from '../../src/kit/controls.tsx';
import type { App } from '../../src/kit/plugin.ts';
import { useErrorText } from '../../src/kit/reason.ts';
import { words } from '../../src/kit/words.ts';
import { Refused } from '../../src/twin/account-session.ts';
import { failureOf } from '../../src/twin/failure.ts';
import { emptyFeedQuality } from '../../src/twin/live/truth.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { parseLinks } from '../../workers/construction/linking/link-rules.ts';
import { englishIn } from '../kit/english.ts';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { isLong } from '../long.ts';
import { smallCity } from '../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4, 0, 0);

let twin: Twin;
let app: App;

/** Everything that a reader sees, hears or finds under the pointer. */
function said(markup: string): string[] {
  const attributes = [...markup.matchAll(/(?:title|aria-label|placeholder|alt)="([^"]*)"/g)].map(([, text]) => text);
  const between = markup.replace(/<[^>]*>/g, '\n').split('\n');
  return [...between, ...attributes].filter((text) => text.trim() !== '');
}

const englishOf = (markup: string) => said(markup).filter((text) => englishIn(text) !== null);
const page = () => renderToStaticMarkup(<Page app={app} isKiosk={false} />);

/** What failed in three ways: a file that a person chose, the hub's refusal, a fault of the program. */
const FAILURES: readonly [name: string, error: () => unknown][] = [
  ['a file', () => thrownBy(() => parseLinks('{', 'links.json'))],
  ['a message of a source', () => new FeedError(feedMessage('message-large', { most: 3, got: 4 }))],
  ['a refusal', () => new Refused(null, hubMessage('needs-everything', {}))],
  ['a fault of the program', () => new TypeError("Cannot read properties of undefined (reading 'rows')")],
  ['words of a library', () => new Error('the worker could not be reached, as its memory ran out')],
  ['no network', () => new TypeError('Failed to fetch')],
  ['a timeout', () => new DOMException('signal timed out', 'TimeoutError')],
];

function thrownBy(provoke: () => unknown): unknown {
  try {
    return provoke();
  } catch (error) {
    return error;
  }
}

/** Whatever of the page can fail has failed for this reason. */
function failAll(error: unknown): void {
  const reason = failureOf(error);
  const state = twin.getState();
  for (const { id } of twin.city.layers) state.setLayerStatus(id, { kind: 'failed', reason });
  const failed = { kind: 'failed', reason } as const;
  state.setPlan({ ...failed, file: 'plan.xer' });
  state.setModel({ ...failed, file: 'tower.ifc' });
  state.setLinking(failed);
  state.setReview({ space: failed, whatIf: failed, repair: failed, effect: failed });
  state.takeFeed({
    feed: { kind: 'cut', sinceMs: NOON_MS, reason, hasAnswered: true },
    feedQuality: { ...emptyFeedQuality(), firstProblem: reason },
  });
}

beforeEach(async () => {
  twin = pageTwin(smallCity().city, NOON_MS);
  app = testApp(twin);
  await words.changeLanguage('zh');
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** In full each tool meets two of the seven failures on each of the four desks, so each of them somewhere; in part one of them on one desk. */
const meets = (tool: number, desk: number, failure: number) =>
  isLong
    ? (tool + 2 * desk + FAILURES.length - failure) % FAILURES.length < 2
    : tool % DESKS.length === desk && tool % FAILURES.length === failure;

describe.each(DESKS.map(({ id }) => id))('the desk %s in Chinese', (desk) => {
  const deskAt = DESKS.findIndex(({ id }) => id === desk);
  test.each(FAILURES)('says no English sentence when %s failed everything', (name, error) => {
    failAll(error());
    twin.getState().openDesk(desk);
    const tools = PLUGINS.flatMap(({ places }) => Object.values(places).flat()).map(({ id }) => id);
    expect(tools.length).toBeGreaterThan(10);
    const failureAt = FAILURES.findIndex(([each]) => each === name);
    for (const id of [null, ...tools.filter((_, toolAt) => meets(toolAt, deskAt, failureAt))]) {
      app.panels.getState().openTool(id);
      if (id) app.panels.getState().show(id, true);
      expect({ id, english: englishOf(page()) }).toEqual({ id, english: [] });
    }
  });
});

test('what failed is seen: the check above looks at something', () => {
  failAll(new FeedError(feedMessage('message-large', { most: 3, got: 4 })));
  app.panels.getState().openTool('layers');
  expect(said(page()).join('\n')).toContain('消息至多 3 字节，现为 4 字节');
});

test.each(FAILURES)('a notice and an answer of the hub about %s are Chinese', (_, error) => {
  function Said() {
    return useErrorText()(error());
  }
  const markup = renderToStaticMarkup(
    <AppContext value={app}>
      <ErrorNotice what="失败" reason={failureOf(error())} />
      <Said />
    </AppContext>,
  );
  expect(markup).toMatch(/\p{Script=Han}{4}/u);
  expect(englishOf(markup)).toEqual([]);
});

test.each([
  'c=1,2,3',
  'c=200,0,1,0,0',
  'l=nothing:1:1:both',
  'sel=%',
  'by=building:nothing:',
  'f=building:height:x:1',
  'f=building:height:r:9:1',
  'cim=9',
  'state=gone',
  'swipe=2',
  'play=yes',
  'cmp=sideways',
  'pit=1;2,3',
  'crowd=nobody',
  'flood=none',
  'tour=99',
  'nothing=1',
  `sel=${'a'.repeat(20_000)}`,
])('a link with %s is refused in Chinese', (part) => {
  const { problems } = parseLink(`#${part}`, twin.city);
  expect(problems).toHaveLength(1);
  expect(problems[0].text.zh).toMatch(/\p{Script=Han}{2}/u);
  expect(englishIn(problems[0].text.zh)).toBeNull();
});
