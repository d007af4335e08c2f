/** A former bake of a city, which lies in a folder beside it. */
export interface Edition {
  /** Name of its folder, beside the city's. */
  folder: string;
  /** When it was baked, UTC. */
  bakedAtMs: number;
  /** Its differences to the present bake are listed in `EDITION_DIFFERENCE`. */
  isCompared: boolean;
}

/** Lies in an edition's folder: GeoJSON of all things in which it differs from the city's present bake. */
export const EDITION_DIFFERENCE = 'difference.geojson';

const FOLDER = /^(.+)\.edition-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/;

/** Names the folder of an edition after its city and the second in which it was baked. */
export function editionFolder(city: string, bakedAtMs: number): string {
  const [day, time] = new Date(bakedAtMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T');
  return `${city}.edition-${day}-${time}`;
}

/** Reads the name of a folder; null: it is no edition's. */
export function editionOf(folder: string): { city: string; bakedAtMs: number } | null {
  const [, city, year, month, day, hour, minute, second] = FOLDER.exec(folder) ?? [];
  if (city === undefined) return null;
  const bakedAtMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(bakedAtMs) ? null : { city, bakedAtMs };
}
