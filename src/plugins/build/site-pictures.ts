import type { Enu } from '../../../model/geo/enu.ts';
import type { ReportPage } from '../../../model/reports/report.ts';
import type { App } from '../../kit/plugin.ts';
import { type CameraPose, placeOfLayer } from '../../view/view-api.ts';
import type { Speech } from './plan-text.ts';
import { openModelOf } from './project-slice.ts';

const ASPECT = 1.6;
const FOV_DEG = 45;
/** Heights of the eye above the horizon, and where it stands: from the south-east, from the north-west, and from nearly above. */
const VIEWS = [
  { word: 'buildReport.fromSouthEast', fromDeg: 135, upDeg: 35 },
  { word: 'buildReport.fromNorthWest', fromDeg: 315, upDeg: 35 },
  { word: 'buildReport.fromAbove', fromDeg: 180, upDeg: 80 },
] as const;

/** Pictures of what is built, from three sides, at the time that the page shows; none where nothing of the project stands in the city. */
export async function sitePictures({ twin, view, report }: App, { t }: Speech): Promise<ReportPage['drawings']> {
  const state = twin.getState();
  const model = openModelOf(state);
  const places = twin.city.layers
    .filter(({ id, kind }) => (model ? id === model.layerId : state.isCityPlan && kind === 'element'))
    .map(placeOfLayer);
  const [first] = places;
  if (!first) return [];
  const place = places.reduce((widest, one) => (one.radiusM > widest.radiusM ? one : widest), first);
  const pictures: ReportPage['drawings'][number][] = [];
  for (const { word, fromDeg, upDeg } of VIEWS) {
    try {
      const canvas = await view.pictureFrom(poseOf(place, fromDeg, upDeg), new AbortController().signal);
      pictures.push({ svg: asSvg(canvas), caption: t(word) });
    } catch (error) {
      report('print', error);
    }
  }
  return pictures;
}

/** An eye at such a bearing and height, far enough off to see the whole place. */
function poseOf(
  { eastM, northM, upM, radiusM }: ReturnType<typeof placeOfLayer>,
  fromDeg: number,
  upDeg: number,
): CameraPose {
  const bearing = (fromDeg * Math.PI) / 180;
  const height = (upDeg * Math.PI) / 180;
  const awayM = (1.1 * radiusM) / Math.tan((FOV_DEG * Math.PI) / 360);
  const ahead: Enu = [-Math.sin(bearing) * Math.cos(height), -Math.cos(bearing) * Math.cos(height), -Math.sin(height)];
  const up: Enu = [-Math.sin(bearing) * Math.sin(height), -Math.cos(bearing) * Math.sin(height), Math.cos(height)];
  const eye: Enu = [eastM - awayM * ahead[0], northM - awayM * ahead[1], upM - awayM * ahead[2]];
  return { eye, ahead, up, fovDeg: FOV_DEG, aspectRatio: ASPECT };
}

const asSvg = (canvas: HTMLCanvasElement): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${canvas.width} ${canvas.height}"><image width="${canvas.width}" height="${canvas.height}" href="${canvas.toDataURL('image/jpeg', 0.9)}"/></svg>`;
