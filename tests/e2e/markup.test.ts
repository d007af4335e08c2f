import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { smallIfc, threeBoxes } from '../workers/construction/small-ifc.ts';
import { openBrowser } from './browser.ts';
import { openPage, openServer, type Server, type Watch } from './house.ts';
import { bakeMarkedCity, MANY, marked, sensorId } from './marked-city.ts';
import { MARK, PAYLOADS } from './payloads.ts';
import { act, readTwin, selectById } from './twin-of.ts';

/**
 * A hundred pieces of markup in every field that a city, a file, a link or a person fills, on every desk: all of it is text. What feeds say is in
 * `feeds-markup.test.ts`. Each field has a name, which stands behind its payloads, so that the test can tell which of them it has seen.
 */
let server: Server;
let browser: Browser;
let page: Page;
let watch: Watch;
let dialogs = 0;
let admin = '';
const folder = mkdtempSync(join(tmpdir(), 'shapan-markup-'));
const PASSWORD = 'correct horse battery';
const DESKS = ['plan', 'command', 'build', 'tour'] as const;
const patiently = { timeout: 60_000, interval: 250 };

/** By field, which of its payloads have stood on the page. */
const seen = new Map<string, Set<number>>();

beforeAll(async () => {
  const cities = bakeMarkedCity(folder);
  server = await openServer({ cities, hubData: join(folder, 'hub'), isSimulated: false });
  browser = await openBrowser();
  const at = { at: '?city=chengchuan&quality=fast', width: 1280, height: 720 };
  ({ page, watch } = await openPage({ url: server.url, browser }, at));
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});
afterAll(async () => {
  await browser?.close();
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** All that a reader can meet now: text, what stands in fields, titles, names for screen readers. */
const shown = () =>
  page.evaluate(() => {
    const words = [document.title, document.body.textContent ?? ''];
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder], input, textarea, option')) {
      for (const name of ['title', 'aria-label', 'placeholder', 'value']) words.push(element.getAttribute(name) ?? '');
      if ('value' in element) words.push(String(element.value));
    }
    return words.join('\n');
  });

/** Notes which payloads of these fields are on the page now. */
async function look(...fields: string[]): Promise<void> {
  const text = await shown();
  for (const field of fields) {
    const known = seen.get(field) ?? new Set<number>();
    seen.set(field, known);
    for (let i = 0; i < MANY; i++) if (text.includes(marked(field, i))) known.add(i);
  }
}

const countOf = (field: string): number => seen.get(field)?.size ?? 0;

/** Nothing ran, nothing was reported, and no element has been made of what is a text. */
async function expectNothingRan(): Promise<void> {
  const page_ = await page.evaluate((mark) => {
    const made =
      'iframe, object, embed, base, math, animate, video, source, body [onload], [onerror], [onclick], [onfocus], [ontoggle], [onbegin]';
    const links = [...document.querySelectorAll('a[href], form[action]')].filter((element) =>
      /^\s*(javascript|data):/i.test(element.getAttribute('href') ?? element.getAttribute('action') ?? ''),
    );
    return {
      marked: Reflect.has(globalThis, mark),
      made: [...document.querySelectorAll(made), ...links].map(({ outerHTML }) => outerHTML.slice(0, 200)),
      scripts: [...document.querySelectorAll('script')].filter(({ text }) => text.includes(mark)).length,
    };
  }, MARK);
  const policy = watch.errors.filter((text) => /Content Security Policy|Refused to/.test(text));
  expect({ ...page_, dialogs, policy }).toEqual({ marked: false, made: [], scripts: 0, dialogs: 0, policy: [] });
}

/** Brings what lists show only where one scrolls to it, and notes what stands there of these fields. */
async function scrollThrough(...fields: string[]): Promise<void> {
  for (let step = 0; step < 40; step++) {
    const isMoved = await page.evaluate(() => {
      let moved = false;
      for (const element of document.querySelectorAll('.desk *')) {
        if (element.scrollHeight <= element.clientHeight + 8 || element.clientHeight < 60) continue;
        const before = element.scrollTop;
        element.scrollTop = before + element.clientHeight * 0.8;
        moved ||= element.scrollTop > before + 1;
      }
      return moved;
    });
    await page.waitForTimeout(60);
    await look(...fields);
    if (!isMoved) return;
  }
}

