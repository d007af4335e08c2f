import type { IndexCard } from '../../../../model/city-index/index-card.ts';
import { type ScoredIndex, scoreIndex } from '../../../../model/city-index/score-index.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** Years beyond this number do not stand beside each other: an eye cannot follow more lines. */
const MAX_YEARS = 4;
const SIDE = 200;
const RADIUS = 70;
const FULL = 100;
/** The radar has these rings. */
const RINGS = [25, 50, 75, FULL];

interface YearScore {
  year: number;
  scored: ScoredIndex;
}

/** Shows first-level scores as a radar and as bars, the latest years beside each other; a missing value is the width between two bounds. */
export function IndexChart({ card }: { card: IndexCard }) {
  const { t, of } = useWords();
  const shown = useTwin(({ indexYear }) => indexYear);
  const years = yearsBeside(card, shown).map(
    (year): YearScore => ({ year, scored: scoreIndex(card, card.years[year] ?? {}) }),
  );
  return (
    <figure className="index-chart">
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={t('cityIndex.chart')}>
        {RINGS.map((ring) => (
          <polygon key={ring} className="ring" points={pointsOf(card.groups.map(() => ring))} />
        ))}
        {card.groups.map((group, g) => {
          const [x, y] = placeOf(g, card.groups.length, FULL + 16);
          return (
            <text key={group.id} x={x} y={y} textAnchor="middle" dominantBaseline="middle">
              {of(group.name)}
            </text>
          );
        })}
        {years.map(({ year, scored }) => (
          <Radar key={year} scored={scored} isShown={year === shown} />
        ))}
      </svg>
      <ul className="index-bars">
        {card.groups.map((group, g) => (
          <li key={group.id}>
            <span>{of(group.name)}</span>
            <div>
              {years.map(({ year, scored: { groups } }) => (
                <YearBar key={year} year={year} group={of(group.name)} scored={groups[g]} isShown={year === shown} />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** Returns the year on screen and the latest ones that have values, rising. */
export function yearsBeside({ years }: Pick<IndexCard, 'years'>, shown: number): number[] {
  const all = new Set([...Object.keys(years).map(Number), shown]);
  const latest = [...all].sort((a, b) => b - a).slice(0, MAX_YEARS);
  if (!latest.includes(shown)) latest.splice(-1, 1, shown);
  return latest.sort((a, b) => a - b);
}

function Radar({ scored: { groups }, isShown }: { scored: ScoredIndex; isShown: boolean }) {
  const lowest = groups.map((group) => group.lowest);
  const highest = groups.map((group) => group.highest);
  return (
    <g data-now={isShown}>
      {isShown && <path className="between" fillRule="evenodd" d={`${pathOf(highest)}${pathOf(lowest)}`} />}
      <polygon className="score" points={pointsOf(lowest)} />
    </g>
  );
}

function YearBar({
  year,
  group,
  scored: { score, lowest, highest },
  isShown,
}: {
  year: number;
  group: string;
  scored: ScoredIndex['groups'][number];
  isShown: boolean;
}) {
  const { t } = useWords();
  const text = score === null ? `${formatNumber(lowest, 1)}–${formatNumber(highest, 1)}` : formatNumber(score, 1);
  return (
    <p data-now={isShown} title={t('cityIndex.chartRow', { group, year: String(year), score: text })}>
      <small>{year}</small>
      <span className="bar">
        <i style={{ width: `${lowest}%` }} />
        <b style={{ left: `${lowest}%`, width: `${highest - lowest}%` }} />
      </span>
      <small>{text}</small>
    </p>
  );
}

/** Returns the place of a score on an axis; the first axis points upward. */
function placeOf(axis: number, axes: number, score: number): [x: number, y: number] {
  const angle = (2 * Math.PI * axis) / axes - Math.PI / 2;
  const away = (RADIUS * score) / FULL;
  return [SIDE / 2 + away * Math.cos(angle), SIDE / 2 + away * Math.sin(angle)];
}

const placesOf = (scores: readonly number[]): string[] =>
  scores.map((score, axis) =>
    placeOf(axis, scores.length, score)
      .map((at) => at.toFixed(1))
      .join(','),
  );
const pointsOf = (scores: readonly number[]): string => placesOf(scores).join(' ');
const pathOf = (scores: readonly number[]): string => `M${placesOf(scores).join('L')}Z`;
