import { useTwin } from '../../../kit/app-context.tsx';
import { formatLimit } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { isRunSeen } from '../../../twin/view-twin.ts';
import { CROWD_STOPS } from '../crowd-colours.ts';
import { CROWD_ENGINE } from '../slice.ts';

/** Colours of people and of the ground that they stand on. */
export function CrowdLegend() {
  const { t } = useWords();
  const isShown = useTwin((state) => isRunSeen(state, CROWD_ENGINE));
  const colour = useTwin((state) => state.crowdColour);
  const heat = useTwin((state) => state.crowdHeat);
  if (!isShown) return null;
  return (
    <div className="run-legend">
      <h3>
        {t(`crowd.legend.${colour}`)}
        {colour !== 'state' && <span className="unit">{colour === 'speed' ? '\u2009m/s' : '\u2009/m²'}</span>}
        <span className="tag run">{t('run.simulated')}</span>
      </h3>
      {colour === 'state' ? (
        <ul className="legend-codes">
          {CROWD_STOPS.state.map(
            ({ token, state }) =>
              state && (
                <li key={state}>
                  <i style={{ background: `var(--${token})` }} />
                  {t(`crowd.states.${state}`)}
                </li>
              ),
          )}
        </ul>
      ) : (
        <Ramp of={colour} />
      )}
      {heat !== 'none' && (
        <>
          <h3>
            {t(`crowd.heatLegend.${heat}`)}
            <span className="unit">{'\u2009/m²'}</span>
          </h3>
          <Ramp of="density" />
        </>
      )}
      {(heat !== 'none' || colour === 'density') && <p className="note">{t('crowd.fruin')}</p>}
    </div>
  );
}

/** Limits under the colours' edges; a level of service by its letter in its colour. */
function Ramp({ of }: { of: 'speed' | 'density' }) {
  const stops = CROWD_STOPS[of];
  return (
    <div className={`legend-ramp crowd-${of}`}>
      <div className="ramp">
        {stops.map(({ from, token }) => (
          <i key={from} style={token ? { background: `var(--${token})` } : {}} />
        ))}
      </div>
      <ol>
        {stops.map(({ from }, i) => (
          <li key={from} style={{ left: `${(i / stops.length) * 100}%` }}>
            {i === 0 && of === 'density' ? 'A' : formatLimit(from)}
          </li>
        ))}
      </ol>
    </div>
  );
}
