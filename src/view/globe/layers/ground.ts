import {
  Cartesian3,
  Cartesian4,
  CesiumTerrainProvider,
  Color,
  GeographicTilingScheme,
  ImageryLayer,
  Rectangle,
  UrlTemplateImageryProvider,
} from '@cesium/engine';
import type { Manifest } from '../../../../model/city/manifest.ts';
import { themeOf } from '../../../twin/appearance.ts';
import { endAll } from '../../end-all.ts';
import type { CityStage } from '../panes/stage.ts';
import { slantedOf } from '../quality/costs.ts';
import { retriedResource } from '../quality/retried-resource.ts';
import { groundMaterial, lightGround } from '../shader/ground-material.ts';
import { BARE_LAND, COUNTRY_SHARE } from '../shader/light.ts';
import type { Picture } from '../shader/picture.ts';
import { type Mix, mixed } from '../sky/look.ts';
import { showBaseMap } from './base-map.ts';
import { levelGround } from './level-ground.ts';

/** Natural Earth withdraws between these heights above the city, where its 10 km texels say nothing any more. */
const NEAR_M = 18_000;
const FAR_M = 90_000;

/**
 * The city's picture fades between these. From higher it is some pixels wide and not drawn: over ground tiles that span
 * a hemisphere its finest tiles stalled the picture for 19 s.
 */
const FADING_M = 60_000;
const GONE_M = 150_000;

/**
 * The engine takes ground tiles a step further for 5 ms of each frame: where a frame lasts a second, without a GPU, the ground took half a minute
 * to come. So it gets this part of a frame as long as the last one, within these.
 */
const LOADING_RATIO = 0.3;
const MIN_LOADING_MS = 5;
const MAX_LOADING_MS = 60;

/**
 * The ground: Natural Earth far away, the city's own picture near (one a theme, mixed by the hour), its terrain, and
 * haze. The haze is the globe's material: it sees the distance to the eye, and blends over whatever imagery is below.
 */
export function showGround(
  stage: CityStage,
  cityUrl: string,
  picture: Picture,
  fail: (what: string, reason: unknown) => void,
): () => void {
  const { scene, city, twin } = stage;
  const { globe } = scene;
  const material = groundMaterial();
  if (city.fictional)
    picture.uniforms.beyond = Cartesian3.fromArray(BARE_LAND.map((part, i) => part * COUNTRY_SHARE[i]));
  globe.material = material;
  globe.tileCacheSize = 160;
  globe.preloadAncestors = false;
  let lastMs = performance.now();
  const endTerrain = showTerrain(stage, cityUrl, (error) => fail('terrain', error));
  const pictures = {
    byDay: city.ground ? pictureLayer(stage, city.ground, `${cityUrl}${city.ground.plan}`) : null,
    byNight: city.ground ? pictureLayer(stage, city.ground, `${cityUrl}${city.ground.command}`) : null,
  };

  function update(): void {
    const nowMs = performance.now();
    const loadingMs = Math.min(LOADING_RATIO * (nowMs - lastMs), MAX_LOADING_MS);
    globe._surface._loadQueueTimeSlice = Math.max(loadingMs, MIN_LOADING_MS);
    lastMs = nowMs;
    const { mix: share, haze, hazeRange } = picture.uniforms;
    const mix: Mix = [share.x, share.y, share.z];
    const heightM = scene.camera.positionCartographic.height - city.origin.heightM;
    const darkRatio = themeOf(twin.getState()) === 'command' ? 1 : share.z;
    globe.baseColor = new Color(...mixed((hour) => hour.land, mix));
    globe.undergroundColor = new Color(0.16, 0.14, 0.12);
    fadeNaturalEarth(stage, heightM, darkRatio, share.y);
    fadePictures(pictures, heightM, { darkRatio, duskRatio: share.y, strengthRatio: picture.uniforms.style.ground });
    const { uniforms } = material;
    uniforms.haze = new Color(haze.x, haze.y, haze.z, 1);
    uniforms.range = new Cartesian4(hazeRange.x, hazeRange.y, hazeRange.z, hazeRange.w);
    // A photograph of the ground has its own tones.
    const earthRatio = twin.getState().baseMap === null ? picture.uniforms.style.ground : 0;
    lightGround(material, picture.uniforms, mix, earthRatio, city.fictional);
  }

  return endAll([
    showBaseMap(stage, cityUrl),
    () => {
      endTerrain();
      for (const layer of [pictures.byDay, pictures.byNight]) if (layer) scene.imageryLayers.remove(layer);
    },
    scene.preRender.addEventListener(update),
  ]);
}

/** Until it comes the ground is the ellipsoid; where the city has none, level. */
function showTerrain({ scene, city, twin }: CityStage, cityUrl: string, fail: (error: unknown) => void): () => void {
  let isClosed = false;
  if (city.terrain) {
    const url = `${cityUrl}${city.terrain.url}`.replace(/\/layer\.json$|\/$/, '');
    CesiumTerrainProvider.fromUrl(retriedResource(url, twin), { requestVertexNormals: false }).then((provider) => {
      if (isClosed) return;
      scene.terrainProvider = provider;
      scene.requestRender();
    }, fail);
  } else scene.terrainProvider = levelGround(city.origin.heightM);
  return () => {
    isClosed = true;
  };
}

function pictureLayer(stage: CityStage, ground: NonNullable<Manifest['ground']>, url: string): ImageryLayer {
  const provider = new UrlTemplateImageryProvider({
    url: url.includes('{') ? url : `${url.replace(/\/$/, '')}/{z}/{x}/{reverseY}.png`,
    tilingScheme: new GeographicTilingScheme(),
    rectangle: Rectangle.fromDegrees(ground.westDeg, ground.southDeg, ground.eastDeg, ground.northDeg),
    minimumLevel: ground.minLevel,
    maximumLevel: ground.maxLevel,
    hasAlphaChannel: true,
  });
  const layer = new ImageryLayer(provider, { show: false, ...slantedOf(stage) });
  stage.scene.imageryLayers.add(layer);
  return layer;
}

function fadeNaturalEarth({ naturalEarth }: CityStage, heightM: number, darkRatio: number, duskRatio: number): void {
  const far = Math.min(1, Math.max(0, (heightM - NEAR_M) / (FAR_M - NEAR_M)));
  naturalEarth.show = far > 0;
  naturalEarth.alpha = far * (darkRatio > 0.5 ? 0.5 : 0.75);
  naturalEarth.saturation = 0.45;
  naturalEarth.brightness = 1.15 - 0.85 * darkRatio - 0.35 * duskRatio;
  naturalEarth.gamma = 1.25;
}

function fadePictures(
  { byDay, byNight }: { byDay: ImageryLayer | null; byNight: ImageryLayer | null },
  heightM: number,
  { darkRatio, duskRatio, strengthRatio }: { darkRatio: number; duskRatio: number; strengthRatio: number },
): void {
  const near = strengthRatio * Math.min(1, Math.max(0, (GONE_M - heightM) / (GONE_M - FADING_M)));
  if (byDay) {
    byDay.show = darkRatio < 1 && near > 0;
    byDay.alpha = near;
    byDay.brightness = 1 - 0.4 * duskRatio;
    byDay.saturation = 1 - 0.25 * duskRatio;
  }
  if (byNight) {
    byNight.show = darkRatio > 0 && near > 0;
    byNight.alpha = darkRatio * near;
  }
}
