import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPhoto } from '../../../readers/geotiff/photo.ts';
import { readTilesetFile } from '../../../readers/tiles3d/tileset-file.ts';
import { readSensorTable } from '../../../src/plugins/feeds/tasks/sensor-table.ts';
import { readDrop } from '../../../src/plugins/own-files/tasks/read-drop.ts';
import { readDem } from '../../../tiles/read/dem.ts';
import { writePhotoTiles } from '../../../tiles/tileset/photo-tiles.ts';
import { ORIGIN } from '../../readers/small-files.ts';
import type { Door } from './door.ts';

const MOST_SENSORS = 2000;
/** An open city without a terrain of its own. */
const FRAME = {
  cityUrl: 'http://[::1]:1/',
  grids: null,
  origin: { ...ORIGIN, heightM: 380 },
  geoidUndulationM: 0,
  taken: [],
  gidBase: 0,
};
/** Metres about the city's middle: for files that name no system. */
const HERE = `+proj=tmerc +lat_0=${ORIGIN.latDeg} +lon_0=${ORIGIN.lonDeg} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m`;

/** Where a person's own maps go in, beside the readers themselves. */
export const SPATIAL_DOORS: Readonly<Record<string, Door>> = {
  async drop(bytes, name) {
    const files = [{ name, blob: new Blob([Uint8Array.from(bytes)]) }];
    const wish = /\.(dxf|glb)$/.test(name) ? { crs: HERE } : {};
    await readDrop(files, wish, FRAME, '', () => undefined);
  },
  async 'sensor list'(bytes, name) {
    await readSensorTable(new Blob([Uint8Array.from(bytes)]), name, '', MOST_SENSORS);
  },
  async photograph(bytes, name, folder) {
    await writePhotoTiles([await openPhoto(bytes, name, undefined)], join(folder, 'photo'));
  },
  async terrain(bytes, name, folder) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    writeFileSync(path, bytes);
    await readDem(path, {});
  },
  async 'tiles of others'(bytes, name) {
    readTilesetFile(bytes, name);
  },
};
