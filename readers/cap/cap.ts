import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { CAP_STATUSES } from '../../model/incidents/incident-entry.ts';
import type { Message } from '../../model/text/message.ts';
import { textOfXml } from '../../model/text/xml-entities.ts';
import { ReadError } from '../shared/problems.ts';
import { wholeXmlText } from '../shared/xml-text.ts';
import { capMessage } from './messages.ts';

/** Larger is no message: attached files (`derefUri`) are not read. */
const MAX_CAP_BYTES = 512 * 1024;
const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';
const MAX_NESTED = 12;
const MAX_TEXT = 5000;
const MAX_INFOS = 20;
const MAX_AREAS = 100;
const MAX_SHAPES = 200;
const MAX_CORNERS = 5000;
const MAX_QUOTED = 60;

const TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;

/** Degrees of WGS 84, longitude first as everywhere here; the message writes latitude first. */
type LonLatDeg = readonly [lonDeg: number, latDeg: number];

/** Where an alert holds; heights are left out. */
interface CapArea {
  description: string;
  /** Closed rings: the last point is the first. */
  polygons: LonLatDeg[][];
  circles: { centre: LonLatDeg; radiusM: number }[];
  /** Names of areas in other systems, as `SAME` or the 行政区划代码, by name. */
  codes: { name: string; value: string }[];
}

/** What is told in one language. */
interface CapInfo {
  /** RFC 3066; `en-US` where none is told. */
  language: string;
  event: string;
  categories: string[];
  urgency: string;
  severity: (typeof SEVERITIES)[number];
  certainty: string;
  headline: string;
  description: string;
  instruction: string;
  /** UTC ms; null: not told. */
  effectiveMs: number | null;
  onsetMs: number | null;
  expiresMs: number | null;
  areas: CapArea[];
}

/** A message of the Common Alerting Protocol 1.2 (OASIS, 1 July 2010). */
export interface CapAlert {
  identifier: string;
  sender: string;
  /** UTC ms. */
  sentMs: number;
  status: (typeof CAP_STATUSES)[number];
  /** `Ack` and `Error` answer another message and tell no event: they are refused. */
  type: (typeof TYPES)[number];
  scope: string;
  note: string;
  /** Messages that this one updates or takes back. */
  references: { sender: string; identifier: string; sentMs: number }[];
  infos: CapInfo[];
}

/** A step into an element: its text and children by name, and the place for messages. */
class Node {
  readonly file: string;
  readonly place: string;
  private readonly value: unknown;

  constructor(value: unknown, place: string, file: string) {
    this.value = value;
    this.place = place;
    this.file = file;
  }

  many(name: string, most: number): Node[] {
    const found = this.child(name);
    if (found === undefined) return [];
    const list: unknown[] = Array.isArray(found) ? found : [found];
    if (list.length > most) this.fail(capMessage('many', { ...this.at(name), most, got: list.length }));
    return list.map(
      (one, i) => new Node(one, `${this.place}/${name}${list.length > 1 ? `[${i + 1}]` : ''}`, this.file),
    );
  }

  /** Its own text, entities of XML as what they stand for. */
  text(): string {
    const { value } = this;
    const own = typeof value === 'object' && value !== null ? Reflect.get(value, '#text') : value;
    const text = typeof own === 'string' ? textOfXml(own).trim() : '';
    if (text.length > MAX_TEXT) this.fail(capMessage('long', { ...this.at(), most: MAX_TEXT }));
    return text;
  }

  /** Returns the text of the child element of that name; empty where there is none. */
  textOf(name: string): string {
    return this.many(name, 1)[0]?.text() ?? '';
  }

  needed(name: string): string {
    const text = this.textOf(name);
    if (text === '') this.fail(capMessage('missing', { file: this.file, place: this.place, name }));
    return text;
  }

  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const text = this.needed(name);
    const found = words.find((word) => word === text);
    if (found) return found;
    return this.fail(capMessage('word', { ...this.at(name), expected: words.join(', '), got: quoted(text) }));
  }

  /** Null where there is none. */
  timeOf(name: string): number | null {
    const text = this.textOf(name);
    return text === '' ? null : timeMs(text, () => this.at(name));
  }

  at(name?: string): { file: string; place: string } {
    return { file: this.file, place: name === undefined ? this.place : `${this.place}/${name}` };
  }

  fail(message: Message): never {
    throw new ReadError(message);
  }

  private child(name: string): unknown {
    const { value } = this;
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined;
  }
}

