import type { Field, LineSample, RasterSample } from '../../../model/runs/field.ts';
import { MIN_PER_DAY, MS_PER_MIN } from '../../../model/time.ts';
import { wallMinOf } from '../../../model/wall-clock.ts';
import type { FieldSource, Fields } from '../../twin/fields.ts';
import type { Twin } from '../../twin/twin.ts';
import type { Closure, ReviewController } from './review-controller.ts';

/** Bottom of the excavations of a day, elevation above the city's datum, m; NaN where nothing is dug. */
export const PIT_FIELD = { id: 'build.pit', kind: 'raster', unit: 'm' } as const;

/** Footways that are closed on a day, as rings. */
export const LANES_FIELD = { id: 'build.lanes', kind: 'line', unit: '1' } as const;

/** There is one open construction case in a window. */
export const CASE_SOURCE = 'construction-case';

/** Gives what the open case does to its ground and its footways on the shown day; returns what ends it. */
export function offerBuildFields(
  twin: Twin,
  fields: Fields,
  review: Pick<ReviewController, 'hasPits' | 'pitSample' | 'closures' | 'closedOn'>,
): () => void {
  const ends = [
    fields.offer(PIT_FIELD.id, () =>
      review.hasPits() ? [sourceOf(twin, PIT_FIELD, async (day) => await review.pitSample(day))] : [],
    ),
    fields.offer(LANES_FIELD.id, () =>
      review.closures().some(isClosedWay)
        ? [sourceOf(twin, LANES_FIELD, async (day) => linesOf(review.closures(), await review.closedOn(day)))]
        : [],
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const isClosedWay = ({ footway, ring }: Closure): boolean => footway && ring !== undefined;

/** The closed footways of a day; null: none is. */
function linesOf(closures: readonly Closure[], closed: readonly string[]): LineSample | null {
  const lines = closures.flatMap(({ id, footway, ring }) =>
    footway && ring && closed.includes(id) ? [{ id, points: [...ring, ring[0]] }] : [],
  );
  return lines.length > 0 ? { lines } : null;
}

/** One sample, of the day that the clock shows when it is read. */
function sourceOf<Sample extends RasterSample | LineSample>(
  twin: Twin,
  info: Pick<Field, 'id' | 'kind' | 'unit'>,
  sampleOn: (day: number) => Promise<Sample | null>,
): FieldSource<Sample> {
  const { plan, shownTimeMs } = twin.getState();
  const wallMin = wallMinOf(shownTimeMs, twin.city.zone);
  const day = Math.floor(wallMin / MIN_PER_DAY);
  const fromMs = shownTimeMs - (wallMin - day * MIN_PER_DAY) * MS_PER_MIN;
  return {
    id: info.id,
    sourceId: CASE_SOURCE,
    label: plan.kind === 'open' ? plan.file : '',
    fromMs,
    toMs: fromMs + MIN_PER_DAY * MS_PER_MIN,
    read: async () => {
      const sample = await sampleOn(day);
      return sample && { ...info, timesMs: [fromMs], samples: [sample] };
    },
  };
}
