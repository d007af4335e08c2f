import { hazardClassesOf, judgedHazard } from '../../../../model/rules/city-rules.ts';
import { standingOf } from '../../../../model/rules/rule-record.ts';
import { HAZARD_IDS } from '../../../../model/scenarios/flood-hazard.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { formatLimit } from '../../../kit/format.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { isRunSeen } from '../../../twin/view-twin.ts';
import { DRAIN_STOPS, FLOOD_STOPS } from '../flood-colours.ts';
import {
  DURATION_DEPTHS_MM,
  FLOOD_ENGINE,
  type FloodMap,
  type FloodPaint,
  floodMapOf,
  floodPaintOf,
  shownFlood,
} from '../slice.ts';

type Unit = 'm' | 'm/s' | 'h' | '';
const UNITS: Record<FloodPaint, Unit> = {
  water: 'm',
  maxDepth: 'm',
  speed: 'm/s',
  arrival: 'h',
  deepestAt: 'h',
  over100: 'h',
  over300: 'h',
  aidr: '',
  defra: '',
  waterlogging: '',
  difference: 'm',
};

/** Classes of the flood's map: limits under the colours' edges; a hazard's class under its colour. */
export function FloodLegend() {
  const { t } = useWords();
  const isShown = useTwin((state) => isRunSeen(state, FLOOD_ENGINE));
  const map = useTwin(floodMapOf);
  const paint = useTwin(floodPaintOf);
  if (!isShown) return null;
  const unit = UNITS[paint];
  return (
    <div className="run-legend">
      <h3>
        {t(`flood.legend.${map}`)}
        {unit && <span className="unit">{`\u2009${unit}`}</span>}
        <span className="tag run">{t('run.simulated')}</span>
      </h3>
      <Variants map={map} />
      {map === 'hazard' ? <HazardClasses /> : <Ramp paint={paint} isHours={unit === 'h'} />}
      {map !== 'water' && map !== 'hazard' && <p className="note">{t(`flood.legendNote.${map}`)}</p>}
      {map !== 'difference' && (
        <ul className="legend-codes">
          <li>
            <i style={{ background: 'var(--map-water)' }} />
            {t('flood.legend.stood')}
          </li>
        </ul>
      )}
      <DrainsLegend />
    </div>
  );
}

function Ramp({ paint, isHours }: { paint: FloodPaint; isHours: boolean }) {
  const stops = FLOOD_STOPS[paint];
  const textOf = (from: number) => {
    if (!Number.isFinite(from)) return '';
    return formatLimit(isHours ? Math.floor(from / 60) / 60 : from);
  };
  return (
    <div className={`legend-ramp ${paint}`}>
      <div className="ramp">
        {stops.map(({ from, token }) => (
          <i key={from} style={token ? { background: `var(--${token})` } : {}} />
        ))}
      </div>
      <ol>
        {stops.map(({ from }, i) => (
          <li key={from} style={{ left: `${(i / stops.length) * 100}%` }}>
            {textOf(from)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Which classification of the hazard, or above which depth a duration is counted. */
function Variants({ map }: { map: FloodMap }) {
  const { t } = useWords();
  const { twin } = useApp();
  const hazard = useTwin((state) => state.floodHazard);
  const durationMm = useTwin((state) => state.floodDurationMm);
  const { setFloodHazard, setFloodDuration } = twin.getState();
  if (map === 'hazard')
    return (
      <Segmented
        small
        label={t('flood.hazardBy')}
        value={hazard}
        options={HAZARD_IDS.map((value) => ({ value, label: t(`flood.hazards.${value}`) }))}
        onChange={setFloodHazard}
      />
    );
  if (map !== 'duration') return null;
  return (
    <Segmented
      small
      label={t('flood.durationOver')}
      value={String(durationMm)}
      options={DURATION_DEPTHS_MM.map((mm) => ({ value: String(mm), label: `> ${mm / 1000}\u2009m` }))}
      onChange={(value) => setFloodDuration(value === '100' ? 100 : 300)}
    />
  );
}

/** Each class by its name, and whence the limits are. */
function HazardClasses() {
  const { of } = useWords();
  const id = useTwin((state) => state.floodHazard);
  const records = useTwin((state) => state.ruleRecords);
  const { classes, source } = hazardClassesOf(id, records);
  const stops = FLOOD_STOPS[id];
  return (
    <>
      <ul className="legend-codes">
        {classes.map((each, i) => {
          const token = stops[i]?.token;
          return token ? (
            <li key={each.id}>
              <i style={{ background: `var(--${token})` }} />
              {of(each.label)}
            </li>
          ) : null;
        })}
      </ul>
      <p className="note">
        {of(source)} <RuleMark standing={standingOf(judgedHazard(id, records), records)} />
      </p>
    </>
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
