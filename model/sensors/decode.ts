import { jsonText } from '../text/json-text.ts';
import { MessageError } from '../text/message.ts';
import type { Text } from '../text/text.ts';
import { feedMessage } from './feed-messages.ts';
import { measuredNumber } from './measured-value.ts';

/** A message of a feed that cannot be read; it says what was expected and what came. */
export class FeedError extends MessageError {
  override name = 'FeedError';
}

/** As a source says it, before it is known which of our streams it is. */
export interface Reading {
  timeMs: number;
  resultMs: number;
  value: number;
  /** UCUM code that the source states; without one the value is in the unit of our stream. */
  unit?: string;
}

/** A message larger than this is no observation. */
export const MAX_MESSAGE_BYTES = 65_536;

/** Bytes of a short message: every engine takes so many arguments. */
const SHORT_BYTES = 4096;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The JSON of a message's bytes; longer ones than a sensor sends are refused before they are parsed. */
export function jsonOf(bytes: Uint8Array): unknown {
  if (bytes.byteLength > MAX_MESSAGE_BYTES)
    throw new FeedError(feedMessage('message-large', { most: MAX_MESSAGE_BYTES, got: bytes.byteLength }));
  return parseJson(textOf(bytes));
}

/**
 * Short ASCII, as nearly all messages are, is read without a TextDecoder. Of 5,000 messages a second its strings, which lie outside the
 * heap, and the wrappers of what it is given made collections of garbage of 33 ms of CPU each, 300 ms by the clock at worst.
 */
function textOf(bytes: Uint8Array): string {
  const isShortAscii = bytes.byteLength <= SHORT_BYTES && bytes.every((byte) => byte < 0x80);
  if (isShortAscii) return Reflect.apply(String.fromCharCode, null, bytes);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FeedError(feedMessage('message-utf8', {}));
  }
}

/** Parses text as JSON; what is none throws a `FeedError` with its beginning. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FeedError(feedMessage('message-json', { got: clipped(text) }));
  }
}

/**
 * An Observation of SensorThings 1.1. Only the three fields are read, by name: whatever else a message carries goes no
 * further. An interval counts at its end, when its value is known; without a result time the event time stands for it.
 */
export function readingOf(json: unknown): Reading {
  const time = fieldOf(json, 'phenomenonTime');
  const timeMs = instantOf(time, 'phenomenonTime');
  const result = fieldOf(json, 'resultTime');
  const value = fieldOf(json, 'result');
  const isSame = result === undefined || result === null || result === time;
  return {
    timeMs,
    resultMs: isSame ? timeMs : instantOf(result, 'resultTime'),
    value: numberOf(value),
  };
}

/** A result as a number by the rule of `measuredNumber`; what is none is an error. */
export function numberOf(value: unknown): number {
  const number = measuredNumber(value);
  if (number !== null) return number;
  throw new FeedError(feedMessage('result-number', { got: clipped(jsonText(value)) }));
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** ISO 8601 with a zone; of an interval its end. */
export function instantOf(time: unknown, place: string | Text): number {
  if (typeof time === 'string' && time.length < 80) {
    const end = time.slice(time.lastIndexOf('/') + 1);
    const ms = ISO.test(end) ? Date.parse(end) : Number.NaN;
    if (Number.isFinite(ms)) return ms;
  }
  throw new FeedError(feedMessage('time-zone', { place, got: clipped(jsonText(time)) }));
}

/** A field of a message that has to be an object; undefined where it lacks the field itself. */
export function fieldOf(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new FeedError(feedMessage('message-object', { got: clipped(jsonText(json)) }));
  return Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
