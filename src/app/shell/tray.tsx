import { useState } from 'react';
import { useMedia, useTwin } from '../../kit/app-context.tsx';
import { browserText } from '../../kit/browser-text.ts';
import { Icon } from '../../kit/icons.tsx';
import { PanelHeadContext } from '../../kit/panel-head.ts';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { isEmphasised } from '../../twin/appearance.ts';

/** Whether somebody folded or opened the tray of a desk, by the desk's id. */
const chosenFolds = browserText('shapan.tray.');

/** A window this low has no room for an open tray, nor for a third line of figures. */
const LOW_WINDOW = '(max-height: 799px)';
/** From this width on, half of the window is left to the map beside both columns and over an open tray. */
const ROOMY_WINDOW = '(min-width: 2200px)';

/** Whether figures over the map and the tray below it have to save height, so that the map keeps half of the window. */
export function useTight(isInspecting: boolean): boolean {
  const isLow = useMedia(LOW_WINDOW);
  const isRoomy = useMedia(ROOMY_WINDOW);
  // Elsewhere no figures stand over the map, or the bars of a plan are what is worked on.
  const hasFigures = useTwin((state) => isEmphasised(state, 'live'));
  const wall = useTwin((state) => state.wall);
  return !wall && (isLow || (hasFigures && isInspecting && !isRoomy));
}

/** Below map and inspector stands the one thing that is wide by nature; folded it is its head. */
export function Tray({ isTight }: { isTight: boolean }) {
  const { t } = useWords();
  const desk = useTwin((state) => state.desk);
  const wall = useTwin((state) => state.wall);
  const [panel] = useSlot('tray');
  const [chosen, choose] = useState<Readonly<Record<string, string | null>>>({});
  if (!panel) return null;
  const kept = chosen[desk] ?? chosenFolds.load(desk);
  const isFolded = !wall && (kept === null ? isTight : kept === 'folded');
  const toggle = () => {
    const next = isFolded ? 'open' : 'folded';
    chosenFolds.save(desk, next);
    choose({ ...chosen, [desk]: next });
  };
  const button = !wall && (
    <button type="button" className="btn small ghost tray-fold" aria-expanded={!isFolded} onClick={toggle}>
      <Icon name="chev" />
      {t(isFolded ? 'shell.unfold' : 'shell.fold')}
    </button>
  );
  return (
    <div className={`tray${isFolded ? ' folded' : ''}`}>
      <PanelHeadContext value={{ lead: null, trail: button, isFolded }}>
        <Placed key={panel.id} panel={panel} />
      </PanelHeadContext>
    </div>
  );
}
