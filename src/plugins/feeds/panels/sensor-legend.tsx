import { useApp } from '../../../kit/app-context.tsx';
import { showValue } from '../../../kit/attribute-text.ts';
import { useWords } from '../../../kit/words.ts';
import { GLYPH_GRID, KIND_GLYPHS } from '../kind-glyphs.ts';
import { SENSOR_LAYER } from '../live-feed-controller.ts';

const STATES = ['live', 'stale'] as const;
/** Signs of alarm priorities, as every list of alarms writes them. */
const PRIORITY_SIGNS = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'];

/** In the map's legend: what the discs of sensors say by their colour, and, unfolded, which kind a glyph is. */
export function SensorLegend() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const kinds = twin.city.layers.find(({ id }) => id === SENSOR_LAYER)?.attributes.find(({ name }) => name === 'kind');
  const shown = Object.keys(kinds?.values ?? {}).filter((kind) => KIND_GLYPHS[kind]);
  return (
    <details className="sensor-legend">
      <summary>
        {t('sensors.legend')}
        <span className="sensor-states">
          {STATES.map((state) => (
            <span key={state}>
              <i className={`disc ${state}`} />
              {t(`sensors.mark.${state}`)}
            </span>
          ))}
          {t('sensors.markAlarm')}
          {PRIORITY_SIGNS.map((sign, i) => (
            <span key={sign}>
              <i className={`disc alarm-${i + 1}`} />
              {sign}
            </span>
          ))}
        </span>
      </summary>
      <ul>
        {shown.map((kind) => (
          <li key={kind}>
            <svg viewBox={`0 0 ${GLYPH_GRID} ${GLYPH_GRID}`} aria-hidden="true">
              <path d={KIND_GLYPHS[kind]} />
            </svg>
            {kinds && showValue(kinds, kind, language).text}
          </li>
        ))}
      </ul>
    </details>
  );
}
