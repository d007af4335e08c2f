import { MessageError } from '../../model/text/message.ts';
/**
 * A building model as it was read: elements in the file's order of classes, their triangles end to end. Positions are metres in the
 * model's own frame, x and y in plan, z up: the project's base point is its zero until `georeference` says where that is.
 */
export interface BuildingModel {
  /** As the file names it: IFC2X3, IFC4, IFC4X3. */
  schema: string;
  /** Metres of the file's length unit: 0.001 for millimetres. */
  lengthUnitM: number;
  storeys: ModelStorey[];
  elements: ModelElement[];
  mesh: ModelMesh;
  georeference: Georeference;
  /** What could not be read and what looks wrong; the rest of the model stands. */
  problems: ModelProblem[];
}

/** A storey as the file names it, with its level where the file states one. */
export interface ModelStorey {
  globalId: string;
  name: string;
  elevationM: number | null;
}

/** A part of the building with triangles of its own: what a task builds and a person points at. */
export interface ModelElement {
  globalId: string;
  /** `IfcWall`, never a `…StandardCase`. */
  ifcClass: string;
  discipline: Discipline;
  name: string;
  tag: string;
  /** Index in `storeys`; null where the file puts it in none. */
  storey: number | null;
  /** What the triangles enclose; null where they close nothing. */
  meshVolumeM3: number | null;
  /** NetVolume of the file's quantities, else GrossVolume where that alone stands. */
  stated: { name: 'NetVolume' | 'GrossVolume'; volumeM3: number } | null;
  /** Names, its type's too: of layers and constituents one by one. */
  materials: string[];
  /** Codes of classifications: `21.22`, `Ss_25_10`. */
  codes: string[];
  /** Zones, systems and other groups by name. */
  zones: string[];
  /** Single values of the property sets: `Pset_WallCommon.FireRating` → text or number. */
  properties: Map<string, string | number | boolean>;
}

/** Discipline whose work an element is, as drawings are divided. */
type Discipline = 'structure' | 'architecture' | 'services' | 'site';

/** Element i owns the vertices [firstVertex[i], firstVertex[i + 1]) and three indices a triangle from firstIndex[i] on, absolute. */
export interface ModelMesh {
  firstVertex: Uint32Array;
  firstIndex: Uint32Array;
  positionM: Float64Array;
  index: Uint32Array;
  /** Linear RGB bytes a triangle; white where the file says nothing. */
  rgb: Uint8Array;
}

/** What the file says of its place on the earth. Values as they stand: `placement.ts` judges them. */
export interface Georeference {
  map: {
    /** EPSG name of the projected system, empty when the file names none. */
    crs: string;
    /** Metres of one map unit; null where the file states none. */
    mapUnitM: number | null;
    eastings: number;
    northings: number;
    orthogonalHeight: number;
    /** Direction of the model's x axis in the map, anticlockwise from east. */
    rotationRad: number;
    /** From the project's unit to the map's, or that of the projection at the place: writers mean either, or both. Null where the file states none. */
    scale: number | null;
    /** Scale of the projection along each axis, beside the one above (IfcMapConversionScaled). */
    factors: readonly number[];
  } | null;
  /** `crs`: the geographic system of the degrees, where the file names one. */
  site: { lonDeg: number; latDeg: number; elevationM: number; crs?: string } | null;
  /** Direction of the model's y axis from north, clockwise. */
  trueNorthRad: number;
}

/** What a reader found wrong with a model, counted by code, with the first of its kind. */
export interface ModelProblem {
  code:
    | 'cut-file'
    | 'class-failed'
    | 'element-without-geometry'
    | 'no-storey'
    | 'repeated-id'
    | 'geometry-type'
    | 'surface-degenerate'
    | 'surfaces-broken'
    | 'vertical-datum'
    | 'world-system'
    | 'several-maps'
    | 'volume-differs'
    | 'volume-thousandfold';
  count: number;
  /** GlobalId of the first; names of all classes that failed. */
  example: string;
}

/** The file cannot be read at all: what was expected, what came. */
export class ModelError extends MessageError {
  override name = 'ModelError';
}

/** Services are what flows and switches, structure what carries; the file's own systems are not asked (an assumption, said in the manifest). */
const DISCIPLINES: readonly [Discipline, RegExp][] = [
  [
    'services',
    /^Ifc(Flow|Distribution|Energy|Pipe|Duct|Cable|Junction|Lamp|Light|Outlet|Sanitary|Pump|Fan|Valve|Boiler|Electric|Switch|Sensor|Alarm|AirTerminal|Unitary|Tank|Waste|Fire|Communication|AudioVisual|Protective|Transformer)/,
  ],
  [
    'structure',
    /^Ifc(Beam|Column|Slab|Footing|Pile|Member|Plate|Reinforc|Tendon|DeepFoundation|Bearing|CaissonFoundation)/,
  ],
  ['site', /^Ifc(Site|Geographic|Civil|Earthworks|Geotechnic|Course|Pavement|Kerb)/],
];

/** By the IFC class; what no pattern knows is architecture. */
export function disciplineOf(ifcClass: string): Discipline {
  return DISCIPLINES.find(([, names]) => names.test(ifcClass))?.[0] ?? 'architecture';
}
