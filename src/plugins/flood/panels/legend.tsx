import { S_PER_H } from '../../../../model/time.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { formatLimit } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { DRAIN_STOPS, FLOOD_STOPS } from '../flood-colours.ts';
import { type FloodMap, floodMapOf, floodRuns, shownFlood } from '../slice.ts';

const UNITS: Record<FloodMap, string> = { water: 'm', maxDepth: 'm', arrival: 'h', hazard: '', difference: 'm' };

/** Classes of the flood's map: limits under the colours' edges; a hazard's class under its colour. */
export function FloodLegend() {
  const { t } = useWords();
  const isShown = useTwin((state) => floodRuns(state).shownId !== null);
  const map = useTwin(floodMapOf);
  if (!isShown) return null;
  const stops = FLOOD_STOPS[map];
  const textOf = (from: number, i: number) => {
    if (map === 'hazard') return `H${i + 1}`;
    if (!Number.isFinite(from)) return '';
    return formatLimit(map === 'arrival' ? from / S_PER_H : from);
  };
  return (
    <div className="run-legend">
      <h3>
        {t(`flood.legend.${map}`)}
        {UNITS[map] && <span className="unit">{`\u2009${UNITS[map]}`}</span>}
        <span className="tag run">{t('run.simulated')}</span>
      </h3>
      <div className={`legend-ramp ${map}`}>
        <div className="ramp">
          {stops.map(({ from, token }) => (
            <i key={from} style={token ? { background: `var(--${token})` } : {}} />
          ))}
        </div>
        <ol>
          {stops.map(({ from }, i) => (
            <li key={from} style={{ left: `${((i + (map === 'hazard' ? 0.5 : 0)) / stops.length) * 100}%` }}>
              {textOf(from, i)}
            </li>
          ))}
        </ol>
      </div>
      {map !== 'water' && <p className="note">{t(`flood.legendNote.${map}`)}</p>}
      <DrainsLegend />
    </div>
  );
}

/** Pipes and manholes of the shown run, while one looks underground. */
function DrainsLegend() {
  const { t } = useWords();
  const hasDrains = useTwin((state) => shownFlood(state)?.form.drains ?? false);
  const isUnderground = useTwin((state) => state.underground !== 'off');
  if (!hasDrains || !isUnderground) return null;
  return (
    <>
      <h3>{t('flood.drains')}</h3>
      <ul className="legend-codes">
        {DRAIN_STOPS.map(
          ({ token, word }) =>
            word && (
              <li key={word}>
                <i className={`drain-${word}`} style={{ background: `var(--${token})` }} />
                {t(`flood.drain.${word}`)}
              </li>
            ),
        )}
      </ul>
    </>
  );
}
