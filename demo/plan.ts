import type { Point } from '../model/geo/plane/point.ts';
import planJson from './plan.json' with { type: 'json' };

/**
 * The plan of the demo city as data. All figures live in `plan.json`, written by the plan's own tool and checked there;
 * this file gives them types and nothing else. x east and y north of the origin in metres, levels above the 1985 datum.
 */
export interface Plan {
  city: {
    id: string;
    nameZh: string;
    nameEn: string;
    origin: { lonDeg: number; latDeg: number; ellipsoidHeightM: number; elevationM: number };
    datum: { horizontal: string; vertical: string; geoidUndulationM: number };
    extent: Extent;
    zone: string;
    districtCode: string;
    seed: number;
  };
  terrain: {
    valley: { z0: number; dzdx: number; rise: number };
    northTerrace: Terrace;
    upperTerrace: Terrace;
    southTerrace: Terrace;
    hills: { name: string; at: Point; sigma: Point; rotDeg: number; heightM: number }[];
    basins: { name: string; at: Point; semi: Point; rotDeg: number; depthM: number }[];
    noise: { amplitudeM: number; wavelengthM: number; rule: string };
    golden: [x: number, y: number, elevationM: number][];
  };
  water: { main: MainRiver; tributary: Tributary; lakes: Lake[] };
  roads: { alignments: Alignment[] };
  typologies: Record<Typology, TypologyRule>;
  districts: District[];
  rail: {
    id: string;
    nameZh: string;
    nameEn: string;
    tracks: number;
    points: Point[];
    railAboveGroundM: number;
    station: { nameZh: string; at: Point; sidings: number };
  };
  bridges: BridgePlan[];
  underpasses: Underpass[];
  elevated: { id: string; road: string; fromY: number; toY: number; widthM: number; deckAboveGroundM: number }[];
  metro: {
    id: string;
    nameZh: string;
    nameEn: string;
    points: Point[];
    tunnelOuterM: number;
    headwayS: number;
    trainCapacity: number;
    stations: MetroStation[];
    railProfile: Point[];
    line2: { nameZh: string; points: Point[]; state: string };
  };
  landmarks: Landmark[];
  parks: { id: string; nameZh: string; nameEn: string; polygon: Point[] }[];
  pipes: {
    systems: Record<PipeSystem, string>;
    rules: {
      coverM: Record<PipeSystem, number>;
      minSlope: Record<string, number>;
      inletSpacingM: { arterial: number; collector: number; local: number; sag: string };
      manholeSpacingM: Record<string, number>;
      verticalM: Record<string, number | string>;
      atRivers: Record<string, string>;
      horizontalM: Record<string, number | string>;
    };
    plantedBranches: { count: number; rule: string };
    trunks: Trunk[];
  };
  outfalls: {
    id: string;
    trunk: string;
    at: Point;
    bankOf: 'main' | 'tributary';
    chainageM: number;
    invertM: number;
    flapGate: boolean;
    gateId: string;
    level20M: number;
    catchmentHa: number;
  }[];
  pumpingStations: {
    id: string;
    nameZh: string;
    at: Point;
    trunk: string;
    pumps: number[];
    m3ps: number;
    floorM: number;
    startM: number;
  }[];
  storm: {
    A: number;
    C: number;
    b: number;
    n: number;
    r: number;
    pattern: string;
    validMinutes: Point;
    depthMm: Record<string, Record<string, number>>;
  };
  /** id, name, Manning n, runoff, Horton f0 mm/h, fc mm/h, k 1/h, depression storage mm. */
  landCover: [string, string, number, number, number, number, number, number][];
  plans: {
    authorities: Record<string, string>;
    /** id, name, layer, kind of the zone, how they are compared. */
    rules: [string, string, string, string, string][];
    allowedCodes: Record<string, string[]>;
    toleranceM2: number;
    zones: Zone[];
    planted: PlannedShape[];
    /** rule, shape, zone, m², primary or consequent. */
    conflicts: [string, string, string, number, string][];
    decoys: (Omit<PlannedShape, 'for'> & { why: string })[];
  };
  population: {
    residents: number;
    jobs: number;
    households: number;
    ages: Record<string, number>;
    wheelchairPct: number;
    hours: number[];
    residentsAtHome: { weekday: number[]; weekend: number[] };
    jobsFilled: { weekday: number[]; weekend: number[] };
    visitors: { peak: Record<string, number>; weekday: number[]; weekend: number[] };
  };
  sensors: {
    idScheme: string;
    /** kind, rule of placement and whatever else the plan says, with count and cadence: see plan.json. */
    kinds: [string, string, number, ...(string | number)[]][];
    explicit: {
      id: string;
      nameZh: string;
      at: Point;
      chainageM: number;
      near: string;
      warnM: number;
      guaranteeM: number;
    }[];
    total: number;
  };
  cameras: {
    total: number;
    idScheme: string;
    rule: string;
    fovDeg: number;
    rangeM: number;
    explicit: { id: string; name: string; at: Point; aboveGroundM: number; headingDeg: number; tiltDeg: number }[];
  };
  resources: {
    teams: {
      id: string;
      kind: string;
      base?: string;
      nameZh?: string;
      at: Point;
      people: number;
      vehicles: string[];
    }[];
    stores: { id: string; nameZh: string; at: Point; stock: Record<string, number> }[];
  };
  shelters: {
    id: string;
    nameZh: string;
    at: Point;
    district: string;
    capacity: number;
    indoor: boolean;
    groundM: number;
    floodSafe: boolean;
  }[];
  construction: {
    id: string;
    nameZh: string;
    nameEn: string;
    at: Point;
    groundM: number;
    pit: {
      stationBox: Point[];
      basement: Point[];
      siteFence: Point[];
      stationDepthM: number;
      basementDepthM: number;
      stationBottomM: number;
      basementBottomM: number;
    };
    wall: { kind: string; thicknessM: number; depthM: number; struts: { levelM: number; kind: string }[] };
    excavation: { stage: number; toM: number }[];
    soilM3: number;
    truckM3: number;
    trucksPerNight: number;
    groundwaterM: number;
    dewateringWells: number;
    tower: {
      footprint: Point[];
      floors: number;
      heightM: number;
      coreFirst: number;
      podium: Point[];
      podiumFloors: number;
      podiumHeightM: number;
    };
    cranes: { id: string; at: Point; jibM: number; jibLevelAboveGroundM: number; capacityTm: number }[];
    start: string;
    dataDate: string;
    /** Homes and their flank towers north of the site, where the tower's shadow falls (D16). */
    plantedHomes: PlantedHome[];
    /** Planted on purpose: id, kind, what it is. */
    defects: [id: string, kind: string, what: string][];
    sensors: Record<string, number>;
  };
  scenarios: { id: string; nameZh: string; nameEn: string; at: Point; oneLine: string; trunk?: string }[];
  trees: {
    streetSpacingM: { arterial: number; collector: number; local: number };
    species: string[];
    rule: string;
    expectedCount: number;
  };
  codes: { component16: string; major: Record<string, string>; status: string; example: string; objectId: string };
}

