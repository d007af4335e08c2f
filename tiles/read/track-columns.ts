import * as v from 'valibot';
import { requirement } from '../../model/text/requirements.ts';
import { TRACK_KINDS, type TrackKind } from '../../model/tracks/track-network.ts';

/** Columns of a feature of lines of trains and boats, as `shapan bake --schema` describes them. */
export const TRACK_COLUMNS = [
  'GeoJSON of LineStrings in WGS 84, a third coordinate being the elevation of rail head or water above the vertical datum. Properties:',
  `kind (${TRACK_KINDS.join(', ')}; also OpenStreetMap's rail, subway, light_rail, narrow_gauge, monorail, funicular);`,
  'id; name, or name_zh and name_en; state (existing, construction: nothing runs there); tracks (1 or 2); apart (m between the axes of two);',
  'headway (s); speed (km/h); cars; car_length (m); dwell (s); ends (through, terminus); stops (m along the line, apart by spaces);',
  'departures and departures_back (local times as 06:30, apart by spaces, in place of the headway); underground (m along the line as 0-850,',
  'apart by spaces); tunnel, bridge (yes: the whole piece); service (not empty: a siding or yard, where nothing runs).',
  'Only kind is needed: what is not told is assumed by kind and marked so.',
].join(' ');

/** What other files call the kinds. */
const OTHER_WORDS: Readonly<Record<string, TrackKind>> = {
  rail: 'railway',
  narrow_gauge: 'railway',
  subway: 'metro',
  light_rail: 'light-rail',
  monorail: 'light-rail',
  funicular: 'light-rail',
};

const Kind = v.pipe(
  v.string(),
  v.transform((word) => OTHER_WORDS[word] ?? word),
  v.picklist(TRACK_KINDS),
);
/** A number, or its digits as files of text have them; an empty text tells nothing. */
const Numeral = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((value) => (value === '' ? undefined : Number(value))),
);
const Figure = v.optional(v.pipe(Numeral, v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0)))));
const Count = v.optional(v.pipe(Numeral, v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)))));
const Words = v.optional(v.string(), '');
const parts = (text: string): string[] => text.split(/\s+/).filter((part) => part !== '');
const Chainages = v.pipe(
  Words,
  v.transform((text) => parts(text).map(Number)),
  v.array(v.pipe(v.number(), v.finite(), v.minValue(0))),
);
const Stretches = v.pipe(
  Words,
  v.transform((text) => parts(text).map((stretch) => stretch.split('-').map(Number))),
  v.array(
    v.pipe(
      v.strictTuple([v.number(), v.number()]),
      v.check(([from, to]) => from < to, requirement('stretch')),
    ),
  ),
);
const Times = v.pipe(
  Words,
  v.transform((text) => parts(text)),
  v.array(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, requirement('localTime')))),
);

/** The columns of a line, as `TRACK_COLUMNS` says them. */
export const TrackColumns = v.object({
  kind: Kind,
  id: v.optional(v.union([v.string(), v.number()]), ''),
  name: Words,
  name_zh: Words,
  name_en: Words,
  state: v.optional(v.picklist(['existing', 'construction']), 'existing'),
  tracks: v.optional(v.pipe(Numeral, v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))))),
  apart: Figure,
  headway: Figure,
  speed: Figure,
  cars: Count,
  car_length: Figure,
  dwell: Figure,
  ends: v.optional(v.picklist(['through', 'terminus'])),
  stops: Chainages,
  departures: Times,
  departures_back: Times,
  underground: Stretches,
  tunnel: Words,
  bridge: Words,
  service: Words,
});
