import type { Description, OverLimit } from '../../../../model/city/catalogue.ts';
import { useApp, useQuery } from '../../../kit/app-context.tsx';
import { languageOf, nameOf } from '../../../kit/attribute-text.ts';
import { EmptyState, ErrorNotice, Skeleton } from '../../../kit/controls.tsx';
import { formatLimit, formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

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

type DescribedOverLimit = OverLimit & { readonly description: Description | null };

function HeightRow({ over: { gid, heightM, limitM, description } }: { over: DescribedOverLimit }) {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const name =
    description &&
    (nameOf(new Map(description.values.map(({ name, value }) => [name, value])), language) ?? description.id);
  const metres = (value: number) => `${formatLimit(Number(value.toFixed(1)))}\u2009m`;
  const show = () => {
    if (!description) return;
    twin.getState().showLayer(description.layerId, true);
    twin.getState().select(gid);
    view.flyToPlace(description.place);
  };
  return (
    <li>
      <button type="button" onClick={show}>
        <i className="primary" />
        <span lang={languageOf(name ?? '')}>{name ?? String(gid)}</span>
        <b className="over">{t('conflicts.over', { over: metres(heightM - limitM) })}</b>
        <span className="note">{t('conflicts.limit', { height: metres(heightM), limit: metres(limitM) })}</span>
      </button>
    </li>
  );
}
