import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallIfc } from '../workers/construction/small-ifc.ts';
import { sharedBrowser } from './browser.ts';
import { unfoldTray } from './desk.ts';
import { DEVICE_TOKEN, LIGHT, nextPicture, openPage, openServer, type Server, type Watch } from './house.ts';
import { all, bakeMarkedCity, MANY, marked, refusedRecipe, SLASH_OF_FILES, sensorId } from './marked-city.ts';
import { PAYLOADS } from './payloads.ts';
import { act, readTwin, selectById } from './twin-of.ts';
import { openWitness, type Witness } from './witness.ts';

/**
 * A hundred pieces of markup in every field that a city, a file, a link or a person fills, on every desk: all of it is text. What feeds say is in
 * `feeds-markup.test.ts`. Each field has a name, which stands behind its payloads, and a witness in the page that knows which of them it has seen:
 * a field that is filled and never seen fails as one that runs does. What is refused at the door is refused by name.
 */
let server: Server;
let browser: Browser;
let page: Page;
let watch: Watch;
let witness: Witness;
let admin = '';
const folder = mkdtempSync(join(tmpdir(), 'shapan-markup-'));
const PASSWORD = 'correct horse battery';
const DESKS = ['plan', 'command', 'build', 'tour'] as const;
const patiently = { timeout: 120_000, interval: 100 };
const each = (of: (i: number) => string, count = MANY): string[] => Array.from({ length: count }, (_, i) => of(i));

/** By field, how many payloads of it were seen of how many that were filled. */
const table = new Map<string, string>();