/** Opens whatever a desk has to open: tabs, folded parts, tools. */
async function openAll(): Promise<void> {
  for (const kind of ['.tools button', '[role=tab]', 'summary'])
    for (const element of await page.locator(`${kind}:visible`).all())
      await element.evaluate((one) => (one as HTMLElement).click()).catch(() => undefined);
  await page.waitForTimeout(200);
}

async function ask(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(admin && { Authorization: `Bearer ${admin}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? {} : JSON.parse(text) };
}

test('what a city says of itself is text on every desk: its name, layers, sources, problems, places', async () => {
  const fields = [
    'city name',
    'about',
    'layer',
    'source',
    'licence',
    'datum',
    'label',
    'chapter',
    'caption',
    'problem',
    'example',
    'column',
  ];
  for (const desk of DESKS) {
    await act(page, 'openDesk', desk);
    await expect.poll(shown, patiently).toContain(MARK);
    await openAll();
    await look(...fields);
    await expectNothingRan();
  }
  expect([countOf('label'), Math.min(1, countOf('layer'))]).toEqual([MANY, 1]);
});

test('a hundred chapters of the tour are text', async () => {
  await act(page, 'openDesk', 'tour');
  for (let i = 0; i < MANY; i++) {
    await page.evaluate((tourIndex) => {
      const { twin } = (globalThis as unknown as { shapan: { twin: { setState(part: object): void } } }).shapan;
      twin.setState({ tour: 'playing', tourIndex });
    }, i);
    await look('chapter', 'caption');
  }
  await act(page, 'openDesk', 'plan');
  await expectNothingRan();
  expect([countOf('chapter'), countOf('caption')]).toEqual([MANY, MANY]);
});

test('a hundred objects by id: their names, codes, keys and values, and the parcels that they lie in', async () => {
  await act(page, 'openDesk', 'plan');
  for (let i = 0; i < MANY; i++) {
    await selectById(page, marked('building', i));
    await expect
      .poll(async () => (await page.locator('.card').textContent()) ?? '', patiently)
      .toContain(marked('value', i));
    await look('building', 'name', 'use', 'key', 'value', 'parcel', 'parcel use', 'layer', 'source', 'licence');
    if (i % 25 === 0) await expectNothingRan();
  }
  await expectNothingRan();
  expect(['building', 'name', 'use', 'key', 'value'].map((field) => [field, countOf(field)])).toEqual(
    ['building', 'name', 'use', 'key', 'value'].map((field) => [field, MANY]),
  );
});

test('what is searched for and what is found is text', async () => {
  const box = page.getByRole('combobox').first();
  for (let i = 0; i < MANY; i += 10) {
    await box.fill(PAYLOADS[i]);
    await page.waitForTimeout(150);
    await look('name', 'building');
  }
  await box.fill('');
  await expectNothingRan();
});

test('a hundred links with markup in every part open nothing', async () => {
  const keys =
    'c t play rate desk lang theme shade l cim state sel by f cmp swipe under ground pit flood crowd tour invite nothing'.split(
      ' ',
    );
  for (const [i, payload] of PAYLOADS.entries()) {
    const text = encodeURIComponent(payload);
    const parts = keys
      .filter((key) => key !== 'invite' || i === 0)
      .map((key) => `${key}=${i % 2 ? text : payload.replaceAll('&', '')}`);
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `#${parts.join('&')}&${text}=${text}`,
    );
    if (i % 20 === 0) await look('link');
  }
  await page.waitForTimeout(500);
  await expectNothingRan();
});