const quoted = (text: string): string => text.slice(0, MAX_QUOTED);

/** The standard's own form: a zone by numbers, never `Z`; which senders write all the same, and it says the same. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:[+-]\d{2}:\d{2}|Z)$/;

function timeMs(text: string, at: () => { file: string; place: string }): number {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new ReadError(capMessage('time', { ...at(), got: quoted(text) }));
}

/**
 * Reads a CAP 1.2 message. Nothing of it is fetched: links and attached files stay links. Entities of its own are refused, as a few bytes
 * of them fill the memory. Coordinates are WGS 84 by the standard; a sender who writes GCJ-02 cannot be told from one who does not, so that
 * the place is only a proposal to whoever opens an incident.
 */
export function readCap(bytes: Uint8Array, file: string): CapAlert {
  if (bytes.length > MAX_CAP_BYTES)
    throw new ReadError(capMessage('size', { file, most: MAX_CAP_BYTES / 1024, got: Math.ceil(bytes.length / 1024) }));
  const alert = new Node(rootOf(wholeXmlText(bytes, file), file), 'alert', file);
  const infos = alert.many('info', MAX_INFOS).map(infoOf);
  const type = alert.word('msgType', TYPES);
  if (type === 'Ack' || type === 'Error') throw new ReadError(capMessage('ack', { file, got: type }));
  if (type !== 'Cancel' && infos.length === 0) throw new ReadError(capMessage('no-info', { file }));
  return {
    identifier: alert.needed('identifier'),
    sender: alert.needed('sender'),
    sentMs: timeMs(alert.needed('sent'), () => alert.at('sent')),
    status: alert.word('status', CAP_STATUSES),
    type,
    scope: alert.textOf('scope'),
    note: alert.textOf('note'),
    references: referencesOf(alert),
    infos,
  };
}

/** The element `alert` in the namespace of CAP 1.2, by whatever prefix. */
function rootOf(text: string, file: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ReadError(capMessage('doctype', { file }));
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new ReadError(capMessage('xml', { file, line: valid.err.line, reason: quoted(valid.err.msg) }));
  const root = /<(?:([\w.-]+):)?([\w.-]+)([^>]*)>/.exec(text.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, ''));
  const got = root
    ? `<${root[2]}> ${quoted(/xmlns(?::[\w.-]+)?\s*=\s*["']([^"']*)["']/.exec(root[3])?.[1] ?? '')}`
    : '-';
  if (root?.[2] !== 'alert' || !root[3].includes(NAMESPACE))
    throw new ReadError(capMessage('root', { file, namespace: NAMESPACE, got: got.trim() }));
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    processEntities: false,
    trimValues: true,
    maxNestedTags: MAX_NESTED,
  });
  try {
    const parsed: unknown = parser.parse(text);
    return typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'alert') : undefined;
  } catch (error) {
    const reason = quoted(error instanceof Error ? error.message : String(error));
    throw new ReadError(capMessage('levels', { file, most: MAX_NESTED, reason }));
  }
}

/** `sender,identifier,sent` by blanks. */
function referencesOf(alert: Node): CapAlert['references'] {
  const text = alert.textOf('references');
  if (text === '') return [];
  return text.split(/\s+/).map((one) => {
    const parts = one.split(',');
    const [sender, identifier, sent] = parts;
    if (parts.length !== 3 || sender === '' || identifier === '')
      throw new ReadError(
        capMessage('word', { ...alert.at('references'), expected: 'sender,identifier,sent', got: quoted(one) }),
      );
    return { sender, identifier, sentMs: timeMs(sent, () => alert.at('references')) };
  });
}

