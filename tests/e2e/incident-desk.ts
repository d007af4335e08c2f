import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { DEVICE_TOKEN, LIGHT, type OpenOptions, openPage, ROOT, type Server, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** A folder for pictures to be looked at; without it none are taken, and the pages are drawn small. */
const PICTURES = process.env.INCIDENT_PICTURES;

/** The password of every account that these tests make. */
export const PASSWORD = 'correct horse battery';

/** Asks the hub of `server` with a login or a device's word; what it answers, by whose token the next is asked. */
export async function askHub(
  server: Pick<Server, 'url'>,
  path: string,
  token: string,
  body: object,
): Promise<{ token: string }> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return text === '' ? { token: '' } : JSON.parse(text);
}

/** A reading of the first stream of a sensor of 澄川; of a pond, 1.2 m is far above every limit. */
export async function postReading(server: Pick<Server, 'url'>, sensor: string, result = 1.2): Promise<void> {
  const file = join(ROOT, 'public/city/chengchuan/sensors.json');
  const { things } = JSON.parse(readFileSync(file, 'utf8')) as { things: CitySensor[] };
  let stream = 0;
  for (const { id, datastreams } of things) {
    if (id === sensor) break;
    stream += datastreams.length;
  }
  await askHub(server, 'v1.1/Observations', DEVICE_TOKEN, {
    phenomenonTime: new Date().toISOString(),
    result,
    Datastream: { '@iot.id': stream + 1 },
  });
}

/** Makes these accounts, with the whole city as their district, by the first administrator's invitation. */
export async function makeAccounts(server: Server, roles: Readonly<Record<string, string>>): Promise<void> {
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const { token } = await askHub(server, 'accounts/invited', '', { invite, name: '管理员', password: PASSWORD });
  const scope = { areas: 'all', classes: 'all' };
  for (const [name, role] of Object.entries(roles))
    await askHub(server, 'accounts', token, { name, role, password: PASSWORD, scope });
}

/** The Command desk of 澄川 with its sensors alone on the map, if it is drawn, and `name` logged in. */
export async function openLoggedIn(
  house: { url: string; browser: Browser },
  name: string,
  options: Pick<OpenOptions, 'picture'> = {},
): Promise<{ page: Page; watch: Watch }> {
  const at = `?city=chengchuan&quality=fast#desk=command&${LIGHT}`;
  const { page, watch } = await openPage(house, {
    at,
    width: 1280,
    height: 720,
    ...(PICTURES ? { scale: 1 } : options),
  });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'sensors') await act(page, 'showLayer', id, false);
  await logIn(page, name);
  return { page, watch };
}

/** Logs `name` in on a page that stands. */
export async function logIn(page: Page, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('.account-form input[name="name"]').fill(name);
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
  await page.getByRole('button', { name, exact: true }).waitFor({ timeout: 120_000 });
}

/** The panel of incidents. */
export const desk = (page: Page): Locator => page.locator('.incident-desk:not(.incident-scenarios)');
export const tab = (page: Page, name: string): Promise<void> => desk(page).getByRole('tab', { name }).click();

/** A picture for who looks, else nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
