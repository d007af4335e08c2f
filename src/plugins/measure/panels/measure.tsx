import { useEffect } from 'react';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Quantity, Segmented } from '../../../kit/controls.tsx';
import { formatArea, formatLength, formatNumber, formatSigned, NO_VALUE_MARK } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { usePickCross } from '../../../kit/pick-cross.tsx';
import { useWords } from '../../../kit/words.ts';
import type { RulerKind, RulerMeasurement, RulerPoints } from '../../../twin/pick.ts';
import { MEASURE_PICKER } from '../measure-picker.ts';

const START_WORD = {
  distance: 'measure.startDistance',
  area: 'measure.startArea',
  height: 'measure.startHeight',
} as const;

/** A ruler on the picture, for as long as this panel is open: by clicks, or by keys at a cross in the free middle. */
export function MeasurePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const pick = useTwin((state) => (state.pick?.owner === MEASURE_PICKER ? state.pick : null));
  const facts = useTwin((state) => state.measurement);
  const { cross, here } = usePickCross();
  const { startPicking, endPicking } = twin.getState();
  const start = (ruler: RulerKind) => startPicking(MEASURE_PICKER, MEASURE_PICKER, ruler);
  useEffect(() => {
    // A link brings its points along.
    if (twin.getState().pick?.owner !== MEASURE_PICKER) startPicking(MEASURE_PICKER, MEASURE_PICKER, 'distance');
    return () => endPicking(MEASURE_PICKER);
  }, [twin, startPicking, endPicking]);

  if (!pick?.ruler) return null;
  const { ruler: kind, points, done } = pick;
  return (
    <>
      {!done && cross}
      <Panel title={t('measure.title')} className="tool" onClose={onClose}>
        <Segmented<RulerKind>
          label={t('measure.title')}
          value={kind}
          options={(['distance', 'area', 'height'] as const).map((value) => ({ value, label: t(`measure.${value}`) }))}
          onChange={start}
        />
        {points.length === 0 && <p className="note">{t(START_WORD[kind])}</p>}
        {points.length > 0 && <Readings pick={{ ruler: kind, points }} facts={facts} />}
        <MeasureActions kind={kind} points={points.length} isDone={done} onStart={start} />
        {!done && here}
      </Panel>
    </>
  );
}

function MeasureActions({
  kind,
  points,
  isDone,
  onStart,
}: {
  kind: RulerKind;
  /** How many are set. */
  points: number;
  isDone: boolean;
  onStart: (kind: RulerKind) => void;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const { dropPickPoint, finishPicking } = twin.getState();
  return (
    <div className="actions">
      {isDone ? (
        <button type="button" className="btn primary" onClick={() => onStart(kind)}>
          <Icon name="ruler" />
          {t('measure.again')}
        </button>
      ) : (
        <>
          {kind !== 'height' && (
            <button
              type="button"
              className="btn primary"
              disabled={points < (kind === 'area' ? 3 : 2)}
              onClick={finishPicking}
            >
              <Icon name="check" />
              {t('common.finish')}
            </button>
          )}
          <button type="button" className="btn" disabled={points === 0} onClick={dropPickPoint}>
            <Icon name="undo" />
            {t('pick.undo')}
          </button>
        </>
      )}
    </div>
  );
}

/** What the ruler says, largest first; a figure that wants more points, or ground that is not sampled yet, is `—`. */
export function Readings({
  pick: { ruler: kind, points },
  facts,
}: {
  pick: RulerPoints;
  facts: RulerMeasurement | null;
}) {
  const { t, language } = useWords();
  const last = points.at(-1);
  const isOnGround = points.every(({ on }) => on === 'ground');
  const flat = facts && points.length > 1 ? formatLength(facts.flatM) : null;
  const alongM = facts?.alongM ?? null;
  const along = alongM !== null && points.length > 1 ? formatLength(alongM) : null;
  const area = facts && points.length > 2 ? formatArea(facts.areaM2, language) : null;
  const rise = facts && points.length > 1 ? { value: formatSigned(facts.riseM, 2), unit: 'm' } : null;
  const elevation = last ? { value: formatNumber(last.elevationM, 2), unit: 'm' } : null;
  const alongWord = t(isOnGround ? 'measure.along' : 'measure.straight');
  const rows = {
    distance: [
      { name: t('measure.flat'), shown: flat },
      { name: alongWord, shown: along },
      { name: t('measure.rise'), shown: rise },
      { name: t('measure.elevation'), shown: elevation },
    ],
    area: [
      { name: t('measure.areaM2'), shown: area },
      { name: t('measure.edge'), shown: flat },
    ],
    height: [
      { name: t('measure.rise'), shown: rise },
      { name: t('measure.flat'), shown: flat },
      { name: alongWord, shown: along },
      { name: t('measure.elevation'), shown: elevation },
    ],
  }[kind];
  return (
    <dl className="keys" aria-live="polite">
      {rows.map(({ name, shown }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shown ? <Quantity value={shown.value} unit={shown.unit} /> : NO_VALUE_MARK}</dd>
        </div>
      ))}
    </dl>
  );
}
