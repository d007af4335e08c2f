import type { FeatureService } from '../../model/city/feature-service.ts';
import type { FeatureServiceCrs } from '../../model/city/service-kinds.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Message, MessageError, messagesOf } from '../../model/text/message.ts';
import { CRS84, FEATURE_CRS } from '../features/feature-crs.ts';
import { type ForeignFeature, foreignFeature, liesIn, turned } from './foreign-features.ts';
import { gmlFeatures } from './gml-features.ts';
import { serviceMessage } from './messages.ts';
import { fetchJson, SERVICE_MS } from './service-fetch.ts';

/** Features of one answer at most; of more the first are given, and it says so. */
const MAX_FEATURES = 10_000;
const PAGE_FEATURES = 1000;

/** A question asks a service for its features within a box: west, south, east, north in degrees. */
export interface ServiceQuestion {
  service: FeatureService;
  boxDeg: Box;
}

/** Features that lie in the box, and in sentences what was not as it should be. */
export interface ServiceAnswer {
  features: ForeignFeature[];
  problems: Message[];
}

interface Page {
  features: readonly unknown[];
  next: URL | null;
}

/**
 * Reads the features of a service page by page. A first page that fails is a MessageError; a later one that fails ends the answer with a sentence.
 * The order of axes is that of the system that was asked for; where the features then lie outside the box and turned round inside, they are
 * turned, because half of the servers in use take EPSG:4326 and EPSG:4490 with longitude first.
 */
export async function readService({ service, boxDeg }: ServiceQuestion): Promise<ServiceAnswer> {
  const signal = AbortSignal.timeout(SERVICE_MS);
  const taken = new Taken(service, boxDeg);
  const seen = new Set<string>();
  let address: URL | null = firstAddress(service, boxDeg);
  let lastStart = '';
  for (let number = 1; address; number++) {
    seen.add(address.href);
    let page: Page;
    try {
      page = pageOf(service, address, await fetchJson(address, signal, readerOf(service)));
    } catch (error) {
      const [said] = messagesOf(error) ?? [];
      if (number === 1 && lacksJson(service, address, said)) {
        address = withoutFormat(address);
        number = 0;
        continue;
      }
      if (number === 1 || !said) throw error;
      return taken.answer(serviceMessage('page-failed', { page: number, reason: said.text, count: taken.count }));
    }
    const start = JSON.stringify(page.features[0] ?? null);
    const isAgain = number > 1 && page.features.length > 0 && start === lastStart;
    lastStart = start;
    if (!isAgain) taken.add(page.features);
    if (isAgain || (page.next && seen.has(page.next.href)))
      return taken.answer(serviceMessage('page-again', { host: address.host, count: taken.count }));
    if (taken.isFull) return taken.answer(serviceMessage('most', { most: MAX_FEATURES }));
    address = page.next;
  }
  return taken.answer();
}

const FORMAT = 'outputFormat';
/** A server without GeoJSON answers the wish for it with an exception, or refuses it. */
const WITHOUT_JSON: readonly string[] = ['not-json', 'status'];

const readerOf = ({ kind }: FeatureService) => (kind === 'wfs' ? gmlFeatures : undefined);

/** Such a WFS is asked once more for what it gives by itself, which is GML. */
const lacksJson = ({ kind }: FeatureService, address: URL, said: Message | undefined): boolean =>
  kind === 'wfs' && said !== undefined && WITHOUT_JSON.includes(said.code) && address.searchParams.has(FORMAT);

function withoutFormat(address: URL): URL {
  const plain = new URL(address);
  plain.searchParams.delete(FORMAT);
  return plain;
}

/** Gathers features, each page in the order of axes in which more of them lie in the box. */
class Taken {
  private readonly features: ForeignFeature[] = [];
  private readonly left = { outside: 0, unusable: 0, swapped: 0 };
  private readonly boxDeg: Box;
  private readonly lonLat: (axes: Point) => Point;

  constructor({ crs }: FeatureService, boxDeg: Box) {
    this.boxDeg = boxDeg;
    this.lonLat = FEATURE_CRS[uriOf(crs)].lonLat;
  }

  get count(): number {
    return this.features.length;
  }

