import { encodePrisms, type Prisms } from '../../../model/city/prisms.ts';

/** A square of 20 m about the first building of the small city, with a tower on it, and another for the second. */
function squares(): Prisms {
  const square = (x: number, y: number, half: number) => [
    ...[x - half, y - half, x + half, y - half],
    ...[x + half, y + half, x - half, y + half],
  ];
  const three = (...values: number[]) => Uint32Array.from(values);
  return {
    count: 3,
    layers: [{ id: 'building', state: 'existing' }],
    uses: [],
    layer: three(0, 0, 0),
    row: three(0, 0, 1),
    use: three(0, 0, 0),
    storeys: three(2, 7, 2),
    pitched: three(0, 0, 0),
    ringOf: three(0, 1, 2, 3),
    vertexOf: three(0, 4, 8, 12),
    groundM: Float32Array.of(0, 0, 0),
    footM: Float32Array.of(0, 6, 0),
    topM: Float32Array.of(6, 32, 6),
    eastNorthM: Float32Array.from([...square(0, 0, 10), ...square(0, 0, 4), ...square(100, 50, 10)]),
  };
}

/** Returns the files of the small city's houses with these footprints, by their paths below the folder of the cities. */
export function prismFiles(): Map<string, string | Uint8Array> {
  const { head, bytes } = encodePrisms(squares(), 'prisms.bin');
  return new Map<string, string | Uint8Array>([
    ['small/prisms.json', head],
    ['small/prisms.bin', bytes],
  ]);
}
