import { COUNTED_ROAD, type CountedRoad } from '../../../../model/tables/traffic.ts';
import type { TrafficResult } from '../../../../workers/traffic/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';

/** Around a place that was counted, when it is flown to. */
const COUNT_SIGHT_M = 300;
/** Rows on screen, the worst first; the files have all. */
const COUNTS_LISTED = 20;

/** Tells how far the computed hour is from what was counted; a city without counts shows nothing. */
export function Counted({ counts }: { counts: TrafficResult['counts'] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  if (!counts) return null;
  const { used, places, good, countedPerH, computedPerH } = counts;
  const fly = ({ atM: [eastM, northM] }: CountedRoad) =>
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: COUNT_SIGHT_M });
  return (
    <section data-used="counts">
      <h3>{t('impact.counted')}</h3>
      <p>
        {t('impact.countedFit', {
          good,
          places: places.length,
          counted: formatNumber(countedPerH),
          computed: formatNumber(computedPerH),
        })}
      </p>
      <p className="note">
        {t('impact.countedWhy', {
          layers: used.labels.map(of).join(' + '),
          off: used.offRoad,
          blank: used.blank,
        })}
      </p>
      <Table
        rows={places.toSorted((a, b) => b.geh - a.geh).slice(0, COUNTS_LISTED)}
        rowKey={({ id, segment, way }) => `${id} ${segment} ${way}`}
        columns={[
          {
            head: t('impact.countedPlace'),
            value: ({ street, id }) => of(street) || id,
            cell: (one) => (
              <button type="button" className="link" onClick={() => fly(one)}>
                {of(one.street) || one.id}
              </button>
            ),
          },
          { head: t('impact.countedPerH'), ...COUNTED_ROAD.counted_per_h },
          { head: t('impact.computedPerH'), ...COUNTED_ROAD.computed_per_h },
          { head: 'GEH', ...COUNTED_ROAD.geh, isMain: true },
        ]}
      />
    </section>
  );
}
