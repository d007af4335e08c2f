import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { envelopeOf } from '../../model/schemes/envelope.ts';
import { placeMassing } from '../../model/schemes/massing.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  EDGE_CLASSES,
  type Scheme,
  type SchemeParcel,
  TYPOLOGIES,
} from '../../model/schemes/scheme.ts';
import { areaM2, doOverlap, edgeOf, isSimpleRing } from '../../model/schemes/site-geometry.ts';
import { readMassing } from '../../src/plugins/scheme-design/tasks/read-massing.ts';
import { generateBuildings } from '../../workers/scheme-design/generate.ts';
import { seeded } from '../../workers/shared/random.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const rectangle = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];

/** The worked example of Spacematrix: a lot of 20 × 30 m with a house of 10 × 12 m and 3 storeys. */
function spacematrix(): Verdict[] {
  const parcel: SchemeParcel = {
    id: 'lot',
    name: '',
    source: null,
    ...parcelRing(rectangle(0, 0, 20, 30)),
    controls: DEFAULT_CONTROLS,
  };
  const house = { id: 'house', parcel: 'lot', baseM: 0, heightM: 9, storeys: 3, use: 'residential' as const };
  const buildings = [{ ...house, ringM: rectangle(5, 10, 10, 12) }];
  const metrics = metricsOf({ id: 's', name: '', parcels: [parcel], buildings }, DEFAULT_ASSUMPTIONS);
  return [
    exactly('schemes.spacematrix: FSI', metrics.far ?? 0, 0.6),
    exactly('schemes.spacematrix: GSI, %', metrics.densityPct ?? 0, 20),
    atMost('schemes.spacematrix: OSR off 4/3 by', Math.abs((metrics.spaciousness ?? 0) - 4 / 3), 1e-12),
    exactly('schemes.spacematrix: L', metrics.meanStoreys ?? 0, 3),
    // The house of x 5–15 and y 10–22 on a lot whose longest edges, east and west, are street and rear.
    exactly('schemes.setback: to the street, m', metrics.setbackStreetM ?? 0, 5),
    exactly('schemes.setback: to the sides, m', metrics.setbackSideM ?? 0, 8),
    exactly('schemes.setback: to the rear, m', metrics.setbackRearM ?? 0, 5),
  ];
}

const PARCELS = 150;

/** Parcels of 4 to 9 corners, turned, stretched and dented at random. */
function randomParcels(): SchemeParcel[] {
  const random = seeded(23);
  const between = (low: number, high: number) => low + (high - low) * random();
  const parcels: SchemeParcel[] = [];
  while (parcels.length < PARCELS) {
    const corners = Math.floor(between(4, 10));
    const turned = between(0, 2 * Math.PI);
    const [longM, shortM] = [between(60, 200), between(40, 120)];
    const ring = Array.from({ length: corners }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * (i + between(-0.3, 0.3))) / corners;
      const dent = between(0.55, 1);
      const [u, v] = [dent * longM * Math.cos(angle), dent * shortM * Math.sin(angle)];
      return [1000 + u * Math.cos(turned) - v * Math.sin(turned), 500 + u * Math.sin(turned) + v * Math.cos(turned)];
    });
    if (!isSimpleRing(ring)) continue;
    const typology = TYPOLOGIES[parcels.length % TYPOLOGIES.length];
    parcels.push({
      id: `p${parcels.length}`,
      name: '',
      source: null,
      ...parcelRing(ring),
      controls: {
        ...DEFAULT_CONTROLS,
        typology,
        depthM: typology === 'slab' ? between(11, 16) : between(18, 30),
        far: between(0.5, 3.5),
        densityMaxPct: between(18, 45),
        heightMaxM: between(18, 100),
        setbackM: { street: between(3, 15), side: between(3, 10), rear: between(3, 10) },
        rows: parcels.length % 2 === 0 ? 'edge' : 'south',
      },
    });
  }
  return parcels;
}

/** Every indicator is held by every parcel; the floor area is reached, or what is in its way is named. */
function generated(): Verdict[] {
  let broken = 0;
  let overlapping = 0;
  let offRatio = 0;
  let easy = 0;
  let silent = 0;
  for (const parcel of randomParcels()) {
    const { buildings, shortfall } = generateBuildings(parcel);
    const scheme: Scheme = { id: 's', name: '', parcels: [parcel], buildings };
    const [{ verdicts, metrics }] = parcelMetrics(scheme, DEFAULT_ASSUMPTIONS);
    if (verdicts.some(({ metric, isMet }) => metric !== 'greenPct' && !isMet)) broken++;
    const low = buildings.filter(({ baseM }) => baseM === 0);
    if (low.some((one, i) => low.slice(i + 1).some((other) => doOverlap(one.ringM, other.ringM)))) overlapping++;
    // What anybody would expect to fit: a floor-area ratio of 1 up to 80 m.
    const modest = {
      far: 1,
      densityMaxPct: 40,
      heightMaxM: 80,
      spacingRatio: 0.5,
      setbackM: { street: 5, side: 5, rear: 5 },
    };
    if (!generateBuildings({ ...parcel, controls: { ...parcel.controls, ...modest } }).shortfall) easy++;
    const far = metrics.far ?? 0;
    if (!shortfall) {
      offRatio = Math.max(offRatio, Math.abs(far / parcel.controls.far - 1));
    } else if (Math.abs(shortfall.got - far) > 1e-9) silent++;
  }
  return [
    exactly(`schemes.generated: of ${PARCELS} random parcels, those over a limit`, broken, 0),
    exactly('schemes.generated: those with buildings that overlap', overlapping, 0),
    atMost('schemes.generated: floor-area ratio off by, where it is reached', offRatio, 1e-9),
    exactly('schemes.generated: shortfalls that do not say what was got', silent, 0),
    atLeast('schemes.generated: those that reach a floor-area ratio of 1, %', (100 * easy) / PARCELS, 95),
  ];
}

