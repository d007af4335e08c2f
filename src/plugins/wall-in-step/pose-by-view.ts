import type { Manifest, View } from '../../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import { limited, type TablePose } from '../../twin/table.ts';
import { lookedAt, type TableBlock } from '../../twin/table-block.ts';
import { lookingAt } from '../../view/framing.ts';

/** Tangents of half the height of a picture of 16 : 9: of the globe, which opens 60° across, and of the table, 24° in height. */
const GLOBE_TAN = (Math.tan(30 * RAD_PER_DEG) * 9) / 16;
const TABLE_TAN = Math.tan(12 * RAD_PER_DEG);
/** The table is seen through a longer lens, so it is looked at from so much farther away. */
const FARTHER = GLOBE_TAN / TABLE_TAN;

type City = Pick<Manifest, 'origin'>;

/** How a table looks at what a globe shows: the same place in the middle, from the same side, as much of the ground in the picture. */
export function poseByView(city: City, { eastM, northM, sizeM }: TableBlock, view: View): TablePose {
  const middle = lookedAt(city, view);
  const [east, north, up] = enuFromLonLat(city.origin, view);
  const rangeM = Math.hypot(east - middle.eastM, north - middle.northM, up);
  return limited({
    turnDeg: view.headingDeg,
    tipDeg: -view.pitchDeg,
    rangeRatio: (rangeM * FARTHER) / sizeM,
    over: [(middle.eastM - eastM) / sizeM, (middle.northM - northM) / sizeM],
  });
}

/** Where the camera of a globe stands that shows what a table shows. */
export function viewByPose(city: City, { eastM, northM, sizeM }: TableBlock, pose: TablePose): View {
  const middle = lonLatFromEnu(city.origin, [eastM + pose.over[0] * sizeM, northM + pose.over[1] * sizeM, 0]);
  return lookingAt(middle, pose.turnDeg, -pose.tipDeg, (pose.rangeRatio * sizeM) / FARTHER);
}
