import type { Crosswalk } from '../../model/plans/crosswalk.ts';
import type { LandUseClass } from '../../model/plans/land-use.ts';
import type { PlanProperties } from '../../model/plans/plan.ts';
import { handedOver } from '../shared/engine.ts';
import type { ShapeArrays } from '../shared/geos.ts';
import { boxesOf, classOf, partsOf, type ReadPlan, shapeArrays } from './shapes.ts';

/** Shapes of one plan that are drawn at most: more hide each other and stall the picture. */
const MAX_DRAWN_SHAPES = 20_000;

/** A plan for the picture: its shapes, and their rings end to end in degrees (`ShapeArrays`; its `xyM` holds longitude and latitude here). */
export interface DrawnPlan {
  shapes: readonly { id: string; properties: PlanProperties; use: LandUseClass | null }[];
  rings: Omit<ShapeArrays, 'xyM'> & { lonLatDeg: Float64Array };
  /** West, south, east, north of each shape, degrees. */
  boxes: Float64Array;
  /** Shapes beyond `MAX_DRAWN_SHAPES`. */
  left: number;
}

/** The first shapes of a plan in the order of its file, their uses by a crosswalk. */
export function drawnPlan({ info, features }: ReadPlan, crosswalk: Crosswalk): DrawnPlan {
  const shown = features.slice(0, MAX_DRAWN_SHAPES);
  const { xyM, ...offsets } = shapeArrays(
    shown.map(({ geometry }) => partsOf(geometry)),
    (lon, lat) => [lon, lat],
    [0, 0],
  );
  const drawn: DrawnPlan = {
    shapes: shown.map(({ id, properties }) => ({ id, properties, use: classOf(crosswalk, info.codes, properties) })),
    rings: { ...offsets, lonLatDeg: xyM },
    boxes: boxesOf({ ...offsets, xyM }),
    left: features.length - shown.length,
  };
  return handedOver(drawn, [xyM, drawn.boxes]);
}
