import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { CityInput, ElevationRaster, LayerInput } from '../../../tiles/model.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };

/** Degrees of points given in ENU metres. */
function lonLats(points: readonly (readonly [number, number])[]): Float64Array {
  const places = points.map(([e, n]) => lonLatFromEnu(ORIGIN, [e, n, 0]));
  return Float64Array.from(places.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg]));
}

/** Boxes of 8 × 6 m on a grid, every fifth with a courtyard, every seventh with a gable, every eleventh on stilts. */
function buildings(count: number): LayerInput {
  const points: [number, number][] = [];
  const partRing = [0];
  const ringVertex = [0];
  for (let i = 0; i < count; i++) {
    const [e, n] = [-400 + 20 * (i % 40), -400 + 20 * Math.floor(i / 40)];
    points.push([e, n], [e + 8, n], [e + 8, n + 6], [e, n + 6]);
    ringVertex.push(points.length);
    if (i % 5 === 0) {
      points.push([e + 2, n + 2], [e + 2, n + 4], [e + 5, n + 4], [e + 5, n + 2]);
      ringVertex.push(points.length);
    }
    partRing.push(ringVertex.length - 1);
  }
  const rows = Array.from({ length: count }, (_, i) => i);
  return emptyLayer(
    'building',
    count,
    {
      kind: 'polygon',
      featurePart: Uint32Array.from({ length: count + 1 }, (_, i) => i),
      partRing: Uint32Array.from(partRing),
      ringVertex: Uint32Array.from(ringVertex),
      lonLatDeg: lonLats(points),
      partBaseM: Float32Array.from(rows, (i) => (i % 11 === 0 ? 3 : 0)),
      partTopM: Float32Array.from(rows, (i) => 6 + (i % 9) * 3),
      partRoof: Uint8Array.from(rows, (i) => (i % 7 === 0 ? 1 : 0)),
      partRoofM: Float32Array.from(rows, (i) => (i % 7 === 0 ? 2.5 : 0)),
    },
    [{ name: 'year', type: 'uint32', values: Uint32Array.from(rows, (i) => 1950 + (i % 70)) }],
  );
}

function pipes(count: number): LayerInput {
  const points: [number, number][] = [];
  for (let i = 0; i < count; i++) points.push([-400, 20 * i - 300], [0, 20 * i - 300], [300, 20 * i - 250]);
  return emptyLayer('pipe', count, {
    kind: 'line',
    featureLine: Uint32Array.from({ length: count + 1 }, (_, i) => i),
    lineVertex: Uint32Array.from({ length: count + 1 }, (_, i) => 3 * i),
    lonLatDeg: lonLats(points),
    elevationM: new Float32Array(3 * count).fill(Number.NaN),
    widthM: Float32Array.from({ length: count }, (_, i) => 0.3 + 0.2 * (i % 5)),
    boxHeightM: Float32Array.from({ length: count }, (_, i) => (i % 6 === 0 ? 1.2 : 0)),
  });
}

function trees(count: number): LayerInput {
  const points = Array.from({ length: count }, (_, i): [number, number] => [(i % 20) * 30 - 300, i * 3 - 100]);
  const layer = emptyLayer('tree', count, {
    kind: 'point',
    lonLatDeg: lonLats(points),
    elevationM: new Float32Array(count).fill(Number.NaN),
    model: Uint8Array.from(points, (_, i) => i % 2),
    scale: Float32Array.from(points, (_, i) => 4 + (i % 4)),
    headingDeg: Float32Array.from(points, (_, i) => i * 7),
  });
  return { ...layer, models: ['tree-a', 'tree-conifer'] };
}

/** Closed boxes of 12 × 6 × 3 m as six surfaces each, as LoD2 models come. */
function models(count: number): LayerInput {
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [1, 3, 7, 5],
    [3, 2, 6, 7],
    [2, 0, 4, 6],
  ];
  const corners = Array.from({ length: count }, (_, i) => faces.flat().map((corner) => ({ i, corner }))).flat();
  return emptyLayer('bridge', count, {
    kind: 'surface',
    featureSurface: Uint32Array.from({ length: count + 1 }, (_, i) => 6 * i),
    surfaceRing: Uint32Array.from({ length: 6 * count + 1 }, (_, i) => i),
    ringVertex: Uint32Array.from({ length: 6 * count + 1 }, (_, i) => 4 * i),
    lonLatDeg: lonLats(corners.map(({ i, corner }) => [40 * i + (corner & 1 ? 12 : 0), corner & 2 ? 6 : 0])),
    elevationM: Float32Array.from(corners, ({ corner }) => (corner & 4 ? 383 : 380)),
    surfaceClass: new Uint8Array(6 * count),
  });
}

function hill(): ElevationRaster {
  const [columns, rows] = [21, 21];
  return {
    ...{ westM: -1000, southM: -1000, cellM: 100, columns, rows },
    elevationM: Float32Array.from(
      { length: columns * rows },
      (_, i) => 380 + 20 * Math.sin(i / 25) * Math.cos((i % 21) / 6),
    ),
  };
}

/** A small city: 2,400 buildings (several tiles), 30 pipes, 80 trees, 5 models; or a hill with three buildings. */
export function testCity(form: 'plain' | 'hill'): CityInput {
  return {
    id: 'test',
    name: { zh: '试验', en: 'Test' },
    fictional: true,
    about: { zh: '试验', en: 'Test' },
    origin: ORIGIN,
    zone: 'Asia/Shanghai',
    datum: { vertical: 'test', geoidUndulationM: -29 },
    extentM: [-500, -500, 500, 500],
    home: { lonDeg: 108.75, latDeg: 34.3, heightM: 1000, headingDeg: 0, pitchDeg: -45 },
    elevation: form === 'hill' ? hill() : null,
    layers: form === 'hill' ? [buildings(3)] : [buildings(2400), pipes(30), trees(80), models(5)],
    tour: [],
    labels: [],
    landCover: null,
    facts: {},
    files: {},
  };
}
