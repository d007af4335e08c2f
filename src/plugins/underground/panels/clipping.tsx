import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Quantity, Segmented, Slider } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { CLIP_PICKER, type ClipSolid, clipSolidOf } from '../../../twin/underground.ts';

/** Heights that a solid may have, metres about the city's origin. */
const LOWEST_M = -100;
const HIGHEST_M = 800;

/** Cuts the picture by a drawn solid: its corners are clicked, then its heights and its side are chosen. */
export function Clipping() {
  const { t } = useWords();
  const { twin } = useApp();
  const solid = useTwin((state) => state.clipSolid);
  const picked = useTwin(({ pick }) => (pick?.owner === CLIP_PICKER ? pick : null));
  const { startPicking, endPicking, setClipSolid } = twin.getState();
  const next = picked && clipSolidOf(picked.points);
  function finish(): void {
    endPicking(CLIP_PICKER);
    setClipSolid(next);
  }
  return (
    <>
      {!picked && !solid && <p className="note">{t('underground.clipHint')}</p>}
      {picked && (
        <p className="note" role="status">
          {t('underground.points', { count: picked.points.length })}
        </p>
      )}
      {!picked && solid && <Solid solid={solid} />}
      <div className="actions">
        {picked ? (
          <>
            <button type="button" className="btn primary" disabled={next === null} onClick={finish}>
              <Icon name="check" />
              {t('underground.finish')}
            </button>
            <button type="button" className="btn" onClick={() => endPicking(CLIP_PICKER)}>
              {t('common.cancel')}
            </button>
          </>
        ) : (
          <button type="button" className="btn" onClick={() => startPicking(CLIP_PICKER, 'clip', 'area')}>
            <Icon name="cut" />
            {t(solid ? 'underground.again' : 'underground.clipStart')}
          </button>
        )}
        {solid && !picked && (
          <button type="button" className="btn" onClick={() => setClipSolid(null)}>
            <Icon name="undo" />
            {t('underground.whole')}
          </button>
        )}
      </div>
    </>
  );
}

function Solid({ solid }: { solid: ClipSolid }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { setClipSolid } = twin.getState();
  const height = (key: 'fromUpM' | 'toUpM', min: number, max: number) => (
    <Slider
      label={t(`underground.${key}`)}
      value={Math.round(solid[key])}
      min={min}
      max={max}
      step={1}
      text={<Quantity value={formatNumber(solid[key])} unit="m" />}
      onChange={(upM) => setClipSolid({ ...solid, [key]: upM })}
    />
  );
  return (
    <>
      <Segmented
        label={t('underground.clip')}
        value={solid.keeps}
        options={[
          { value: 'inside', label: t('underground.inside') },
          { value: 'outside', label: t('underground.outside') },
        ]}
        onChange={(keeps) => setClipSolid({ ...solid, keeps })}
      />
      {height('fromUpM', LOWEST_M, Math.round(solid.toUpM) - 1)}
      {height('toUpM', Math.round(solid.fromUpM) + 1, HIGHEST_M)}
      <p className="note">{t('underground.clipNote')}</p>
    </>
  );
}
