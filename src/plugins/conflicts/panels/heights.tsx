import type { OverLimit } from '../../../../model/city/catalogue.ts';
import { useApp, useQuery } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Skeleton } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { HeightRow } from './height-row.tsx';

/** Rows drawn at once; the rest is told by its number. */
const MAX_BUILDING_ROWS = 200;

/** Buildings over the limit where they stand, the most first; shown when they all have their names. */
export function HeightList({ over }: { over: readonly OverLimit[] }) {
  const { t } = useWords();
  const { catalogue } = useApp();
  const shown = over.slice(0, MAX_BUILDING_ROWS);
  const queryState = useQuery(`over ${shown.map(({ gid }) => gid).join(' ')}`, () =>
    Promise.all(shown.map(async (one) => ({ ...one, description: await catalogue.describe(one.gid) }))),
  );
  if (over.length === 0) return <EmptyState icon="check">{t('conflicts.noHeights')}</EmptyState>;
  if (queryState.kind === 'asking') return <Skeleton />;
  if (queryState.kind === 'failed') return <ErrorNotice what={t('conflicts.failed')} reason={queryState.reason} />;
  return (
    <>
      <ul>
        {queryState.answer.map((one) => (
          <HeightRow key={one.gid} over={one} />
        ))}
      </ul>
      {over.length > MAX_BUILDING_ROWS && (
        <p className="note more">{t('conflicts.more', { count: formatNumber(over.length - MAX_BUILDING_ROWS) })}</p>
      )}
      <p className="note more">{t('conflicts.heightNote')}</p>
    </>
  );
}
