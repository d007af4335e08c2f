import type { RoleId } from '../../model/city/layer-role.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from './engine.ts';

/** A thing of a layer that has a role, with its cells by the role's columns. */
export interface RoleRow {
  row: number;
  gid: number;
  id: string;
  name: Text;
  atM: [eastM: number, northM: number];
  number(column: string): number | null;
  /** A text, or a number as it is written. */
  cell(column: string): string | number | null;
}

/** A layer that has a role, with its things in the order of their rows. */
interface RoleLayer {
  layer: LayerInfo;
  /** A column was found by its name; nobody confirmed it. */
  isGuessed: boolean;
  rows: RoleRow[];
}

/** Whether any layer of a city has a role. */
export const hasRole = ({ manifest }: CityFiles, role: RoleId): boolean =>
  manifest.layers.some((layer) => layer.roles?.[role]);

/** Label of the layer that has a role, the last of several; null: none has. */
export const givenLabel = ({ manifest }: CityFiles, role: RoleId): Text | null =>
  manifest.layers.findLast((layer) => layer.roles?.[role])?.label ?? null;

/** All layers of a city that have a role, read with the columns that the role takes. */
export async function roleLayers(files: CityFiles, role: RoleId): Promise<RoleLayer[]> {
  const found: RoleLayer[] = [];
  for (const layer of files.manifest.layers) {
    const given = layer.roles?.[role];
    if (!given) continue;
    const { columns } = given;
    const open = await openRows(layer, (path) => files.read(path), Object.values(columns));
    const rows = Array.from({ length: layer.count }, (_, row): RoleRow => {
      const { id, name, at } = open.thing(row);
      const number = (column: string) => open.number(columns[column] ?? '', row);
      const cell = (column: string) => open.text(columns[column] ?? '', row) ?? number(column);
      return { row, gid: layer.gidBase + row, id, name, atM: at, number, cell };
    });
    found.push({ layer, isGuessed: given.guessed.length > 0, rows });
  }
  return found;
}