beforeAll(async () => {
  const cities = bakeMarkedCity(folder);
  server = await openServer({ cities, hubData: join(folder, 'hub'), isSimulated: false });
  browser = await sharedBrowser();
  // The picture is drawn small: what is looked at stands in the panels over it.
  const at = { at: `?city=chengchuan&quality=fast#${LIGHT}`, width: 1280, height: 720, scale: 0.2 };
  ({ page, watch } = await openPage({ url: server.url, browser }, at));
  witness = await openWitness(page, () => watch);
  // A printer's dialog would hold the page until somebody closes it.
  await page.addInitScript(() => {
    window.print = () => void window.dispatchEvent(new Event('afterprint'));
  });
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** All that these fields were filled with has stood on the page, and nothing of it ran. */
async function expectSeen(fields: readonly string[], filled = MANY): Promise<void> {
  await witness.settled();
  const found = fields.map((field) => [field, witness.of(field).size]);
  for (const [field, count] of found) table.set(String(field), `${count} of ${filled}`);
  await witness.expectNothingRan();
  expect(found).toEqual(fields.map((field) => [field, filled]));
}

/** Clicks all that a selector finds, at once. */
async function clickAll(selector: string): Promise<void> {
  await page.evaluate((wanted) => {
    for (const element of document.querySelectorAll<HTMLElement>(wanted)) element.click();
  }, selector);
  await witness.settled();
}

/** Wherever it stands: a name of six thousand letters leaves no room beside it. */
const press = (button: Locator) => button.evaluate((element) => (element as HTMLElement).click());

/** Opens whatever a desk has to open: the tools of each step and of the map one after the other, their tabs and folded parts; `see` looks at each. */
async function openAll(see?: () => Promise<void>): Promise<void> {
  const openEach = async (tools: Locator) => {
    for (let i = 0; i < (await tools.count()); i++) {
      await press(tools.nth(i));
      await nextPicture(page);
      for (const kind of ['[role=tab]', 'summary']) await clickAll(kind);
      await see?.();
    }
  };
  const steps = page.locator('.step-head');
  for (let step = 0; step < (await steps.count()); step++) {
    if ((await steps.nth(step).getAttribute('aria-expanded')) === 'false') await press(steps.nth(step));
    await openEach(page.locator('.tool-row'));
  }
  await openEach(page.locator('.cluster [data-tool]'));
  await act(page, 'setTool', null);
}

/** Brings what lists show only where one scrolls to it. */
async function scrollThrough(list: Locator): Promise<void> {
  for (let step = 0; step < 200; step++) {
    // What came into sight is on the page two frames later, however long those take.
    const isMoved = await list.evaluate(async (element) => {
      const before = element.scrollTop;
      element.scrollTop = before + element.clientHeight * 0.5;
      for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
      return element.scrollTop > before + 1;
    });
    await page.waitForTimeout(80);
    if (!isMoved) return;
  }
}

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(admin && { Authorization: `Bearer ${admin}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? {} : JSON.parse(text) };
}

/** All of them are refused, in words that name the field. */
async function expectRefused(answers: Promise<Answer>[], name: RegExp): Promise<void> {
  for (const { status, json } of await Promise.all(answers)) expect(`${status} ${JSON.stringify(json)}`).toMatch(name);
}

test('what a city says of itself is text on every desk', async () => {
  for (const desk of DESKS) {
    await act(page, 'openDesk', desk);
    await page.locator('.desk, .tour').first().waitFor();
    await openAll();
    await witness.expectNothingRan();
  }
  await act(page, 'openDesk', 'plan');
  await act(page, 'setTool', 'layers');
  await page.locator('.layers .layer').first().waitFor({ timeout: 120_000 });
  await clickAll('.layers .layer .name[aria-expanded=false]');
  await act(page, 'setTool', 'credits');
  await page.locator('.credits').waitFor({ timeout: 120_000 });
  await expectSeen(['city name', 'about', 'datum', 'baked by', 'label']);
  await expectSeen(['layer', 'source', 'licence', 'date', 'crs', 'valid from', 'valid to', 'problem', 'example']);
  await expectSeen(['legend', 'assumption']);
  expect([witness.of('credit').size, witness.of('copyright').size]).toEqual([0, 0]);
  table.set('credit of a tileset, copyright of a tile', 'never shown: the credits panel says whose data it is');
  await act(page, 'setTool', 'layers');
  await clickAll('.layers .layer .name[aria-expanded=true]');
  await act(page, 'setTool', null);
});

test('the list of cities, where the address names none of them', async () => {
  const other = await browser.newPage();
  const heard = { requests: [], errors: [] };
  const seenThere = await openWitness(other, () => heard);
  await other.goto(`${server.url}/?city=${encodeURIComponent(marked('unknown city', 1))}`);
  await other.locator('.chooser li').first().waitFor({ timeout: 120_000 });
  await seenThere.expectNothingRan();
  table.set('listed city', `${seenThere.of('listed city').size} of ${MANY}`);
  expect([seenThere.of('listed city').size, seenThere.of('unknown city').size]).toEqual([MANY, 1]);
  await other.close();
});

test('ids of a city and of its layers are refused by name, where the city is baked', () => {
  for (const where of ['id', 'layers.0.id'])
    for (const i of [1, 27, 52, 99])
      expect(refusedRecipe(folder, where, marked('id', i))).toContain(`${where}: expected lower-case letters, digits`);
  table.set('id of a city, of a layer', 'refused by name');
});

test('a hundred chapters of the tour are text', async () => {
  await act(page, 'openDesk', 'tour');
  for (let i = 0; i < MANY; i++) {
    await page.evaluate((tourIndex) => {
      const { twin } = (globalThis as unknown as { shapan: { twin: { setState(part: object): void } } }).shapan;
      twin.setState({ tour: 'playing', tourIndex });
    }, i);
    await witness.until('caption', i);
  }
  await act(page, 'openDesk', 'plan');
  await expectSeen(['chapter', 'caption']);
});

test('a hundred objects by id: their names, codes, keys and values, and the parcels that they lie in', async () => {
  // Their picture has been seen, and each of its frames costs the card time.
  await act(page, 'showLayer', 'buildings', false);
  for (let i = 0; i < MANY; i++) {
    await selectById(page, marked('building', i));
    await witness.until('value', i);
    await witness.until('parcel', i);
  }
  await expectSeen(['building', 'name', 'use', 'key', 'column', 'value', 'parcel', 'parcel use']);
});

test('what is searched for and what is found is text', async () => {
  const box = page.getByRole('combobox').first();
  for (let i = 0; i < MANY; i++) {
    await box.fill(marked('needle', i));
    await witness.until('needle', i);
  }
  await box.fill(PAYLOADS[1]);
  await page.locator('[role=option]').first().waitFor({ timeout: 120_000 });
  await box.fill('');
  await expectSeen(['needle']);
});

/** Parts of a link that a page which only looks knows; each says what it expected when it cannot be read. */
const LINK_PARTS =
  'c t play rate desk lang theme shade l cim state by f cmp swipe under ground pit flood crowd tour'.split(' ');

test('a hundred links with markup in every part are refused by the part’s name, and nothing of them is kept', async () => {
  const follow = (hash: string) =>
    page.evaluate((given) => {
      location.hash = given;
    }, hash);
  const shown = async () => (await page.locator('body').textContent()) ?? '';
  for (const i of PAYLOADS.keys()) {
    const text = encodeURIComponent(marked('link', i));
    await follow(`#${LINK_PARTS.map((key) => `${key}=${text}`).join('&')}&${text}=${text}`);
    await expect.poll(shown, patiently).toContain(`现为“${text.slice(0, 60)}”`);
  }
  const named: string[] = [];
  for (const key of LINK_PARTS) {
    await follow(`#${key}=${encodeURIComponent(marked('link', named.length))}`);
    await expect.poll(shown, patiently).toContain(`链接中的 ${key}：`);
    named.push(key);
  }
  await witness.expectNothingRan();
  expect(await readTwin(page, 'desk')).toBe('plan');
  table.set('link', `${MANY} of ${MANY}, of each part its first 60 characters`);
});

/** A login survives a reload by its cookie: without it the page begins as a visitor's. */
async function logInOnPage(name: string): Promise<void> {
  await page.context().clearCookies();
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await press(page.getByRole('button', { name: '登录' }).first());
  await page.locator('.account-form input[name="name"]').fill(name);
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await press(page.locator('.account-form button[type="submit"]'));
  await page.getByRole('button', { name: '登录' }).first().waitFor({ state: 'detached', timeout: 120_000 });
}

const logIn = async (name: string) =>
  String((await ask('POST', '/accounts/login', { name, password: PASSWORD })).json.token);

test('an administrator’s doors refuse markup in names and kinds, and show districts and sources as text', async () => {
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  admin = String((await ask('POST', '/accounts/invited', { invite, name: 'admin', password: PASSWORD })).json.token);
  const scope = { areas: 'all', classes: 'all' };
  for (const [name, role] of [
    ['one', 'dispatcher'],
    ['two', 'controller'],
  ] as const)
    expect((await ask('POST', '/accounts', { name, role, password: PASSWORD, scope })).status).toBe(201);
  const account = (name: string) => ask('POST', '/accounts', { name, role: 'analyst', password: PASSWORD, scope });
  await expectRefused(PAYLOADS.map(account), /^400 .*name/);
  table.set('account name', `refused by name, ${MANY} of ${MANY}`);
  const kind = (id: string) => ask('PUT', `/sensor-kinds/${encodeURIComponent(id)}`, { id });
  await expectRefused(PAYLOADS.filter((payload) => payload !== '__proto__').map(kind), /^400 .*letters, digits|^414/);
  table.set('kind code', `refused by name, ${MANY - 1} of ${MANY - 1}; __proto__ is a name`);
  await logInOnPage('admin');
  await act(page, 'openDesk', 'command');
  await press(page.getByRole('button', { name: 'admin' }).first());
  await press(page.locator('.account-list header button'));
  await page.locator('.scope-part').first().waitFor({ timeout: 120_000 });
  await expectSeen(['district']);
});

test('sources that an administrator names, twenty at a time as the hub takes them', async () => {
  const isShort = (i: number) => marked('from', i).length <= 64;
  const source = (i: number) => ({
    id: `s${i}`,
    name: marked('from', i),
    kind: 'sse',
    url: `https://127.0.0.1:1/${encodeURIComponent(PAYLOADS[i])}`,
    fields: { stream: null, time: 'a', value: 'b' },
    streams: [[marked('theirs', i), marked('ours', i)]],
  });
  const every = Array.from({ length: MANY }, (_, i) => i);
  await expectRefused(
    every.filter((i) => !isShort(i)).map((i) => ask('POST', '/sources', source(i))),
    /^400 .*name/,
  );
  const named = every.filter(isShort);
  for (let from = 0; from < named.length; from += 20) {
    const part = named.slice(from, from + 20);
    for (const i of part) expect(await ask('POST', '/sources', source(i))).toMatchObject({ status: 201 });
    await logInOnPage('admin');
    await act(page, 'openDesk', 'command');
    await page.locator('.feed-health[aria-expanded=false]').evaluate((button) => (button as HTMLElement).click());
    for (const i of part) await witness.until('from', i);
    for (const i of part) expect((await ask('DELETE', `/sources/s${i}`)).status).toBe(204);
  }
  await expectSeen(['from'], named.length);
});

test('sensors of one’s own: their names and topics are text in the list, on the card and in a device’s settings', async () => {
  const isShort = (i: number) => marked('own', i).trim().length <= 100;
  const own = (i: number) => ({
    id: `own-${i}`,
    kind: 'pond',
    name: { zh: marked('own', i), en: marked('own', i) },
    lonDeg: 108.75,
    latDeg: 34.3,
    unit: 'm',
    cadenceS: 60,
    topic: `own/${i}/<b>${i}</b>`,
  });
  const every = Array.from({ length: MANY }, (_, i) => i);
  await expectRefused(
    every.filter((i) => !isShort(i)).map((i) => ask('POST', '/own-sensors', { sensors: [own(i)] })),
    /^400 .*name/,
  );
  const named = every.filter(isShort);
  const made = await ask('POST', '/own-sensors', { sensors: named.map(own) });
  expect(`${made.status} ${JSON.stringify(made.json).slice(0, 300)}`).toMatch(/^201/);
  await logInOnPage('admin');
  await act(page, 'openDesk', 'command');
  await page.locator('.feed-health[aria-expanded=false]').evaluate((button) => (button as HTMLElement).click());
  await press(page.getByRole('button', { name: '查看与接入自有监测设备' }).first());
  await page
    .locator('.own-list li')
    .nth(named.length - 1)
    .waitFor({ state: 'attached', timeout: 120_000 });
  for (const i of named) await witness.until('own', i);
  expect(await page.locator('.own-list').innerText()).toContain(`<b>${named[1]}</b>`);
  await selectById(page, `own-${named[0]}`);
  await page.locator('.panel.card').waitFor({ timeout: 120_000 });
  await press(page.locator('.own-actions button').first());
  await page.locator('.own-device').waitFor({ timeout: 120_000 });
  await expectSeen(['own'], named.length);
  for (const i of named) expect((await ask('DELETE', `/own-sensors/own-${i}`)).status).toBeLessThan(300);
});

test('a hundred alarms of a hundred kinds, their sensors, streams, units, meanings and commands are text', async () => {
  const devices = /mqtt:\/\/[\d.]+:\d+/.exec(server.said())?.[0] ?? '';
  const sender = await connectAsync(devices, { protocolVersion: 4, username: 'gateway', password: DEVICE_TOKEN });
  for (let i = 0; i < MANY; i++)
    await sender.publishAsync(`v1.1/Datastreams(${1 + i})/Observations`, JSON.stringify({ result: 50 }), { qos: 1 });
  await sender.endAsync();
  admin = await logIn('two');
  for (let i = 0; i < MANY; i++) {
    const asked = await ask('POST', '/commands', {
      device: sensorId(i),
      verb: 'run',
      value: 1,
      reason: marked('reason', i),
      key: `command ${i}`,
      untilMs: Date.now() + 590_000,
    });
    expect(asked).toMatchObject({ status: 202 });
  }
  await logInOnPage('two');
  await act(page, 'openDesk', 'command');
  await expect.poll(() => readTwin(page, 'alarms').then((alarms) => (alarms as object[]).length), patiently).toBe(MANY);
  for (let i = 0; i < MANY; i++) {
    await selectById(page, sensorId(i));
    for (const field of ['sensor', 'stream', 'alarm', 'consequence', 'action', 'reason']) await witness.until(field, i);
  }
  await expectSeen(['sensor', 'stream', 'alarm', 'consequence', 'action', 'reason', 'kind', 'vital']);
  expect(witness.of('kind label').size).toBe(0);
  table.set('kind label', 'never shown: the city’s own column says what a kind is called');
});

test('a hundred cases: titles, objects, units and notes are text', async () => {
  admin = await logIn('one');
  const ids: string[] = [];
  const file = (i: number, object: string) =>
    ask('POST', '/cases', {
      title: marked('case', i),
      object,
      place: null,
      alarm: null,
      priority: 1 + (i % 4),
      key: `case key ${i}`,
    });
  const objects = each((i) => marked('of', i));
  const longOnes = [...objects.keys()].filter((i) => objects[i].length > 128);
  await expectRefused(
    longOnes.map((i) => file(i, objects[i])),
    /^400 .*object/,
  );
  for (let i = 0; i < MANY; i++) {
    const filed = await file(i, longOnes.includes(i) ? 'none' : objects[i]);
    expect(filed).toMatchObject({ status: 201 });
    ids.push(String(filed.json.id));
    const sent = { unit: marked('sent', i), note: marked('note', i) };
    expect((await ask('POST', `/cases/${filed.json.id}/dispatch`, sent)).status).toBe(200);
    // A list shows sixty: half of them go on to the next stage.
    if (i % 2) expect((await ask('POST', `/cases/${filed.json.id}/take`, { unit: '', note: '' })).status).toBe(200);
  }
  await logInOnPage('one');
  await act(page, 'openDesk', 'command');
  await act(page, 'select', null);
  await act(page, 'setTool', 'feeds.cases');
  await page.locator('.case-stages').waitFor({ timeout: 120_000 });
  for (const [stage, part] of [
    ['dispatched', ids.filter((_, i) => i % 2 === 0)],
    ['handling', ids.filter((_, i) => i % 2 === 1)],
  ] as const) {
    await clickAll(`.case-stages button:nth-child(${stage === 'dispatched' ? 2 : 3})`);
    for (const id of part) {
      await act(page, 'openCase', id);
      await witness.until('note', ids.indexOf(id));
    }
  }
  await expectSeen(['case', 'sent', 'note']);
  await expectSeen(['of'], MANY - longOnes.length);
});

const asFileName = (text: string) => text.replaceAll('/', SLASH_OF_FILES);
const mimeType = 'application/octet-stream';
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Microsoft's XML of a hundred tasks, resources and calendars. */
function markedProject(): string {
  const tasks = each(
    (i) =>
      `<Task><UID>${i + 1}</UID><ID>${i + 1}</ID><Name>${xml(marked('task', i))}</Name><WBS>${xml(marked('wbs', i))}</WBS><Duration>PT40H0M0S</Duration><Start>2026-01-05T08:00:00</Start><Finish>2026-01-09T17:00:00</Finish><CalendarUID>${i + 1}</CalendarUID></Task>`,
  );
  const week = [2, 3, 4, 5, 6].map(
    (day) =>
      `<WeekDay><DayType>${day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>`,
  );
  const calendars = each(
    (i) =>
      `<Calendar><UID>${i + 1}</UID><Name>${xml(marked('calendar', i))}</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>${week.join('')}</WeekDays></Calendar>`,
  );
  const resources = each(
    (i) =>
      `<Resource><UID>${i + 1}</UID><ID>${i + 1}</ID><Name>${xml(marked('resource', i))}</Name><Type>1</Type></Resource>`,
  );
  const assignments = each(
    (i) =>
      `<Assignment><UID>${i + 1}</UID><TaskUID>${i + 1}</TaskUID><ResourceUID>${i + 1}</ResourceUID><Units>1</Units></Assignment>`,
  );
  return `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>${xml(all('project'))}</Name><StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID><Calendars>${calendars.join('')}</Calendars><Tasks>${tasks.join('')}</Tasks><Resources>${resources.join('')}</Resources><Assignments>${assignments.join('')}</Assignments></Project>`;
}

/** A hundred boxes, in pairs that stand in one another. */
function markedModel(): Buffer {
  const boxes = Array.from({ length: MANY }, (_, i) => ({
    globalId: `1000000000000000000${String(i).padStart(3, '0')}`,
    ifcClass: i % 2 ? 'IfcPipeSegment' : 'IfcWall',
    storey: 0 as const,
    at: [10 * (i >> 1), 0.5 * (i % 2), 0.5 * (i % 2)] as const,
    size: [4, 1, 3] as const,
  }));
  const step = (text: string) => text.replaceAll("'", "''");
  let i = 0;
  const text = Buffer.from(smallIfc({ boxes }))
    .toString('latin1')
    .replace(/'Ifc\w+ (\d+)'/g, (_, n) => `'${step(marked('element', Number(n)))}'`)
    .replace(/'T(\d+)'/g, (_, n) => `'${step(marked('tag', Number(n)))}'`)
    .replace(/'REI 90'/g, () => `'${step(marked('property', i++))}'`)
    .replace("'Storey 0'", `'${step(all('storey'))}'`);
  return Buffer.from(text, 'latin1');
}

const opener = () => page.getByLabel('打开模型或进度文件').and(page.locator('input'));

test('a schedule’s tasks, resources and calendars, and what-ifs of it, are text', async () => {
  await act(page, 'openDesk', 'build');
  const buffer = Buffer.from(markedProject());
  await opener().setInputFiles({ name: `${asFileName(marked('plan file', 0))}.xml`, mimeType, buffer });
  await expect.poll(() => readTwin(page, 'plan.kind'), patiently).toBe('open');
  await unfoldTray(page);
  await scrollThrough(page.locator('.gantt'));
  await act(page, 'openBuildTab', 'whatIf');
  const scenarios = PAYLOADS.map((_, i) => ({
    id: `w${i}`,
    title: { zh: marked('what if', i), en: marked('what if', i) },
    cost: { once: i },
  }));
  const whatIfs = {
    format: 1,
    kind: 'construction',
    id: 'c',
    title: { zh: 'c', en: 'c' },
    schedule: 'p.xml',
    scenarios,
  };
  await page
    .getByLabel('打开情景')
    .and(page.locator('input'))
    .first()
    .setInputFiles({ name: 'w.json', mimeType, buffer: Buffer.from(JSON.stringify(whatIfs)) });
  await witness.until('what if', MANY - 1);
  await openAll();
  await expectSeen(['task', 'resource', 'project', 'what if']);
});

test('a model’s elements, storeys and properties, and what meets what in it, are text', async () => {
  await opener().setInputFiles({ name: `${asFileName(marked('model file', 0))}.ifc`, mimeType, buffer: markedModel() });
  await expect.poll(() => readTwin(page, 'model.kind'), { timeout: 120_000, interval: 250 }).toBe('open');
  await openAll();
  await act(page, 'openBuildTab', 'model');
  await openAll();
  for (let i = 0; i < MANY; i++) {
    await selectById(page, `1000000000000000000${String(i).padStart(3, '0')}`);
    await witness.until('property', i);
  }
  await expectSeen(['element', 'tag', 'property', 'storey']);
  await act(page, 'openBuildTab', 'space');
  await press(page.getByRole('button', { name: '检查时空碰撞' }).last());
  const clashing = async () => {
    const list = (await page.locator('.review-part .findings').allTextContents()).join('\n');
    return PAYLOADS.filter((_, i) => list.includes(marked('element', i))).length;
  };
  await expect.poll(clashing, patiently).toBe(MANY);
  table.set('element in a clash', `${MANY} of ${MANY}`);
  await witness.expectNothingRan();
});

test('a hundred broken files of every kind are refused in text, by name and content', async () => {
  const names = (ending: string) => each((i) => `${asFileName(marked('file', i))}.${ending}`);
  for (const [i, payload] of PAYLOADS.entries()) {
    const ending = ['csv', 'xml', 'xer', 'ifc', 'gltf', 'json'][i % 6];
    const buffer = Buffer.from(i % 2 ? `id,name,duration\n${payload},${payload},${payload}\n` : payload);
    await opener().setInputFiles({ name: names(ending)[i], mimeType, buffer });
    await witness.until('file', i);
  }
  await expectSeen(['file']);
  await act(page, 'openDesk', 'command');
  const opened: string[] = [];
  await openAll(async () => {
    for (const input of await page.locator('input[type=file]').all()) {
      const name = (await input.getAttribute('aria-label')) ?? (await input.getAttribute('accept')) ?? '';
      if (opened.includes(name)) continue;
      opened.push(name);
      for (const [i, payload] of PAYLOADS.entries())
        await input
          .setInputFiles({
            name: names('csv')[i],
            mimeType,
            buffer: Buffer.from(`datastream,phenomenonTime,result\n${payload},${payload},${payload}\n`),
          })
          .catch(() => undefined);
    }
  });
  expect(opened.length).toBeGreaterThan(0);
  await page.waitForTimeout(1000);
  await witness.expectNothingRan();
});

test('the fields that were filled, and how many of their payloads have stood on the page', () => {
  process.stdout.write(`${[...table].map(([field, count]) => `${field}: ${count}`).join('\n')}\n`);
  expect(table.size).toBeGreaterThanOrEqual(50);
});
