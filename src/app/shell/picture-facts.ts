import type { Alarm } from '../../../model/alarms/alarm.ts';
import { isOpen } from '../../../model/alarms/alarm-groups.ts';
import { PRIORITIES, type Priority } from '../../../model/alarms/rules.ts';
import type { Description } from '../../../model/city/catalogue.ts';
import type { LayerInfo, Manifest, Text } from '../../../model/city/manifest.ts';
import { placeName } from '../../../model/city/place-name.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../model/geo/lon-lat.ts';
import { sensorOfStream } from '../../../model/sensors/sensors.ts';
import { isDrawn } from '../../twin/layers.ts';
import { shownRun } from '../../twin/runs.ts';
import { homeBlock, lookedAt } from '../../twin/table-block.ts';
import type { TwinState } from '../../twin/twin.ts';

/** A place as its surroundings call it; without a name, how far and in which direction it lies from the middle of the city. */
export interface NamedPlace {
  readonly name: Text | null;
  readonly offM: number;
  /** Clockwise from north, degrees. */
  readonly bearingDeg: number;
}

/** Where the camera is and how it looks; `table`: a block of `sizeM` metres a side stands as a model. */
export interface LookFacts {
  readonly kind: 'globe' | 'table';
  readonly place: NamedPlace;
  readonly headingDeg: number;
  /** Below the horizon, degrees. */
  readonly downDeg: number;
  /** Height of the camera above the level of the city's ground; nought for the table. */
  readonly aboveM: number;
  readonly sizeM: number;
}

/** What the picture shows, as the page knows it: nothing is read from its pixels. */
export interface PictureContent {
  readonly look: LookFacts;
  readonly clock: {
    readonly timeMs: number;
    readonly kind: 'live' | 'recorded' | 'chosen';
    readonly recording: string;
  };
  readonly layers: readonly Pick<LayerInfo, 'label' | 'count' | 'state'>[];
  /** Runs on the picture: simulated, whatever they play. */
  readonly runs: readonly { readonly name: string; readonly startMs: number }[];
  /** Null: nobody tells of alarms. Open ones by priority, gravest first, and the one nearest to what is looked at. */
  readonly alarms: {
    readonly counts: readonly { readonly priority: Priority; readonly count: number }[];
    readonly nearest: { readonly title: Text; readonly place: Text; readonly distanceM: number } | null;
  } | null;
  /** A layer in classes of an attribute. */
  readonly coloured: { readonly layer: Text; readonly attribute: Text } | null;
}

/** The state's facts of the picture, but for what lies behind a question to the catalogue. */
export function pictureContent(city: Manifest, state: TwinState): PictureContent {
  const look = lookFacts(city, state);
  return {
    look,
    clock: clockOf(state),
    layers: city.layers.filter((layer) => !layer.decorates && isDrawn(layer, state)),
    runs: Object.keys(state.runs).flatMap((engine) => shownRun(state, engine) ?? []),
    alarms: alarmsOf(city, state),
    coloured: colouredOf(city, state),
  };
}

/** Where the camera is: also while it is all that is asked for. */
export function lookFacts(city: Manifest, state: TwinState): LookFacts {
  if (state.engine !== 'table') {
    const { headingDeg, pitchDeg } = state.camera;
    const [, , aboveM] = enuFromLonLat(city.origin, state.camera);
    const place = placeOf(city, lookedAt(city, state.camera));
    return { kind: 'globe', place, headingDeg, downDeg: -pitchDeg, aboveM, sizeM: 0 };
  }
  const { turnDeg, tipDeg } = state.tablePose;
  const { sizeM } = state.tableBlock ?? homeBlock(city);
  return {
    kind: 'table',
    place: placeOf(city, middleOfTable(city, state)),
    headingDeg: turnDeg,
    downDeg: tipDeg,
    aboveM: 0,
    sizeM,
  };
}

interface Middle {
  readonly eastM: number;
  readonly northM: number;
}

function middleOfTable(city: Manifest, { tableBlock, tablePose }: TwinState): Middle {
  const { eastM, northM, sizeM } = tableBlock ?? homeBlock(city);
  const [eastRatio, northRatio] = tablePose.over;
  return { eastM: eastM + eastRatio * sizeM, northM: northM + northRatio * sizeM };
}

function placeOf({ labels, extentM: [west, south, east, north] }: Manifest, { eastM, northM }: Middle): NamedPlace {
  const eastOffM = eastM - (west + east) / 2;
  const northOffM = northM - (south + north) / 2;
  return {
    name: placeName(labels, eastM, northM),
    offM: Math.hypot(eastOffM, northOffM),
    bearingDeg: Math.atan2(eastOffM, northOffM) / RAD_PER_DEG,
  };
}

function clockOf({ shownTimeMs, replay, feed, isTimeChosen, desks, desk }: TwinState): PictureContent['clock'] {
  if (replay) return { timeMs: shownTimeMs, kind: 'recorded', recording: replay.name };
  const isLiveDesk = desks.find(({ id }) => id === desk)?.emphasis.includes('live');
  const kind = feed.kind === 'live' && !isTimeChosen && isLiveDesk ? 'live' : 'chosen';
  return { timeMs: shownTimeMs, kind, recording: '' };
}

function alarmsOf(city: Manifest, state: TwinState): PictureContent['alarms'] {
  if (state.feed.kind === 'none') return null;
  const open = state.alarms.filter((alarm) => isOpen(alarm.state));
  const counts = PRIORITIES.map((priority) => ({
    priority,
    count: open.filter(({ meaning }) => meaning.priority === priority).length,
  }));
  const middle = state.engine === 'table' ? middleOfTable(city, state) : lookedAt(city, state.camera);
  return { counts: counts.filter(({ count }) => count > 0), nearest: nearestOf(open, state.sensors ?? [], middle) };
}

function nearestOf(
  open: readonly Alarm[],
  sensors: NonNullable<TwinState['sensors']>,
  { eastM, northM }: Middle,
): NonNullable<PictureContent['alarms']>['nearest'] {
  const placed = open.flatMap(({ stream, meaning }) => {
    const sensor = sensorOfStream(stream, sensors);
    if (!sensor) return [];
    const distanceM = Math.hypot(sensor.at[0] - eastM, sensor.at[1] - northM);
    return [{ title: meaning.title, place: sensor.name, distanceM }];
  });
  return placed.toSorted((a, b) => a.distanceM - b.distanceM)[0] ?? null;
}

function colouredOf({ layers }: Manifest, { colouring }: TwinState): PictureContent['coloured'] {
  const layer = layers.find(({ id }) => id === colouring?.layerId);
  const attribute = layer?.attributes.find(({ name }) => name === colouring?.attribute);
  return layer && attribute ? { layer: layer.label, attribute: attribute.label } : null;
}

/** The object that is selected, as far as it is known. */
export interface SelectedFacts {
  readonly layer: LayerInfo;
  readonly description: Description;
}
