import type { Manifest } from '../../../model/city/manifest.ts';
import type { FloodNote } from '../../../model/scenarios/flood-note.ts';
import { cellsOf, groundOf } from '../city/ground.ts';
import type { FloodCity } from '../city.ts';
import type { OpenedRun, Site } from '../engine-types.ts';
import type { FloodResult } from '../flood.ts';
import { floodMessage } from '../messages.ts';
import { type Exposure, exposedOf, ImpactLog } from './impact.ts';
import { ResultFileError, type RunAbout, readResult } from './result-file.ts';

/** What a page may hold beside its picture: 60 frames of four million cells. */
const MAX_FILE_BYTES = 512e6;
const MAX_UNPACKED_BYTES = 2e9;

/** Reads `result.flood` for the opened city; a run of another one is refused by its name. */
export async function openRun(
  { name, bytes }: { name: string; bytes: ArrayBuffer },
  manifest: Pick<Manifest, 'id'>,
  city: FloodCity,
  facts: Pick<Site, 'gauges'>,
  exposure: Exposure,
): Promise<OpenedRun> {
  if (bytes.byteLength > MAX_FILE_BYTES)
    throw new ResultFileError(floodMessage('result-page', { name, most: MAX_FILE_BYTES, got: bytes.byteLength }));
  const { result, about } = await readResult(new Uint8Array(bytes), name, MAX_UNPACKED_BYTES);
  if (about.city !== manifest.id)
    throw new ResultFileError(
      floodMessage('result-city', {
        name,
        city: manifest.id,
        got: about.city ?? { zh: '自带 DEM', en: 'a DEM of its own' },
      }),
    );
  const { columns, rows, cellM, westM, southM, baseM, bedElevationM, maxima, steps, hash, scheme } = result;
  const { blocked, isOfCity } = blockedOf(city, result);
  const log = new ImpactLog({ columns, rows, cellM, westM, southM, bedElevationM, blocked }, exposure);
  const frames = result.frames.map(({ timeS, cells, ledger }) => ({
    timeS,
    cells,
    ledger,
    drains: null,
    gaps: [],
    totals: log.watch({ timeS, cells }),
    gaugesM: levelsAt(result, timeS),
  }));
  const known = new Set(result.gauges.map(({ id }) => id));
  return {
    about,
    scheme,
    opening: {
      columns,
      rows,
      cellM,
      westM,
      southM,
      baseM,
      bedElevationM,
      drains: null,
      rain: { stepS: 60, ratesMmPerH: [] },
      gauges: facts.gauges.filter(({ id }) => known.has(id)),
      notes: notesOf(about, isOfCity),
      exposed: exposedOf(exposure),
    },
    frames,
    result: { maxima, impact: log.report(maxima), steps, hash, notes: [] },
  };
}

function notesOf({ notes, version, inputHash }: RunAbout, isOfCity: boolean): FloodNote[] {
  return [
    { code: 'of-file', values: { version, inputHash: inputHash.slice(0, 16) } },
    ...(isOfCity ? [] : [{ code: 'file-ground', values: {} } as const]),
    ...notes.map((text): FloodNote => ({ code: 'in-file', values: { text } })),
  ];
}

/** What is built over, by this city's own ground where the run lies on its cells; `isOfCity`: and on its heights. */
function blockedOf(city: FloodCity, result: FloodResult): { blocked: Uint8Array; isOfCity: boolean } {
  const { columns, rows, cellM, westM, southM, bedElevationM } = result;
  const open = new Uint8Array(columns * rows);
  const box = { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM };
  const perSide = cellM / city.grid.cellM;
  if (Math.abs(perSide - Math.round(perSide)) > 1e-6 || perSide < 1) return { blocked: open, isOfCity: false };
  const cells = cellsOf(city.grid, box, cellM);
  if (cells.columns !== columns || cells.rows !== rows) return { blocked: open, isOfCity: false };
  const { blocked, bedElevationM: own } = groundOf(city, cells);
  let differing = 0;
  for (let i = 0; i < own.length; i++)
    if (blocked[i] === 0 && Math.abs(own[i] - bedElevationM[i]) > SAME_BED_M) differing++;
  return { blocked, isOfCity: differing <= SAME_BED_RATIO * own.length };
}

/** Levees are dug out where they will give way: a few cells may differ. */
const SAME_BED_M = 0.05;
const SAME_BED_RATIO = 0.02;

/** The last reading up to that moment; gauges are read more often than frames are kept. */
function levelsAt({ gauges }: FloodResult, timeS: number): Record<string, number> {
  return Object.fromEntries(
    gauges.flatMap(({ id, series: { timesS, values } }) => {
      const at = timesS.findLastIndex((each) => each <= timeS);
      return at < 0 ? [] : [[id, values[at]]];
    }),
  );
}
