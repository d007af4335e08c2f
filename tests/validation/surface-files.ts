import { crsOf } from '../../model/geo/crs.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';

/** A system as files name it, with what one unit of its plane and of its heights is in metres. */
interface NamedSystem {
  code: string;
  names: readonly string[];
  heightUnitM: number;
  lonDeg: number;
  latDeg: number;
  isLatitudeFirst?: boolean;
  /** Names no format but GML has. */
  isGmlOnly?: boolean;
}

const US_FOOT_M = 1200 / 3937;
const compound = (plane: number, vertical: number): string[] => [
  `urn:ogc:def:crs,crs:EPSG::${plane},crs:EPSG::${vertical}`,
  `urn:ogc:def:crs,crs:EPSG:6.12:${plane},crs:EPSG:6.12:${vertical}`,
  `EPSG:${plane}+${vertical}`,
  `http://www.opengis.net/def/crs-compound?1=http://www.opengis.net/def/crs/EPSG/0/${plane}&2=http://www.opengis.net/def/crs/EPSG/0/${vertical}`,
];
const plain = (code: number): string[] => [
  `EPSG:${code}`,
  `urn:ogc:def:crs:EPSG::${code}`,
  `http://www.opengis.net/def/crs/EPSG/0/${code}`,
];
const NEW_YORK = { code: 'EPSG:2263', lonDeg: -73.98, latDeg: 40.75 };
const PORTLAND = { code: 'EPSG:2269', lonDeg: -122.6, latDeg: 45.5 };
const BERLIN = { code: 'EPSG:25833', lonDeg: 13.4, latDeg: 52.5 };
const SYSTEMS: readonly NamedSystem[] = [
  { ...NEW_YORK, names: plain(2263), heightUnitM: 0.3048 },
  { ...NEW_YORK, names: compound(2263, 6360), heightUnitM: US_FOOT_M },
  { ...NEW_YORK, names: compound(2263, 5703), heightUnitM: 1 },
  { ...NEW_YORK, names: plain(8767), heightUnitM: US_FOOT_M },
  { ...PORTLAND, names: compound(2269, 8228), heightUnitM: 0.3048 },
  { ...PORTLAND, names: plain(8709), heightUnitM: 0.3048 },
  { ...BERLIN, names: plain(25833), heightUnitM: 1 },
  { ...BERLIN, names: compound(25833, 7837), heightUnitM: 1 },
  { ...BERLIN, names: compound(25833, 8052), heightUnitM: US_FOOT_M },
  { ...BERLIN, names: compound(25833, 5715), heightUnitM: -1 },
  { ...BERLIN, names: ['urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH*GCG2016'], heightUnitM: 1, isGmlOnly: true },
  { code: 'EPSG:28992', names: plain(7415), heightUnitM: 1, lonDeg: 4.48, latDeg: 51.92 },
  { code: 'EPSG:2056', names: compound(2056, 5728), heightUnitM: 1, lonDeg: 8.54, latDeg: 47.38 },
  {
    code: 'EPSG:6668',
    names: plain(6697),
    heightUnitM: 1,
    lonDeg: 139.7,
    latDeg: 35.3,
    isLatitudeFirst: true,
    isGmlOnly: true,
  },
];

/** Units of lengths as files write them; null: one that means nothing. */
const UOMS: readonly (readonly [name: string, metres: number | null])[] = [
  ['m', 1],
  ['urn:adv:uom:m', 1],
  ['#m', 1],
  ['urn:ogc:def:uom:EPSG::9001', 1],
  ['http://www.opengis.net/def/uom/UCUM/0/m', 1],
  ['ft', 0.3048],
  ['feet', 0.3048],
  ['urn:ogc:def:uom:EPSG::9002', 0.3048],
  ['ftUS', US_FOOT_M],
  ['cm', 0.01],
  ['mm', 0.001],
  ['in', 0.0254],
  ['zoll-nach-gefuehl', null],
];

/** How a house comes. */
const BODIES = ['lod2', 'lod1', 'footprint', 'roof-edge', 'both-outlines', 'measured-nothing'] as const;
type Body = (typeof BODIES)[number];
const FORMATS = ['citygml', 'cityjson', 'cityjsonseq'] as const;

