import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCity } from '../tiles/read/city.ts';
import { parseRecipe } from '../tiles/recipe.ts';
import { bakeTerrain } from '../tiles/tileset/terrain-tiles.ts';

/**
 * A process of `shapan bench`: argv = folder, elevation files. Reads them, bakes quantized-mesh terrain of levels 0–16 on 65 × 65
 * lattices with .gz and .br, and prints tiles and CPU seconds from the first read to the last write. Loading the modules (0.2 s) is
 * left out: the peers that this is compared with are measured on more tiles or start in no time.
 */
const [folder, ...files] = process.argv.slice(2);
const recipe = {
  id: 'dem',
  name: { zh: '地形', en: 'Terrain' },
  zone: 'UTC',
  layers: [],
  terrain: { files, source: 'bench' },
};
writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
const before = process.cpuUsage();
const city = await readCity(parseRecipe(recipe, 'recipe.json', folder));
const { tiles, triangles, bytes, gzipBytes } = await bakeTerrain(city, folder, { maxLevel: 16, cells: 64 });
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ tiles, triangles, bytes, gzipBytes, cpuS: (user + system) / 1e6 })}\n`);
