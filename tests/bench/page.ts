import { openHouse, openPage, untilReady } from '../e2e/house.ts';
import { act, statsOf } from '../e2e/twin-of.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

/** Frames that a figure is the median of. */
const FRAMES = 60;

/**
 * The demo city in a real browser at 640 × 360: time from navigation to the first frame that shows tiles of the city,
 * and script a frame while the clock plays and the camera turns (the wait for the software renderer is not script).
 * Frame rates are left out: without a GPU they say nothing.
 */
export async function benchPage(report: (figure: Figure) => void): Promise<void> {
  const house = await openHouse();
  try {
    const { page } = await openPage(house);
    await untilReady(page);
    const arrived = await statsOf(page);
    report({ name: 'page.firstFrameMs', value: arrived.firstFrameMs, unit: 'ms' });
    report({ name: 'page.firstPictureMs', value: arrived.firstCityMs, unit: 'ms' });
    await act(page, 'play', true);
    for (let frame = 0; frame < FRAMES; frame++) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(50);
    }
    const moving = await statsOf(page);
    report({ name: 'page.scriptMsPerFrame', value: moving.scriptMs, unit: 'ms' });
    report({ name: 'page.tileBytes', value: moving.bytes, unit: 'B' });
  } finally {
    await house.close();
  }
}
