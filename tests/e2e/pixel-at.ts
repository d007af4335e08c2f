import type { Page } from 'playwright-core';

interface Window {
  shapan: { globe: { screenOf(point: readonly number[]): { xPx: number; yPx: number } | null } };
}

/** Where a point of the city's frame stands in the window. */
export async function screenOf(page: Page, pointM: readonly [eastM: number, northM: number, upM: number]) {
  const at = await page.evaluate((point) => (globalThis as unknown as Window).shapan.globe.screenOf(point), pointM);
  if (!at) throw new Error(`expected ${pointM} before the camera`);
  return at;
}

/** Red, green and blue of the window at a point of the city's frame. */
export async function pixelAt(page: Page, pointM: readonly [eastM: number, northM: number, upM: number]) {
  const { xPx, yPx } = await screenOf(page, pointM);
  const png = await page.screenshot({ clip: { x: Math.round(xPx) - 4, y: Math.round(yPx) - 4, width: 8, height: 8 } });
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(bitmap.width >> 1, bitmap.height >> 1, 1, 1).data ?? [])];
  }, png.toString('base64'));
}
