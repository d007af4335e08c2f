import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';
import { partsOf } from './box.ts';
import { type Downloader, download, oneLine, withoutSecrets } from './download.ts';
import { LAYERS, NAMED_POINTS } from './town-layers.ts';

/** Side of a part of the box: about five by five kilometres of a dense city are 50 MB. */
const PART_DEG = 0.05;
/** A part at which the host gave up is asked again in four, this often. */
const MAX_DEPTH = 3;
const MAX_ANSWER_BYTES = 1 << 29;
const SERVER_LIMIT_S = 180;

/** What stands at a point, and what has a name there: by the same keys and values as the layers of points. */
const OSM_POINTS = [
  ...LAYERS.filter(({ geometry }) => geometry === 'point').flatMap(({ keys }) => keys),
  ...NAMED_POINTS,
].map(({ key, values = [] }) => `nwr["${key}"~"^(${values.join('|')})$"];`);

/** The keys whose ways and areas make the layers of a town, and show land and water beside an area that the edge cuts. */
const OSM_KEYS = [
  'building',
  'building:part',
  'highway',
  'railway',
  'waterway',
  'natural',
  'landuse',
  'leisure',
] as const;

/** Areas of other keys, by the values that the layers take. */
const OSM_AREAS = LAYERS.filter(({ geometry }) => geometry !== 'point')
  .flatMap(({ keys }) => keys)
  .filter(({ key }) => !OSM_KEYS.some((one) => one === key))
  .map(({ key, values = [] }) => `wr["${key}"~"^(${values.join('|')})$"];`);

/** The objects of a box from an Overpass host that somebody named, as files of its JSON, part by part. */
export async function askOverpass(url: string, box: Box, to: Downloader): Promise<string[]> {
  const files: string[] = [];
  for (const part of partsOf(box, PART_DEG)) files.push(...(await askPart(url, part, 0, to)));
  return files;
}

/** The host ran out of time or memory, and said so in an answer that looks whole. */
class GaveUp extends MessageError {}

async function askPart(url: string, box: Box, depth: number, to: Downloader): Promise<string[]> {
  try {
    await untilSlot(url, to);
    const form = { data: questionOf(box) };
    return [await download({ url, form, maxBytes: MAX_ANSWER_BYTES, check: (bytes) => checkAnswer(url, bytes) }, to)];
  } catch (error) {
    if (!(error instanceof GaveUp) || depth === MAX_DEPTH) throw error;
    const files: string[] = [];
    const half = Math.max(box[2] - box[0], box[3] - box[1]) / 2;
    for (const part of partsOf(box, half + 1e-9)) files.push(...(await askPart(url, part, depth + 1, to)));
    return files;
  }
}

function questionOf([west, south, east, north]: Box): string {
  const keys = OSM_KEYS.map((key) => `wr["${key}"];`).join('');
  return `[out:json][timeout:${SERVER_LIMIT_S}][bbox:${south},${west},${north},${east}];(${keys}${OSM_AREAS.join('')}wr["route"="ferry"];relation["type"~"^(restriction|building)$"];${OSM_POINTS.join('')});out geom;`;
}

function checkAnswer(url: string, bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new MessageError(
      bakeMessage('overpass-body', { url: withoutSecrets(url), got: oneLine(text.slice(0, 2000)) }),
    );
  }
  const { elements, remark } = (answer ?? {}) as { elements?: unknown; remark?: unknown };
  if (!Array.isArray(elements))
    throw new MessageError(
      bakeMessage('overpass-body', { url: withoutSecrets(url), got: oneLine(text.slice(0, 2000)) }),
    );
  if (typeof remark === 'string' && remark !== '')
    throw new GaveUp(bakeMessage('overpass-remark', { url: withoutSecrets(url), remark: oneLine(remark) }));
}

const MAX_STATUS_BYTES = 10_000;
const STATUS_MS = 10_000;

/** Overpass gives each address a few slots and tells at `/status` when the next is free; a host that does not is asked straight away. */
async function untilSlot(url: string, { sleep, onWait, signal }: Downloader): Promise<void> {
  const status = new URL(url.replace(/interpreter\/?$/, 'status'));
  if (status.href === new URL(url).href) return;
  const limit = AbortSignal.timeout(STATUS_MS);
  const text = await fetch(status, { signal: signal ? AbortSignal.any([limit, signal]) : limit })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '');
  const seconds = waitOf(text.slice(0, MAX_STATUS_BYTES));
  if (seconds <= 0) return;
  onWait?.(status.host, seconds);
  await (sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms))))(1000 * seconds);
}

const MAX_SLOT_S = 300;

/** Seconds until a slot is free, as `/status` says it. */
function waitOf(text: string): number {
  if (/\b[1-9]\d* slots? available now/.test(text)) return 0;
  const waits = [...text.matchAll(/Slot available after: [^,]*, in (-?\d+) seconds/g)].map(([, s]) => Number(s));
  return waits.length === 0 ? 0 : Math.min(MAX_SLOT_S, Math.max(0, Math.min(...waits)) + 1);
}
