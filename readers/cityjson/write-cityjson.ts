import type { Solid } from '../../model/city/layer-shapes.ts';

/** A building of a written file has an id, what is known of it, and upright bodies in the plane of the file's system. */
interface WrittenBuilding {
  id: string;
  attributes: Readonly<Record<string, string | number | null>>;
  solids: readonly Solid[];
}

interface Options {
  /** EPSG code of the plane. */
  epsg: number;
  /** Says what the file is, and above what its heights are. */
  title: string;
  /** Day of the data, `YYYY-MM-DD`; null: nobody stated one. */
  date: string | null;
}

type Place = readonly [x: number, y: number, z: number];

/** A millimetre. */
const SCALE_M = 0.001;
const SURFACES = ['GroundSurface', 'RoofSurface', 'WallSurface'] as const;
type SurfaceKind = (typeof SURFACES)[number];

/** Writes CityJSON 2.0 (OGC 20-072r5): each building as solids of level of detail 1.2 whose faces are named; the same contents are the same text. */
export function writeCityJson(buildings: readonly WrittenBuilding[], { epsg, title, date }: Options): string {
  const places = buildings.flatMap(({ solids }) => solids.flatMap(cornersOf));
  const least = extreme(places, Math.min).map(Math.floor);
  const vertices = openVertices(least);
  const objects = buildings.map(({ id, attributes, solids }) => {
    const parts = solids.map((solid) => facesOf(solid, vertices.at));
    const semantics = {
      surfaces: SURFACES.map((type) => ({ type })),
      values: parts.map(({ kinds }) => [kinds.map((kind) => SURFACES.indexOf(kind))]),
    };
    const geometry = { type: 'MultiSolid', lod: '1.2', boundaries: parts.map(({ faces }) => [faces]), semantics };
    return [id, { type: 'Building', attributes, geometry: parts.length > 0 ? [geometry] : [] }] as const;
  });
  const most = extreme(places, Math.max);
  const extent = places.length > 0 ? { geographicalExtent: [...extreme(places, Math.min), ...most] } : {};
  return `${JSON.stringify({
    type: 'CityJSON',
    version: '2.0',
    transform: { scale: [SCALE_M, SCALE_M, SCALE_M], translate: least },
    metadata: {
      title,
      ...(date === null ? {} : { referenceDate: date }),
      referenceSystem: `https://www.opengis.net/def/crs/EPSG/0/${epsg}`,
      ...extent,
    },
    CityObjects: Object.fromEntries(objects),
    vertices: vertices.list,
  })}\n`;
}

const cornersOf = ({ rings, footM, topM }: Solid): Place[] =>
  rings.flatMap((ring) =>
    ring.flatMap(([x, y]): Place[] => [
      [x, y, footM],
      [x, y, topM],
    ]),
  );

function extreme(places: readonly Place[], of: (a: number, b: number) => number): number[] {
  if (places.length === 0) return [0, 0, 0];
  return places.reduce<number[]>((found, place) => found.map((value, i) => of(value, place[i])), [...places[0]]);
}

/** Vertices of whole millimetres from a place, each once. */
function openVertices(fromM: readonly number[]) {
  const list: number[][] = [];
  const known = new Map<string, number>();
  return {
    list,
    at(place: Place): number {
      const whole = place.map((value, i) => Math.round((value - fromM[i]) / SCALE_M));
      const key = whole.join(' ');
      const index = known.get(key) ?? list.push(whole) - 1;
      known.set(key, index);
      return index;
    },
  };
}

/** Faces of a body with what each is, their fronts outwards: the roof as the rings run, the ground the other way round. */
function facesOf({ rings, footM, topM }: Solid, at: (place: Place) => number) {
  const roof = rings.map((ring) => ring.map(([x, y]) => at([x, y, topM])));
  const foot = rings.map((ring) => ring.map(([x, y]) => at([x, y, footM])));
  const ground = foot.map((ring) => [...ring].reverse());
  const walls = foot.flatMap((ring, r) =>
    ring.map((corner, i) => {
      const next = (i + 1) % ring.length;
      return [[corner, ring[next], roof[r][next], roof[r][i]]];
    }),
  );
  const kinds: SurfaceKind[] = ['GroundSurface', 'RoofSurface', ...walls.map(() => 'WallSurface' as const)];
  return { faces: [ground, roof, ...walls], kinds };
}
