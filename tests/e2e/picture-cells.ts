import type { Page } from 'playwright-core';

/** Brightness of a picture in cells, row by row, 0 to 255. */
export const CELLS = { across: 32, down: 18 };

/** Of an image's bytes, decoded in the page. */
export async function cellsOfImage(page: Page, dataUrl: string): Promise<number[]> {
  return page.evaluate(
    async ([url, across, down]) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(across, down);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('expected a 2D canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, across, down);
      const { data } = context.getImageData(0, 0, across, down);
      return Array.from({ length: across * down }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
    },
    [dataUrl, CELLS.across, CELLS.down] as const,
  );
}

/** Of two pictures, cell by cell. */
export const meanDifference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
