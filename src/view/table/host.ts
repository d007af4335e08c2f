import type { View } from '../../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { blockOfView } from '../../twin/table-block.ts';
import type { Readers } from '../readers.ts';
import type { SceneHost } from '../scene.ts';
import type { InsetsPx } from '../view-api.ts';
import { eyeOf } from './orbit.ts';
import type { Seen, Sight } from './sight.ts';
import type { TableStage } from './stage.ts';
import { heightsAt } from './terrain.ts';

declare module '../scene.ts' {
  interface SceneRenderers {
    table: TableHost;
  }
}

/** What three adds to a host: only files of a plug-in's `scene/table` reach for it. */
export interface TableHandles {
  readonly stage: TableStage;
  /** Height of the ground of the block in the city's frame. */
  upM(eastM: number, northM: number): number;
  /** Hides things of the city for an owner, in place of those that it hid before. */
  hide(owner: string, gids: readonly number[]): void;
  /** Holes in the ground, as rings of the city's plane, in place of those that the owner had before. */
  setGaps(owner: string, rings: readonly (readonly Point[])[]): void;
  /** Shadows are drawn anew: something that stands on the block is another. */
  reshade(): void;
  /** What the lens says of a place is asked here. */
  readonly readers: Readers;
}

/** What the table offers a drawing. */
export interface TableHost extends SceneHost {
  readonly table: TableHandles;
}

interface HostParts {
  readonly table: TableHandles;
  readonly sight: Sight;
  readonly turn: (elapsedMs: number) => void;
  readonly insets: () => InsetsPx;
}

/** The host of one layer on the table. */
export function tableHost({ table, sight, turn, insets }: HostParts, fail: (reason: unknown) => void): TableHost {
  const { stage } = table;
  const { twin } = stage;
  const follow = (list: Set<() => void>, step: () => void): (() => void) => {
    list.add(step);
    return () => list.delete(step);
  };
  return {
    table,
    twin,
    leads: twin.getState().engine === 'table',
    get quality() {
      return stage.quality;
    },
    canvas: stage.canvas,
    overlay: stage.overlay,
    camera: {
      view: () => viewOfTable(stage),
      async fly(to) {
        twin.getState().putBlock(blockOfView(stage.city, to, stage.block.sizeM));
        return true;
      },
      framed: (view) => view,
      turn,
    },
    insets,
    requestFrame: stage.requestFrame,
    beforeFrame: (step) => follow(stage.before, step),
    afterFrame: (draw) => follow(stage.after, draw),
    projection: sight.projection,
    groundUpM: (points) => heightsAt(stage.city, stage.cityUrl, points),
    groundAt: sight.groundAt,
    async surfaceAt(at) {
      const seen = sight.seenAt(at);
      return seen && surfaceOf(stage, seen);
    },
    fail,
  };
}

export function surfaceOf({ city }: TableStage, { enu, isSolid }: Seen): SurfacePoint {
  const lonLat = lonLatFromEnu(city.origin, enu);
  return {
    lonLat,
    enu,
    elevationM: lonLat.heightM - city.datum.geoidUndulationM,
    on: isSolid ? 'object' : 'ground',
  };
}

/** Where the eye of the table stands over the city, as links and the globe say it. */
function viewOfTable({ twin, city, block, uniforms }: TableStage): View {
  const pose = twin.getState().tablePose;
  const { eye, target } = eyeOf(pose, block.sizeM);
  const { lonDeg, latDeg, heightM } = lonLatFromEnu(city.origin, [
    block.eastM + eye[0],
    block.northM - eye[2],
    uniforms.u_baseUp.value + eye[1],
  ]);
  const flatM = Math.hypot(eye[0] - target[0], eye[2] - target[2]);
  const pitchDeg = -Math.atan2(eye[1] - target[1], flatM) / RAD_PER_DEG;
  return { lonDeg, latDeg, heightM, headingDeg: pose.turnDeg, pitchDeg };
}
