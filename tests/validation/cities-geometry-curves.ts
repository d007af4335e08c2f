import type { Point } from '../../model/geo/plane/point.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { layerReaderOf } from '../../tiles/read/read-options.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { geoPackageOf, geoParquetOf, wkbBytes } from './shape-files.ts';
import { exactly, type Verdict } from './verdict.ts';

/** Areas bounded by arcs, whose truth is that of circles; formats write each ring as straight lines and arcs through three places. */
const FILES = 125;
/** A chord of 2° and 5 mm loses at most 0.02 % of its whole circle, and as much of a thin piece of it is more of the piece. */
const SAME_RATIO = 3e-4;

type Piece = { kind: 'line' | 'arc'; places: Point[] };
type CurvedRing = Piece[];

interface Curved {
  rings: CurvedRing[];
  areaM2: number;
}

const EAST = 500_000;
const NORTH = 3_800_000;

/** Places turned and shifted as a whole, so that no side is parallel to an axis. */
function placed({ rings, areaM2 }: Curved, random: Random): Curved {
  const turn = 2 * Math.PI * random();
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const at = ([x, y]: Point): Point => [EAST + cos * x - sin * y, NORTH + sin * x + cos * y];
  return { rings: rings.map((ring) => ring.map(({ kind, places }) => ({ kind, places: places.map(at) }))), areaM2 };
}

const onCircle = ([x, y]: Point, radius: number, rad: number): Point => [
  x + radius * Math.cos(rad),
  y + radius * Math.sin(rad),
];
const arc = (centre: Point, radius: number, from: number, to: number): Piece => ({
  kind: 'arc',
  places: [from, (from + to) / 2, to].map((rad) => onCircle(centre, radius, rad)),
});
const line = (...places: Point[]): Piece => ({ kind: 'line', places });
const circle = (centre: Point, radius: number): CurvedRing => [
  arc(centre, radius, 0, Math.PI),
  arc(centre, radius, Math.PI, 2 * Math.PI),
];

const SHAPES: readonly ((random: Random, radius: number) => Curved)[] = [
  (_, r) => ({ rings: [circle([0, 0], r)], areaM2: Math.PI * r * r }),
  (_, r) => ({ rings: [circle([0, 0], r), circle([0.2 * r, 0], r / 2)], areaM2: 0.75 * Math.PI * r * r }),
  (random, r) => {
    const rad = 0.3 + 5.5 * random();
    const [from, to] = [onCircle([0, 0], r, 0), onCircle([0, 0], r, rad)];
    return { rings: [[arc([0, 0], r, 0, rad), line(to, from)]], areaM2: (r * r * (rad - Math.sin(rad))) / 2 };
  },
  (random, r) => {
    const w = r * (1 + 3 * random());
    const ends = [
      arc([w, 0], r, -Math.PI / 2, Math.PI / 2),
      line([w, r], [0, r]),
      arc([0, 0], r, Math.PI / 2, (3 * Math.PI) / 2),
      line([0, -r], [w, -r]),
    ];
    return { rings: [ends], areaM2: 2 * r * w + Math.PI * r * r };
  },
  (_, r) => {
    const side = 4 * r;
    const notch = [
      line([0, 0], [side, 0], [side, side], [3 * r, side]),
      arc([2 * r, side], r, 0, -Math.PI),
      line([r, side], [0, side], [0, 0]),
    ];
    return { rings: [notch], areaM2: side * side - (Math.PI * r * r) / 2 };
  },
];

const CURVE_WRITERS: Readonly<
  Record<
    string,
    (
      curved: Curved,
      random: Random,
    ) => { name: string; bytes: Uint8Array } | Promise<{ name: string; bytes: Uint8Array }>
  >
