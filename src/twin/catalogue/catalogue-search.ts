import type { Hit } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { type Fit, findLines, fold } from '../../../model/text/folded-text.ts';
import { type CatalogueFiles, keyOf } from './catalogue-files.ts';

/** A string attribute of these names is searched, beside `id`: OSM's `addr:street`, a recipe's `nameEn`, a 16-digit `code`. */
const SEARCHED = /(^|[^a-z])([Ii]d|[Nn]ame|[Aa]ddr(ess)?|[Ss]treet|[Cc]ode|[Rr]ef)([^a-z]|$)/;

/** Kinds of attributes from what a person most likely typed down; ties of fit are broken by it. */
const SEARCH_ORDER = [/^name/i, /^id$/i, /code|ref/i];

/** Lines looked at in each column for one search; more matches than that are noise to a reader. */
const MAX_LINES = 400;

interface Match {
  gid: number;
  layer: LayerInfo;
  fit: Fit;
  rank: number;
  text: string;
  attribute: string;
}

/** A layer whose files do not come is passed over; only when nothing else was found is its error the answer. */
export async function searchNames(files: CatalogueFiles, text: string, limit: number): Promise<Hit[]> {
  const needle = fold(text.trim());
  if (needle === '') return [];
  const found = await Promise.allSettled(
    files.layers
      .filter(({ count }) => count > 0)
      .flatMap((layer) => searchedNames(layer).map((name) => matchesIn(files, layer, name, needle))),
  );
  const best = new Map<number, Match>();
  for (const match of found.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))) {
    const known = best.get(match.gid);
    if (!known || compareMatches(match, known) < 0) best.set(match.gid, match);
  }
  const failed = found.find((part) => part.status === 'rejected');
  if (best.size === 0 && failed) throw failed.reason;
  const hits = [...best.values()].sort(compareMatches).slice(0, limit);
  return Promise.all(
    hits.map(async ({ gid, layer, text, attribute }) => ({
      gid,
      layerId: layer.id,
      id: await files.idAt(layer, gid - layer.gidBase),
      text,
      attribute,
      place: await files.placeAt(layer, gid - layer.gidBase),
    })),
  );
}

function searchedNames(layer: LayerInfo): string[] {
  const texts = layer.attributes.filter(
    ({ name, type }) => (type === 'string' || type === 'code') && SEARCHED.test(name),
  );
  return [...new Set(['id', ...texts.map(({ name }) => name)])];
}

async function matchesIn(files: CatalogueFiles, layer: LayerInfo, attribute: string, needle: string): Promise<Match[]> {
  const key = keyOf(layer, attribute);
  const column = await files.columns(key);
  if (column.type !== 'string') return [];
  const fits = findLines(await files.folded(key), needle, MAX_LINES);
  if (fits.size === 0) return [];
  const order = SEARCH_ORDER.findIndex((pattern) => pattern.test(attribute));
  const matches: Match[] = [];
  const { codes, distinct } = column;
  for (let row = 0; row < codes.length && matches.length < MAX_LINES; row++) {
    const fit = fits.get(codes[row]);
    if (fit === undefined) continue;
    const rank = order < 0 ? SEARCH_ORDER.length : order;
    matches.push({ gid: layer.gidBase + row, layer, fit, rank, text: distinct[codes[row]], attribute });
  }
  return matches;
}

/** Fit, then which attribute it stands in, then the shorter text, then the order of the city. */
function compareMatches(a: Match, b: Match): number {
  return a.fit - b.fit || a.rank - b.rank || a.text.length - b.text.length || a.gid - b.gid;
}
