import * as v from 'valibot';
import { CITY_FACTS, type FactOrigin } from '../../model/city/facts.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import type { TrackPiece } from '../infer/track-piece.ts';
import { tracksOf } from '../infer/tracks.ts';
import type { CityContents, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { jsonOf, readText } from './facts.ts';
import { TrackColumns } from './track-columns.ts';

const Place = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(2));
const Line = v.pipe(v.array(Place), v.minLength(2));
const TracksFile = v.object({
  features: v.pipe(
    v.array(
      v.object({
        properties: TrackColumns,
        geometry: v.variant('type', [
          v.object({ type: v.literal('LineString'), coordinates: Line }),
          v.object({ type: v.literal('MultiLineString'), coordinates: v.array(Line) }),
        ]),
      }),
    ),
    v.maxLength(20_000),
  ),
});

/** The lines of trains and boats that a recipe names, with what it does not tell assumed by kind. */
export function readTracks(
  path: string | undefined,
  ground: Ground,
  layers: readonly LayerInput[],
): Pick<CityContents, 'facts' | 'files'> {
  return path === undefined ? { facts: {}, files: {} } : tracksFile(jsonOf(readText(path), path), path, ground, layers);
}

/** `tracks.json` of GeoJSON, and how it came to be. */
export function tracksFile(
  json: unknown,
  file: string,
  ground: Ground,
  layers: readonly LayerInput[],
): Pick<CityContents, 'facts' | 'files'> {
  const result = checked(TracksFile, json);
  if (!result.success) throw new ReadError(...faultMessages(result.issues, file));
  const pieces = result.output.features.flatMap(({ properties, geometry }, row) => {
    const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    return lines.map((places, part) => pieceOf(properties, places, idOf(properties.id, row, part)));
  });
  const { network, counts } = tracksOf(pieces, ground, layers);
  const isStated = network.lines.every(({ assumed }) => assumed.length === 0);
  const tracks: FactOrigin = isStated
    ? { state: 'given' }
    : { state: 'inferred', code: 'tracks-of-lines', values: counts };
  return { facts: { tracks }, files: { [CITY_FACTS.tracks.file]: `${JSON.stringify(network)}\n` } };
}

const idOf = (id: string | number, row: number, part: number): string =>
  `${id === '' ? `line-${row + 1}` : id}${part === 0 ? '' : `~${part + 1}`}`;

function pieceOf(columns: v.InferOutput<typeof TrackColumns>, places: readonly number[][], id: string): TrackPiece {
  const { kind, state, name, name_zh, name_en, tunnel, bridge, service } = columns;
  return {
    id,
    kind,
    state,
    name: { zh: name_zh || name || name_en, en: name_en || name || name_zh },
    places,
    isTunnel: isYes(tunnel),
    isBridge: isYes(bridge),
    isService: service !== '',
    stated: statedOf(columns),
  };
}

const isYes = (word: string): boolean => word !== '' && word !== 'no';

function statedOf(columns: v.InferOutput<typeof TrackColumns>): TrackPiece['stated'] {
  const { tracks, apart, headway, speed, cars, car_length, dwell, ends, stops, underground } = columns;
  const { departures, departures_back } = columns;
  const isTimed = departures.length + departures_back.length > 0;
  return {
    ...(tracks !== undefined && { isDouble: tracks > 1 }),
    ...(apart !== undefined && { apartM: apart }),
    ...(headway !== undefined && { headwayS: headway }),
    ...(speed !== undefined && { speedKmPerH: speed }),
    ...(cars !== undefined && { cars }),
    ...(car_length !== undefined && { carM: car_length }),
    ...(dwell !== undefined && { dwellS: dwell }),
    ...(ends !== undefined && { isThrough: ends === 'through' }),
    ...(stops.length > 0 && { stopsM: stops }),
    ...(underground.length > 0 && { underground }),
    ...(isTimed && { departuresS: [departures.map(secondOfDay), departures_back.map(secondOfDay)] }),
  };
}

function secondOfDay(time: string): number {
  const [hours, minutes, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
