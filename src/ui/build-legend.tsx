import { NOISE_CLASSES, noiseToken } from '../twin/review-desk.ts';
import { usePlan } from './build-verdicts.tsx';
import { IconButton } from './controls.tsx';
import { planDate, planName } from './plan-text.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Colours of what is shown, for the page and for the film; `missing` is hatched. */
export const LEGEND_TOKENS = {
  done: 'map-build',
  planned: 'map-build',
  active: 'accent',
  missing: 'warn',
  late: 'warn',
  early: 'div-6',
} as const;

export const LEGEND_ENTRIES = {
  state: ['done', 'active', 'missing'],
  baseline: ['planned', 'late', 'early', 'active', 'missing'],
} as const;

/** What the elements' colours mean while a plan plays them. */
export function BuildLegend() {
  const { t } = useWords();
  const isShown = useTwin(({ desk, plan }) => desk === 'build' && plan.kind === 'open');
  const by = useTwin((state) => state.buildColours);
  const noise = useTwin((state) => state.noiseShown);
  if (!isShown) return null;
  if (noise !== null) return <NoiseLegend period={noise} />;
  return (
    <>
      <Callout />
      <ul className="build-legend" aria-label={t('build.legend')}>
        {LEGEND_ENTRIES[by].map((entry) => (
          <li key={entry}>
            <i
              {...(entry === 'missing'
                ? { className: entry }
                : { style: { background: `var(--${LEGEND_TOKENS[entry]})` } })}
              aria-hidden="true"
            />
            {t(`build.legend_${entry}`)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The activity that bars and elements mark together. */
function Callout() {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const facts = usePlan();
  const picked = useTwin((state) => state.planTask);
  const row = picked === null ? undefined : facts?.rows.find(({ task }) => task === picked);
  if (!row) return null;
  return (
    <p className="build-legend build-callout" role="status">
      <b>{planName(row.name, language)}</b>
      <span>
        {planDate(row.startMin, language)} → {planDate(row.finishMin, language)}
      </span>
      <IconButton icon="x" label={t('card.close')} onClick={() => twin.getState().pickTask(null)} />
    </p>
  );
}

/** Homes by the level before their façades, 5 dB a class. */
function NoiseLegend({ period }: { period: 'day' | 'night' }) {
  const { t } = useWords();
  const [first] = NOISE_CLASSES;
  return (
    <ul className="build-legend" aria-label={t(`effect.legend_${period}`)}>
      <li>{t(`effect.legend_${period}`)}</li>
      <li>
        <i style={{ background: `var(--${noiseToken(first - 1)})` }} aria-hidden="true" />
        {`< ${first}`}
      </li>
      {NOISE_CLASSES.map((from, i) => (
        <li key={from}>
          <i style={{ background: `var(--${noiseToken(from)})` }} aria-hidden="true" />
          {i + 1 < NOISE_CLASSES.length ? `${from}–${NOISE_CLASSES[i + 1]}` : `≥ ${from}`}
        </li>
      ))}
    </ul>
  );
}
