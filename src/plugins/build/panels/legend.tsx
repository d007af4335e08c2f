import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { IconButton } from '../../../kit/controls.tsx';
import { useWords } from '../../../kit/words.ts';
import { planDate, planName } from '../plan-text.ts';
import { NOISE_CLASSES, noiseToken } from '../review-controller.ts';
import { NarrowScheduleClock } from './schedule.tsx';
import { usePlan } from './verdicts.tsx';

/** Entry of one colour; `missing` is hatched. */
interface LegendEntry {
  key: string;
  token: string;
  label: string;
  isHatched: boolean;
}

const TOKENS = {
  done: 'map-build',
  planned: 'map-build',
  active: 'accent',
  missing: 'warn',
  late: 'warn',
  early: 'div-6',
} as const;

const ENTRIES = {
  state: ['done', 'active', 'missing'],
  baseline: ['planned', 'late', 'early', 'active', 'missing'],
} as const;

/** What the colours of the picture mean now, for the page and for the film: how far the plan is, or homes by the level before their façades. */
export function useLegend(): { title: string; entries: LegendEntry[] } {
  const { t } = useWords();
  const by = useTwin((state) => state.buildColours);
  const noise = useTwin((state) => state.noiseShown);
  if (noise !== null) return { title: t(`effect.legend_${noise}`), entries: noiseEntries() };
  return {
    title: t('build.legend'),
    entries: ENTRIES[by].map((key) => ({
      key,
      token: TOKENS[key],
      label: t(`build.legend_${key}`),
      isHatched: key === 'missing',
    })),
  };
}

/** 5 dB a class. */
function noiseEntries(): LegendEntry[] {
  const [first] = NOISE_CLASSES;
  const entry = (db: number, label: string) => ({ key: String(db), token: noiseToken(db), label, isHatched: false });
  return [
    entry(first - 1, `< ${first}`),
    ...NOISE_CLASSES.map((from, i) =>
      entry(from, i + 1 < NOISE_CLASSES.length ? `${from}–${NOISE_CLASSES[i + 1]}` : `≥ ${from}`),
    ),
  ];
}

/** What the elements' or the homes' colours mean while a plan plays. */
export function BuildLegend() {
  const noise = useTwin((state) => state.noiseShown);
  const { title, entries } = useLegend();
  return (
    <div className="build-notes">
      {noise === null && <Callout />}
      <ul className="build-legend" aria-label={title}>
        {noise !== null && <li>{title}</li>}
        {entries.map(({ key, token, label, isHatched }) => (
          <li key={key}>
            <i
              {...(isHatched ? { className: 'missing' } : { style: { background: `var(--${token})` } })}
              aria-hidden="true"
            />
            {label}
          </li>
        ))}
      </ul>
      <NarrowScheduleClock />
    </div>
  );
}

/** The activity that bars and elements mark together. */
function Callout() {
  const { t, language } = useWords();
  const { twin } = useApp();
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
      <IconButton icon="x" label={t('common.deselect')} onClick={() => twin.getState().pickTask(null)} />
    </p>
  );
}
