import { assumptionText } from '../../../../model/city/assumption.ts';
import type { ClearanceRules } from '../../../../model/pipes/clearance-rules.ts';
import { clearanceInForce } from '../../../../model/rules/city-rules.ts';
import { jsonHash } from '../../../../model/text/json-hash.ts';
import type { PipeFacts } from '../../../../workers/pipe-network/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { PIPE_NETWORK, pipeNetworkController } from '../controller.ts';

/** How whole the network is, layer by layer, and by which rule it was joined. */
export function NetworkHealth({ facts }: { facts: PipeFacts }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { origin, layers } = facts;
  const labelOf = (layer: string) =>
    of(twin.city.layers.find(({ id }) => id === layer)?.label ?? { zh: layer, en: layer });
  return (
    <details className="pipe-health">
      <summary>{t('pipes.health')}</summary>
      <Table
        rows={layers}
        rowKey={({ layer }) => layer}
        columns={[
          { head: t('pipes.layer'), value: ({ layer }) => labelOf(layer) },
          { head: t('pipes.lengthKm'), value: ({ lengthM }) => lengthM / 1000, digits: 1 },
          { head: t('pipes.parts'), value: ({ parts }) => parts },
          { head: t('pipes.ends'), value: ({ ends }) => ends },
          { head: t('pipes.drawn'), value: ({ drawn }) => drawn },
          { head: t('pipes.valveCount'), value: ({ valves }) => valves },
        ]}
      />
      {origin?.state === 'inferred' && <p className="note">{assumptionText(origin, language)}</p>}
    </details>
  );
}

/** The table that the shown result went by, and whether other numbers hold by now. `table`: as the next question would go by it. */
export function TableUsed({ facts, table }: { facts: PipeFacts; table: ClearanceRules | 'known' | null }) {
  const { t, of } = useWords();
  const controller = useController(pipeNetworkController);
  useTwin((state) => doneSerial(state, PIPE_NETWORK));
  const request = controller.result()?.kind === 'clearance' ? controller.request() : null;
  const used = request?.kind === 'clearance' ? (request.rules ?? facts.rules) : null;
  if (!used) return null;
  const now = table === 'known' ? facts.rules : table;
  const hash = jsonHash(used);
  return (
    <>
      <p className="note">
        {t('pipes.tableUsed', { title: of(used.title), edition: used.edition, hash: hash.slice(0, 12) })}
      </p>
      {now && jsonHash(now) !== hash && (
        <p className="note warn" role="status">
          {t('pipes.tableStale')}
        </p>
      )}
    </>
  );
}

/** The figures that pipes are held against, each with its status. */
export function ClearanceTable({ facts: { rules: shipped, hasOwnRules } }: { facts: PipeFacts }) {
  const { t, of } = useWords();
  const records = useTwin(({ ruleRecords }) => ruleRecords);
  if (!shipped) return <p className="note">{t('pipes.noTable')}</p>;
  const rules = clearanceInForce(shipped, records);
  const rows = [
    ...rules.rows.map((row, i) => ({
      ...row,
      key: `${i} ${row.a} ${row.b}`,
      pair: [
        `${t(`pipeSystem.${row.a}`)} × ${row.b === 'building' ? t('pipes.building') : t(`pipeSystem.${row.b}`)}`,
        ...(row.aboveDnMm === undefined ? [] : [`DN > ${formatNumber(row.aboveDnMm)}`]),
        ...(row.aboveMPa === undefined ? [] : [`> ${formatNumber(row.aboveMPa, 2)} MPa`]),
      ].join(' · '),
    })),
    ...rules.cover.map(({ system, coverM, ...row }) => ({
      ...row,
      key: `cover ${system}`,
      pair: `${t(`pipeSystem.${system}`)} × ${t('pipes.ground')}`,
      verticalM: coverM,
    })),
  ];
  return (
    <details className="pipe-table">
      <summary>
        {t('pipes.table')} · {of(rules.title)}
      </summary>
      <p className="note">{t(hasOwnRules ? 'pipes.tableOwn' : 'pipes.tableBase')}</p>
      <Table
        rows={rows}
        rowKey={({ key }) => key}
        rowProps={({ clause }) => ({ title: of(clause) })}
        columns={[
          { head: t('pipes.pair'), value: ({ pair }) => pair },
          {
            head: t('pipes.horizontal'),
            value: (row) => ('horizontalM' in row ? (row.horizontalM ?? '') : ''),
            digits: 2,
          },
          { head: t('pipes.vertical'), value: ({ verticalM }) => verticalM ?? '', digits: 2 },
          {
            head: '',
            cell: ({ status }) => <RuleMark standing={{ kind: status === 'read' ? 'stated' : 'unconfirmed' }} />,
          },
        ]}
      />
    </details>
  );
}
