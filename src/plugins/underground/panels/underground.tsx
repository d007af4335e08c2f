import { useState } from 'react';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Quantity, Segmented, Slider } from '../../../kit/controls.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { type DugFacts, diggingOf } from '../../../twin/underground.ts';
import { Clipping } from './clipping.tsx';

const DEEPEST_M = 40;
const FIRST_DEPTH_M = 8;
const MIN_POINTS = 3;

/** Looks through the ground, goes below it, or digs a pit into it. */
export function UndergroundPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const mode = useTwin((state) => state.underground);
  const opacity = useTwin((state) => state.groundOpacityRatio);
  const { setUnderground, setGroundOpacity } = twin.getState();
  return (
    <Panel title={t('underground.title')} className="tool" onClose={onClose}>
      <Segmented
        label={t('underground.title')}
        value={mode}
        options={[
          { value: 'off', label: t('underground.off') },
          { value: 'translucent', label: t('underground.translucent') },
          { value: 'below', label: t('underground.below') },
        ]}
        onChange={setUnderground}
      />
      {mode !== 'off' && (
        <p className="note">{t(mode === 'below' ? 'underground.hintBelow' : 'underground.hintTranslucent')}</p>
      )}
      {mode === 'translucent' && (
        <Slider
          label={t('underground.opacity')}
          value={Math.round(opacity * 100)}
          min={0}
          max={100}
          step={1}
          text={`${Math.round(opacity * 100)}${THIN_SPACE}%`}
          onChange={(percent) => setGroundOpacity(percent / 100)}
        />
      )}
      <h3 className="minor">{t('underground.dig')}</h3>
      <Digging />
      <h3 className="minor">{t('underground.clip')}</h3>
      <Clipping />
    </Panel>
  );
}

function Digging() {
  const { t } = useWords();
  const { twin } = useApp();
  const digging = diggingOf({ pick: useTwin((state) => state.pick) });
  const excavation = useTwin((state) => state.excavation);
  const facts = useTwin((state) => state.dug);
  const [firstDepthM, setFirstDepthM] = useState(FIRST_DEPTH_M);
  const { excavate } = twin.getState();
  const depthM = digging || !excavation ? firstDepthM : excavation.depthM;
  const setDepth = (depth: number) => {
    setFirstDepthM(depth);
    if (excavation && !digging) excavate({ ...excavation, depthM: depth });
  };
  return (
    <>
      {!digging && !excavation && <p className="note">{t('underground.digHint')}</p>}
      {digging && (
        <p className="note" role="status">
          {t('underground.points', { count: digging.length })}
        </p>
      )}
      <Slider
        label={t('underground.depth')}
        value={depthM}
        min={1}
        max={DEEPEST_M}
        step={0.5}
        text={<Quantity value={formatNumber(depthM, 1)} unit="m" />}
        onChange={setDepth}
      />
      {!digging && excavation && facts && <DugFigures facts={facts} />}
      <DiggingActions depthM={depthM} />
    </>
  );
}

/** What can be done next: draw an outline, dig it, fill it again. */
function DiggingActions({ depthM }: { depthM: number }) {
  const { t } = useWords();
  const { twin } = useApp();
  const digging = diggingOf({ pick: useTwin((state) => state.pick) });
  const excavation = useTwin((state) => state.excavation);
  const { startDigging, finishDigging, cancelDigging, excavate } = twin.getState();
  return (
    <div className="actions">
      {digging ? (
        <>
          <button
            type="button"
            className="btn primary"
            disabled={digging.length < MIN_POINTS}
            onClick={() => finishDigging(depthM)}
          >
            <Icon name="check" />
            {t('underground.finish')}
          </button>
          <button type="button" className="btn" onClick={cancelDigging}>
            {t('common.cancel')}
          </button>
        </>
      ) : (
        <>
          <button type="button" className={`btn ${excavation ? '' : 'primary'}`} onClick={startDigging}>
            <Icon name="cut" />
            {t(excavation ? 'underground.again' : 'underground.start')}
          </button>
          {excavation && (
            <button type="button" className="btn" onClick={() => excavate(null)}>
              <Icon name="undo" />
              {t('underground.fill')}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** How much is dug, and between which elevations. */
function DugFigures({ facts }: { facts: DugFacts }) {
  const { t } = useWords();
  return (
    <dl className="keys">
      <div>
        <dt>{t('underground.volume')}</dt>
        <dd>
          <Quantity value={formatNumber(facts.volumeM3)} unit="m³" />
        </dd>
      </div>
      <div>
        <dt>{t('underground.area')}</dt>
        <dd>
          <Quantity value={formatNumber(facts.areaM2)} unit="m²" />
        </dd>
      </div>
      <div>
        <dt>{t('underground.rim')}</dt>
        <dd>
          <Quantity value={formatNumber(facts.rimElevationM, 2)} unit="m" />
        </dd>
      </div>
      <div>
        <dt>{t('underground.floor')}</dt>
        <dd>
          <Quantity value={formatNumber(facts.floorElevationM, 2)} unit="m" />
        </dd>
      </div>
    </dl>
  );
}