function infoOf(info: Node): CapInfo {
  return {
    language: info.textOf('language') || 'en-US',
    event: info.needed('event'),
    categories: info.many('category', MAX_AREAS).map((one) => one.text()),
    urgency: info.textOf('urgency'),
    severity: info.word('severity', SEVERITIES),
    certainty: info.textOf('certainty'),
    headline: info.textOf('headline'),
    description: info.textOf('description'),
    instruction: info.textOf('instruction'),
    effectiveMs: info.timeOf('effective'),
    onsetMs: info.timeOf('onset'),
    expiresMs: info.timeOf('expires'),
    areas: info.many('area', MAX_AREAS).map(areaOf),
  };
}

function areaOf(area: Node): CapArea {
  return {
    description: area.textOf('areaDesc'),
    polygons: area.many('polygon', MAX_SHAPES).map(polygonOf),
    circles: area.many('circle', MAX_SHAPES).map(circleOf),
    codes: area
      .many('geocode', MAX_SHAPES)
      .map((code) => ({ name: code.textOf('valueName'), value: code.textOf('value') })),
  };
}

function polygonOf(node: Node): LonLatDeg[] {
  const text = node.text();
  const pairs = text.split(/\s+/).filter((pair) => pair !== '');
  if (pairs.length > MAX_CORNERS) node.fail(capMessage('many', { ...node.at(), most: MAX_CORNERS, got: pairs.length }));
  const ring = pairs.map((pair) => pointOf(pair, node));
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || ring.length < 4 || first[0] !== last[0] || first[1] !== last[1])
    node.fail(capMessage('polygon', { ...node.at(), got: quoted(text) }));
  return ring;
}

function circleOf(node: Node): CapArea['circles'][number] {
  const text = node.text();
  const [pair = '', radius = '', ...more] = text.split(/\s+/);
  const radiusKm = Number(radius);
  if (radius === '' || more.length > 0 || !Number.isFinite(radiusKm) || radiusKm < 0)
    node.fail(capMessage('circle', { ...node.at(), got: quoted(text) }));
  return { centre: pointOf(pair, node), radiusM: radiusKm * 1000 };
}

/** `34.3,108.75`: latitude first. */
function pointOf(pair: string, node: Node): LonLatDeg {
  const parts = pair.split(',');
  const [latDeg, lonDeg] = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (parts.length !== 2 || !Number.isFinite(latDeg) || !Number.isFinite(lonDeg) || Math.abs(lonDeg) > 180)
    node.fail(capMessage('degrees', { ...node.at(), got: quoted(pair) }));
  if (Math.abs(latDeg) > 90) node.fail(capMessage('swapped', { ...node.at(), got: latDeg }));
  return [lonDeg, latDeg];
}

/** The info in a reader's language, else the first of the message; null: it has none. */
export function capInfoIn({ infos }: Pick<CapAlert, 'infos'>, language: 'zh' | 'en'): CapInfo | null {
  return infos.find((info) => info.language.toLowerCase().startsWith(language)) ?? infos[0] ?? null;
}

/** The middle of where it holds: of the first circle, else of the first polygon's corners; null: it tells codes or words alone. */
export function capPlace({ areas }: Pick<CapInfo, 'areas'>): { at: LonLatDeg; radiusM: number } | null {
  for (const { circles, polygons } of areas) {
    if (circles[0]) return { at: circles[0].centre, radiusM: circles[0].radiusM };
    const corners = polygons[0]?.slice(0, -1);
    if (!corners) continue;
    const mean = (k: 0 | 1) => corners.reduce((sum, point) => sum + point[k], 0) / corners.length;
    const at: LonLatDeg = [mean(0), mean(1)];
    return { at, radiusM: Math.max(...corners.map((corner) => distanceM(at, corner))) };
  }
  return null;
}

function distanceM(from: LonLatDeg, to: LonLatDeg): number {
  const lonLat = ([lonDeg, latDeg]: LonLatDeg) => ({ lonDeg, latDeg, heightM: 0 });
  const [eastM, northM] = enuFromLonLat(lonLat(from), lonLat(to));
  return Math.hypot(eastM, northM);
}
