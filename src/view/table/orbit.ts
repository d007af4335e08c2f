import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import type { TablePose } from '../../twin/table.ts';

/** A point of the table's own frame: x east, y up, z south of the block's middle, metres. */
type TablePoint = readonly [xM: number, yM: number, zM: number];

/** The eye's opening: a long lens, as a model is photographed with. */
export const FOVY_DEG = 24;

/** Where the eye stands and what it looks at, by the pose; the point in the middle lies on the block's ground. */
export function eyeOf(
  { turnDeg, tipDeg, rangeRatio, over }: TablePose,
  sizeM: number,
): { eye: TablePoint; target: TablePoint } {
  const target: TablePoint = [over[0] * sizeM, 0, -over[1] * sizeM];
  const tip = tipDeg * RAD_PER_DEG;
  const turn = turnDeg * RAD_PER_DEG;
  const flatM = rangeRatio * sizeM * Math.cos(tip);
  return {
    target,
    eye: [
      target[0] - flatM * Math.sin(turn),
      target[1] + rangeRatio * sizeM * Math.sin(tip),
      target[2] + flatM * Math.cos(turn),
    ],
  };
}

/** The point in the middle moved as a hand drags it: so far to the right and away, in shares of the picture's height. */
export function dragged(pose: TablePose, rightRatio: number, upRatio: number): TablePose {
  const seen = 2 * pose.rangeRatio * Math.tan((FOVY_DEG / 2) * RAD_PER_DEG);
  const turn = pose.turnDeg * RAD_PER_DEG;
  const right = -rightRatio * seen;
  const away = (-upRatio * seen) / Math.max(0.3, Math.sin(pose.tipDeg * RAD_PER_DEG));
  const over: [number, number] = [
    pose.over[0] + right * Math.cos(turn) + away * Math.sin(turn),
    pose.over[1] - right * Math.sin(turn) + away * Math.cos(turn),
  ];
  return { ...pose, over };
}
