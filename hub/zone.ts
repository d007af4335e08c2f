import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageError } from '../model/text/message.ts';
import { MS_PER_H } from '../model/time.ts';
import { serviceMessage } from './service-messages.ts';

/** The time zone of a baked city, from its manifest; a folder without one, as tests have, is at UTC. */
export async function readZone(cityFolder: string): Promise<string> {
  const file = join(cityFolder, 'manifest.json');
  if (!existsSync(file)) return 'UTC';
  const { zone } = JSON.parse(await readFile(file, 'utf8')) as { zone?: unknown };
  if (zone === undefined) return 'UTC';
  if (typeof zone !== 'string' || !isZone(zone))
    throw new MessageError(serviceMessage('zone', { file, got: JSON.stringify(zone) }));
  return zone;
}

/** The day that a calendar in the zone shows, `2026-11-20`. */
export function dayIn(zone: string, ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms);
}

/** Hours that the zone's clocks are ahead of UTC at an instant. */
export function zoneHours(zone: string, ms: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(ms);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(text) ?? [];
  return ((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000) / MS_PER_H;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
