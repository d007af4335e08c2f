import type { Page } from 'playwright-core';

/** How far the channels of a pixel lie apart and how bright it is, of 255, on the average. */
export interface Look {
  colour: number;
  light: number;
}

/** Of a part of the window. */
export async function lookAt(page: Page, clip: { x: number; y: number; width: number; height: number }): Promise<Look> {
  const shot = await page.screenshot({ clip });
  return page.evaluate(
    async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
      let colour = 0;
      let light = 0;
      for (let i = 0; i < data.length; i += 4) {
        const channels = [data[i], data[i + 1], data[i + 2]];
        colour += Math.max(...channels) - Math.min(...channels);
        light += (data[i] + data[i + 1] + data[i + 2]) / 3;
      }
      return { colour: (4 * colour) / data.length, light: (4 * light) / data.length };
    },
    `data:image/png;base64,${shot.toString('base64')}`,
  );
}