  get isFull(): boolean {
    return this.count >= MAX_FEATURES;
  }

  add(page: readonly unknown[]): void {
    const read = page.flatMap((json) => foreignFeature(json, this.lonLat) ?? []);
    this.left.unusable += page.length - read.length;
    const inside = read.filter((feature) => liesIn(feature, this.boxDeg));
    const others = read.map(turned).filter((feature) => liesIn(feature, this.boxDeg));
    const isSwapped = others.length > inside.length;
    const kept = isSwapped ? others : inside;
    if (isSwapped) this.left.swapped += kept.length;
    this.left.outside += read.length - kept.length;
    this.features.push(...kept.slice(0, MAX_FEATURES - this.count));
  }

  answer(last?: Message): ServiceAnswer {
    const { outside, unusable, swapped } = this.left;
    const problems = last ? [last] : [];
    if (swapped > 0) problems.push(serviceMessage('swapped', { count: swapped }));
    if (outside > 0) problems.push(serviceMessage('outside', { count: outside }));
    if (unusable > 0) problems.push(serviceMessage('unusable', { count: unusable }));
    return { features: this.features, problems };
  }
}

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
const uriOf = (crs: FeatureServiceCrs): string => (crs === 'CRS84' ? CRS84 : crs.replace('EPSG:', EPSG));
const urnOf = (crs: FeatureServiceCrs): string =>
  crs === 'CRS84' ? 'urn:ogc:def:crs:OGC:1.3:CRS84' : crs.replace('EPSG:', 'urn:ogc:def:crs:EPSG::');

function firstAddress({ kind, url, layer, crs }: FeatureService, boxDeg: Box): URL {
  const address = new URL(url);
  const { searchParams: query } = address;
  if (kind === 'oapif') {
    address.pathname = `${address.pathname.replace(/\/+$/, '')}/collections/${encodeURIComponent(layer)}/items`;
    query.set('f', 'json');
    query.set('limit', String(PAGE_FEATURES));
    query.set('bbox', boxDeg.join(','));
    if (crs !== 'CRS84') query.set('crs', uriOf(crs));
    return address;
  }
  for (const name of [...query.keys()])
    if (/^(service|version|request|bbox|count|startindex)$/i.test(name)) query.delete(name);
  const [west, south, east, north] = boxDeg;
  const { of } = FEATURE_CRS[uriOf(crs)];
  const wanted = {
    service: 'WFS',
    version: '2.0.0',
    request: 'GetFeature',
    typeNames: layer,
    [FORMAT]: 'application/json',
    srsName: urnOf(crs),
    bbox: [...of([west, south]), ...of([east, north]), urnOf(crs)].join(','),
    count: String(PAGE_FEATURES),
    startIndex: '0',
  };
  for (const [name, value] of Object.entries(wanted)) query.set(name, value);
  return address;
}

function pageOf({ kind }: FeatureService, address: URL, json: unknown): Page {
  const { type, features, links } = json as Record<string, unknown>;
  if (type !== 'FeatureCollection' || !Array.isArray(features)) {
    const got = JSON.stringify(json).slice(0, 120);
    throw new MessageError(serviceMessage('no-features', { host: address.host, got }));
  }
  return { features, next: kind === 'oapif' ? linkedNext(links, address) : countedNext(features.length, address) };
}

function linkedNext(links: unknown, address: URL): URL | null {
  if (!Array.isArray(links)) return null;
  const next = (links as ({ rel?: unknown; href?: unknown } | null)[]).find((link) => link?.rel === 'next');
  if (typeof next?.href !== 'string') return null;
  const to = URL.canParse(next.href, address.href) ? new URL(next.href, address) : null;
  if (to?.origin === address.origin) return to;
  throw new MessageError(serviceMessage('elsewhere', { host: address.host, to: to?.host ?? next.href.slice(0, 120) }));
}

/** WFS counts from where a page starts; one that is not full is the last. */
function countedNext(count: number, address: URL): URL | null {
  if (count < PAGE_FEATURES) return null;
  const next = new URL(address);
  next.searchParams.set('startIndex', String(Number(address.searchParams.get('startIndex')) + count));
  return next;
}