/** Tells what must come out of one house, or by which code it must be told. */
export interface House {
  id: string;
  body: Body;
  /** Plan area with the court taken off. */
  areaM2: number;
  heightM: number;
  footM: number;
  /** West and south, east and north of its corners, degrees. */
  boxDeg: readonly number[];
  told: string | null;
  /** The file does not tell its heights: nothing is drawn of it. */
  isLeftOut: boolean;
}

/** A file of a city model whose truth is known. */
export interface SurfaceFile {
  name: string;
  text: string;
  houses: House[];
  /** Code that the file must be told by besides. */
  told: string | null;
}

type Corner = [x: number, y: number, z: number];

/** A box of so many metres, with a court in it, in a place of a system: outlines and faces as corners in the file's numbers. */
interface Shape {
  outline: Corner[][];
  roof: Corner[][];
  faces: { type: string; rings: Corner[][] }[];
}

const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)];

/** The file of a number: the same each time. */
export async function surfaceFile(index: number): Promise<SurfaceFile> {
  const random = seeded(47_000 + index);
  const format = FORMATS[index % FORMATS.length];
  const isGml = format === 'citygml';
  const systems = SYSTEMS.filter(({ isGmlOnly }) => isGml || !isGmlOnly);
  const system = systems[Math.floor(index / FORMATS.length) % systems.length];
  const name = pick(random, system.names);
  const crs = await crsOf(system.code, 'generator');
  const origin = { lonDeg: system.lonDeg, latDeg: system.latDeg, heightM: 0 };
  const place = (e: number, n: number, z: number): Corner => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [e, n, 0]);
    const [x, y] = crs.geographic ? [lonDeg, latDeg] : crs.fromLonLat(lonDeg, latDeg);
    return [x, y, z / system.heightUnitM];
  };
  const houses: House[] = [];
  const written: { house: House; shape: Shape; measured: string | null; uom: string | null; fault: Fault }[] = [];
  const count = 2 + Math.floor(random() * 3);
  const isAllOutlines = random() < 0.3;
  for (let i = 0; i < count; i++) {
    const body = pick(random, isAllOutlines ? BODIES.slice(2, 5) : BODIES);
    const fault: Fault = isGml || i > 0 || body === 'measured-nothing' ? null : pick(random, FAULTS);
    const [wide, deep] = [10 + Math.round(random() * 30), 10 + Math.round(random() * 30)];
    const court = random() < 0.4 ? 4 : 0;
    const heightM = 3 + Math.round(random() * 400) / 10;
    const footM = Math.round(random() * 10) / 10 + 40;
    const [e, n] = [60 * i, 20 * (i % 2)];
    const ring = (x: number, y: number, w: number, d: number, z: number): Corner[] => [
      place(x, y, z),
      place(x + w, y, z),
      place(x + w, y + d, z),
      place(x, y + d, z),
    ];
    const rings = (z: number): Corner[][] => [
      ring(e, n, wide, deep, z),
      ...(court > 0 ? [ring(e + 3, n + 3, court, court, z).reverse()] : []),
    ];
    const topM = footM + heightM;
    const walls = rings(footM).map((low, r) => ({ low, high: rings(topM)[r] }));
    const shape: Shape = {
      outline: rings(footM),
      roof: rings(topM),
      faces: [
        { type: 'GroundSurface', rings: rings(footM).map((one) => one.toReversed()) },
        { type: 'RoofSurface', rings: rings(topM) },
        ...walls.flatMap(({ low, high }) =>
          low.map((corner, k) => {
            const next = (k + 1) % low.length;
            return { type: 'WallSurface', rings: [[corner, low[next], high[next], high[k]]] };
          }),
        ),
      ],
    };
    const isOutline = body !== 'lod1' && body !== 'lod2';
    const [uom, unitM] = pick(random, UOMS);
    const corners = [place(e, n, 0), place(e + wide, n + deep, 0)].map(([x, y]) => degrees(crs, x, y));
    const isUnknown = isOutline && body !== 'measured-nothing' && unitM === null;
    const isBroken = fault !== null;
    houses.push({
      id: `h${i}`,
      body,
      areaM2: wide * deep - court * court,
      heightM,
      footM,
      boxDeg: [...corners[0], ...corners[1]],
      told: isBroken
        ? TOLD_BY[fault]
        : isUnknown
          ? 'unit-unknown'
          : body === 'measured-nothing'
            ? 'height-missing'
            : null,
      isLeftOut: isBroken || isUnknown || body === 'measured-nothing',
    });
    written.push({
      house: houses[i],
      shape,
      measured: body === 'measured-nothing' ? null : String(Number((heightM / (unitM ?? 1)).toPrecision(12))),
      uom,
      fault,
    });
  }
  const text = isGml ? gmlOf(written, name, system, random) : jsonOf(written, name, random, format === 'cityjsonseq');
  const ending = isGml ? 'gml' : format === 'cityjsonseq' ? 'city.jsonl' : 'city.json';
  return { name: `made-${index}.${ending}`, text, houses, told: null };
}

