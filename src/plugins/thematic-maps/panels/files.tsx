import { useState } from 'react';
import type { ThemeRequest } from '../../../../model/questions/thematic-maps.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { thematicMapsController } from '../controller.ts';

/** Maps that are kept, opened and saved; the table that is joined. */
export function ThemeFiles({ form }: { form: ThemeRequest | null }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(thematicMapsController);
  const kept = useTwin(({ themesKept }) => themesKept);
  const [failed, setFailed] = useState<Reason | null>(null);
  const attempt = (work: () => Promise<void> | void) => {
    setFailed(null);
    const done = async () => await work();
    done().catch((error: unknown) => setFailed(failureOf(error)));
  };
  const withForm = (work: (one: ThemeRequest) => Promise<void> | void) =>
    attempt(() => {
      if (!form) return;
      twin.getState().setThematicMap({ themeForm: form });
      return work(form);
    });
  return (
    <>
      <p className="form-actions">
        <FileButton
          accept=".json"
          label={t('theme.open')}
          onFile={(file) => attempt(() => controller.openFile(file))}
        />
        <button
          type="button"
          className="btn small"
          disabled={!form}
          onClick={() =>
            withForm((one) => saveFile(`${one.title || 'theme'}.json`, 'application/json', controller.caseText(one)))
          }
        >
          {t('theme.saveFile')}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={!form?.title}
          title={form?.title ? undefined : t('theme.titleFirst')}
          onClick={() => withForm((one) => controller.keep(one.title))}
        >
          {t('theme.keep')}
        </button>
        <FileButton
          accept=".csv,.txt,.tsv"
          label={t('theme.join')}
          disabled={!form}
          onFile={(file) => withForm(() => controller.takeTable(file))}
        />
      </p>
      {failed && <ErrorNotice what={t('theme.fileFailed')} reason={failed} />}
      {kept.length > 0 && (
        <ul className="theme-kept" aria-label={t('theme.kept')}>
          {kept.map(({ title, request }) => (
            <li key={title} className="row-head">
              <button type="button" className="link" onClick={() => attempt(() => controller.show(request))}>
                {title}
              </button>
              <span className="space" />
              <IconButton
                icon="x"
                label={t('run.remove', { name: title })}
                onClick={() => attempt(() => controller.forget(title))}
              />
            </li>
          ))}
        </ul>
      )}
      {form?.table && <Join form={form} table={form.table} />}
    </>
  );
}

/** By which column rows of the table find their things. */
function Join({ form, table }: { form: ThemeRequest; table: NonNullable<ThemeRequest['table']> }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const columns = useTwin(({ themeColumns }) => themeColumns);
  const set = (next: NonNullable<ThemeRequest['table']>) =>
    twin.getState().setThematicMap({ themeForm: { ...form, table: next } });
  const attributes = twin.city.layers.find(({ id }) => id === form.layer)?.attributes ?? [];
  return (
    <>
      <ChoiceField
        label={t('theme.key', { file: table.file })}
        value={table.key}
        options={columns.map(({ name }) => ({ value: name, label: name }))}
        onChange={(key) => set({ ...table, key })}
      />
      <ChoiceField
        label={t('theme.keyOf')}
        value={table.attribute}
        options={[
          { value: 'id', label: 'id' },
          ...attributes.flatMap(({ name, label }) => (name === 'id' ? [] : [{ value: name, label: of(label) }])),
        ]}
        onChange={(attribute) => set({ ...table, attribute })}
      />
    </>
  );
}
