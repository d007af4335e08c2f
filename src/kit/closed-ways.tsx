import type { SegmentClosure } from '../../model/roads/road-state.ts';
import { useTwin } from './app-context.tsx';
import { closedNow } from './facility-choice.ts';
import { useWords } from './words.ts';

/** Tells which closures the minutes rest on, and whether others hold by now. */
export function ClosedWays({
  closures,
  ways,
  isByRoad = false,
}: {
  /** Those that the question named. */
  closures: readonly SegmentClosure[] | undefined;
  /** Ways that they close to people on foot, or roads that they close to vehicles in a direction or both. */
  ways: number;
  isByRoad?: boolean;
}) {
  const { t } = useWords();
  const roadState = useTwin((state) => state.roadState);
  const by = [...new Set(closures?.map((one) => one.by))].join(t('walks.between'));
  const isStale = JSON.stringify(closures ?? null) !== JSON.stringify(closedNow({ roadState }));
  return (
    <>
      {ways > 0 && <p className="note">{t(isByRoad ? 'walks.closedRoads' : 'walks.closed', { count: ways, by })}</p>}
      {closures && ways === 0 && !isByRoad && <p className="note">{t('walks.closedOneWay', { by })}</p>}
      {isStale && (
        <p className="note" role="status">
          {t('walks.roadsChanged')}
        </p>
      )}
    </>
  );
}
