import { type ReactNode, useRef, useState } from 'react';
import { GridsRain } from '../../../../model/questions/flood.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { pageLanguage, useWords } from '../../../kit/words.ts';
import { failureOf, reasonIn } from '../../../twin/failure.ts';
import { floodController } from '../controller.ts';
import { elapsedText } from '../flood-time.ts';
import type { FloodRain } from '../slice.ts';

/** How often a radar of the Chinese network looks round. */
const DEFAULT_STEP_MIN = 6;

type OfGrids = Extract<FloodRain, { kind: 'grids' }>;
type Reading = { kind: 'idle' } | { kind: 'reading'; amount: number } | { kind: 'failed'; reason: string };

/** Asks for files and has them read; the form's rain changes when they were, and not before. `told` stands beneath the choice. */
export function useRainGrids(rain: FloodRain): { choose: () => void; report: ReactNode } {
  const { t } = useWords();
  const { twin } = useApp();
  const flood = useController(floodController);
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const read = (files: readonly File[]) => {
    if (files.length === 0) return;
    setState({ kind: 'reading', amount: files.length });
    flood.readRain(files).then(
      (grids) => {
        setState({ kind: 'idle' });
        const stepMin = rain.kind === 'grids' ? rain.stepMin : DEFAULT_STEP_MIN;
        twin.getState().changeFlood({ rain: { kind: 'grids', grids, stepMin } });
      },
      (error: unknown) => setState({ kind: 'failed', reason: reasonIn(failureOf(error), pageLanguage()) }),
    );
  };
  const choose = () => input.current?.click();
  const report = (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".asc,.txt"
        aria-label={t('flood.grids.choose')}
        onChange={({ currentTarget }) => {
          read([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      {state.kind === 'reading' && (
        <p className="note" role="status">
          {t('flood.grids.reading', { amount: state.amount })}
        </p>
      )}
      {state.kind === 'failed' && (
        <>
          <ErrorNotice what={t('flood.grids.failed')} reason={state.reason} />
          <p className="note">{t('flood.grids.rule')}</p>
        </>
      )}
      {rain.kind === 'grids' && <Grids rain={rain} onOther={choose} />}
    </>
  );
  return { choose, report };
}

/** Which grids were read, how far apart they are, and what they hold. */
function Grids({ rain, onOther }: { rain: OfGrids; onOther: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { grids, stepMin } = rain;
  return (
    <>
      <p className="note">
        {t('flood.grids.holds', {
          amount: grids.files.length,
          first: grids.files[0],
          until: elapsedText((grids.files.length - 1) * stepMin * 60),
          columns: grids.columns,
          rows: grids.rows,
          cell: formatNumber(grids.cellM),
          most: formatNumber(grids.mostMmPerH, 1),
        })}
      </p>
      <Fields
        of={GridsRain}
        value={rain}
        onChange={(part) => twin.getState().changeFlood({ rain: { ...rain, ...part } })}
      />
      <div className="actions">
        <button type="button" className="btn small" onClick={onOther}>
          <Icon name="plus" />
          {t('flood.grids.other')}
        </button>
      </div>
      <p className="note">{t('flood.grids.rule')}</p>
    </>
  );
}