/** What the setbacks leave: of rectangles and L's by hand, of any other by the distance of each of its corners to each edge. */
function envelopes(): Verdict[] {
  const bent: [number, number][] = [
    ...[[0, 0] as const, [220, 0] as const, [220, 80] as const, [100, 80] as const, [100, 200] as const].map(
      ([x, y]): [number, number] => [x, y],
    ),
    [0, 200],
  ];
  const areaOf = (ring: [number, number][], setbacks: number[]) => areaM2(envelopeOf(ring, setbacks) ?? []);
  let found = 0;
  let offM = 0;
  for (const { ringM, edges, controls } of randomParcels()) {
    const setbacksM = edges.map((edge) => controls.setbackM[edge]);
    const left = envelopeOf(ringM, setbacksM);
    if (!left) continue;
    found++;
    // A side of the envelope lies on the line of its edge, drawn in: never nearer, and one corner of it exactly there.
    for (const edge of EDGE_CLASSES)
      for (const [i, of] of edges.entries()) {
        if (of !== edge) continue;
        const [[ax, ay], [bx, by]] = edgeOf(ringM, i);
        const long = Math.hypot(bx - ax, by - ay);
        const beyond = left.map(([x, y]) => ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / long - setbacksM[i]);
        const on = beyond.filter((m) => Math.abs(m) < 0.01);
        for (const m of on) offM = Math.max(offM, Math.abs(m));
      }
  }
  return [
    atMost(
      'schemes.envelope: rectangle off by, m²',
      Math.abs(areaOf(rectangle(0, 0, 200, 150), [10, 5, 20, 5]) - 22_800),
      1e-6,
    ),
    atMost('schemes.envelope: L off by, m²', Math.abs(areaOf(bent, Array(6).fill(10)) - 21_600), 1e-6),
    atLeast(`schemes.envelope: of ${PARCELS} random parcels, those it is found for, %`, (100 * found) / PARCELS, 90),
    atMost('schemes.envelope: sides off their setback by, m', offM, 1e-6),
  ];
}

/** The lot and house of Spacematrix and a block with a court, as a file of footprints in degrees: the same figures as drawn here. */
async function massing(): Promise<Verdict[]> {
  const origin = { lonDeg: 108.7, latDeg: 34.3, heightM: 0 };
  const ringOf = (ring: [number, number][]) =>
    [...ring, ring[0]].map(([x, y]) => {
      const { lonDeg, latDeg } = lonLatFromEnu(origin, [x, y, 0]);
      return [lonDeg, latDeg];
    });
  const feature = (properties: object, rings: number[][][]) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates: rings },
  });
  const text = JSON.stringify({
    type: 'FeatureCollection',
    features: [
      feature({ levels: 3, use: 'residential' }, [ringOf(rectangle(5, 10, 10, 12))]),
      feature({ height: 12, use: 'office' }, [
        ringOf(rectangle(30, 0, 20, 20)),
        ringOf(rectangle(36, 6, 8, 8)).reverse(),
      ]),
    ],
  });
  const wish = {
    storeyM: 3,
    use: 'residential' as const,
    place: { eastM: 0, northM: 0, turnDeg: 0, unitM: 1 },
    isByHand: false,
  };
  const look = await readMassing([{ name: 'massing.geojson', blob: new Blob([text]) }], wish, { origin }, '');
  const lot = (id: string, ring: [number, number][]): SchemeParcel => ({
    id,
    name: '',
    source: null,
    ...parcelRing(ring),
    controls: DEFAULT_CONTROLS,
  });
  const parcels = [lot('lot', rectangle(0, 0, 20, 30)), lot('court', rectangle(25, -5, 30, 30))];
  const empty: Scheme = { id: 's', name: '', parcels, buildings: [] };
  const { scheme } = placeMassing(empty, look.masses, 'leave-out', { id: 'x', name: '' });
  const [house, court] = parcelMetrics(scheme, DEFAULT_ASSUMPTIONS).map(({ metrics }) => metrics);
  const off = (value: number | null, expected: number) => Math.abs((value ?? 0) - expected);
  return [
    exactly('schemes.massing: volumes of two footprints', look.masses.length, 2),
    atMost('schemes.massing: FSI of the imported house off 0.6 by', off(house.far, 0.6), 1e-4),
    atMost('schemes.massing: setback to the street off 5 m by', off(house.setbackStreetM, 5), 1e-3),
    atMost('schemes.massing: floor area of the court off 1,344 m² by', off(court.gfaM2, 336 * 4), 0.1),
    atMost('schemes.massing: footprint of the court off 336 m² by', off(court.footprintM2, 336), 0.05),
    exactly(
      'schemes.massing: heights and storeys that were reckoned',
      look.notes.reduce((sum, { code, count }) => (code.includes('-by-') ? sum + count : sum), 0),
      2,
    ),
  ];
}

const quick = (name: string, cases: () => Verdict[]): ValidationCase => ({
  name,
  quick: true,
  run: async () => cases(),
});

export const CASES: ValidationCase[] = [
  quick('schemes.spacematrix', spacematrix),
  quick('schemes.generated', generated),
  quick('schemes.envelope', envelopes),
  { name: 'schemes.massing', quick: true, run: massing },
];
