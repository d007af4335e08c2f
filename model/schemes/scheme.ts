import * as v from 'valibot';
import { choice, flag, quantity, whole } from '../questions/field.ts';
import { defaultsOf } from '../questions/question.ts';
import { Grading } from '../questions/terrain-analysis.ts';

/** What a parcel's edge borders on; each class has its own setback. */
export const EDGE_CLASSES = ['street', 'side', 'rear'] as const;
/** One of them. */
export type EdgeClass = (typeof EDGE_CLASSES)[number];

/** How a parcel is built on: rows of slabs, towers, or towers on a podium. */
export const TYPOLOGIES = ['slab', 'tower', 'podium'] as const;

/** Uses of floor area that dwellings and parking are counted by. */
export const FLOOR_USES = ['residential', 'commercial', 'public', 'industrial'] as const;
/** One of them. */
export type FloorUse = (typeof FLOOR_USES)[number];

const within = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const setback = (word: string) => quantity({ min: 0, max: 200, unit: 'm', word });
const storey = { min: 2.2, max: 10, step: 0.1, unit: 'm' };
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Name = v.pipe(v.string(), v.maxLength(200));
const Metres = within(-1e7, 1e7);

/** A parcel has no more corners than this. */
export const MAX_CORNERS = 500;

/** East and north in metres of the city's plane, without the first corner repeated. */
const RingM = v.pipe(v.array(v.tuple([Metres, Metres])), v.minLength(3), v.maxLength(MAX_CORNERS));

/** How far buildings stay behind the edges of each class. */
export const Setbacks = v.object({
  street: setback('schemes.setback_street'),
  side: setback('schemes.setback_side'),
  rear: setback('schemes.setback_rear'),
});

/** What is asked of a parcel: the indicators of a plan, and how it is built on. */
export const SchemeControls = v.object({
  typology: v.picklist(TYPOLOGIES),
  use: v.picklist(FLOOR_USES),
  /** Code in `mnr-2023`, for the table of land use. */
  code: v.pipe(v.string(), v.maxLength(12)),
  /** Floor area to reach, to site area. */
  far: quantity({ min: 0, max: 20, step: 0.1, word: 'schemes.far' }),
  densityMaxPct: quantity({ min: 1, max: 100, unit: '%', word: 'schemes.density' }),
  heightMaxM: quantity({ min: 3, max: 600, unit: 'm', word: 'schemes.height' }),
  greenMinPct: quantity({ min: 0, max: 100, unit: '%', word: 'schemes.green' }),
  setbackM: Setbacks,
  storeyM: quantity({ ...storey, word: 'schemes.storey' }),
  /** Depth of slabs across, of towers both ways. */
  depthM: quantity({ min: 6, max: 80, unit: 'm', word: 'schemes.depth' }),
  /** The least distance between buildings. */
  gapM: quantity({ min: 0, max: 100, unit: 'm', word: 'schemes.gap' }),
  /** The least distance between rows, to the height of a building. */
  spacingRatio: quantity({ min: 0, max: 4, step: 0.1, unit: '× H', word: 'schemes.spacing' }),
  /** Rows run along the parcel's longest edge, or from west to east. */
  rows: choice({ edge: 'schemes.rows_edge', south: 'schemes.rows_south' }, { word: 'schemes.rows' }),
  podiumStoreys: whole({ min: 1, max: 10, word: 'schemes.podiumStoreys' }),
  podiumStoreyM: quantity(storey),
});
/** The controls of one parcel. */
export type SchemeControls = v.InferOutput<typeof SchemeControls>;

/** Controls that a plan may be silent about. */
export const ASSUMABLE = ['use', 'far', 'densityMaxPct', 'heightMaxM', 'greenMinPct', 'setbackM'] as const;
/** One of them. */
export type Assumable = (typeof ASSUMABLE)[number];

const basementLevels = {
  storeys: whole({ min: 1, max: 10, word: 'schemes.basementStoreys' }),
  storeyM: quantity({ ...storey, word: 'schemes.basementStorey' }),
  /** Its outline beyond that of the ground floor; negative: within it. */
  outsetM: quantity({ min: -50, max: 50, step: 0.5, unit: 'm', word: 'schemes.basementOutset' }),
  /** Its floor area counts in the floor-area ratio, which that of basements does not unless a plan says so. */
  isInFar: flag({ word: 'schemes.basementInFar' }),
};

