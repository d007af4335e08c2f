import { useState } from 'react';
import type { Message } from '../../../../model/text/message.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { Notes } from '../../../kit/run-list.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { floodController } from '../controller.ts';
import { isShortLink, writeFloodLink } from '../flood-link.ts';
import type { FloodForm } from '../slice.ts';

type Done =
  | { kind: 'idle' }
  | { kind: 'done'; left: readonly Message[] }
  | { kind: 'failed'; what: string; reason: Reason };

/** A case as the command line takes it: opened into the form, saved from it; what does not come over is named. */
export function FloodCaseFile({ form }: { form: FloodForm }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const flood = useController(floodController);
  const [state, setState] = useState<Done>({ kind: 'idle' });
  const fail = (what: string) => (error: unknown) => setState({ kind: 'failed', what, reason: failureOf(error) });
  const open = (file: File) => {
    flood.openCase(file).then((left) => setState({ kind: 'done', left }), fail(t('flood.caseNotRead')));
  };
  const save = () => {
    try {
      const { name, text, left } = flood.caseOf(form);
      saveFile(name, 'application/json', text);
      setState({ kind: 'done', left });
    } catch (error) {
      fail(t('flood.caseNotSaved'))(error);
    }
  };
  return (
    <FormSection title={t('flood.case')}>
      {form.opened && (
        <p className="row-head">
          <span>{of(form.opened.title)}</span>
          <span className="space" />
          <button
            type="button"
            className="btn small"
            onClick={() => twin.getState().changeFlood({ opened: null, maximaEveryS: undefined })}
          >
            {t('flood.caseForget')}
          </button>
        </p>
      )}
      <div className="actions">
        <FileButton accept=".json" icon="plus" label={t('flood.openCase')} onFile={open} />
        <button type="button" className="btn small" onClick={save}>
          <Icon name="down" />
          {t('flood.saveCase')}
        </button>
      </div>
      {!isShortLink(writeFloodLink(form)) && <p className="note">{t('flood.linkLong')}</p>}
      {state.kind === 'failed' && <ErrorNotice what={state.what} reason={state.reason} />}
      {state.kind === 'done' && state.left.length > 0 && (
        <>
          <p className="note">{t('flood.caseLeft')}</p>
          <Notes notes={state.left.map(({ text }) => of(text))} />
        </>
      )}
    </FormSection>
  );
}
