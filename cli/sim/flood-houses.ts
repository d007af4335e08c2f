import { basename } from 'node:path';
import type { Outline } from '../../model/city/cut-cells.ts';
import { caseMessage } from '../../model/text/case-messages.ts';
import { OutlineCollection, outlinesOf } from '../../readers/geojson/outlines.ts';
import { parseCase, ScenarioError } from '../../scenarios/faults.ts';
import { cliMessage } from '../messages.ts';
import { type Files, siblingPath } from './flood-grid.ts';

interface Extent {
  westM: number;
  southM: number;
  columns: number;
  rows: number;
  cellM: number;
}

/** Outlines of houses from GeoJSON in the DEM's own system; refused where none of them lies on it, as if it were in degrees. */
export function readHouses(name: string, dem: Extent, files: Files, folder: string): Outline[] {
  const text = files.text(siblingPath(folder, name));
  const houses = outlinesOf(parseCase(OutlineCollection, jsonOf(text, name), basename(name)));
  if (houses.length > 0 && !houses.some((house) => house.flat().some((place) => isOn(dem, place))))
    throw new ScenarioError(
      cliMessage('houses-elsewhere', {
        file: basename(name),
        westM: dem.westM,
        southM: dem.southM,
        firstM: houses[0].flat()[0].join(','),
      }),
    );
  return houses;
}

const isOn = ({ westM, southM, columns, rows, cellM }: Extent, [eastM, northM]: readonly [number, number]): boolean =>
  eastM >= westM && northM >= southM && eastM <= westM + columns * cellM && northM <= southM + rows * cellM;

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScenarioError(caseMessage('not-json', { file: basename(name), reason }));
  }
}
