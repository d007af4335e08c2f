import { useState } from 'react';
import { packDifferences } from '../../../../model/rules/rule-pack.ts';
import type { RuleRecords } from '../../../../model/rules/rule-record.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { rulesController } from '../controller.ts';
import { useMayConfirm } from './may-confirm.ts';

/** Packs of rules: the city's as a file, and another one held against it. */
export function Packs() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(rulesController);
  const pack = useTwin((state) => state.rulePack);
  const [failure, setFailure] = useState<Reason | null>(null);
  const act = (done: Promise<void>) => {
    setFailure(null);
    done.catch((error: unknown) => setFailure(failureOf(error)));
  };
  const save = () => saveFile(`${twin.city.id}-rules.json`, 'application/json', controller.packText());
  return (
    <FormSection title={t('cityRules.pack')}>
      <p className="row-head wrap">
        <button type="button" className="btn small" onClick={save}>
          {t('cityRules.export')}
        </button>
        <FileButton accept=".json" label={t('cityRules.open_file')} onFile={(file) => act(controller.openPack(file))} />
      </p>
      {failure && <ErrorNotice what={t('cityRules.packFailed')} reason={failure} />}
      {pack && <Comparison pack={pack} act={act} />}
    </FormSection>
  );
}

function Comparison({
  pack: { file, records },
  act,
}: {
  pack: { file: string; records: RuleRecords };
  act: (done: Promise<void>) => void;
}) {
  const { t, of } = useWords();
  const controller = useController(rulesController);
  useTwin((state) => state.ruleRecords);
  const may = useMayConfirm();
  const rows = packDifferences(controller.records(), records);
  const textOf = (value: string | null, unit: string) =>
    value === null ? t('cityRules.none') : value === '✓' ? t('cityRules.every') : `${value} ${unit}`.trim();
  return (
    <>
      <p role="status">
        {rows.length === 0
          ? t('cityRules.packSame', { file })
          : t('cityRules.packDiffers', { file, count: rows.length })}
      </p>
      {rows.length > 0 && (
        <Table
          rows={rows}
          rowKey={({ rule, name }) => `${rule} ${name.en}`}
          columns={[
            { head: t('cityRules.rule'), value: ({ label }) => of(label) },
            { head: t('cityRules.number'), value: ({ name }) => of(name) },
            { head: t('cityRules.here'), value: (row) => textOf(row.here, row.unit) },
            { head: t('cityRules.there'), value: (row) => textOf(row.there, row.unit) },
          ]}
        />
      )}
      <p className="row-head wrap">
        {may && (
          <button type="button" className="btn small" onClick={() => act(controller.adopt())}>
            {t('cityRules.adoptAll')}
          </button>
        )}
        <button type="button" className="btn small" onClick={() => act(controller.openPack(null))}>
          {t('cityRules.closePack')}
        </button>
      </p>
    </>
  );
}
