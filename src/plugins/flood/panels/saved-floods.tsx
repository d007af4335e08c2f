import { useState } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { floodController } from '../controller.ts';
import { elapsedText } from '../flood-time.ts';

type Reading = { kind: 'idle' } | { kind: 'reading'; name: string } | { kind: 'failed'; reason: Reason };

/** Runs from elsewhere: a result file of the command line, and what this browser keeps of earlier visits. */
export function SavedFloods() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const flood = useController(floodController);
  const kept = useTwin((state) => state.floodKept);
  const failure = useTwin((state) => state.floodKeepFailure);
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const follow = (name: string, work: Promise<void>) => {
    setState({ kind: 'reading', name });
    work.then(
      () => setState({ kind: 'idle' }),
      (error: unknown) => setState({ kind: 'failed', reason: failureOf(error) }),
    );
  };
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: twin.city.zone,
  });
  const usedMb = (kept ?? []).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return (
    <FormSection title={t('flood.kept')}>
      <div className="actions">
        <FileButton
          accept=".flood"
          icon="plus"
          label={t('flood.openResult')}
          disabled={state.kind === 'reading'}
          onFile={(file) => follow(file.name, flood.openResult(file))}
        />
      </div>
      {state.kind === 'reading' && (
        <p className="note" role="status">
          {t('flood.readingRun', { name: state.name })}
        </p>
      )}
      {state.kind === 'failed' && <ErrorNotice what={t('flood.runNotRead')} reason={state.reason} />}
      {failure && <ErrorNotice what={t('flood.notKept')} reason={failure} />}
      <p className="note">
        {kept && kept.length > 0
          ? t('flood.keptSum', { amount: kept.length, size: formatNumber(usedMb, 1) })
          : t('flood.noneKept')}
      </p>
      <ul className="kept-floods">
        {(kept ?? []).map(({ id, name, keptMs, endS, cells, bytes }) => (
          <li key={id} className="row-head">
            <span className="kept-name">
              {name}
              <span className="note">
                {day.format(keptMs)} · {elapsedText(endS)} ·{' '}
                {t('flood.keptCells', { cells: formatTotal(cells, language) })} · {formatNumber(bytes / 1e6, 1)}
                {THIN_SPACE}MB
              </span>
            </span>
            <span className="space" />
            <button
              type="button"
              className="btn small"
              disabled={state.kind === 'reading'}
              onClick={() => follow(name, flood.openKept(id))}
            >
              {t('flood.openKept')}
            </button>
            <IconButton
              icon="x"
              label={t('flood.removeKept', { name })}
              onClick={() => follow(name, flood.removeKept(id))}
            />
          </li>
        ))}
      </ul>
    </FormSection>
  );
}
