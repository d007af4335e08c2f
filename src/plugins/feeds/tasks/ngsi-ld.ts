import { ucumOfStated } from '../../../../model/geo/unit-names.ts';
import { FeedError, fieldOf, instantOf, numberOf, parseJson, type Reading } from '../../../../model/sensors/decode.ts';
import { failureOf, type Reason, reasonAt } from '../../../twin/failure.ts';
import { sourceMessage } from '../messages.ts';
import type { Poll, PolledReading } from './polled-source.ts';
import type { Fetch } from './sensor-things.ts';
import { NoSource } from './source.ts';

/** Entities that are asked for at once; a broker may clip it. */
const PAGE = 500;
const MAX_ENTITY_PAGES = 5000;
const MAX_ANSWER_CHARACTERS = 1 << 26;

interface NgsiLdOptions {
  /** Up to and with `/ngsi-ld/v1/`. */
  url: string;
  entityType: string;
  /** Others are passed over unread: an entity has numbers that are no measurements. */
  isWanted(stream: string): boolean;
  fetchText: Fetch;
}

/**
 * Entities of a context broker (ETSI GS CIM 009, 5.7.2 and 4.5.4), normalised or concise: each property with a number and its `observedAt`
 * is a reading of the stream `<entity id>#<property>`; of several with one name (`datasetId`) each is its own, `…#<property>#<dataset>`.
 * Asked, not subscribed: a notification needs an address that the broker can reach, which a page has not. Pages are turned by as many entities as came, to
 * the count that the broker tells (`NGSILD-Results-Count`) or to an empty page: a broker may clip pages to fewer than were asked for.
 */
export function ngsiLdPoll({ url, entityType, isWanted, fetchText }: NgsiLdOptions): Poll {
  const base = url.endsWith('/') ? url : `${url}/`;
  return async function* (_, refuse, signal) {
    const known = new Set<unknown>();
    for (let page = 0, offset = 0; ; page++) {
      if (page >= MAX_ENTITY_PAGES)
        throw new FeedError(sourceMessage('many-entity-pages', { base, most: MAX_ENTITY_PAGES }));
      const query = new URLSearchParams({
        type: entityType,
        limit: String(PAGE),
        offset: String(offset),
        count: 'true',
      });
      const response = await fetchText(`${base}entities?${query}`, signal);
      if (response.status === 404) throw new NoSource(sourceMessage('no-broker', { base }));
      if (response.status !== 200)
        throw new FeedError(sourceMessage('entities-status', { base, got: response.status }));
      const text = await response.text();
      if (text.length > MAX_ANSWER_CHARACTERS) throw new FeedError(sourceMessage('entities-large', { base }));
      const entities = parseJson(text);
      if (!Array.isArray(entities)) throw new FeedError(sourceMessage('entities-list', { base }));
      // A broker that knows no pages tells the same ones again.
      const fresh = entities.filter((entity) => !known.has(idOf(entity)));
      for (const entity of fresh) {
        known.add(idOf(entity));
        yield* readingsOf(entity, isWanted, refuse);
      }
      offset += entities.length;
      if (fresh.length === 0 || offset >= countIn(response.headers)) return;
    }
  };
}

function countIn(headers: Pick<Headers, 'get'> | undefined): number {
  const text = headers?.get('NGSILD-Results-Count') ?? '';
  return /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}

const idOf = (entity: unknown): unknown =>
  typeof entity === 'object' && entity !== null && 'id' in entity ? entity.id : entity;

function* readingsOf(
  entity: unknown,
  isWanted: (stream: string) => boolean,
  refuse: (problem: Reason) => void,
): Generator<PolledReading> {
  const id = fieldOf(entity, 'id');
  if (typeof id !== 'string' || typeof entity !== 'object' || entity === null) {
    refuse(sourceMessage('entity-id', {}).text);
    return;
  }
  for (const [name, attribute] of Object.entries(entity)) {
    if (typeof attribute !== 'object' || attribute === null) continue;
    for (const property of Array.isArray(attribute) ? attribute : [attribute]) {
      if (typeof property !== 'object' || property === null) continue;
      const dataset = fieldOf(property, 'datasetId');
      const stream = typeof dataset === 'string' ? `${id}#${name}#${dataset}` : `${id}#${name}`;
      if (!isWanted(stream)) continue;
      try {
        yield { stream, reading: readingIn(property) };
      } catch (error) {
        refuse(reasonAt(stream, failureOf(error)));
      }
    }
  }
}

function readingIn(property: object): Reading {
  const timeMs = instantOf(fieldOf(property, 'observedAt'), 'observedAt');
  const unit = ucumOfStated({ code: fieldOf(property, 'unitCode'), name: fieldOf(property, 'unitText') });
  return { timeMs, resultMs: timeMs, value: numberOf(fieldOf(property, 'value')), ...(unit !== null && { unit }) };
}
