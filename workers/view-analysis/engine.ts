import type { StandingBuilding } from '../../model/city/standing-building.ts';
import { type ViewPoint, ViewRequest } from '../../model/questions/view-analysis.ts';
import { sha256 } from '../../model/sha256.ts';
import type { ViewObstacle } from '../../model/tables/view-analysis.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis } from '../shared/analysis.ts';
import { CitySolids, readCitySolids } from '../shared/city-solids.ts';
import { handedOver, type Pause } from '../shared/engine.ts';
import { boxOfPrism, isInFootprint } from '../shared/footprints.ts';
import { blockersOf, type Place } from '../shared/sight.ts';
import { groundUpAt, type SightScene, sightScene } from '../shared/sight-scene.ts';
import { corridorRing, enteringCorridor } from './corridor.ts';
import type { ViewFacts, ViewResult } from './engine-types.ts';
import { viewMessage } from './messages.ts';
import { profileOf } from './profile.ts';
import { opennessOf, skylineOf } from './skyline.ts';
import { viewTables } from './view-tables.ts';
import { figuresOf, type Viewshed, viewshedOf } from './viewshed.ts';

const MIN_LENGTH_M = 1;

type Of<K extends ViewRequest['kind']> = Extract<ViewRequest, { kind: K }>;
type Answer<K extends ViewResult['kind']> = Extract<ViewResult, { kind: K }>;
type Content<K extends ViewResult['kind']> = Omit<Answer<K>, 'hash' | 'request' | 'kind'>;

/** A city's volumes and ground, and what stands in the last view. */
class ViewSite extends CitySolids {
  private scene: { key: string; scene: SightScene } | null = null;

  sceneOf({ planned, refractionRatio }: ViewRequest): SightScene {
    const unknown = planned.find((id) => !this.planned.includes(id));
    if (unknown !== undefined)
      throw new MessageError(viewMessage('no-layer', { known: this.planned.join(', '), got: unknown }));
    const key = JSON.stringify([planned, refractionRatio]);
    if (this.scene?.key !== key) this.scene = { key, scene: sightScene(this, planned, refractionRatio) };
    return this.scene.scene;
  }

  async buildingAt(b: number | null): Promise<StandingBuilding | null> {
    return b === null || !this.city ? null : this.named(this.city, b);
  }
}

/** Views, exact: on the city's own volumes and ground, never from the screen. */
export const engine = defineAnalysis({
  id: 'view-analysis',
  question: ViewRequest,
  async open(files) {
    const { city, ground } = await readCitySolids(files);
    return new ViewSite(files, city, ground);
  },
  facts: ({ files, city, planned, isFlat }): ViewFacts => ({
    origin: files.manifest.facts?.prisms ?? null,
    buildings: city?.buildings ?? 0,
    planned,
    isFlat,
  }),
  analyse,
  tables: viewTables,
  figures: summaryOf,
  copy: (result) => ('raster' in result ? copyOf(result) : result),
});

async function analyse(site: ViewSite, request: ViewRequest, pause: Pause): Promise<ViewResult | null> {
  if (!site.city && !site.ground) throw new MessageError(viewMessage('nothing-stands', {}));
  const scene = site.sceneOf(request);
  if (request.kind !== 'landmark') await checkOutside(site, scene, placeOf(scene, request.from));
  if (request.kind === 'viewshed' || request.kind === 'landmark') return field(site, scene, request, pause);
  const content = await contentOf(site, scene, request);
  return { kind: request.kind, request, ...content, hash: hashOf(content) } as ViewResult;
}

function contentOf(
  site: ViewSite,
  scene: SightScene,
  request: Of<'sight'> | Of<'corridor'> | Of<'skyline'>,
): Promise<object> {
  if (request.kind === 'sight') return sight(site, scene, request);
  return request.kind === 'corridor' ? corridor(site, scene, request) : skyline(site, scene, request);
}

/** A point of a request in the city's plane. */
const placeOf = (scene: SightScene, { atM: [x, y], upM, aboveM }: ViewPoint): Place => [
  x,
  y,
  (upM ?? groundUpAt(scene, x, y)) + aboveM,
];

function checkApart(from: Place, to: Place): void {
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < MIN_LENGTH_M)
    throw new MessageError(viewMessage('same-place', {}));
}

/** An eye inside a building sees nothing of the city. */
async function checkOutside(site: ViewSite, scene: SightScene, eye: Place): Promise<void> {
  const p = prismUnder(scene, eye, (footM, topM) => eye[2] >= footM && eye[2] < topM);
  if (p === null || !site.city) return;
  const { id } = await site.named(site.city, site.city.buildingOf[p]);
  const elevation = (upM: number) => site.elevationOf(upM, eye[0], eye[1]).toFixed(1);
  const values = { id, eye: elevation(eye[2]), top: elevation(site.city.prisms.topM[p]) };
  throw new MessageError(viewMessage('inside-building', values));
}

/** The building in whose footprint a place lies: a landmark does not stand before itself. */
function buildingUnder(scene: SightScene, at: Place): number | null {
  const p = prismUnder(scene, at, () => true);
  return p === null ? null : (scene.city?.buildingOf[p] ?? null);
}

/** The first standing prism under or over a place whose heights suit. */
function prismUnder(
  { city, stands }: SightScene,
  [x, y]: Place,
  suits: (footM: number, topM: number) => boolean,
): number | null {
  if (!city) return null;
  const { footM, topM } = city.prisms;
  for (let p = 0; p < stands.length; p++) {
    if (stands[p] === 0) continue;
    const [west, south, east, north] = boxOfPrism(city, p);
    if (x < west || x > east || y < south || y > north) continue;
    if (suits(footM[p], topM[p]) && isInFootprint(city, p, x, y)) return p;
  }
  return null;
}

