import type { Text } from '../../model/city/manifest.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import type { LaidLayer } from './osm-layers.ts';

/** Facts of a town that its recipe needs beside its layers. */
interface Town {
  id: string;
  name: Text;
  zone: string;
  box: Box;
  /** Where the objects are from: a host or a file. */
  from: string;
  date: string;
  /** The file of names on the map. */
  names: string | null;
  /** The file of lines of trains and boats. */
  tracks: string | null;
  /** Absent: flat ground. */
  terrain?: { files: readonly string[]; source: string; vertical: string; undulationM: number };
}

/** OpenStreetMap asks that its contributors and its licence be named wherever its data are shown. */
const OSM = { zh: '© OpenStreetMap 贡献者', en: '© OpenStreetMap contributors' };

/** A recipe that a person can go on from: files beside it, no path of this computer but those of elevation. */
export function townRecipe(town: Town, laid: readonly LaidLayer[]): Record<string, unknown> {
  const { id, name, zone, box, from, date, names, tracks, terrain } = town;
  const source = { name: { zh: `${OSM.zh}（${from}）`, en: `${OSM.en} (${from})` }, licence: 'ODbL-1.0', date };
  const elevation = terrain
    ? { zh: `；高程：${terrain.source}`, en: `; elevation: ${terrain.source}` }
    : { zh: '；未给高程：地面按平地', en: '; no elevation given: the ground is flat' };
  return {
    id,
    name,
    about: {
      zh: `${name.zh}：${OSM.zh}，ODbL 1.0，经 ${from}，${date}，范围 ${box.join(', ')}${elevation.zh}`,
      en: `${name.en}: ${OSM.en}, ODbL 1.0, by ${from}, ${date}, box ${box.join(', ')}${elevation.en}`,
    },
    zone,
    ...(terrain
      ? {
          terrain: { files: terrain.files, source: terrain.source },
          datum: { vertical: terrain.vertical, geoidUndulationM: terrain.undulationM },
        }
      : {}),
    ...(names === null ? {} : { labels: names }),
    ...(tracks === null ? {} : { facts: { tracks } }),
    layers: laid.map(({ layer, file, properties, problems }) => ({
      id: layer.id,
      kind: layer.kind,
      group: layer.group,
      label: layer.label,
      file,
      format: 'geojson',
      source,
      columns: layer.columns.filter(({ field }) => properties.has(field)),
      mostLeftOutRatio: 1,
      ...(problems.length === 0 ? {} : { sourceProblems: problems }),
      ...layer.recipe,
      ...fieldsOf(layer, properties),
      ...rolesOf(layer, properties),
    })),
  };
}

/** A recipe names no field that no object of the town has. */
function fieldsOf({ recipe }: LaidLayer['layer'], properties: ReadonlySet<string>): { fields?: object } {
  if (!recipe.fields) return {};
  return { fields: Object.fromEntries(Object.entries(recipe.fields).filter(([, name]) => properties.has(name))) };
}

/** A recipe gives no role whose columns no object of the town has. */
function rolesOf({ recipe: { roles } }: LaidLayer['layer'], properties: ReadonlySet<string>): { roles?: object } {
  if (!roles) return {};
  const given = Object.entries(roles).filter(([, columns]) =>
    Object.values(columns).every((name) => properties.has(name)),
  );
  return { roles: Object.fromEntries(given) };
}

/** The zone of the sun, where nobody says another: whole hours by longitude. IANA's signs are the other way round. */
export function zoneOfBox([west, , east]: Box): string {
  const hours = Math.round((west + east) / 2 / 15);
  return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
