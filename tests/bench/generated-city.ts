import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../workers/shared/random.ts';

/** Houses of a row, and rows: 60,000 on 9 × 6 km. */
const ACROSS = 300;
const ALONG = 200;
const APART_M = 30;
const M_PER_DEG = 111_320;
const WEST_DEG = 104.05;
const SOUTH_DEG = 30.6;
const LAT_RATIO = Math.cos((SOUTH_DEG * Math.PI) / 180);

export const HOUSES = ACROSS * ALONG;

/** Which houses of the generated city were surveyed anew. */
export type Edited = (column: number, row: number) => boolean;

/** One district of 30 × 20 houses, 1 % of all; the same number all over the city. */
export const DISTRICT: Edited = (column, row) => column >= 120 && column < 150 && row >= 90 && row < 110;
export const SPREAD: Edited = (column, row) => (row * ACROSS + column) % 100 === 0;
export const NONE: Edited = () => false;

/**
 * A city as a bureau has it, made from a seed: 60,000 houses with ids, storeys, years and addresses in GeoJSON lines, and elevation on a
 * grid of 10 m. An edited house stands half a metre further east and is 3 m higher. Answers with the recipe's path.
 */
export function writeGeneratedCity(folder: string, edited: Edited): string {
  mkdirSync(folder, { recursive: true });
  const random = seeded(22);
  const lines: string[] = [];
  for (let row = 0; row < ALONG; row++)
    for (let column = 0; column < ACROSS; column++) lines.push(houseLine(column, row, random, edited(column, row)));
  writeFileSync(join(folder, 'houses.geojsonl'), lines.join(''));
  writeFileSync(join(folder, 'ground.asc'), groundText());
  const recipe = join(folder, 'recipe.json');
  const text = { zh: '生成', en: 'Generated' };
  const source = { name: text, licence: 'CC0-1.0' };
  writeFileSync(
    recipe,
    JSON.stringify({
      id: 'generated',
      name: text,
      zone: 'Asia/Shanghai',
      terrain: { files: ['ground.asc'], crs: 'EPSG:4326', source: 'generated' },
      layers: [
        {
          id: 'houses',
          kind: 'building',
          label: text,
          file: 'houses.geojsonl',
          source,
          fields: { id: 'id', height: 'height', levels: 'storeys' },
          allColumns: true,
        },
      ],
    }),
  );
  return recipe;
}

function houseLine(column: number, row: number, random: () => number, isEdited: boolean): string {
  const eastM = column * APART_M + 4 * random() + (isEdited ? 0.5 : 0);
  const northM = row * APART_M + 4 * random();
  const [wideM, deepM] = [9 + 10 * random(), 8 + 9 * random()];
  const [wingM, storeys] = [2 + 4 * random(), 1 + Math.floor(12 * random() ** 2)];
  const turn = random() * 0.6;
  const year = 1950 + Math.floor(70 * random());
  // An L, turned.
  const corners = [
    [0, 0],
    [wideM, 0],
    [wideM, deepM - wingM],
    [wideM / 2, deepM - wingM],
    [wideM / 2, deepM],
    [0, deepM],
    [0, 0],
  ].map(([x, y]) => [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)]);
  const coordinates = corners.map(([x, y]) => [
    Number((WEST_DEG + (eastM + x) / M_PER_DEG / LAT_RATIO).toFixed(8)),
    Number((SOUTH_DEG + (northM + y) / M_PER_DEG).toFixed(8)),
  ]);
  const id = `h${row * ACROSS + column}`;
  const height = 3 * storeys + 1.5 + (isEdited ? 3 : 0);
  const address = `${row + 1} Street ${column + 1}`;
  const properties = { id, height, storeys, year, address, use: storeys > 8 ? 'office' : 'residential' };
  return `${JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [coordinates] } })}\n`;
}

/** Low hills over the city and 300 m around it, as an ESRI ASCII grid in degrees. */
function groundText(): string {
  const cellDeg = 10 / M_PER_DEG;
  const columns = Math.ceil((ACROSS * APART_M + 600) / 10 / LAT_RATIO);
  const rows = Math.ceil((ALONG * APART_M + 600) / 10);
  const around = 300 / M_PER_DEG;
  const head = `ncols ${columns}\nnrows ${rows}\nxllcorner ${WEST_DEG - around / LAT_RATIO}\nyllcorner ${SOUTH_DEG - around}\ncellsize ${cellDeg}\nNODATA_value -9999\n`;
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      (500 + 12 * Math.sin(column / 60) * Math.cos(row / 45) + 0.4 * Math.sin(column / 3)).toFixed(2),
    ).join(' '),
  );
  return `${head}${lines.join('\n')}\n`;
}
