import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileEarly } from '../../cli/compile-early.ts';
import type { ElevationRaster } from '../../tiles/model.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { filledElevation } from '../../tiles/shape/terrain.ts';
import { bakeTerrain } from '../../tiles/tileset/terrain-tiles.ts';

/** The sheets are laid out this often each way, mirrored, as the other benches repeat their files: 400 tiles end before the compiler has warmed. */
const COPIES = 3;

/**
 * A process of `shapan bench`: argv = folder, elevation files. Reads them, bakes quantized-mesh terrain of levels 0–16 on 65 × 65
 * lattices with .gz, and prints tiles and CPU seconds from the first read to the last write. An error of 1 m gives the
 * triangles a tile that ctb-tile and the prototype made of these sheets (330 to 380), which wrote one gzip file each. Laying the
 * sheets out and loading the modules are left out, but for the GeoTIFF reader's (0.1 s).
 */
compileEarly();
const [folder, ...files] = process.argv.slice(2);
const recipe = {
  id: 'dem',
  name: { zh: '地形', en: 'Terrain' },
  zone: 'UTC',
  layers: [],
  terrain: { files, source: 'bench' },
};
writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
const started = process.cpuUsage();
const city = await readCity(parseRecipe(recipe, 'recipe.json', folder));
const sheet = city.elevation && filledElevation(city.elevation);
const read = process.cpuUsage(started);
if (!sheet) throw new Error(`${files.join(', ')}: expected elevation, got none`);
const elevation = mirrored(sheet);
const laidOut = process.cpuUsage();
const { tiles, triangles, bytes, gzipBytes } = await bakeTerrain({ ...city, elevation }, folder, {
  maxLevel: 16,
  cells: 64,
  errorM: 1,
});
const baked = process.cpuUsage(laidOut);
const cpuS = (read.user + read.system + baked.user + baked.system) / 1e6;
process.stdout.write(`${JSON.stringify({ tiles, triangles, bytes, gzipBytes, cpuS })}\n`);

function mirrored({ westM, southM, cellM, columns, rows, elevationM }: ElevationRaster): ElevationRaster {
  const wide = (columns - 1) * COPIES + 1;
  const high = (rows - 1) * COPIES + 1;
  const fold = (i: number, last: number) => Math.abs(((i + last) % (2 * last)) - last);
  const out = new Float32Array(wide * high);
  for (let j = 0; j < high; j++)
    for (let i = 0; i < wide; i++) out[j * wide + i] = elevationM[fold(j, rows - 1) * columns + fold(i, columns - 1)];
  const eastward = ((wide - columns) / 2) * cellM;
  const northward = ((high - rows) / 2) * cellM;
  return { westM: westM - eastward, southM: southM - northward, cellM, columns: wide, rows: high, elevationM: out };
}