test('a person’s words are text: an administrator’s kinds and sources, districts of the scope, cases, notes and commands', async () => {
  await page.evaluate(() => {
    location.hash = '#desk=command';
  });
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  admin = String((await ask('POST', '/accounts/invited', { invite, name: 'admin', password: PASSWORD })).json.token);
  for (const [name, role] of [
    ['one', 'dispatcher'],
    ['two', 'controller'],
  ] as const)
    await ask('POST', '/accounts', { name, role, password: PASSWORD, scope: { areas: 'all', classes: 'all' } });
  for (let i = 0; i < 10; i++)
    expect(
      (
        await ask('POST', '/accounts', {
          name: PAYLOADS[i],
          role: 'analyst',
          password: PASSWORD,
          scope: { areas: 'all', classes: 'all' },
        })
      ).status,
    ).toBe(400);
  const kinds = (BASE_KINDS.kinds ?? []).filter(({ id }) => id !== '*');
  for (const [i, { id }] of kinds.entries()) {
    const text = marked('kind', i);
    expect((await ask('PUT', `/sensor-kinds/${id}`, { id, label: { zh: text, en: text } })).status).toBe(200);
  }
  for (let i = 0; i < 20; i++) {
    const source = {
      id: `s${i}`,
      name: PAYLOADS[5 * i].slice(0, 64),
      kind: 'sse',
      url: `https://127.0.0.1:1/${encodeURIComponent(PAYLOADS[5 * i])}`,
      fields: { stream: null, time: 'a', value: 'b' },
      streams: [[marked('theirs', i), marked('ours', i)]],
    };
    expect((await ask('POST', '/sources', source)).status).toBe(201);
  }
  const first = admin;
  const logIn = async (name: string) =>
    String((await ask('POST', '/accounts/login', { name, password: PASSWORD })).json.token);
  admin = await logIn('one');
  for (let i = 0; i < MANY; i++) {
    const filed = await ask('POST', '/cases', {
      title: marked('case', i).slice(0, 200),
      object: marked('building', i).slice(0, 128),
      place: null,
      alarm: null,
      priority: 1 + (i % 4),
      key: `case key ${i}`,
    });
    expect(filed.status).toBe(201);
    const stepped = await ask('POST', `/cases/${filed.json.id}/dispatch`, {
      unit: marked('unit', i).slice(0, 200),
      note: marked('note', i).slice(0, 200),
    });
    expect(stepped.status).toBe(200);
  }
  admin = await logIn('two');
  for (let i = 0; i < MANY; i++) {
    const asked = await ask('POST', '/commands', {
      device: sensorId(0),
      verb: 'run',
      value: i % 2,
      reason: marked('reason', i),
      key: `command ${i}`,
      untilMs: Date.now() + 600_000,
    });
    expect([201, 202, 409]).toContain(asked.status);
  }
  await logInOnPage('two');
  for (const desk of DESKS) {
    await act(page, 'openDesk', desk);
    await page.waitForTimeout(500);
    await openAll();
    await look('case', 'unit', 'note', 'reason', 'kind', 'sensor', 'stream');
    await expectNothingRan();
  }
  await act(page, 'openDesk', 'command');
  // The list shows the most urgent; the others are where their objects are.
  for (let i = 0; i < MANY; i += 3) {
    await selectById(page, marked('building', i));
    await page.waitForTimeout(150);
    await look('case', 'unit', 'note');
  }
  for (let i = 0; i < MANY; i += 5) {
    await selectById(page, sensorId(i));
    await page.waitForTimeout(100);
    await look('sensor', 'stream', 'kind', 'reason', 'building');
  }
  await expectNothingRan();
  admin = first;
  await logInOnPage('admin');
  const own = page.getByRole('button', { name: 'admin' }).first();
  if (await own.isVisible()) await own.click();
  await openAll();
  await look('district', 'kind');
  await expectNothingRan();
  expect([Math.min(60, countOf('case')), Math.min(1, countOf('reason'))]).toEqual([60, 1]);
});

/** A page that is loaded anew has no login. */
async function logInOnPage(name: string): Promise<void> {
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: '登录' }).first().click({ timeout: 60_000 });
  await page.locator('.account-form input[name="name"]').fill(name);
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
  await page.getByRole('button', { name: '登录' }).first().waitFor({ state: 'detached', timeout: 30_000 });
}

const asFileName = (payload: string) => payload.replaceAll('/', '∕').slice(0, 80);
const mimeType = 'application/octet-stream';

