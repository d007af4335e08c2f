import { type PointerEvent, useRef, useSyncExternalStore } from 'react';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Segmented } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { ViewCountField } from '../../../kit/view-count.tsx';
import { useWords } from '../../../kit/words.ts';
import { hasManyPictures } from '../../../twin/compare.ts';
import { isDrawn } from '../../../twin/layers.ts';
import { SCHEME_VOLUMES } from '../../../twin/scheme-volumes.ts';
import { runsOfView } from '../../../twin/view-twin.ts';
import { Sides } from './sides.tsx';
import { shownRunNames, ViewNames, Views } from './views.tsx';

/** One picture or several, and what each of them shows. */
export function ComparePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const mode = useTwin((state) => state.compare);
  const count = useTwin((state) => state.viewCount);
  const layers = useTwin((state) => state.layers);
  const cimLevels = useTwin((state) => state.cimLevels);
  const states = useTwin((state) => state.states);
  const { setCompare, setLayerSide, showLayer } = twin.getState();
  const drawn = twin.city.layers.filter((layer) => isDrawn(layer, { ...twin.getState(), layers, cimLevels, states }));
  const comparePlans = () => {
    for (const layer of twin.city.layers) {
      setLayerSide(layer.id, layer.state === 'planned' ? 'right' : 'both');
      if (layer.state === 'planned') showLayer(layer.id, true);
    }
    if (twin.getState().compare === 'off') setCompare('swipe');
  };
  const hasPlans = twin.city.layers.some(({ state }) => state === 'planned');
  // Two sides that show the same say nothing: until somebody chose, one shows what stands and the other what is planned.
  const choose = (next: typeof mode) => {
    setCompare(next);
    if (next !== 'off' && hasPlans && Object.values(layers).every(({ side }) => side === 'both')) comparePlans();
  };
  return (
    <Panel title={t('compare.title')} className="tool" onClose={onClose}>
      <Segmented
        label={t('compare.title')}
        value={mode === 'curtain' ? 'swipe' : mode}
        options={[
          { value: 'off', label: t('compare.off'), icon: 'cube' },
          { value: 'swipe', label: t('compare.swipe'), icon: 'swipe' },
          { value: 'split', label: t('compare.split'), icon: 'split' },
        ]}
        onChange={choose}
      />
      {hasPlans && (
        <button type="button" className="btn wide" onClick={comparePlans}>
          {t('compare.preset')}
        </button>
      )}
      {mode === 'split' && <ViewCountField />}
      {(mode !== 'split' || count === 2) && (
        <>
          <h3 className="minor">{t('compare.sides')}</h3>
          <Sides layers={drawn} />
        </>
      )}
      {mode === 'split' && <Views />}
    </Panel>
  );
}

const KEY_STEP = 0.02;

/** The line between two sides with its knob at 80 % height, where it does not hide the middle; each side named at it. */
export function CompareLine() {
  const { t } = useWords();
  const { twin } = useApp();
  const mode = useTwin((state) => state.compare);
  const ratio = useTwin((state) => state.swipeRatio);
  const count = useTwin((state) => state.viewCount);
  const dragged = useRef(false);
  if (mode === 'off') return null;
  if (mode === 'split' && count > 2) return <ViewNames />;
  const at = mode === 'split' ? 0.5 : ratio;
  const { setSwipe } = twin.getState();
  const drag = (event: PointerEvent<HTMLElement>) => {
    const map = event.currentTarget.closest('.map')?.getBoundingClientRect();
    if (dragged.current && map) setSwipe((event.clientX - map.left) / map.width);
  };
  return (
    <div className="compare-line" style={{ left: `${at * 100}%` }}>
      <SideName side="left" />
      <SideName side="right" />
      {mode !== 'split' && (
        <button
          type="button"
          role="slider"
          className="knob"
          aria-label={t('compare.handle')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(ratio * 100)}
          onPointerDown={(event) => {
            dragged.current = true;
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={drag}
          onPointerUp={() => {
            dragged.current = false;
          }}
          onPointerCancel={() => {
            dragged.current = false;
          }}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP, Home: -1, End: 1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            setSwipe(ratio + step);
          }}
        >
          <Icon name="swipe" />
        </button>
      )}
    </div>
  );
}

const NEVER = () => () => undefined;

/** The name of the scheme that a side shows, or of the city as it stands beside one; null: no schemes are compared. */
function useSchemeOf(side: 'left' | 'right'): string | null {
  const volumes = useOffered(SCHEME_VOLUMES);
  const read = () => volumes?.sides()?.[side === 'left' ? 0 : 1] ?? null;
  return useSyncExternalStore(volumes?.follow ?? NEVER, read, read);
}

/** The run that a side shows where the two pictures show different ones, or the city as it stands beside one; null: they show the same. */
function useRunOf(side: 'left' | 'right'): string | null {
  const { t } = useWords();
  const name = useTwin((state) => {
    if (!hasManyPictures(state.compare)) return null;
    const [left, right] = [0, 1].map((index) => shownRunNames(runsOfView(state, index)).join(' + '));
    if (left === right) return null;
    return side === 'left' ? left : right;
  });
  return name === '' ? t('state.existing') : name;
}

/** What only this side shows; LOOK §8: each side named at the line. */
function SideName({ side }: { side: 'left' | 'right' }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const ids = useTwin((state) =>
    twin.city.layers
      .filter((layer) => isDrawn(layer, state) && state.layers[layer.id].side === side)
      .map(({ id }) => id)
      .join(),
  ).split(',');
  const own = twin.city.layers.filter(({ id }) => ids.includes(id));
  const scheme = useSchemeOf(side);
  const run = useRunOf(side);
  const isPlanned = own.length > 0 && own.every(({ state }) => state === 'planned');
  return (
    <div className={`side-name ${side}`}>
      <b>{t(side === 'left' ? 'compare.leftSide' : 'compare.rightSide')}</b>
      <span>
        {scheme ?? run ?? (own.length === 0 ? t('compare.common') : own.map(({ label }) => of(label)).join(' · '))}
        {isPlanned && <span className="tag plan">{t('state.planned')}</span>}
      </span>
    </div>
  );
}
