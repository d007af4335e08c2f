import {
  Cartesian3,
  Cartographic,
  EllipsoidTerrainProvider,
  type Scene,
  sampleTerrainMostDetailed,
  type TerrainProvider,
} from '@cesium/engine';
import { type CityStage, ecefOf, enuOf } from '../panes/stage.ts';
import { cachedTerrain } from './cached-terrain.ts';

/**
 * Height of the ground in the city's frame: of its finest tiles, whatever is drawn. A city without terrain is flat, at the
 * height of its origin, where its buildings stand; one whose terrain is still on its way (a link that opens with a plan) is waited for.
 */
export async function groundUpM(
  stage: CityStage,
  points: readonly (readonly [eastM: number, northM: number])[],
): Promise<number[]> {
  const { scene, city } = stage;
  if (points.length === 0) return [];
  const places = points.map(([east, north]) => Cartographic.fromCartesian(ecefOf(stage, [east, north, 0])));
  if (city.terrain) {
    await terrainOf(scene);
    await sampleTerrainMostDetailed(heightsOf(scene.terrainProvider), places);
  } else for (const place of places) place.height = city.origin.heightM;
  return places.map(({ longitude, latitude, height }) => {
    const [, , upM] = enuOf(stage, Cartesian3.fromRadians(longitude, latitude, height ?? city.origin.heightM));
    return upM;
  });
}

function terrainOf(scene: Scene): Promise<void> {
  if (!(scene.terrainProvider instanceof EllipsoidTerrainProvider)) return Promise.resolve();
  return new Promise((done) => {
    const end = scene.terrainProviderChanged.addEventListener(() => {
      end();
      done();
    });
  });
}

/** By provider: each stage has one, and its tiles go with it. */
const kept = new WeakMap<TerrainProvider, TerrainProvider>();

function heightsOf(provider: TerrainProvider): TerrainProvider {
  const known = kept.get(provider) ?? cachedTerrain(provider);
  kept.set(provider, known);
  return known;
}