/** Tells what is wrong with one object of a CityJSON file. */
const FAULTS = [null, null, null, 'index', 'vertex'] as const;
type Fault = (typeof FAULTS)[number];
const TOLD_BY = { index: 'surfaces-broken', vertex: 'coordinate-range' } as const;

function degrees(crs: Awaited<ReturnType<typeof crsOf>>, x: number, y: number): [number, number] {
  const xy = Float64Array.of(x, y);
  crs.toLonLat(xy, 0, 1);
  return [xy[0], xy[1]];
}

type Written = { house: House; shape: Shape; measured: string | null; uom: string | null; fault: Fault };

const NAMESPACES =
  'xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml"';

function gmlOf(all: readonly Written[], srsName: string, { isLatitudeFirst }: NamedSystem, random: Random): string {
  const writePositions = pick(random, [posList, pos, coordinates, markedCoordinates]);
  const corner = ([x, y, z]: Corner): string[] =>
    (isLatitudeFirst ? [y, x, z] : [x, y, z]).map((value) => fixed(value));
  const ring = (corners: readonly Corner[]): string =>
    `<gml:LinearRing>${writePositions([...corners, corners[0]].map(corner))}</gml:LinearRing>`;
  const polygon = (rings: readonly Corner[][]): string =>
    `<gml:surfaceMember><gml:Polygon>${rings.map((one, r) => (r === 0 ? `<gml:exterior>${ring(one)}</gml:exterior>` : `<gml:interior>${ring(one)}</gml:interior>`)).join('')}</gml:Polygon></gml:surfaceMember>`;
  const multi = (name: string, rings: readonly Corner[][]): string =>
    `<bldg:${name}><gml:MultiSurface>${polygon(rings)}</gml:MultiSurface></bldg:${name}>`;
  const body = ({ house, shape }: Written): string => {
    if (house.body === 'lod2')
      return shape.faces
        .map(
          ({ type, rings }) =>
            `<bldg:boundedBy><bldg:${type}>${multi('lod2MultiSurface', rings)}</bldg:${type}></bldg:boundedBy>`,
        )
        .join('');
    if (house.body === 'lod1')
      return `<bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${shape.faces.map(({ rings }) => polygon(rings)).join('')}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod1Solid>`;
    const foot = house.body === 'roof-edge' ? '' : multi('lod0FootPrint', shape.outline);
    const edge = house.body === 'roof-edge' || house.body === 'both-outlines' ? multi('lod0RoofEdge', shape.roof) : '';
    return foot + edge;
  };
  const measured = ({ measured: value, uom }: Written): string =>
    value === null ? '' : `<bldg:measuredHeight uom="${uom}">${value}</bldg:measuredHeight>`;
  const members = all.map(
    (one) =>
      `<core:cityObjectMember><bldg:Building gml:id="${one.house.id}">${measured(one)}${body(one)}</bldg:Building></core:cityObjectMember>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><core:CityModel ${NAMESPACES}><gml:boundedBy><gml:Envelope srsName="${srsName.replaceAll('&', '&amp;')}" srsDimension="3"/></gml:boundedBy>${members.join('')}</core:CityModel>`;
}

/** Degrees need nine digits to be millimetres. */
const fixed = (value: number): string => (Math.abs(value) < 400 ? value.toFixed(10) : value.toFixed(4));

const posList = (corners: readonly string[][]): string => `<gml:posList>${corners.flat().join(' ')}</gml:posList>`;
const pos = (corners: readonly string[][]): string =>
  corners.map((one) => `<gml:pos>${one.join(' ')}</gml:pos>`).join('');
const coordinates = (corners: readonly string[][]): string =>
  `<gml:coordinates>${corners.map((one) => one.join(',')).join(' ')}</gml:coordinates>`;

/** With the marks of a country that writes a comma for decimals. */
const markedCoordinates = (corners: readonly string[][]): string =>
  `<gml:coordinates decimal="," cs=" " ts=";">${corners.map((one) => one.map((value) => value.replace('.', ',')).join(' ')).join(';')}</gml:coordinates>`;

function jsonOf(all: readonly Written[], name: string, random: Random, isSequence: boolean): string {
  const [x, y, z] = all[0].shape.outline[0][0];
  const scale = pick(random, [0.001, 0.0001, 0.0005]);
  const transform = { scale: [scale, scale, scale], translate: [Math.floor(x), Math.floor(y), Math.floor(z)] };
  const head = {
    type: 'CityJSON',
    version: pick(random, ['1.0', '1.1', '2.0']),
    metadata: { referenceSystem: name },
    transform,
  };
  const parts = all.map((one) => objectOf(one, transform));
  if (isSequence)
    return [
      JSON.stringify({ ...head, CityObjects: {}, vertices: [] }),
      ...parts.map(({ vertices, object }, i) =>
        JSON.stringify({
          type: 'CityJSONFeature',
          id: all[i].house.id,
          CityObjects: { [all[i].house.id]: object(0) },
          vertices,
        }),
      ),
    ].join('\n');
  const vertices: unknown[] = [];
  const objects: Record<string, unknown> = {};
  for (const [i, part] of parts.entries()) {
    objects[all[i].house.id] = part.object(vertices.length);
    vertices.push(...part.vertices);
  }
  return JSON.stringify({ ...head, CityObjects: objects, vertices });
}

interface Transform {
  scale: number[];
  translate: number[];
}

/** An object with its vertices in whole steps; `object` counts its indices from where they begin in the file. */
function objectOf({ house, shape, measured, uom, fault }: Written, { scale, translate }: Transform) {
  const vertices: unknown[] = [];
  const index = (corner: Corner): number =>
    vertices.push(corner.map((value, k) => Math.round((value - translate[k]) / scale[k]))) - 1;
  const indexed = (rings: readonly Corner[][]): number[][] => rings.map((ring) => ring.map(index));
  const isBody = house.body === 'lod1' || house.body === 'lod2';
  const outline = house.body === 'roof-edge' ? shape.roof : shape.outline;
  const faces = isBody
    ? shape.faces.map(({ rings }) => indexed(rings))
    : house.body === 'both-outlines'
      ? [indexed(shape.outline), indexed(shape.roof)]
      : [indexed(outline)];
  const types = isBody
    ? shape.faces.map(({ type }) => type)
    : house.body === 'roof-edge'
      ? ['RoofSurface']
      : house.body === 'both-outlines'
        ? ['GroundSurface', 'RoofSurface']
        : ['GroundSurface'];
  if (fault === 'vertex') vertices[0] = [null, 1, 2];
  const value = measured === null ? null : uom === 'm' ? Number(measured) : { value: Number(measured), uom };
  return {
    vertices,
    object: (first: number) => ({
      type: 'Building',
      ...(value === null ? {} : { attributes: { measuredHeight: value } }),
      geometry: [
        {
          type: 'MultiSurface',
          lod: isBody ? (house.body === 'lod2' ? '2' : '1') : '0',
          boundaries: faces.map((rings, f) =>
            rings.map((ring, r) =>
              ring.map((vertex, v) => (fault === 'index' && f + r + v === 0 ? 999_999 : first + vertex)),
            ),
          ),
          semantics: { surfaces: types.map((type) => ({ type })), values: types.map((_, i) => i) },
        },
      ],
    }),
  };
}
