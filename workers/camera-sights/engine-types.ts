import type { CityCamera } from '../../model/city/cameras.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { Text } from '../../model/text/text.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { Place } from '../shared/sight.ts';
import type { CameraSight } from './cameras.ts';

/** What crosses between a page and this engine. */
export interface CameraEngineTypes extends EngineTypes {
  facts: { buildings: number };
  questions: CameraQuestions;
}

/** A camera that sees a point, or would but for something. */
export interface SeenBy extends CameraSight {
  name: Text;
  at: Place;
  state: CityCamera['state'];
  assumed: CityCamera['assumed'];
}

/** What of the cameras of a city can be asked at once. */
interface CameraQuestions {
  /** Takes in layers that a person brought or gave a role, in place of those lent before. */
  lend(layers: readonly LentLayer[]): Promise<void>;
  /** Null: the city has no `cameras.json` and no layer of cameras. `inside`: ids of cameras that stand in a building and see nothing. */
  cameraFacts(): Promise<CameraFacts | null>;
  /** Cameras in whose range a point 1.5 m above the ground lies, those that see it first, the finest picture first. */
  camerasAt(at: readonly [eastM: number, northM: number]): Promise<SeenBy[]>;
  /** How many cameras see each cell of 4 m around a place; elevations of its ground. */
  cameraCoverage(at: readonly [eastM: number, northM: number], radiusM: number): Promise<CameraCoverage>;
  /** Cameras that see something of a round event, the largest share first. */
  cameraShares(at: readonly [eastM: number, northM: number], radiusM: number): Promise<SharedView[]>;
  /** Where a camera stands and looks, and the edges of its picture at so many metres ahead of it. */
  cameraFrustum(id: string, depthM: number): Promise<CameraFrustum>;
}

/** How many cameras there are, and which layers gave some of them. */
interface CameraFacts {
  count: number;
  inside: { id: string; building: string }[];
  /** `noHeading`: things that look nowhere that is known, and are left out. */
  layers: { label: Text; count: number; noHeading: number }[];
}

/** A camera and what it sees of an event. */
export interface SharedView {
  camera: CityCamera;
  at: Place;
  /** Share of the event's free ground that it sees, people's height above it. */
  shareRatio: number;
  distanceM: number;
  /** At the event's middle. */
  pixelsPerM: number;
}

/** A camera's own facts and its axes in the city's plane, at right angles and of length 1. */
export interface CameraFrustum {
  camera: CityCamera;
  /** It stands in a building and sees nothing. */
  isInside: boolean;
  eye: Place;
  ahead: Place;
  up: Place;
  /** From the lower left round. */
  corners: Place[];
}

/** Number of cameras that see each cell of the free ground around a place, and how much of it they see together. */
export interface CameraCoverage {
  place: RasterPlace;
  counts: Uint8Array<ArrayBuffer>;
  elevationM: Float32Array<ArrayBuffer>;
  /** Free ground, and the part of it that no camera and that two or more see. */
  freeM2: number;
  blindM2: number;
  twiceM2: number;
}