interface PlantedHome {
  id: string;
  nameZh: string;
  nameEn: string;
  use: string;
  at: Point;
  sizeM: Point;
  floors: number;
  heightM: number;
}

interface Extent {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export interface Terrace {
  foot: Point[];
  widthM: Point[];
  stepM: number;
  slope: number;
  slopeToM: number;
}

interface MainRiver {
  id: string;
  nameZh: string;
  nameEn: string;
  controlPoints: Point[];
  bedAtK0M: number;
  bedSlope: number;
  bottomWidthM: number;
  sideSlope: number;
  bankHalfWidthM: number;
  bermAboveBedM: number;
  bermHalfWidthM: number;
  leveeOffsetM: number;
  crestWidthM: number;
  leveeSlope: number;
  freeboardM: number;
  managementHalfWidthM: number;
  manning: { channel: number; berm: number };
  normalDepthM: number;
  peakFlow: Record<'20' | '50' | '100', number>;
  hydrograph: { baseFlow: number; timeToPeakH: number; shape: number };
  lengthM: number;
  depthM: Record<'20' | '50' | '100', number>;
  /** chainage, bed, 20-, 50-, 100-year level, levee crest. */
  profile: [number, number, number, number, number, number][];
  leveeSections: { bank: 'left' | 'right'; fromK: number; toK: number; kind: string }[];
}

interface Tributary {
  id: string;
  nameZh: string;
  nameEn: string;
  controlPoints: Point[];
  bottomWidthM: number;
  sideSlope: number;
  leveeOffsetM: number;
  crestWidthM: number;
  leveeSlope: number;
  managementHalfWidthM: number;
  manning: { channel: number };
  peakFlow: Record<'20' | '50' | '100', number>;
  hydrograph: { baseFlow: number; startsAtH: number; timeToPeakH: number; shape: number };
  lengthM: number;
  confluenceK: number;
  bedLevels: Point[];
  leveeFromM: number;
  leveeCrest: Point[];
  /** chainage, bed, 20-, 50-, 100-year level. */
  profile: [number, number, number, number, number][];
}

interface Lake {
  id: string;
  nameZh: string;
  nameEn: string;
  at: Point;
  semi: Point;
  rotDeg: number;
  normalLevelM: number;
  bottomM: number;
  maxLevelM?: number;
  damCrestM?: number;
  capacityM3?: number;
}

export type RoadClass = 'expressway' | 'arterial' | 'collector' | 'local' | 'lane';

interface Alignment {
  id: string;
  nameZh: string;
  nameEn: string;
  class: RoadClass;
  redLineM: number;
  points: Point[];
}

export type Typology =
  | 'lane'
  | 'village'
  | 'slab'
  | 'tower'
  | 'podium'
  | 'office'
  | 'factory'
  | 'shed'
  | 'campus'
  | 'hall';

export interface TypologyRule {
  zh: string;
  floors: Point;
  storeyM: number;
  roof?: string;
  gapM?: number;
  gap?: string;
  setbackM: number;
  footprintM: Point;
  podiumFloors?: Point;
  podiumStoreyM?: number;
}

export type DistrictKind =
  | 'new-town'
  | 'centre'
  | 'office'
  | 'village'
  | 'farm'
  | 'reserve'
  | 'old-town'
  | 'slab'
  | 'mixed'
  | 'hill'
  | 'industry'
  | 'logistics'
  | 'wetland'
  | 'university';

export interface District {
  id: string;
  nameZh: string;
  nameEn: string;
  kind: DistrictKind;
  residents: number;
  jobs: number;
  blockM: number;
  pattern: string;
  axisDeg: number;
  mix: Partial<Record<Typology, number>>;
  far: Point;
  densityPct: number;
  areaHa: number;
  polygon: Point[];
}

export interface BridgePlan {
  id: string;
  nameZh: string;
  nameEn: string;
  road: string;
  over: 'main' | 'tributary';
  at: Point;
  chainageM: number;
  kind: string;
  spansM: number[];
  lengthM: number;
  level100M: number;
  soffitM: number;
  deckM: number;
}

export interface Underpass {
  id: string;
  nameZh: string;
  nameEn: string;
  road: string;
  at: Point;
  groundM: number;
  lowM: number;
  deepM: number;
  clearHeightM: number;
  widthM: number;
  rampGrade: number;
  rampLengthM: number;
  coveredM: number;
  catchmentHa: number;
  runoff: number;
  pumps: number[];
  sumpM3: number;
  crestM: number;
}

export interface MetroStation {
  id: string;
  nameZh: string;
  nameEn: string;
  at: Point;
  chainageM: number;
  groundM: number;
  boxM: Point;
  roofCoverM: number;
  railM: number;
  platformM: number;
  concourseM: number;
  platformSizeM: Point;
  capacityPerHour: number;
  entrances: {
    id: string;
    at: Point;
    groundM: number;
    sillM: number;
    widthM: number;
    vulnerable: boolean;
  }[];
}

export interface Landmark {
  id: string;
  nameZh: string;
  nameEn: string;
  kind: string;
  district: string;
  at: Point;
  sizeM: Point;
  heightM: number;
  groundM: number;
  floors?: number;
  storeys?: number;
  year?: number;
  seats?: number;
  plazaAt?: Point;
  plazaM2?: number;
  gates?: { id: string; at: Point; widthM: number }[];
  beds?: number;
  wards?: { id: string; floors: number; beds: number; at: Point }[];
  pupils?: number;
  students?: number;
  openM2?: number;
  floorAboveGroundM?: number;
  kV?: number;
}

type PipeSystem = 'YS' | 'WS' | 'JS' | 'RQ' | 'RL' | 'DL' | 'TX';

export interface Trunk {
  id: string;
  system: PipeSystem;
  nameZh: string;
  points: Point[];
  lateralM: number;
  /** chainage from which the inside height holds. */
  sizeM: Point[];
  wallM: number;
  material: string;
  invert0?: number;
  slope?: number;
  drops?: Point[];
  lifts?: Point[];
  outfall?: string;
  pump?: string;
  lengthM: number;
  invertEndM?: number;
  plant?: string;
  liftStation?: { id: string; nameZh: string; at: Point; liftM: number; m3ps: number };
  joins?: string;
  cover?: number;
  /** chainage, ± metres, top level at most. */
  dips?: [number, number, number][];
  bridge?: string;
  under?: string;
}

export interface Zone {
  id: string;
  authority: string;
  kind: string;
  nameZh: string;
  areaHa: number;
  polygon: Point[];
  topM?: number;
  bottomM?: number;
  limitM?: number;
  storageM3?: number;
}

export interface PlannedShape {
  id: string;
  layer: string;
  for: string;
  code: string | null;
  polygon: Point[];
  heightLimitM?: number;
  roadRedLine?: boolean;
  topM?: number;
  bottomM?: number;
}

/**
 * Imported JSON loses tuples and unions of words, so its shape is asserted once, here; `tests/demo/plan.test.ts`
 * holds the content against the assertions of the plan's own checker.
 */
export const plan = planJson as unknown as Plan;
