import { expect, test } from 'vitest';
import { decodePrisms, encodePrisms, type Prisms, parsePrismHead } from '../../../model/city/prisms.ts';

/** A square with a court, of row 7. */
const court = (): Prisms => ({
  count: 1,
  layers: [{ id: 'houses', state: 'existing' }],
  uses: ['house'],
  layer: Uint32Array.of(0),
  row: Uint32Array.of(7),
  use: Uint32Array.of(0),
  storeys: Uint32Array.of(3),
  pitched: Uint32Array.of(0),
  ringOf: Uint32Array.of(0, 2),
  vertexOf: Uint32Array.of(0, 4, 8),
  groundM: Float32Array.of(1),
  footM: Float32Array.of(1),
  topM: Float32Array.of(10),
  eastNorthM: Float32Array.of(0, 0, 9, 0, 9, 9, 0, 9, 3, 3, 3, 6, 6, 6, 6, 3),
});

test('volumes come back as they were written', () => {
  const { head, bytes } = encodePrisms(court(), 'prisms.bin');
  expect(decodePrisms(parsePrismHead(JSON.parse(head)), bytes)).toEqual(court());
});

test('a file that was cut, or whose rings run backwards, is refused by its name', () => {
  const { head, bytes } = encodePrisms(court(), 'prisms.bin');
  const parsed = parsePrismHead(JSON.parse(head));
  expect(() => decodePrisms(parsed, bytes.slice(0, -4))).toThrow(`prisms.bin: expected ${bytes.length} bytes`);
  const turned = encodePrisms({ ...court(), vertexOf: Uint32Array.of(0, 9, 8) }, 'prisms.bin');
  expect(() => decodePrisms(parsed, turned.bytes)).toThrow('prisms.bin: expected offsets that rise');
});
