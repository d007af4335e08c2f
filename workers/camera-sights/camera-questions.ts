import { parseCameras } from '../../model/city/cameras.ts';
import { CITY_FACTS } from '../../model/city/facts.ts';
import { parseWalkable } from '../../model/city/grid.ts';
import { MessageError } from '../../model/text/message.ts';
import { type CitySolids, upOfElevation } from '../shared/city-solids.ts';
import { overGround } from '../shared/decks.ts';
import { type CityFiles, handedOver } from '../shared/engine.ts';
import { withLent } from '../shared/lent-layers.ts';
import { groundUpAt, type SightScene, sightScene } from '../shared/sight-scene.ts';
import {
  type Coverage,
  cameraSight,
  coverageAround,
  frustumAt,
  NOT_QUERIED,
  type PosedCamera,
  poseCamera,
  sharesOf,
  TARGET_M,
} from './cameras.ts';
import type { CameraCoverage, CameraEngineTypes, SeenBy, SharedView } from './engine-types.ts';
import { camerasOfLayers, type LayerCameras } from './layer-cameras.ts';
import { cameraMessage } from './messages.ts';

type CameraQuestions = CameraEngineTypes['questions'];

/** Sights of cameras are short and straight: existing buildings and ground, no refraction. */
export function cameraQuestions(solids: CitySolids): CameraQuestions {
  let opened: Promise<OpenCameras | null> | null = null;
  let files = solids.files;
  const open = () => {
    opened ??= openCameras(solids, files);
    return opened;
  };
  const need = async () => {
    const known = await open();
    if (!known) throw new MessageError(cameraMessage('no-cameras', {}));
    return known;
  };
  return {
    async lend(layers) {
      files = withLent(solids.files, layers);
      opened = null;
    },
    async cameraFacts() {
      const known = await open();
      if (!known) return null;
      const inside = known.cameras.flatMap(({ camera, insideOf }) => (insideOf === null ? [] : { camera, insideOf }));
      return {
        count: known.cameras.length,
        inside: await Promise.all(inside.map((one) => insideFact(solids, one))),
        layers: known.layers.map(({ label, cameras, noHeading }) => ({ label, count: cameras.length, noHeading })),
      };
    },
    async camerasAt([x, y]) {
      const { scene, cameras } = await need();
      const point = [x, y, groundUpAt(scene, x, y) + TARGET_M] as const;
      const sights = cameras.map((posed): SeenBy => {
        const { name, state, assumed } = posed.camera;
        return { ...cameraSight(scene, posed, point), name, at: posed.eye, state, assumed };
      });
      const rank = ({ verdict }: SeenBy) => Number(verdict !== 'seen');
      return sights
        .filter(({ verdict }) => verdict !== 'far')
        .sort((a, b) => rank(a) - rank(b) || b.pixelsPerM - a.pixelsPerM || (a.id < b.id ? -1 : 1));
    },
    async cameraCoverage(at, radiusM) {
      const { scene, cameras } = await need();
      return coverageOf(solids, coverageAround(scene, cameras, at, radiusM));
    },
    async cameraShares(at, radiusM) {
      const { scene, cameras } = await need();
      return sharesOf(scene, cameras, at, radiusM).map(
        ({ posed: { camera, eye }, shareRatio, distanceM, pixelsPerM }): SharedView => ({
          camera,
          at: eye,
          shareRatio,
          distanceM,
          pixelsPerM,
        }),
      );
    },
    async cameraFrustum(id, depthM) {
      const posed = (await need()).cameras.find(({ camera }) => camera.id === id);
      if (!posed) throw new MessageError(cameraMessage('no-camera', { id }));
      const { camera, eye, ahead, up, insideOf } = posed;
      return { camera, isInside: insideOf !== null, eye, ahead, up, corners: frustumAt(posed, depthM) };
    },
  };
}

interface OpenCameras {
  scene: SightScene;
  cameras: PosedCamera[];
  layers: LayerCameras[];
}

/** Cameras of the city's own list and of layers that have their role; null: there are neither. A camera of the list wins over one of a layer with its id. */
async function openCameras(solids: CitySolids, files: CityFiles): Promise<OpenCameras | null> {
  const { origin, facts } = solids.files.manifest;
  const { file } = CITY_FACTS.cameras;
  const json = facts?.cameras ? await solids.files.findJson(file) : null;
  const layers = await camerasOfLayers(files);
  if (json === null && layers.length === 0) return null;
  const scene = sightScene(solids, [], 0);
  const upOf = (elevationM: number, x: number, y: number) => upOfElevation(elevationM, solids.originElevationM, x, y);
  const deckUpAt = await readDecks(solids, scene);
  const listed = json === null ? [] : parseCameras(json, origin, file);
  const all = [...layers.flatMap(({ cameras }) => cameras), ...listed];
  const byId = new Map(all.map((camera) => [camera.id, camera]));
  const cameras = [...byId.values()].map((camera) => poseCamera(scene, camera, upOf, deckUpAt));
  return { scene, cameras, layers };
}

/** Up of the bridges that a city's walkable ground names; of a city without any, of none. */
async function readDecks({ files }: CitySolids, scene: SightScene): Promise<(x: number, y: number) => number | null> {
  const { file } = CITY_FACTS.walkable;
  const json = files.manifest.facts?.walkable ? await files.findJson(file) : null;
  if (json === null) return () => null;
  return overGround(parseWalkable(json, file), (x, y) => groundUpAt(scene, x, y));
}

async function insideFact(
  solids: CitySolids,
  { camera, insideOf }: { camera: PosedCamera['camera']; insideOf: number },
): Promise<{ id: string; building: string }> {
  return { id: camera.id, building: solids.city ? (await solids.named(solids.city, insideOf)).id : '' };
}

function coverageOf(solids: CitySolids, { counts, upM, ...place }: Coverage): CameraCoverage {
  const { westM, southM, cellM, columns } = place;
  const elevationM = upM.map((up, at) =>
    solids.elevationOf(up, westM + ((at % columns) + 0.5) * cellM, southM + (Math.floor(at / columns) + 0.5) * cellM),
  );
  const areaM2 = (isIn: (count: number) => boolean) =>
    counts.reduce((sum, count) => sum + Number(count !== NOT_QUERIED && isIn(count)), 0) * cellM ** 2;
  const figures = {
    freeM2: areaM2(() => true),
    blindM2: areaM2((count) => count === 0),
    twiceM2: areaM2((count) => count > 1),
  };
  return handedOver({ place, counts, elevationM, ...figures }, [counts, elevationM]);
}
