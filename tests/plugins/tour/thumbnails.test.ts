import { expect, test } from 'vitest';
import type { TourChapter } from '../../../model/tours/tour.ts';
import { openThumbnails, thumbnailKey } from '../../../src/plugins/tour/thumbnails.ts';
import { poseOfView } from '../../../src/view/pose-of-view.ts';
import type { CameraPose, ViewApi } from '../../../src/view/view-api.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const view = (headingDeg: number, pitchDeg: number) => ({ ...city.origin, headingDeg, pitchDeg });
const chapter = (id: string, headingDeg: number) => ({ id, view: view(headingDeg, -30) }) as TourChapter;

test('a view to the east and straight down has the axes of a camera that looks so', () => {
  const rounded = (axes: Pick<CameraPose, 'ahead' | 'up'>) =>
    [axes.ahead, axes.up].map((axis) => axis.map((part) => Math.round(1000 * part) / 1000 + 0));
  expect(rounded(poseOfView(city.origin, view(90, 0)))).toEqual([
    [1, 0, 0],
    [0, 0, 1],
  ]);
  expect(rounded(poseOfView(city.origin, view(90, -90)))).toEqual([
    [0, 0, -1],
    [1, 0, 0],
  ]);
  expect(poseOfView(city.origin, view(0, 0)).eye.map(Math.round)).toEqual([0, 0, 0]);
});

test('each view is drawn once; a chapter whose picture cannot be drawn has none, and nothing more is drawn once it is cancelled', async () => {
  const drawn: number[] = [];
  const cancel = new AbortController();
  const pictureFrom: ViewApi['pictureFrom'] = async ({ ahead }) => {
    const headingDeg = Math.round((Math.atan2(ahead[0], ahead[1]) * 180) / Math.PI);
    drawn.push(headingDeg);
    if (headingDeg === 20) throw new Error('no graphics');
    if (headingDeg === 30) cancel.abort();
    return { toDataURL: () => `picture ${headingDeg}` } as HTMLCanvasElement;
  };
  const thumbnails = openThumbnails({ twin: pageTwin(city), view: { pictureFrom } as ViewApi });
  const chapters = [chapter('a', 10), chapter('b', 20), chapter('c', 10), chapter('d', 30), chapter('e', 40)];
  await thumbnails.draw(chapters, cancel.signal);
  expect(drawn).toEqual([10, 20, 30]);
  expect(chapters.map((one) => thumbnails.state.getState()[thumbnailKey(one)])).toEqual([
    'picture 10',
    undefined,
    'picture 10',
    'picture 30',
    undefined,
  ]);
});