> = {
  wkt: ({ rings }) => {
    const list = (places: readonly Point[]) => `(${places.map((at) => at.join(' ')).join(', ')})`;
    const piece = ({ kind, places }: Piece) => (kind === 'arc' ? `CIRCULARSTRING ${list(places)}` : list(places));
    const words = rings.map((ring) => `COMPOUNDCURVE (${ring.map(piece).join(', ')})`).join(', ');
    return { name: 'arcs.csv', bytes: new TextEncoder().encode(`id,wkt\na,"SRID=32649;CURVEPOLYGON (${words})"\n`) };
  },
  geopackage: async ({ rings }) => await geoPackageOf([{ id: 'a', wkb: curvePolygonWkb(rings) }], 32649),
  geoparquet: ({ rings }) => geoParquetOf([{ id: 'a', wkb: curvePolygonWkb(rings) }]),
  xplan: ({ rings }, random) => {
    const piece = ({ kind, places }: Piece) => {
      const list = `<gml:posList>${places.flat().join(' ')}</gml:posList>`;
      if (kind === 'line') return `<gml:LineStringSegment>${list}</gml:LineStringSegment>`;
      return random() < 0.5 ? `<gml:Arc>${list}</gml:Arc>` : `<gml:ArcString>${list}</gml:ArcString>`;
    };
    const ringText = (ring: CurvedRing, side: string) => {
      const isTurned = random() < 0.3;
      const way = isTurned ? ring.map(({ kind, places }) => ({ kind, places: places.toReversed() })).reverse() : ring;
      const curve = `<gml:Curve><gml:segments>${way.map(piece).join('')}</gml:segments></gml:Curve>`;
      const member = isTurned
        ? `<gml:OrientableCurve orientation="-"><gml:baseCurve>${curve}</gml:baseCurve></gml:OrientableCurve>`
        : curve;
      return `<gml:${side}><gml:Ring><gml:curveMember>${member}</gml:curveMember></gml:Ring></gml:${side}>`;
    };
    const sides = rings.map((ring, i) => ringText(ring, i === 0 ? 'exterior' : 'interior')).join('');
    return {
      name: 'arcs.gml',
      bytes: new TextEncoder().encode(
        `<XPlanAuszug xmlns:gml="g"><gml:featureMember><BP_GruenFlaeche gml:id="a"><position><gml:Polygon srsName="EPSG:32649">${sides}</gml:Polygon></position></BP_GruenFlaeche></gml:featureMember></XPlanAuszug>`,
      ),
    };
  },
  'ewkb in a z plane': async ({ rings }) => await geoPackageOf([{ id: 'a', wkb: curvePolygonWkb(rings, true) }], 32649),
};

const HEAD = Buffer.of(1);
const Z = 1000;

/** A CURVEPOLYGON of compound curves; `hasZ`: with a height of 5 each. */
function curvePolygonWkb(rings: readonly CurvedRing[], hasZ = false): Uint8Array {
  const plus = hasZ ? Z : 0;
  const numbers = (places: readonly Point[]) => places.flatMap(([x, y]) => (hasZ ? [x, y, 5] : [x, y]));
  const piece = ({ kind, places }: Piece) =>
    Buffer.concat([HEAD, wkbBytes({ u: (kind === 'arc' ? 8 : 2) + plus }, { u: places.length }, ...numbers(places))]);
  const curve = (ring: CurvedRing) =>
    Buffer.concat([HEAD, wkbBytes({ u: 9 + plus }, { u: ring.length }), ...ring.map(piece)]);
  return Buffer.concat([HEAD, wkbBytes({ u: 10 + plus }, { u: rings.length }), ...rings.map(curve)]);
}

/** Returns what the rings of a file cover in its own plane: the first of a part less the others. */
function areaOf({ partRing, ringVertex, xy }: RawFeatures): number {
  let sum = 0;
  for (let part = 0; part + 1 < partRing.length; part++)
    for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
      let twice = 0;
      const first = ringVertex[ring];
      for (let v = first; v + 1 < ringVertex[ring + 1]; v++)
        twice +=
          (xy[2 * v] - xy[2 * first]) * (xy[2 * v + 3] - xy[2 * first + 1]) -
          (xy[2 * v + 2] - xy[2 * first]) * (xy[2 * v + 1] - xy[2 * first + 1]);
      sum += (ring === partRing[part] ? 1 : -1) * Math.abs(twice / 2);
    }
  return sum;
}

async function curveFault(random: Random, n: number): Promise<string | null> {
  const formats = Object.keys(CURVE_WRITERS);
  const format = formats[n % formats.length];
  const radius = 0.5 * 1000 ** random();
  const curved = placed(SHAPES[Math.floor(n / formats.length) % SHAPES.length](random, radius), random);
  const { name, bytes } = await CURVE_WRITERS[format](curved, random);
  const source = bytesSource(bytes, name);
  const reader = await layerReaderOf(source);
  const read = await reader.read(source, { gives: 'features', geometry: 'polygon' }, new Problems());
  if (read.gives !== 'features') return `${format}, file ${n}: gives ${read.gives}`;
  const areaM2 = areaOf(read.raw);
  return Math.abs(areaM2 - curved.areaM2) <= SAME_RATIO * (curved.areaM2 + Math.PI * radius * radius)
    ? null
    : `${format}, file ${n}: ${areaM2} m² for ${curved.areaM2}`;
}

export async function curveVerdicts(step: number): Promise<{ files: number; verdict: Verdict }> {
  let wrong = 0;
  let files = 0;
  // The step is no divisor of the kinds, so that a few files are of all of them.
  for (let n = 0; n < FILES; n += step === 1 ? 1 : step + 1) {
    files++;
    const found = await curveFault(seeded(n), n);
    if (found !== null && wrong++ < 3) process.stderr.write(`cities-geometry.curves: ${found}\n`);
  }
  return { files, verdict: exactly('cities-geometry.curves silently wrong', wrong, 0) };
}
