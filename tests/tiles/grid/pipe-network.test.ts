import { expect, test } from 'vitest';
import { decodePipeNetwork, parsePipeNetworkHead } from '../../../model/city/pipe-network.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { bakePipeNetwork } from '../../../tiles/grid/pipe-network.ts';
import { bakeTubes } from '../../../tiles/grid/tubes.ts';
import type { InputColumn, LayerInput, Utf8Column } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const GROUND = groundOf(ORIGIN, -29, {
  ...{ westM: -200, southM: -200, cellM: 10, columns: 41, rows: 41 },
  elevationM: new Float32Array(41 * 41).fill(380),
});

const degrees = (x: number, y: number): number[] => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
  return [lonDeg, latDeg];
};

function texts(...values: string[]): Utf8Column {
  const parts = values.map((value) => new TextEncoder().encode(value));
  const offsets = Uint32Array.from([
    0,
    ...parts.map((_, i) => parts.slice(0, i + 1).reduce((n, b) => n + b.length, 0)),
  ]);
  return { offsets, bytes: Uint8Array.from(parts.flatMap((bytes) => [...bytes])) };
}

/** Pipes by their corners: east, north and, where it is known, the elevation of the middle. */
function pipes(id: string, lines: readonly (readonly (readonly [number, number, number?])[])[]): LayerInput {
  const corners = lines.flat();
  const layer = emptyLayer('pipe', lines.length, {
    kind: 'line',
    featureLine: Uint32Array.from({ length: lines.length + 1 }, (_, i) => i),
    lineVertex: Uint32Array.from([0, ...lines.map((_, i) => lines.slice(0, i + 1).flat().length)]),
    lonLatDeg: Float64Array.from(corners.flatMap(([x, y]) => degrees(x, y))),
    elevationM: Float32Array.from(corners, ([, , elevationM]) => elevationM ?? Number.NaN),
    widthM: new Float32Array(lines.length).fill(0.3),
    boxHeightM: new Float32Array(lines.length),
  });
  return { ...layer, id, label: { zh: id, en: id } };
}

/** Valves and a hydrant at places. */
function fittings(kinds: readonly string[], at: readonly (readonly [number, number])[]): LayerInput {
  const column: InputColumn = { name: 'kind', type: 'string', values: texts(...kinds) };
  const layer = emptyLayer('point', at.length, {
    kind: 'point',
    lonLatDeg: Float64Array.from(at.flatMap(([x, y]) => degrees(x, y))),
    elevationM: new Float32Array(at.length).fill(Number.NaN),
    model: new Uint8Array(at.length),
    scale: new Float32Array(at.length).fill(1),
    headingDeg: new Float32Array(at.length),
  });
  const id = 'valves-and-hydrants';
  return { ...layer, id, label: { zh: id, en: id }, features: { ...layer.features, columns: [column] } };
}

function baked(layers: readonly LayerInput[]) {
  const { facts, files } = bakePipeNetwork(layers, bakeTubes({ layers: [...layers] }, GROUND).swept, ORIGIN);
  const head = parsePipeNetworkHead(JSON.parse(String(files['pipe-network.json'])));
  const values = facts.pipes?.state === 'inferred' ? facts.pipes.values : {};
  return { values, network: decodePipeNetwork(head, files['pipe-network.bin'] as Uint8Array, 99) };
}

test('ends within the tolerance are one node, farther ones hang free, another system is never joined', () => {
  const { values, network } = baked([
    pipes('water', [
      [
        [0, 0],
        [50, 0],
      ],
      [
        [50.2, 0],
        [100, 0],
      ],
      [
        [100.5, 0],
        [150, 0],
      ],
    ]),
    pipes('gas', [
      [
        [50, 0],
        [50, 40],
      ],
    ]),
  ]);
  expect(values).toMatchObject({ pieces: 4, nodes: 7, snapped: 1, ends: 6, apart: 1, tees: 0, toleranceM: 0.3 });
  expect(network.layers.map(({ system }) => system)).toEqual(['water', 'gas']);
  expect(network.endNode[0]).toBe(network.startNode[1]);
});

test('an end on the way of another pipe joins it there; one that crosses high above does not', () => {
  const main: [number, number, number][] = [
    [0, 0, 377],
    [100, 0, 377],
  ];
  const joined = baked([
    pipes('water', [
      main,
      [
        [40, 0, 376.5],
        [40, 30, 377],
      ],
    ]),
  ]);
  expect(joined.values).toMatchObject({ tees: 1, pieces: 3 });
  expect([...joined.network.endM].map(Math.round)).toEqual([40, 100, 30]);
  expect(
    baked([
      pipes('water', [
        main,
        [
          [40, 0, 371],
          [40, 30, 371],
        ],
      ]),
    ]).values,
  ).toMatchObject({ tees: 0, pieces: 2 });
});

test('water runs down by its levels, as drawn where there are none, and a main under pressure has no direction', () => {
  const storm = pipes('storm', [
    [
      [0, 0, 376],
      [50, 0, 377],
    ],
    [
      [60, 0],
      [90, 0],
    ],
  ]);
  const { values, network } = baked([
    storm,
    pipes('water', [
      [
        [0, 9],
        [9, 9],
      ],
    ]),
  ]);
  expect([...network.direction]).toEqual([2, 1, 0]);
  expect([...network.basis]).toEqual([1, 3, 0]);
  expect(values).toMatchObject({ unknownDirections: 1 });
});

test('a valve cuts its pipe, one at a junction is counted, one off any pipe is left out, a hydrant is no valve', () => {
  const water = pipes('water', [
    [
      [0, 0],
      [100, 0],
    ],
    [
      [60, 0],
      [60, 50],
    ],
  ]);
  const points = fittings(
    ['valve', '阀门', 'gate valve', 'hydrant'],
    [
      [20, 0.4],
      [60, 0.1],
      [60, 90],
      [80, 0],
    ],
  );
  const { values, network } = baked([water, points]);
  expect(values).toMatchObject({ valves: 2, valvesOff: 1, valvesAtJunctions: 1, pieces: 4 });
  expect([...network.valveRow]).toEqual([0, 1]);
  const [x, y] = network.nodeM.subarray(3 * network.valveNode[0]);
  expect(Math.hypot(x - 20, y)).toBeLessThan(0.5);
});

test('a city without pipes has no such fact', () => {
  expect(bakePipeNetwork([], null, ORIGIN)).toEqual({ facts: {}, files: {} });
});
