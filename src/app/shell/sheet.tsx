import { useState } from 'react';
import { SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { Inspector, useInspected } from './inspector.tsx';
import { RunningJobs } from './running-jobs.tsx';
import { Steps } from './task-column.tsx';

const HEIGHTS = ['low', 'half', 'full'] as const;
type SheetHeight = (typeof HEIGHTS)[number];

/** A phone's sheet of three heights: what is inspected, else the steps of the desk. */
export function Sheet() {
  const { t } = useWords();
  const inspected = useInspected();
  const [tray] = useSlot('tray');
  const [height, setHeight] = useState<SheetHeight>('half');
  const next = () => setHeight(HEIGHTS[(HEIGHTS.indexOf(height) + 1) % HEIGHTS.length]);
  const isOpen = inspected !== null && inspected.kind !== 'start';
  return (
    <div className={`sheet ${height}`}>
      <button type="button" className="grip" aria-label={t('shell.sheetHeight')} onClick={next}>
        <i />
      </button>
      {isOpen ? (
        <Inspector inspected={inspected} />
      ) : (
        <div className="sheet-steps">
          <SlotPanels slot="foot" />
          <Steps />
          <RunningJobs />
          {tray && (
            <div className="tray">
              <SlotPanels slot="tray" />
            </div>
          )}
        </div>
      )}
    </div>
  );
}
