import { useEffect, useEffectEvent, useRef } from 'react';
import type { MeasureKind, Measuring } from '../twin/measuring.ts';
import { Panel, Quantity, Segmented } from './controls.tsx';
import { formatArea, formatLength, formatNumber, formatSigned, NO_VALUE_MARK } from './format.ts';
import type { PictureFacts } from './globe-api.ts';
import { Icon } from './icons.tsx';
import { usePicture, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const START_WORD = {
  distance: 'measure.startDistance',
  area: 'measure.startArea',
  height: 'measure.startHeight',
} as const;

/** A ruler on the picture, for as long as this panel is open: by clicks, or by keys at a cross in the free middle. */
export function MeasurePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin, globe, panels } = useSurroundings();
  const measuring = useTwin((state) => state.measuring);
  const facts = usePicture((picture) => picture.measurement);
  const cross = useRef<HTMLDivElement>(null);
  const { startMeasuring, stopMeasuring, addMeasurePoint, dropMeasurePoint, finishMeasuring } = twin.getState();
  useEffect(() => {
    startMeasuring('distance');
    return stopMeasuring;
  }, [startMeasuring, stopMeasuring]);

  const take = async () => {
    const box = cross.current?.getBoundingClientRect();
    const point = box && (await globe.surfaceAt(box.left + box.width / 2, box.top + box.height / 2));
    if (point) addMeasurePoint(point);
    else panels.getState().notify(t('measure.nothing'));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    if (event.key === 'Enter') void take();
    else if (event.key === 'Backspace') dropMeasurePoint();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);

  if (!measuring) return null;
  const { kind, points, done } = measuring;
  return (
    <>
      {!done && <div ref={cross} className="cross" aria-hidden="true" />}
      <Panel title={t('measure.title')} className="tool" onClose={onClose}>
        <Segmented<MeasureKind>
          label={t('measure.title')}
          value={kind}
          options={(['distance', 'area', 'height'] as const).map((value) => ({ value, label: t(`measure.${value}`) }))}
          onChange={startMeasuring}
        />
        {points.length === 0 && <p className="note">{t(START_WORD[kind])}</p>}
        {points.length > 0 && <Readings measuring={measuring} facts={facts} />}
        <div className="actions">
          {done ? (
            <button type="button" className="btn primary" onClick={() => startMeasuring(kind)}>
              <Icon name="ruler" />
              {t('measure.again')}
            </button>
          ) : (
            <>
              {kind !== 'height' && (
                <button
                  type="button"
                  className="btn primary"
                  disabled={points.length < (kind === 'area' ? 3 : 2)}
                  onClick={finishMeasuring}
                >
                  <Icon name="check" />
                  {t('measure.finish')}
                </button>
              )}
              <button type="button" className="btn" disabled={points.length === 0} onClick={dropMeasurePoint}>
                <Icon name="undo" />
                {t('measure.undo')}
              </button>
            </>
          )}
        </div>
        {!done && (
          <>
            <p className="note">{t('measure.byKeys')}</p>
            <button type="button" className="btn wide" onClick={() => void take()}>
              <Icon name="plus" />
              {t('measure.here')}
            </button>
          </>
        )}
      </Panel>
    </>
  );
}

/** What the ruler says, largest first; a figure that wants more points, or ground that is not sampled yet, is `—`. */
export function Readings({
  measuring: { kind, points },
  facts,
}: {
  measuring: Measuring;
  facts: PictureFacts['measurement'];
}) {
  const { t } = useWords();
  const last = points.at(-1);
  const isOnGround = points.every(({ on }) => on === 'ground');
  const flat = facts && points.length > 1 ? formatLength(facts.flatM) : null;
  const along = facts?.alongM && points.length > 1 ? formatLength(facts.alongM) : null;
  const area = facts && points.length > 2 ? formatArea(facts.areaM2) : null;
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
