import { GeographicTilingScheme } from '@cesium/engine';
import { expect, test } from 'vitest';
import { levelGround } from '../../src/view/globe/layers/level-ground.ts';

test('the ground of a city without terrain lies where its buildings stand, on every level of tiles', async () => {
  const ground = levelGround(41);
  for (const [x, y, level] of [
    [1, 0, 0],
    [1685, 284, 10],
  ]) {
    const tile = await ground.requestTileGeometry(x, y, level);
    const rectangle = new GeographicTilingScheme().tileXYToRectangle(x, y, level);
    const { west, east, south, north } = rectangle;
    expect(tile?.interpolateHeight(rectangle, (west + east) / 2, (south + north) / 2)).toBeCloseTo(41, 3);
  }
});
