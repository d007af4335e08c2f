import { useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const ENTRIES = {
  state: ['done', 'active', 'missing'],
  baseline: ['planned', 'late', 'early', 'active', 'missing'],
} as const;

/** What the elements' colours mean while a plan plays them. */
export function BuildLegend() {
  const { t } = useWords();
  const isShown = useTwin(({ desk, plan }) => desk === 'build' && plan.kind === 'open');
  const by = useTwin((state) => state.buildColours);
  if (!isShown) return null;
  return (
    <ul className="build-legend" aria-label={t('build.legend')}>
      {ENTRIES[by].map((entry) => (
        <li key={entry}>
          <i className={entry === 'planned' ? 'done' : entry} aria-hidden="true" />
          {t(`build.legend_${entry}`)}
        </li>
      ))}
    </ul>
  );
}
