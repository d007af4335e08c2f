import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** While the lens looks below the ground: the systems that lie there, in the colours of their pipes. */
export function TableLegend() {
  const { t, of } = useWords();
  const { city } = useApp().twin;
  const lens = useTwin((state) => state.tableLens);
  const pipes = city.layers.filter(({ kind, count }) => (kind === 'pipe' || kind === 'tunnel') && count > 0);
  if (lens.kind !== 'underground' || pipes.length === 0) return null;
  return (
    <section className="table-legend">
      <h2>{t('table.under', { depth: formatNumber(lens.depthM, 1) })}</h2>
      <ul>
        {pipes.map(({ id, label, colour }) => (
          <li key={id}>
            <i style={{ background: colour?.token ? `var(--${colour.token})` : 'var(--ink-3)' }} />
            {of(label)}
          </li>
        ))}
      </ul>
    </section>
  );
}