test('a schedule’s tasks, resources and calendars, a model’s names and properties, and their files are text', async () => {
  await act(page, 'openDesk', 'build');
  const input = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = PAYLOADS.map((_, i) =>
    [marked('task', i), marked('activity', i), '5d', i > 0 ? '' : '', '2026-01-05', marked('resource', i)]
      .map(quoted)
      .join(','),
  );
  const schedule = ['id,name,duration,predecessors,start no earlier than,resources', ...rows].join('\n');
  await input.setInputFiles({ name: `${asFileName(PAYLOADS[1])}.csv`, mimeType, buffer: Buffer.from(schedule) });
  await expect.poll(() => readTwin(page, 'plan.kind'), patiently).not.toBe('reading');
  await openAll();
  await scrollThrough('task', 'activity', 'resource');
  const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const tasks = PAYLOADS.map(
    (_, i) =>
      `<Task><UID>${i + 1}</UID><ID>${i + 1}</ID><Name>${xml(marked('task', i))}</Name><WBS>${xml(marked('wbs', i))}</WBS><Duration>PT40H0M0S</Duration><Start>2026-01-05T08:00:00</Start><Finish>2026-01-09T17:00:00</Finish><CalendarUID>1</CalendarUID></Task>`,
  );
  const project = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>${xml(marked('project', 0))}</Name><StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>${xml(marked('calendar', 0))}</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>${[2, 3, 4, 5, 6].map((day) => `<WeekDay><DayType>${day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>`).join('')}</WeekDays></Calendar></Calendars><Tasks>${tasks.join('')}</Tasks><Resources>${PAYLOADS.map((_, i) => `<Resource><UID>${i + 1}</UID><ID>${i + 1}</ID><Name>${xml(marked('resource', i))}</Name><Type>1</Type></Resource>`).join('')}</Resources></Project>`;
  await input.setInputFiles({ name: `${asFileName(PAYLOADS[0])}.xml`, mimeType, buffer: Buffer.from(project) });
  await expect.poll(() => readTwin(page, 'plan.kind'), patiently).toBe('open');
  for (const tab of await page.locator('[role=tab]:visible').all()) {
    await tab.evaluate((element) => (element as HTMLElement).click());
    await page.waitForTimeout(200);
    await scrollThrough('task', 'wbs', 'project', 'calendar', 'resource');
  }
  await expectNothingRan();
  const step = (text: string) => text.replaceAll('\\', '').replaceAll("'", "''");
  let i = 0;
  const model = Buffer.from(smallIfc({ boxes: threeBoxes(1) }))
    .toString('latin1')
    .replace(
      /'(Small|Site|Building|Storey \d|Ifc\w+ \d|FireRating|REI 90|Pset_WallCommon|T\d)'/g,
      () => `'${step(marked('model', i++))}'`,
    );
  await input.setInputFiles({ name: `${asFileName(PAYLOADS[2])}.ifc`, mimeType, buffer: Buffer.from(model, 'latin1') });
  await expect.poll(() => readTwin(page, 'model.kind'), patiently).not.toBe('reading');
  await openAll();
  await look('model');
  await selectById(page, threeBoxes(1)[0].globalId);
  await page.waitForTimeout(500);
  await look('model');
  await expectNothingRan();
});

test('a hundred broken files of every kind are refused in text, by name and content', async () => {
  const build = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  for (const [i, payload] of PAYLOADS.entries()) {
    const ending = ['csv', 'xml', 'xer', 'ifc', 'gltf', 'json'][i % 6];
    const buffer = Buffer.from(i % 2 ? `id,name,duration\n${payload},${payload},${payload}\n` : payload);
    await build.setInputFiles({ name: `${asFileName(payload)}.${ending}`, mimeType, buffer });
  }
  await openAll();
  for (const label of ['打开规则', '打开情景']) {
    const input = page.getByLabel(label).and(page.locator('input'));
    if ((await input.count()) === 0) continue;
    for (const payload of PAYLOADS)
      await input.first().setInputFiles({
        name: `${asFileName(payload)}.json`,
        mimeType,
        buffer: Buffer.from(`{"format":1,"kind":${JSON.stringify(payload)},"${payload.replaceAll('"', '')}":1}`),
      });
  }
  await page.waitForTimeout(1000);
  await expectNothingRan();
  await act(page, 'openDesk', 'command');
  await openAll();
  const opened: string[] = [];
  for (const input of await page.locator('input[type=file]').all()) {
    opened.push((await input.getAttribute('aria-label')) ?? (await input.getAttribute('accept')) ?? '');
    for (const payload of PAYLOADS)
      await input
        .setInputFiles({
          name: `${asFileName(payload)}.csv`,
          mimeType,
          buffer: Buffer.from(`datastream,phenomenonTime,result\n${payload},${payload},${payload}\n`),
        })
        .catch(() => undefined);
  }
  expect(opened.length).toBeGreaterThan(0);
  await page.waitForTimeout(1000);
  await expectNothingRan();
});

test('the fields that were filled and how many of their payloads have stood on the page', () => {
  const table = [...seen].map(([field, payloads]) => `${field}: ${payloads.size}`).sort();
  process.stdout.write(`${table.join('\n')}\n`);
  expect(table.length).toBeGreaterThan(25);
});
