import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { DEG_PER_RAD, type LonLat } from '../../../../model/geo/lon-lat.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { ModelError } from '../../../../readers/ifc/building-model.ts';
import { middleOf, placePoints, proposePlace } from '../../../../readers/ifc/place.ts';
import { readersOf, selectReader } from '../../../../readers/listed-readers.ts';
import { readModel } from '../../../../readers/read-model.ts';
import { type ByteSource, blobSource } from '../../../../readers/shared/byte-source.ts';
import { unpacked } from '../../../../readers/unpacked.ts';
import { loadGeos } from '../../../../workers/shared/geos.ts';
import { schemesMessage } from '../messages.ts';
import { readFootprints } from './footprints.ts';
import { massesOfModel } from './masses-of-model.ts';
import { guessMassingColumns } from './massing-columns.ts';
import type { MassingFrame, MassingLook, MassingOptions, MassingParts } from './massing-types.ts';
import { NoteList } from './note-list.ts';
import { awayM, CITY_REACH_M, suspectSystem } from './suspect-system.ts';

const MAX_MASSING_BYTES = 256 << 20;
/** A study that has more than this holds no design. */
const MAX_TRIANGLES = 2_000_000;
/** A scheme's file holds 20,000 shapes; a massing of more than this is a town. */
const MAX_MASSES = 5_000;

/** A file as volumes of a scheme: footprints with heights of any format that gives areas, or a building model as mass. */
export async function readMassing(
  files: MassingParts,
  wish: MassingOptions,
  frame: MassingFrame,
  wasmUrl: string,
): Promise<MassingLook> {
  const [main] = files;
  const file = main.name;
  if (files.reduce((sum, { blob }) => sum + blob.size, 0) > MAX_MASSING_BYTES)
    throw new MessageError(schemesMessage('massing-large', { file, mostMb: MAX_MASSING_BYTES >> 20 }));
  // A zip with one file of data is that file.
  const source = await unpacked(blobSource(main.blob, file, files.slice(1)));
  const reader = await selectReader(source, readersOf('mesh', 'features'));
  const look = reader?.gives.includes('mesh')
    ? await modelMasses(source, reader.name, wish, frame, wasmUrl)
    : await footprintMasses(source, wish, frame);
  // Columns of footprints can be chosen yet; a model has none.
  if (look.masses.length === 0 && look.columns.length === 0) {
    const lost = look.notes.map(({ code, count }) => `${code} × ${count}`).join(', ');
    throw new MessageError(schemesMessage('massing-empty', { file, lost: lost || '–' }));
  }
  if (look.masses.length > MAX_MASSES)
    throw new MessageError(schemesMessage('massing-many', { file, most: MAX_MASSES, got: look.masses.length }));
  return look;
}

async function footprintMasses(
  source: ByteSource,
  wish: MassingOptions,
  { origin }: MassingFrame,
): Promise<MassingLook> {
  const notes = new NoteList();
  const { masses, first, middle, isDegrees, ...known } = await readFootprints(source, wish, origin, notes);
  const away = placedIn(source.name, known.crs, { first, middle, isDegrees }, origin);
  return { ...known, file: source.name, kind: 'footprints', awayM: away, masses, notes: notes.list() };
}

/** Numbers of a file as they stand there, and where they came to lie. */
interface Landed {
  first: readonly [number, number];
  middle: { lonDeg: number; latDeg: number };
  isDegrees: boolean;
}

/** How far from the city; a refusal names the system in which the same numbers lie in it. */
function placedIn(file: string, crs: string, { first, middle, isDegrees }: Landed, origin: LonLat): number {
  const away = awayM(origin, middle);
  if (away <= CITY_REACH_M) return away;
  const values = {
    file,
    crs,
    x: round(first[0]),
    y: round(first[1]),
    lonDeg: middle.lonDeg.toFixed(4),
    latDeg: middle.latDeg.toFixed(4),
    awayKm: Math.round(away / 1000),
    cityLonDeg: origin.lonDeg.toFixed(4),
    cityLatDeg: origin.latDeg.toFixed(4),
  };
  const suspected = suspectSystem(first, middle, origin, isDegrees);
  if (!suspected) throw new MessageError(schemesMessage('massing-far', values));
  const { crs: likely, meridianDeg, isSwapped, zonesEast } = suspected;
  if (isSwapped) throw new MessageError(schemesMessage('massing-swapped', { ...values, likely, meridianDeg }));
  const zoned = { ...values, likely, meridianDeg, zones: Math.abs(zonesEast) };
  throw new MessageError(schemesMessage(isDegrees ? 'massing-zone-degrees' : 'massing-zone', zoned));
}

