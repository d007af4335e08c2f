import type { Random } from '../../../workers/shared/random.ts';

/** How a file may be spoilt: by its bytes, by the words and numbers of a text, by the nodes of JSON. */
export type MutationKind = 'bytes' | 'text' | 'json';

/** Numbers on which arithmetic breaks. */
const NUMBERS = '1e309 -1e309 NaN Infinity -1 0 4294967295 1000000000 9007199254740993 1e300 -0 2147483648 null'.split(
  ' ',
);
const LONG = 'A'.repeat(100_000);
const WORDS = ['', '__proto__', 'constructor', 'toString', '\u0000', '<img src=x onerror=alert(1)>', LONG];
const VALUES: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e308, -1e308, 1e-320, 2 ** 32 - 1, 2 ** 53 + 1, 180, 90.0001],
  ...[...WORDS, 'NaN', '\ud800', [], {}, [[[[[]]]]], [null, null], [1e308, 1e308], [[0, 0]]],
];
/** Words of a length that formats write before what follows. */
const LENGTHS = [
  [255, 255, 255, 255],
  [255, 255, 255, 127],
  [0, 0, 0, 128],
  [0, 202, 154, 59],
  [59, 154, 202, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 248, 127],
  [0, 0, 0, 0, 0, 0, 240, 127],
];

/** What is larger is no spoilt copy of a small file: a list of 300 copies of a list of 300 copies. */
const MOST_BYTES = 4e6;

/** A spoilt copy: one seed, one result. */
export function mutate(bytes: Uint8Array, kind: MutationKind, random: Random): Uint8Array {
  const spoilt = spoiltOnce(bytes, kind, random);
  return spoilt.length > MOST_BYTES ? mutate(bytes, kind, random) : spoilt;
}

function spoiltOnce(bytes: Uint8Array, kind: MutationKind, random: Random): Uint8Array {
  const times = pick([1, 1, 2, 4, 10], random);
  if (kind === 'json') return mutateJson(bytes, times, random);
  let spoilt = [...bytes];
  for (let i = 0; i < times && spoilt.length > 0; i++)
    spoilt = kind === 'text' ? mutateText(spoilt, random) : mutateBytes(spoilt, random);
  return Uint8Array.from(spoilt);
}

const below = (most: number, random: Random): number => Math.floor(random() * most);
const pick = <One>(list: readonly One[], random: Random): One => list[below(list.length, random)];

function mutateBytes(bytes: number[], random: Random): number[] {
  // A head is hit more often than its share: there stand the lengths.
  const at = below(Math.min(bytes.length, pick([64, 512, bytes.length], random)), random);
  const from = below(bytes.length, random);
  const spoilt = [...bytes];
  const replace = (count: number, by: readonly number[]) => spoilt.splice(at, count, ...by);
  const length = pick(LENGTHS, random);
  const ways = [
    () => replace(1, [below(256, random)]),
    () => replace(1, [bytes[at] ^ (1 << below(8, random))]),
    () => replace(length.length, length),
    () => replace(pick([1, 4, 100, 5000], random), []),
    () => replace(bytes.length, []),
    () => replace(0, bytes.slice(from, from + pick([1, 8, 64], random))),
  ];
  pick(ways, random)();
  return spoilt;
}

function mutateText(bytes: number[], random: Random): number[] {
  const text = Buffer.from(bytes).toString('latin1');
  const at = below(text.length, random);
  const replace = (from: number, count: number, by: string) => text.slice(0, from) + by + text.slice(from + count);
  const match = (pattern: RegExp) => pattern.exec(text.slice(at));
  const number = match(/-?\d+(\.\d+)?/);
  const word = match(/[A-Za-z_]{2,20}/);
  const line = match(/\n[^\n]*/);
  const ways = [
    () => replace(at, 1, String.fromCharCode(below(256, random))),
    () => replace(at, pick([1, 8, 64, 512], random), ''),
    () => (number ? replace(at + number.index, number[0].length, pick(NUMBERS, random)) : text),
    () => (number ? replace(at + number.index, number[0].length, pick(NUMBERS, random)) : text),
    () => (word ? replace(at + word.index, word[0].length, pick(WORDS, random)) : text),
    () => replace(at, text.length, ''),
    () => replace(at, 0, pick(['[', '{', '<a>', '('], random).repeat(pick([1, 70, 5000, 50_000], random))),
    () => replace(at, 0, pick(['\x00', '\xff\xfe', '\xed\xa0\x80', '\r', LONG], random)),
    () => (line ? replace(at + line.index, 0, line[0].repeat(pick([1, 3, 300], random))) : text),
    () => (line ? replace(at + line.index, line[0].length, '') : text),
  ];
  return [...Buffer.from(pick(ways, random)(), 'latin1')];
}

type Holder = Record<string, unknown> | unknown[];

function mutateJson(bytes: Uint8Array, times: number, random: Random): Uint8Array {
  const root = { root: JSON.parse(Buffer.from(bytes).toString()) as unknown };
  for (let i = 0; i < times; i++) {
    const places = placesOf(root);
    const shallow = places.filter(({ depth }) => depth < 5);
    const { holder, key } = pick(random() < 0.6 || shallow.length === 0 ? places : shallow, random);
    const value: unknown = Reflect.get(holder, key);
    if (random() < 0.2 && !Array.isArray(holder) && holder !== root) Reflect.deleteProperty(holder, key);
    else if (random() < 0.25 && Array.isArray(holder))
      holder.splice(Number(key), 1, ...Array.from({ length: pick([0, 2, 300], random) }, () => value));
    else Reflect.set(holder, key, structuredClone(pick(VALUES, random)));
  }
  return new TextEncoder().encode(JSON.stringify(root.root) ?? '');
}

function placesOf(holder: Holder, depth = 0): { holder: Holder; key: string; depth: number }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key, depth },
    ...(typeof value === 'object' && value !== null ? placesOf(value as Holder, depth + 1) : []),
  ]);
}
