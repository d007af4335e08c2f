import { Cartographic, Cesium3DTileset, Ellipsoid, Event, Scene } from '@cesium/engine';
import { expect, test } from 'vitest';
import { setTilesetId } from '../../src/view/globe/layers/own-tileset-id.ts';

type Question = (this: unknown, at: Cartographic, answer: () => void, ellipsoid?: Ellipsoid) => () => void;
const updateHeight = (kind: { prototype: object }) => (kind.prototype as { updateHeight: Question }).updateHeight;

/** As the engine's own, without tiles. */
const bareTileset = () => ({
  show: true,
  isCesium3DTileset: true,
  isDestroyed: () => false,
  _addHeightCallbacks: [] as object[],
  updateHeight: updateHeight(Cesium3DTileset),
});

test('no tileset keeps the question for the height under a camera that has moved on', () => {
  const tilesets = [bareTileset(), bareTileset(), bareTileset()];
  for (const [i, tileset] of tilesets.entries()) setTilesetId(tileset, `layer-${i}`);
  const primitives = {
    length: tilesets.length,
    get: (i: number) => tilesets[i],
    primitiveAdded: new Event(),
    primitiveRemoved: new Event(),
  };
  const scene = { _ellipsoid: Ellipsoid.WGS84, globe: undefined, primitives };
  const kept = () => tilesets.map(({ _addHeightCallbacks }) => _addHeightCallbacks.length);
  let takeBack = () => {};
  for (let move = 0; move < 10; move++) {
    takeBack();
    takeBack = updateHeight(Scene).call(scene, new Cartographic(), () => {});
    expect(kept()).toEqual([1, 1, 1]);
  }
  takeBack();
  expect(kept()).toEqual([0, 0, 0]);
});
