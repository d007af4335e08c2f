import {
  Cartesian3,
  Cartesian4,
  Cartographic,
  ClippingPolygon,
  ClippingPolygonCollection,
  CustomShader,
  LightingModel,
  Matrix4,
  type Model,
  ShadowMode,
  UniformType,
} from '@cesium/engine';
import { signedAreaM2 } from '../../geo/ring.ts';
import { pitOf } from '../../twin/project.ts';
import type { Excavation, Pit } from '../../twin/underground.ts';
import type { PitFacts } from './facts.ts';
import { groundUpM } from './ground-height.ts';
import { type LayerTilesets, reasonOf, type ShownLayer } from './layers.ts';
import { openOwnModel } from './own-model.ts';
import type { Picture } from './picture.ts';
import { densified, gridInside, pitGlb, pitMesh, pitVolumeM3 } from './pit.ts';
import { STRATA_SHADER } from './pit-shader.ts';
import { projectionOf } from './projection.ts';
import { openSketch } from './sketch.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';

/** Rim points are this far apart at most, and the ground inside is sampled at about this many places. */
const RIM_STEP_M = 8;
const GROUND_SAMPLES = 300;

/** A model that stands this little in the ground stands on it. */
const LEAST_CUT_M = 0.1;

/** A pit lays these bare, and a project stands in it; everything else is cut with the ground. */
const STAYS = new Set(['pipe', 'tunnel', 'element']);

export interface Underground {
  facts(): PitFacts | null;
  /** Calls at once and whenever an excavation comes or goes, with what makes the cut for one owner; returns what ends it. */
  followCut(cut: (collection: () => ClippingPolygonCollection) => void): () => void;
  close(): void;
}

/**
 * Looking below the ground: through it (translucent), from below it (the globe is not drawn), or into a pit. A pit is
 * one ring that cuts globe and tilesets by clipping polygons, one collection an owner as Cesium asks, and an own mesh
 * of walls and floor from the same ring. Clipping polygons cut all heights, so what stands over a pit goes.
 */