/** Levels under one building: its own in place of those of its parcel. */
export const BasementLevels = v.object(basementLevels);
/** Levels of a basement. */
export type BasementLevels = v.InferOutput<typeof BasementLevels>;

/** What a basement lies under: each building on the ground, or the whole site. */
export const BASEMENT_EXTENTS = ['buildings', 'site'] as const;

/** Basements of a parcel (地下室). */
const ParcelBasement = v.object({ under: v.picklist(BASEMENT_EXTENTS), ...basementLevels });
/** Basements of a parcel. */
export type ParcelBasement = v.InferOutput<typeof ParcelBasement>;

/** As one is begun with: own values, no standard's. */
export const DEFAULT_BASEMENT: ParcelBasement = {
  under: 'buildings',
  storeys: 1,
  storeyM: 3.9,
  outsetM: 0,
  isInFar: false,
};

/** A parcel of a scheme, and which class each of its edges is of. */
export const SchemeParcel = v.object({
  id: Id,
  name: Name,
  /** The plan and shape that it was taken from; null: drawn. */
  source: v.nullable(v.object({ plan: Id, shape: v.pipe(v.string(), v.maxLength(128)) })),
  ringM: RingM,
  edges: v.array(v.picklist(EDGE_CLASSES)),
  controls: SchemeControls,
  /** Controls of a parcel from a plan that the plan does not state and nobody has typed since; they have default values. */
  assumed: v.optional(v.array(v.picklist(ASSUMABLE))),
  /** What its ground is made into; absent: it stays as it is. */
  grading: v.optional(Grading),
  /** What is built under it; absent: nothing. */
  basement: v.optional(ParcelBasement),
});
/** A parcel of a scheme. */
export type SchemeParcel = v.InferOutput<typeof SchemeParcel>;

/** A volume has no more storeys than this. */
export const MAX_STOREYS = 300;

/** An upright volume: its foot stands `baseM` above the ground, and it is `heightM` high from there. */
export const SchemeBuilding = v.object({
  id: Id,
  parcel: Id,
  ringM: RingM,
  baseM: within(0, 600),
  heightM: quantity({ min: 0.1, max: 600, unit: 'm' }),
  storeys: whole({ min: 1, max: MAX_STOREYS }),
  use: v.picklist(FLOOR_USES),
  /** It came of a file or was edited by hand: a change of controls leaves it as it is. Absent: generated. */
  made: v.optional(v.picklist(['imported', 'edited'])),
  /** Its own in place of what its parcel has under each building; null: none. */
  basement: v.optional(v.nullable(BasementLevels)),
});
/** A volume of a scheme. */
export type SchemeBuilding = v.InferOutput<typeof SchemeBuilding>;

/** How a building or a file's volumes are moved by hand: to a place in the city's plane, by a turn, by an edge outwards. */
export const SchemeMove = v.strictObject({
  eastM: quantity({ unit: 'm', min: -1e5, max: 1e5, word: 'schemes.massEast' }),
  northM: quantity({ unit: 'm', min: -1e5, max: 1e5, word: 'schemes.massNorth' }),
  turnDeg: quantity({ unit: '°', min: -360, max: 360, usual: 0, word: 'schemes.massTurn' }),
  outM: quantity({ unit: 'm', min: -200, max: 200, usual: 0, word: 'schemes.outwards' }),
});

/** How streets are ranked (城市道路等级), the widest first. */
export const ROAD_CLASSES = ['expressway', 'arterial', 'collector', 'local', 'lane'] as const;
/** Between red lines, where nobody says: own values, no standard's. */
export const DEFAULT_ROAD_M: Readonly<Record<(typeof ROAD_CLASSES)[number], number>> = {
  expressway: 60,
  arterial: 40,
  collector: 30,
  local: 18,
  lane: 8,
};

/** A road of a scheme: its centre line, and how far its red lines lie apart. */
export const SchemeRoad = v.object({
  id: Id,
  name: Name,
  class: v.picklist(ROAD_CLASSES),
  widthM: quantity({ min: 2, max: 120, step: 0.5, unit: 'm', word: 'schemes.roadWidth' }),
  lineM: v.pipe(v.array(v.tuple([Metres, Metres])), v.minLength(2), v.maxLength(MAX_CORNERS)),
});
/** A road of a scheme. */
export type SchemeRoad = v.InferOutput<typeof SchemeRoad>;