async function sight(site: ViewSite, scene: SightScene, request: Of<'sight'>): Promise<Content<'sight'>> {
  const from = placeOf(scene, request.from);
  const to = placeOf(scene, request.to);
  checkApart(from, to);
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const obstacles = await Promise.all(
    blockersOf(scene, from, to).map(async ({ building, distanceM, topM, sightM, excessM }): Promise<ViewObstacle> => {
      const t = distanceM / lengthM;
      const at = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
      return {
        building: await site.buildingAt(building),
        distanceM,
        topM: site.elevationOf(topM, at[0], at[1]),
        limitM: site.elevationOf(sightM, at[0], at[1]),
        excessM,
      };
    }),
  );
  const profile = profileOf(scene, from, to, (upM, x, y) => site.elevationOf(upM, x, y));
  return { from, to, obstacles, profile };
}

async function corridor(site: ViewSite, scene: SightScene, request: Of<'corridor'>): Promise<Content<'corridor'>> {
  const from = placeOf(scene, request.from);
  const to = placeOf(scene, request.to);
  checkApart(from, to);
  const strip = { eye: from, landmark: to, eyeWidthM: request.fromWidthM, landmarkWidthM: request.toWidthM };
  const entries = enteringCorridor(scene, strip, buildingUnder(scene, to));
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const obstacles = await Promise.all(
    entries.map(async ({ building, distanceM, topM, faceM, excessM }): Promise<ViewObstacle> => {
      const t = distanceM / lengthM;
      const at = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
      return {
        building: await site.buildingAt(building),
        distanceM,
        topM: site.elevationOf(topM, at[0], at[1]),
        limitM: site.elevationOf(faceM, at[0], at[1]),
        excessM,
      };
    }),
  );
  const ringM = corridorRing(strip).map(([x, y]): [number, number] => [x, y]);
  const solids = entries.map(({ ringM: ring, faceM, topM }) => ({
    ringM: ring.map(([x, y]): [number, number] => [x, y]),
    fromUpM: faceM,
    toUpM: topM,
  }));
  return { from, to, ringM, obstacles, solids };
}

async function skyline(site: ViewSite, scene: SightScene, request: Of<'skyline'>): Promise<Content<'skyline'>> {
  const from = placeOf(scene, request.from);
  const line = skylineOf(scene, from, request);
  const bearings = new Map<number, number>();
  for (const { building } of line) if (building !== null) bearings.set(building, (bearings.get(building) ?? 0) + 1);
  const numbers = [...bearings].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([b]) => b);
  const placeIn = new Map(numbers.map((b, i) => [b, i]));
  const named = await Promise.all(numbers.map((b) => site.buildingAt(b)));
  const points = line.map(({ bearingDeg, angleDeg, upM, distanceM, building }) => {
    const at = distanceM ?? 0;
    const x = from[0] + at * Math.sin((bearingDeg * Math.PI) / 180);
    const y = from[1] + at * Math.cos((bearingDeg * Math.PI) / 180);
    return {
      bearingDeg,
      angleDeg,
      distanceM,
      elevationM: upM === null ? null : site.elevationOf(upM, x, y),
      building: building === null ? null : (placeIn.get(building) ?? null),
    };
  });
  const buildings = named.flatMap((building, i) =>
    building ? [{ building, bearings: bearings.get(numbers[i]) ?? 0 }] : [],
  );
  return { from, points, buildings, openness: opennessOf(line) };
}

async function field(
  site: ViewSite,
  scene: SightScene,
  request: Of<'viewshed'> | Of<'landmark'>,
  pause: Pause,
): Promise<ViewResult | null> {
  const isLandmark = request.kind === 'landmark';
  const at = placeOf(scene, isLandmark ? request.to : request.from);
  const seen = await viewshedOf(
    scene,
    {
      eye: at,
      radiusM: request.radiusM,
      aboveM: isLandmark ? request.eyeM : request.targetM,
      skip: isLandmark ? buildingUnder(scene, at) : null,
    },
    pause,
  );
  if (!seen) return null;
  const { kind, radiusM } = request;
  const { upM, classes, ...place } = seen;
  const raster = { ...place, classes, elevationM: elevationsOf(site, seen) };
  return { kind, request, at, radiusM, raster, ...figuresOf(seen), hash: sha256([classes]) };
}

/** The page gets arrays of its own: tables are made of the engine's. */
function copyOf(result: Answer<'viewshed' | 'landmark'>): ViewResult {
  const { classes, elevationM, ...place } = result.raster;
  const raster = { ...place, classes: classes.slice(), elevationM: elevationM.slice() };
  return handedOver({ ...result, raster }, [raster.classes, raster.elevationM]);
}

const elevationsOf = (site: ViewSite, { upM, columns, westM, southM, cellM }: Viewshed) =>
  upM.map((up, at) =>
    site.elevationOf(up, westM + ((at % columns) + 0.5) * cellM, southM + (Math.floor(at / columns) + 0.5) * cellM),
  );

const hashOf = (content: object): string => sha256([new TextEncoder().encode(JSON.stringify(content))]);

function summaryOf(result: ViewResult): object {
  if (result.kind === 'skyline') return { kind: result.kind, openness: result.openness };
  if (result.kind === 'sight' || result.kind === 'corridor')
    return {
      kind: result.kind,
      obstacles: result.obstacles.map(({ building, distanceM, excessM }) => ({
        id: building?.id ?? 'ground',
        distanceM,
        excessM,
      })),
    };
  const { kind, seenM2, hiddenM2, builtM2, seenRatio } = result;
  return { kind, seenM2, hiddenM2, builtM2, seenRatio };
}
