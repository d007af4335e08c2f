import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAreas } from '../../../model/city/layer-areas.ts';
import { openRows } from '../../../model/city/layer-rows.ts';
import { peopleWithin } from '../../../model/city/people.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { geoPackageReader } from '../../../readers/geopackage/reader.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { GeosArena, loadGeos } from '../../../workers/shared/geos.ts';
import { populationOf } from '../../../workers/shared/population.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { readFeatures, wordsOf } from '../../readers/read-features.ts';
import { bakedLayers, SOURCE, plainText as text } from './baked-layers.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'shapan-people-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A star of twelve points about a place, its corners between a third and the whole of a radius away. */
function star(random: () => number, [west, south, east, north]: readonly number[]): [number, number][] {
  const x = west + random() * (east - west);
  const y = south + random() * (north - south);
  const radiusM = 300 + random() * 900;
  return Array.from({ length: 12 }, (_, k) => {
    const awayM = radiusM * (1 / 3 + (2 / 3) * random());
    return [x + awayM * Math.cos((k * Math.PI) / 6), y + awayM * Math.sin((k * Math.PI) / 6)];
  });
}

const POLYGONS = 1000;

test.skipIf(!existsSync(DATA))(
  'Helsinki: residents in 1,000 random polygons are the grid’s own by area within 1 %, and all of them together exactly',
  async () => {
    const file = join(DATA, 'city/buildings/helsinki_population_grid_2020.gpkg');
    const files = await bakedLayers(folder, 'helsinki', [
      {
        id: 'grid',
        kind: 'area',
        label: text('grid'),
        file,
        source: SOURCE,
        allColumns: true,
        roles: { population: {} },
        assume: { ids: 'suffix' },
      },
      {
        id: 'buildings',
        kind: 'building',
        label: text('buildings'),
        file: join(DATA, 'city/buildings/helsinki.osm.pbf'),
        source: SOURCE,
        fields: { height: 'height', levels: 'building:levels' },
        columns: [{ field: 'building', type: 'code', label: text('use') }],
        assume: { heightM: 12, storeyHeightM: 3.2 },
      },
    ]);
    const [layer] = files.manifest.layers;
    const rows = await openRows(layer, (path) => files.read(path), ['population']);
    const areas = await openAreas(layer, (path) => files.read(path));
    const cells = Array.from({ length: layer.count }, (_, row) => ({
      people: rows.number('population', row) ?? 0,
      triangles: areas.triangles(row),
    }));
    const grid = await ringsOfFile(file, files.manifest.origin);
    expect(cells.reduce((sum, { people }) => sum + people, 0)).toBe(grid.reduce((sum, { people }) => sum + people, 0));

    const arena = new GeosArena(await loadGeos());
    const { geos } = arena;
    const shapes = grid.map(({ ring }) => arena.polygon(ring));
    const wholeM2 = shapes.map((shape) => arena.area(shape));
    const random = seeded(2020);
    let worstRatio = 0;
    for (let k = 0; k < POLYGONS; k++) {
      const ring = star(random, files.manifest.extentM);
      const polygon = arena.polygon(ring);
      const expected = shapes.reduce((sum, shape, i) => {
        const common = geos.GEOSIntersection(polygon, shape);
        const people = (grid[i].people * arena.area(common)) / wholeM2[i];
        geos.GEOSGeom_destroy(common);
        return sum + people;
      }, 0);
      geos.GEOSGeom_destroy(polygon);
      const found = peopleWithin(cells, ring);
      // A part of one person is within the rounding of tiles to a millimetre.
      worstRatio = Math.max(worstRatio, Math.abs(found - expected) / Math.max(expected, 1));
    }
    expect(worstRatio).toBeLessThan(0.01);

    const { homes, used } = await populationOf(files);
    if (used.state !== 'given') throw new Error('expected a population that was given');
    const all = cells.reduce((sum, { people }) => sum + people, 0);
    expect(used.residents).toBe(all);
    expect(used.housed + used.unhoused + used.outside).toBe(all);
    expect(homes.reduce((sum, { residents }) => sum + residents, 0)).toBe(used.housed + used.unhoused);
    // The extract has buildings of the inner city alone: most cells keep their people.
    expect(used.housed).toBeGreaterThan(0);
    process.stdout.write(`${JSON.stringify({ worstRatio, ...used })}\n`);
  },
);

/** The rings of the file's cells in the city's plane, by a way of their own: not by the tiles. */
async function ringsOfFile(file: string, origin: CityFiles['manifest']['origin']) {
  const bytes = new Uint8Array(readFileSync(file));
  const { raw } = await readFeatures(geoPackageReader, bytes, { properties: { all: true }, geometry: 'polygon' });
  const people = wordsOf(raw, 'population');
  return Array.from({ length: raw.count }, (_, row) => {
    const ring = raw.partRing[raw.featurePart[row]];
    const points: [number, number][] = [];
    for (let i = raw.ringVertex[ring]; i < raw.ringVertex[ring + 1]; i++) {
      const [x, y] = enuFromLonLat(origin, {
        lonDeg: raw.xy[2 * i],
        latDeg: raw.xy[2 * i + 1],
        heightM: origin.heightM,
      });
      points.push([x, y]);
    }
    return { ring: points, people: Number(people[row] || 0) };
  });
}