/** A design for some parcels, with what it builds on them, and the roads between them. */
export interface Scheme {
  id: string;
  name: string;
  parcels: SchemeParcel[];
  buildings: SchemeBuilding[];
  /** Absent: it draws none. */
  roads?: SchemeRoad[];
}

/** Things of a layer by the value of a code. */
const Facilities = v.pipe(
  v.array(
    v.object({
      layer: v.pipe(v.string(), v.maxLength(200)),
      attribute: v.pipe(v.string(), v.maxLength(200)),
      value: v.pipe(v.string(), v.maxLength(200)),
    }),
  ),
  v.maxLength(100),
);
/** Which things serve. */
export type Facilities = v.InferOutput<typeof Facilities>;

/** Amounts that figures of schemes are made with. */
export const AssumedAmounts = v.object({
  /** Gross floor area of a dwelling. */
  dwellingM2: quantity({ min: 20, max: 500, step: 5, unit: 'm²', word: 'schemes.dwellingM2' }),
  personsPerDwelling: quantity({ min: 0.5, max: 10, step: 0.1, word: 'schemes.personsPerDwelling' }),
  spacesPerDwelling: quantity({ min: 0, max: 5, step: 0.1, word: 'schemes.spacesPerDwelling' }),
  spacesPer100M2: quantity({ min: 0, max: 10, step: 0.1, word: 'schemes.spacesPer100M2' }),
  /** Basement floor area of a parking space, its share of aisles and ramps with it. */
  basementM2PerSpace: quantity({ min: 15, max: 100, unit: 'm²', usual: 35, word: 'schemes.basementM2PerSpace' }),
  /** A pit is dug so much wider than the basement on each side, upright, and filled again. */
  workingMarginM: quantity({ min: 0, max: 10, step: 0.1, unit: 'm', usual: 1, word: 'schemes.workingMarginM' }),
  /** Roads, squares and parking on the ground that no building covers. */
  pavedPct: quantity({ min: 0, max: 100, unit: '%', word: 'schemes.pavedPct' }),
  /** What a thousand residents ask of schools and hospitals. */
  pupilsPer1000: quantity({ min: 0, max: 1000, usual: 80, word: 'schemes.pupilsPer1000' }),
  bedsPer1000: quantity({ min: 0, max: 1000, step: 0.1, usual: 6, word: 'schemes.bedsPer1000' }),
  /** Compacted fill that a volume of cut gives. */
  fillPerCutRatio: quantity({ min: 0.1, max: 3, step: 0.05, usual: 1, word: 'schemes.fillPerCutRatio' }),
});

/** What floor area is turned into people and cars by: one set for all schemes that are compared. */
export const SchemeAssumptions = v.object({
  ...AssumedAmounts.entries,
  /** Which things of the city are schools and hospitals; absent: those whose code says so. */
  services: v.optional(v.object({ school: Facilities, health: Facilities })),
});
/** Assumptions of a city's schemes. */
export type SchemeAssumptions = v.InferOutput<typeof SchemeAssumptions>;

/** Where nobody chose: own values, no standard's. */
export const DEFAULT_ASSUMPTIONS: SchemeAssumptions = {
  ...defaultsOf(AssumedAmounts),
  dwellingM2: 100,
  personsPerDwelling: 2.6,
  spacesPerDwelling: 1,
  spacesPer100M2: 0.8,
  pavedPct: 40,
};

/** Default controls of a parcel that was drawn: own values, no standard's. */
export const DEFAULT_CONTROLS: SchemeControls = {
  typology: 'slab',
  use: 'residential',
  code: '0701',
  far: 1.8,
  densityMaxPct: 30,
  heightMaxM: 54,
  greenMinPct: 35,
  setbackM: { street: 8, side: 6, rear: 6 },
  storeyM: 3,
  depthM: 14,
  gapM: 13,
  spacingRatio: 1.2,
  rows: 'edge',
  podiumStoreys: 2,
  podiumStoreyM: 4.5,
};

/** What a typology is usually as deep as. */
export const DEFAULT_DEPTH_M = { slab: 14, tower: 25, podium: 25 } as const;