const round = (value: number): number => Number(value.toFixed(Math.abs(value) > 360 ? 0 : 5));

async function modelMasses(
  source: ByteSource,
  format: string,
  wish: MassingOptions,
  { origin }: MassingFrame,
  wasmUrl: string,
): Promise<MassingLook> {
  const file = source.name;
  const model = await readModel(await source.whole(), file, wasmUrl === '' ? {} : { wasmUrl });
  if (model.mesh.index.length > 3 * MAX_TRIANGLES)
    throw new ModelError(
      schemesMessage('massing-triangles', { file, most: MAX_TRIANGLES, got: model.mesh.index.length / 3 }),
    );
  const notes = new NoteList();
  if (model.schema === 'OBJ') {
    notes.add('up-guessed', wish.upAxis ?? 'y');
    if (wish.upAxis === 'z') standUp(model.mesh.positionM);
  }
  const proposed = wish.isByHand ? null : proposePlace(model, wish.crs);
  const { positionM } = model.mesh;
  const pointM = new Float64Array(positionM.length);
  let away = 0;
  if (proposed) {
    const lonLatDeg = new Float64Array((2 * positionM.length) / 3);
    await placePoints(positionM, proposed.place, file, lonLatDeg, new Float64Array(positionM.length / 3));
    const { place } = proposed;
    const first: [number, number] = place.kind === 'map' ? [place.eastM, place.northM] : [place.lonDeg, place.latDeg];
    const crs = place.kind === 'map' ? shortCrs(place.crs) : 'WGS 84';
    const middle = { lonDeg: lonLatDeg[0], latDeg: lonLatDeg[1] };
    away = placedIn(file, crs, { first, middle, isDegrees: place.kind === 'point' }, origin);
    for (let v = 0; 3 * v < positionM.length; v++) {
      const at = { lonDeg: lonLatDeg[2 * v], latDeg: lonLatDeg[2 * v + 1], heightM: origin.heightM };
      const [eastM, northM] = enuFromLonLat(origin, at);
      pointM.set([eastM, northM, positionM[3 * v + 2]], 3 * v);
    }
  } else {
    placeByHand(positionM, pointM, wish);
    notes.add('placed-by-hand', file);
    away = Math.hypot(wish.place.eastM, wish.place.northM);
  }
  const { kind, masses } = massesOfModel(await loadGeos(), model, pointM, wish, notes);
  const place = proposed?.place;
  return {
    file,
    format,
    kind,
    read: model.elements.length,
    crs: place === undefined ? '' : place.kind === 'map' ? shortCrs(place.crs) : 'EPSG:4326',
    crsOrigin: !proposed ? 'place' : proposed.isAssumed ? 'given' : 'file',
    awayM: away,
    columns: [],
    used: guessMassingColumns([]),
    masses,
    notes: notes.list(),
    problems: [
      ...model.problems.map(({ code, count, example }) => ({ code: `ifc-${code}`, count, example })),
      ...(proposed?.doubts ?? []).map(({ code, stated }) => ({
        code: `ifc-${code}`,
        count: 1,
        example: `${file}: ${stated.join(', ')}`,
      })),
    ],
  };
}

/** Codes of the EPSG as a person writes them, however the file does. */
const shortCrs = (crs: string): string => crs.replace(/^.*\bEPSG[/:]+[\d.]*[/:]+(\d+)$/, 'EPSG:$1');

/** The reader took y for up: a file's x, y, z lie there as x, −z, y. */
function standUp(positionM: Float64Array): void {
  for (let v = 0; v < positionM.length; v += 3) {
    const north = positionM[v + 2];
    positionM[v + 2] = -positionM[v + 1];
    positionM[v + 1] = north;
  }
}

/** The middle of the model's plan comes to the place, turned about it. */
function placeByHand(positionM: Float64Array, pointM: Float64Array, { place }: MassingOptions): void {
  const { eastM, northM, turnDeg, unitM } = place;
  const [middleX, middleY] = middleOf(positionM);
  const cos = Math.cos(turnDeg / DEG_PER_RAD) * unitM;
  const sin = Math.sin(turnDeg / DEG_PER_RAD) * unitM;
  for (let v = 0; v < positionM.length; v += 3) {
    const x = positionM[v] - middleX;
    const y = positionM[v + 1] - middleY;
    pointM[v] = eastM + cos * x - sin * y;
    pointM[v + 1] = northM + sin * x + cos * y;
    pointM[v + 2] = positionM[v + 2] * unitM;
  }
}