export function showUnderground(
  stage: CityStage,
  layers: LayerTilesets,
  picture: Picture,
  fail: (what: string, reason: string) => void,
): Underground {
  const { scene, twin, city } = stage;
  const { globe } = scene;
  const controls = scene.screenSpaceCameraController;
  const cuts = new Set<(collection: () => ClippingPolygonCollection) => void>();
  let polygon: Cartesian3[] | null = null;
  let pit: { model: Model; shader: CustomShader } | null = null;
  let facts: PitFacts | null = null;
  let wanted = 0;

  function clip({ info, tileset }: ShownLayer): void {
    if (STAYS.has(info.kind) || (info.kind === 'point' && info.group === 'underground')) return;
    if (polygon || tileset.clippingPolygons) tileset.clippingPolygons = collection();
  }

  function collection(): ClippingPolygonCollection {
    return new ClippingPolygonCollection(
      polygon ? { polygons: [new ClippingPolygon({ positions: polygon })] } : { enabled: false },
    );
  }

  function clipAll(): void {
    if (polygon || globe.clippingPolygons) globe.clippingPolygons = collection();
    for (const layer of layers.all()) clip(layer);
    for (const cut of cuts) cut(collection);
    scene.requestRender();
  }

  async function dig(excavation: Excavation | Pit | null): Promise<void> {
    const serial = ++wanted;
    if (!excavation) {
      fill();
      return;
    }
    const rim = densified(excavation.ringM, RIM_STEP_M);
    const inside = gridInside(excavation.ringM, GROUND_SAMPLES);
    const ground = await groundUpM(stage, [...rim, ...inside]);
    if (serial !== wanted) return;
    const rimUpM = ground.slice(0, rim.length);
    const lowestRimUpM = Math.min(...rimUpM);
    const floorUpM =
      'depthM' in excavation ? lowestRimUpM - excavation.depthM : Math.min(excavation.floorUpM, lowestRimUpM);
    if ('floorUpM' in excavation && excavation.floorUpM >= Math.max(...ground) - LEAST_CUT_M) {
      fill();
      return;
    }
    const glb = pitGlb(pitMesh(rim, rimUpM, floorUpM));
    const shader = strata(Math.max(...rimUpM));
    const model = await openOwnModel(stage, glb, shader, ShadowMode.RECEIVE_ONLY, () => serial === wanted);
    if (!model) return;
    fill();
    pit = { model, shader };
    scene.primitives.add(model);
    takePicture();
    polygon = excavation.ringM.map(([east, north]) => ecefOf(stage, [east, north, rimUpM[0]]));
    clipAll();
    const floorElevationM = elevationOf([excavation.ringM[0][0], excavation.ringM[0][1], floorUpM]);
    facts = {
      areaM2: Math.abs(signedAreaM2(excavation.ringM)),
      volumeM3: pitVolumeM3(excavation.ringM, ground.slice(rim.length), floorUpM),
      rimElevationM: floorElevationM + lowestRimUpM - floorUpM,
      floorElevationM,
    };
  }

  function fill(): void {
    if (pit) scene.primitives.remove(pit.model);
    pit = null;
    facts = null;
    if (!polygon) return;
    polygon = null;
    clipAll();
  }

  function elevationOf(enu: readonly [number, number, number]): number {
    const { height } = Cartographic.fromCartesian(ecefOf(stage, enu));
    return height - city.datum.geoidUndulationM;
  }

  function takePicture(): void {
    if (!pit) return;
    const { uniforms } = picture;
    pit.shader.setUniform('u_mix', uniforms.mix);
    pit.shader.setUniform('u_haze', uniforms.haze);
    pit.shader.setUniform('u_hazeRange', uniforms.hazeRange);
    pit.shader.setUniform('u_sunDirection', uniforms.sunDirection);
  }

  return {
    facts: () => facts,
    followCut(cut) {
      cuts.add(cut);
      if (polygon) cut(collection);
      return () => cuts.delete(cut);
    },
    close: endAll([
      drawRing(stage),
      layers.onLoaded(clip),
      picture.follow(takePicture),
      scene.preRender.addEventListener(() => pit?.shader.setUniform('u_enuFromEye', picture.uniforms.enuFromEye)),
      twin.follow(
        ({ underground, groundOpacityRatio }) => `${underground} ${groundOpacityRatio}`,
        (_, { underground, groundOpacityRatio }) => {
          globe.show = underground !== 'below';
          globe.translucency.enabled = underground === 'translucent';
          globe.translucency.frontFaceAlpha = groundOpacityRatio;
          globe.translucency.backFaceAlpha = groundOpacityRatio;
          controls.enableCollisionDetection = underground !== 'below';
          scene.requestRender();
        },
      ),
      twin.follow(
        (state) => state.excavation ?? state.planPit ?? pitOf(state),
        (excavation) => {
          dig(excavation).catch((error) => fail('excavation', reasonOf(error)));
        },
      ),
      () => {
        wanted++;
        fill();
      },
    ]),
  };
}

function strata(rimUpM: number): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
      u_rim: { type: UniformType.FLOAT, value: rimUpM },
      u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
      u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
      u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
      u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
    },
    fragmentShaderText: STRATA_SHADER,
  });
}

/** The ring while it is being drawn. */
function drawRing(stage: CityStage): () => void {
  const { scene, twin } = stage;
  const sketch = openSketch(stage, 'dig');

  function draw(): void {
    const { digging } = twin.getState();
    if (!digging || digging.length === 0) {
      sketch.clear();
      return;
    }
    const toPixel = projectionOf(stage);
    const corners = digging.flatMap(([east, north]) => {
      const place = Cartographic.fromCartesian(ecefOf(stage, [east, north, 0]));
      place.height = scene.globe.getHeight(place) ?? stage.city.origin.heightM;
      return toPixel(Cartographic.toCartesian(place)) ?? [];
    });
    sketch.draw({ line: corners, isRing: true, corners, labels: [] });
  }

  return endAll([
    scene.postRender.addEventListener(draw),
    twin.follow(
      ({ digging }) => digging,
      () => draw(),
    ),
    sketch.close,
  ]);
}
